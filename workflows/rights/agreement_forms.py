"""Forms of the agreement that a mediation ends in: terms, plan of performance, the court's confirmation (人民调解法 art 28–33)."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.classifications import ABOUT_STATUS
from workflows.forms import MoveForm, PartiesField
from workflows.rights.confirmable import CONFIRMED, About, about
from workflows.rights.forms import long_text, pick
from workflows.rights.mediation_forms import CONSENTING, past_day

MAX_ITEMS, MAX_YEARS = 24, 20
PLAN_LINE = re.compile(
    r"^(?P<year>\d{4})\s*[-./年]\s*(?P<month>\d{1,2})\s*[-./月]\s*(?P<day>\d{1,2})\s*日?[\s,，、:：|]+"
    r"(?:(?P<amount>\d{1,9}(?:\.\d{1,2})?)\s*(?:元|yuan)[\s,，、:：|]*)?(?P<act>.*)$"
)


@dataclass(frozen=True)
class Item:
    """One thing promised: until when, how much money (None: no money), what."""

    due_on: date
    amount: Decimal | None
    act: str


def read_plan(text: str) -> list[Item]:
    """The performance plan, a line an item: date, amount in yuan if any, what is done. ValidationError names the lines."""
    items: list[Item] = []
    wrong: list[str | Promise] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            items.append(_item(line.strip()))
        except ValueError as error:
            wrong.append(format_lazy(_("Line {number}: {what}"), number=number, what=error.args[0]))
    if len(items) > MAX_ITEMS:
        wrong.append(format_lazy(_("At most {n} lines; put the rest into one line."), n=MAX_ITEMS))
    if wrong:
        raise ValidationError([str(one) for one in wrong])
    return items


def _item(line: str) -> Item:
    found = PLAN_LINE.match(line)
    if found is None:
        raise ValueError(_("begin with the date, then what is done, for example “2026-12-01 500 yuan maintenance”."))
    try:
        due = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise ValueError(_("this day is not in the calendar. Correct the date.")) from None
    if not found["act"].strip() and not found["amount"]:
        raise ValueError(_("write after the date what is done."))
    return Item(due, Decimal(found["amount"]) if found["amount"] else None, found["act"].strip()[:300])


class AgreementForm(MoveForm):
    """What the law lets an agreement say (art 29): parties, facts, issues, terms, how and when it is performed."""

    kind = forms.ChoiceField(
        label=_("Form of the agreement"),
        choices=pick([("written", _("Written agreement")), ("oral", _("Oral agreement"))]),
    )
    effective_on = past_day(
        _("In force from"), help_text=_("Written: the last of signatures and seal. Oral: when it was reached.")
    )
    facts = long_text(_("Main facts"))
    issues = long_text(_("What was in dispute"), required=False)
    terms = long_text(_("What was agreed"), private_limit=5000)
    status_only = forms.BooleanField(
        label=_("It is only about status: divorce, reconciliation, adoption, kinship"),
        required=False,
        help_text=_("A court cannot confirm such an agreement; no time limit for that will run."),
    )
    plan = long_text(
        _("Performance, one line each"),
        required=False,
        help_text=_("Date, amount if any, what is done: “2026-12-01 500 yuan maintenance”."),
    )
    signed_by = PartiesField(label=_("Signed, sealed or fingerprinted by"), roles=CONSENTING, required=False)
    mediator_signed = forms.BooleanField(label=_("The mediator has signed"), required=False)
    seal_affixed = forms.BooleanField(label=_("The committee’s seal is affixed"), required=False)
    private = ("facts", "issues", "terms", "plan")

    def bound_to(self, case: Any, actor: Any) -> None:
        """Where the matter itself is one of status, the form says beforehand what no court will confirm."""
        if case is not None and case.category in ABOUT_STATUS:
            self.fields["terms"].help_text = format_lazy(
                _("This matter is about status. {what} Write down what is promised of those."), what=CONFIRMED
            )

    def clean_plan(self) -> str:
        text: str = self.cleaned_data["plan"]
        read_plan(text)
        return text

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "plan" in cleaned:
            self._check_plan(cleaned)
        if "plan" in cleaned:  # a wrong plan is put right first
            self._check_status(cleaned)
        if cleaned.get("kind") == "written":
            for name in ("mediator_signed", "seal_affixed"):
                if not cleaned.get(name):
                    self.add_error(name, _("A written agreement takes effect only with it (人民调解法 art 29)."))
        return cleaned

    def _check_plan(self, cleaned: dict[str, Any]) -> None:
        items = read_plan(cleaned["plan"])
        if not items and not cleaned.get("status_only"):
            self.add_error("plan", _("Write at least one line: what is done by which day."))
        first = cleaned.get("effective_on")
        for item in items:
            if first and not first <= item.due_on <= first.replace(year=first.year + MAX_YEARS, day=min(first.day, 28)):
                sentence = _("{day} is before the agreement is in force, or too far away. Correct the date.")
                self.add_error("plan", str(format_lazy(sentence, day=item.due_on.isoformat())))

    def _check_status(self, cleaned: dict[str, Any]) -> None:
        """The box says what the promises say; else the parties lose the 30 days, or go to a court that refuses them."""
        items = read_plan(cleaned["plan"])
        if cleaned.get("status_only"):
            if any(item.amount is not None for item in items):
                sentence = _(
                    "Money is promised too, and a court can confirm that. Leave this box empty: the 30 days run."
                )
                self.add_error("status_only", sentence)
        elif about(cleaned.get("terms", ""), ((item.amount, item.act) for item in items)) is About.ALL:
            sentence = _(
                "All that is promised is about status: no court confirms that. Tick this box, and tell both. If something else is promised, write it down with its day."  # noqa: E501
            )
            self.add_error("status_only", sentence)


class StatusForm(MoveForm):
    """A wrong tick at “only about status” costs both the 30 days, or sends them to a court that refuses them."""

    status_only = forms.ChoiceField(
        label=_("Is the agreement only about status: divorce, reconciliation, adoption, kinship?"),
        choices=pick([
            ("no", _("No: something else is promised too")),
            ("yes", _("Yes: a court cannot confirm it")),
        ]),
        help_text=CONFIRMED,
    )  # fmt: skip
    reason = long_text(_("Reason for the correction"))
    private = ("reason",)


class ConfirmationForm(MoveForm):
    step = forms.ChoiceField(
        label=_("What happened"),
        choices=pick(
            [
                ("applied", _("Both applied to the court together")),
                ("confirmed", _("The court confirmed it")),
                ("rejected", _("The court did not confirm it")),
                ("not_wanted", _("The parties do not want it")),
            ]
        ),
    )
    on = past_day(_("Date"))
    paper_no = forms.CharField(label=_("Number of the court’s paper"), max_length=60, required=False)
    status_left_out = forms.BooleanField(
        label=_("The application leaves out divorce, adoption and status"), required=False,
        help_text=_("Needed when the agreement speaks of them too: a court confirms the rest only."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("step") in ("confirmed", "rejected") and not cleaned.get("paper_no"):
            self.add_error("paper_no", _("Enter the number of the court’s ruling."))
        return cleaned
