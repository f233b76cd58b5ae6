"""A learning activity (学习活动) of the four teams: officers, stairwell heads, volunteers, demonstration households (domain.md §5.6 T6b)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.registry import register
from workflows.shapes import activity as at
from workflows.shapes.frame import pick

TEAMS = [
    ("officers", _("Officers")),
    ("stairs", _("Stairwell heads")),
    ("volunteers", _("Volunteers")),
    ("households", _("Learning households")),
]


class LearningForm(at.ActivityForm):
    team = forms.ChoiceField(label=_("Which team"), choices=pick(TEAMS))
    facilitator = forms.CharField(label=_("Who leads it"), max_length=40, required=False)
    private = (*at.ActivityForm.private, "facilitator")


@register
class LearningActivity(at.Activity):
    slug, prefix, title, plan_chapter = "learning_activity", "XH", _("Learning activity"), 6
    kept = (*at.Activity.kept, "team")
    intake_form = LearningForm
