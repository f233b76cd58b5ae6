"""The closure rate (结案率) with its numerator and denominator. There is no official formula, so ours is always shown.

    concluded / (carried in + accepted − not yet due at the cut-off)

over matters that have the legal handling limit (domain.md §2.7). Outside the rate: not accepted, merged, void (X1–X3),
passed on or lost without a result (rules.yaml) and questions answered on the spot (A1); they are counted apart. A closed
case whose evidence is missing is in the denominator only (待核). A reopened case is open again and due by the limit of its
first cycle, so that closing and reopening never raises the rate.
"""

from functools import cache

from django.db.models import Q

from casework.reports.periods import CutOff, Period
from casework.reports.rules import rules
from workflows.classifications import OUTCOMES
from workflows.registry import registry

LIMIT = "xf.handle"  # the legal handling limit: 信访工作条例 art 34
ANSWERED = "A1"
EXCLUDED = ("X1", "X2", "X3")
APART = tuple(code for code in OUTCOMES if code in (*EXCLUDED, ANSWERED, *rules().apart))
CONCLUDED = tuple(code for code in OUTCOMES if code not in APART)
PARTS = (
    "concluded",
    "unproven",
    "due_open",
    "not_yet_due",
    "due",
    "carried_in",
    "accepted",
    "coming",
    "later",
    "pending",
)


@cache
def rated_types() -> tuple[str, ...]:
    """Types whose matters have the legal handling limit."""
    return tuple(kind.slug for kind in registry if any(deadline.policy == LIMIT for deadline in kind.deadlines))


def window(period: Period, cut: CutOff) -> Q:
    """Accepted by the cut-off and not closed before the period; and what was closed apart, accepted or not."""
    taken = Q(accepted_on__lte=cut.done) | Q(outcome__in=APART)
    return Q(type__in=rated_types()) & taken & (Q(is_open=True) | Q(closed_on__gte=period.first))


def condition(part: str, period: Period, cut: CutOff) -> Q:
    """The cases behind a number of the rate, inside `window`: one of PARTS, or an outcome code that is outside it."""
    closed = Q(closed_on__lte=cut.done)
    if part in APART:
        return closed & Q(outcome=part)
    counts = ~Q(outcome__in=APART)
    held = counts & (Q(closed_on__isnull=True) | Q(closed_on__gt=cut.done))
    late = Q(first_due_on__lte=cut.due)
    proven = Q(outcome__in=CONCLUDED, proven=True)
    unproven = closed & counts & ~proven
    found = {
        "concluded": closed & proven,
        "unproven": unproven,
        "due_open": held & late,
        "not_yet_due": held & (Q(first_due_on__isnull=True) | Q(first_due_on__gt=cut.due)),
        "coming": held & Q(first_due_on__gt=cut.due, first_due_on__lte=period.last),
        "later": held & (Q(first_due_on__isnull=True) | Q(first_due_on__gt=period.last)),
        "pending": unproven | (held & Q(first_due_on__lte=period.last)),
        "due": counts & (closed | late),
        "carried_in": counts & Q(accepted_on__lt=period.first),
        "accepted": counts & Q(accepted_on__gte=period.first),
    }
    return found[part]
