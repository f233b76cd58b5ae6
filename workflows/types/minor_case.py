"""A child's own ticket beside a case of violence (未成年人): seen to at once, measures, visits (未成年人保护法; domain.md §1.6).

Nobody's leave is needed: the lawful basis is legal duty or emergency. A guardian who may be the one who harms is never asked,
told or shown anything. What tells of the child is sealed, the situation too. `data`: `must_report`,
`told` (who has been told), `guardian_is_abuser`, `measures`, `visits`, `quiet_from`, `calm_on` (ISO).
"""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, action
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.rights import minor_forms as ask
from workflows.rights import minor_guards as only
from workflows.rights import protection as share
from workflows.rights.along import VOIDED
from workflows.rights.guards import in_my_unit
from workflows.rights.lane_moves import anew, at_unit
from workflows.rights.lane_task import lane_task
from workflows.rights.quiet import count_visit
from workflows.roles import DISTRICT

TO_ASSESS = State("to_assess", _("Child to be looked after"))
MEASURES = State("measures", _("Measures being taken"))
VISITING = State("visiting", _("Visits go on"))
ENDED = State("ended", _("Finished"), Kind.END)
OPEN = (TO_ASSESS, MEASURES, VISITING)
ALARM = (tell.PARENT, *tell.NEW_HARM)


@register
class MinorCase(lane_task(*OPEN)):
    slug, prefix, title = "minor_case", "WC", _("The child's own ticket")
    states = (*OPEN, ENDED, VOIDED)
    watched = frozenset({"record_visit"})
    confidential = frozenset({"assess", "record_report", "record_measures", "record_visit", "set_guardian"})
    deadlines = (
        Deadline("minor.assess", starts=(TO_ASSESS,), stops=(MEASURES,), each=True),
        Deadline("dv.minor_report", starts=("assess", "record_visit"), only="must_report", each=True),
        Deadline("minor.measures", starts=(MEASURES,), stops=(VISITING,), each=True),
        Deadline("minor.first_visit", starts=(VISITING,), stops=("record_visit",), each=True),
        Deadline("minor.visit", starts=("record_visit",), stops=("record_visit", MEASURES), each=True),
    )

    @at_unit(
        [TO_ASSESS], OneOf((MEASURES, ENDED)), label=_("Look after the child"), form=ask.AssessForm, checks=[only.none_there],
        tell=[tell.PARENT], icon="user", primary=True, after=_("Legal duty is your basis: nobody's consent is needed."),
    )  # fmt: skip
    def assess(self, there: str, grounds: list[str], guardian_is_abuser: str, harm: str, safe: str, **more: Any) -> str:
        if there == "no":
            self.data["no_child"] = True
            return ENDED.code
        if guardian_is_abuser in ("yes", "unsure"):
            self.data["guardian_is_abuser"] = True
        self.data.update(harm=harm, safe=safe)
        if grounds:  # one of the nine: its clock starts (art 11), unless the case's own report is on its way. Which one stays sealed
            self.data["must_report"] = not self.data.get("mandatory")
        if safe != "yes":
            self.also_tell += ALARM
        return MEASURES.code

    @action(OPEN, SAME, by=[DISTRICT], label=_("Correct who harms"), form=ask.GuardianForm, guards=[in_my_unit],
            tell=[tell.PARENT], icon="note")  # fmt: skip
    def set_guardian(self, guardian_is_abuser: str, reason: str) -> None:
        self.data["guardian_is_abuser"] = guardian_is_abuser == "yes"

    @at_unit(OPEN, SAME, label=_("Record who was told"), form=ask.ReportForm, checks=[only.lawful], tell=[tell.PARENT], icon="send",
             after=_("Who reports is kept secret. The report to the police of the case itself has a ticket of its own."))  # fmt: skip
    def record_report(self, told: list[str], at: datetime | None, basis: str, **report: str) -> None:
        self.data["told"] = sorted({*self.data.get("told", []), *told})
        if ask.POLICE in told:
            self.data["must_report"] = False
            bodies = share.listed(ask.TOLD, told)
            self.sign("mandatory_report", body=bodies, reported_at=share.at_or_now(self, at), **report)

    @at_unit(OPEN, SAME, label=_("Record the guardian's consent"), form=ask.ConsentForm, guards=[only.not_the_abuser],
             icon="check")  # fmt: skip
    def record_consent(self, about: str, answer: str, given_on: date, words: str) -> None:
        self.data["consent"] = {**self.data.get("consent", {}), about: answer}

    @at_unit([MEASURES, VISITING], SAME, label=_("Record measures for the child"), form=ask.MeasureForm, checks=[only.guided_how],
             tell=[tell.PARENT], icon="note")  # fmt: skip
    def record_measures(self, measures: list[str], guided: str, done_on: date, details: str) -> None:
        self.data["measures"] = sorted({*self.data.get("measures", []), *measures})

    @at_unit([MEASURES], VISITING, label=_("Measures stand, visits begin"), guards=[only.reported, only.measured],
             tell=[tell.PARENT], icon="play", primary=True)  # fmt: skip
    def begin_visits(self) -> None:
        self.data["quiet_from"] = localdate(self.now).isoformat()

    @at_unit([VISITING], OneOf((VISITING, MEASURES)), label=_("Record a visit"), form=ask.VisitForm, tell=[tell.PARENT], icon="user",
             primary=True, after=_("New harm: measures are taken anew, and the leaders hear it at once."))  # fmt: skip
    def record_visit(self, visited_on: date, safe: str, harmed: bool, grounds: list[str], **more: Any) -> str:
        found_harm = bool(harmed or grounds or safe == "no")
        count_visit(self, visited_on, calm=safe == "yes" and not found_harm)
        self.data["safe"] = safe
        if not found_harm:
            return VISITING.code
        self.data["measures"] = []
        if grounds:
            self.data["must_report"] = True
        self.also_tell += ALARM
        return MEASURES.code

    @action([MEASURES, VISITING], ENDED, by=[DISTRICT], label=_("End the child's ticket"), form=ask.EndForm,
            guards=[in_my_unit, only.reported], checks=[only.may_end], tell=[tell.PARENT, tell.SUPERVISORS], icon="check")  # fmt: skip
    def end(self, ground: str, reason: str) -> None:
        self.data["ended_because"] = ground

    @anew([ENDED], TO_ASSESS, label=_("Look after the child again"))
    def look_again(self, reason: str) -> None:
        self.cycle += 1
        self.data.update(no_child=False, must_report=False, measures=[])
