"""Five-good family (五好家庭): recommended, voted on in the community, chosen, on public notice, named, sent further up (domain.md §5.5)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import Text
from workflows.counters import Counter
from workflows.datetexts import joined
from workflows.registry import register
from workflows.shapes import nomination as at
from workflows.shapes.frame import PersonForm, boxes, pick
from workflows.shapes.home import HomeForm

ROADS = [("self", _("By themselves")), ("neighbours", _("By neighbours")), ("community", _("By the community"))]
KINDS = [
    ("enterprise", _("Enterprising")), ("giving", _("Giving")), ("learning", _("Learning")), ("harmony", _("In harmony")),
    ("green", _("Green")), ("honest", _("Honest")), ("filial", _("Caring for the old")),
]  # fmt: skip


class NominationForm(HomeForm):
    road = forms.ChoiceField(label=_("Recommended by"), choices=pick(ROADS))
    kinds = boxes(_("Kind of family"), KINDS)
    members = forms.IntegerField(label=_("Members of the household"), min_value=1, max_value=20)
    years = forms.IntegerField(
        label=_("Years they have lived here"),
        min_value=1,
        max_value=100,
        error_messages={"min_value": _("One year of residence at least is asked for.")},
    )
    deeds = at.deeds(_("Their deeds, up to 1500 characters"))
    all_agree = forms.BooleanField(label=_("All adult members agree, and so does a guardian for pictures of children"))
    declared = forms.BooleanField(label=_("They declare: no offence, no violence"))
    notice_consent = at.consent(_("They agree to the public notice (masked name, community)"))
    private = (*PersonForm.private, "deeds")


@register
class FiveGoodFamily(at.Nomination):
    slug, prefix, title, plan_chapter = "five_good_family", "JT", _("Five-good family"), 5
    kept = ("road", "kinds", "members", "years")
    intake_form = NominationForm
    counters = (*at.COUNTERS, *(Counter(code, title, states=at.WITH_TITLE, where={"kinds": (code,)}, share_of="named") for code, title in KINDS))  # fmt: skip

    @classmethod
    def notice_lines(cls, ticket: Any) -> list[tuple[Text, str]]:
        return [
            (_("Household of"), ticket.data.get("masked", "*")),
            (_("Kind of family"), joined(str(dict(KINDS)[one]) for one in ticket.data["kinds"])),
        ]
