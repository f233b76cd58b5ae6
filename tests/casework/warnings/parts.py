"""What the tests of early warning share."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework import orders
from casework.binding import bind
from casework.models import Ticket
from casework.warnings.run import step
from casework.work import Work
from tests.cast import Cast
from workflows.orders import ChildOrder
from workflows.roles import CLOCK

HOME = "12号院3幢502室"
NOON = timezone.now().replace(microsecond=0) - timedelta(days=200)


def day(n: float) -> datetime:
    return NOON + timedelta(days=n)


def looked(now: datetime) -> None:
    while step(now=now):
        pass


def called(cast: Cast, at: datetime, n: int = 0, **fields: Any) -> Ticket:
    """The n-th caller, each with a phone of her own; the rules have looked at it."""
    ticket = cast.call(now=at, **{"phone": f"138{n:08d}", "name": f"来电人{n}", **fields})
    looked(at)
    return Ticket.objects.get(pk=ticket.pk)


def alerts(rule: str = "") -> list[Ticket]:
    return list(Ticket.objects.filter(type="warning", category__startswith=rule).order_by("id"))


def rules() -> list[str]:
    return [one.category for one in alerts()]


def child(case: Ticket, slug: str, now: datetime, **data: Any) -> Ticket:
    """A child ticket of a case, opened as a move would."""
    with transaction.atomic():
        parent = bind(Ticket.objects.get(pk=case.pk), CLOCK, now)
        work = Work(now)
        orders.child(work, parent, ChildOrder(slug, data))
        work.ticket_changed(parent)
        work.flush()
    return Ticket.objects.filter(parent=parent, type=slug).latest("id")


def promise(case: Ticket, now: datetime, due_on: date) -> Ticket:
    return child(case, "performance", now, due_on=due_on.isoformat(), agreement=1)
