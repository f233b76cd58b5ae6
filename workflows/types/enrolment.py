"""An enrolment in a training class (报名): checked, a seat or the waiting list, completed, tracked for half a year (domain.md §5.2 T2b).

A freed seat goes to the first on the waiting list in the same step: priority group first, then who came first.
"""

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.chapter_forms.training_class import GROUPS, EnrolForm
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.registry import register
from workflows.roles import HANDLERS, SYSTEM, Actor
from workflows.shapes import track
from workflows.shapes.correct import corrected
from workflows.shapes.frame import ChapterType, described, pick
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


class CheckForm(MoveForm):
    fits = forms.ChoiceField(label=_("Is she eligible?"), choices=pick([("yes", _("Yes")), ("no", _("No"))]))


class ResultForm(MoveForm):
    result = forms.ChoiceField(
        label=_("Result"), choices=pick([("completed", _("Completed")), ("not", _("Not completed"))])
    )
    certificate = forms.CharField(label=_("Number of the certificate"), max_length=60, required=False)


def a_seat_left(ticket: Any, *, hold: bool = False) -> bool:
    """`hold`: nobody takes or gives back a seat before this move has ended, so that nobody is left waiting beside a free one."""
    parent = ticket.family.parent
    return bool(parent and (ticket.left(parent.number, hold=hold) or 0) > 0)


def seat_free(ticket: Any, actor: Actor) -> Text:
    """Guard for people; the clock moves up who is first just when a seat is given back, and the booking itself decides."""
    if actor.is_system or a_seat_left(ticket):
        return ""
    return _("No seat is free. She moves up by herself when one becomes free.")


def class_goes_on(ticket: Any, actor: Actor) -> Text:
    parent = ticket.family.parent
    return "" if parent and parent.state in TAKES_LEARNERS else _("The class is over. Enrol her in another one.")


@register
class Enrolment(
    assignment((APPLIED, WAITING, LEARNING, TRACKING)),
    tracked("en.track", DONE, AtWorkForm),
    corrected(EnrolForm, (APPLIED, WAITING)),
    notes((APPLIED, WAITING, LEARNING)),
    ChapterType,
):
    slug, prefix, title, plan_chapter = "enrolment", "BM", _("Enrolment"), 2
    states = (APPLIED, WAITING, LEARNING, TRACKING, DONE, LEFT, NOT_ADMITTED, NO_SEAT)
    only_child = True
    intake_form = EnrolForm
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
        with translation.override("zh-hans"):
            ticket.title_text = str(cls.title)
        ticket.data.update({name: cleaned[name] for name in cls.kept if cleaned.get(name)})
        _rank(ticket)
        return described(cleaned)

    @classmethod
    def after_correction(cls, ticket: Any, new: dict[str, Any]) -> None:
        _rank(ticket)

    @action([APPLIED], OneOf((LEARNING, WAITING, NOT_ADMITTED)), by=HANDLERS, label=_("Check the enrolment"), form=CheckForm,
            tell=[tell.OPENER], icon="check", primary=True)  # fmt: skip
    def check_enrolment(self, fits: str) -> str:
        if fits == "no":
            return NOT_ADMITTED.code
        if not a_seat_left(self, hold=True):
            return WAITING.code
        take_seat(self, -1)
        return LEARNING.code

    @action([WAITING], LEARNING, by=[SYSTEM, *HANDLERS], label=_("A seat became free"), guards=[class_goes_on, seat_free], tell=[tell.HOLDER, tell.UNIT],
            icon="check")  # fmt: skip
    def move_up(self) -> None:
        take_seat(self, -1)

    @action([WAITING], NO_SEAT, by=[SYSTEM], label=_("Waited too long"), tell=[tell.HOLDER, tell.UNIT])
    def give_up_waiting(self) -> None:
        self.data["waited"] = True

    @action([LEARNING], LEFT, by=HANDLERS, label=_("She leaves the class"), form=ReasonForm, icon="x",
            after=_("The seat goes to the first on the waiting list at once."))  # fmt: skip
    def leave_class(self, reason: str) -> None:
        take_seat(self, +1)
        self.advance(self.family.parent.number, self.workflow.slug, WAITING.code, "move_up")

    @action(
        [APPLIED, WAITING], LEFT, by=HANDLERS, label=_("She does not want the seat any more"), form=ReasonForm, icon="x"
    )
    def step_back(self, reason: str) -> None:
        """No seat was taken, none is given back."""

    @action(
        [APPLIED, WAITING, LEARNING],
        LEFT,
        by=[SYSTEM],
        label=_("The class was called off"),
        tell=[tell.HOLDER, tell.OPENER],
    )
    def class_off(self) -> None:
        self.data["class_off"] = True

    @action([LEARNING], SAME, by=[SYSTEM], label=_("The class begins in a few days"), tell=[tell.HOLDER, tell.OPENER],
            after=_("Tell her by her safe phone, in neutral words, where she agreed to be reached."))  # fmt: skip
    def class_soon(self) -> None:
        """Said once before the class; nothing changes."""

    @action(
        [LEARNING],
        OneOf((TRACKING, DONE)),
        by=HANDLERS,
        label=_("Record how she ended"),
        form=ResultForm,
        icon="check",
        primary=True,
    )
    def end_learning(self, result: str, certificate: str) -> str:
        self.data.update(result=result, certificate=bool(certificate))
        if result != "completed":
            return DONE.code
        begin_tracking(self, "en.track")
        return TRACKING.code


def _rank(ticket: Any) -> None:
    """Her place on the waiting list follows from her group."""
    ticket.data["priority"] = [code for code, _title in GROUPS].index(ticket.data["group"])


def take_seat(ticket: Any, amount: int) -> None:
    ticket.book(ticket.family.parent.number, amount, purpose="seat")
