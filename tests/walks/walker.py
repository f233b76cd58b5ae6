"""Who walks a type: each of its steps through a door, as REST or as screens (`tests.doors`); without one straight to the gate.

Only the type that is looked at goes through the door: what its walk needs of other types is made at the gate, for they have
walks of their own. What was entered as private is remembered, so that the test can look for it where it must not be.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import pytest
from django import forms
from django.test import Client
from django.utils.html import escape
from django.utils.translation import override

from casework import gate
from casework.errors import Refused
from casework.models import Clock, Notice, Ticket
from tests.cast import Cast
from tests.doors.rest import Rest
from tests.doors.screens import Screens
from workflows.base import Action
from workflows.registry import registry
from workflows.roles import CLOCK


@dataclass
class Walker(Cast):
    """The cast, walking. `slug`: the type looked at on the way; `door`: how its steps and all refusals come to the gate."""

    slug: str = ""
    door: Rest | Screens | None = None
    private: set[str] = field(default_factory=set)
    steps: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, cast: Cast, slug: str = "", door: Rest | Screens | None = None) -> Self:
        return cls(people=cast.people, slug=slug, door=door)

    def opens(self, who: str, slug: str, **data: Any) -> Ticket:
        """`who` opens a ticket of this type from its intake form; "clock" is the clock."""
        if slug == self.slug and self.door:
            self._remember(registry[slug].intake_form, data)
            if who != "clock":
                return self._under_a_clock(self.door.opens(who, slug, data))
        actor = CLOCK if who == "clock" else self.actor(who)
        return self._under_a_clock(gate.open_ticket(slug, actor, data).ticket)

    def may_not_open(self, who: str, slug: str, words: str, *, at: str = "", **data: Any) -> None:
        """Opening it is refused with these words, at this field; nothing is there afterwards."""
        before = Ticket.objects.count()
        with pytest.raises(Refused) as caught:
            gate.open_ticket(slug, self.actor(who), data)
        found = caught.value
        said = " ".join([str(found), *(str(each) for each in (found.errors or {}).values())])
        assert words in said, said
        assert not at or at in (found.errors or {}), found.errors
        if self.door:
            self.door.refuses_opening(who, slug, data)
        assert Ticket.objects.count() == before

    def does(self, who: str, ticket: Ticket | str, move: str, **data: Any) -> Ticket:
        number = ticket if isinstance(ticket, str) else ticket.number
        now = Ticket.objects.get(number=number)
        if now.type != self.slug or self.door is None:
            return super().does(who, ticket, move, **data)
        one = registry[now.type].action_named(move, now.state)
        assert one is not None, f"there is no move “{move}” from {now.state}"
        self._remember(one.form, data)
        step = (move, now.state)
        again, door = step in self.steps, self.door
        if isinstance(door, Rest) and not again:
            self._looks(who, now, one)
        if isinstance(door, Screens) and again:
            door = (
                door.rest
            )  # seen in the browser once; what comes again (a second claim, a second term) goes over REST
        self.steps.append(step)
        words = {name: data.pop(name) for name in ("now", "seen", "key") if name in data}
        return self._under_a_clock(door.does(who, number, move, data, **words))

    def objects(self, to: Ticket, **said: str) -> Ticket:
        """Somebody objects on the public page; the ticket of the objection."""
        said = {"name": "", "phone": "", **said}
        if self.door:
            self.door.objects(Notice.objects.get(ticket=to, ended_at=None).code, said)
        else:
            gate.perform(to.number, "receive_objection", CLOCK, said)
        return Ticket.objects.filter(parent_id=to.pk, type="objection").latest("id")

    def sees_refusal(self, who: str, ticket: Ticket, move: str, data: Mapping[str, Any]) -> None:
        """What the gate has just refused is refused at the door too, and said there."""
        if self.door:
            before = Ticket.objects.get(pk=ticket.pk).version
            self.door.refuses(who, ticket.number, move, data)
            assert Ticket.objects.get(pk=ticket.pk).version == before

    def _under_a_clock(self, ticket: Ticket) -> Ticket:
        """Nothing open is ever forgotten: a clock runs, unless the state says that none is needed."""
        state = registry[ticket.type].state_named(ticket.state)
        running = Clock.objects.filter(ticket_id=ticket.pk, stopped_at=None)
        assert state.is_end or state.no_clock or running.exists(), (
            f"{ticket.type} stands at {ticket.state} without a clock"
        )
        return ticket

    def _remember(self, form: type[forms.Form] | None, data: Mapping[str, Any]) -> None:
        names = getattr(form, "private", ())
        said = {str(data[name]) for name in names if isinstance(data.get(name), str) and len(data[name]) > 3}
        self.private |= said
        if isinstance(self.door, Screens):
            self.door.private |= said

    def _looks(self, who: str, ticket: Ticket, one: Action) -> None:
        """What nobody reads at the API, and Chromium reads in Chinese: the page in English names what can be done."""
        move = one.name
        with override("en"):
            label = str(one.label)
        page = Client()
        page.force_login(self.people[who], backend="django.contrib.auth.backends.ModelBackend")
        page.cookies["django_language"] = "en"
        response = page.get(f"/tickets/{ticket.number}", {"move": move})
        words = response.content.decode()
        assert response.status_code == 200, f"{who} at {ticket.state}: {response.status_code}"
        assert f'action="/tickets/{ticket.number}/moves/{move}' in words, (
            f"{who} is not offered {move} at {ticket.state}"
        )
        assert escape(label) in words, f"“{label}” is not on the page at {ticket.state}"
        assert not [word for word in self.private if word in words], (
            f"something private is on the page at {ticket.state}"
        )
