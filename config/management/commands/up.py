"""``manage.py up``: run the whole installation as one process tree, with no service to install."""

import http.client
import os
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config.environment import socket_path
from config.health import last_heartbeat
from config.supervisor import children
from config.supervisor.checks import NotReady, hold_lock, prepare_socket, require_free_port
from config.supervisor.database import migrate_keeping_a_copy
from config.supervisor.supervisor import Supervisor
from config.supervisor.watch import HeartbeatWatch, ReadyWatch

ALL_INTERFACES = ("0.0.0.0", "::")  # noqa: S104 - asked for by HOST


class Command(BaseCommand):
    """Runs the installation in the foreground until Ctrl-C."""

    help = (
        "Run the web server, the worker, the clock and (unless REDIS_URL is set) an embedded Valkey, after bringing "
        "the database up to date. Ctrl-C stops everything. Logs are in logs/ of the data directory."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1", help="default: HOST or 127.0.0.1")
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000", help="default: PORT or 8000")
        parser.add_argument("--migrate-only", action="store_true", help="stop once the database is up to date")

    def handle(self, *, host: str, port: str, migrate_only: bool, **_options: Any) -> None:
        try:
            status = self._run(host, parse_port(port), migrate_only=migrate_only)
        except NotReady as reason:
            raise CommandError(str(reason)) from None
        if status:
            sys.exit(status)

    def _run(self, host: str, port: int, *, migrate_only: bool) -> int:
        os.umask(0o077)  # only this user can read the database, its copies and the logs
        data = settings.DATA_DIR
        address = settings.BASE_URL or f"http://{displayed_host(host)}:{port}"
        with hold_lock(data / "up.lock", note=f"process {os.getpid()}, {address}"):
            self._migrate(data)
            if migrate_only:
                return 0
            require_free_port(host, port)
            return self._supervise(host, port, address)

    def _migrate(self, data: Path) -> None:
        copy = migrate_keeping_a_copy(data / "backups", now=datetime.now(UTC))
        if copy:
            self.stdout.write(f"The database was brought up to date; as it was before: {copy}")

    def _supervise(self, host: str, port: int, address: str) -> int:
        data = settings.DATA_DIR
        processes = [children.web(host, port), children.worker(), children.beat(data)]
        if not settings.REDIS_URL:
            socket = socket_path(data)
            prepare_socket(socket)
            processes.insert(0, children.broker(socket, data))
        supervisor = Supervisor(
            processes,
            stop_order=children.STOP_ORDER,
            folder=data / "logs",
            environment={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(settings.BASE_DIR)},
            report=self._say,
        )
        ready = ReadyWatch(lambda: web_responds(host, port), lambda: self._say(self._welcome(host, port, address)))
        watchdog = HeartbeatWatch(last_heartbeat, lambda: self._restart_engine(supervisor))
        supervisor.watchers = [ready, watchdog]
        connection.close()
        return supervisor.run()

    def _restart_engine(self, supervisor: Supervisor) -> None:
        self._say("No tick was carried out for a minute; starting worker and beat again")
        for name in ("worker", "beat"):
            supervisor.restart(name)

    def _welcome(self, host: str, port: int, address: str) -> str:
        line = f"Bowout is ready. Open {address}/ (Ctrl-C stops it)"
        if host in ALL_INTERFACES and not settings.BASE_URL:
            line += f"\nTo reach it from other machines, start it with BASE_URL=http://THIS-MACHINE:{port}"
        return line

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def parse_port(text: str) -> int:
    """Return the port as a number. Raises NotReady if it is none."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65_536:
        return int(text)
    raise NotReady(f"PORT must be a number from 1 to 65535, not {text!r}. Type: PORT=8000 ./start")


def displayed_host(host: str) -> str:
    """Return the host for a URL to open on this machine."""
    if host in ALL_INTERFACES:
        return "127.0.0.1" if host == ALL_INTERFACES[0] else "[::1]"
    return f"[{host}]" if ":" in host else host


def web_responds(host: str, port: int) -> bool:
    """Return whether the web process responds 200 at ``/healthz``."""
    web = http.client.HTTPConnection(displayed_host(host).strip("[]"), port, timeout=1)
    try:
        web.request("GET", "/healthz", headers={"Host": "localhost"})
        return web.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        web.close()
