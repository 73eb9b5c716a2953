"""The Message-ID of a mail (RFC 5322, 3.6.4)."""

import re
from typing import Final

#: One Message-ID with its angle brackets. RFC 5322 allows visible ASCII only, and so do the headers that we write.
MESSAGE_ID: Final = re.compile(r"<[!-;=?A-~]+@[!-;=?A-~]+>")
