"""Callers of the API. `api("mei")` is a client that sends Mei's token."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from api import models, throttling

ROOT = "/api/v1"


@dataclass
class Caller:
    client: Client
    token: str = ""
    language: str = "en"

    def _headers(self, headers: dict[str, str] | None) -> dict[str, str]:
        found = {"Accept-Language": self.language}
        if self.token:
            found["Authorization"] = f"Bearer {self.token}"
        return {**found, **(headers or {})}

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any):
        return self.client.get(f"{ROOT}/{path}", query, headers=self._headers(headers))

    def post(self, path: str, body: Any = None, headers: dict[str, str] | None = None, kind="application/json"):
        data = body if isinstance(body, str | bytes) else json.dumps({} if body is None else body)
        return self.client.post(f"{ROOT}/{path}", data, content_type=kind, headers=self._headers(headers))


@pytest.fixture(autouse=True)
def _uncounted(settings):
    """Requests of one test must not count for the next; the tests of the throttles set their own numbers."""
    settings.API_PER_MINUTE = {"user": 0, "address": 0, "login": 0}
    throttling.counter.forget()


@pytest.fixture
def api(cast):
    """`api("mei")`: a caller with Mei's token; `api()`: one without."""

    def make(who: str = "", language: str = "en") -> Caller:
        token = models.issue(getattr(cast, who))[0] if who else ""
        return Caller(Client(), token, language)

    return make
