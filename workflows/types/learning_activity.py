"""A learning activity (学习活动) of the four teams: officers, stairwell heads, volunteers, demonstration households (domain.md §5.6 T6b)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.counters import Counter
from workflows.registry import register
from workflows.shapes import activity as at
from workflows.shapes.frame import ChapterType, pick
from workflows.standard import assignment, notes

TEAMS = [
    ("officers", _("Officers")),
    ("stairs", _("Stairwell heads")),
    ("volunteers", _("Volunteers")),
    ("households", _("Learning households")),
]


class LearningForm(at.ActivityForm):
    team = forms.ChoiceField(label=_("Which team"), choices=pick(TEAMS))


@register
class LearningActivity(
    assignment((at.PLANNED, at.APPROVED, at.HELD)),  # type: ignore[misc]
    notes((at.PLANNED, at.APPROVED, at.HELD)),  # type: ignore[misc]
    at.Activity,
    ChapterType,
):
    slug, prefix, title, plan_chapter = "learning_activity", "XH", _("Learning activity"), 6
    states = at.STATES
    kept = ("topic", "people", "budget", "where", "team")
    intake_form = LearningForm
    deadlines = at.DEADLINES
    counters = (
        Counter("activities", _("Activities")), Counter("held", _("Held"), states=(at.HELD, at.FILED), share_of="activities"),
        Counter("people", _("People who came"), amount="attended"), Counter("cost", _("Cost"), amount="cost", unit=_("yuan")),
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        at.dated(ticket, cleaned["on"])
        return super().opened(ticket, cleaned)
