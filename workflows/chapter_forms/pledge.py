"""What a donor of Spring Bud is asked, and what is entered with the pledge (domain.md §5.9 T10b)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.chapter_forms.spring_bud import STAGES
from workflows.forms import MoveForm
from workflows.shapes.frame import PersonForm, long_text, pick, some_money


class OfferForm(PersonForm):
    kind = forms.ChoiceField(
        label=_("Donor"), choices=pick([("person", _("Person")), ("company", _("Company")), ("group", _("Group"))])
    )
    amount = some_money(_("Amount a term, in yuan"))
    terms = forms.IntegerField(label=_("Terms"), min_value=1, max_value=24)
    stage = forms.ChoiceField(label=_("For a girl in"), choices=pick(STAGES))
    anonymous = forms.BooleanField(label=_("Wishes to stay unnamed"), required=False)
    invoice = forms.BooleanField(label=_("Needs an invoice"), required=False)
    wish = long_text(_("What the donor wishes"), required=False)
    private = (*PersonForm.private, "wish")


class AgreeForm(MoveForm):
    agreement_no = forms.CharField(label=_("Number of the agreement"), max_length=60)
    charity = forms.CharField(label=_("Account of which charity"), max_length=80)


class ReportForm(MoveForm):
    told = long_text(_("What the donor was told (no name, no place, no school)"))
    private = ("told",)


class AmountForm(MoveForm):
    amount = some_money(_("Amount in yuan"))
