"""Counting: numerators and denominators of the rates, each group of them in one statement."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.db.models.functions import Left

from casework.models import CaseFact
from casework.reports import closing
from casework.reports.periods import CutOff, Period
from casework.reports.rates import RATES, Rate
from casework.reports.scope import Scope


@dataclass(frozen=True)
class Share:
    """Numerator and denominator. `percent`: rounded down to one decimal, so that 97.96 never reads as 98; None for 0 of 0."""

    n: int = 0
    d: int = 0

    @property
    def percent(self) -> float | None:
        return self.n * 1000 // self.d / 10 if self.d else None

    def __add__(self, other: "Share") -> "Share":
        return Share(self.n + other.n, self.d + other.d)

    def __sub__(self, other: "Share") -> "Share":
        return Share(self.n - other.n, self.d - other.d)


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
    keys, cut = list(keys), CutOff.of(period, today)
    found: dict[str, dict[str, Share]] = defaultdict(lambda: {key: Share() for key in keys})
    for group in _grouped(keys):
        counts = {}
        for rate in group:
            below = rate.denominator(period, cut)
            counts[f"d_{rate.key}"] = Count("pk", filter=below)
            counts[f"n_{rate.key}"] = Count("pk", filter=below & rate.numerator(period, cut))
        rows = facts(scope).filter(group[0].window(period, cut))
        if digits:
            listed = rows.values(part=Left(scope.column, digits)).annotate(**counts)
        else:
            listed = [{"part": "", **rows.aggregate(**counts)}]  # type: ignore[assignment]
        for row in listed:
            for rate in group:
                found[row["part"]][rate.key] = Share(row[f"n_{rate.key}"], row[f"d_{rate.key}"])
    return dict(found)


def _grouped(keys: Sequence[str]) -> list[list[Rate]]:
    groups: dict[str, list[Rate]] = defaultdict(list)
    for key in keys:
        groups[RATES[key].group].append(RATES[key])
    return list(groups.values())


def closing_parts(scope: Scope, period: Period, today: date) -> dict[str, int]:
    """What the closure rate is made of (closing.PARTS) and what lies outside it by outcome: one statement."""
    cut = CutOff.of(period, today)
    counts = {
        name: Count("pk", filter=closing.condition(name, period, cut)) for name in (*closing.PARTS, *closing.APART)
    }
    return dict(facts(scope).filter(closing.window(period, cut)).aggregate(**counts))
