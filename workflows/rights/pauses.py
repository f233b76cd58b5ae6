"""Time in a rights case: waiting for another body, suspending, extending (domain.md §2.2)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, OneOf, State, Text, Workflow, action
from workflows.deadlines import Deadline
from workflows.guards import holder_only, not_the_handler
from workflows.rights import papers
from workflows.rights import states as at
from workflows.rights.forms import AnswerForm, ApproveExtensionForm, ExtensionForm, SuspendForm, WaitForm
from workflows.rights.guards import asked, not_asked, not_only_assisting, was_accepted
from workflows.roles import CADRE, DISTRICT, HANDLERS, MEDIATOR, STREET, SUPERVISOR, SYSTEM
from workflows.standard import ReasonForm

APPROVERS = (STREET, DISTRICT, SUPERVISOR)
BACK = OneOf(at.WORKING)
EXTENDABLE = (at.ACCEPTED, at.DISPATCHED, at.ESCALATED, *at.WORKING, *at.RESTING)


def _watched(key: str, state: State, until: str, answer: str, title: Text) -> Deadline:
    """Another body's clock: we only look at it."""
    return Deadline(key, starts=(state,), stops=(answer, at.ESCALATED), until=until, who="ext", each=True, title=title)


DEADLINES: tuple[Deadline, ...] = (
    _watched("ext.answer", at.WAITING_EXTERNAL, "their_due", "answered", _("Answer of the other body")),
    _watched("ext.report", at.TRANSFERRED_OUT, "report_due", "record_report", _("Report of the competent body")),
    Deadline(
        "case.resume",
        starts=(at.SUSPENDED,),
        stops=(*at.WORKING, at.ESCALATED),
        until="resume_on",
        then="resume_due",
        each=True,
        title=_("End of the suspension"),
    ),
)
NOT_ASKED_SUSPENSION = _("Nobody has asked to suspend it.")
NOT_ASKED_EXTENSION = _("Nobody has asked for more time.")


class Pauses(Workflow):
    @action(
        at.WORKING, at.WAITING_EXTERNAL, by=HANDLERS, label=_("Wait for another body"), form=WaitForm,
        guards=[holder_only], icon="wait", after=_("Your deadlines run on; theirs is watched."),
    )  # fmt: skip
    def wait_for(self, body: str, paper_no: str, their_due: date) -> None:
        self.data.update(rests_from=self.state, waits_for=body, their_due=their_due.isoformat())

    @action(
        [at.WAITING_EXTERNAL], BACK, by=HANDLERS, label=_("Record the answer"), form=AnswerForm, guards=[holder_only],
        icon="check", primary=True,
    )  # fmt: skip
    def answered(self, answer: str, paper_no: str) -> str:
        if paper_no.strip():
            self.data["body_paper"] = paper_no.strip()  # proof of what became of it elsewhere
        return str(self.data.pop("rests_from"))

    @action(
        at.WORKING, SAME, by=HANDLERS, label=_("Ask to suspend"), form=SuspendForm,
        guards=[holder_only, not_asked("suspension_asked")], tell=[tell.LEVEL_UP, tell.SUPERVISORS], icon="pause",
        after=_("Nothing rests until another person approves it."),
    )  # fmt: skip
    def ask_suspension(self, ground: str, resume_on: date, reason: str) -> None:
        self.data["suspension_asked"] = {"by": self.actor.id, "ground": ground, "resume_on": resume_on.isoformat()}

    @action(
        at.WORKING, at.SUSPENDED, by=APPROVERS, label=_("Approve the suspension"),
        guards=[asked("suspension_asked", NOT_ASKED_SUSPENSION), not_the_handler], tell=[tell.HOLDER], icon="check",
        after=_("This level's deadline rests until the date; limits set by law run on."),
    )  # fmt: skip
    def suspend(self) -> None:
        request = self.data.pop("suspension_asked")
        self.data.update(rests_from=self.state, suspended_because=request["ground"], resume_on=request["resume_on"])

    @action(
        at.WORKING, SAME, by=APPROVERS, label=_("Refuse the suspension"), form=ReasonForm,
        guards=[asked("suspension_asked", NOT_ASKED_SUSPENSION), not_the_handler], tell=[tell.HOLDER], icon="x",
    )  # fmt: skip
    def refuse_suspension(self, reason: str) -> None:
        del self.data["suspension_asked"]

    @action(
        [at.SUSPENDED], BACK, by=[*HANDLERS, SUPERVISOR], label=_("Go on before the date"), form=ReasonForm,
        guards=[not_only_assisting], icon="play", tell=[tell.HOLDER], primary=True,
    )  # fmt: skip
    def resume(self, reason: str) -> str:
        return str(self.data.pop("rests_from"))

    @action([at.SUSPENDED], BACK, by=[SYSTEM], label=_("Goes on by date"), tell=[tell.HOLDER, tell.SUPERVISORS])
    def resume_due(self) -> str:
        return str(self.data.pop("rests_from"))

    @action(
        EXTENDABLE, SAME, by=[CADRE, MEDIATOR, STREET, DISTRICT], label=_("Ask for more time"), form=ExtensionForm,
        guards=[was_accepted, holder_only, not_asked("extension_asked")], tell=[tell.LEVEL_UP, tell.SUPERVISORS],
        icon="clock", after=_("The deadline stays as it is until another person approves it."),
    )  # fmt: skip
    def ask_extension(self, days: int, reason: str) -> None:
        self.data["extension_asked"] = {"by": self.actor.id, "days": days, "seq": self.version + 1}

    @action(
        EXTENDABLE, SAME, by=[DISTRICT, SUPERVISOR], label=_("Approve more time"), form=ApproveExtensionForm,
        guards=[asked("extension_asked", NOT_ASKED_EXTENSION), not_the_handler], tell=[tell.HOLDER, tell.UNIT],
        icon="check",
    )  # fmt: skip
    def approve_extension(self, person_told: bool) -> None:
        limit = "wo.complaint" if self.data.get("track_hotline") else "xf.handle"
        wanted = self.data.pop("extension_asked")
        self.extend(limit, wanted["days"])
        papers.on_extension(self, wanted)

    @action(
        EXTENDABLE, SAME, by=[DISTRICT, SUPERVISOR], label=_("Refuse more time"), form=ReasonForm,
        guards=[asked("extension_asked", NOT_ASKED_EXTENSION), not_the_handler], tell=[tell.HOLDER], icon="x",
    )  # fmt: skip
    def refuse_extension(self, reason: str) -> None:
        del self.data["extension_asked"]
