"""The banner of a red case: the next tasks of the urgent lane, each with its door; one line once nothing is outstanding."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from casework import access, timewords
from casework.models import Ticket
from casework.queries import listed
from casework.queries.ticket import Whole
from casework.shapes import Text
from workflows.registry import registry
from workflows.rights.lane_ends import OUTSTANDING
from workflows.rights.lane_rules import PROTECTION

SHOWN = 3


@dataclass(frozen=True)
class Task:
    """One thing to do now: a ticket of the lane that is still outstanding.

    `words`: time left or overdue. `over`: a deadline of it was missed. `url`: its main move, called `label`, else its page.
    """

    title: Text
    words: str
    due_at: datetime | None
    over: bool
    url: str
    label: Text


@dataclass(frozen=True)
class Alarm:
    """`tasks`: the first few the reader may open, in the order of the lane; `more`: how many of those follow.

    `elsewhere`: how many are outstanding out of the reader's sight (they are counted, not named). `settled`: the lane's
    tickets were opened and nothing of them is outstanding.
    """

    tasks: list[Task]
    more: int
    elsewhere: int
    settled: bool


def alarm(whole: Whole) -> Alarm | None:
    """The banner of an open red case; None for every other. One query, and none for a case without the lane's tickets."""
    case = whole.case
    if case.risk != "red" or not case.is_open or case.type != "rights":
        return None
    had = case.data.get("children", {})
    if not any(had.get(slug) for slug in PROTECTION):
        return Alarm([], 0, 0, settled=False)
    rows = access.children_of(case).filter(is_open=True, type__in=PROTECTION).defer("data", "sealed", "sealed_key")
    left = [one for one in rows if one.state in OUTSTANDING[one.type][0]]
    mine = [one for one in left if access.sees(whole.actor, one)]
    mine.sort(key=lambda one: PROTECTION.index(one.type))
    tasks = [_task(whole, one) for one in mine[:SHOWN]]
    return Alarm(tasks, max(0, len(mine) - SHOWN), len(left) - len(mine), settled=not left)


def _task(whole: Whole, one: Ticket) -> Task:
    """By its role alone: whether the move is closed just now, its own page says."""
    kind, roles = registry[one.type], access.roles_over(whole.actor, one)
    move = next((move for move in kind.actions_from(one.state) if move.primary and move.by & roles), None)
    page = listed.address(one.number)
    return Task(
        title=kind.title,
        words=_words(one.next_due_at, whole.now),
        due_at=one.next_due_at,
        over=one.breached_at is not None,
        url=f"{page}?{urlencode({'move': move.name})}" if move else page,
        label=move.label if move else _("Open the ticket"),
    )


def _words(due: datetime | None, now: datetime) -> str:
    if due is None:
        return ""
    seconds = int((due - now).total_seconds())
    return timewords.left(seconds) if seconds > 0 else timewords.overdue(-seconds)
