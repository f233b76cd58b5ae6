"""A task for a volunteer (志愿服务派单): checked, taken by somebody suited, done, its hours confirmed, rated (domain.md §5.4 T4c).

志愿服务条例 art 13 (answer promptly), 19 (true record of hours), 21 (privacy): the volunteer gets a first name, the need and a
meeting place, nothing else.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, Text, action
from workflows.chapter_forms.volunteer import SKILLS, TIMES
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm, TicketField
from workflows.ladder import street_of
from workflows.registry import register
from workflows.roles import HANDLERS, SYSTEM
from workflows.shapes.correct import completed, corrected
from workflows.shapes.frame import UNNAMED, ChapterForm, ChapterType, boxes, holder_only, long_text, pick
from workflows.shapes.matching import Matching, fits, in_common
from workflows.standard import ReasonForm, assignment, notes

ASKED = State("asked", _("To be checked"))
SENT = State("sent", _("Looking for a volunteer"))
TAKEN = State("taken", _("Taken, being done"))
DONE_ = State("served", _("Done, to be rated"))
CLOSED = State("closed", _("Closed"), Kind.END)
DROPPED = State("dropped", _("Not needed any more"), Kind.END)


class TaskForm(ChapterForm):
    first_name = forms.CharField(label=_("How to address her"), max_length=20, required=False)
    need = long_text(_("What is needed"))
    skills = boxes(_("Skills"), SKILLS)
    times = boxes(_("When"), TIMES)
    meet_at = forms.CharField(label=_("Where to meet (not her home)"), max_length=80, required=False)
    minors = forms.BooleanField(label=_("Minors are involved"), required=False)
    risk_note = long_text(_("What to mind for safety"), required=False)
    private = ("first_name", "need", "meet_at", "risk_note")


class TakeForm(MoveForm):
    volunteer = TicketField(label=_("Volunteer (number)"), offers=True)


class DoneForm(MoveForm):
    hours = forms.DecimalField(
        label=_("Hours, as confirmed by who was helped"), max_digits=5, decimal_places=1, min_value=Decimal("0.5")
    )
    safe = forms.BooleanField(
        label=_("Both are back safely"), error_messages={"required": _("Make sure of it first, then tick the box.")}
    )


class RateForm(MoveForm):
    rating = forms.ChoiceField(
        label=_("Rating"), choices=pick([("good", _("Good")), ("fair", _("Fair")), ("poor", _("Poor"))])
    )
    said = long_text(_("What was said"), required=False)
    private = ("said",)


@register
class VolunteerTask(
    assignment((ASKED, SENT, TAKEN, DONE_)), corrected(TaskForm, (ASKED, SENT)), notes((ASKED, SENT, TAKEN)), Matching, ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "volunteer_task", "ZF", _("Volunteer task"), 4
    states = (ASKED, SENT, TAKEN, DONE_, CLOSED, DROPPED)
    kept = ("skills", "times", "minors")
    intake_form = TaskForm
    referral = ("name",)
    match_with, match_move, match_field, match_states = "volunteer", "take", "volunteer", ("active",)
    deadlines = (
        Deadline("vt.answer", starts=("open",), stops=(SENT, DROPPED)), Deadline("vt.take", starts=(SENT,), stops=(TAKEN,), then="widen", each=True),
        Deadline("vt.serve", starts=(SENT, TAKEN), stops=(DONE_,), each=True), Deadline("vt.rate", starts=(DONE_,), stops=(CLOSED,)),
    )  # fmt: skip
    counters = (
        Counter("tasks", _("Tasks")), Counter("served", _("Served"), states=(DONE_, CLOSED), share_of="tasks"),
        Counter("hours", _("Hours served"), amount="hours"), Counter("good", _("Rated good"), where={"rating": "good"}, share_of="served"),
    )  # fmt: skip

    @classmethod
    def referred(cls, case: Any, need: str) -> dict[str, Any]:
        return {
            "place": case.place_id,
            "first_name": UNNAMED,
            "need": need,
            "skills": ["counselling"],
            "times": ["weekday"],
            "minors": bool(case.data.get("minor")),
        }

    @classmethod
    def fit(cls, mine: Any, other: Any) -> list[Text]:
        """A common skill; for minors only who was cleared for it."""
        found = in_common(mine, other, "skills", SKILLS, _("Skills: {found}"))
        if not found or (mine.data.get("minors") and not other.data.get("cleared_for_minors")):
            return []
        found += in_common(mine, other, "times", TIMES, _("Has time: {found}"))
        if street_of(mine.place_id) == street_of(other.place_id):
            found.append(_("From the same street"))
        return found

    @action(
        [ASKED],
        SENT,
        by=HANDLERS,
        label=_("Look for a volunteer"),
        guards=[holder_only, completed],
        icon="send",
        primary=True,
    )
    def send_out(self) -> None:
        """The need was checked and is one for a volunteer."""

    @action([SENT], SAME, by=[SYSTEM], label=_("Nobody has taken it: widened"), tell=[tell.LEVEL_UP, tell.SUPERVISORS])
    def widen(self) -> None:
        self.data["widened"] = True

    @action(
        [SENT],
        TAKEN,
        by=HANDLERS,
        label=_("Give it to a volunteer"),
        form=TakeForm,
        checks=[fits],
        tell=[tell.HOLDER],
        icon="user",
        primary=True,
    )
    def take(self, volunteer: str) -> None:
        self.data["volunteer"] = volunteer
        self.move_other(volunteer, "took_task", task=self.number)

    @action([TAKEN], SENT, by=HANDLERS, label=_("The volunteer cannot come"), form=ReasonForm, icon="back")
    def give_back(self, reason: str) -> None:
        self.data.pop("volunteer", None)

    @action([TAKEN], DONE_, by=HANDLERS, label=_("It is done"), form=DoneForm, icon="check", primary=True)
    def record_done(self, hours: Decimal, safe: bool) -> None:
        self.data["hours"] = str(hours)
        self.move_other(self.data["volunteer"], "served_task", hours=str(hours))

    @action([DONE_], CLOSED, by=HANDLERS, label=_("Rate it"), form=RateForm, icon="check", primary=True)
    def rate(self, rating: str, said: str) -> None:
        self.data["rating"] = rating

    @action([ASKED, SENT], DROPPED, by=HANDLERS, label=_("Not needed any more"), form=ReasonForm, icon="x")
    def drop(self, reason: str) -> None:
        """The reason is sealed into the event."""
