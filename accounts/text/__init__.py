"""One reading each of what people write about people: names, addresses, telephone numbers, quoted mails, spellings.

Pure: no Django, no clock, no database. Text in, plain values out; whatever cannot be read comes back as it was written.
"""
