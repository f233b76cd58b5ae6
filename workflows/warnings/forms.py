"""What is asked of who looks at an early warning."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm, TicketField
from workflows.risk import RISKS
from workflows.standard import LONG_TEXT
from workflows.warnings.rules import book

DIVISION = r"^(\d{6}|\d{9}|\d{12})$"
MEASURES = [
    ("visited", _("Visited or spoken to: it is looked after")),
    ("case", _("Goes on in a case")),
    ("supervise", _("Pressed or taken under supervision")),
    ("campaign", _("Visits and information planned")),
    ("talk", _("Talk with the employer arranged")),
    ("leader", _("Reported to the leader")),
]


DISMISSALS = [
    ("same_matter", _("The contacts belong to one matter that is in hand")),
    ("no_danger", _("Looked into: there is no danger")),
    ("wrong", _("The rule was wrong here")),
    ("known", _("Known and already acted on")),
]


def _rule_choices() -> list[tuple[str, Any]]:
    return [(rule.key, rule.title) for rule in book()]


class RaisedForm(MoveForm):
    """What the rule found; filled in by the clock."""

    rule = forms.ChoiceField(label=_("Rule"), choices=_rule_choices)
    place = forms.RegexField(DIVISION, label=_("Place"))
    unit = forms.RegexField(DIVISION, label=_("Responsible"))
    n = forms.IntegerField(label=_("How often"), min_value=0)
    first = forms.DateField(label=_("From"))
    last = forms.DateField(label=_("To"))
    risk = forms.ChoiceField(label=_("Risk"), choices=[("", ""), *RISKS.items()], required=False)
    at = forms.CharField(label=_("Set off at"), max_length=40, required=False)


class ConfirmForm(MoveForm):
    measure = forms.ChoiceField(label=_("What is done"), choices=[("", "---------"), *MEASURES])
    case = TicketField(
        label=_("Case"),
        required=False,
        help_text=_("Number of the case it goes on in; one of those the alert rests on."),
    )
    risk = forms.ChoiceField(
        label=_("Raise the risk of this case to"),
        choices=[("", _("As it is")), *((code, RISKS[code]) for code in ("yellow", "orange", "red"))],
        required=False,
        help_text=_("Red sends the case straight to the district."),
    )
    found = forms.CharField(label=_("What was found"), max_length=2000, widget=LONG_TEXT)
    private = ("case", "found")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("case") and (cleaned.get("risk") or cleaned.get("measure") in ("case", "supervise")):
            self.add_error("case", _("Enter the number of the case it goes on in."))
        return cleaned


class DismissForm(MoveForm):
    ground = forms.ChoiceField(label=_("Ground"), choices=[("", "---------"), *DISMISSALS])
    reason = forms.CharField(label=_("Reason"), min_length=5, max_length=1000, widget=LONG_TEXT)
    private = ("reason",)
