"""Report to the police (报警 / 强制报告): made, or declined by an adult in her own words; never declined for a minor.

未成年人保护法 art 11, 反家庭暴力法 art 14 (mandatory, whatever anybody wishes), art 5 and 15 (an adult's will; police come at
once); the mandatory one also goes to civil affairs and education. domain.md §1.6, §2.5.
`data`: `mandatory`, `danger` (now: the police are called whatever she wishes), `way`, `receipt` (接警号), `ground`,
`reported_at` (ISO), `others_told`.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, action
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.rights import police_report_forms as ask
from workflows.rights import police_report_guards as only
from workflows.rights.along import VOIDED
from workflows.rights.lane_moves import refusal
from workflows.rights.lane_task import FIRST, lane_task
from workflows.rights.protection import at_or_now
from workflows.roles import SYSTEM

TO_REPORT = State("to_report", _("To be reported"))
POLICE_TOLD = State("police_told", _("Police told, other bodies to be told"))
REPORTED = State("reported", _("Reported"), Kind.END)
DECLINED = State("declined", _("Declined by her"), Kind.END)
TOLD = (POLICE_TOLD, REPORTED)
URGENT = (tell.HOLDER, tell.PARENT, tell.DISTRICT_DUTY, tell.LEADERS)


@register
class PoliceReport(lane_task(TO_REPORT, POLICE_TOLD)):
    slug, prefix, title = "police_report", "BJ", _("Report to the police")
    states = (TO_REPORT, POLICE_TOLD, REPORTED, DECLINED, VOIDED)
    tell_on_open = (tell.HOLDER, tell.DISTRICT_DUTY)
    deadlines = (
        Deadline("dv.minor_report", starts=("open", "make_mandatory"), stops=TOLD, only="mandatory"),
        Deadline("dv.danger_call", starts=("open", "danger_now"), stops=(*TOLD, DECLINED), only="danger", each=True),
        Deadline("dv.police_decide", starts=("open",), stops=(*TOLD, DECLINED)),
        Deadline("dv.report_others", starts=(POLICE_TOLD,), stops=(REPORTED,)),
    )

    @action(
        [TO_REPORT], OneOf(TOLD), by=FIRST, label=_("Record the report to the police"), form=ask.ReportForm,
        checks=[only.ground_given], tell=[tell.PARENT, tell.DISTRICT_DUTY], icon="phone", primary=True,
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

    @refusal(
        [TO_REPORT], DECLINED, by=FIRST, label=_("She does not want a report"), guards=[only.not_mandatory, only.no_danger],
        tell=[tell.PARENT, tell.DISTRICT_DUTY],
        after=_("It is asked again at each contact. In immediate danger the police are called all the same."),
    )  # fmt: skip
    def decline(self, heard_alone: bool, options_told: list[str], words: str) -> None:
        """Her words are sealed into the event."""

    @action(
        [TO_REPORT], SAME, by=FIRST, label=_("The danger is over"), form=ask.DangerOverForm, guards=[only.in_danger],
        tell=[tell.PARENT, tell.DISTRICT_DUTY], icon="check",
        after=_("From now on an adult's own will counts: report it, or record that she does not want a report."),
    )  # fmt: skip
    def end_danger(self, how: str, details: str) -> None:
        self.data["danger"] = False

    @action([TO_REPORT], SAME, by=[SYSTEM], label=_("Danger again"), tell=URGENT)
    def danger_now(self) -> None:
        """A new alarm in the case (workflows.rights.lane)."""
        self.data["danger"] = True

    @action([TO_REPORT], SAME, by=[SYSTEM], label=_("Now required by law"), tell=URGENT)
    def make_mandatory(self) -> None:
        self.data["mandatory"] = True
