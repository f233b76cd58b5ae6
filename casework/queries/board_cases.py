"""The list behind each number of the board, so that every number can be checked."""

from datetime import datetime

from django.db.models import Q, QuerySet

from casework import access
from casework.models import Ticket
from casework.queries.board import SOON, areas_of, escalations, start_of_day
from casework.queries.rate import cases
from casework.queries.supervised import TO_PRESS, to_press
from casework.reports.closing import APART, PARTS
from casework.reports.periods import Period
from workflows.ladder import Level
from workflows.roles import Actor

OPEN = ("open", "overdue", "soon", "unclaimed", "waiting")
ROSE = "rose"
WHATS = (*OPEN, *PARTS, *APART, ROSE, TO_PRESS)
PAGE = 50


def behind(
    actor: Actor,
    what: str,
    *,
    now: datetime,
    period: Period,
    unit: str = "",
    level: Level | None = None,
    kind: str = "",
) -> QuerySet[Ticket]:
    """Tickets behind the number `what` (one of WHATS) in the areas the actor answers for, for the rate in the period.

    `unit`: only inside this unit; `level`: only what stands at that level; `kind`: slug of a type.
    """
    areas = areas_of(actor)
    if unit:
        areas = [unit] if any(unit.startswith(area) for area in areas) else []
    found = cases(areas, now, period, what) if what in (*PARTS, *APART) else access.under(areas)
    if what in OPEN:
        found = found.filter(_open(what, now))
    elif what == TO_PRESS and areas:
        found = to_press(areas)
    elif what == ROSE:
        found = access.tickets(actor).filter(number__in=[one.number for one in escalations(actor, start_of_day(now))])
    if level is not None:
        found = found.filter(level=int(level))
    return found.filter(type=kind) if kind else found


def _open(what: str, now: datetime) -> Q:
    conditions = {
        "open": Q(),
        "overdue": Q(next_due_at__lte=now),
        "soon": Q(next_due_at__gt=now, next_due_at__lte=now + SOON),
        "unclaimed": Q(assignee__isnull=True),
        "waiting": Q(is_waiting=True),
    }
    return Q(is_open=True) & conditions[what]


def page(found: QuerySet[Ticket], before: int | None) -> tuple[list[Ticket], int | None]:
    """(tickets, where the next page begins or None), the latest registered first: one statement, no OFFSET."""
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-id").select_related("assignee").defer("sealed", "sealed_key", "head")[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None
