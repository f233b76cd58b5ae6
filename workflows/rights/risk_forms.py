"""Forms of the risk moves: the scored assessment, the safety contact, the clock's own raise (domain.md §4.5, §4.8)."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows.classifications import SEVERE_GROUNDS
from workflows.forms import MoveForm
from workflows.rights.forms import long_text, pick, today
from workflows.risk import RISKS, scale

AS_SCORED, KEEP = "score", "keep"
KNOWN = [("no", _("No")), ("yes", _("Yes")), ("unsure", _("Not known"))]
DECISIONS = [
    (AS_SCORED, _("As the score says")),
    (KEEP, _("Leave the level as it is")),
    *((code, RISKS[code]) for code in ("yellow", "orange", "red")),
]
ASSESSED_WITH = [
    ("police", _("Police")),
    ("social_worker", _("Social worker")),
    ("counsellor", _("Counsellor")),
    ("community", _("Community")),
]
SEALED_ITEMS = tuple(one.key for one in scale().items if one.sealed)


def item_fields() -> dict[str, forms.Field]:
    """One field for each item of the scale: yes, no or not known; for a count the number, empty when not known."""
    found: dict[str, forms.Field] = {}
    for one in scale().items:
        title: Any = one.title
        if one.count:
            found[one.key] = forms.IntegerField(
                label=title,
                min_value=0,
                max_value=99,
                required=False,
                help_text=_("Leave empty if it is not known."),
            )
        else:
            found[one.key] = forms.ChoiceField(
                label=title,
                choices=KNOWN,
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer yes, no or not known.")},
            )
    return found


_Items: Any = type("_Items", (MoveForm,), item_fields())


class AssessForm(_Items):  # type: ignore[misc]  # the fields are data (risk.yaml)
    """The full assessment. The assessor is the person who sends it; `decision` may raise the level above the score."""

    factors = forms.MultipleChoiceField(
        label=_("What protects her"),
        choices=list(scale().factors.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    assessed_with = forms.MultipleChoiceField(
        label=_("Assessed together with"), choices=ASSESSED_WITH, widget=forms.CheckboxSelectMultiple, required=False
    )
    decision = forms.ChoiceField(
        label=_("Level"),
        choices=DECISIONS,
        initial=AS_SCORED,
        help_text=_("A higher level than the score says is your judgement; a lower one needs two quiet periods."),
    )
    reassess_on = forms.DateField(
        label=_("Next assessment on"),
        required=False,
        help_text=_("Leave empty for the longest time this level allows."),
    )
    grounds = long_text(_("Grounds"), required=False)
    private = ("grounds", *SEALED_ITEMS)

    def clean_reassess_on(self) -> date | None:
        day: date | None = self.cleaned_data["reassess_on"]
        if day and day <= today():
            raise ValidationError(_("Choose a day after today, or leave it empty."))
        return day


class SafetyContactForm(MoveForm):
    """One contact to ask whether she is safe; she is never called in another way than the safe one."""

    reached = forms.ChoiceField(
        label=_("Was she reached?"),
        choices=pick([("yes", _("Reached")), ("no", _("Not reached")), ("unsafe", _("Not safe to call"))]),
    )
    way = forms.ChoiceField(
        label=_("Way"),
        choices=[("phone", _("Phone")), ("visit", _("Visit")), ("message", _("Message")), ("meeting", _("She came"))],
    )
    safe = forms.ChoiceField(
        label=_("Is she safe now?"),
        required=False,
        choices=pick([("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))]),
    )
    new_harm = forms.ChoiceField(
        label=_("New violence or threats since the last contact?"),
        required=False,
        choices=pick([("no", _("No")), ("yes", _("Yes"))]),
        help_text=_("With yes the case turns red at once."),
    )
    said = long_text(_("What she said"), required=False)
    private = ("said",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("safe", "new_harm"):
            if cleaned.get("reached") == "yes" and name in cleaned and not cleaned[name]:
                self.add_error(name, _("You reached her: write down the answer."))
            if cleaned.get("reached") not in (None, "yes") and cleaned.get(name):
                self.add_error(name, _("She was not reached, so leave this empty, or choose “Reached”."))
        return cleaned


class RaiseForm(MoveForm):
    """What an early-warning rule found; filled in by the clock."""

    rule = forms.CharField(label=_("Rule"), max_length=20)
    risk = forms.ChoiceField(label=_("Risk"), choices=[(code, RISKS[code]) for code in ("yellow", "orange", "red")])
    n = forms.IntegerField(label=_("How often"), required=False, min_value=0)


class AgainForm(MoveForm):
    """What has happened once more; filled in by the clock."""

    ground = forms.ChoiceField(label=_("Ground"), choices=SEVERE_GROUNDS)
