"""What a type counts (domain.md §5, "Counters"): numbers, sums, shares and mean durations of a period.

A type only says what it counts; `casework.queries.counters` evaluates all counters of a type in one statement.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from django.utils.functional import Promise

if TYPE_CHECKING:
    from workflows.base import State, Workflow

OPENED, CLOSED = "opened", "closed"


@dataclass(frozen=True, eq=False)
class Counter:
    """One counter of a type; counts tickets whose day (`by`) lies in the period.

    `states`: only those that stand in one of these states now. `where`: only those whose `data` has these values (a tuple:
    a list that has all of them).
    `amount`: the sum of the decimal at this key of `data`, instead of a number of tickets. `days_between`: the mean
    number of days between two days of a ticket, each `opened`, `closed` or a key of `data` with an ISO date; tickets
    that lack one are left out. `mean`: the mean of `amount` over the tickets that have it, instead of its sum. `share_of`:
    key of another counter of the type; shown as per cent of it. `per`: key of another counter by which the number is
    divided (cost per head). `unit`: word behind the number (人, 元).
    """

    key: str
    title: str | Promise
    states: tuple["State", ...] = ()
    where: Mapping[str, Any] = field(default_factory=dict)
    amount: str = ""
    by: Literal["opened", "closed"] = "opened"
    unit: str | Promise = ""
    share_of: str = ""
    per: str = ""
    days_between: tuple[str, ...] = ()
    mean: bool = False

    @property
    def is_mean(self) -> bool:
        return self.mean or bool(self.days_between)


def problems(workflow: type["Workflow"]) -> Iterator[str]:
    """What is wrong with the counters of a type, as sentences with their remedy."""
    keys = [counter.key for counter in workflow.counters]
    for counter in workflow.counters:
        named = f"the counter {counter.key!r}"
        if keys.count(counter.key) > 1:
            yield f"{named} stands twice in `counters`. Rename one."
        for state in counter.states:
            if state not in workflow.states:
                yield f"{named} names the state {getattr(state, 'code', state)!r}, not in `states`. Add or correct it."
        if counter.by not in (OPENED, CLOSED):
            yield f"{named} counts by {counter.by!r}. Write `opened` or `closed`."
        for whole in filter(None, (counter.share_of, counter.per)):
            if whole not in keys or whole == counter.key:
                yield f"{named} is a share of {whole!r}, which is no other counter of the type. Correct it."
        if counter.share_of and counter.per:
            yield f"{named} has both `share_of` and `per`. Take one away."
        if counter.days_between and (
            len(counter.days_between) != 2 or counter.amount or counter.share_of or counter.per
        ):
            yield f"{named} needs two days in `days_between`, and neither `amount`, `share_of` nor `per`. Correct it."
        if counter.mean and (not counter.amount or counter.share_of or counter.per):
            yield f"{named} is the mean of an `amount`, and neither a share nor divided. Correct it."
