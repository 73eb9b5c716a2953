"""The commands of the processes that make up an installation."""

import os
import sys
from pathlib import Path

from config.supervisor.checks import find_broker
from config.supervisor.supervisor import Child

STOP_ORDER = [["web", "beat"], ["worker"], ["broker"]]  # the timeouts of the three groups sum to less than five seconds


def broker(socket: Path, folder: Path) -> Child:
    """Return a Valkey on a private socket, without persistence: the broker carries hints only."""
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "no",
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",
        "dir": str(folder),
        "daemonize": "no",
    }
    command = [find_broker()]
    for name, value in options.items():
        command += [f"--{name}", value]
    return Child("broker", command, stop_seconds=0.7)


def web(host: str, port: int) -> Child:
    """Return Granian with one process of two threads, enough for one person."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application"]
    command += ["--host", host, "--port", str(port), "--workers", "1", "--blocking-threads", "2"]
    command += ["--no-ws", "--workers-kill-timeout", "1"]
    return Child("web", command, stop_seconds=1.2)


def worker() -> Child:
    """Return a Celery worker with two threads. It checks its stop flag between two deliveries."""
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-P", "threads", "-c", "2"]
    command += ["-n", f"worker-{os.getpid()}@%h", "-O", "fair", "-l", "INFO"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return Child("worker", command, stop_seconds=2.5)


def beat(folder: Path) -> Child:
    """Return Celery beat, which publishes a tick every TICK_SECONDS. No pid file: it could outlive the process."""
    command = [sys.executable, "-m", "celery", "-A", "config", "beat", "-l", "INFO"]
    command += ["-s", str(folder / "beat-schedule"), "--pidfile="]
    return Child("beat", command, stop_seconds=1.2)
