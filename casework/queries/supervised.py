"""What supervision watches: cases to be pressed, pressed, a leader's own, to be consulted on; and dispatches that came back.

Counts are few: each list stands on a partial index (`ticket_supervised`, `ticket_breached`, `dispatch_unit_at`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from casework import access
from casework.errors import Refused
from casework.models import Clock, DispatchRow, RungFired, Ticket
from casework.models.ticket import SUPERVISED
from workflows.roles import Actor

TO_PRESS, PRESSED, LED, CONSULTED, TO_RULE = "to_press", "pressed", "led", "consulted", "to_rule"
PAGE = 50
PRESS_RUNG = "press"
TERM = "sup.press"


def areas_of(actor: Actor, sentence: str) -> list[str]:
    """The areas whose deadlines this person answers for; Refused("forbidden") with the sentence if there are none."""
    areas = access.answered_for(actor)
    if not areas:
        raise Refused("forbidden", sentence)
    return areas


def to_press(areas: list[str]) -> QuerySet[Ticket]:
    """The ladder says that a notice of supervision is due (domain.md §2.4), and no term of one is running."""
    late = Exists(RungFired.objects.filter(clock__ticket=OuterRef("pk"), clock__stopped_at=None, name=PRESS_RUNG))
    term = Exists(Clock.objects.filter(ticket=OuterRef("pk"), key=TERM, stopped_at=None, breached_at=None))
    return access.under(areas).filter(late, ~term, is_open=True, breached_at__isnull=False)


def _pressed(areas: list[str]) -> QuerySet[Ticket]:
    """Pressed, and the unit that has it still owes the explanation."""
    unit = KeyTextTransform("press_open", "data")
    found = access.under(areas).filter(SUPERVISED, data__has_key="press_open")
    return found.annotate(owing=Cast(unit, CharField())).filter(owing=F("unit_id"))


LISTS: dict[str, Callable[[list[str]], QuerySet[Ticket]]] = {
    TO_PRESS: to_press,
    PRESSED: _pressed,
    LED: lambda areas: access.under(areas).filter(SUPERVISED, data__has_key="leader"),
    CONSULTED: lambda areas: access.under(areas).filter(SUPERVISED, data__has_key="consult_on"),
    TO_RULE: lambda areas: access.under(areas).filter(is_open=True, type="rights", state="returned"),
}


def counts(areas: list[str]) -> dict[str, int]:
    """How many stand on each list."""
    return {name: found(areas).count() for name, found in LISTS.items()}


def listed(areas: list[str], name: str, page: int) -> list[Ticket]:
    """A page of a list and one more, the most urgent first."""
    rows = LISTS[name](areas).select_related("assignee").defer("sealed", "sealed_key", "head")
    return list(rows.order_by(F("next_due_at").asc(nulls_last=True), "id")[(page - 1) * PAGE : page * PAGE + 1])


# ── Dispatches that came back ─────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Dispatcher:
    """Of one person in one unit: dispatched, returned, waiting for a ruling, returned with right (upheld)."""

    unit: str
    by: int | None
    name: str
    dispatched: int
    returned: int
    waiting: int
    upheld: int


def _within(areas: list[str], since: datetime) -> QuerySet[DispatchRow]:
    return DispatchRow.objects.filter(reduce(or_, (access.in_area("unit", area) for area in areas)), at__gte=since)


WHATS: dict[str, Q] = {
    "dispatched": Q(),
    "returned": Q(returned_at__isnull=False),
    "waiting": Q(returned_at__isnull=False, ruled_at__isnull=True),
    "upheld": Q(upheld=True),
}


def dispatchers(areas: list[str], since: datetime) -> list[Dispatcher]:
    """Who dispatched how much since then, and how much of it came back: one grouped statement."""
    numbers: dict[str, Any] = {what: Count("pk", filter=condition) for what, condition in WHATS.items() if condition}
    rows = _within(areas, since).values("unit", "by", "by__full_name", "by__username").order_by("unit", "by")
    return [
        Dispatcher(row["unit"], row["by"], row["by__full_name"] or row["by__username"] or "", row["dispatched"],
                   row["returned"], row["waiting"], row["upheld"])
        for row in rows.annotate(dispatched=Count("pk"), **numbers)
    ]  # fmt: skip


def behind(
    actor: Actor, areas: list[str], what: str, since: datetime, *, unit: str = "", by: int | None = None, page: int = 1
) -> tuple[list[Ticket], int]:
    """(a page and one more of the cases behind a number, how many of them all this actor may not see any more)."""
    made = _within(areas, since).filter(WHATS[what])
    if unit:
        made = made.filter(unit=unit)
    if by is not None:
        made = made.filter(by=by)
    wanted = made.values("ticket_id")
    seen = access.tickets(actor).filter(pk__in=wanted)
    all_of_them = made.values("ticket_id").distinct().count()
    rows = seen.select_related("assignee").defer("sealed", "sealed_key", "head").order_by("-id")
    return list(rows[(page - 1) * PAGE : page * PAGE + 1]), all_of_them - seen.count()
