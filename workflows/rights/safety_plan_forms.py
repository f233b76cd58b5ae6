"""What a safety plan says, and what is asked when it is looked at again. Where she goes and how she is reached is sealed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import Text
from workflows.forms import MoveForm
from workflows.rights.forms import long_text, pick
from workflows.rights.intake_people import PHONE
from workflows.rights.mediation_forms import past_day
from workflows.rights.protection import OPTIONS, several
from workflows.roles import Actor

SHELTER = [
    ("accepted", _("Offered, accepted")),
    ("declined", _("Offered, declined, choices explained")),
    ("has_place", _("She has another safe place")),
]


class PlanForm(MoveForm):
    safe_phone = forms.CharField(label=_("Safe phone"), max_length=20, validators=[PHONE])
    safe_time = forms.CharField(label=_("Safe time"), max_length=60)
    place_to_go = long_text(_("Where she can go"))
    shelter = forms.ChoiceField(label=_("Shelter"), choices=pick(SHELTER))
    children = long_text(_("The children"), required=False)
    documents = forms.BooleanField(label=_("Papers, money and keys are packed"), required=False)
    signal = long_text(_("Who helps, and the agreed signal"), required=False)
    steps = long_text(_("What she does when it happens again"), required=False)
    options_told = several(_("If she declines shelter: ways explained to her"), OPTIONS)
    words = long_text(_("If she declines shelter: what she said"), required=False)
    private = ("safe_phone", "safe_time", "place_to_go", "children", "signal", "steps", "words")


class LookForm(MoveForm):
    looked_on = past_day(_("Looked at on"))
    safe_now = forms.ChoiceField(
        label=_("Is she safe now?"),
        choices=pick([("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))]),
    )
    remarks = long_text(_("What changed"), required=False)
    private = ("remarks",)


def refusal_in_her_words(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Check: shelter declined is recorded as fully as any other refusal."""
    if cleaned["shelter"] != "declined":
        return {}
    found: dict[str, Text] = {}
    if not cleaned["options_told"]:
        found["options_told"] = _("Explain the other ways to her first, then tick those you named.")
    if not cleaned["words"].strip():
        found["words"] = _("She declines shelter: write down what she said, after the choices were explained.")
    return found
