"""A cultural activity (文化活动): approved by the level its size and budget ask for, held, summed up (domain.md §5.7 T7a)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.counters import Counter
from workflows.registry import register
from workflows.shapes import activity as at
from workflows.shapes.frame import ChapterType, pick
from workflows.standard import assignment, notes

KINDS = [
    ("reading", _("Reading and quiz")), ("essay", _("Essay contest")), ("speech", _("Speech")), ("singing", _("Singing")), ("dance", _("Dance")), ("other", _("Other")),
]  # fmt: skip


class CultureForm(at.ActivityForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=pick(KINDS))


@register
class CultureActivity(
    assignment((at.PLANNED, at.APPROVED, at.HELD)),  # type: ignore[misc]
    notes((at.PLANNED, at.APPROVED, at.HELD)),  # type: ignore[misc]
    at.Activity,
    ChapterType,
):
    slug, prefix, title, plan_chapter = "culture_activity", "WH", _("Cultural activity"), 7
    states = at.STATES
    kept = ("topic", "people", "budget", "where", "kind")
    intake_form = CultureForm
    deadlines = at.DEADLINES
    counters = (
        Counter("activities", _("Activities")), Counter("held", _("Held"), states=(at.HELD, at.FILED), share_of="activities"),
        Counter("people", _("People who came"), amount="attended"), Counter("cost", _("Cost"), amount="cost", unit=_("yuan")),
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        at.dated(ticket, cleaned["on"])
        return super().opened(ticket, cleaned)
