"""From a result to the end: proof, review by another, reply, follow-up call, closing, reopening (domain.md §2.2, §2.6)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Workflow, action
from workflows.deadlines import Deadline
from workflows.guards import holder_only, not_the_handler
from workflows.rights import closing_forms as ask
from workflows.rights import lane_rules, plans, proof
from workflows.rights import states as at
from workflows.rights.along import nothing_kept, void_children
from workflows.rights.archive import DEADLINES as ARCHIVE
from workflows.rights.archive import Archive
from workflows.rights.ending import (
    WRITTEN,
    call_made,
    hand_in,
    instant_of,
    measures_done,
    no_plan_yet,
    open_again,
    overdue_report,
    proof_shown,
    service_shown,
    still_open_to_her,
    take_hand,
)
from workflows.rights.followup_guards import CALLERS
from workflows.rights.forms import AttemptForm
from workflows.rights.guards import (
    asked,
    in_my_unit,
    not_asked,
    not_only_assisting,
    proof_by,
    reviewer_above,
    safety_signed_by_district,
    withdrawal_free,
)
from workflows.rights.proof import Stage
from workflows.rights.supervision import defects_answered, press_answered
from workflows.roles import DISTRICT, HANDLERS, STREET, SUPERVISOR
from workflows.standard import ReasonForm

DEADLINES = (
    Deadline("wo.review_close", starts=(at.PENDING_REVIEW,), stops=(at.REPLIED, at.IN_PROGRESS), each=True),
    Deadline(
        "wo.redo",
        starts=("send_back",),
        stops=(at.PENDING_REVIEW, at.DISPATCHED, at.ESCALATED, at.RETURNED, at.SUSPENDED),
        each=True,
    ),
    Deadline("wo.followup_first", starts=(at.REPLIED,), stops=(at.REOPENED,)),
    *ARCHIVE,
)

REVIEWERS = (STREET, DISTRICT, SUPERVISOR)


class Closing(Archive, Workflow):
    @action(
        [at.IN_PROGRESS], at.PENDING_REVIEW, by=HANDLERS, label=_("Submit the result"), form=ask.SubmitForm,
        guards=[holder_only, press_answered, defects_answered], checks=[proof_shown], tell=[tell.LEVEL_UP, tell.SUPERVISORS], icon="send", primary=True,
    )  # fmt: skip
    @action(
        [at.MEDIATING], at.PENDING_REVIEW, by=HANDLERS, label=_("Submit the agreement"), form=ask.SubmitAgreementForm,
        guards=[holder_only, press_answered, defects_answered], checks=[proof_shown], tell=[tell.LEVEL_UP, tell.SUPERVISORS], icon="send", primary=True,
    )  # fmt: skip
    def submit(self, outcome: str, proof: str, statement: str, reply: str, perform_by: date | None = None) -> None:
        if perform_by:
            self.data["perform_by"] = perform_by.isoformat()
        self.data["stated"] = bool(statement.strip())
        hand_in(self, outcome, proof, self.assignee_id)

    @action(
        [at.TRANSFERRED_OUT], at.PENDING_REVIEW, by=[STREET, DISTRICT], label=_("Hand in without the report"),
        form=ask.NoReportForm, guards=[overdue_report], tell=[tell.LEVEL_UP, tell.SUPERVISORS], icon="send",
        after=_("It counts as passed on without a result, outside the closure rate."),
    )  # fmt: skip
    def submit_unanswered(self, pressed_no: str, reason: str) -> None:
        hand_in(self, "C3", pressed_no, self.actor.id)

    @action(
        [at.PENDING_REVIEW], at.IN_PROGRESS, by=REVIEWERS, label=_("Send back"), form=ask.DefectsForm,
        guards=[not_the_handler, reviewer_above], tell=[tell.HOLDER, tell.UNIT], icon="back",
        after=_("The handler puts it right within the redo limit."),
    )  # fmt: skip
    def send_back(self, defects: str) -> None:
        self.outcome = ""
        self.data.pop("handed_in_on", None)
        self.data["sent_back"] = self.data.get("sent_back", 0) + 1
        self.data.update(defects=len(defects.splitlines()), defects_open=True)

    @action(
        [at.PENDING_REVIEW], at.REPLIED, by=REVIEWERS, label=_("Approve and reply"), form=ask.ReplyForm,
        guards=[not_the_handler, reviewer_above, safety_signed_by_district, proof_by(Stage.REPLY)], checks=[service_shown],
        tell=[tell.HOLDER, tell.UNIT, tell.OPENER], icon="check", primary=True,
        after=_("The follow-up call is due. On the petition track the person may ask for a review within 30 days."),
    )  # fmt: skip
    def reply(self, served: str, served_on: date, paper_no: str) -> None:
        if self.outcome in WRITTEN:  # the day on the record of service counts
            records = [
                self.data["served"][number] for number in proof.papers(self, "opinion") if number in self.data["served"]
            ]
            served_on = date.fromisoformat(max(record["on"] for record in records))
        self.data.update(served_on=served_on.isoformat(), served_at=instant_of(served_on))
        self.data["reviewable"] = self.data.get("track") == "xinfang"
        self.data["signed_off"] = self.actor.id
        take_hand(self, self.actor.id)

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
    def not_reached(self, way: str, tried_on: date, part: str) -> None:
        self.data["calls"] = self.data.get("calls", 0) + 1

    @action(
        [at.FOLLOW_UP], at.CLOSED, by=CALLERS, label=_("Close"), form=ask.FollowUpForm,
        guards=[not_only_assisting, not_the_handler, proof_by(Stage.CLOSE)], checks=[call_made],
        tell=[tell.HOLDER, tell.UNIT], icon="check", primary=True,
    )  # fmt: skip
    def close(self, result: str, satisfaction: str, safe_now: str, why_not: str, answer: str) -> None:
        self.data.update(follow_up=result, satisfaction=satisfaction, safe_now=safe_now)
        if satisfaction == "unsatisfied":
            self.data["unsatisfied"] = self.data.get("unsatisfied", 0) + 1
        plans.after_closing(self)

    @action(
        at.IN_HAND, SAME, by=[STREET, DISTRICT], label=_("Open a follow-up plan"), form=ask.WatchForm,
        guards=[no_plan_yet], icon="clock", after=_("Somebody other than the handler calls on each of its dates."),
    )  # fmt: skip
    def open_plan(self, confirm: bool) -> None:
        plans.after_first_action(self)

    @action(
        [at.REPLIED, at.FOLLOW_UP, *at.FILED], at.REOPENED, by=[STREET, DISTRICT], label=_("Reopen"), form=ask.ReopenForm,
        checks=[still_open_to_her], tell=[tell.UNIT, tell.SUPERVISORS], icon="back",
        after=_("A new cycle begins with its own deadlines; the case counts as open again."),
    )  # fmt: skip
    @action(
        [at.ARCHIVED], at.REOPENED, by=[DISTRICT], label=_("Take it out of the archive"), form=ask.ReopenForm,
        checks=[still_open_to_her], tell=[tell.UNIT, tell.SUPERVISORS], icon="back",
        after=_("A new cycle begins with its own deadlines; the case counts as open again."),
    )  # fmt: skip
    def reopen(self, ground: str, reason: str) -> None:
        if ground == "unsatisfied" and self.data.get("satisfaction") != "unsatisfied":  # else the call has counted it
            self.data["unsatisfied"] = self.data.get("unsatisfied", 0) + 1
        open_again(self, ground)

    @action(
        [*at.HANDLING, at.PENDING_REVIEW], at.WITHDRAWN, by=HANDLERS, label=_("Record a withdrawal"),
        form=ask.WithdrawForm, guards=[not_only_assisting, withdrawal_free, measures_done],
        tell=[tell.HOLDER, tell.UNIT, tell.SUPERVISORS], icon="x",
    )  # fmt: skip
    def withdraw(self, free_will: bool, statement: str) -> None:
        self.outcome = "F2"
        self.data["stated"] = True
        if lane_rules.is_violent(self):
            plans.after_first_action(self)

    @action(
        at.IN_HAND, SAME, by=HANDLERS, label=_("Ask to void it"), form=ReasonForm,
        guards=[in_my_unit, not_asked("void_asked")], tell=[tell.DISTRICT_DUTY], icon="x",
        after=_("A second person at the district confirms. Nothing is deleted."),
    )  # fmt: skip
    def ask_void(self, reason: str) -> None:
        self.data["void_asked"] = {"by": self.actor.id}

    @action(
        at.IN_HAND, at.VOID, by=[DISTRICT], label=_("Confirm void"), form=ReasonForm,
        guards=[asked("void_asked", _("Nobody has asked to void it.")), nothing_kept], tell=[tell.UNIT, tell.SUPERVISORS], icon="x",
    )  # fmt: skip
    def confirm_void(self, reason: str) -> None:
        del self.data["void_asked"]
        self.outcome = "X3"
        void_children(self)

    @action(
        at.IN_HAND, SAME, by=[DISTRICT], label=_("Refuse to void it"), form=ReasonForm,
        guards=[asked("void_asked", _("Nobody has asked to void it."))], tell=[tell.UNIT], icon="back",
    )  # fmt: skip
    def refuse_void(self, reason: str) -> None:
        del self.data["void_asked"]
