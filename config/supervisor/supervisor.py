"""Run the processes of one installation as one tree.

Each child leads its own process group, so that Ctrl-C reaches only the supervisor, which then stops the children in
order. Their output goes through pipes into rotating log files. A child that ends is restarted with back-off; one that
ends too often stops the whole tree. If the supervisor is killed, the reaper ends its children.

The supervisor has no threads: on Linux the parent-death signal of a child fires when the thread that forked it ends.
"""

import contextlib
import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.supervisor.log import RotatingLog

TURN_SECONDS = 0.2
FIRST_PAUSE_SECONDS, MAX_PAUSE_SECONDS = 0.5, 8.0  # seconds before a child is restarted
MAX_EXITS, EXIT_WINDOW_SECONDS = 6, 60.0
REAPER = Path(__file__).with_name("reaper.py")
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass
class Child:
    """One process to keep running: its command, and ``stop_seconds``, the seconds from SIGTERM to SIGKILL."""

    name: str
    command: list[str]
    stop_seconds: float
    process: subprocess.Popen[bytes] | None = None
    log: RotatingLog | None = None
    exits: list[float] = field(default_factory=list)
    start_at: float = 0.0


class Supervisor:
    """Starts ``children`` in order, restarts them until ``stopping`` is set, and stops them in ``stop_order``."""

    def __init__(
        self,
        children: list[Child],
        *,
        stop_order: list[list[str]],
        folder: Path,
        environment: Mapping[str, str],
        report: Callable[[str], None],
        first_pause: float = FIRST_PAUSE_SECONDS,
    ) -> None:
        self.children = {child.name: child for child in children}
        self.stop_order = stop_order
        self.folder = folder
        self.environment = environment
        self.report = report
        self.first_pause = first_pause
        self.stopping = False
        self.failed = False
        self.watchers: list[Callable[[], None]] = []
        self._selector = selectors.DefaultSelector()
        self._reaper: subprocess.Popen[bytes] | None = None

    def run(self) -> int:
        """Run until a signal or ``stopping``; return the exit status: 0, or 1 when a child cannot be kept up."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        try:
            self._start_reaper()
            for child in self.children.values():
                self._start(child)
            while not self.stopping:
                self._turn()
        finally:
            self.stop()
        return int(self.failed)

    def restart(self, name: str) -> None:
        """End a child now; the next turn starts it again."""
        child = self.children[name]
        if child.process is not None:
            self._end([child], stop_seconds=child.stop_seconds)

    def stop(self) -> None:
        """End all children, group by group in ``stop_order``, and the reaper."""
        for names in self.stop_order:
            group = [self.children[name] for name in names if name in self.children]
            self._end(group, stop_seconds=max((child.stop_seconds for child in group), default=0.0))
            for child in group:
                self._release(child)
                if child.log is not None:
                    child.log.close()
        if self._reaper is not None and self._reaper.stdin is not None:
            self._reaper.stdin.close()
            self._reaper.wait()

    def _on_signal(self, _number: int, _frame: object) -> None:
        if self.stopping:  # a second signal: kill at once
            for child in self.children.values():
                child.stop_seconds = 0.0
        self.stopping = True

    def _turn(self) -> None:
        self._read_output(TURN_SECONDS)
        now = time.monotonic()
        for child in self.children.values():
            if child.process is not None and child.process.poll() is not None:
                self._handle_exit(child, now)
            elif child.process is None and now >= child.start_at:
                self._start(child)
        if self._reaper is not None and self._reaper.poll() is not None:
            self._start_reaper()
        for watch in self.watchers:
            if not self.stopping:
                watch()

    def _start(self, child: Child) -> None:
        child.log = child.log or RotatingLog(self.folder / f"{child.name}.log")
        try:
            child.process = subprocess.Popen(
                child.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - this process has no threads
            )
        except OSError as reason:
            self.failed = self.stopping = True
            self.report(f"{child.name} cannot be started: {reason.strerror}: {reason.filename}")
            return
        assert child.process.stdout is not None
        os.set_blocking(child.process.stdout.fileno(), False)
        self._selector.register(child.process.stdout, selectors.EVENT_READ, child)
        self._notify_reaper("+", child.process.pid)

    def _handle_exit(self, child: Child, now: float) -> None:
        assert child.process is not None
        status = child.process.returncode
        self._release(child)
        child.exits = [at for at in child.exits if now - at < EXIT_WINDOW_SECONDS] + [now]
        if len(child.exits) >= MAX_EXITS:
            self.failed = self.stopping = True
            self.report(f"{child.name} ended {MAX_EXITS} times within a minute; see {self._log_path(child)}:")
            self.report(child.log.tail() if child.log else "")
            return
        pause = min(MAX_PAUSE_SECONDS, self.first_pause * 2 ** (len(child.exits) - 1))
        child.start_at = now + pause
        self.report(f"{child.name} ended ({_describe(status)}); starting it again in {pause:g} s")

    def _end(self, group: list[Child], *, stop_seconds: float) -> None:
        """Send SIGTERM to the children, and kill their process groups after ``stop_seconds`` seconds."""
        running = [child for child in group if child.process is not None]
        for child in running:
            child.process.terminate()  # type: ignore[union-attr]
        deadline = time.monotonic() + stop_seconds
        while any(child.process.poll() is None for child in running):  # type: ignore[union-attr]
            if time.monotonic() >= deadline or (self.stopping and not any(child.stop_seconds for child in running)):
                break
            self._read_output(0.02)
        for child in running:
            _kill_group(child.process.pid)  # type: ignore[union-attr]
            child.process.wait()  # type: ignore[union-attr]

    def _release(self, child: Child) -> None:
        """Close the pipe of an ended child and kill its group, so that no grandchild keeps its port."""
        if child.process is None:
            return
        _kill_group(child.process.pid)
        assert child.process.stdout is not None
        self._copy_output(child)
        self._selector.unregister(child.process.stdout)
        child.process.stdout.close()
        self._notify_reaper("-", child.process.pid)
        child.process = None

    def _read_output(self, timeout: float) -> None:
        for key, _events in self._selector.select(timeout):
            if not self._copy_output(key.data):
                time.sleep(0.01)  # end of file: poll() will soon report the exit

    def _copy_output(self, child: Child) -> bool:
        assert child.process is not None
        assert child.process.stdout is not None
        assert child.log is not None
        output = child.process.stdout.read(1 << 16)
        if output:
            child.log.write(output)
        return bool(output)

    def _start_reaper(self) -> None:
        if self._reaper is not None and self._reaper.stdin is not None:
            self._reaper.stdin.close()
        command = [sys.executable, "-I", "-S", str(REAPER)]
        self._reaper = subprocess.Popen(command, stdin=subprocess.PIPE, bufsize=0, start_new_session=True)
        for child in self.children.values():
            if child.process is not None:
                self._notify_reaper("+", child.process.pid)

    def _notify_reaper(self, sign: str, group: int) -> None:
        assert self._reaper is not None
        assert self._reaper.stdin is not None
        # A killed reaper is replaced at the next turn and gets the whole list again.
        with contextlib.suppress(BrokenPipeError):
            self._reaper.stdin.write(f"{sign}{group}\n".encode())

    def _log_path(self, child: Child) -> Path:
        return self.folder / f"{child.name}.log"


def _end_with_parent() -> None:
    """Make the Linux kernel end this process when the supervisor dies, even if the reaper dies too."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # macOS returns EPERM for a group of zombies
        return


def _describe(status: int) -> str:
    if status >= 0:
        return f"exit status {status}"
    return f"signal {signal.Signals(-status).name}"
