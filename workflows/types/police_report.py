"""Report to the police (报警 / 强制报告): made, or declined by an adult in her own words; never declined for a minor.

未成年人保护法 art 11, 反家庭暴力法 art 14 (mandatory, whatever anybody wishes), art 5 and 15 (an adult's will; police come at
once); the mandatory one also goes to civil affairs and education. domain.md §1.6, §2.5.
`data`: `mandatory`, `way`, `receipt` (接警号), `reported_at` (ISO, UTC), `others_told`.
"""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.registry import register
from workflows.rights.forms import long_text, pick
from workflows.rights.lane_task import FIRST, LaneTask
from workflows.rights.minor_forms import REPORT_GROUNDS
from workflows.rights.protection import DeclineForm, own_word, several
from workflows.roles import SYSTEM, Actor
from workflows.standard import assignment, notes

TO_REPORT = State("to_report", _("To be reported"))
POLICE_TOLD = State("police_told", _("Police told, other bodies to be told"))
REPORTED = State("reported", _("Reported"), Kind.END)
DECLINED = State("declined", _("Declined by her"), Kind.END)

WAYS = [
    ("staff", _("We dialled 110")),
    ("herself", _("She called herself, confirmed")),
    ("station", _("Reported at the police station")),
    ("others", _("Others called, confirmed")),
]
GROUNDS = [
    *REPORT_GROUNDS,
    ("incapable", _("An adult who cannot protect herself by law: violence")),
]  # 反家庭暴力法 art 14
OTHERS = [("civil_affairs", _("Civil affairs")), ("education", _("Education"))]


class ReportForm(MoveForm):
    way = forms.ChoiceField(label=_("How it was reported"), choices=pick(WAYS))
    at = forms.DateTimeField(label=_("When"))
    ground = forms.ChoiceField(label=_("Ground of the mandatory report"), choices=pick(GROUNDS), required=False)
    station = forms.CharField(label=_("Police station or unit"), max_length=60)
    receipt = forms.CharField(label=_("Receipt number (接警编号)"), max_length=40, required=False)
    receiver = forms.CharField(label=_("Who received it"), max_length=40, required=False)
    told = long_text(_("What was reported"))
    private = ("receiver", "told")

    def clean_at(self) -> datetime:
        moment: datetime = self.cleaned_data["at"]
        if moment > timezone.now() + timedelta(minutes=5):
            raise ValidationError(_("This is in the future. Enter when the report was made."))
        return moment


class OthersForm(MoveForm):
    bodies = several(_("Which bodies were told"), OTHERS, missing=_("Tick the bodies that were told."))
    told_by = forms.CharField(label=_("Number of the letter, or who was told by telephone"), max_length=120)
    private = ("told_by",)


def not_mandatory(ticket: Any, actor: Actor) -> Text:
    if ticket.data.get("mandatory"):
        return _(
            "This report is required by law. Nobody can decline it, not the guardian and not a superior. Report it."
        )
    return ""


def ground_given(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """A mandatory report names one of the situations of the law."""
    if ticket.data.get("mandatory") and not cleaned["ground"]:
        return {"ground": _("Choose the situation that makes the report mandatory.")}
    return {}


@register
class PoliceReport(
    assignment((TO_REPORT, POLICE_TOLD)), notes((TO_REPORT, POLICE_TOLD)), LaneTask,  # type: ignore[misc]
):  # fmt: skip
    slug, prefix, title = "police_report", "BJ", _("Report to the police")
    states = (TO_REPORT, POLICE_TOLD, REPORTED, DECLINED)
    tell_on_open = (tell.HOLDER, tell.DISTRICT_DUTY)
    deadlines = (
        Deadline("dv.minor_report", starts=("open", "make_mandatory"), stops=(POLICE_TOLD, REPORTED), only="mandatory"),
        Deadline("dv.danger_call", starts=("open",), stops=(POLICE_TOLD, REPORTED, DECLINED), only="danger"),
        Deadline("dv.police_decide", starts=("open",), stops=(POLICE_TOLD, REPORTED, DECLINED)),
        Deadline("dv.report_others", starts=(POLICE_TOLD,), stops=(REPORTED,)),
    )

    @action(
        [TO_REPORT], OneOf((POLICE_TOLD, REPORTED)), by=FIRST, label=_("Record the report"), form=ReportForm,
        checks=[ground_given], tell=[tell.PARENT, tell.DISTRICT_DUTY], icon="phone", primary=True,
        after=_("A record with time and number is signed. A mandatory report also goes to civil affairs or education."),
    )  # fmt: skip
    def report(self, way: str, at: datetime, ground: str, station: str, receipt: str, receiver: str, told: str) -> str:
        self.data.update(way=way, reported_at=at.isoformat(), receipt=receipt, ground=ground)
        moment = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
        said = {"way": way, "receiver": receiver, "receipt_no": receipt, "facts": told}
        if self.data.get("mandatory"):
            self.sign("mandatory_report", body=station, ground=ground, reported_at=moment, **said)
            return POLICE_TOLD.code
        self.sign("police_record", station=station, called_at=moment, **said)
        return REPORTED.code

    @action(
        [POLICE_TOLD], REPORTED, by=FIRST, label=_("Record that the other bodies were told"), form=OthersForm,
        tell=[tell.PARENT], icon="check", primary=True,
    )  # fmt: skip
    def others_told(self, bodies: list[str], told_by: str) -> None:
        self.data["others_told"] = bodies

    @action(
        [TO_REPORT], DECLINED, by=FIRST, label=_("She does not want a report"), form=DeclineForm,
        guards=[not_mandatory, own_word], tell=[tell.PARENT, tell.DISTRICT_DUTY], icon="x",
        after=_("It is asked again at each contact. In immediate danger the police are called all the same."),
    )  # fmt: skip
    def decline(self, heard_alone: bool, options_told: list[str], words: str) -> None:
        """Her words are sealed into the event."""

    @action(
        [TO_REPORT], SAME, by=[SYSTEM], label=_("Now required by law"),
        tell=[tell.HOLDER, tell.PARENT, tell.DISTRICT_DUTY, tell.LEADERS],
    )  # fmt: skip
    def make_mandatory(self) -> None:
        self.data["mandatory"] = True
