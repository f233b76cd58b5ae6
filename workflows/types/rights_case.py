"""The rights case (维权案件): a complaint or dispute from the first call to the follow-up, over three levels.

Sources: domain.md §2.1–2.6 (states, moves), §10 (deadlines); 信访工作条例 art 23, 34, 35; 人民调解法 art 17, 26.
Intake, the urgent lane, pauses and closing lie in `workflows.rights`. Here: deadlines, and the way from signing for a
case to mediation.
"""

from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, OneOf, State, Text, action
from workflows.classifications import category_title
from workflows.counters import Counter
from workflows.deadlines import AUTO_ASSIGN, ESCALATE, Deadline
from workflows.guards import assigned, holder_only, unassigned
from workflows.ladder import Level
from workflows.registry import register
from workflows.rights import closing, dispatch, limits, mediation, papers, people, petition, risk, supervision, urgent
from workflows.rights import forms as ask
from workflows.rights import states as at
from workflows.rights.along import follow
from workflows.rights.closing import Closing
from workflows.rights.dispatch import Dispatch
from workflows.rights.ending import hand_in, may_end_here, measures_done, somebody_told, told
from workflows.rights.guards import in_my_unit
from workflows.rights.intake import IntakeForm, fill
from workflows.rights.lane import taken_over
from workflows.rights.ledger import Ledger
from workflows.rights.limits import Limits
from workflows.rights.mediation import Mediation
from workflows.rights.papers import Papers
from workflows.rights.pauses import Pauses
from workflows.rights.people import People
from workflows.rights.people_guards import sharing_consented
from workflows.rights.petition import PetitionReview
from workflows.rights.plans import after_transfer
from workflows.rights.reclassify import Reclassify, procedure
from workflows.rights.referral import Referral
from workflows.rights.risk import Risk
from workflows.rights.supervision import Supervision
from workflows.rights.urgent import Urgent
from workflows.roles import CADRE, DISTRICT, HANDLERS, MEDIATOR, OPERATOR, STREET
from workflows.standard import ReasonForm, assignment, escalation, notes
from workflows.warnings.rules import watched

SIGN = OneOf((at.TRIAGE, at.IN_PROGRESS))
HANDLE = ("accept", "reclassify", "reopen")
UP = ("escalate_overdue", "hand_up", "escalate_severe")  # from one level to the next the state may stay: name the moves
SIGNED = (at.TRIAGE, at.ACCEPTED, at.RETURNED, *at.WORKING, *at.RESTING)


def _level_limit(policy: str, level: Level, *starts: str | State, then: str = "") -> Deadline:
    """A level's own share of the time. It rests while suspended or under review and stops when the case leaves."""
    return Deadline(
        policy,
        starts=("accept", "send_back", at.DISPATCHED, at.REOPENED, *starts),
        stops=(at.REPLIED,),
        pauses=(at.SUSPENDED, at.PENDING_REVIEW),
        level=level,
        then=then,
    )


def _watched(key: str, state: State, until: str, answer: str, title: Text) -> Deadline:
    """Another body's clock: we only look at it."""
    return Deadline(key, starts=(state,), stops=(answer, at.ESCALATED), until=until, who="ext", each=True, title=title)


@register
class RightsCase(
    Urgent,
    Risk,
    Mediation,
    Limits,
    Dispatch,
    Supervision,
    People,
    Papers,
    Pauses,
    Ledger,
    Closing,
    PetitionReview,
    assignment(at.HANDLING),
    escalation(at.HANDLING, at.ESCALATED),
    notes(at.OPEN),
    Reclassify,
    Referral,
):
    slug, prefix, title, plan_chapter = "rights", "WQ", _("Rights case"), 8
    states = at.ALL
    path_steps = at.STEPS
    intake_form = IntakeForm
    open_by = (OPERATOR, CADRE, MEDIATOR, STREET, DISTRICT)
    tell_on_open = (tell.UNIT,)
    counted = True
    filing = frozenset(state.code for state in at.FILED)
    watched = watched("rights")
    counters = (  # the rates of the statistics are in casework.reports
        Counter("received", _("Cases received")),
        Counter("closed", _("Cases closed"), states=(*at.FILED, at.ARCHIVED), by="closed"),
        Counter("mediated", _("People's mediation"), where={"track": "mediation"}),
        Counter("days", _("Days to the closing"), days_between=("opened", "closed"), by="closed"),
    )
    deadlines = (
        # Runs from dispatch, not from signing; being given somebody does not stop it, only signing does.
        Deadline(
            "wo.sign_in",
            starts=(*at.TO_SIGN, *UP),
            stops=(at.TRIAGE, at.ACCEPTED, at.IN_PROGRESS, at.RETURNED, *at.TO_SIGN, *UP),
            then=AUTO_ASSIGN,
            each=True,
        ),
        Deadline("xf.notify", starts=("open",), stops=("accept", "transfer"), then=ESCALATE, back_from="received_at"),
        # The limit of the procedure chosen; after a change of procedure it counts from the true start, with the rests.
        Deadline("xf.handle", starts=HANDLE, stops=(at.REPLIED,), only="track_petition", back_from="accepted_at"),
        Deadline(
            "wo.complaint",
            starts=HANDLE,
            stops=(at.REPLIED,),
            pauses=(at.SUSPENDED, at.PENDING_REVIEW),
            only="track_hotline",
            back_from="accepted_at",
        ),
        _level_limit("lvl.community", Level.COMMUNITY, then=ESCALATE),
        _level_limit("lvl.street", Level.STREET, *UP, then=ESCALATE),
        _level_limit("lvl.district", Level.DISTRICT, *UP, at.ESCALATED),
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
        *mediation.DEADLINES,
        *closing.DEADLINES,
        *petition.DEADLINES,
        *urgent.DEADLINES,
        *risk.DEADLINES,
        *limits.DEADLINES,
        *dispatch.DEADLINES,
        *supervision.DEADLINES,
        *people.DEADLINES,
    )

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        return fill(ticket, cleaned)

    @classmethod
    def heading(cls, ticket: Any) -> Text:
        return category_title(ticket.category) if ticket.category else cls.title

    @classmethod
    def changed_hands(cls, ticket: Any, holder: int | None) -> None:
        follow(ticket, holder)

    # ── Signing for it ────────────────────────────────────────────────────────────────────────────────────────────────
    @action(
        [at.REGISTERED], at.TRIAGE, by=HANDLERS, label=_("Claim"), guards=[unassigned, in_my_unit], icon="check",
        primary=True,
    )  # fmt: skip
    @action(
        [at.DISPATCHED, at.ESCALATED, at.REOPENED], SIGN, by=HANDLERS, label=_("Claim"),
        guards=[unassigned, in_my_unit], icon="check", primary=True,
    )  # fmt: skip
    @action(SIGNED, SAME, by=HANDLERS, label=_("Claim"), guards=[unassigned, in_my_unit], icon="check")
    def claim(self) -> str:
        self.assignee_id = self.actor.id
        taken_over(self)
        return signed_state(self)

    @action(
        [at.REGISTERED], at.TRIAGE, by=HANDLERS, label=_("Sign for it"), guards=[assigned, holder_only], icon="check",
        primary=True,
    )  # fmt: skip
    @action(
        [at.DISPATCHED, at.ESCALATED, at.REOPENED], SIGN, by=HANDLERS, label=_("Sign for it"),
        guards=[assigned, holder_only], icon="check", primary=True,
    )  # fmt: skip
    def sign_in(self) -> str:
        taken_over(self)
        return signed_state(self)

    @action(
        [at.TRIAGE], at.REGISTERED, by=HANDLERS, label=_("Hand back"), form=ReasonForm,
        guards=[assigned, holder_only], tell=[tell.UNIT, tell.SUPERVISORS], icon="swap",
    )  # fmt: skip
    @action(
        [at.ACCEPTED, *at.WORKING], at.DISPATCHED, by=HANDLERS, label=_("Hand back"), form=ReasonForm,
        guards=[assigned, holder_only], tell=[tell.UNIT, tell.SUPERVISORS], icon="swap",
    )  # fmt: skip
    @action(
        [*at.TO_SIGN, at.RETURNED, *at.RESTING], SAME, by=HANDLERS, label=_("Hand back"), form=ReasonForm,
        guards=[assigned, holder_only], tell=[tell.UNIT, tell.SUPERVISORS], icon="swap",
    )  # fmt: skip
    def hand_back(self, reason: str) -> None:
        self.assignee_id = None

    # ── Triage ────────────────────────────────────────────────────────────────────────────────────────────────────────
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

    # ── Handling ──────────────────────────────────────────────────────────────────────────────────────────────────────
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


def signed_state(ticket: Any) -> str:
    """Where a signed-for case goes on: to triage if nobody has accepted it yet, else to work."""
    return (at.IN_PROGRESS if ticket.data.get("accepted_on") else at.TRIAGE).code
