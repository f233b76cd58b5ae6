"""Triage: a case signed for is accepted, refused with a direction, or passed on; who accepts it begins (信访工作条例 art 23)."""

from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, OneOf, Workflow, action
from workflows.deadlines import ESCALATE, Deadline
from workflows.guards import holder_only
from workflows.rights import forms as ask
from workflows.rights import papers
from workflows.rights import states as at
from workflows.rights.ending import hand_in, may_end_here, measures_done, somebody_told, told
from workflows.rights.people_guards import sharing_consented
from workflows.rights.plans import after_transfer
from workflows.rights.reclassify import procedure
from workflows.roles import DISTRICT, HANDLERS, STREET

DEADLINES: tuple[Deadline, ...] = (
    Deadline("xf.notify", starts=("open",), stops=("accept", "transfer"), then=ESCALATE, back_from="received_at"),
)


class Triage(Workflow):
    @action(
        [at.TRIAGE], at.ACCEPTED, by=HANDLERS, label=_("Accept"), form=ask.AcceptForm, guards=[holder_only],
        tell=[tell.OPENER], icon="check", primary=True, after=_("The time limit for handling begins."),
    )  # fmt: skip
    def accept(self, track: str, notice: str, notice_no: str) -> None:
        self.data.update(notice=notice, accepted_on=localdate(self.now).isoformat(), accepted_at=self.now.isoformat())
        self.data.update(procedure(track))
        told(self, notice)
        papers.on_accept(self, notice, notice_no)

    @action(
        [at.TRIAGE], at.NOT_ACCEPTED, by=[STREET, DISTRICT], label=_("Do not accept"), form=ask.NotAcceptForm,
        guards=[measures_done], checks=[somebody_told], tell=[tell.OPENER, tell.SUPERVISORS], icon="x",
    )  # fmt: skip
    def not_accept(self, ground: str, body: str, how_to_reach: str, notice: str, notice_no: str) -> None:
        self.data.update(ground=ground, body=body, notice=notice)
        self.outcome = "X1"
        told(self, notice)
        papers.on_not_accept(self, ground, body, how_to_reach, notice, notice_no)

    @action(
        [at.TRIAGE, at.ACCEPTED, at.IN_PROGRESS], OneOf((at.TRANSFERRED_OUT, at.CLOSED)), by=[STREET, DISTRICT],
        label=_("Pass on to another body"), form=ask.TransferForm, checks=[may_end_here, sharing_consented], tell=[tell.HOLDER, tell.OPENER],
        icon="send",
        after=_("With a date the case stays open until the report is in; without one it is closed."),
    )  # fmt: skip
    def transfer(self, body: str, letter_no: str, basis: str, report_due: date | None, notice: str) -> str:
        self.data.update(body=body, notice=notice)
        self.handler_id = self.actor.id
        told(self, notice)
        papers.on_transfer(self, body, letter_no, basis, report_due)
        if report_due is None:
            self.outcome = "C3"
            return at.CLOSED.code
        self.data["report_due"] = report_due.isoformat()
        after_transfer(self, report_due)
        return at.TRANSFERRED_OUT.code

    @action(
        [at.TRANSFERRED_OUT], at.PENDING_REVIEW, by=[STREET, DISTRICT], label=_("Record the report"),
        form=ask.ReportForm, tell=[tell.LEVEL_UP, tell.SUPERVISORS], icon="check", primary=True,
    )  # fmt: skip
    def record_report(self, report_no: str, report: str) -> None:
        self.data["report_no"] = report_no
        hand_in(self, "C2", report_no, self.actor.id)

    @action(
        [at.ACCEPTED], at.IN_PROGRESS, by=HANDLERS, label=_("Begin"), guards=[holder_only], icon="play", primary=True,
        after=_("Your unit handles it itself."),
    )  # fmt: skip
    def begin(self) -> None:
        """The unit that accepted it also handles it."""

    @action(
        at.WORKING, SAME, by=HANDLERS, label=_("Record an attempt to reach the person"), form=ask.AttemptForm,
        guards=[holder_only], icon="phone",
    )  # fmt: skip
    def record_attempt(self, way: str, tried_on: date, part: str) -> None:
        self.data["attempts"] = [*self.data.get("attempts", []), tried_on.isoformat()]
        if part:
            self.data["attempt_parts"] = sorted({*self.data.get("attempt_parts", []), part})
