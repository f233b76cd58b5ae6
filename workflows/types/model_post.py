"""Model post of women (巾帼文明岗): a team of three at least, mostly women, led by one (domain.md §5.3 T3e, §5.5)."""

from pathlib import Path
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.base import Text
from workflows.registry import register
from workflows.shapes import nomination as at
from workflows.shapes.frame import ChapterForm, boxes, numbers, pick

LIMITS = numbers(Path(__file__).with_suffix(".yaml"))
KINDS = [
    ("window", _("Service window")),
    ("ward", _("Ward")),
    ("class", _("School")),
    ("shop", _("Shop")),
    ("team", _("Team")),
]


class NominationForm(ChapterForm):
    """A post is nominated, not a person: nobody's name is asked for, only whom we may ask there."""

    unit_name = forms.CharField(label=_("Name of the post"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind of post"), choices=pick(KINDS))
    contact = forms.CharField(label=_("Whom we may ask there, and phone"), max_length=60)
    people = forms.IntegerField(
        label=_("People in the team"),
        min_value=LIMITS["people"],
        max_value=1000,
        error_messages={"min_value": format_lazy(_("A model post has {n} people at least."), n=LIMITS["people"])},
    )
    women = forms.IntegerField(label=_("Women in the team"), min_value=1, max_value=1000)
    led_by_woman = forms.BooleanField(
        label=_("A woman leads it"), error_messages={"required": _("One leader at least is a woman.")}
    )
    promises = boxes(
        _("Service promises"),
        [("posted", _("Posted")), ("rated", _("Rated by those served")), ("trained", _("Trained every year"))],
    )
    deeds = at.deeds(_("Its deeds, up to 1500 characters"))
    declared = forms.BooleanField(label=_("They declare: no offence, no grave complaint"))
    private = ("contact", "deeds")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        people, women = cleaned.get("people"), cleaned.get("women")
        if people and women and (women > people or women * 100 < people * LIMITS["women_per_cent"]):
            sentence = _("{n} per cent of the team at least are women. Look at both numbers.")
            self.add_error("women", format_lazy(sentence, n=LIMITS["women_per_cent"]))
        return cleaned


@register
class ModelPost(at.Nomination):
    slug, prefix, title, plan_chapter = "model_post", "WM", _("Model post of women"), 3
    kept = ("kind", "unit_name", "people", "women")
    intake_form = NominationForm

    @classmethod
    def notice_lines(cls, ticket: Any) -> list[tuple[Text, str]]:
        return [
            (_("Name of the post"), ticket.data["unit_name"]),
            (_("Kind of post"), str(dict(KINDS)[ticket.data["kind"]])),
        ]
