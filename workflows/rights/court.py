"""Mediation delegated by a court before filing (委派调解): accept in 3 working days, 30 days, report back.

Source: 人民法院在线调解规则 art 12, 15, 24; 最高人民法院关于人民法院特邀调解的规定 art 27; domain.md §1.2.
Flags in `data` that switch the clocks: `court_accepted`, `court_to_ask`, `court_to_return`.
"""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Text, Workflow, action
from workflows.deadlines import Deadline
from workflows.guards import holder_only
from workflows.partyroles import OTHER
from workflows.rights import court_forms as ask
from workflows.rights import states as at
from workflows.roles import HANDLERS, Actor

BEFORE = (at.TRIAGE, at.ACCEPTED, *at.WORKING)  # a delegation is recorded while the case is with a person
AFTER = (*BEFORE, at.PENDING_REVIEW, at.REPLIED, at.FOLLOW_UP, at.CLOSED)
ACCEPT, DECLINE = "accept", "decline"
SHANGHAI = ZoneInfo("Asia/Shanghai")

DEADLINES: tuple[Deadline, ...] = (
    Deadline(
        "med.court_accept", starts=("record_delegation",), stops=("answer_delegation",), each=True,
        back_from="delegated_at",
    ),
    Deadline("med.court_ask", starts=("answer_delegation",), only="court_to_ask", each=True),
    Deadline(
        "med.court_delegated",
        starts=("answer_delegation", at.REOPENED),
        stops=(at.PENDING_REVIEW,),
        only="court_accepted",
        back_from="delegated_at",
        each=True,
    ),
    Deadline(
        "med.court_return",
        starts=("stop_mediation", "record_consent", "answer_delegation", "record_agreement", at.REOPENED),
        stops=("report_to_court",),
        only="court_to_return",
        each=True,
    ),
)  # fmt: skip


def day_start(day: date) -> str:
    """The beginning of a day as the instant a clock is dated from; the day itself is not counted (民法典 art 201)."""
    return datetime.combine(day, time(), SHANGHAI).isoformat()


def delegation_known(ticket: Any, actor: Actor) -> Text:
    """Guard: what a court sent is mediated as its delegation, with the court's term."""
    court = ticket.data.get("court", {})
    if ticket.channel == "court" and not court:
        return _("A court sent this case: record its delegation first.")
    if court and not court["answer"]:
        return _("Answer the court first whether the delegation is accepted.")
    return ""


def _none_waiting(ticket: Any, actor: Actor) -> Text:
    court = ticket.data.get("court", {})
    if court and court["answer"] != DECLINE and not court["reported"]:
        return _("There is a delegation already. Report its result to the court first.")
    return ""


def _waiting(ticket: Any, actor: Actor) -> Text:
    court = ticket.data.get("court", {})
    return "" if court and not court["answer"] else _("No delegation of a court waits for an answer.")


def _to_report(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.data.get("court_to_return") else _("There is nothing to report to a court.")


class CourtMediation(Workflow):
    @action(
        BEFORE, SAME, by=HANDLERS, label=_("Record a court’s delegation"), form=ask.DelegationForm,
        guards=[holder_only, _none_waiting], icon="link", after=_("Answer the court within 3 working days."),
    )  # fmt: skip
    def record_delegation(self, court: str, delegation_no: str, platform_no: str, delegated_on: date) -> None:
        self.data["court"] = {
            "name": court, "no": delegation_no, "platform_no": platform_no, "on": delegated_on.isoformat(),
            "answer": "", "reported": "",
        }  # fmt: skip
        self.data.update(delegated_at=day_start(delegated_on), court_accepted=False, court_to_return=False)

    @action(
        BEFORE, SAME, by=HANDLERS, label=_("Answer the court"), form=ask.AnswerDelegationForm,
        guards=[holder_only, _waiting], icon="send", tell=[tell.SUPERVISORS],
    )  # fmt: skip
    def answer_delegation(self, answer: str, reason: str) -> None:
        self.data["court"] = {**self.data["court"], "answer": answer}
        asked = self.data.get("consent", {})
        others = [code for code, role in self.data.get("parties", {}).items() if role == OTHER]
        accepted = answer == ACCEPT
        self.data["court_to_ask"] = accepted and not any(code in asked for code in others)
        self.data.update(court_accepted=accepted, court_to_return=not accepted)

    @action(
        AFTER, SAME, by=HANDLERS, label=_("Report the result to the court"), form=ask.ReportCourtForm,
        guards=[_to_report], icon="send",
    )  # fmt: skip
    def report_to_court(self, result: str, reported_on: date, paper_no: str) -> None:
        self.data["court"] = {**self.data["court"], "reported": result}
        self.data["court_to_return"] = False
