"""The cache that tries are counted in (ACCOUNT_RATE_LIMITS): with the broker, so that all web processes count as one."""

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

#: Seconds that a page waits for the broker, and for which it then leaves it alone: longer than allauth locks a count.
TIMEOUT_SECONDS: Final = 0.5
RETRY_AFTER_SECONDS: Final = 15.0


class Json:
    """What comes from the broker is data: Django's own choice, pickle, would run what somebody put there."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


class RateLimitCache(BaseCache):
    """Redis or Valkey at ``server``, an address as redis-py takes it. While it does not answer, this process counts for itself.

    Then more tries are let through than the limit says, never fewer, and nobody waits or meets an error.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        options = {
            "socket_connect_timeout": TIMEOUT_SECONDS,
            "socket_timeout": TIMEOUT_SECONDS,
            "retry": Retry(NoBackoff(), 0),
        }
        self._shared = RedisCache(server, {**params, "OPTIONS": {"serializer": Json, **options}})
        self._own = LocMemCache(server, params)
        self._left_alone_until = -math.inf

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask(lambda cache: cache.add(key, value, timeout, version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda cache: cache.get(key, default, version))

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._ask(lambda cache: cache.set(key, value, timeout, version))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask(lambda cache: cache.touch(key, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._ask(lambda cache: cache.delete(key, version))

    def clear(self) -> None:
        """Forget what this process counted. The broker holds more than counts and is not emptied."""
        self._own.clear()

    def _ask(self, act: Callable[[BaseCache], T]) -> T:
        if time.monotonic() >= self._left_alone_until:
            try:
                return act(self._shared)
            except (RedisError, OSError) as error:
                log.warning("The broker does not answer; each process counts tries for itself: %s", error)
                self._left_alone_until = time.monotonic() + RETRY_AFTER_SECONDS
        return act(self._own)
