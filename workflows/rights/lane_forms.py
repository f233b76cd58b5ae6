"""What the urgent lane hands to each ticket it opens (workflows.rights.lane): the facts, none of which names a person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm


class LaneForm(MoveForm):
    """Intake of every ticket of the lane; `rules` are names of lane rules, comma-separated."""

    rules = forms.CharField(label=_("Why the urgent lane"), max_length=200, required=False)
    mandatory = forms.BooleanField(label=_("Must be done by law"), required=False)
    danger = forms.BooleanField(label=_("Danger now"), required=False)
    called = forms.BooleanField(label=_("The police were called"), required=False)
    violence = forms.BooleanField(label=_("Violence"), required=False)
    minor = forms.BooleanField(label=_("A minor was harmed"), required=False)
    public = forms.BooleanField(label=_("Group or public attention"), required=False)
    guardian_is_abuser = forms.BooleanField(label=_("The guardian is the one who harms"), required=False)
