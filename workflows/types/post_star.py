"""Star of her post (巾帼岗位明星): a nomination (domain.md §5.3 T3d, §5.5)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import Text
from workflows.registry import register
from workflows.shapes import nomination as at
from workflows.shapes.frame import PersonForm, boxes, pick

FIELDS = [
    ("home", _("Home services")),
    ("care", _("Care")),
    ("shop", _("Shops")),
    ("office", _("Offices")),
    ("factory", _("Factories")),
    ("community", _("Community work")),
]


class NominationForm(PersonForm):
    field = forms.ChoiceField(label=_("Field"), choices=pick(FIELDS))
    skills = boxes(
        _("Certificates"), [("junior", _("Junior")), ("middle", _("Middle")), ("senior", _("Senior"))], required=False
    )
    years = forms.IntegerField(label=_("Years in the post"), min_value=0, max_value=60)
    deeds = at.deeds(_("Her deeds, up to 1500 characters"))
    notice_consent = at.consent()
    private = (*PersonForm.private, "deeds")


@register
class PostStar(at.Nomination):
    slug, prefix, title, plan_chapter = "post_star", "GX", _("Star of her post"), 3
    kept = ("field", "skills", "years")
    intake_form = NominationForm

    @classmethod
    def notice_lines(cls, ticket: Any) -> list[tuple[Text, str]]:
        return [(_("Name"), ticket.data.get("masked", "*")), (_("Field"), str(dict(FIELDS)[ticket.data["field"]]))]
