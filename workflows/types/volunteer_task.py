"""A task for a volunteer (志愿服务派单): checked, taken by somebody suited, done, its hours confirmed, rated (domain.md §5.4 T4c).

志愿服务条例 art 13 (answer promptly), 19 (true record of hours), 21 (privacy): the volunteer gets a first name, the need and a
meeting place, nothing else.
"""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, Text, action
from workflows.chapter_forms import volunteer_task as ask
from workflows.chapter_forms.volunteer import SKILLS, TIMES
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.roles import HANDLERS, SYSTEM
from workflows.shapes import rating
from workflows.shapes.correct import completed, corrected
from workflows.shapes.frame import UNNAMED, ChapterType, holder_only
from workflows.shapes.matching import Matching, fits, join, near, part, skilled
from workflows.standard import ReasonForm, assignment, notes

ASKED = State("asked", _("To be checked"))
SENT = State("sent", _("Looking for a volunteer"))
TAKEN = State("taken", _("Taken, being done"))
DONE_ = State("served", _("Done, to be rated"))
CLOSED = State("closed", _("Closed"), Kind.END)
DROPPED = State("dropped", _("Not needed any more"), Kind.END)


@register
class VolunteerTask(
    assignment((ASKED, SENT, TAKEN, DONE_)), corrected(ask.TaskForm, (ASKED, SENT)), notes((ASKED, SENT, TAKEN)), Matching, ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "volunteer_task", "ZF", _("Volunteer task"), 4
    states = (ASKED, SENT, TAKEN, DONE_, CLOSED, DROPPED)
    kept = ("skills", "times", "minors")
    intake_form = ask.TaskForm
    referral = ("name",)
    match_with, match_move, match_field, match_states = "volunteer", "take", "volunteer", ("active",)
    deadlines = (
        Deadline("vt.answer", starts=("open",), stops=(SENT, DROPPED)), Deadline("vt.take", starts=(SENT,), stops=(TAKEN,), then="widen", each=True),
        Deadline("vt.serve", starts=(SENT, TAKEN), stops=(DONE_,), each=True), rating.deadline(DONE_, CLOSED),
    )  # fmt: skip
    counters = (
        Counter("tasks", _("Tasks")), Counter("served", _("Served"), states=(DONE_, CLOSED), share_of="tasks"),
        Counter("hours", _("Hours served"), amount="hours"), Counter("good", _("Rated good"), where={"rating": "good"}, share_of="served"),
    )  # fmt: skip

    @classmethod
    def referred(cls, case: Any, need: str) -> dict[str, Any]:
        what = {"need": need, "skills": ["counselling"], "times": ["weekday"], "minors": bool(case.data.get("minor"))}
        return {"place": case.place_id, "first_name": UNNAMED, **what}

    @classmethod
    def fit(cls, mine: Any, other: Any) -> list[Text]:
        """A common skill; for minors only who was cleared for it."""
        found = skilled(mine, other, SKILLS, TIMES, _("Has time: {found}"))
        if not found or (mine.data.get("minors") and not other.data.get("cleared_for_minors")):
            return []
        return found + ([_("From the same street")] if near(mine, other, "street") else [])

    @action([ASKED], SENT, by=HANDLERS, label=_("Look for a volunteer"), guards=[holder_only, completed], icon="send", primary=True)  # fmt: skip
    def send_out(self) -> None:
        """The need was checked and is one for a volunteer."""

    @action([SENT], SAME, by=[SYSTEM], label=_("Nobody has taken it: widened"), tell=[tell.LEVEL_UP, tell.SUPERVISORS])
    def widen(self) -> None:
        self.data["widened"] = True

    @action([SENT], TAKEN, by=HANDLERS, label=_("Give it to a volunteer"), form=ask.TakeForm, checks=[fits], tell=[tell.HOLDER], icon="user", primary=True)  # fmt: skip
    def take(self, volunteer: str) -> None:
        join(self, volunteer, "took_task", task=self.number)

    @action([TAKEN], SENT, by=HANDLERS, label=_("The volunteer cannot come"), form=ReasonForm, icon="back")
    def give_back(self, reason: str) -> None:
        part(self)

    @action([TAKEN], DONE_, by=HANDLERS, label=_("It is done"), form=ask.DoneForm, icon="check", primary=True)
    def record_done(self, hours: Decimal, safe: bool) -> None:
        self.data["hours"] = str(hours)
        self.move_other(self.data["volunteer"], "served_task", hours=str(hours))

    rate = rating.rated(DONE_, CLOSED)

    @action([ASKED, SENT], DROPPED, by=HANDLERS, label=_("Not needed any more"), form=ReasonForm, icon="x")
    def drop(self, reason: str) -> None:
        """The reason is sealed into the event."""
