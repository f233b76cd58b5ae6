"""Who walks a type: makes every move through the gate, and looks on the way at what a person would see.

Before a move the person opens the ticket's page with the form of this move, in Chinese and in English. The walk's first move
is made over the REST API. What was entered as private is remembered, so that the test can look for it where it must not be.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import pytest
from django import forms
from django.test import Client
from django.utils.html import escape
from django.utils.translation import override

from api import models
from casework import gate
from casework.errors import Refused
from casework.models import Ticket
from tests.cast import Cast
from workflows.registry import registry
from workflows.roles import CLOCK


@dataclass
class Walker(Cast):
    """The cast, walking. `slug`: the type looked at on the way ("" = none, as for refusals)."""

    slug: str = ""
    private: set[str] = field(default_factory=set)
    moves: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, cast: Cast, slug: str = "") -> Self:
        return cls(people=cast.people, slug=slug)

    def opens(self, who: str, slug: str, **data: Any) -> Ticket:
        """`who` opens a ticket of this type from its intake form; "clock" is the clock."""
        if slug == self.slug:
            self._remember(registry[slug].intake_form, data)
        actor = CLOCK if who == "clock" else self.actor(who)
        return gate.open_ticket(slug, actor, data).ticket

    def may_not_open(self, who: str, slug: str, words: str, *, at: str = "", **data: Any) -> None:
        """Opening it is refused with these words, at this field; nothing is there afterwards."""
        before = Ticket.objects.count()
        with pytest.raises(Refused) as caught:
            gate.open_ticket(slug, self.actor(who), data)
        found = caught.value
        said = " ".join([str(found), *(str(each) for each in (found.errors or {}).values())])
        assert words in said, said
        assert not at or at in (found.errors or {}), found.errors
        assert Ticket.objects.count() == before

    def does(self, who: str, ticket: Ticket | str, move: str, **data: Any) -> Ticket:
        number = ticket if isinstance(ticket, str) else ticket.number
        now = Ticket.objects.get(number=number)
        if now.type != self.slug:
            return super().does(who, ticket, move, **data)
        one = registry[now.type].action_named(move, now.state)
        assert one is not None, f"there is no move “{move}” from {now.state}"
        self._remember(one.form, data)
        if not self.moves:
            self._looks(who, now, move)
            self.moves.append(move)
            return self._over_api(who, number, move, data)
        if move not in self.moves:
            self._looks(who, now, move)
        self.moves.append(move)
        return super().does(who, ticket, move, **data)

    def _remember(self, form: type[forms.Form] | None, data: Mapping[str, Any]) -> None:
        names = getattr(form, "private", ())
        self.private |= {str(data[name]) for name in names if isinstance(data.get(name), str) and len(data[name]) > 3}

    def _looks(self, who: str, ticket: Ticket, move: str) -> None:
        """The page opens with the move's form, its name and no trace of anything private, in both languages."""
        browser = Client()
        browser.force_login(self.people[who], backend="django.contrib.auth.backends.ModelBackend")
        for language in ("zh-hans", "en"):
            browser.cookies["django_language"] = language
            with override(language):
                label = str(registry[ticket.type].action_named(move, ticket.state).label)
            response = browser.get(f"/tickets/{ticket.number}", {"move": move})
            page = response.content.decode()
            assert response.status_code == 200, f"{who} at {ticket.state}: {response.status_code}"
            assert f'action="/tickets/{ticket.number}/moves/{move}' in page, (
                f"{who} is not offered {move} at {ticket.state}"
            )
            assert escape(label) in page, f"the name of {move} is not on the page"
            assert not [word for word in self.private if word in page], (
                f"something private is on the page at {ticket.state}"
            )

    def _over_api(self, who: str, number: str, move: str, data: Mapping[str, Any]) -> Ticket:
        said = {name: value for name, value in data.items() if name not in ("now", "seen", "key")}
        sender = {"Authorization": f"Bearer {models.issue(self.people[who])[0]}", "Accept-Language": "en"}
        path = f"/api/v1/tickets/{number}/transitions/{move}"
        response = Client().post(path, json.dumps({"data": said}), content_type="application/json", headers=sender)
        assert response.status_code == 200, response.content.decode()
        return Ticket.objects.get(number=number)
