"""Checks, one module for each kind. A check takes a parsed letter and yields its findings."""
