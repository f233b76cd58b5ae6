"""What begins on a day is announced some days before (开班通知, domain.md §5.2): organisers are told, and in their turn tell
those who enrolled, where contact is allowed. How many days: policy `ac.notice`. One that is approved later is told at once.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, State, Workflow, action
from workflows.deadlines import Deadline
from workflows.policies import policies
from workflows.roles import SYSTEM

POLICY = "ac.notice"
TELL = "tell_on"  # key in `data`: the day of the notice


def told_on(begins: date) -> dict[str, str]:
    """The day on which those concerned are told that it begins, for `ticket.data`."""
    return {TELL: (begins - timedelta(days=int(policies[POLICY].budget.amount))).isoformat()}


def deadline(starts: tuple[str | State, ...], stops: tuple[str | State, ...]) -> Deadline:
    return Deadline(
        "ac.tell",
        starts=starts,
        stops=stops,
        until=TELL,
        then="tell_soon",
        each=True,
        title=_("Notice before it begins"),
    )


def begins_soon(states: Iterable[State]) -> type[Workflow]:
    """The notice while the ticket is in one of `states`; a type may override `announce` to tell its own children."""

    class BeginsSoon(Workflow):
        @action(tuple(states), SAME, by=[SYSTEM], label=_("It begins in a few days"),
                tell=[tell.HOLDER, tell.UNIT, tell.OPENER, tell.ASSISTING], icon="clock")  # fmt: skip
        def tell_soon(self) -> None:
            self.workflow.announce(self)

    BeginsSoon.announce = classmethod(lambda cls, ticket: None)  # type: ignore[attr-defined]
    return BeginsSoon
