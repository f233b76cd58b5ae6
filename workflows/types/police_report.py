"""Report to the police (报警 / 强制报告): made, or declined by an adult in her own words; never declined for a minor.

未成年人保护法 art 11, 反家庭暴力法 art 14 (mandatory, whatever anybody wishes), art 5 and 15 (an adult's will; police come at
once); the mandatory one also goes to civil affairs and education. domain.md §1.6, §2.5.
`data`: `mandatory`, `danger` (now: the police are called whatever she wishes), `way`, `receipt` (接警号), `ground`,
`reported_at` (ISO), `others_told`.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.rights import police_report_forms as ask
from workflows.rights.along import VOIDED, along
from workflows.rights.lane_task import FIRST, LaneTask
from workflows.rights.protection import DeclineForm, at_or_now, own_word
from workflows.roles import SYSTEM, Actor
from workflows.standard import assignment, notes

TO_REPORT = State("to_report", _("To be reported"))
POLICE_TOLD = State("police_told", _("Police told, other bodies to be told"))
REPORTED = State("reported", _("Reported"), Kind.END)
DECLINED = State("declined", _("Declined by her"), Kind.END)


def not_mandatory(ticket: Any, actor: Actor) -> Text:
    if ticket.data.get("mandatory"):
        return _(
            "This report is required by law. Nobody can decline it, not the guardian and not a superior. Report it."
        )
    return ""


def no_danger(ticket: Any, actor: Actor) -> Text:
    """Guard: her will decides outside of danger only (domain.md §2.5)."""
    if ticket.data.get("danger"):
        return _(
            "There is danger now: the police are called whatever she wishes. Report it; once she is safe, use “The danger is over” and then record her wish."  # noqa: E501
        )
    return ""


def in_danger(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.data.get("danger") else _("No danger is on record for this ticket.")


def ground_given(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """A mandatory report names one of the situations of the law."""
    if ticket.data.get("mandatory") and not cleaned.get("ground"):
        return {"ground": _("Choose the situation that makes the report mandatory.")}
    return {}


@register
class PoliceReport(
    along(TO_REPORT, POLICE_TOLD), assignment((TO_REPORT, POLICE_TOLD)), notes((TO_REPORT, POLICE_TOLD)), LaneTask,
):  # fmt: skip
    slug, prefix, title = "police_report", "BJ", _("Report to the police")
    states = (TO_REPORT, POLICE_TOLD, REPORTED, DECLINED, VOIDED)
    tell_on_open = (tell.HOLDER, tell.DISTRICT_DUTY)
    deadlines = (
        Deadline("dv.minor_report", starts=("open", "make_mandatory"), stops=(POLICE_TOLD, REPORTED), only="mandatory"),
        Deadline(
            "dv.danger_call",
            starts=("open", "danger_now"),
            stops=(POLICE_TOLD, REPORTED, DECLINED),
            only="danger",
            each=True,
        ),
        Deadline("dv.police_decide", starts=("open",), stops=(POLICE_TOLD, REPORTED, DECLINED)),
        Deadline("dv.report_others", starts=(POLICE_TOLD,), stops=(REPORTED,)),
    )

    @action(
        [TO_REPORT], OneOf((POLICE_TOLD, REPORTED)), by=FIRST, label=_("Record the report to the police"), form=ask.ReportForm,
        checks=[ground_given], tell=[tell.PARENT, tell.DISTRICT_DUTY], icon="phone", primary=True,
        after=_("A record with time and number is signed. A mandatory report also goes to civil affairs or education."),
    )  # fmt: skip
    def report(
        self, way: str, at: datetime | None, station: str, receipt: str, receiver: str, told: str, ground: str = ""
    ) -> str:
        when = at_or_now(self, at)
        self.data.update(way=way, reported_at=when, receipt=receipt, ground=ground)
        said = {"way": way, "receiver": receiver, "receipt_no": receipt, "facts": told}
        if self.data.get("mandatory"):
            self.sign("mandatory_report", body=station, ground=ground, reported_at=when, **said)
            return POLICE_TOLD.code
        self.sign("police_record", station=station, called_at=when, **said)
        return REPORTED.code

    @action(
        [POLICE_TOLD], REPORTED, by=FIRST, label=_("Record that the other bodies were told"), form=ask.OthersForm,
        tell=[tell.PARENT], icon="check", primary=True,
    )  # fmt: skip
    def others_told(self, bodies: list[str], told_by: str) -> None:
        self.data["others_told"] = bodies

    @action(
        [TO_REPORT], DECLINED, by=FIRST, label=_("She does not want a report"), form=DeclineForm,
        guards=[not_mandatory, no_danger, own_word], tell=[tell.PARENT, tell.DISTRICT_DUTY], icon="x",
        after=_("It is asked again at each contact. In immediate danger the police are called all the same."),
    )  # fmt: skip
    def decline(self, heard_alone: bool, options_told: list[str], words: str) -> None:
        """Her words are sealed into the event."""

    @action(
        [TO_REPORT], SAME, by=FIRST, label=_("The danger is over"), form=ask.DangerOverForm, guards=[in_danger],
        tell=[tell.PARENT, tell.DISTRICT_DUTY], icon="check",
        after=_("From now on an adult's own will counts: report it, or record that she does not want a report."),
    )  # fmt: skip
    def end_danger(self, how: str, details: str) -> None:
        self.data["danger"] = False

    @action(
        [TO_REPORT], SAME, by=[SYSTEM], label=_("Danger again"),
        tell=[tell.HOLDER, tell.PARENT, tell.DISTRICT_DUTY, tell.LEADERS],
    )  # fmt: skip
    def danger_now(self) -> None:
        """A new alarm in the case (workflows.rights.lane)."""
        self.data["danger"] = True

    @action(
        [TO_REPORT], SAME, by=[SYSTEM], label=_("Now required by law"),
        tell=[tell.HOLDER, tell.PARENT, tell.DISTRICT_DUTY, tell.LEADERS],
    )  # fmt: skip
    def make_mandatory(self) -> None:
        self.data["mandatory"] = True
