"""Parsers of text that people write: names, addresses, telephone numbers, quoted mails; and folding for comparison.

Pure functions: no Django, no clock, no database. Text that cannot be parsed is returned as it was written.
"""
