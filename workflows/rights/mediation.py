"""Mediation by consent: consent, sessions, agreement, end (人民调解法; domain.md §1.2)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from workflows.base import SAME, Workflow, action
from workflows.deadlines import Deadline
from workflows.guards import holder_only
from workflows.rights import forms as ask
from workflows.rights import states as at
from workflows.rights.guards import mediation_allowed
from workflows.roles import HANDLERS

DEADLINES: tuple[Deadline, ...] = (
    Deadline(
        "med.duration",
        starts=("start_mediation",),
        stops=("stop_mediation", at.PENDING_REVIEW, at.DISPATCHED, at.ESCALATED),
        pauses=(at.SUSPENDED,),
    ),
)


class Mediation(Workflow):
    @action(
        [at.IN_PROGRESS], at.MEDIATING, by=HANDLERS, label=_("Begin mediation"), form=ask.ConsentForm,
        guards=[holder_only, mediation_allowed], icon="talk",
        after=_("Mediation has its own time limit; either party may end it at any moment."),
    )  # fmt: skip
    def start_mediation(self, petitioner: str, other_party: str, rights_told: bool, no_interest: bool) -> None:
        self.data["consent"] = {"petitioner": petitioner, "other_party": other_party}

    @action(
        [at.MEDIATING], SAME, by=HANDLERS, label=_("Record a session"), form=ask.SessionForm, guards=[holder_only],
        icon="note",
    )  # fmt: skip
    def record_session(self, held_on: date, present: str, record: str, next_on: date | None) -> None:
        self.data["sessions"] = self.data.get("sessions", 0) + 1
        self.data["next_session"] = next_on.isoformat() if next_on else ""

    @action(
        [at.MEDIATING], at.IN_PROGRESS, by=HANDLERS, label=_("End mediation"), form=ask.StopMediationForm,
        guards=[holder_only], icon="x", after=_("A clear refusal ends it at once (人民调解法 art 17)."),
    )  # fmt: skip
    def stop_mediation(self, ground: str, ways_told: bool, record: str) -> None:
        self.data["mediation_ended"] = ground
