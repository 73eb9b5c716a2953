"""The stop flag of a worker. Running drains read it between rows."""

import mmap

# Forked workers inherit anonymous shared memory, so this byte is shared by a worker's threads and child processes.
_flag = mmap.mmap(-1, 1)


def request_stop() -> None:
    """Make every drain of this worker stop after its current row."""
    _flag[0] = 1


def stop_requested() -> bool:
    """Return whether this worker is stopping."""
    return _flag[0] == 1
