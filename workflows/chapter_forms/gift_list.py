"""What is asked about a list of gifts: households, purchase, handing out (domain.md §5.9 T10c)."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm, TicketField
from workflows.shapes.frame import (
    ChapterForm,
    long_text,
    past_day,
    pick,
    some_money,
)

OCCASIONS = [
    ("spring", _("Spring Festival")),
    ("women", _("8 March")),
    ("children", _("Children's Day")),
    ("autumn", _("Mid-Autumn")),
    ("other", _("Other")),
]


class ListForm(ChapterForm):
    occasion = forms.ChoiceField(label=_("Occasion"), choices=pick(OCCASIONS))
    households = forms.IntegerField(label=_("Households"), min_value=1, max_value=5000)
    each = some_money(_("Value for each, in yuan"))
    names = long_text(_("The list, one household a line"), private_limit=20000)
    private = ("names",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        lines = [line for line in cleaned.get("names", "").splitlines() if line.strip()]
        wanted = cleaned.get("households")
        if wanted and lines and len(lines) != wanted:
            self.add_error(
                "households", format_lazy(_("The list has {n} lines. Correct the number or the list."), n=len(lines))
            )
        if len(lines) != len(set(lines)):
            self.add_error("names", _("A household stands in it twice. Take one of the two lines out."))
        return cleaned


class DecisionForm(MoveForm):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=pick([("approve", _("Approved")), ("refuse", _("Not approved"))])
    )
    reason = long_text(_("Reason"), required=False)
    private = ("reason",)


class BuyForm(MoveForm):
    fund = TicketField(label=_("From which fund"))
    amount = some_money(_("Amount in yuan"))
    bought_on = past_day(_("Bought on"))
    slip = forms.CharField(label=_("Number of the invoice"), max_length=60)


class HandForm(MoveForm):
    given = forms.IntegerField(label=_("Handed out against signature"), min_value=0, max_value=5000)
    returned = forms.IntegerField(label=_("Not handed out, returned"), min_value=0, max_value=5000)
