"""How often one may ask the API: counted in Redis by casework.throttle, for all processes together."""

import hashlib
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from casework.throttle import client_of, counter

__all__ = ["PerAddress", "PerLogin", "PerUser", "client_of", "counter"]


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
