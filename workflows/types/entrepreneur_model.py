"""Model entrepreneur (创业女性典型): a nomination once a year (domain.md §5.1 T1c, §5.5)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import Text
from workflows.registry import register
from workflows.shapes import nomination as at
from workflows.shapes.frame import PersonForm, boxes, pick

FIELDS = [
    ("trade", _("Trade")),
    ("service", _("Services")),
    ("craft", _("Craft")),
    ("online", _("Online")),
    ("farm", _("Farming")),
    ("tech", _("Technology")),
]


class NominationForm(PersonForm):
    business = forms.ChoiceField(label=_("Business"), choices=pick(FIELDS))
    helped = boxes(
        _("Whom she takes along"),
        [
            ("jobless", _("Women out of work")),
            ("graduates", _("Graduates")),
            ("disabled", _("Disabled women")),
            ("migrants", _("Migrant women")),
        ],
        required=False,
    )
    jobs = forms.IntegerField(label=_("Jobs for women"), min_value=0, max_value=100000)
    deeds = at.deeds(_("Her deeds, up to 1500 characters"))
    notice_consent = at.consent()
    private = (*PersonForm.private, "deeds")


@register
class EntrepreneurModel(at.Nomination):
    slug, prefix, title, plan_chapter = "entrepreneur_model", "CX", _("Model entrepreneur"), 1
    kept = ("business", "helped", "jobs")
    intake_form = NominationForm

    @classmethod
    def notice_lines(cls, ticket: Any) -> list[tuple[Text, str]]:
        return [
            (_("Name"), ticket.data.get("masked", "*")),
            (_("Business"), str(dict(FIELDS)[ticket.data["business"]])),
        ]
