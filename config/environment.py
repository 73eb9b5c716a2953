"""Values that the settings derive from the environment and the data directory."""

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
    """The parts of BASE_URL that the settings need; empty when it is unset."""

    hosts: list[str]
    origins: list[str]
    secure: bool


def split_base_url(base_url: str) -> BaseUrl:
    """Split BASE_URL into allowed hosts and trusted origins. Raises SystemExit for an invalid URL."""
    if not base_url:
        return BaseUrl([], [], secure=False)
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SystemExit(f"BASE_URL must look like https://jobs.example.org, not {base_url!r}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return BaseUrl([host], [f"{parts.scheme}://{parts.netloc}"], secure=parts.scheme == "https")


def read_or_make_secret_key(path: Path) -> str:
    """Return the key stored in ``path``; create it (mode 0600) on the first run. Raises SystemExit for an unusable key.

    ``O_EXCL`` resolves the race of two processes that start at once: the loser reads the winner's key.
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
    """Return twelve hex digits that identify the installation by its data directory, the same at every start."""
    return hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]


def socket_path(data_dir: Path) -> Path:
    """Return the embedded broker's socket: in the data directory, or in a private folder when that path is too long."""
    path = data_dir / "valkey.sock"
    if len(os.fsencode(path)) <= SOCKET_PATH_LIMIT:
        return path
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    return base / f"bowout-{os.getuid()}-{installation_digest(data_dir)}" / "valkey.sock"


def embedded_broker_url(data_dir: Path) -> str:
    """Return the broker URL of the Valkey that ``manage.py up`` starts for this data directory."""
    return f"redis+socket://{socket_path(data_dir)}?virtual_host=0"


def rate_limit_cache(broker_url: str) -> dict[str, Any]:
    """Return the entry of CACHES for rate limits: in the broker, or per process if redis-py cannot address it."""
    options = {"KEY_PREFIX": "bowout", "OPTIONS": {"MAX_ENTRIES": 10_000}}
    address = redis_address(broker_url)
    if not address:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", **options}
    return {"BACKEND": "accounts.rate_limit_cache.RateLimitCache", "LOCATION": address, **options}


def redis_address(broker_url: str) -> str:
    """Return the URL of Celery's broker for redis-py; "" if it is not a single Redis server, such as sentinels."""
    parts = urlsplit(broker_url)
    if parts.scheme in ("redis", "rediss"):
        return broker_url
    if parts.scheme != "redis+socket":
        return ""
    [number] = parse_qs(parts.query).get("virtual_host", ["0"])
    return f"unix://{parts.netloc}{parts.path}?db={number}"
