"""The counters of the types (workflows.counters) over what somebody may see: one statement for each type.

Who answers for an area is shown that area; everybody else what he may see. Every number is the length of the list that
`behind` gives, because both use the same condition.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, DateField, DecimalField, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Left, TruncDate
from django.utils import timezone

from casework import access, places
from casework.models import Ticket
from casework.reports.periods import Period
from workflows.base import Workflow
from workflows.counters import CLOSED, OPENED, Counter
from workflows.ladder import Level, level_of
from workflows.roles import Actor

VOID = ("X2", "X3")  # merged into another, void: no matter of its own
MONEY = DecimalField(max_digits=20, decimal_places=2)
A_NUMBER, A_DAY = r"^-?\d+(\.\d+)?$", r"^\d{4}-\d{2}-\d{2}"
WHOLE = ""  # the part of `Tallies` that is everything together


@dataclass(frozen=True)
class Tally:
    """What one counter has in one period: how many tickets, and the sum of their amounts or days."""

    n: int = 0
    total: Decimal = Decimal(0)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.n + other.n, self.total + other.total)


@dataclass(frozen=True)
class Tallies:
    """All counters of one type, by part of the area (code, or WHOLE), by counter and period."""

    kind: type[Workflow]
    found: Mapping[str, Mapping[tuple[str, Period], Tally]]

    def tally(self, counter: Counter, period: Period, part: str = WHOLE) -> Tally:
        return self.found.get(part, {}).get((counter.key, period), Tally())

    def value(self, counter: Counter, period: Period, part: str = WHOLE) -> Decimal | None:
        """The number to show. None where there is none: a share of nothing, a mean of nothing."""
        mine = self.tally(counter, period, part)
        if counter.is_mean:
            return round(mine.total / mine.n, 1) if mine.n else None
        amount = mine.total if counter.amount else Decimal(mine.n)
        if not (counter.share_of or counter.per):
            return amount
        other = next(one for one in self.kind.counters if one.key == (counter.share_of or counter.per))
        whole = self.tally(other, period, part)
        below = whole.total if other.amount else Decimal(whole.n)
        if counter.per:
            return round(amount / below, 2) if below else None
        # Rounded down, so that 97.96 never reads as 98.
        return Decimal(int(amount * 1000 / below)) / 10 if below else None


def seen(actor: Actor) -> QuerySet[Ticket]:
    """The tickets that are counted for this actor."""
    areas = access.answered_for(actor)
    return (access.under(areas) if areas else access.tickets(actor)).exclude(outcome__in=VOID)


def condition(counter: Counter, period: Period) -> Q:
    """The tickets of its type that a counter counts in a period."""
    column = "closed_at" if counter.by == CLOSED else "opened_at"
    found = Q(**{f"{column}__gte": _start(period.first), f"{column}__lt": _start(period.end)})
    if counter.states:
        found &= Q(state__in=[state.code for state in counter.states])
    for key, value in counter.where.items():
        found &= Q(**{f"data__{key}__contains": list(value)} if isinstance(value, tuple) else {f"data__{key}": value})
    if counter.amount:
        found &= Q(**{f"data__{counter.amount}__regex": A_NUMBER})
    for day in counter.days_between:
        found &= Q(closed_at__isnull=False) if day == CLOSED else Q()
        found &= Q(**{f"data__{day}__regex": A_DAY}) if day not in (OPENED, CLOSED) else Q()
    return found


def behind(actor: Actor, kind: type[Workflow], counter: Counter, period: Period, part: str = "") -> QuerySet[Ticket]:
    """The tickets behind a number; `part`: only of this street or community (where the matter arose)."""
    found = seen(actor).filter(condition(counter, period), type=kind.slug)
    return found.filter(access.in_area("place_id", part)) if part else found


def tallies(actor: Actor, kinds: Iterable[type[Workflow]], periods: Sequence[Period], digits: int = 0) -> list[Tallies]:
    """The counters of each of these types that has any, also by the first `digits` of the place: a statement for each."""
    rows = seen(actor)
    return [_counted(rows, kind, periods, digits) for kind in kinds if kind.counters]


def _counted(rows: QuerySet[Ticket], kind: type[Workflow], periods: Sequence[Period], digits: int) -> Tallies:
    asked = [(counter, period) for period in periods for counter in kind.counters]
    wanted: dict[str, Any] = {}
    for at, (counter, period) in enumerate(asked):
        within = condition(counter, period)
        wanted[f"n{at}"] = Count("pk", filter=within)
        if (amount := _amount(counter)) is not None:
            wanted[f"t{at}"] = Sum(amount, filter=within)
    of_kind = rows.filter(_within(kind, periods), type=kind.slug).order_by()
    parts = of_kind.values(part=Left("place_id", digits or 1)).annotate(**wanted)
    found: dict[str, dict[tuple[str, Period], Tally]] = defaultdict(dict)
    for row in parts:
        for at, (counter, period) in enumerate(asked):
            tally = Tally(row[f"n{at}"], _plain(row.get(f"t{at}")))
            for part in {WHOLE, row["part"] if digits else WHOLE}:
                before = found[part].get((counter.key, period), Tally())
                found[part][counter.key, period] = before + tally
    return Tallies(kind, found)


def _within(kind: type[Workflow], periods: Sequence[Period]) -> Q:
    """Opened or closed in one of the periods, as far as the type's counters ask: what the indexes can find."""
    columns = sorted({"closed_at" if counter.by == CLOSED else "opened_at" for counter in kind.counters})
    first, end = min(one.first for one in periods), max(one.end for one in periods)
    return reduce(or_, (Q(**{f"{name}__gte": _start(first), f"{name}__lt": _start(end)}) for name in columns))


def _amount(counter: Counter) -> Any:
    """What is summed up beside the number of tickets; None for a plain count."""
    if counter.days_between:
        first, last = (_day(name) for name in counter.days_between)
        return ExpressionWrapper(last - first, output_field=DurationField())
    return Cast(KeyTextTransform(counter.amount, "data"), MONEY) if counter.amount else None


def _day(name: str) -> Any:
    if name in (OPENED, CLOSED):
        return TruncDate(F(f"{name}_at"))
    return Cast(Left(KeyTextTransform(name, "data"), 10), DateField())


def _plain(total: Any) -> Decimal:
    """A sum as the database gives it (days come as a timedelta)."""
    if total is None:
        return Decimal(0)
    return Decimal(total.days) if hasattr(total, "days") else Decimal(total)


def _start(day: date) -> datetime:
    """Midnight of a day in the office's time."""
    return timezone.make_aware(datetime.combine(day, time.min))


def parts_of(actor: Actor) -> list[str]:
    """The streets of a district or the communities of a street that this actor's figures fall into."""
    areas = access.answered_for(actor) or sorted({post.unit for post in actor.posts})
    below = Level.STREET if any(level_of(area) >= Level.DISTRICT for area in areas) else Level.COMMUNITY
    found = [place.code for area in areas for place in places.inside(area, frozenset({int(below)}))]
    return list(dict.fromkeys(found))


def area_of(actor: Actor) -> str:
    """The one area whose plan this actor is measured by: his first post's, the highest first."""
    held = access.answered_for(actor) or [post.unit for post in actor.posts]
    return min(held, key=lambda unit: (len(unit), unit), default="")
