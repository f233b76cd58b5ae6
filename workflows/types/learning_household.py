"""A demonstration household of learning (学习示范户): visited, acknowledged, filed, looked at again every year (domain.md §5.6 T6a)."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Kind, OneOf, State, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.registry import register
from workflows.roles import HANDLERS
from workflows.shapes import review
from workflows.shapes.frame import AT_HAND, ChapterType, PersonForm, boxes, long_text, pick
from workflows.standard import ReasonForm, assignment, notes

NAMED = State("named", _("Named"))
ENDED = State("ended", _("No longer one"), Kind.END)
SKILLS = [
    ("reading", _("Reading")),
    ("writing", _("Writing")),
    ("music", _("Music")),
    ("craft", _("Handicraft")),
    ("computer", _("Computer")),
    ("law", _("Law")),
]


class HouseholdForm(PersonForm):
    members = forms.IntegerField(label=_("Members of the household"), min_value=1, max_value=20)
    books = forms.IntegerField(label=_("Books"), min_value=0, max_value=1000000)
    hours = forms.IntegerField(label=_("Hours of learning a week"), min_value=1, max_value=100)
    skills = boxes(_("What they can share"), SKILLS)
    plan = long_text(_("Their plan"))
    share = forms.BooleanField(
        label=_("They lend books and share what they know"),
        error_messages={"required": _("Sharing is what makes a demonstration household.")},
    )
    private = (*PersonForm.private, "plan")


class YearForm(MoveForm):
    result = forms.ChoiceField(label=_("Result"), choices=pick([("keep", _("Stays one")), ("end", _("No longer one"))]))
    lent = forms.IntegerField(label=_("Books lent this year"), min_value=0, max_value=100000)
    activities = forms.IntegerField(label=_("Activities held"), min_value=0, max_value=1000)


@register
class LearningHousehold(
    assignment((review.CHECKING, NAMED)), review.reviewed(NAMED, opinion=review.VisitForm), notes((review.CHECKING, NAMED)), ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "learning_household", "XX", _("Learning household"), 6
    states = (*review.STATES, NAMED, ENDED)
    kept = ("members", "books", "hours", "skills")
    intake_form = HouseholdForm
    deadlines = (
        *review.deadlines("lf.review"),
        Deadline("lf.recheck", starts=(NAMED, "check_year"), stops=("check_year",), each=True),
    )
    counters = (
        Counter("applications", _("Applications")), Counter("households", _("Households"), states=(NAMED,)), Counter("lent", _("Books lent"), amount="lent"),
        Counter("activities", _("Activities held"), amount="activities"), Counter("active", _("Active"), where={"active": True}, share_of="households"),
    )  # fmt: skip

    @classmethod
    def granted(cls, ticket: Any, entered: dict[str, Any]) -> None:
        ticket.data["named_on"] = localdate(ticket.now).isoformat()

    @action(
        [NAMED], OneOf((NAMED, ENDED)), by=AT_HAND, label=_("Yearly review"), form=YearForm, icon="check", primary=True
    )
    def check_year(self, result: str, lent: int, activities: int) -> str:
        self.data.update(
            lent=self.data.get("lent", 0) + lent,
            activities=self.data.get("activities", 0) + activities,
            active=activities > 0,
            reviews=self.data.get("reviews", 0) + 1,
        )
        return (NAMED if result == "keep" else ENDED).code

    @action([NAMED], ENDED, by=HANDLERS, label=_("They give it up"), form=ReasonForm, tell=[tell.OPENER], icon="x")
    def give_up(self, reason: str) -> None:
        """The reason is sealed into the event."""
