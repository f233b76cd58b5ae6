"""Forms of review and re-review (信访工作条例 art 35, 36)."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm
from workflows.rights.forms import long_text, pick, today
from workflows.rights.rules import rules
from workflows.standard import ReasonForm

BODIES = [(body.code, body.title) for body in rules().review_bodies]


def _past(day: date) -> date:
    if day > today():
        raise ValidationError(_("This day is still to come. Enter the day it happened."))
    return day


class AskReviewForm(MoveForm):
    asked_on = forms.DateField(label=_("Asked for on"), initial=today)
    body = forms.ChoiceField(label=_("Reviewed by"), choices=pick(BODIES), help_text=_("The body one level above."))
    request = long_text(_("What she asks for, and why"))
    private = ("request",)

    def clean_asked_on(self) -> date:
        return _past(self.cleaned_data["asked_on"])


class DecideForm(MoveForm):
    result = forms.ChoiceField(
        label=_("Opinion"),
        choices=pick(
            [
                ("upheld", _("Upheld")),
                ("changed", _("Changed: to be handled anew")),
                ("sent_back", _("Revoked: to be handled again")),
            ]
        ),
    )
    opinion_no = forms.CharField(label=_("Number of the opinion"), max_length=60)
    served_on = forms.DateField(label=_("Served on"), initial=today)
    opinion = long_text(_("What it says, with its reasons"), private_limit=5000)
    private = ("opinion",)

    def clean_served_on(self) -> date:
        return _past(self.cleaned_data["served_on"])


class HearingForm(MoveForm):
    hearing_on = forms.DateField(label=_("Day of the hearing"))

    def clean_hearing_on(self) -> date:
        day: date = self.cleaned_data["hearing_on"]
        if day <= today():
            raise ValidationError(_("This day is over. Choose a day after today."))
        return day


class HearingHeldForm(ReasonForm):
    reason = long_text(_("Result of the hearing"))
