"""An enrolment in a training class (报名): checked, a seat or the waiting list, completed, tracked for half a year (domain.md §5.2 T2b).

A freed seat goes to the first on the waiting list in the same step: priority group first, then who came first.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.chapter_forms import training_class as ask
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.roles import HANDLERS, SYSTEM, Actor
from workflows.shapes import seats, track
from workflows.shapes.correct import corrected
from workflows.shapes.frame import ChapterType, described
from workflows.shapes.track import TRACKING, AtWorkForm, begin_tracking, tracked
from workflows.standard import ReasonForm, assignment, notes
from workflows.types.training_class import TAKES_LEARNERS

APPLIED = State("applied", _("To be checked"))
WAITING = State("waiting", _("On the waiting list"))
LEARNING = State("learning", _("Admitted"))
DONE = State("done", _("Finished"), Kind.END)
LEFT = State("left", _("Has left"), Kind.END)
NOT_ADMITTED = State("not_admitted", _("Not admitted"), Kind.END)
NO_SEAT = State("no_seat", _("No seat became free"), Kind.END)
BEFORE = (APPLIED, WAITING)


def class_goes_on(ticket: Any, actor: Actor) -> Text:
    parent = ticket.family.parent
    return "" if parent and parent.state in TAKES_LEARNERS else _("The class is over. Enrol her in another one.")


@register
class Enrolment(
    assignment((*BEFORE, LEARNING, TRACKING)), tracked("en.track", DONE, AtWorkForm), corrected(ask.EnrolForm, BEFORE),
    notes((*BEFORE, LEARNING)), ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "enrolment", "BM", _("Enrolment"), 2
    states = (*BEFORE, LEARNING, TRACKING, DONE, LEFT, NOT_ADMITTED, NO_SEAT)
    only_child = True
    intake_form = ask.EnrolForm
    kept = ("group", "age", "education", "hardships", "wants_work", "childcare")
    deadlines = (
        Deadline("en.review", starts=("open",), stops=(LEARNING, WAITING, NOT_ADMITTED)),
        Deadline("en.wait", starts=(WAITING,), stops=(LEARNING,), then="give_up_waiting"), Deadline("en.study", starts=(LEARNING,), stops=(TRACKING, DONE)),
        *track.DEADLINES,
    )  # fmt: skip
    counters = (
        Counter("enrolments", _("Enrolments")), Counter("waiting", _("On the waiting list"), states=(WAITING,)),
        Counter("completed", _("Completed"), where={"result": "completed"}, share_of="enrolments"),
        Counter("certificates", _("Certificates"), where={"certificate": True}, share_of="completed"),
        Counter("employed_3", _("At work after three months"), where={"found_1": "well"}, share_of="completed"),
        Counter("employed", _("At work after six months"), where={"found_2": "well"}, share_of="completed"),
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        """Under its class: place and unit are the class's; the person is her own party."""
        cls.keep(ticket, cleaned)
        _rank(ticket)
        return described(cleaned)

    @classmethod
    def after_correction(cls, ticket: Any, new: dict[str, Any]) -> None:
        _rank(ticket)

    @action([APPLIED], OneOf((LEARNING, WAITING, NOT_ADMITTED)), by=HANDLERS, label=_("Check the enrolment"), form=ask.CheckForm,
            tell=[tell.OPENER], icon="check", primary=True)  # fmt: skip
    def check_enrolment(self, fits: str) -> str:
        if fits == "no":
            return NOT_ADMITTED.code
        return seats.take_or_wait(self, LEARNING, WAITING)

    move_up = seats.moved_up(WAITING, LEARNING, class_goes_on)
    give_up_waiting = seats.waited_too_long(WAITING, NO_SEAT)

    @action([LEARNING], LEFT, by=HANDLERS, label=_("She leaves the class"), form=ReasonForm, icon="x",
            after=_("The seat goes to the first on the waiting list at once."))  # fmt: skip
    def leave_class(self, reason: str) -> None:
        seats.give_back(self, WAITING)

    @action(BEFORE, LEFT, by=HANDLERS, label=_("She does not want the seat any more"), form=ReasonForm, icon="x")
    def step_back(self, reason: str) -> None:
        """No seat was taken, none is given back."""

    @action(
        (*BEFORE, LEARNING), LEFT, by=[SYSTEM], label=_("The class was called off"), tell=[tell.HOLDER, tell.OPENER]
    )
    def class_off(self) -> None:
        self.data["class_off"] = True

    @action([LEARNING], SAME, by=[SYSTEM], label=_("The class begins in a few days"), tell=[tell.HOLDER, tell.OPENER],
            after=_("Tell her by her safe phone, in neutral words, where she agreed to be reached."))  # fmt: skip
    def class_soon(self) -> None:
        """Said once before the class; nothing changes."""

    @action([LEARNING], OneOf((TRACKING, DONE)), by=HANDLERS, label=_("Record how she ended"), form=ask.EndForm, icon="check", primary=True)  # fmt: skip
    def end_learning(self, result: str, certificate: str) -> str:
        self.data.update(result=result, certificate=bool(certificate))
        if result != "completed":
            return DONE.code
        return begin_tracking(self, "en.track")


def _rank(ticket: Any) -> None:
    """Her place on the waiting list follows from her group."""
    ticket.data["priority"] = [code for code, _title in ask.GROUPS].index(ticket.data["group"])
