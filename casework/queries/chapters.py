"""Open work of the plan's chapters by type, state and part of the area: one statement, whatever the number of tickets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left

from casework.models import Ticket
from casework.queries.counters import seen
from workflows.base import Workflow
from workflows.registry import registry
from workflows.roles import Actor


@dataclass(frozen=True)
class Work:
    """Open tickets of one type and state in one part (code of so many digits as was asked for)."""

    type: str
    state: str
    part: str
    open: int
    overdue: int


def kinds_of(chapter: int) -> list[type[Workflow]]:
    """The types of a chapter: matters of the statistics first, then what is registered by hand, then what moves open."""
    mine = [kind for kind in registry if kind.plan_chapter == chapter]
    return sorted(mine, key=lambda kind: (not kind.counted, kind.only_child, not kind.counters))


def open_work(actor: Actor, kinds: Sequence[type[Workflow]], now: datetime, digits: int = 1) -> list[Work]:
    """Open work of these types, grouped: one statement."""
    rows = (
        seen(actor)
        .filter(is_open=True, type__in=[kind.slug for kind in kinds])
        .order_by()
        .values("type", "state", part=Left("place_id", digits))
        .annotate(open=Count("pk"), overdue=Count("pk", filter=Q(next_due_at__lte=now)))
    )
    return [Work(**row) for row in rows]


def behind_open(
    actor: Actor, kinds: Sequence[type[Workflow]], now: datetime, *, overdue: bool = False, state: str = ""
) -> QuerySet[Ticket]:
    """The tickets behind a number of open work."""
    found = seen(actor).filter(is_open=True, type__in=[kind.slug for kind in kinds])
    if overdue:
        found = found.filter(next_due_at__lte=now)
    return found.filter(state=state) if state else found
