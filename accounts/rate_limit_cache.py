"""The cache that counts tries for ACCOUNT_RATE_LIMITS.

It is in the broker, so that all web processes share the counts.
"""

import json
import logging
import math
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)
T = TypeVar("T")

#: Timeout of one call to the broker.
TIMEOUT_SECONDS: Final = 0.5
#: Time without calls to the broker after a failure; longer than allauth locks a count.
RETRY_AFTER_SECONDS: Final = 15.0


class JsonSerializer:
    """Serializes as JSON. Django's default, pickle, could execute code that somebody wrote to the broker."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


class RateLimitCache(BaseCache):
    """Redis or Valkey at ``server``, a URL for redis-py.

    While it does not respond, this process counts in its own memory. More tries than the limit may then
    pass, never fewer, and no page waits or fails.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        options = {
            "socket_connect_timeout": TIMEOUT_SECONDS,
            "socket_timeout": TIMEOUT_SECONDS,
            "retry": Retry(NoBackoff(), 0),
        }
        self._shared = RedisCache(server, {**params, "OPTIONS": {"serializer": JsonSerializer, **options}})
        self._local = LocMemCache(server, params)
        self._retry_at = -math.inf

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._call(lambda cache: cache.add(key, value, timeout, version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._call(lambda cache: cache.get(key, default, version))

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._call(lambda cache: cache.set(key, value, timeout, version))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._call(lambda cache: cache.touch(key, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._call(lambda cache: cache.delete(key, version))

    def clear(self) -> None:
        """Clear the counts of this process only: the broker also holds other data."""
        self._local.clear()

    def _call(self, act: Callable[[BaseCache], T]) -> T:
        if time.monotonic() >= self._retry_at:
            try:
                return act(self._shared)
            except (RedisError, OSError) as error:
                log.warning("The broker does not answer; each process counts tries for itself: %s", error)
                self._retry_at = time.monotonic() + RETRY_AFTER_SECONDS
        return act(self._local)
