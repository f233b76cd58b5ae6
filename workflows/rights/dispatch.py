"""Dispatch that cannot be bounced: one return with a ground, then a ruling (domain.md §7.3)."""

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Workflow, action
from workflows.deadlines import Deadline
from workflows.rights import forms as ask
from workflows.rights import states as at
from workflows.rights.guards import in_my_unit, returned_once, was_accepted
from workflows.roles import DISTRICT, HANDLERS, STREET

DEADLINES: tuple[Deadline, ...] = ()


class Dispatch(Workflow):
    @action(
        [at.ACCEPTED, at.IN_PROGRESS, at.ESCALATED], at.DISPATCHED, by=[STREET, DISTRICT], label=_("Dispatch"),
        form=ask.DispatchForm, guards=[was_accepted, in_my_unit], tell=[tell.UNIT], icon="send",
        after=_("The sign-in clock runs from now on, whether they sign or not."),
    )  # fmt: skip
    def dispatch(self, unit: str, instruction: str) -> None:
        self.data["dispatched_by"] = self.unit_id
        self.hand_to(unit, keep_assisting=True)

    @action(
        [at.DISPATCHED], at.ESCALATED, by=HANDLERS, label=_("Return to the dispatcher"), form=ask.ReturnForm,
        guards=[returned_once, in_my_unit], tell=[tell.UNIT, tell.SUPERVISORS], icon="back",
        after=_("Once only: after that the dispatcher's ruling is final."),
    )  # fmt: skip
    def return_order(self, ground: str, suggested: str, reason: str) -> None:
        self.hand_to(self.data["dispatched_by"])
        self.data["returned"] = True
