"""An answer that somebody outside owes: an employer, an agency, a body, a level above. They are asked again until it is there, and
whose own time is over is said to be late; the ticket waits all the while and is not lost (domain.md §5.3, §5.4, §5.8).

`asked_again` is one move under the type's own name (`ask_employer = asked_again(…)` in the class body), because what is asked
differs; `awaited` is the clock that reminds of it. `body_late` is for a body whose time a law sets (`owed`).
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, State, Text, Workflow, action
from workflows.deadlines import Deadline
from workflows.roles import HANDLERS, SYSTEM, Role
from workflows.shapes.frame import count


def asked_again(
    states: Iterable[State], label: Text, *, by: Iterable[Role] = HANDLERS, counted: str = "asked"
) -> Callable[[Any], None]:
    """A move: they were asked once more. `counted`: where in `ticket.data` the number of times stands."""

    @action(states, SAME, by=by, label=label, icon="phone")
    def ask(self: Any) -> None:
        count(self, counted)

    return ask


def awaited(policy: str, states: Iterable[State], ask: str, *answered: str | State) -> Deadline:
    """The time after which they are asked again (`ask`: the move), anew each time, until one of `answered`."""
    return Deadline(policy, starts=(*states, ask), stops=(ask, *answered), each=True)


def owed(policy: str, state: State, since: str, *answered: str | State) -> Deadline:
    """The time a law gives the body, from the instant in `data[since]` on; when it is over, `body_late`."""
    return Deadline(policy, starts=(state,), stops=answered, back_from=since, then="body_late", each=True)


def overdue(states: Iterable[State]) -> type[Workflow]:
    """`body_late`, for clocks made by `owed`."""

    class Overdue(Workflow):
        @action(states, SAME, by=[SYSTEM], label=_("The other body's time is over"), tell=[tell.HOLDER, tell.UNIT])
        def body_late(self) -> None:
            count(self, "late")

    return Overdue
