"""The 98 % cockpit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework.shapes.common import Link, Row, Text


@dataclass(frozen=True)
class Act:
    """A case to act on today: why it is on the list and what comes next."""

    row: Row
    why: Text
    step: Text


@dataclass(frozen=True)
class Outlook:
    """A line of the outlook: the rate now or at the period's end. `short`: how many are missing to the target (0: met)."""

    title: Text
    n: Link
    d: Link
    percent: float | None
    short: int


@dataclass(frozen=True)
class UnitRate:
    """A unit one level below: `title` opens its own cockpit."""

    title: Link
    n: Link
    d: Link
    percent: float | None
    pending: Link
    may_stay_open: int
    needed: int


@dataclass(frozen=True)
class Month:
    """A month of the trend: the first day, numerator and denominator with their lists."""

    first: date
    n: Link
    d: Link
    percent: float | None


@dataclass(frozen=True)
class CockpitPage:
    """`kpis`: (title, number, words). `deciding`: the cases that decide how the period ends, each number with its list."""

    area: Text
    period: Text
    at: datetime
    target: int
    percent: float | None
    best: float | None
    kpis: Sequence[tuple[Text, Link, Text]]
    formula: Sequence[tuple[Text, Link]]
    due: Link
    excluded: Sequence[Link]
    verdict: Text
    met: bool
    outlook: Sequence[Outlook]
    deciding: Sequence[tuple[Link, Text]]
    act: Sequence[Act]
    act_title: Text
    act_empty: Text
    more: Link | None
    hidden: Text
    months: Sequence[Month]
    units: Sequence[UnitRate]
    periods: Sequence[Link]
    around: Sequence[Link]
    areas: Sequence[Link]
