"""Steps that the tests of the protection tickets share: a child of a case of violence, time passing, refusals by field."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from casework import gate, orders
from casework.binding import bind
from casework.errors import Refused
from casework.models import Event, Outbox, Paper, Ticket
from casework.work import Work
from tests.cast import Cast
from tests.workflows.seen import due, pass_time, running  # noqa: F401 (taken from here by the tests)
from workflows.orders import ChildOrder
from workflows.roles import CLOCK

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
HEARD = {"explained": True, "heard_alone": True}
NO = {"heard_alone": True, "options_told": ["police", "shelter", "later"], "words": "我再想想，先不要。"}


def on(days: int = 0) -> str:
    """The day so many days from today, as ISO text."""
    return (localdate() + days * DAY).isoformat()


def child(cast: Cast, slug: str, *, case: Ticket | None = None, **facts: Any) -> Ticket:
    """A ticket of this type under a case of domestic violence in the community, opened as the lane does."""
    parent = case or cast.call(category="0102")
    with transaction.atomic():
        bound = bind(Ticket.objects.get(pk=parent.pk), CLOCK, timezone.now())
        work = Work(bound.now)
        orders.child(work, bound, ChildOrder(slug, {"rules": "violence", "violence": True, **facts}))
        work.ticket_changed(bound)
        work.flush()
    return Ticket.objects.filter(parent_id=parent.pk, type=slug).latest("id")


def told(ticket: Ticket, move: str) -> set[str]:
    return set(Outbox.objects.get(event=Event.objects.filter(ticket=ticket, name=move).latest("seq")).audiences)


def papers(ticket: Ticket) -> set[str]:
    return set(Paper.objects.filter(ticket=ticket).values_list("kind", flat=True))


def refused(cast: Cast, who: str, ticket: Ticket, move: str, **data: Any) -> Refused:
    """The refusal of this move; the ticket stays as it was."""
    before = Ticket.objects.get(pk=ticket.pk).version
    with pytest.raises(Refused) as caught:
        gate.perform(ticket.number, move, cast.actor(who), data)
    assert Ticket.objects.get(pk=ticket.pk).version == before
    return caught.value


def in_clear(ticket: Ticket) -> str:
    """Everything of the ticket that lies unencrypted."""
    fresh = Ticket.objects.get(pk=ticket.pk)
    return (
        str(fresh.data)
        + fresh.title_text
        + str(list(Event.objects.filter(ticket=fresh).values_list("data", flat=True)))
    )
