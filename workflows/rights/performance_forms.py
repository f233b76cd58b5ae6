"""What is asked of one promise of an agreement: what and when, how it was kept, another day."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm
from workflows.rights.forms import long_text, must, pick
from workflows.rights.mediation_forms import past_day
from workflows.standard import ReasonForm


class PromiseForm(MoveForm):
    """One line of the performance plan."""

    due_on = forms.DateField(label=_("Due on"))
    amount = forms.DecimalField(label=_("Amount in yuan"), max_digits=11, decimal_places=2, min_value=0, required=False)
    act = forms.CharField(label=_("What is done"), max_length=300, required=False)
    agreement = forms.IntegerField(label=_("Which agreement"), min_value=1)
    private = ("act",)


class PerformedForm(MoveForm):
    performed_on = past_day(_("Performed on"))
    proof = forms.ChoiceField(
        label=_("Proof"),
        choices=pick(
            [
                ("receipt", _("Receipt or transfer record")),
                ("seen", _("Seen by us")),
                ("confirmed", _("Confirmed by the other side")),
            ]
        ),
    )
    details = long_text(_("More about it"), required=False)
    private = ("details",)


class PartForm(MoveForm):
    done_on = past_day(_("Date"))
    done = forms.CharField(label=_("What was done"), max_length=300)
    left = forms.CharField(label=_("What is still to be done"), max_length=300)
    private = ("done", "left")


class NewDayForm(ReasonForm):
    due_on = forms.DateField(label=_("New day"))
    both_agreed = must(_("Both parties agreed to the new day"))
    field_order = ("due_on", "both_agreed", "reason")

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < localdate():
            raise ValidationError(_("This day is over. Choose a day from today on."))
        return day
