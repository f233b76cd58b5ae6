"""Every type's machine, walked at random through the gate: whoever does whatever is offered, a case stays whole.

The walk draws a person and one of the moves open to them, fills its form with acceptable values, or lets days pass.
After every step: a known state, a clock on every open case, an unbroken history, no forgotten owner.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import gate, history, moving, orders
from casework.binding import bind
from casework.errors import Refused
from casework.forms import bind_form
from casework.models import Clock, Ticket
from casework.ticking import tick
from casework.work import Work
from tests.cast import CALL, COMMUNITY, DISTRICT, PEOPLE, STREET, Cast
from workflows.base import Workflow
from workflows.ladder import level_of
from workflows.orders import ChildOrder
from workflows.registry import registry
from workflows.roles import CLOCK, SYSTEM, Actor

STEPS = 14
PLACES = (COMMUNITY, STREET, DISTRICT)


def filled(form: Any, random: Random) -> dict[str, Any]:
    """Values that this bound form is likely to accept; sometimes it does not, and then nothing may change."""
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        if isinstance(field, forms.BooleanField):
            data[name] = random.random() < 0.9
        elif isinstance(field, forms.MultipleChoiceField):
            known = choices(field)
            data[name] = random.sample(known, random.randint(min(1, len(known)), len(known)))
        elif isinstance(field, forms.ChoiceField):
            data[name] = random.choice(choices(field)) if choices(field) else ""
        elif isinstance(field, forms.DateField):
            data[name] = (timezone.localdate() + timedelta(days=random.choice((0, 0, 5, 20)))).isoformat()
        elif isinstance(field, forms.IntegerField):
            data[name] = random.randint(1, 35)
        elif isinstance(field, forms.DateTimeField):
            data[name] = ""
        else:
            data[name] = "上门走访两次，电话三次，双方仍有分歧。" if field.required or random.random() < 0.7 else ""
    return data


def choices(field: Any) -> list[str]:
    flat = [pair for value, label in field.choices for pair in (label if isinstance(label, list) else [(value, label)])]
    return [str(value) for value, _label in flat if value != ""]


def intake(workflow: type[Workflow], random: Random) -> dict[str, Any]:
    if workflow.slug == "rights":
        answers = {name: random.choice(("no", "no", "yes", "unsure")) for name, value in CALL.items() if value == "no"}
        kind = random.choice(choices(workflow.intake_form.base_fields["category"]))
        return {**CALL, **answers, "place": random.choice(PLACES), "category": kind}
    fields = filled(workflow.intake_form(), random)
    where = {name: random.choice(PLACES) for name in ("place", "unit") if name in fields}
    return {**fields, **where, **({"phone": ""} if "phone" in fields else {}), **({"at": ""} if "at" in fields else {})}


def opened(cast: Cast, workflow: type[Workflow], random: Random, now: datetime) -> Ticket:
    """A ticket of this type; a child type under a case of its own."""
    if not workflow.only_child:
        who = "ling" if cast.actor("ling").has(*workflow.open_by) else "fang"
        actor = CLOCK if workflow.open_by == (SYSTEM,) else cast.actor(who)
        return gate.open_ticket(workflow.slug, actor, intake(workflow, random), now=now).ticket
    with transaction.atomic():
        parent = bind(cast.call(now=now), CLOCK, now)
        work = Work(now)
        orders.child(work, parent, ChildOrder(workflow.slug, intake(workflow, random)))
        work.flush()
    return Ticket.objects.filter(parent=parent, type=workflow.slug).latest("id")


def offered(actors: list[Actor], ticket: Ticket, now: datetime) -> list[tuple[Actor, str, Any]]:
    found = []
    for actor in actors:
        case = bind(Ticket.objects.get(pk=ticket.pk), actor, now)
        for move, reason in moving.moves_for(case, actor):
            if not reason:
                found.append((actor, move.name, bind_form(move.form, case, actor) if move.form else None))
    return found


def drawn(
    ways: list[tuple[Actor, str, Any]], used: list[str], ends: set[str], random: Random
) -> tuple[Actor, str, Any]:
    """One way; new moves before repeated ones and ends seldom, so that a walk goes far."""
    names = sorted({name for _actor, name, _form in ways})
    fresh = [name for name in names if name not in used and name not in ends]
    name = random.choice(fresh if fresh and random.random() < 0.85 else names)
    used.append(name)
    return random.choice([way for way in ways if way[1] == name])


def is_whole(ticket: Ticket, workflow: type[Workflow]) -> None:
    state = workflow.state_named(ticket.state)
    going = list(Clock.objects.filter(ticket=ticket, stopped_at=None))
    ours = [clock for clock in going if clock.who == "ours"]
    assert ticket.is_open is not state.is_end
    assert ticket.level == level_of(ticket.unit_id)
    assert ticket.unit_id not in ticket.assisting
    if state.is_end:
        assert not ours, "a closed case leaves no clock of ours behind"
    else:
        assert going or state.no_clock, f"{ticket.state} stands without a clock"
        assert ticket.wake_at or any(clock.paused_at for clock in going) or ticket.breached_at, "nobody will look again"
    assert history.first_break(ticket, ticket.events.order_by("seq")) is None


@pytest.mark.slow
@pytest.mark.parametrize("workflow", list(registry), ids=lambda workflow: workflow.slug)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(seed=st.integers(0, 2**32))
def test_a_case_stays_whole_whoever_does_what(cast: Cast, workflow: type[Workflow], seed: int) -> None:
    random = Random(seed)
    actors = [cast.actor(name) for name in PEOPLE]
    now = timezone.now() - timedelta(days=90)
    try:
        ticket = opened(cast, workflow, random, now)
    except Refused as refused:
        assert refused.code == "invalid"
        return
    used: list[str] = []
    ends = {move.name for move in workflow.actions() if any(state.is_end for state in move.targets)}
    for _step in range(STEPS):
        now += timedelta(hours=random.choice((0.1, 2, 30)))
        if random.random() < 0.2:
            now += timedelta(days=random.choice((2, 9, 16)))
            while tick(now=now).full:
                pass
        ways = offered(actors, ticket, now)
        if ways:
            actor, name, form = drawn(ways, used, ends, random)
            before = Ticket.objects.get(pk=ticket.pk).version
            try:
                gate.perform(ticket.number, name, actor, filled(form, random) if form else {}, now=now)
            except Refused as refused:
                assert refused.code in {"invalid", "closed"}, (name, refused)
                assert Ticket.objects.get(pk=ticket.pk).version == before
        ticket = Ticket.objects.get(pk=ticket.pk)
        is_whole(ticket, workflow)
