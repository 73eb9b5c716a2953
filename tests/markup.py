"""The markup of a page as a test compares it, whichever way its template breaks the lines."""

import re

GAP = re.compile(r"\s+")
#: An opening tag, with the white space before its end and after it.
OPENING = re.compile(r"(<[a-z][^<>]*?) ?> ?")


def compact(page: str) -> str:
    """``page`` with each run of white space as one space, and none at the edges of tags and of what elements hold."""
    return OPENING.sub(r"\1>", GAP.sub(" ", page)).replace(" </", "</")
