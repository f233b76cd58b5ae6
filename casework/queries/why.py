"""Why is a clock due when it is: the clock's own budget and ledger, explained by the same arithmetic that dated it."""

from datetime import datetime
from typing import Any

from casework import clocks, policybook
from casework.models import Clock
from workflows.explain import Explanation, explain
from workflows.policies import Policy


def policy_of(clock: Clock) -> Policy | None:
    """The version of the policy the clock was opened under; None for a clock that ends on a date somebody set."""
    return None if "until" in clock.budget else policybook.policy_version(clock.key, clock.budget["version"])


def explain_clock(clock: Clock, case: Any) -> Explanation | None:
    """Reasons of the due instant as data; None where a person set the date (the history says who and why)."""
    policy = policy_of(clock)
    if policy is None:
        return None
    budget = policybook.as_budget(clock.budget)
    return explain(
        policy,
        clock.started_at,
        budget,
        clocks.counted_on(budget, case.unit_id),
        roll=clock.budget["roll"],
        pauses=clocks.pauses(clock.ledger),
        extensions=clocks.extensions(clock.ledger),
    )


def used_percent(clock: Clock, now: datetime) -> int:
    """Share of the time used, 0 to 100, pauses left out."""
    rest = sum(
        ((min(to or now, now) - since).total_seconds() for since, to in clocks.pauses(clock.ledger) if since < now), 0.0
    )
    moved = sum(((to - since).total_seconds() for since, to in clocks.pauses(clock.ledger) if to), 0.0)
    whole = (clock.due_at - clock.started_at).total_seconds() - moved
    used = (now - clock.started_at).total_seconds() - rest
    return 100 if whole <= 0 else max(0, min(100, int(100 * used / whole)))
