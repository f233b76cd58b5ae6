"""A wish to learn (学习意向): who wants a class that is not open yet, or comes from a rights case, waits here and is placed in one that fits.

The classes of the district are offered to every community (domain.md §5.2 T2b); placed in one, she has an enrolment under it, which
the unit that brought her keeps following. Whose group goes first stands first.
"""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Kind, State, Text, action
from workflows.chapter_forms.training_class import GROUPS, HARDSHIPS, SUBJECTS, EnrolForm
from workflows.chapter_forms.volunteer import TIMES
from workflows.counters import Counter
from workflows.deadlines import ESCALATE, Deadline
from workflows.forms import MoveForm, TicketField
from workflows.registry import register
from workflows.roles import HANDLERS
from workflows.shapes.correct import completed, corrected
from workflows.shapes.frame import UNNAMED, ChapterType, PersonForm, boxes, holder_only, pick
from workflows.shapes.lift import lifted
from workflows.shapes.matching import Matching, fits, join
from workflows.standard import ReasonForm, assignment, notes
from workflows.types.training_class import TAKES_LEARNERS

WAITING = State("waiting", _("Waiting for a class"))
PLACED = State("placed", _("Enrolled"), Kind.END)
DROPPED = State("dropped", _("Does not want it any more"), Kind.END)
GOES_ALONG = ("group", "age", "education", "hardships", "wants_work", "childcare")


class WishForm(PersonForm):
    subjects = boxes(_("Subjects"), SUBJECTS)
    times = boxes(_("When"), TIMES, required=False)
    group = forms.ChoiceField(label=_("Group"), choices=pick(GROUPS))
    age = forms.IntegerField(label=_("Age"), min_value=14, max_value=90, required=False)
    education = EnrolForm.base_fields["education"]
    hardships = boxes(_("Difficulty"), HARDSHIPS, required=False)
    wants_work = forms.BooleanField(label=_("She wants to work afterwards"), required=False)
    childcare = forms.BooleanField(label=_("She needs child care during the class"), required=False)


class PlaceForm(MoveForm):
    course = TicketField(label=_("Class (its number)"), offers=True)


@register
class ClassWish(
    assignment((WAITING,)), corrected(WishForm, (WAITING,)), lifted((WAITING,)), notes((WAITING,)), Matching, ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "class_wish", "XYX", _("Wish for a class"), 2
    states = (WAITING, PLACED, DROPPED)
    kept = ("subjects", "times", *GOES_ALONG)
    intake_form = WishForm
    referral = ("name", "phone", "safe_phone", "safe_time")
    match_with, match_move, match_field, match_states = "training_class", "enrol_in", "course", TAKES_LEARNERS
    deadlines = (
        Deadline(
            "en.wish", starts=("open", "escalate_overdue"), stops=(PLACED, "escalate_overdue"), then=ESCALATE, each=True
        ),
    )
    counters = (
        Counter("wishes", _("Wishes")), Counter("placed", _("Enrolled"), states=(PLACED,), share_of="wishes"), Counter("waiting", _("Waiting"), states=(WAITING,)),
        Counter("days", _("Days to a class"), by="closed", days_between=("opened", "closed")),
    )  # fmt: skip

    @classmethod
    def referred(cls, case: Any, need: str) -> dict[str, Any]:
        return {"place": case.place_id, "name": UNNAMED, "subjects": [SUBJECTS[0][0]], "group": GROUPS[-1][0]}

    @classmethod
    def fit(cls, mine: Any, other: Any) -> list[Text]:
        """One of her subjects; and whether a seat is free, or she would wait for one."""
        subject = other.data.get("subject")
        if subject not in mine.data.get("subjects", []):
            return []
        free = int(other.left(other.number) or 0)
        found: list[Text] = [format_lazy(_("Subject: {subject}"), subject=dict(SUBJECTS)[subject])]
        found.append(_("A seat is free") if free > 0 else _("Full: she goes on its waiting list"))
        return found

    @action([WAITING], PLACED, by=HANDLERS, label=_("Enrol her in a class"), form=PlaceForm, guards=[holder_only, completed], checks=[fits],
            tell=[tell.OPENER], icon="link", primary=True, after=_("An enrolment is opened under the class; your unit keeps following it."))  # fmt: skip
    def enrol_in(self, course: str) -> None:
        carried = {name: self.data[name] for name in GOES_ALONG if name in self.data}
        join(self, course, "took_wish")
        self.open_under(course, "enrolment", {"name": UNNAMED, **carried}, parties=tuple(self.data.get("parties", {})))

    @action([WAITING], DROPPED, by=HANDLERS, label=_("She does not want it any more"), form=ReasonForm, icon="x")
    def drop(self, reason: str) -> None:
        """The reason is sealed into the event."""
