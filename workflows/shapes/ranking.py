"""Ranking by what several judges score: the exact mean of their weighted points, in one place, from the contest's data alone.

`data`: `weights` (criterion: per cent), `judges` (ids), `entries` (number: {`stage`, `work`, `by`, `aside`, `sheets`, `prize`}).
No sheet is left out (domain.md §5.7 names no highest or lowest to drop). Means are compared as fractions, so that a third is a
third; equal means share a rank (1, 1, 3) and no second criterion breaks the tie.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

FIRST, FINAL, OUT = "first", "final", "out"  # stages of an entry within its contest
Data = Mapping[str, Any]


@dataclass(frozen=True)
class Ranked:
    """One line of the ranking. `mean`: exact; `points`: the same to a hundredth, for people to read."""

    number: str
    mean: Fraction
    rank: int
    prize: str = ""

    @property
    def points(self) -> Decimal:
        cents = (200 * self.mean.numerator + self.mean.denominator) // (2 * self.mean.denominator)  # half goes up
        return Decimal(cents).scaleb(-2)


def entries(data: Data, *stages: str) -> dict[str, Any]:
    """Entries by number that stand in one of these stages."""
    return {number: one for number, one in data.get("entries", {}).items() if one["stage"] in stages}


def judges_of(data: Data, entry: Data) -> list[int]:
    """Who scores this entry: the contest's judges without those who stand aside."""
    return [judge for judge in data.get("judges", []) if judge not in entry["aside"]]


def sheets(data: Data, entry: Data) -> list[Data]:
    """The sheets that count: of today's judges who do not stand aside."""
    return [entry["sheets"][str(judge)] for judge in judges_of(data, entry) if str(judge) in entry["sheets"]]


def missing(data: Data) -> list[str]:
    """Numbers of the entries that not all of their judges have scored, or for which no judge is left."""
    found = entries(data, FINAL).items()
    return [number for number, one in found if not 0 < len(judges_of(data, one)) == len(sheets(data, one))]


def mean(data: Data, entry: Data) -> Fraction:
    """Points out of 100: each sheet weighs its criteria, the sheets count alike."""
    scored = sheets(data, entry)
    total = sum(weight * sheet[name] for sheet in scored for name, weight in data["weights"].items())
    return Fraction(total, sum(data["weights"].values()) * len(scored))


def ranking(data: Data) -> list[Ranked]:
    """Best first, equal ones by number; the rank is one more than the number of those with a higher mean. [] while sheets are missing."""
    if missing(data):
        return []
    means = {number: mean(data, one) for number, one in entries(data, FINAL).items()}
    ordered = sorted(means, key=lambda number: (-means[number], number))
    found: list[Ranked] = []
    for at, number in enumerate(ordered, 1):
        tied = found and found[-1].mean == means[number]
        rank = found[-1].rank if tied else at
        found.append(Ranked(number, means[number], rank, data["entries"][number].get("prize", "")))
    return found


def next_rank(data: Data) -> int:
    """The first rank that has no prize yet; 0 when everybody has one."""
    return next((one.rank for one in ranking(data) if not one.prize), 0)
