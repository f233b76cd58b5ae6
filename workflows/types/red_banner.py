"""Red-banner pacesetter (三八红旗手): a nomination, the same way as the others (domain.md §5.5)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import Text
from workflows.registry import register
from workflows.shapes import nomination as at
from workflows.shapes.frame import PersonForm, boxes, pick

TRADES = [
    ("industry", _("Industry")), ("farming", _("Farming")), ("science", _("Science and technology")), ("teaching", _("Teaching and culture")),
    ("health", _("Health and care")), ("public", _("Public service")), ("community", _("Community work")),
]  # fmt: skip
HONOURS = [("district", _("District")), ("city", _("City")), ("province", _("Province"))]


class NominationForm(PersonForm):
    trade = forms.ChoiceField(label=_("Line of work"), choices=pick(TRADES))
    work_unit = forms.CharField(label=_("Her work unit and post"), max_length=80)
    years = forms.IntegerField(label=_("Years of work"), min_value=0, max_value=60)
    honours = boxes(_("Honoured before by"), HONOURS, required=False)
    deeds = at.deeds(_("Her deeds, up to 1500 characters"))
    declared = forms.BooleanField(label=_("She declares: no offence, no broken word"))
    notice_consent = at.consent()
    private = (*PersonForm.private, "work_unit", "deeds")


@register
class RedBanner(at.Nomination):
    slug, prefix, title, plan_chapter = "red_banner", "HQ", _("Red-banner pacesetter"), 5
    kept = ("trade", "years", "honours")
    intake_form = NominationForm

    @classmethod
    def notice_lines(cls, ticket: Any) -> list[tuple[Text, str]]:
        return [
            (_("Name"), ticket.data.get("masked", "*")),
            (_("Line of work"), str(dict(TRADES)[ticket.data["trade"]])),
        ]
