"""Mediation by consent: begin, sessions, private talks, more time, end.

Source: 人民调解法 art 17–26; domain.md §1.2, §2.2. Consent and impartiality: `consent`; what was agreed and what a court
confirms of it: `agreement`; mediation delegated by a court: `court`.
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
from workflows.rights import agreement, court, limits
from workflows.rights import mediation_forms as ask
from workflows.rights import states as at
from workflows.rights.agreement import Agreement, no_agreement_yet
from workflows.rights.consent import Consent, all_agreed, end, impartial, needed, still_consented
from workflows.rights.court import CourtMediation, delegation_known
from workflows.rights.guards import mediation_allowed
from workflows.rights.lane_guards import guardian_left_out, joint_meeting, plan_first
from workflows.roles import HANDLERS, Actor

LABOUR = "04"  # first digits of the categories of work disputes

DEADLINES: tuple[Deadline, ...] = (
    Deadline(
        "med.duration",
        starts=("start_mediation",),
        stops=("stop_mediation", at.IN_PROGRESS, at.PENDING_REVIEW, at.DISPATCHED, at.ESCALATED),
        pauses=(at.SUSPENDED,),
        only="own_term",
    ),
    Deadline("med.labour", starts=("start_mediation",), only="labour_mediation", each=True),
    *agreement.DEADLINES,
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


class Mediation(Consent, CourtMediation, Agreement, Workflow):
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
        [at.MEDIATING], at.IN_PROGRESS, by=HANDLERS, label=_("End mediation"), form=ask.StopMediationForm,
        guards=[holder_only, no_agreement_yet], icon="x", tell=[tell.UNIT],
        after=_("A clear refusal ends it at once (人民调解法 art 17)."),
    )  # fmt: skip
    def stop_mediation(self, ground: str, refused_by: str, ways_told: list[str], record: str) -> None:
        if refused_by:
            word = {"answer": ask.REFUSED, "on": localdate(self.now).isoformat(), "by": self.actor.id}
            self.data["consent"] = {**self.data.get("consent", {}), refused_by: word}
        end(self, ground, ways_told)
