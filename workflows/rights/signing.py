"""Signing for a case: claimed by oneself or taken on from who gave it, handed back unsigned (domain.md §2.2, §7.3).

The clock of signing runs from dispatch and from every step up; only signing stops it, not being given somebody.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, OneOf, Workflow, action
from workflows.deadlines import AUTO_ASSIGN, Deadline
from workflows.guards import assigned, holder_only, unassigned
from workflows.rights import states as at
from workflows.rights.guards import in_my_unit
from workflows.rights.lane import taken_over
from workflows.roles import HANDLERS
from workflows.standard import ReasonForm

SIGN = OneOf((at.TRIAGE, at.IN_PROGRESS))
SIGNED = (at.TRIAGE, at.ACCEPTED, at.RETURNED, *at.WORKING, *at.RESTING)
UP = ("escalate_overdue", "hand_up", "escalate_severe")  # from one level to the next the state may stay: name the moves

DEADLINES: tuple[Deadline, ...] = (
    Deadline(
        "wo.sign_in",
        starts=(*at.TO_SIGN, *UP),
        stops=(at.TRIAGE, at.ACCEPTED, at.IN_PROGRESS, at.RETURNED, *at.TO_SIGN, *UP),
        then=AUTO_ASSIGN,
        each=True,
    ),
)


def signed_state(ticket: Any) -> str:
    """Where a signed-for case goes on: to triage if nobody has accepted it yet, else to work."""
    return (at.IN_PROGRESS if ticket.data.get("accepted_on") else at.TRIAGE).code


class Signing(Workflow):
    @action(
        [at.REGISTERED], at.TRIAGE, by=HANDLERS, label=_("Claim"), guards=[unassigned, in_my_unit], icon="check",
        primary=True,
    )  # fmt: skip
    @action(
        [at.DISPATCHED, at.ESCALATED, at.REOPENED], SIGN, by=HANDLERS, label=_("Claim"),
        guards=[unassigned, in_my_unit], icon="check", primary=True,
    )  # fmt: skip
    @action(SIGNED, SAME, by=HANDLERS, label=_("Claim"), guards=[unassigned, in_my_unit], icon="check")
    def claim(self) -> str:
        self.assignee_id = self.actor.id
        taken_over(self)
        return signed_state(self)

    @action(
        [at.REGISTERED], at.TRIAGE, by=HANDLERS, label=_("Sign for it"), guards=[assigned, holder_only], icon="check",
        primary=True,
    )  # fmt: skip
    @action(
        [at.DISPATCHED, at.ESCALATED, at.REOPENED], SIGN, by=HANDLERS, label=_("Sign for it"),
        guards=[assigned, holder_only], icon="check", primary=True,
    )  # fmt: skip
    def sign_in(self) -> str:
        taken_over(self)
        return signed_state(self)

    @action(
        [at.TRIAGE], at.REGISTERED, by=HANDLERS, label=_("Hand back"), form=ReasonForm,
        guards=[assigned, holder_only], tell=[tell.UNIT, tell.SUPERVISORS], icon="swap",
    )  # fmt: skip
    @action(
        [at.ACCEPTED, *at.WORKING], at.DISPATCHED, by=HANDLERS, label=_("Hand back"), form=ReasonForm,
        guards=[assigned, holder_only], tell=[tell.UNIT, tell.SUPERVISORS], icon="swap",
    )  # fmt: skip
    @action(
        [*at.TO_SIGN, at.RETURNED, *at.RESTING], SAME, by=HANDLERS, label=_("Hand back"), form=ReasonForm,
        guards=[assigned, holder_only], tell=[tell.UNIT, tell.SUPERVISORS], icon="swap",
    )  # fmt: skip
    def hand_back(self, reason: str) -> None:
        self.assignee_id = None
