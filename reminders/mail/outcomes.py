"""How an attempt to send ends. Exactly one of these; nothing is raised for what a network or a server does."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sent:
    """The server took responsibility for the message."""

    code: int
    reply: str


@dataclass(frozen=True)
class NotSent:
    """The message has certainly not been accepted. ``permanent``: trying again would not help.

    ``error`` is for the person; ``phase``, ``code`` and ``reply`` are the evidence. ``interrupted``: this process is
    stopping and the try does not count.
    """

    phase: str
    permanent: bool
    error: str
    code: int | None = None
    reply: str = ""
    interrupted: bool = False


@dataclass(frozen=True)
class Unknown:
    """The final dot was sent and no answer came: accepted or not, only the recipient and the Sent folder know."""

    detail: str


@dataclass(frozen=True)
class Lost:
    """The claim was gone at the fence: nothing was sent, and somebody else decides about the row."""


SendOutcome = Sent | NotSent | Unknown | Lost
