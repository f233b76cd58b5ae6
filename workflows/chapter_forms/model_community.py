"""What a model community or demonstration site is asked: its own list, the site visit, the later looks (domain.md §5.4 T4a)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm
from workflows.shapes.frame import ChapterForm, boxes, long_text, past_day, pick
from workflows.shapes.review import DecisionForm

KINDS = [
    ("community", _("Model community")),
    ("station", _("Demonstration station")),
    ("spot", _("Demonstration spot")),
]
LEVELS = [("district", _("District")), ("city", _("City")), ("province", _("Province"))]
ITEMS = [
    ("organised", _("Women's organisation complete")), ("school", _("Home-service school")), ("rights", _("Rights station")), ("jobs", _("Re-employment station")),
    ("volunteers", _("Volunteer team")), ("activities", _("Activities every month")), ("disputes", _("Disputes settled in the community")), ("satisfied", _("Residents satisfied")),
]  # fmt: skip


def score() -> forms.IntegerField:
    return forms.IntegerField(label=_("Score (0–100)"), min_value=0, max_value=100)


class ApplyForm(ChapterForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=pick(KINDS))
    applied = forms.ChoiceField(label=_("Level applied for"), choices=pick(LEVELS), required=False)
    titles = boxes(_("Titles held already"), LEVELS, required=False)
    items = boxes(_("What is there"), ITEMS)
    volunteers = forms.IntegerField(label=_("Volunteers"), min_value=0, max_value=100000)
    activities = forms.IntegerField(label=_("Activities in the year"), min_value=0, max_value=10000)
    self_score = forms.IntegerField(label=_("Score by themselves (0–100)"), min_value=0, max_value=100)
    evidence = long_text(_("How each item is met"))
    private = ("evidence",)


class SiteForm(DecisionForm):
    visited_on = past_day(_("Visited on"))
    reached = boxes(_("What was found to be there"), ITEMS, required=False)
    score = score()
    decision = forms.ChoiceField(
        label=_("Decision"), choices=pick([("grant", _("Reached")), ("refuse", _("Not reached"))])
    )
    field_order = ("visited_on", "reached", "score", "decision", "reason")


class RecheckForm(MoveForm):
    result = forms.ChoiceField(label=_("Result"), choices=pick([
        ("keep", _("Keeps the title")), ("rectify", _("Has to put things right")), ("withdraw", _("Loses the title"))]))  # fmt: skip
    score = score()
    found = long_text(_("What was found"))
    private = ("found",)
