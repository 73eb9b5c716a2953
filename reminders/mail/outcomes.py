"""The four outcomes of an attempt to send. Errors of the network or the server are returned, never raised."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sent:
    """The server accepted the message."""

    code: int
    reply: str


@dataclass(frozen=True)
class NotSent:
    """The message was certainly not accepted. ``permanent``: a retry would not help.

    ``error`` is for the person; ``phase``, ``code`` and ``reply`` are for the log. ``interrupted``: this process is
    stopping, and the attempt does not count.
    """

    phase: str
    permanent: bool
    error: str
    code: int | None = None
    reply: str = ""
    interrupted: bool = False


@dataclass(frozen=True)
class Unknown:
    """The end-of-data marker was sent and no reply came: the message may have been accepted or not."""

    detail: str


@dataclass(frozen=True)
class Lost:
    """The claim was lost at the fence: nothing was sent, and this worker must not change the row."""


SendOutcome = Sent | NotSent | Unknown | Lost
