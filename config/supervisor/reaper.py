"""End the process groups that a killed supervisor leaves behind, on every operating system.

The script reads ``+GROUP`` and ``-GROUP`` lines from its standard input, a pipe whose other end only the supervisor
holds. When the pipe closes, each group still listed gets SIGTERM, and SIGKILL after STOP_SECONDS. It is run by path
with an isolated interpreter, so it imports nothing of the project.
"""

import os
import signal
import sys
import time

STOP_SECONDS = 1.5


def main() -> None:
    """Maintain the list until the pipe closes, then end the groups on it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    left = {group for group in groups if send(group, signal.SIGTERM)}
    deadline = time.monotonic() + STOP_SECONDS
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = {group for group in left if send(group, 0)}
    for group in left:
        send(group, signal.SIGKILL)


def send(group: int, number: int) -> bool:
    """Send a signal to a group; return False when it has no process left."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()
