"""The Message-ID of a mail (RFC 5322, 3.6.4)."""

import re
from typing import Final

#: One Message-ID with its angle brackets. Visible ASCII, as RFC 5322 wants it: nothing else may reach a header of ours.
MESSAGE_ID: Final = re.compile(r"<[!-;=?A-~]+@[!-;=?A-~]+>")
