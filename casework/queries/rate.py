"""The closure rate of the board: the definition of `casework.reports.closing`, by the unit that has the case now.

The reports count by the place where a matter arose; the formula is the same one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from casework import access
from casework.models import CaseFact, Ticket
from casework.reports import cells, counting
from casework.reports.closing import APART, condition, window
from casework.reports.periods import CutOff, Period
from casework.reports.rules import rules
from casework.reports.scope import Scope
from casework.reports.standing import Standing

TARGET = rules().target_percent
COUNTED = ("carried_in", "accepted", "not_yet_due", "coming", "concluded", "due_open", "unproven")


@dataclass
class Rate:
    """The closure rate of a period up to now, and what it is made of (numbers of cases); the arithmetic is Standing's.

    `concluded` is the numerator. `due_open`: open and past the handling limit; `unproven`: closed without an outcome.
    `coming`: of those not yet due, the ones that will be by the period's end. `apart`: cases outside the rate by outcome code.
    """

    period: Period
    carried_in: int = 0
    accepted: int = 0
    not_yet_due: int = 0
    coming: int = 0
    concluded: int = 0
    due_open: int = 0
    unproven: int = 0
    apart: dict[str, int] = field(default_factory=dict)

    @property
    def standing(self) -> Standing:
        later = self.not_yet_due - self.coming
        return Standing(self.concluded, self.unproven, self.due_open, self.coming, later, TARGET)

    @property
    def due(self) -> int:
        """The denominator."""
        return self.standing.now.d

    @property
    def percent(self) -> float | None:
        """In per cent, rounded down to one decimal so that 97.96 never reads as 98; None when nothing was due."""
        return self.standing.now.percent

    @property
    def missing(self) -> int:
        return self.standing.missing

    @property
    def may_stay_open(self) -> int:
        return self.standing.may_stay_open


def cases(areas: list[str], now: datetime, period: Period, part: str) -> QuerySet[Ticket]:
    """The cases behind a number of the rate: one of PARTS, or an outcome code that is outside it."""
    cut = CutOff.of(period, localdate(now))
    behind = CaseFact.objects.filter(window(period, cut) & condition(part, period, cut))
    return access.under(areas).filter(pk__in=behind.values("pk"))


@dataclass
class Rates:
    """Of each period in `total`, the earliest first; of the earliest one also by unit and type in `parts`."""

    total: list[Rate]
    parts: dict[str, Rate] = field(default_factory=dict)

    def of(self, key: str) -> Rate | None:
        return self.parts.get(key)


def rates(areas: list[str], now: datetime, periods: Sequence[Period]) -> Rates:
    """The rates of some running periods, the earliest first: one statement.

    Parts: by type (its slug), by unit, and by street with everything inside it (`320104001*`).
    """
    found = Rates([Rate(period) for period in periods])
    for row in _rows(areas, now, periods):
        for place, rate in enumerate(found.total):
            _add(rate, row, place)
        for key in {row["type"], row["unit"], street_key(row["unit"])}:
            _add(found.parts.setdefault(key, Rate(periods[0])), row, 0)
    return found


def street_key(unit: str) -> str:
    """Key in Rates.parts of the street around a unit."""
    return f"{unit[:9]}*"


def _rows(areas: list[str], now: datetime, periods: Sequence[Period]) -> Iterable[dict[str, Any]]:
    today, scope = localdate(now), Scope(tuple(areas), "unit")
    return cells.counted(
        scope, periods[0].first, _asked(tuple(periods), today), {"unit": "unit", "type": "type"}, today
    )


@lru_cache(maxsize=8)
def _asked(periods: tuple[Period, ...], today: date) -> cells.Asked:
    names = (*COUNTED, *APART)
    conditions = [counting.inside(period, today, names) for period in periods]
    return cells.Asked.of({f"{name}_{place}": q for place, one in enumerate(conditions) for name, q in one.items()})


def _add(rate: Rate, row: dict[str, Any], place: int) -> None:
    for part in COUNTED:
        setattr(rate, part, getattr(rate, part) + row[f"{part}_{place}"])
    for code in APART:
        if cases := row[f"{code}_{place}"]:
            rate.apart[code] = rate.apart.get(code, 0) + cases
