"""The closure rate (结案率) with its numerator and denominator. There is no official formula, so ours is always shown.

    concluded / (carried in + accepted − not yet due at the cut-off)

over matters that have the legal handling limit (domain.md §2.7). Outside the rate: not accepted, merged, void (X1–X3),
passed on or lost without a result (C3, F3) and questions answered on the spot (A1); they are counted apart. A closed
case without an outcome is in the denominator only. A reopened case is open again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from casework import access
from casework.models import Clock, Ticket
from workflows.classifications import OUTCOMES
from workflows.registry import registry

TARGET = 98  # per cent, from the plan
LIMIT = "xf.handle"  # the legal handling limit: 信访工作条例 art 34
ORDER = "wo.complaint"  # in its place for a work order of the hotline
HOTLINE = Q(data__contains={"track_hotline": True})
ANSWERED = "A1"
PARTS = ("concluded", "unproven", "due_open", "not_yet_due", "due", "carried_in", "accepted")
APART = tuple(code for code, outcome in OUTCOMES.items() if outcome.concluded is None) + (ANSWERED,)
CONCLUDED = tuple(code for code in OUTCOMES if code not in APART)


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
    rated = access.under(areas).filter(type__in=rated_types())
    closed = Q(is_open=False, closed_at__gte=since)
    held = Q(is_open=True, data__has_key="accepted_on")
    if part in APART:
        return rated.filter(closed, outcome=part)
    counts = (closed & ~Q(outcome__in=APART)) | held
    late = _late(now)
    conditions = {
        "concluded": closed & Q(outcome__in=CONCLUDED),
        "unproven": closed & ~Q(outcome__in=OUTCOMES),
        "due_open": held & late,
        "not_yet_due": held & ~late,
        "due": (closed & ~Q(outcome__in=APART)) | (held & late),
        "carried_in": counts & Q(opened_at__lt=since),
        "accepted": counts & Q(opened_at__gte=since),
    }
    return rated.filter(conditions[part])


def _late(now: datetime) -> Q:
    """The handling limit of this cycle has passed and does not rest."""
    passed = Clock.objects.filter(
        ticket=OuterRef("pk"), cycle=OuterRef("cycle"), due_at__lte=now, paused_at__isnull=True
    )
    return (HOTLINE & Exists(passed.filter(key=ORDER))) | (~HOTLINE & Exists(passed.filter(key=LIMIT)))


def rated_types() -> list[str]:
    """Types whose matters have the legal handling limit."""
    return [kind.slug for kind in registry if any(deadline.policy == LIMIT for deadline in kind.deadlines)]


@dataclass
class Rates:
    """Of each period in `total`, the earliest first; of the earliest one also by unit and type in `parts`."""

    total: list[Rate]
    parts: dict[str, Rate] = field(default_factory=dict)

    def of(self, key: str) -> Rate | None:
        return self.parts.get(key)


def rates(areas: list[str], now: datetime, periods: Iterable[datetime]) -> Rates:
    """The rates of some periods (each given by its first instant): two statements.

    Parts: by type (its slug), by unit, and by street with everything inside it (`320104001*`).
    """
    starts = sorted(periods)
    found = Rates([Rate(since) for since in starts])
    for row in [*_closed(areas, starts), *_open(areas, now, starts)]:
        for place, rate in enumerate(found.total):
            _add(rate, row, row[f"all_{place}"], row[f"old_{place}"])
        for key in {row["type"], row["unit_id"], street_key(row["unit_id"])}:
            _add(found.parts.setdefault(key, Rate(starts[0])), row, row["all_0"], row["old_0"])
    return found


def street_key(unit: str) -> str:
    """Key in Rates.parts of the street around a unit."""
    return f"{unit[:9]}*"


def _add(rate: Rate, row: dict[str, Any], cases: int, carried: int) -> None:
    if not cases:
        return
    outcome = row.get("outcome")
    if outcome in APART:
        rate.apart[outcome] = rate.apart.get(outcome, 0) + cases
        return
    rate.carried_in += carried
    rate.accepted += cases - carried
    if outcome is None:  # still open
        if row["is_due"]:
            rate.due_open += cases
        else:
            rate.not_yet_due += cases
    elif outcome in OUTCOMES:
        rate.concluded += cases
    else:
        rate.unproven += cases


def _closed(areas: list[str], starts: list[datetime]) -> Iterable[dict[str, Any]]:
    rows = access.under(areas).filter(type__in=rated_types(), is_open=False, closed_at__gte=starts[0])
    counted: dict[str, Any] = {}
    for place, since in enumerate(starts):
        counted[f"all_{place}"] = Count("pk", filter=Q(closed_at__gte=since))
        counted[f"old_{place}"] = Count("pk", filter=Q(closed_at__gte=since, opened_at__lt=since))
    return rows.order_by().values("outcome", "unit_id", "type").annotate(**counted)


def _open(areas: list[str], now: datetime, starts: list[datetime]) -> Iterable[dict[str, Any]]:
    """Open accepted cases, those past the handling limit apart."""
    rows = access.under(areas).filter(type__in=rated_types(), is_open=True, data__has_key="accepted_on")
    counted: dict[str, Any] = {}
    for place, since in enumerate(starts):
        counted[f"all_{place}"] = Count("pk")
        counted[f"old_{place}"] = Count("pk", filter=Q(opened_at__lt=since))
    return (
        rows.order_by()
        .values("unit_id", "type", is_due=ExpressionWrapper(_late(now), BooleanField()))
        .annotate(**counted)
    )
