"""A cultural activity (文化活动): approved by the level its size and budget ask for, held, summed up (domain.md §5.7 T7a)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.registry import register
from workflows.shapes import activity as at
from workflows.shapes.frame import pick

KINDS = [
    ("reading", _("Reading and quiz")), ("essay", _("Essay contest")), ("speech", _("Speech")), ("singing", _("Singing")), ("dance", _("Dance")), ("other", _("Other")),
]  # fmt: skip


class CultureForm(at.ActivityForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=pick(KINDS))


@register
class CultureActivity(at.Activity):
    slug, prefix, title, plan_chapter = "culture_activity", "WH", _("Cultural activity"), 7
    kept = (*at.Activity.kept, "kind")
    intake_form = CultureForm
