"""A child's own ticket beside a case of violence (未成年人): seen to at once, measures, visits (未成年人保护法; domain.md §1.6).

Nobody's leave is needed: the lawful basis is legal duty or emergency. A guardian who may be the one who harms is never asked,
told or shown anything. What tells of the child is sealed, the situation too. `data`: `must_report`,
`told` (who has been told), `guardian_is_abuser`, `measures`, `visits`, `quiet_from`, `calm_on` (ISO).
"""

from datetime import date, datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.rights import minor_forms as ask
from workflows.rights import protection as share
from workflows.rights.along import VOIDED, along
from workflows.rights.guardian import guardian_is_abuser
from workflows.rights.guards import in_my_unit
from workflows.rights.lane_forms import LaneForm
from workflows.rights.limits import last_day
from workflows.roles import DISTRICT, HANDLERS, Actor
from workflows.standard import ReasonForm, assignment, notes

TO_ASSESS = State("to_assess", _("Child to be looked after"))
MEASURES = State("measures", _("Measures being taken"))
VISITING = State("visiting", _("Visits go on"))
ENDED = State("ended", _("Finished"), Kind.END)
OPEN = (TO_ASSESS, MEASURES, VISITING)
QUIET = "minor.quiet"
ALARM = (tell.PARENT, tell.SUPERVISORS, tell.DISTRICT_DUTY, tell.LEADERS)


# ── Guards and checks ─────────────────────────────────────────────────────────────────────────────────────────────────
def not_the_abuser(ticket: Any, actor: Actor) -> Text:
    """Guard: consent is never asked of a guardian who harms, or may harm, the child."""
    if guardian_is_abuser(ticket):
        return _(
            "The guardian is the one accused of the harm, or may be: never ask or tell the guardian. Legal duty or emergency is your basis."
        )
    return ""


def lawful(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Check: a report by law rests on duty or emergency; consent only where there is one."""
    if cleaned["basis"] != ask.CONSENT:
        return {}
    if not_the_abuser(ticket, actor) or ticket.data.get("must_report") or ticket.data.get("mandatory"):
        return {"basis": _("No consent is asked for here: choose legal duty or emergency.")}
    if ticket.data.get("consent", {}).get("share") != "yes":
        return {"basis": _("No consent to it is on record. Record it first, or choose legal duty or emergency.")}
    return {}


def guided_how(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    if cleaned["guided"] == ask.DIRECT and not_the_abuser(ticket, actor):
        return {
            "guided": _(
                "The guardian is the one accused of the harm: only the police or the court speak with the guardian."
            )
        }
    return {}


def none_there(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    if cleaned["there"] == "no" and (ticket.data.get("mandatory") or ticket.data.get("minor")):
        return {"there": _("The case says that a child was harmed. Correct the case first, if that was wrong.")}
    return {}


def reported(ticket: Any, actor: Actor) -> Text:
    """Guard: what must be reported has been (未成年人保护法 art 11)."""
    told = ticket.data.get("told", [])
    if ticket.data.get("must_report"):
        return _("It must be reported to the police at once (未成年人保护法 art 11). Do it and record who was told.")
    if ticket.data.get("mandatory") and not told:
        return _(
            "Tell civil affairs, and the school where it concerns it, and record it: the law names them beside the police."
        )
    return ""


def measured(ticket: Any, actor: Actor) -> Text:
    return (
        "" if ticket.data.get("measures") else _("No measure for the child is on record. Record what was done first.")
    )


def may_end(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Check: “safe” needs the quiet time of the policy and a last visit that found the child safe."""
    if cleaned["ground"] != "safe":
        return {}
    since = share.day_of(ticket, "quiet_from")
    if since is None or ticket.state != VISITING.code:
        return {"ground": _("Only visits can show that the child is safe: let them begin.")}
    until = last_day(QUIET, since)
    if localdate(ticket.now) >= until and ticket.data.get("calm_on", "") >= until.isoformat():
        return {}
    sentence = _(
        "The visits go on until {day} at least, and the last one has to find the child safe. Record the next visit."
    )
    return {"ground": format_lazy(sentence, day=until.isoformat())}


@register
class MinorCase(along(*OPEN), assignment(OPEN), notes(OPEN)):
    slug, prefix, title, plan_chapter = "minor_case", "WC", _("The child's own ticket"), 8
    states = (*OPEN, ENDED, VOIDED)
    only_child = True
    open_by = HANDLERS
    intake_form = LaneForm
    watched = frozenset({"record_visit"})
    confidential = frozenset({"assess", "record_report", "record_measures", "record_visit", "set_guardian"})
    deadlines = (
        Deadline("minor.assess", starts=(TO_ASSESS,), stops=(MEASURES,), each=True),
        Deadline("dv.minor_report", starts=("assess", "record_visit"), only="must_report", each=True),
        Deadline("minor.measures", starts=(MEASURES,), stops=(VISITING,), each=True),
        Deadline("minor.first_visit", starts=(VISITING,), stops=("record_visit",), each=True),
        Deadline("minor.visit", starts=("record_visit",), stops=("record_visit", MEASURES), each=True),
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        share.belongs(ticket, cleaned, "未成年人保护")
        return []

    @classmethod
    def heading(cls, ticket: Any) -> Text:
        return cls.title

    @action(
        [TO_ASSESS], OneOf((MEASURES, ENDED)), by=HANDLERS, label=_("Look after the child"), form=ask.AssessForm, guards=[in_my_unit],
        checks=[none_there], tell=[tell.PARENT], icon="user", primary=True, after=_("Legal duty is your basis: nobody's consent is needed."),
    )  # fmt: skip
    def assess(self, there: str, grounds: list[str], guardian_is_abuser: str, harm: str, safe: str, **more: Any) -> str:
        if there == "no":
            self.data["no_child"] = True
            return ENDED.code
        if guardian_is_abuser in ("yes", "unsure"):
            self.data["guardian_is_abuser"] = True
        self.data.update(harm=harm, safe=safe)
        _situations(self, grounds, reported=bool(self.data.get("mandatory")))  # then police_report does it
        if safe != "yes":
            self.also_tell += ALARM
        return MEASURES.code

    @action(
        OPEN,
        SAME,
        by=[DISTRICT],
        label=_("Correct who harms"),
        form=ask.GuardianForm,
        guards=[in_my_unit],
        tell=[tell.PARENT],
        icon="note",
    )
    def set_guardian(self, guardian_is_abuser: str, reason: str) -> None:
        self.data["guardian_is_abuser"] = guardian_is_abuser == "yes"

    @action(
        OPEN, SAME, by=HANDLERS, label=_("Record who was told"), form=ask.ReportForm, guards=[in_my_unit], checks=[lawful],
        tell=[tell.PARENT], icon="send", after=_("Who reports is kept secret. The report to the police of the case itself has a ticket of its own."),
    )  # fmt: skip
    def record_report(
        self, told: list[str], at: datetime | None, ground: str, receiver: str, receipt_no: str, facts: str, basis: str
    ) -> None:
        self.data["told"] = sorted({*self.data.get("told", []), *told})
        if ask.POLICE not in told:
            return
        self.data["must_report"] = False
        self.sign(
            "mandatory_report", body=share.listed(ask.TOLD, told), ground=ground,
            reported_at=share.at_or_now(self, at), receiver=receiver, receipt_no=receipt_no, facts=facts,
        )  # fmt: skip

    @action(OPEN, SAME, by=HANDLERS, label=_("Record the guardian's consent"), form=ask.ConsentForm, guards=[in_my_unit, not_the_abuser],
            icon="check")  # fmt: skip
    def record_consent(self, about: str, answer: str, given_on: date, words: str) -> None:
        self.data["consent"] = {**self.data.get("consent", {}), about: answer}

    @action(
        [MEASURES, VISITING], SAME, by=HANDLERS, label=_("Record measures for the child"), form=ask.MeasureForm, guards=[in_my_unit],
        checks=[guided_how], tell=[tell.PARENT], icon="note",
    )  # fmt: skip
    def record_measures(self, measures: list[str], guided: str, done_on: date, details: str) -> None:
        self.data["measures"] = sorted({*self.data.get("measures", []), *measures})

    @action(
        [MEASURES], VISITING, by=HANDLERS, label=_("Measures stand, visits begin"), guards=[in_my_unit, reported, measured],
        tell=[tell.PARENT], icon="play", primary=True,
    )  # fmt: skip
    def begin_visits(self) -> None:
        self.data.update(quiet_from=localdate(self.now).isoformat())

    @action(
        [VISITING], OneOf((VISITING, MEASURES)), by=HANDLERS, label=_("Record a visit"), form=ask.VisitForm, guards=[in_my_unit],
        tell=[tell.PARENT], icon="user", primary=True, after=_("New harm: measures are taken anew, and the leaders hear it at once."),
    )  # fmt: skip
    def record_visit(self, visited_on: date, safe: str, harmed: bool, grounds: list[str], **more: Any) -> str:
        self.data.update(visits=self.data.get("visits", 0) + 1, safe=safe)
        if not (harmed or grounds or safe == "no"):
            if safe == "yes":
                self.data["calm_on"] = max(visited_on.isoformat(), self.data.get("calm_on", ""))
            return VISITING.code
        self.data["measures"] = []
        _situations(self, grounds, reported=False)
        self.also_tell += ALARM
        return MEASURES.code

    @action([MEASURES, VISITING], ENDED, by=[DISTRICT], label=_("End the child's ticket"), form=ask.EndForm, guards=[in_my_unit, reported],
            checks=[may_end], tell=[tell.PARENT, tell.SUPERVISORS], icon="check")  # fmt: skip
    def end(self, ground: str, reason: str) -> None:
        self.data["ended_because"] = ground

    @action([ENDED], TO_ASSESS, by=HANDLERS, label=_("Look after the child again"), form=ReasonForm, guards=[in_my_unit],
            tell=[tell.PARENT], icon="play")  # fmt: skip
    def look_again(self, reason: str) -> None:
        self.cycle += 1
        self.data.update(no_child=False, must_report=False, measures=[])


def _situations(ticket: Any, grounds: list[str], *, reported: bool) -> None:
    """One of the nine was found: unless the report is being made already, its clock starts (art 11). Which one stays sealed."""
    if grounds:
        ticket.data["must_report"] = not reported
