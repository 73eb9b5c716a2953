"""One module for each family of checks. A check takes a parsed letter and yields its findings."""
