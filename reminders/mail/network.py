"""Sockets with one deadline for all of their operations, and a stop flag that is looked at while waiting."""

import io
import ipaddress
import socket
from collections.abc import Callable, Iterator
from typing import Any

from reminders.clock import elapsed_clock

SLICE_SECONDS = 0.5  # how long a wait may go without a look at the stop flag
# Public addresses of IPv6, and the wrapping by which a gateway reaches IPv4 (RFC 6052).
UNICAST = ipaddress.IPv6Network("2000::/3")
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
TALK_BYTES = 262_144  # no server has more to say in one conversation; an endless one must not fill the memory
CHUNK = 16_384  # one TLS record: a single send can then not outlive the deadline by much


class DeadlinePassed(Exception):
    """The whole conversation took too long."""


class Interrupted(Exception):
    """This process is on its way out."""


class HostRefused(Exception):
    """The name leads into a private network, which the host of this installation does not allow."""


class Watch:
    """The deadline of one conversation. Once ``committed``, the stop flag no longer ends it: the dot is on its way."""

    def __init__(self, seconds: float, should_stop: Callable[[], bool]) -> None:
        self._end = elapsed_clock() + seconds
        self._should_stop = should_stop
        self.committed = False

    def remaining(self) -> float:
        """Seconds left. Raises DeadlinePassed, or Interrupted while that can do no harm."""
        left = self._end - elapsed_clock()
        if left <= 0:
            raise DeadlinePassed
        if not self.committed and self._should_stop():
            raise Interrupted
        return left


class WatchedReader(io.RawIOBase):
    """The reading side of a socket under a Watch."""

    def __init__(self, sock: socket.socket, watch: Watch) -> None:
        self._sock = sock
        self._watch = watch
        self._left = TALK_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while True:
            self._sock.settimeout(min(SLICE_SECONDS, self._watch.remaining()))
            try:
                read = self._sock.recv_into(buffer)
            except TimeoutError:
                continue
            self._left -= read
            if self._left < 0:
                raise OSError("the server talks without end")
            return read


def send_all(sock: socket.socket, data: bytes, watch: Watch) -> None:
    """Send all of ``data`` within the watch's time."""
    for start in range(0, len(data), CHUNK):
        sock.settimeout(watch.remaining())
        sock.sendall(data[start : start + CHUNK])


def open_socket(host: str, port: int, watch: Watch, *, allow_private: bool) -> socket.socket:
    """Connect to the first address of ``host`` that answers. Raises OSError, HostRefused or what the watch raises.

    The address that was checked is the address that is used: a name cannot change its mind in between.
    """
    addresses = list(_addresses(host, port))
    allowed = [a for a in addresses if allow_private or is_public(a)]
    if not allowed:
        raise HostRefused
    problem: OSError | None = None
    for position, address in enumerate(allowed):
        try:
            fair_share = watch.remaining() / (len(allowed) - position)
            return socket.create_connection((address, port), timeout=fair_share)
        except OSError as error:
            problem = error
    raise problem or OSError("no address")


def peer_has_spoken(sock: socket.socket) -> bool:
    """Say whether the server hung up, or answered when it was not its turn."""
    sock.settimeout(0)
    try:
        sock.recv(1)
    except (BlockingIOError, InterruptedError):
        return False
    except OSError as error:
        # A TLS socket says "want read" when there is nothing but its own housekeeping.
        return type(error).__name__ not in ("SSLWantReadError", "SSLWantWriteError")
    return True


def _addresses(host: str, port: int) -> Iterator[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label too long for a host name
        raise OSError(f"{host} is no host name") from error
    yield from dict.fromkeys(str(entry[4][0]) for entry in found)


def is_public(address: str) -> bool:
    """Whether an address is on the open internet, also where it wraps one of IPv4."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = (
            ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF) if ip in NAT64 else None)
        )
        if wrapped is None:
            return ip in UNICAST and ip.is_global
        ip = wrapped
    return ip.is_global and not ip.is_multicast
