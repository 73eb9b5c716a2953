"""Draft, send and record letters."""
