"""The banner of a red case: the next tasks of the urgent lane, each with its door; one line once nothing is outstanding."""

from dataclasses import dataclass
from datetime import datetime

from casework import access
from casework.queries import listed
from casework.queries.ticket import Whole
from casework.shapes import Text
from workflows.registry import registry
from workflows.rights.lane import OUTSTANDING, PROTECTION

SHOWN = 3


@dataclass(frozen=True)
class Task:
    """One thing to do now: a ticket of the lane that is still outstanding. `url` "" for a reader who may not open it."""

    title: Text
    due_at: datetime | None
    over: bool
    url: str


@dataclass(frozen=True)
class Alarm:
    """`tasks`: the first few in the order of the lane; `more`: how many follow. Without tasks it is a plain red line."""

    tasks: list[Task]
    more: int


def alarm(whole: Whole) -> Alarm | None:
    """The banner of an open red case; None for every other. One query, and none for a case without the lane's tickets."""
    case = whole.case
    if case.risk != "red" or not case.is_open or case.type != "rights":
        return None
    had = case.data.get("children", {})
    if not any(had.get(slug) for slug in PROTECTION):
        return Alarm([], 0)
    rows = access.tickets(whole.actor).filter(parent_id=case.pk, is_open=True, type__in=PROTECTION)
    open_ones = [one for one in rows if one.state in OUTSTANDING[one.type][0]]
    open_ones.sort(key=lambda one: PROTECTION.index(one.type))
    tasks = [
        Task(
            title=registry[one.type].title, due_at=one.next_due_at, over=one.breached_at is not None,
            url=listed.address(one.number, ""),
        )
        for one in open_ones[:SHOWN]
    ]  # fmt: skip
    return Alarm(tasks, max(0, len(open_ones) - SHOWN))
