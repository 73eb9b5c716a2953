"""Sockets with one deadline for all operations, and a stop flag that is checked while they wait."""

import io
import ipaddress
import socket
from collections.abc import Callable, Iterator
from typing import Any

from reminders.clock import elapsed_clock

SLICE_SECONDS = 0.5  # longest wait between two checks of the stop flag
# Public IPv6 addresses, and IPv6 addresses that a gateway translates to IPv4 (RFC 6052).
UNICAST = ipaddress.IPv6Network("2000::/3")
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
MAX_REPLY_BYTES = 262_144  # limit of all replies in one session: an endless reply must not fill the memory
CHUNK_BYTES = 16_384  # one TLS record, so that a single send exceeds the deadline only slightly


class DeadlinePassed(Exception):
    """The session took longer than its deadline."""


class Interrupted(Exception):
    """This process is stopping."""


class HostRefused(Exception):
    """The host name resolves to a private network; this installation does not allow that."""


class Watch:
    """The deadline of one session. Once ``committed`` the stop flag is ignored: the end-of-data marker is sent."""

    def __init__(self, seconds: float, should_stop: Callable[[], bool]) -> None:
        self._end = elapsed_clock() + seconds
        self._should_stop = should_stop
        self.committed = False

    def remaining(self) -> float:
        """Return the seconds left. Raises DeadlinePassed, or Interrupted when stopped before ``committed``."""
        left = self._end - elapsed_clock()
        if left <= 0:
            raise DeadlinePassed
        if not self.committed and self._should_stop():
            raise Interrupted
        return left


class WatchedReader(io.RawIOBase):
    """The reading side of a socket, limited by a Watch and by MAX_REPLY_BYTES."""

    def __init__(self, sock: socket.socket, watch: Watch) -> None:
        self._sock = sock
        self._watch = watch
        self._left = MAX_REPLY_BYTES

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
    """Send all of ``data`` before the deadline of ``watch``."""
    for start in range(0, len(data), CHUNK_BYTES):
        sock.settimeout(watch.remaining())
        sock.sendall(data[start : start + CHUNK_BYTES])


def open_socket(host: str, port: int, watch: Watch, *, allow_private: bool) -> socket.socket:
    """Connect to the first reachable address of ``host``. Raises OSError, HostRefused or an exception of ``watch``.

    The name is resolved once: the checked address is the one that is used, so a DNS change in between has no effect.
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


def has_unexpected_input(sock: socket.socket) -> bool:
    """Return whether the server closed the connection, or sent data when it had to wait."""
    sock.settimeout(0)
    try:
        sock.recv(1)
    except (BlockingIOError, InterruptedError):
        return False
    except OSError as error:
        # A TLS socket raises these when only protocol messages of TLS itself have arrived.
        return type(error).__name__ not in ("SSLWantReadError", "SSLWantWriteError")
    return True


def _addresses(host: str, port: int) -> Iterator[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label is too long for a host name
        raise OSError(f"{host} is no host name") from error
    yield from dict.fromkeys(str(entry[4][0]) for entry in found)


def is_public(address: str) -> bool:
    """Return whether an IP address is public; an IPv6 address that embeds an IPv4 address is judged by that one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = (
            ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF) if ip in NAT64 else None)
        )
        if wrapped is None:
            return ip in UNICAST and ip.is_global
        ip = wrapped
    return ip.is_global and not ip.is_multicast
