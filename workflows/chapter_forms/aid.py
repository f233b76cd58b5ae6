"""What a woman in hardship is asked, and what is entered with a grant (domain.md §5.9 T10a)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.shapes.frame import boxes, long_text, money, pick
from workflows.shapes.home import HomeForm
from workflows.shapes.review import DecisionForm

DIFFICULTIES = [
    ("laid_off", _("Out of work")), ("single", _("Single parent")), ("illness", _("Serious illness, the two cancers")),
    ("disability", _("Disability")), ("disaster", _("Disaster or accident")), ("schooling", _("Schooling")), ("other", _("Other")),
]  # fmt: skip
ITEMS = [
    ("cash", _("Living aid")),
    ("two_cancers", _("Two-cancers aid")),
    ("study", _("Study aid")),
    ("festival", _("Festival visit")),
]
PROOFS = [
    ("low_income", _("Certificate of low income or minimum living allowance")), ("diagnosis", _("Diagnosis by a hospital")),
    ("disability", _("Disability certificate")), ("disaster", _("Proof of the disaster")), ("school", _("Proof from the school")),
    ("identity", _("Identity card, household register")),
]  # fmt: skip
TWO_CANCERS_PROOFS = {"low_income", "diagnosis"}


class AidForm(HomeForm):
    difficulty = boxes(_("Difficulty"), DIFFICULTIES)
    item = forms.ChoiceField(label=_("Item"), choices=pick(ITEMS))
    wanted = money(_("Amount asked for, in yuan"))
    household = forms.IntegerField(label=_("People in the household"), min_value=1, max_value=20, required=False)
    income = money(_("Income of the household a month, in yuan"), required=False)
    proofs = boxes(_("Proofs that are there"), PROOFS, required=False)
    story = long_text(_("Her situation"))
    earlier = long_text(_("Aid received before, from whom"), required=False)
    bank = forms.CharField(label=_("Bank account"), max_length=60, required=False)
    urgent_first = forms.BooleanField(label=_("She needs money before the review can end"), required=False)
    notice_consent = forms.BooleanField(
        label=_("She agrees to the public notice (masked name, community, item)"), required=False
    )
    private = (*HomeForm.private, "story", "earlier", "bank", "income")


class GrantForm(DecisionForm):
    amount = money(_("Amount granted, in yuan"), required=False)
    again = long_text(_("Why once more, if she had this aid before"), required=False)
    private = ("reason", "again")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("decision") == "grant" and not cleaned.get("amount"):
            self.add_error("amount", _("Enter the amount that is granted."))
        return cleaned
