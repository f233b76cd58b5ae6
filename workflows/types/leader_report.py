"""Telling the leader in charge of an urgent case the same day; a grave one also the Party committee and government.

信访工作条例 art 25; domain.md §2.5. `data["told"]`: who was told.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Kind, State, Text, action
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.registry import register
from workflows.rights.along import VOIDED, along
from workflows.rights.forms import long_text, pick
from workflows.rights.lane_task import LaneTask
from workflows.rights.protection import several
from workflows.roles import DISTRICT, SUPERVISOR, Actor
from workflows.standard import assignment

TO_REPORT = State("to_report", _("To be reported"))
TOLD = State("told", _("Leader told"), Kind.END)
WHOM = [
    ("leader", _("The leader in charge")),
    ("committee", _("Party committee and government of the district")),
    ("city", _("The city federation")),
]


class LeaderForm(MoveForm):
    told = several(_("Who was told"), WHOM, missing=_("Tick who was told."))
    way = forms.ChoiceField(
        label=_("How"),
        choices=pick([("phone", _("By telephone")), ("face", _("In person")), ("paper", _("In writing"))]),
    )
    direction = long_text(_("What the leader directed"), required=False)
    private = ("direction",)


def committee_told(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    if "leader" not in cleaned["told"]:
        return {"told": _("The leader in charge is always told. Tick it once it is done.")}
    if ticket.data.get("public") and "committee" not in cleaned["told"]:
        return {"told": _("A group or public attention: tell the Party committee and government too (条例 art 25).")}
    return {}


@register
class LeaderReport(along(TO_REPORT), assignment((TO_REPORT,)), LaneTask):
    slug, prefix, title = "leader_report", "LB", _("Report to the leader")
    states = (TO_REPORT, TOLD, VOIDED)
    deadlines = (Deadline("dv.leader_report", starts=("open",), stops=(TOLD,)),)

    @action(
        [TO_REPORT], TOLD, by=[DISTRICT, SUPERVISOR], label=_("Record that the leader was told"), form=LeaderForm,
        checks=[committee_told], tell=[tell.PARENT], icon="phone", primary=True,
    )  # fmt: skip
    def tell_leader(self, told: list[str], way: str, direction: str) -> None:
        self.data["told"] = told
