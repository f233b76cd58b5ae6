"""A volunteer (志愿者): checked, pledged, trained before duty, on duty, looked at again every year (domain.md §5.4 T4b).

志愿服务条例 art 15, 16 (suited, trained), 21 (privacy); for work with minors the record of abuse is asked for (未成年人保护法 art 62).
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.chapter_forms import volunteer as ask
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import DISTRICT, HANDLERS, STREET, SYSTEM, Actor
from workflows.shapes.correct import corrected
from workflows.shapes.frame import ChapterType, add_up, count, holder_only
from workflows.standard import ReasonForm, assignment, notes

REGISTERED = State("registered", _("To be checked"))
TO_TRAIN = State("to_train", _("To be trained"))
ACTIVE = State("active", _("On duty"))
PAUSED = State("paused", _("Paused"), Kind.WAITING)
LEFT = State("left", _("Has left"), Kind.END)
REJECTED = State("rejected", _("Not taken"), Kind.END)


def record_for_minors(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    if ticket.data.get("with_minors") and entered["suited"] == "yes" and not entered["record_asked"]:
        return {"record_asked": _("Work with minors: ask the police for the record first (未成年人保护法 art 62).")}
    return {}


def privacy_taught(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    if "privacy" not in entered["topics"]:
        return {"topics": _("Privacy and safety are part of every training. Add them.")}
    return {}


@register
class Volunteer(
    assignment((REGISTERED, TO_TRAIN, ACTIVE)), corrected(ask.VolunteerForm, (REGISTERED, TO_TRAIN, ACTIVE), fixed=("pledge", "with_minors")),
    notes((REGISTERED, TO_TRAIN, ACTIVE, PAUSED)), ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "volunteer", "ZY", _("Volunteer"), 4
    states = (REGISTERED, TO_TRAIN, ACTIVE, PAUSED, LEFT, REJECTED)
    starts_at = Level.STREET
    kept = ("kinds", "skills", "times", "with_minors")
    intake_form = ask.VolunteerForm
    shared = (ACTIVE.code,)
    deadlines = (
        Deadline("vo.review", starts=("open",), stops=(TO_TRAIN, REJECTED)), Deadline("vo.train", starts=(TO_TRAIN,), stops=(ACTIVE,), each=True),
        Deadline("vo.recheck", starts=(ACTIVE, "recheck"), stops=("recheck",), each=True),
    )  # fmt: skip
    counters = (
        Counter("registered", _("Registered")), Counter("active", _("On duty"), states=(ACTIVE,)), Counter("hours", _("Hours served"), amount="hours"),
        Counter("tasks", _("Tasks"), amount="tasks"), Counter("complaints", _("Complaints"), amount="complaints"),
    )  # fmt: skip

    @action([REGISTERED], OneOf((TO_TRAIN, REJECTED)), by=[STREET, DISTRICT], label=_("Check the volunteer"), form=ask.CheckForm, guards=[holder_only],
            checks=[record_for_minors], tell=[tell.OPENER], icon="check", primary=True)  # fmt: skip
    def check_volunteer(self, suited: str, record_asked: bool, remarks: str) -> str:
        self.data["cleared_for_minors"] = record_asked
        return (TO_TRAIN if suited == "yes" else REJECTED).code

    @action([TO_TRAIN], ACTIVE, by=HANDLERS, label=_("Record the training"), form=ask.TrainedForm,
            checks=[privacy_taught], icon="check", primary=True)  # fmt: skip
    @action([ACTIVE], SAME, by=HANDLERS, label=_("Record further training"), form=ask.TrainedForm,
            checks=[privacy_taught], icon="note")  # fmt: skip
    def record_training(self, trained_on: date, hours: int, topics: list[str]) -> None:
        self.data["trained_hours"] = self.data.get("trained_hours", 0) + hours

    @action([ACTIVE], OneOf((ACTIVE, TO_TRAIN)), by=[STREET, DISTRICT], label=_("Yearly re-check"), form=ask.CheckForm, checks=[record_for_minors], icon="check",
            primary=True)  # fmt: skip
    def recheck(self, suited: str, record_asked: bool, remarks: str) -> str:
        self.data.update(rechecks=self.data.get("rechecks", 0) + 1, cleared_for_minors=record_asked)
        return (ACTIVE if suited == "yes" else TO_TRAIN).code

    @action([ACTIVE], SAME, by=[SYSTEM], label=_("Took a task"), form=ask.TaskForm, tell=[tell.HOLDER])
    def took_task(self, task: str) -> None:
        """Who has the volunteer's contact tells her. Tasks and hours are counted once they are done."""

    @action([TO_TRAIN, ACTIVE, PAUSED, LEFT], SAME, by=[SYSTEM], label=_("Hours served"), form=ask.ServedForm)
    def served_task(self, hours: Decimal) -> None:
        count(self, "tasks")
        add_up(self, "hours", hours)

    @action([ACTIVE], SAME, by=[STREET, DISTRICT], label=_("Record a complaint"), form=ReasonForm,
            tell=[tell.SUPERVISORS], icon="alarm")  # fmt: skip
    def complain(self, reason: str) -> None:
        self.data["complaints"] = self.data.get("complaints", 0) + 1

    @action([ACTIVE], PAUSED, by=HANDLERS, label=_("Pause"), form=ReasonForm, icon="clock")
    def pause(self, reason: str) -> None:
        """Gets no task meanwhile."""

    @action([PAUSED], ACTIVE, by=HANDLERS, label=_("Back on duty"), icon="play", primary=True)
    def resume(self) -> None:
        """Can be given tasks again."""

    @action([TO_TRAIN, ACTIVE, PAUSED], LEFT, by=HANDLERS, label=_("Leaves"), form=ReasonForm, icon="x")
    def leave(self, reason: str) -> None:
        """The reason is sealed into the event."""
