"""The urgent lane: straight to the district, and what the district does first (domain.md §2.4 by severity, §2.5)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Text, Workflow, action
from workflows.deadlines import Deadline
from workflows.guards import below_top
from workflows.ladder import Level
from workflows.rights import lane, lane_rules
from workflows.rights import states as at
from workflows.rights.forms import JointForm, ProtocolForm, SevereForm
from workflows.rights.guards import in_my_unit, is_urgent
from workflows.roles import CADRE, DISTRICT, MEDIATOR, STREET, Actor

ENTERS = (  # moves by which a case may come into the lane later (workflows.rights.risk)
    "escalate_severe", "raise_alarm", "assess", "record_safety_contact", "raise_risk", "reclassify", "add_person",
    "correct_person", "record_contact", "enter_again",
)  # fmt: skip
DEADLINES = (
    # Told by push, confirmed by telephone; `only` says that nobody of the district has confirmed it yet.
    Deadline(
        "dv.notify_district", starts=("open", *ENTERS), stops=("claim", "sign_in", "confirm_urgent"), level=Level.DISTRICT,
        only="unconfirmed", each=True,
    ),
)  # fmt: skip


def at_the_district(ticket: Any, actor: Actor) -> Text:
    if ticket.level >= Level.DISTRICT:
        return ""
    return _("Use “Urgent: straight to the district”: the case goes up with the alarm.")


class Urgent(Workflow):
    @action(
        at.HANDLING, at.ESCALATED, by=[CADRE, MEDIATOR, STREET], label=_("Urgent: straight to the district"),
        form=SevereForm, guards=[below_top, in_my_unit], tell=[tell.UNIT, tell.FORMER_UNIT], icon="alarm",
        after=_("The district takes over at once. The street is copied. Your unit stops seeing the content."),
    )  # fmt: skip
    def escalate_severe(self, ground: str, police: str, facts: str) -> None:
        self.data.update(escalated_because="severity", police=police)
        lane.raised(self, ground)
        lane.enter(self, anew=lane_rules.PROTECTION)

    @action(
        at.OPEN, SAME, by=[DISTRICT], label=_("New alarm in the case"), form=SevereForm, guards=[at_the_district],
        tell=[tell.HOLDER], icon="alarm",
        after=_("The tickets of the urgent lane that this asks for are opened, also those that were finished before."),
    )  # fmt: skip
    def raise_alarm(self, ground: str, police: str, facts: str) -> None:
        self.data["police"] = police
        lane.raised(self, ground)
        lane.enter(self, anew=lane_rules.PROTECTION)

    @action(
        at.OPEN, SAME, by=[DISTRICT], label=_("Confirm receipt of the urgent case"), guards=[is_urgent], icon="phone",
        tell=[tell.OPENER],
    )  # fmt: skip
    def confirm_urgent(self) -> None:
        self.data.update(urgent_confirmed=True, unconfirmed=False)

    @action(
        at.WORKING, SAME, by=[DISTRICT], label=_("Approve a joint meeting"), form=JointForm, guards=[is_urgent], icon="check",
        tell=[tell.HOLDER],
    )  # fmt: skip
    def approve_joint_meeting(self, her_will: bool, conditions: str) -> None:
        self.data["joint_meeting"] = True

    @action(
        at.HANDLING, SAME, by=[DISTRICT], label=_("Sign the protection protocol for mediation"), form=ProtocolForm,
        icon="check", tell=[tell.HOLDER],
    )  # fmt: skip
    def sign_protocol(self, conditions: str, her_will: bool) -> None:
        self.data["dv_protocol"] = True
