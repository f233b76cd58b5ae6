"""From a result to the end: review by another, reply, follow-up call, closing, reopening (domain.md §2.2, §2.6)."""

from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Workflow, action
from workflows.deadlines import Deadline
from workflows.guards import holder_only, not_the_handler
from workflows.ladder import Level
from workflows.rights import closing_forms as ask
from workflows.rights import states as at
from workflows.rights.forms import AttemptForm
from workflows.rights.guards import (
    asked,
    in_my_unit,
    not_asked,
    not_only_assisting,
    proof_complete,
    reviewer_above,
    withdrawal_free,
)
from workflows.roles import CADRE, DISTRICT, HANDLERS, MEDIATOR, OPERATOR, STREET, SUPERVISOR
from workflows.standard import ReasonForm

DEADLINES = (
    Deadline("wo.review_close", starts=(at.PENDING_REVIEW,), stops=(at.REPLIED, at.IN_PROGRESS), each=True),
    Deadline("wo.followup_first", starts=(at.REPLIED,), stops=(at.REOPENED,)),
    Deadline("xf.review_request", starts=(at.REPLIED,), stops=(at.REOPENED,)),
)

CALLERS = (OPERATOR, CADRE, MEDIATOR, STREET, DISTRICT, SUPERVISOR)
REVIEWERS = (STREET, DISTRICT, SUPERVISOR)


class Closing(Workflow):
    @action(
        [at.IN_PROGRESS], at.PENDING_REVIEW, by=HANDLERS, label=_("Submit the result"), form=ask.SubmitForm,
        guards=[holder_only], tell=[tell.LEVEL_UP, tell.SUPERVISORS], icon="send", primary=True,
    )  # fmt: skip
    @action(
        [at.MEDIATING], at.PENDING_REVIEW, by=HANDLERS, label=_("Submit the agreement"), form=ask.AgreementForm,
        guards=[holder_only], tell=[tell.LEVEL_UP, tell.SUPERVISORS], icon="send", primary=True,
    )  # fmt: skip
    def submit(self, outcome: str, proof: str, reply: str, perform_by: date | None = None) -> None:
        self.outcome, self.handler_id = outcome, self.assignee_id
        if perform_by:
            self.data["perform_by"] = perform_by.isoformat()
        if self.level == Level.DISTRICT:
            self.also_tell.append(tell.UNIT)

    @action(
        [at.PENDING_REVIEW], at.IN_PROGRESS, by=REVIEWERS, label=_("Send back"), form=ask.DefectsForm,
        guards=[not_the_handler, reviewer_above], tell=[tell.HOLDER, tell.UNIT], icon="back",
    )  # fmt: skip
    def send_back(self, defects: str) -> None:
        self.outcome = ""
        self.data["sent_back"] = self.data.get("sent_back", 0) + 1

    @action(
        [at.PENDING_REVIEW], at.REPLIED, by=REVIEWERS, label=_("Approve and reply"), form=ask.ReplyForm,
        guards=[not_the_handler, reviewer_above, proof_complete], tell=[tell.HOLDER, tell.UNIT, tell.OPENER],
        icon="check", primary=True, after=_("The follow-up call is due; the person may ask for a review."),
    )  # fmt: skip
    def reply(self, served: str, served_on: date, paper_no: str) -> None:
        self.data["served_on"] = served_on.isoformat()

    @action(
        [at.REPLIED], at.FOLLOW_UP, by=CALLERS, label=_("Begin the follow-up call"),
        guards=[not_only_assisting, not_the_handler], icon="phone", primary=True,
    )  # fmt: skip
    def begin_follow_up(self) -> None:
        self.data["follow_up_by"] = self.actor.id

    @action(
        [at.FOLLOW_UP], SAME, by=CALLERS, label=_("Not reached"), form=AttemptForm,
        guards=[not_only_assisting, not_the_handler], icon="phone",
    )  # fmt: skip
    def not_reached(self, way: str, tried_on: date) -> None:
        self.data["calls"] = self.data.get("calls", 0) + 1

    @action(
        [at.FOLLOW_UP], at.CLOSED, by=CALLERS, label=_("Close"), form=ask.FollowUpForm,
        guards=[not_only_assisting, not_the_handler], tell=[tell.HOLDER, tell.UNIT], icon="check", primary=True,
    )  # fmt: skip
    def close(self, result: str, satisfaction: str, safe_now: str, answer: str) -> None:
        self.data.update(follow_up=result, satisfaction=satisfaction, safe_now=safe_now)

    @action(
        [at.REPLIED, at.FOLLOW_UP, at.CLOSED, at.NOT_ACCEPTED, at.WITHDRAWN], at.REOPENED, by=[STREET, DISTRICT],
        label=_("Reopen"), form=ask.ReopenForm, tell=[tell.UNIT, tell.SUPERVISORS], icon="back",
        after=_("A new cycle begins with its own deadlines; the case counts as open again."),
    )  # fmt: skip
    def reopen(self, ground: str, reason: str) -> None:
        self.cycle += 1
        self.outcome, self.assignee_id = "", None
        self.data.setdefault("accepted_on", localdate(self.now).isoformat())
        self.data.update(reopened_because=ground, accepted_at=self.now.isoformat())  # the new cycle counts from here
        self.data["track_petition"] = not self.data.get("track_hotline")
        self.data.pop("returned", None)

    @action(
        [*at.HANDLING, at.PENDING_REVIEW], at.WITHDRAWN, by=HANDLERS, label=_("Record a withdrawal"),
        form=ask.WithdrawForm, guards=[not_only_assisting, withdrawal_free],
        tell=[tell.HOLDER, tell.UNIT, tell.SUPERVISORS], icon="x",
    )  # fmt: skip
    def withdraw(self, free_will: bool, statement: str) -> None:
        self.outcome = "F2"

    @action(
        at.OPEN, SAME, by=HANDLERS, label=_("Ask to void it"), form=ReasonForm,
        guards=[in_my_unit, not_asked("void_asked")], tell=[tell.DISTRICT_DUTY], icon="x",
        after=_("A second person at the district confirms. Nothing is deleted."),
    )  # fmt: skip
    def ask_void(self, reason: str) -> None:
        self.data["void_asked"] = {"by": self.actor.id}

    @action(
        at.OPEN, at.VOID, by=[DISTRICT], label=_("Confirm void"), form=ReasonForm,
        guards=[asked("void_asked", _("Nobody has asked to void it."))], tell=[tell.UNIT, tell.SUPERVISORS], icon="x",
    )  # fmt: skip
    def confirm_void(self, reason: str) -> None:
        del self.data["void_asked"]
        self.outcome = "X3"

    @action(
        at.OPEN, SAME, by=[DISTRICT], label=_("Refuse to void it"), form=ReasonForm,
        guards=[asked("void_asked", _("Nobody has asked to void it."))], tell=[tell.UNIT], icon="back",
    )  # fmt: skip
    def refuse_void(self, reason: str) -> None:
        del self.data["void_asked"]
