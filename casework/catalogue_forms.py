"""Forms of the dispatch catalogue: a new entry (or another version of one), and the end of one."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows.classifications import AREAS, category_choices
from workflows.owners import OWNERS
from workflows.rights.forms import pick, today


def categories() -> list[Any]:
    """Everything, a whole area, or one category of it."""
    areas = [(code, title) for code, title in AREAS.items()]
    return [("", _("Every category")), (_("Whole areas"), areas), *category_choices()]


class EntryForm(forms.Form):
    category = forms.ChoiceField(label=_("Category"), choices=categories, required=False)
    words = forms.CharField(
        label=_("Only where these words stand"),
        max_length=200,
        required=False,
        help_text=_("Left empty: every matter of this category."),
    )
    owner = forms.ChoiceField(label=_("Owner"), choices=pick(OWNERS))
    valid_from = forms.DateField(label=_("From"), initial=today)
    reason = forms.CharField(
        label=_("The rule in one sentence"),
        max_length=300,
        help_text=_("Everybody in the network reads it: no names, no places of people."),
    )

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day < today():
            raise ValidationError(_("What has passed is not changed. Choose a day from today on."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("category") and not cleaned.get("words", "").strip():
            raise ValidationError(_("Choose a category or write words: an entry for everything helps nobody."))
        return cleaned
