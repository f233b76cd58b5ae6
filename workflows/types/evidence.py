"""Guidance on evidence: which of the eleven kinds the courts take there are, and how to keep them (法释〔2022〕17号 art 6).

`data["kept"]`: kinds that are there; `data["told"]`: kinds she was told how to get.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, Text, action
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.registry import register
from workflows.rights.along import VOIDED
from workflows.rights.forms import long_text, must
from workflows.rights.lane_task import lane_task
from workflows.rights.protection import several
from workflows.roles import HANDLERS, Actor

TO_GUIDE = State("to_guide", _("Evidence to be explained"))
GUIDED = State("guided", _("Evidence explained"), Kind.END)
KINDS = [  # the eleven kinds of 法释〔2022〕17号 art 6, in its order
    ("statement", _("Statements of the parties")),
    ("warning", _("Written warning or penalty decision of the police")),
    ("police", _("Police records, transcripts, receipts")),
    ("letter", _("Letters of repentance or undertakings of the respondent")),
    ("recording", _("Recordings or video of the violence, or of how it was dealt with")),
    ("messages", _("Recorded calls, messages, chats and e-mails between them or with her family")),
    ("medical", _("Records of diagnosis and treatment")),
    ("help", _("Records of complaints and calls for help: employer, committee, federation and others")),
    ("witness", _("What a minor child says, as fits its age and mind; relatives, neighbours and other witnesses")),
    ("injury", _("Opinions on injuries")),
    ("other", _("Other evidence of violence or of a real danger of it")),
]


class GuideForm(MoveForm):
    kept = several(_("There already"), KINDS)
    told = several(_("She was told how to get it"), KINDS)
    safe_place = must(_("She knows where to keep it so that he does not find it"))
    remarks = long_text(_("Remarks"), required=False)
    private = ("remarks",)


class MoreForm(MoveForm):
    kept = several(_("New evidence"), KINDS, missing=_("Tick what came in."))


def something(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    if not cleaned["kept"] and not cleaned["told"]:
        return {"told": _("Tick what is there, or what she was told to get. At least one kind.")}
    return {}


@register
class Evidence(lane_task(TO_GUIDE)):
    slug, prefix, title = "evidence", "ZJ", _("Guidance on evidence")
    states = (TO_GUIDE, GUIDED, VOIDED)
    deadlines = (Deadline("dv.evidence", starts=("open",), stops=(GUIDED,)),)

    @action(
        [TO_GUIDE], GUIDED, by=HANDLERS, label=_("Record what was explained"), form=GuideForm, checks=[something],
        tell=[tell.PARENT], icon="check", primary=True,
    )  # fmt: skip
    def guide(self, kept: list[str], told: list[str], safe_place: bool, remarks: str) -> None:
        self.data.update(kept=sorted({*self.data.get("kept", []), *kept}), told=told)

    @action([TO_GUIDE], SAME, by=HANDLERS, label=_("Add evidence that came in"), form=MoreForm, icon="note")
    def add_evidence(self, kept: list[str]) -> None:
        self.data["kept"] = sorted({*self.data.get("kept", []), *kept})
