"""Counting: numerators and denominators of the rates, each group of them in one statement."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Q, QuerySet
from django.db.models.functions import Left

from casework.models import CaseFact
from casework.reports import cells, closing, kept, monthly
from casework.reports.periods import CutOff, Period, month_after
from casework.reports.rates import DAYS, RATES, STANDING, WINDOWS
from casework.reports.rules import rules
from casework.reports.scope import Scope
from casework.reports.standing import Share, Standing

CLOSING = (*closing.PARTS, *closing.APART)  # what the closure rate is made of, and what lies outside it by outcome


def facts(scope: Scope) -> QuerySet[CaseFact]:
    """The rows of the matters that arose in (or stand with) these areas."""
    return CaseFact.objects.filter(scope.q).order_by()


def rates(scope: Scope, period: Period, today: date, keys: Iterable[str] = RATES) -> dict[str, Share]:
    """Every rate (or those of `keys`) of a period: one statement a group."""
    return by_part(scope, period, today, keys, digits=0).get("", {key: Share() for key in keys})


def by_part(
    scope: Scope, period: Period, today: date, keys: Iterable[str] = RATES, *, digits: int
) -> dict[str, dict[str, Share]]:
    """The same for each unit with so many digits inside the areas; `digits` 0: all together under ""."""
    keys = list(keys)
    found: dict[str, dict[str, Share]] = defaultdict(lambda: {key: Share() for key in keys})
    groups = _grouped(keys)
    asked = [_asked(scope, group, period, today, digits) for group in groups]
    for group, counts in zip(groups, kept.counted(asked, today), strict=True):
        for part, row in counts.items():
            for key, n, d in zip(group, row[::2], row[1::2], strict=True):
                found[part[0] if part else ""][key] = Share(n, d)
    return dict(found)


def _grouped(keys: Sequence[str]) -> list[tuple[str, ...]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        groups[RATES[key].group].append(key)
    return [tuple(mine) for mine in groups.values()]


@lru_cache(maxsize=128)
def _asked(scope: Scope, group: tuple[str, ...], period: Period, today: date, digits: int) -> kept.Monthly:
    """Numerators and denominators of the rates of one group."""
    cut, counts = CutOff.of(period, today), []
    for rate in (RATES[key] for key in group):
        below = rate.denominator(period, cut)
        counts += [below & rate.numerator(period, cut), below]
    window = RATES[group[0]].group
    rows = facts(scope).filter(WINDOWS[window](period, cut))
    return monthly.of(
        rows, DAYS.get(window, ""), counts, first=period.first, end=None if window in STANDING else period.end,
        standing=window in STANDING, group=Left(scope.column, digits) if digits else None,
    )  # fmt: skip


def closing_parts(scope: Scope, period: Period, today: date) -> dict[str, int]:
    """What the closure rate is made of (closing.PARTS) and what lies outside it by outcome: one statement."""
    rows = cells.counted(scope, period.first, _closing(period, today), {"all": "0"}, today)
    return {name: rows[0][name] if rows else 0 for name in CLOSING}


@lru_cache(maxsize=64)
def _closing(period: Period, today: date) -> cells.Asked:
    return cells.Asked.of(inside(period, today, CLOSING))


@dataclass(frozen=True)
class Overview:
    """What the closure rate is made of in each unit one level below the scope, and the rate month by month, the earliest first."""

    units: dict[str, dict[str, int]]
    trend: dict[Period, Share]

    @property
    def total(self) -> dict[str, int]:
        return {name: sum(unit[name] for unit in self.units.values()) for name in CLOSING}


def overview(scope: Scope, period: Period, today: date) -> Overview:
    """The parts of the rate (CLOSING) by unit and the trend up to the running month: one statement."""
    months = _months(today)
    since = min(months[0].first, period.first)
    unit = {"unit": f"left({scope.column}, {scope.digits})"}
    rows = cells.counted(scope, since, _overview(period, today), unit, today)
    shares = {
        month: Share(sum(row[f"n{n}"] for row in rows), sum(row[f"d{n}"] for row in rows))
        for n, month in enumerate(months)
    }
    return Overview({row["unit"]: {name: row[name] for name in CLOSING} for row in rows}, shares)


def _months(today: date) -> list[Period]:
    """The months of the trend, the earliest first."""
    running = Period.around(today, "month")
    return [Period(month_after(running.first, -n)) for n in reversed(range(rules().trend_months))]


@lru_cache(maxsize=64)
def _overview(period: Period, today: date) -> cells.Asked:
    asked = inside(period, today, CLOSING)
    for n, month in enumerate(_months(today)):
        of_month = inside(month, today, ("concluded", "due"))
        asked |= {f"n{n}": of_month["concluded"], f"d{n}": of_month["due"]}
    return cells.Asked.of(asked)


def inside(period: Period, today: date, names: Iterable[str]) -> dict[str, Q]:
    """The conditions of these numbers of the closure rate, each with its window."""
    cut = CutOff.of(period, today)
    return {name: closing.window(period, cut) & closing.condition(name, period, cut) for name in names}


def standing(parts: Mapping[str, int], period: Period, today: date) -> Standing:
    """What `closing_parts` counted, as the calculation that the cockpit and the board share."""
    names = ("concluded", "unproven", "due_open", "coming", "later")
    return Standing(**{name: parts[name] for name in names}, target=rules().target_percent, over=period.last < today)
