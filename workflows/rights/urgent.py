"""The urgent lane: straight to the district, and what the district does first (domain.md §2.4 by severity, §2.5)."""

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Workflow, action
from workflows.deadlines import Deadline
from workflows.guards import below_top, holder_only
from workflows.ladder import Level, ancestor_at
from workflows.rights import states as at
from workflows.rights.forms import FirstActionForm, ProtocolForm, SevereForm
from workflows.rights.guards import in_my_unit, is_urgent
from workflows.rights.intake import open_urgent
from workflows.roles import CADRE, DISTRICT, MEDIATOR, STREET


def _urgent(policy: str, *stops: str) -> Deadline:
    starts = ("open", "escalate_severe")
    return Deadline(policy, starts=starts, stops=stops, level=Level.DISTRICT, only="urgent")


DEADLINES = (
    # The urgent lane; `only` keeps an ordinary case that begins at the district out of it.
    _urgent("dv.notify_district", "claim", "sign_in", "confirm_urgent"),
    _urgent("dv.first_action", "record_first_action"),
)


class Urgent(Workflow):
    @action(
        at.HANDLING, at.ESCALATED, by=[CADRE, MEDIATOR, STREET], label=_("Urgent: straight to the district"),
        form=SevereForm, guards=[below_top, in_my_unit], tell=[tell.UNIT, tell.FORMER_UNIT], icon="alarm",
        after=_("The district takes over at once. The street is copied. Your unit stops seeing the content."),
    )  # fmt: skip
    def escalate_severe(self, ground: str, police: str, facts: str) -> None:
        former = self.unit_id
        self.hand_to(ancestor_at(former, Level.DISTRICT))
        self.risk = "red"
        self.data.update(escalated_because="severity", severe_ground=ground, police=police)
        open_urgent(self, former)

    @action(
        at.OPEN, SAME, by=[DISTRICT], label=_("Confirm receipt of the urgent case"), guards=[is_urgent], icon="phone",
        tell=[tell.OPENER],
    )  # fmt: skip
    def confirm_urgent(self) -> None:
        self.data["urgent_confirmed"] = True

    @action(
        at.OPEN, SAME, by=[DISTRICT], label=_("Record the first measures"), form=FirstActionForm,
        guards=[is_urgent, holder_only], icon="note",
    )  # fmt: skip
    def record_first_action(
        self, safety_plan: str, shelter_offered: bool, evidence_told: bool, order_wish: str
    ) -> None:
        self.data.update(first_action=True, order_wish=order_wish)

    @action(
        at.HANDLING, SAME, by=[DISTRICT], label=_("Sign the protection protocol for mediation"), form=ProtocolForm,
        icon="check", tell=[tell.HOLDER],
    )  # fmt: skip
    def sign_protocol(self, conditions: str, her_will: bool) -> None:
        self.data["dv_protocol"] = True
