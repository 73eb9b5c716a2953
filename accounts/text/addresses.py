"""Parse and validate e-mail addresses, as people type them and as mail headers contain them."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

import idna

from accounts.text.names import display_name

#: Characters of a field or header that are parsed.
_TEXT_LIMIT: Final = 20_000
_LOCAL_LIMIT, _ADDRESS_LIMIT = 64, 254
#: The dot-string of RFC 5321, in ASCII only: not every server supports SMTPUTF8.
_LOCAL: Final = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
_ANGLE: Final = re.compile(r"[<\[]\s*((?:mailto:)?[^\s<>\[\]@]*@[^\s<>\[\]@]*)\s*[>\]]", re.IGNORECASE)
#: The text between two commas or semicolons; those in quotes do not separate.
_SEGMENT: Final = re.compile(r'(?:"[^"]*"|[^,;"]|"(?![^"]*"))+')
#: "Hiring team: ada@fern.example, jon@fern.example;" (RFC 5322, group).
_GROUP: Final = re.compile(r"^(?!\s*mailto:)[^:;,<>@\"]*:(?=.*;\s*$)", re.IGNORECASE | re.DOTALL)
#: "ada@fern.example (Ada Marsh)", as old mail programs write it.
_COMMENT: Final = re.compile(r"^([^\s@()]+@[^\s@()]+)\s*\(([^()]*)\)$")
_MAILTO: Final = re.compile(r"^mailto:", re.IGNORECASE)


class AddressError(ValueError):
    """The text is no e-mail address."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address with its display name. For text without an address, ``address`` holds the text as it was typed."""

    name: str
    address: str


def read_mailboxes(text: str) -> tuple[Mailbox, ...]:
    """Parse all addresses of a field, separated by commas, semicolons or blanks.

    Names, groups, ``mailto:`` and brackets are recognised. Text that is not an address is returned too, so that the
    caller can report it.
    """
    text = text[:_TEXT_LIMIT]
    if found := _GROUP.match(text):
        text = text[found.end() :].rstrip().removesuffix(";")
    read: list[Mailbox] = []
    at = 0
    for angle in _ANGLE.finditer(text):
        before, waiting = _bare(text[at : angle.start()])
        read += before
        read.append(Mailbox(display_name(_unescaped(waiting)), _bare_address(angle[1])))
        at = angle.end()
    rest, waiting = _bare(text[at:])
    words = waiting.strip(" \t\r\n<>")
    return (*read, *rest, *([Mailbox("", words)] if words else []))


def read_mailbox(header: str) -> Mailbox | None:
    """Return the first mailbox with an address, as in a From header; None without one."""
    return next((one for one in read_mailboxes(header) if "@" in one.address), None)


def addresses_in(text: str) -> tuple[str, ...]:
    """Return the addresses of a field without names; text that is not an address as it was typed."""
    return tuple(mailbox.address for mailbox in read_mailboxes(text))


def bare_address(text: str) -> str:
    """Return the single address of a field; the text as it was typed if it has none or several."""
    found = addresses_in(text)
    return found[0] if len(found) == 1 else text.strip()


def wire_address(text: str) -> str:
    """Return the single address of a field in ASCII; the text as it was typed if it is not an address."""
    try:
        return ascii_address(bare_address(text))
    except AddressError:
        return text.strip()


def ascii_address(address: str) -> str:
    """Return the address in ASCII, as every mail server accepts it.

    The domain is encoded by IDNA 2008 (UTS 46 for case and width). Raises AddressError if it is not an address.
    """
    local, at, domain = address.strip().rpartition("@")
    try:
        plain = idna.encode(domain, uts46=True).decode("ascii") if len(domain) <= _ADDRESS_LIMIT else ""
    except UnicodeError:
        plain = ""
    is_local = len(local) <= _LOCAL_LIMIT and _LOCAL.fullmatch(local)
    is_domain = not plain.endswith(".") and ("." in plain or plain == "localhost")
    if not (at and is_local and is_domain) or len(f"{local}@{plain}") > _ADDRESS_LIMIT:
        raise AddressError(f"{address} is not an e-mail address.")
    return f"{local}@{plain}"


def is_address(address: str) -> bool:
    """Return whether ``address`` is a valid e-mail address."""
    try:
        ascii_address(address)
    except AddressError:
        return False
    return True


def _bare(text: str) -> tuple[list[Mailbox], str]:
    """Return the addresses without angle brackets, and the words after the last one, which may be the next name."""
    found: list[Mailbox] = []
    waiting: list[str] = []
    for segment in filter(None, (part.strip() for part in _SEGMENT.findall(text))):
        boxes = _in_segment(segment)
        if boxes:
            found += [Mailbox("", words) for words in waiting]
            waiting = []
        found += boxes
        if not boxes:
            waiting.append(segment)
    return found, ", ".join(waiting)


def _in_segment(segment: str) -> list[Mailbox]:
    """Return the mailboxes of one segment; none where it may be the name before an angle bracket."""
    if comment := _COMMENT.match(segment):
        return [Mailbox(display_name(comment[2]), _bare_address(comment[1]))]
    words = segment.split()
    with_at = [word for word in words if "@" in word]
    if len(with_at) == len(words):
        return [Mailbox("", _bare_address(word)) for word in words]
    if len(with_at) == 1 and with_at[0] == words[-1]:
        return [Mailbox(display_name(" ".join(words[:-1])), _bare_address(words[-1]))]
    return []


def _bare_address(word: str) -> str:
    """Return "ada@fern.example" for "mailto:ada@fern.example?subject=…" and for "ada@fern.example."."""
    if _MAILTO.match(word):
        word = unquote(word[len("mailto:") :].partition("?")[0])
    return word.strip("<>[]()\"'.,:;")


def _unescaped(name: str) -> str:
    """Return a quoted name (RFC 5322, quoted-string) without quotes and backslashes."""
    name = name.strip()
    is_quoted = len(name) > 1 and name[0] == name[-1] == '"'
    return re.sub(r"\\(.)", r"\1", name[1:-1]) if is_quoted else name
