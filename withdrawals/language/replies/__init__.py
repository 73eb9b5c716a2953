"""What an employer wrote: its headers, its own words and its kind. Pure."""
