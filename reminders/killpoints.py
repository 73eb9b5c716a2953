"""Named moments at which a fault test may kill this process. Inert unless an environment variable names one."""

import os
import signal
from typing import Literal

Point = Literal["after_claim", "after_fence", "after_effect", "before_commit"]

_chosen = os.environ.get("BOWOUT_KILL_AT", "")


def reach(point: Point) -> None:
    """Die here without any clean-up, if a test asked for it."""
    if _chosen == point:
        os.kill(os.getpid(), signal.SIGKILL)
