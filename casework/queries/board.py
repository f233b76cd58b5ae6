"""The board: what a supervisor sees without asking. Few grouped statements over open tickets, whatever their number."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import access, places
from casework.errors import Refused
from casework.models import Event, Ticket
from casework.queries import supervised
from casework.queries.rate import Rate, Rates, rates, street_key
from casework.reports.periods import Kind, Period
from casework.sweep import health
from workflows.datetexts import joined
from workflows.ladder import Level, level_of
from workflows.registry import registry
from workflows.roles import Actor

SOON = timedelta(hours=24)
UPWARD = ["escalate_overdue", "hand_up", "escalate_severe"]  # what the partial index event_escalations holds
SHOWN = 50  # escalations listed
NOT_SHOWN = ("sealed", "ticket__sealed", "ticket__sealed_key", "ticket__data")


@dataclass
class Counts:
    """Open tickets: all, past a due instant, due within 24 hours, nobody in charge, waiting for others."""

    open: int = 0
    overdue: int = 0
    soon: int = 0
    unclaimed: int = 0
    waiting: int = 0

    def add(self, row: dict[str, Any]) -> None:
        for name in ("open", "overdue", "soon", "unclaimed", "waiting"):
            setattr(self, name, getattr(self, name) + row[name])


@dataclass
class UnitRow:
    """A unit and everything inside it; `own`: only the unit itself (what stands at that level). `rate`: of the year."""

    code: str
    name: str
    counts: Counts = field(default_factory=Counts)
    own: bool = False
    rate: Rate | None = None

    @property
    def level(self) -> Level:
        return level_of(self.code)


@dataclass
class TypeRow:
    slug: str
    title: str
    counts: Counts = field(default_factory=Counts)
    rate: Rate | None = None


@dataclass(frozen=True)
class Escalation:
    """A ticket that went up. `taken`: somebody of the level above has it in hand."""

    at: datetime
    number: str
    heading: str
    from_name: str
    to_name: str
    why: str
    taken: bool


@dataclass(frozen=True)
class Oldest:
    number: str
    due_at: datetime


@dataclass(frozen=True)
class Board:
    """Everything on the board at the moment `now`."""

    now: datetime
    areas: tuple[str, ...]
    title: str
    total: Counts
    streets: list[UnitRow]
    communities: list[UnitRow]
    types: list[TypeRow]
    oldest: Oldest | None
    escalated: int
    escalations: list[Escalation]
    month: Rate
    year: Rate
    health: dict[str, Any]
    to_press: int = 0


def areas_of(actor: Actor) -> list[str]:
    """The areas the actor answers for; Refused("forbidden") if there are none."""
    areas = access.answered_for(actor)
    if not areas:
        raise Refused("forbidden", _("The board is for supervisors and officers of a street or the district."))
    return areas


def board(actor: Actor, *, now: datetime | None = None) -> Board:
    """The board of the areas this actor answers for: eight statements; Refused("forbidden") without such a post."""
    areas = areas_of(actor)
    now = now or timezone.now()
    by_unit = list(_grouped(access.under(areas), now))
    rated = rates(areas, now, [running("year", now), running("month", now)])
    went_up = escalations(actor, start_of_day(now))
    return Board(
        now=now,
        areas=tuple(areas),
        title=joined(places.name_of(area) for area in areas),
        total=_sum(by_unit),
        streets=_streets(areas, by_unit, rated),
        communities=_communities(by_unit, rated),
        types=_types(by_unit, rated),
        oldest=_oldest(areas, now),
        escalated=len(went_up),
        escalations=went_up[:SHOWN],
        month=rated.total[-1],
        year=rated.total[0],
        health=health(),
        to_press=supervised.to_press(areas).count(),
    )


def escalations(actor: Actor, since: datetime) -> list[Escalation]:
    """Tickets that went up since `since`, newest first, among those this actor sees: one statement."""
    up = Event.objects.filter(name__in=UPWARD, at__gte=since, ticket__in=access.tickets(actor))
    return [_escalation(event) for event in up.select_related("ticket").defer(*NOT_SHOWN).order_by("-at")]


def _escalation(event: Event) -> Escalation:
    ticket = event.ticket
    kind = registry.get(ticket.type)
    labels = {move.name: str(move.label) for move in kind.actions()} if kind else {}
    return Escalation(
        at=event.at,
        number=ticket.number,
        heading=str(kind.heading(ticket)) if kind else ticket.title_text,
        from_name=places.name_of(event.data.get("from_unit")),
        to_name=places.name_of(event.unit),
        why=labels.get(event.name, event.name),
        taken=ticket.assignee_id is not None,
    )


def running(kind: Kind, now: datetime) -> Period:
    """The month or year that runs, in the office's time."""
    return Period.around(timezone.localdate(now), kind)


def start_of_day(now: datetime) -> datetime:
    """The first instant of this day, in the office's time."""
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _grouped(tickets: QuerySet[Ticket], now: datetime) -> QuerySet[Ticket, dict[str, Any]]:
    """Open tickets by unit and type: one statement, a few hundred rows."""
    return (
        tickets.filter(is_open=True)
        .order_by()
        .values("unit_id", "type")
        .annotate(
            open=Count("pk"),
            overdue=Count("pk", filter=Q(next_due_at__lte=now)),
            soon=Count("pk", filter=Q(next_due_at__gt=now, next_due_at__lte=now + SOON)),
            unclaimed=Count("pk", filter=Q(assignee__isnull=True)),
            waiting=Count("pk", filter=Q(is_waiting=True)),
        )
    )


def _sum(rows: Iterable[dict[str, Any]]) -> Counts:
    total = Counts()
    for row in rows:
        total.add(row)
    return total


def _streets(areas: list[str], rows: list[dict[str, Any]], rated: Rates) -> list[UnitRow]:
    """Every street of the areas, also one without tickets; first what stands at the district itself."""
    found = {
        place.code: UnitRow(place.code, place.name, rate=rated.of(street_key(place.code)))
        for area in areas
        for place in places.inside(area, frozenset({int(Level.STREET)}))
    }
    above = {code for code in rated.parts if code.isdigit() and len(code) < 9} | {row["unit_id"][:9] for row in rows}
    own = {
        code: UnitRow(code, _("%(unit)s itself") % {"unit": places.name_of(code)}, own=True, rate=rated.of(code))
        for code in sorted(above - set(found))
    }
    for row in rows:
        (found if row["unit_id"][:9] in found else own)[row["unit_id"][:9]].counts.add(row)
    return [*own.values(), *sorted(found.values(), key=_gravest)]


def _communities(rows: list[dict[str, Any]], rated: Rates) -> list[UnitRow]:
    """Communities with open tickets, the gravest first."""
    found: dict[str, UnitRow] = {}
    for row in rows:
        if len(row["unit_id"]) == 12:
            code = row["unit_id"]
            found.setdefault(code, UnitRow(code, places.name_of(code), rate=rated.of(code))).counts.add(row)
    return sorted(found.values(), key=_gravest)


def _gravest(row: UnitRow) -> tuple[int, int, int, str]:
    return -row.counts.overdue, -row.counts.soon, -row.counts.open, row.code


def _types(rows: list[dict[str, Any]], rated: Rates) -> list[TypeRow]:
    found: dict[str, Counts] = defaultdict(Counts)
    for row in rows:
        found[row["type"]].add(row)
    titled = [
        TypeRow(kind.slug, str(kind.title), found.pop(kind.slug, Counts()), rated.of(kind.slug)) for kind in registry
    ]
    gone = [TypeRow(slug, slug, counts) for slug, counts in found.items()]  # a type that is no longer installed
    return [row for row in titled if row.counts.open or row.rate] + gone


def _oldest(areas: list[str], now: datetime) -> Oldest | None:
    """The ticket that is overdue longest."""
    late = access.under(areas).filter(is_open=True, next_due_at__lte=now).order_by("next_due_at")
    row = late.values_list("number", "next_due_at").first()
    return Oldest(*row) if row else None
