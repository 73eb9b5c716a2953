"""Everything that is kept of one person, across all apps: taking it along, and having it gone."""
