"""The closure rate of the board: the definition of `casework.reports.closing`, by the unit that has the case now.

The reports count by the place where a matter arose; the formula is the same one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.timezone import localdate

from casework import access
from casework.models import CaseFact, Ticket
from casework.reports.closing import APART, condition, window
from casework.reports.periods import CutOff, Period
from casework.reports.rules import rules
from casework.reports.scope import Scope

TARGET = rules().target_percent
COUNTED = ("carried_in", "accepted", "not_yet_due", "concluded", "due_open", "unproven")


@dataclass
class Rate:
    """The closure rate of a period up to now, and what it is made of (numbers of cases).

    `concluded` is the numerator. `due_open`: open and past the handling limit; `unproven`: closed without an outcome.
    `apart`: cases outside the rate by outcome code.
    """

    since: datetime
    carried_in: int = 0
    accepted: int = 0
    not_yet_due: int = 0
    concluded: int = 0
    due_open: int = 0
    unproven: int = 0
    apart: dict[str, int] = field(default_factory=dict)

    @property
    def due(self) -> int:
        """The denominator."""
        return self.carried_in + self.accepted - self.not_yet_due

    @property
    def percent(self) -> float | None:
        """In per cent, rounded down to one decimal so that 97.96 never reads as 98; None when nothing was due."""
        return self.concluded * 1000 // self.due / 10 if self.due else None

    @property
    def missing(self) -> int:
        """How many of the due cases must still be concluded for the target to be met."""
        return max(0, -(-self.due * TARGET // 100) - self.concluded)

    @property
    def reachable(self) -> float | None:
        """The rate if every case that is due and open were concluded now."""
        return (self.concluded + self.due_open) * 1000 // self.due / 10 if self.due else None

    @property
    def base(self) -> int:
        """All cases of the period, due or not."""
        return self.carried_in + self.accepted

    @property
    def may_stay_open(self) -> int:
        """How many of all cases of the period may end without a conclusion while the target is met."""
        return self.base * (100 - TARGET) // 100


def cases(areas: list[str], now: datetime, since: datetime, part: str) -> QuerySet[Ticket]:
    """The cases behind a number of the rate: one of PARTS, or an outcome code that is outside it."""
    period, cut = _period(since, now)
    behind = CaseFact.objects.filter(window(period, cut) & condition(part, period, cut))
    return access.under(areas).filter(pk__in=behind.values("pk"))


def _period(since: datetime, now: datetime) -> tuple[Period, CutOff]:
    """From `since` up to now; how long the period goes on does not matter before it has ended."""
    period = Period(localdate(since), "year")
    return period, CutOff.of(period, localdate(now))


@dataclass
class Rates:
    """Of each period in `total`, the earliest first; of the earliest one also by unit and type in `parts`."""

    total: list[Rate]
    parts: dict[str, Rate] = field(default_factory=dict)

    def of(self, key: str) -> Rate | None:
        return self.parts.get(key)


def rates(areas: list[str], now: datetime, periods: Iterable[datetime]) -> Rates:
    """The rates of some periods (each given by its first instant): one statement.

    Parts: by type (its slug), by unit, and by street with everything inside it (`320104001*`).
    """
    starts = sorted(periods)
    found = Rates([Rate(since) for since in starts])
    for row in _rows(areas, now, starts):
        for place, rate in enumerate(found.total):
            _add(rate, row, place)
        for key in {row["type"], row["unit"], street_key(row["unit"])}:
            _add(found.parts.setdefault(key, Rate(starts[0])), row, 0)
    return found


def street_key(unit: str) -> str:
    """Key in Rates.parts of the street around a unit."""
    return f"{unit[:9]}*"


def _rows(areas: list[str], now: datetime, starts: list[datetime]) -> Iterable[dict[str, Any]]:
    counted: dict[str, Any] = {}
    for place, since in enumerate(starts):
        period, cut = _period(since, now)
        inside = window(period, cut)
        for part in (*COUNTED, *APART):
            counted[f"{part}_{place}"] = Count("pk", filter=inside & condition(part, period, cut))
    rows = CaseFact.objects.filter(Scope(tuple(areas), "unit").q & window(*_period(starts[0], now)))
    return rows.order_by().values("unit", "type").annotate(**counted)


def _add(rate: Rate, row: dict[str, Any], place: int) -> None:
    for part in COUNTED:
        setattr(rate, part, getattr(rate, part) + row[f"{part}_{place}"])
    for code in APART:
        if cases := row[f"{code}_{place}"]:
            rate.apart[code] = rate.apart.get(code, 0) + cases
