"""People at the REST API, each with a token: opening and moves, and refusals as the API's own answers."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils.translation import override
from jsonschema import Draft202012Validator

from api import models
from casework import access, gate
from casework.errors import Refused
from casework.models import Ticket, User

ROOT = "/api/v1"


@contextmanager
def gate_at(now: datetime | None) -> Iterator[None]:
    """What comes to the gate meanwhile comes at `now`: no request says what time it is."""
    if now is None:
        yield
        return
    with (
        patch.object(gate, "perform", partial(gate.perform, now=now)),
        patch.object(gate, "open_ticket", partial(gate.open_ticket, now=now)),
        patch.object(gate, "attach", partial(gate.attach, now=now)),
    ):
        yield


def refusal(language: str, door: Callable[..., Any], *asked: Any) -> Refused:
    """What the gate says to this, in this language."""
    with override(language):
        with pytest.raises(Refused) as caught:
            door(*asked)
        found = caught.value
        return Refused(found.code, str(found.reason), found.errors)


def fits(schema: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    """The values that were taken are values that the published schema allows (an empty one is none)."""
    filled = {name: value for name, value in data.items() if value not in ("", None)}
    wrong = [f"{list(one.path)}: {one.message}" for one in Draft202012Validator(schema).iter_errors(filled)]
    assert not wrong, f"the published schema does not allow what was taken: {wrong}"


class Rest:
    """`people` by user name, as in the cast."""

    def __init__(self, people: Mapping[str, User], language: str = "en") -> None:
        self.people, self.language = people, language
        self.client, self.tokens = Client(), dict[str, str]()
        self.types = dict[str, Any]()

    def opens(
        self, who: str, slug: str, data: Mapping[str, Any], *, now: datetime | None = None, key: str = ""
    ) -> Ticket:
        """POST /tickets. What it takes is as the type's published schema says."""
        with gate_at(now):
            document = self._ask(who, "tickets", {"type": slug, "data": dict(data)}, key=key)
        fits(self._type(who, slug)["intake"], data)
        return Ticket.objects.get(number=document["number"])

    def does(
        self, who: str, number: str, move: str, data: Mapping[str, Any], *,
        now: datetime | None = None, seen: int | None = None, key: str = "",
    ) -> Ticket:  # fmt: skip
        """POST /tickets/…/transitions/…: what can be done was offered before, with a schema that these values fit."""
        case = self._ask(who, f"tickets/{number}")
        offered = [one for one in case["transitions"] if one["name"] == move]
        with gate_at(now):
            said = {"data": dict(data), **({} if seen is None else {"seen": seen})}
            self._ask(who, f"tickets/{number}/transitions/{move}", said, key=key)
        assert offered, f"the API did not offer {move} to {who} at {case['state']}"
        fits(offered[0]["schema"], data)
        return Ticket.objects.get(number=number)

    def objects(self, notice: str, said: Mapping[str, str]) -> None:
        """Somebody without an account sends the form of a public notice: there is a page for it and no route."""
        answer = self.client.post(f"/notices/{notice}", dict(said))
        assert (answer.status_code, answer.headers.get("Location")) == (303, f"/notices/{notice}?sent")

    def refuses(self, who: str, number: str, move: str, data: Mapping[str, Any]) -> None:
        """The API says what the gate says: the same code, the same sentence, at the same fields."""
        found = refusal(self.language, gate.perform, number, move, access.actor_of(self.people[who]), data)
        self._same(found, who, f"tickets/{number}/transitions/{move}", {"data": dict(data)})

    def refuses_opening(self, who: str, slug: str, data: Mapping[str, Any]) -> None:
        found = refusal(self.language, gate.open_ticket, slug, access.actor_of(self.people[who]), data)
        self._same(found, who, "tickets", {"type": slug, "data": dict(data)})

    def _same(self, found: Refused, who: str, path: str, body: Mapping[str, Any]) -> None:
        try:
            self._ask(who, path, body)
        except Refused as said:
            assert (said.code, said.reason, said.errors) == (found.code, found.reason, found.errors)
        else:
            raise AssertionError(f"the API does not refuse: {found}")

    def _type(self, who: str, slug: str) -> Any:
        if slug not in self.types:
            self.types[slug] = self._ask(who, f"types/{slug}")
        return self.types[slug]

    def _ask(self, who: str, path: str, body: Any = None, key: str = "") -> Any:
        """The answer's document; a problem as Refused."""
        if who not in self.tokens:
            self.tokens[who] = models.issue(self.people[who])[0]
        headers = {"Authorization": f"Bearer {self.tokens[who]}", "Accept-Language": self.language}
        if key:
            headers["Idempotency-Key"] = key
        there = f"{ROOT}/{path}"
        if body is None:
            response = self.client.get(there, headers=headers)
        else:
            response = self.client.post(there, json.dumps(body), content_type="application/json", headers=headers)
        document = response.json()
        if response.status_code < 300:
            return document
        assert response.headers["Content-Type"] == "application/problem+json" and response.status_code < 500, document
        raise Refused(document["code"], document["detail"], document["errors"])
