"""Mediation by consent: begin, sessions, private talks, more time, agreement, end, confirmation by the court.

Source: 人民调解法 art 17–33, 民事诉讼法 art 205; domain.md §1.2, §2.2. Consent and impartiality: `consent`; the court's
side: `court`. `data["agreement"]` = {"kind", "effective", "items", "status_only"} is what closing asks for.
"""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Text, Workflow, action
from workflows.deadlines import Deadline
from workflows.guards import holder_only
from workflows.policies import policies
from workflows.rights import court, limits
from workflows.rights import mediation_forms as ask
from workflows.rights import states as at
from workflows.rights.consent import Consent, all_agreed, end, impartial, names_of, needed, still_consented
from workflows.rights.court import CourtMediation, day_start, delegation_known
from workflows.rights.guards import mediation_allowed
from workflows.rights.lane_guards import guardian_left_out, joint_meeting, plan_first
from workflows.roles import HANDLERS, Actor

LABOUR = "04"  # first digits of the categories of work disputes
AGREED = (at.MEDIATING, at.PENDING_REVIEW, at.REPLIED, at.FOLLOW_UP, at.CLOSED)

DEADLINES: tuple[Deadline, ...] = (
    Deadline(
        "med.duration",
        starts=("start_mediation",),
        stops=("stop_mediation", at.IN_PROGRESS, at.PENDING_REVIEW, at.DISPATCHED, at.ESCALATED),
        pauses=(at.SUSPENDED,),
        only="own_term",
    ),
    Deadline("med.labour", starts=("start_mediation",), only="labour_mediation", each=True),
    # The joint application to the court: the parties' own limit, so it outlives the case and a reopening.
    Deadline(
        "med.judicial_confirm", starts=("record_agreement", at.REOPENED), only="confirmable", back_from="effective_at",
        each=True,
    ),
    Deadline(
        "med.court_confirm", starts=("record_confirmation", at.REOPENED), only="confirmation_asked",
        back_from="confirmation_asked_at", each=True,
    ),
    *court.DEADLINES,
)  # fmt: skip


def term_of(ticket: Any) -> str:
    """Key of the limit that this mediation has."""
    return "med.court_delegated" if ticket.data.get("court_accepted") else "med.duration"


def limits_were_told(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Check: mediation stops no limit of hers, so she hears which of them ends before it does (domain.md §1.11)."""
    today = localdate(ticket.now)
    days = int(policies[term_of(ticket)].budget.amount)
    if "days" in cleaned:  # more time: counted from the end of the term, which lies at most a term from today
        days += int(cleaned["days"])
    ending = limits.ending_by(ticket, today, today + timedelta(days=days))
    if not ending or cleaned.get("limits_told"):
        return {}
    listed = "；".join(f"{title} {last.isoformat()}" for title, last in ending)
    sentence = _("Tell her first that mediation does not stop these limits: {limits}. Then tick the box.")
    return {"limits_told": format_lazy(sentence, limits=listed)}


def signed_by_all(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Check: a written agreement binds whom signed it (art 29)."""
    missing = [code for code in needed(ticket) if code not in cleaned.get("signed_by", ())]
    if cleaned.get("kind") != "written" or not missing:
        return {}
    return {"signed_by": format_lazy(_("The signature of {who} is missing."), who=names_of(ticket, missing))}


def _no_agreement_yet(ticket: Any, actor: Actor) -> Text:
    return _("The agreement is recorded. Hand in the result.") if ticket.data.get("agreement") else ""


def promises(ticket: Any) -> list[Any]:
    """The performance tickets of the agreement that stands now."""
    number = ticket.data.get("agreement", {}).get("no")
    return [one for one in ticket.family.children("performance") if one.data.get("agreement") == number]


def _all_kept(ticket: Any, actor: Actor) -> Text:
    if not ticket.data.get("agreement"):
        return _("There is no agreement yet.")
    if ticket.data.get("performed"):
        return _("It is recorded that the agreement was performed.")
    found = promises(ticket)
    left = [one for one in found if one.state not in ("performed", "released")]
    if left:
        return format_lazy(_("{n} promises are still open. Record each of them first."), n=len(left))
    return "" if any(one.state == "performed" for one in found) else _("The agreement has no promise that was kept.")


def _agreement_to_confirm(ticket: Any, actor: Actor) -> Text:
    agreement = ticket.data.get("agreement")
    if not agreement:
        return _("There is no agreement to confirm.")
    if agreement["status_only"]:
        return _("A court cannot confirm an agreement about status, marriage or adoption.")
    return _("The court’s decision is recorded.") if "judicial_confirmed" in ticket.data else ""


class Mediation(Consent, CourtMediation, Workflow):
    confidential: ClassVar[frozenset[str]] = frozenset({"record_private_talk"})

    @action(
        [at.IN_PROGRESS], at.MEDIATING, by=HANDLERS, label=_("Begin mediation"), form=ask.StartForm,
        guards=[holder_only, mediation_allowed, guardian_left_out, plan_first, delegation_known, all_agreed, impartial],
        checks=[limits_were_told],
        icon="talk", after=_("Mediation has its own time limit; either party may end it at any moment."),
    )  # fmt: skip
    def start_mediation(self, began_by: str, limits_told: bool) -> None:
        data = self.data
        data["mediations"] = data.get("mediations", 0) + 1
        data["labour_mediation"] = self.category.startswith(LABOUR)
        data["own_term"] = not data.get("court_accepted")
        for old in ("agreement", "mediation_ended", "judicial_confirmed", "longer"):
            data.pop(old, None)
        data.update(confirmable=False, confirmation_asked=False)

    @action(
        [at.MEDIATING], SAME, by=HANDLERS, label=_("Record a session"), form=ask.SessionForm,
        guards=[holder_only, impartial, guardian_left_out, still_consented], checks=[joint_meeting], icon="note",
    )  # fmt: skip
    def record_session(
        self, held_on: date, mode: str, present: list[str], others_present: str, record: str, signing: str,
        next_on: date | None,
    ) -> None:  # fmt: skip
        self.data["sessions"] = self.data.get("sessions", 0) + 1
        self.data["next_session"] = next_on.isoformat() if next_on else ""

    @action(
        at.WORKING, SAME, by=HANDLERS, label=_("Record a private talk"), form=ask.PrivateTalkForm,
        guards=[holder_only, impartial, guardian_left_out, still_consented], icon="lock",
    )  # fmt: skip
    def record_private_talk(self, party: str, held_on: date, said: str) -> None:
        self.data["private_talks"] = self.data.get("private_talks", 0) + 1

    @action(
        [at.MEDIATING], SAME, by=HANDLERS, label=_("A party agrees to more time"), form=ask.LongerForm,
        guards=[holder_only, impartial, guardian_left_out, all_agreed], checks=[limits_were_told], icon="clock",
        after=_("The term becomes longer when every party has agreed to the same number of days."),
    )  # fmt: skip
    def agree_longer(self, party: str, days: int, way: str, limits_told: bool) -> None:
        asked = self.data.get("longer", {})
        agreed = asked.get("by", {}) if asked.get("days") == days else {}  # another number: asked anew
        agreed = {**agreed, party: way}
        if all(code in agreed for code in needed(self)):
            self.extend(term_of(self), days)
            self.data.pop("longer", None)
        else:
            self.data["longer"] = {"days": days, "by": agreed}

    @action(
        [at.MEDIATING], SAME, by=HANDLERS, label=_("Record the agreement"), form=ask.AgreementForm,
        guards=[holder_only, impartial, guardian_left_out, all_agreed, _no_agreement_yet], checks=[signed_by_all], icon="check",
        primary=True, after=_("Each promise with a date becomes a task of its own. Then hand in the result."),
    )  # fmt: skip
    def record_agreement(
        self, kind: str, effective_on: date, facts: str, issues: str, terms: str, status_only: bool, plan: str,
        signed_by: list[str], mediator_signed: bool, seal_affixed: bool,
    ) -> None:  # fmt: skip
        items = ask.read_plan(plan)
        count = self.data.get("agreements", 0) + 1
        self.data["agreements"] = count
        self.data["agreement"] = {
            "kind": kind, "effective": effective_on.isoformat(), "items": len(items), "status_only": status_only,
            "no": count,
        }  # fmt: skip
        if items:
            self.data["agreement"]["perform_by"] = max(item.due_on for item in items).isoformat()
        self.data.pop("performed", None)
        self.data.update(confirmable=not status_only, effective_at=day_start(effective_on), labour_mediation=False)
        if self.data.get("court_accepted"):
            self.data["court_to_return"] = True
        for item in items:
            promise = {"due_on": item.due_on.isoformat(), "act": item.act, "agreement": count}
            self.spawn("performance", amount="" if item.amount is None else str(item.amount), **promise)

    @action(
        [at.MEDIATING], at.IN_PROGRESS, by=HANDLERS, label=_("End mediation"), form=ask.StopMediationForm,
        guards=[holder_only, _no_agreement_yet], icon="x", tell=[tell.UNIT],
        after=_("A clear refusal ends it at once (人民调解法 art 17)."),
    )  # fmt: skip
    def stop_mediation(self, ground: str, refused_by: str, ways_told: list[str], record: str) -> None:
        if refused_by:
            word = {"answer": ask.REFUSED, "on": localdate(self.now).isoformat(), "by": self.actor.id}
            self.data["consent"] = {**self.data.get("consent", {}), refused_by: word}
        end(self, ground, ways_told)

    @action(
        AGREED, SAME, by=HANDLERS, label=_("The whole agreement was performed"), guards=[_all_kept], icon="check",
        tell=[tell.HOLDER],
    )  # fmt: skip
    def confirm_performance(self) -> None:
        """The day is that of the last promise kept; the rates take it from here."""
        self.data["performed"] = max(one.data["performed_on"] for one in promises(self) if "performed_on" in one.data)

    @action(
        AGREED, SAME, by=HANDLERS, label=_("Record the court’s confirmation"),
        form=ask.ConfirmationForm, guards=[_agreement_to_confirm], icon="check",
    )  # fmt: skip
    def record_confirmation(self, step: str, on: date, paper_no: str) -> None:
        self.data["confirmable"] = False  # used, or not wanted: the parties' limit has done its duty
        self.data["confirmation_asked"] = step == "applied"
        if step == "applied":
            self.data["confirmation_asked_at"] = day_start(on)
        else:
            self.data["judicial_confirmed"] = step == "confirmed"
