"""Reflections on a process, and patterns in them."""
