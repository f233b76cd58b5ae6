"""What a mediation ends in: the agreement, its promises, their performance, and the court's confirmation.

Source: 人民调解法 art 28–33, 民事诉讼法 art 205; domain.md §1.2. `data["agreement"]` = {"kind", "effective", "items",
"status_only", "status_too", "no", "perform_by"} is what closing asks for.
"""

from datetime import date, timedelta
from typing import Any

from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Text, Workflow, action
from workflows.deadlines import Deadline
from workflows.guards import holder_only
from workflows.rights import agreement_forms as ask
from workflows.rights import states as at
from workflows.rights.confirmable import CONFIRMED, About, about, left_out
from workflows.rights.consent import all_agreed, impartial, names_of, needed
from workflows.rights.court import day_start
from workflows.rights.lane_guards import guardian_left_out
from workflows.roles import HANDLERS, Actor

AGREED = (at.MEDIATING, at.PENDING_REVIEW, at.REPLIED, at.FOLLOW_UP, at.CLOSED)
APPLICATION = "judicial_confirmation"  # the paper of that application
MOMENT = timedelta(microseconds=1)
CONFIRM = "med.judicial_confirm"  # policy: the parties' joint application to the court

DEADLINES: tuple[Deadline, ...] = (
    # The joint application to the court: the parties' own limit, so it outlives the case and a reopening.
    Deadline(
        "med.judicial_confirm", starts=("record_agreement", "correct_status", at.REOPENED), only="confirmable", back_from="effective_at",
        each=True,
    ),
    Deadline(
        "med.court_confirm", starts=("record_confirmation", at.REOPENED), only="confirmation_asked",
        back_from="confirmation_asked_at", each=True,
    ),
)  # fmt: skip


def signed_by_all(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Check: a written agreement binds whom signed it (art 29)."""
    missing = [code for code in needed(ticket) if code not in cleaned.get("signed_by", ())]
    if cleaned.get("kind") != "written" or not missing:
        return {}
    return {"signed_by": format_lazy(_("The signature of {who} is missing."), who=names_of(ticket, missing))}


def no_agreement_yet(ticket: Any, actor: Actor) -> Text:
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
        return _("There is no agreement to confirm. Record the agreement first.")
    if agreement["status_only"]:
        sentence = _(
            "A court cannot confirm an agreement about status, marriage or adoption. {what} Agree on that anew."
        )
        return format_lazy(sentence, what=CONFIRMED)
    return _("The court’s decision is recorded.") if "judicial_confirmed" in ticket.data else ""


def _not_at_court(ticket: Any, actor: Actor) -> Text:
    if not ticket.data.get("agreement"):
        return _("There is no agreement yet.")
    if ticket.data.get("confirmation_asked") or "judicial_confirmed" in ticket.data:
        return _("The court has been asked: what it decides is recorded as it is.")
    return ""


def status_fits(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Check: it says something else than before, and no money is promised in what is only about status."""
    only = cleaned["status_only"] == "yes"
    if only == ticket.data["agreement"]["status_only"]:
        return {"status_only": _("That is how it is recorded. Nothing is to be corrected.")}
    if only and any(one.data.get("amount") for one in promises(ticket)):
        return {"status_only": _("Money is promised, and a court can confirm that. Leave it as it is.")}
    return {}


def court_would_take_it(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Check: what both apply for is in time and says nothing of status (人民调解法 art 33; 法释〔2011〕5号 art 4)."""
    if cleaned["step"] != "applied":
        return {}
    found: dict[str, Text] = {}
    if ticket.data["agreement"].get("status_too") and not cleaned.get("status_left_out"):
        sentence = _(
            "The agreement speaks of status too. {what} Leave status out of the application, then tick the box."
        )
        found["status_left_out"] = format_lazy(sentence, what=CONFIRMED)
    due = ticket.family.due_at(CONFIRM)
    if due and cleaned["on"] > (last := localdate(due - MOMENT)):
        sentence = _(
            "The 30 days ended on {day}: the court takes it no more. The agreement binds both all the same; who does not keep it can be sued."
        )
        found["on"] = format_lazy(sentence, day=last.isoformat())
    return found


def application_fits(ticket: Any, kind: str, entered: dict[str, Any]) -> dict[str, Text]:
    """Check of signing: the application for confirmation (the paper) is about something a court confirms."""
    if kind != APPLICATION:
        return {}
    if reason := _agreement_to_confirm(ticket, ticket.actor):
        return {"kind": reason}
    wrong = left_out(entered.get("terms", ""))
    return {"terms": wrong} if wrong else {}


class Agreement(Workflow):
    @action(
        [at.MEDIATING], SAME, by=HANDLERS, label=_("Record the agreement"), form=ask.AgreementForm,
        guards=[holder_only, impartial, guardian_left_out, all_agreed, no_agreement_yet], checks=[signed_by_all], icon="check",
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
        if not status_only and about(terms, ((item.amount, item.act) for item in items)) is About.SOME:
            self.data["agreement"]["status_too"] = True
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
        AGREED, SAME, by=HANDLERS, label=_("Correct whether it is only about status"), form=ask.StatusForm,
        guards=[_not_at_court], checks=[status_fits], tell=[tell.HOLDER], icon="note",
        after=_("If a court can confirm it, the 30 days run from the day it came into force. Tell both."),
    )  # fmt: skip
    def correct_status(self, status_only: str, reason: str) -> None:
        only = status_only == "yes"
        agreement = {name: value for name, value in self.data["agreement"].items() if name != "status_too"}
        # Ticked as status before: it speaks of it too, and that is left out of an application.
        self.data["agreement"] = {**agreement, "status_only": only, **({} if only else {"status_too": True})}
        self.data["confirmable"] = not only

    @action(
        AGREED, SAME, by=HANDLERS, label=_("The whole agreement was performed"), guards=[_all_kept], icon="check",
        tell=[tell.HOLDER],
    )  # fmt: skip
    def confirm_performance(self) -> None:
        """The day is that of the last promise kept; the rates take it from here."""
        self.data["performed"] = max(one.data["performed_on"] for one in promises(self) if "performed_on" in one.data)

    @action(
        AGREED, SAME, by=HANDLERS, label=_("Record the court’s confirmation"),
        form=ask.ConfirmationForm, guards=[_agreement_to_confirm], checks=[court_would_take_it], icon="check",
    )  # fmt: skip
    def record_confirmation(self, step: str, on: date, paper_no: str, status_left_out: bool) -> None:
        self.data["confirmable"] = False  # used, or not wanted: the parties' limit has done its duty
        self.data["confirmation_asked"] = step == "applied"
        if step == "applied":
            self.data["confirmation_asked_at"] = day_start(on)
        else:
            self.data["judicial_confirmed"] = step == "confirmed"
