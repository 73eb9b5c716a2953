"""Named points at which a fault test kills this process. They do nothing unless BOWOUT_KILL_AT names one."""

import os
import signal
from typing import Literal

Point = Literal["after_claim", "after_fence", "after_effect", "before_commit"]

_chosen = os.environ.get("BOWOUT_KILL_AT", "")


def reach(point: Point) -> None:
    """Kill this process without clean-up if BOWOUT_KILL_AT names this point."""
    if _chosen == point:
        os.kill(os.getpid(), signal.SIGKILL)
