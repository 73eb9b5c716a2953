"""The stop flag that running drains look at between rows."""

import mmap

# Anonymous shared memory is inherited by forked workers, so one byte reaches the threads and the children of a worker.
_flag = mmap.mmap(-1, 1)


def request_stop() -> None:
    """Ask every drain of this worker to stop after the row at hand."""
    _flag[0] = 1


def stop_requested() -> bool:
    """Say whether this worker is on its way out."""
    return _flag[0] == 1
