"""Counting in Redis how often something is asked: fixed windows of a minute, for all processes together.

A dead Redis must not take a page down: without it nobody is counted, and the log says so.
"""

import logging
import threading
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import redis
from django.conf import settings
from django.http import HttpRequest

log = logging.getLogger(__name__)
WINDOW = 60  # seconds
REST = 10  # seconds without trying after Redis did not answer
TIMEOUT = 0.25


def client_of(url: str) -> "redis.Redis[Any]":
    """A client for a broker address; Celery's `redis+socket:///path?virtual_host=1` is a Unix socket."""
    options: dict[str, Any] = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT}
    parts = urlsplit(url)
    if parts.scheme == "redis+socket":
        number = int(parse_qs(parts.query).get("virtual_host", ["0"])[0])
        return redis.Redis(unix_socket_path=parts.path, db=number, password=parts.password, **options)
    return redis.Redis.from_url(url, **options)


class Counter:
    """Counts in Redis; None when it cannot be asked."""

    def __init__(self) -> None:
        self._client: Any = None
        self._url = ""
        self._rest_until = 0.0
        self._lock = threading.Lock()

    def hit(self, name: str) -> tuple[int, int] | None:
        """Count one more under `name`: (count in this window, seconds until the window ends)."""
        if time.monotonic() < self._rest_until:
            return None
        window, into = divmod(int(time.time()), WINDOW)
        key = f"sanji:throttle:{name}:{window}"
        try:
            pipe = self._redis().pipeline(transaction=False)
            pipe.incr(key)
            pipe.expire(key, WINDOW + 5)
            return int(pipe.execute()[0]), WINDOW - into
        except (redis.RedisError, OSError) as error:
            self._rest_until = time.monotonic() + REST
            log.warning("requests are not counted for %s s: Redis does not answer (%s)", REST, type(error).__name__)
            return None

    def _redis(self) -> Any:
        with self._lock:
            if self._client is None or self._url != settings.REDIS_URL:
                self._client, self._url = client_of(settings.REDIS_URL), settings.REDIS_URL
            return self._client

    def forget(self) -> None:
        """Try Redis again at once."""
        self._client, self._rest_until = None, 0.0


counter = Counter()


def too_often(most: int, name: str) -> bool:
    """Count one more under `name`; True past `most` in this minute (0: not counted)."""
    found = counter.hit(name) if most else None
    return bool(found and found[0] > most)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind proxies (PROXY_COUNT) what the outermost trusted one says."""
    forwarded = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
    if settings.PROXY_COUNT and forwarded:
        return str(forwarded[-min(settings.PROXY_COUNT, len(forwarded))])
    return str(request.META.get("REMOTE_ADDR", ""))
