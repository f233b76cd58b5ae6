"""How often one may ask: fixed windows of a minute, counted in Redis for all processes together.

A dead Redis must not take the API down: without it nobody is counted, and the log says so.
"""

import hashlib
import logging
import threading
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import redis
from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

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


class _PerMinute(BaseThrottle):
    setting = ""
    _wait: float | None = None

    def names(self, request: Request) -> list[str]:
        raise NotImplementedError

    def allow_request(self, request: Request, view: Any) -> bool:
        most = settings.API_PER_MINUTE[self.setting]
        for name in self.names(request) if most else ():
            found = counter.hit(f"{self.setting}:{name}")
            if found and found[0] > most:
                self._wait = found[1]
                return False
        return True

    def wait(self) -> float | None:
        return self._wait


class PerUser(_PerMinute):
    """Requests of one person, over all tokens."""

    setting = "user"

    def names(self, request: Request) -> list[str]:
        return [str(request.user.pk)] if request.user and request.user.is_authenticated else []


class PerAddress(_PerMinute):
    """Attempts to get a token from one address, whatever the user name."""

    setting = "address"

    def names(self, request: Request) -> list[str]:
        return [str(self.get_ident(request))]


class PerLogin(_PerMinute):
    """Attempts to get a token for one user name from one address."""

    setting = "login"

    def names(self, request: Request) -> list[str]:
        asked = request.data.get("username", "") if isinstance(request.data, dict) else ""
        return [hashlib.sha256(f"{self.get_ident(request)}|{asked}".encode("utf-8", "replace")).hexdigest()[:24]]
