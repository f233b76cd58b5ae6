"""Forms of the follow-up call and of the follow-up plan (domain.md §2.2, §4.8)."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm
from workflows.rights.forms import long_text, pick, today
from workflows.rights.plans import PLANS
from workflows.standard import ReasonForm

SATISFACTION = [
    ("satisfied", _("Satisfied")),
    ("mostly", _("Mostly satisfied")),
    ("unsatisfied", _("Not satisfied")),
    ("refused", _("No answer")),
]
SAFE = [("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))]
WHY_NOT = [
    ("abuser_near", _("The person she fears may hear or see it")),
    ("no_safe_way", _("There is no safe phone or time")),
    ("her_wish", _("She asked not to be called")),
    ("harm_to_child", _("It could harm a child")),
]


class PlanForm(MoveForm):
    """What the parent's move hands over: which plan, its dates (ISO, comma-separated), who handled the case."""

    plan = forms.ChoiceField(label=_("Plan"), choices=list(PLANS.items()))
    dates = forms.CharField(label=_("Dates"), max_length=1000)
    handler = forms.IntegerField(label=_("Handler of the case"), required=False)

    def clean_dates(self) -> list[str]:
        try:
            days = sorted({date.fromisoformat(day).isoformat() for day in self.cleaned_data["dates"].split(",")})
        except ValueError as error:
            raise ValidationError(_("Write dates like 2026-12-01, separated by commas.")) from error
        return days


class ReachedForm(MoveForm):
    satisfaction = forms.ChoiceField(label=_("Satisfaction"), choices=pick(SATISFACTION))
    safe_now = forms.ChoiceField(label=_("Is she safe now?"), choices=pick(SAFE))
    performed = forms.ChoiceField(
        label=_("Is what was agreed or promised being done?"),
        choices=pick([("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No")), ("none", _("Nothing was agreed"))]),
    )
    answer = long_text(_("Her words"), required=False)
    private = ("answer",)

    def clean_safe_now(self) -> str:
        if self.cleaned_data["safe_now"] == "no":
            raise ValidationError(_("She is not safe: use “New harm” instead, so that somebody acts today."))
        return str(self.cleaned_data["safe_now"])


class UnsafeForm(ReasonForm):
    why = forms.ChoiceField(label=_("Why it is not suitable"), choices=pick(WHY_NOT))
    field_order = ("why", "reason")


class HarmForm(MoveForm):
    danger_now = forms.ChoiceField(label=_("Is she in danger now?"), choices=pick(SAFE))
    story = long_text(_("What happened"), min_length=5)
    new_case = forms.BooleanField(label=_("Open a new case beside it"), required=False)
    private = ("story",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("danger_now") == "yes" and not cleaned.get("new_case"):
            self.add_error("new_case", _("Danger now: open the new case, it goes to the district at once."))
        return cleaned


class DateForm(MoveForm):
    on = forms.DateField(label=_("Date"))

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day <= today():
            raise ValidationError(_("This day is over. Choose a day after today."))
        return day
