"""The 98 % cockpit: where the closure rate stands, what can still become of it, and whom to help today.

Figures come from `casework.reports`, live from CaseFact, by the place where a matter arose; the statements are the same
few whatever the number of tickets. Cases are listed only through `access`; those out of the reader's sight are counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from casework import access, family
from casework.models import CaseFact, Clock, Ticket
from casework.queries import lean
from casework.queries.queue import HOLDER, SHOWN, deciding_clocks
from casework.reports import closing, counting
from casework.reports.periods import CutOff, Period
from casework.reports.rules import rules
from casework.reports.scope import Scope, scope_of
from casework.reports.standing import WEAK, Share, Standing
from workflows.base import Text
from workflows.outcomes import OUTCOMES
from workflows.rights import proof
from workflows.risk import RISK_ORDER
from workflows.roles import Actor

ACT = "act"
WHATS = (ACT, *counting.CLOSING)
PAGE = 50
# What a case that nothing was concluded in looks like (the partial index fact_undone); in a period that has ended the parts
# of open cases also hold those that were closed after its end.
UNDONE = Q(is_open=True) | Q(proven=False)
NOT_PROVEN, STILL_OPEN = ("unproven",), ("due_open", "coming", "later", "pending", "not_yet_due")
GRAVEST = tuple(reversed(RISK_ORDER))


@dataclass(frozen=True)
class Step:
    """A case to act on. `part`: which part of the rate it belongs to now; `gaps`: the proof its outcome still lacks."""

    ticket: Ticket
    part: str
    due: date | None
    closed: date | None
    gaps: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Unit:
    """A unit one level below, with its own standing."""

    code: str
    standing: Standing


@dataclass(frozen=True)
class Cockpit:
    """`hidden`: cases that would count but that the reader cannot see. `steps`: the beginning of the smallest list."""

    now: datetime
    scope: Scope
    period: Period
    parts: dict[str, int]
    standing: Standing
    units: list[Unit]
    trend: dict[Period, Share]
    steps: list[Step]
    hidden: int
    clocks: dict[int, Clock] = field(default_factory=dict)


def cockpit(actor: Actor, area: str = "", period: str = "", *, now: datetime | None = None) -> Cockpit:
    """The cockpit of the areas the actor answers for, or of one inside them; Refused if there is none or it is not his."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    scope, asked = scope_of(actor, area), period_of(period, today)
    figures = counting.overview(scope, asked, today)
    standing = counting.standing(figures.total, asked, today)
    steps = smallest(actor, scope, asked, today, standing)
    return Cockpit(
        now=now,
        scope=scope,
        period=asked,
        parts=figures.total,
        standing=standing,
        units=[Unit(code, counting.standing(counts, asked, today)) for code, counts in sorted(figures.units.items())],
        trend=figures.trend,
        steps=steps,
        hidden=_hidden(actor, scope, asked, today, standing),
        clocks=deciding_clocks([step.ticket for step in steps]),
    )


def period_of(code: str, today: date) -> Period:
    """The period of this code; one that has not begun yet is answered with the running one of its kind."""
    found = Period.read(code, today)
    return found if found.first <= today else Period.around(today, found.kind)


def smallest(
    actor: Actor, scope: Scope, period: Period, today: date, standing: Standing, *, most: int = 0, skip: int = 0
) -> list[Step]:
    """The smallest list of cases that reaches the target, as far as this actor sees them: `most` of them after `skip`.

    The strongest effect on the rate first, then red cases, then those that lack only a proof, then by risk and due day.
    """
    if not standing.needed:
        return []
    end, cut = min(standing.needed, skip + (most or rules().act_today)), CutOff.of(period, today)
    found = _in_sight(actor, _facts(scope, period, today, _acted_on(standing)))
    parts = Case(*(When(closing.condition(name, period, cut), then=Value(name)) for name in standing.kinds))
    ordered = found.order_by(*_order(period, standing)).values_list("pk", parts, "first_due_on", "closed_on")
    rows = list(ordered[skip:end])
    tickets = _tickets(actor, [row[0] for row in rows], (*SHOWN, "outcome", "data"))
    family.lend(tickets.values())
    return [Step(tickets[pk], part, due, closed, gaps(tickets[pk])) for pk, part, due, closed in rows if pk in tickets]


def _tickets(actor: Actor, ids: Sequence[int], columns: Sequence[str] = SHOWN) -> dict[int, Ticket]:
    """Those of these tickets that the actor sees, with what a list shows of them: one statement."""
    found = access.tickets(actor).filter(pk__in=ids).annotate(holder=HOLDER)
    return {ticket.pk: ticket for ticket in lean.tickets(found, columns)}


def _acted_on(standing: Standing) -> Sequence[str]:
    """The parts that the smallest list is drawn from: `pending` is the three of the full effect in one."""
    if standing.over:
        return standing.kinds
    return ("pending", *WEAK) if WEAK[0] in standing.kinds else ("pending",)


def gaps(ticket: Ticket) -> tuple[Text, ...]:
    """What the outcome of a case, handed in or closed, still has to prove."""
    return tuple(need.title for need in proof.missing(ticket, ticket.outcome)) if ticket.outcome in OUTCOMES else ()


def _order(period: Period, standing: Standing) -> list[object]:
    """Among the cases to act on what is closed lacks its proof, and what is due after the period has the weak effect."""
    cheap = Q(closed_on__isnull=False, outcome__in=closing.CONCLUDED)
    strong = Q(first_due_on__lte=period.last) | Q(is_open=False)
    return [
        *([_rank([strong])] if WEAK[0] in standing.kinds else []),
        _rank([Q(risk=GRAVEST[0]), cheap]),
        _rank([Q(risk=risk) for risk in GRAVEST]),
        F("first_due_on").asc(nulls_last=True),
        "pk",
    ]


def _rank(conditions: Sequence[Q]) -> Case:
    """0 for the first condition that holds, 1 for the next, and so on."""
    return Case(*(When(one, then=Value(n)) for n, one in enumerate(conditions)), default=Value(len(conditions)))


def _facts(scope: Scope, period: Period, today: date, parts: Sequence[str]) -> QuerySet[CaseFact]:
    """The rows of these parts of the rate."""
    cut = CutOff.of(period, today)
    wanted = reduce(or_, (closing.condition(part, period, cut) for part in parts))
    found = counting.facts(scope).filter(closing.window(period, cut) & wanted)
    running = period.last >= today
    return (
        found.filter(UNDONE) if all(part in NOT_PROVEN or (running and part in STILL_OPEN) for part in parts) else found
    )


def _in_sight(actor: Actor, found: QuerySet[CaseFact]) -> QuerySet[CaseFact]:
    return access.seen(actor, found)


def _hidden(actor: Actor, scope: Scope, period: Period, today: date, standing: Standing) -> int:
    """How many of the cases that can be acted on the actor does not see."""
    return access.unseen(actor, _facts(scope, period, today, _acted_on(standing))).count()


@dataclass(frozen=True)
class Listed:
    """A page of the list behind a number: `following` tells where the next page begins, `hidden` cases are out of sight."""

    tickets: list[Ticket]
    following: int | None
    hidden: int


def behind(actor: Actor, scope: Scope, period: Period, today: date, what: str, before: int | None = None) -> Listed:
    """The cases behind a number of the cockpit (one of closing.PARTS or closing.APART), the latest first: no OFFSET."""
    found = _facts(scope, period, today, [what])
    hidden = access.unseen(actor, found).count() if before is None else 0
    rows = _in_sight(actor, found)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    ids = list(rows.order_by("-pk").values_list("pk", flat=True)[: PAGE + 1])
    tickets = _tickets(actor, ids[:PAGE])
    following = ids[PAGE - 1] if len(ids) > PAGE else None
    return Listed([tickets[pk] for pk in ids[:PAGE] if pk in tickets], following, hidden)


def act_list(actor: Actor, scope: Scope, period: Period, today: date, what: str, before: int | None = None) -> Listed:
    """The smallest list in full, in its own order; `before`: how many of it have been shown."""
    shown = before or 0
    standing = counting.standing(counting.closing_parts(scope, period, today), period, today)
    steps = smallest(actor, scope, period, today, standing, most=PAGE, skip=shown)
    more = len(steps) == PAGE and shown + PAGE < standing.needed
    hidden = 0 if shown else _hidden(actor, scope, period, today, standing)
    return Listed([step.ticket for step in steps], shown + PAGE if more else None, hidden)
