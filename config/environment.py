"""What the settings derive from the environment and the data directory."""

import hashlib
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

SOCKET_PATH_LIMIT = 100  # bytes; sun_path holds 108 on Linux and 104 on macOS


@dataclass(frozen=True)
class BaseUrl:
    """The parts of BASE_URL that settings need; all empty when it is unset."""

    hosts: list[str]
    origins: list[str]
    secure: bool


def split_base_url(base_url: str) -> BaseUrl:
    """Take BASE_URL apart into allowed hosts and trusted origins."""
    if not base_url:
        return BaseUrl([], [], secure=False)
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SystemExit(f"BASE_URL must look like https://jobs.example.org, not {base_url!r}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return BaseUrl([host], [f"{parts.scheme}://{parts.netloc}"], secure=parts.scheme == "https")


def read_or_make_secret_key(path: Path) -> str:
    """Return the key kept in ``path``, making it (mode 0600) on the first run.

    ``O_EXCL`` settles the race of two processes starting at once: the loser reads the winner's key.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text().strip()
        if len(key) >= 50:
            return key
        raise SystemExit(f"{path} holds no usable key: delete it (this signs everybody out) and start again") from None
    with os.fdopen(handle, "w") as file:
        key = secrets.token_urlsafe(64)
        file.write(key)
    return key


def installation_digest(data_dir: Path) -> str:
    """A short name for the installation that keeps its data there, the same at every start."""
    return hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]


def socket_path(data_dir: Path) -> Path:
    """Where the embedded broker listens: in the data directory, or in a private folder when that path is too long."""
    path = data_dir / "valkey.sock"
    if len(os.fsencode(path)) <= SOCKET_PATH_LIMIT:
        return path
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    return base / f"bowout-{os.getuid()}-{installation_digest(data_dir)}" / "valkey.sock"


def embedded_broker_url(data_dir: Path) -> str:
    """The broker URL of the Valkey that ``manage.py up`` starts for this data directory."""
    return f"redis+socket://{socket_path(data_dir)}?virtual_host=0"


def counts_cache(broker_url: str) -> dict[str, Any]:
    """The entry of CACHES that counts with the broker; for one that redis-py cannot address, each process for itself."""
    options = {"KEY_PREFIX": "bowout", "OPTIONS": {"MAX_ENTRIES": 10_000}}
    address = redis_address(broker_url)
    if not address:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", **options}
    return {"BACKEND": "accounts.rate_limit_cache.RateLimitCache", "LOCATION": address, **options}


def redis_address(broker_url: str) -> str:
    """Where Celery's broker is in the words of redis-py; empty for what is not one Redis, such as sentinels."""
    parts = urlsplit(broker_url)
    if parts.scheme in ("redis", "rediss"):
        return broker_url
    if parts.scheme != "redis+socket":
        return ""
    [number] = parse_qs(parts.query).get("virtual_host", ["0"])
    return f"unix://{parts.netloc}{parts.path}?db={number}"
