"""A fund (资金): money for aid or sponsorship, with where it comes from, what was paid out of it, and what is left.

Paid into here; paid out by the tickets that it helps, each exact to the fen (`workflows.shapes.payment`). Public fundraising
needs the qualification or a qualified partner (慈善法 2023 art 22, 26, 79; domain.md §5.9).
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import SAME, Kind, State, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import DISTRICT, SUPERVISOR
from workflows.shapes.account import MoneyForm, emptied
from workflows.shapes.frame import ChapterForm, ChapterType, money, past_day, pick
from workflows.standard import ReasonForm, assignment

OPEN = State("open", _("Open"))
CLOSED = State("closed", _("Closed"), Kind.END)
SOURCES = [
    ("budget", _("Budget")),
    ("donation", _("Donation to a named purpose")),
    ("charity", _("Raised by a qualified charity")),
    ("upper", _("From the level above")),
]


class FundForm(ChapterForm):
    called = forms.CharField(label=_("Name of the fund"), max_length=60)
    source = forms.ChoiceField(label=_("Where it comes from"), choices=pick(SOURCES))
    charity = forms.CharField(label=_("Qualified charity"), max_length=60, required=False)
    document_no = forms.CharField(label=_("Number of the document or plan"), max_length=60)
    amount = money(_("Amount in yuan"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("source") == "charity" and not cleaned.get("charity"):
            self.add_error(
                "charity", _("Money raised in public lies with a qualified charity (慈善法 art 22, 26): name it.")
            )
        return cleaned


class CheckForm(MoveForm):
    checked_on = past_day(_("Date"))
    agrees = forms.BooleanField(
        label=_("The balance agrees with the bank"),
        error_messages={"required": _("Find the difference first, then tick the box.")},
    )
    disclosed = forms.CharField(label=_("Where it was disclosed"), max_length=120, required=False)


used_up = emptied(_("There is still money in it. Use it, or return it to its source first."))


@register
class Fund(assignment((OPEN,)), ChapterType):
    slug, prefix, title, plan_chapter = "fund", "ZJJ", _("Fund"), 10
    states = (OPEN, CLOSED)
    open_by = (DISTRICT,)
    starts_at = Level.DISTRICT
    tell_on_open = ()
    kept = ("called", "source", "charity", "document_no", "amount")
    intake_form = FundForm
    deadlines = (Deadline("fund.check", starts=("open", "check_balance"), stops=("check_balance",), each=True),)
    counters = (Counter("funds", _("Funds")), Counter("raised", _("Paid in at first"), amount="amount", unit=_("yuan")))

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        found = super().opened(ticket, cleaned)
        ticket.open_account("fund", cleaned["amount"], title=cleaned["called"])
        return found

    @action([OPEN], SAME, by=[DISTRICT], label=_("Record money received"), form=MoneyForm, icon="note", primary=True)
    def deposit(self, amount: Decimal, came_on: date, slip: str) -> None:
        self.book(self.number, amount, purpose="deposit")

    @action([OPEN], SAME, by=[DISTRICT], label=_("Return money to its source"), form=MoneyForm, icon="back")
    def give_back(self, amount: Decimal, came_on: date, slip: str) -> None:
        self.book(self.number, -amount, purpose="returned")

    @action([OPEN], SAME, by=[DISTRICT, SUPERVISOR], label=_("Check the balance"), form=CheckForm, icon="check")
    def check_balance(self, checked_on: date, agrees: bool, disclosed: str) -> None:
        self.data["checked_on"] = checked_on.isoformat()

    @action([OPEN], CLOSED, by=[DISTRICT], label=_("Close the fund"), form=ReasonForm, guards=[used_up], icon="x")
    def close_fund(self, reason: str) -> None:
        """Only an empty fund is closed."""
