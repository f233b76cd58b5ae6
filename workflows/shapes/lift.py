"""Who finds nothing in time gets help from above: the ticket goes up a level, and the unit below keeps seeing it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, State, Workflow, action
from workflows.guards import below_top
from workflows.roles import SYSTEM


def lifted(states: Iterable[State]) -> type[Workflow]:
    """`escalate_overdue` for a deadline with `then=ESCALATE`, in the state it is in."""

    class Lifted(Workflow):
        @action(
            tuple(states), SAME, by=[SYSTEM], label=_("Escalated by deadline"), guards=[below_top],
            tell=[tell.UNIT, tell.SUPERVISORS, tell.FORMER_UNIT], icon="up",
        )  # fmt: skip
        def escalate_overdue(self) -> None:
            self.hand_to(self.unit_above(), keep_assisting=True)

    return Lifted
