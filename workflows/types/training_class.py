"""A training class (培训班): approved, enrolling, teaching, examined, accepted (domain.md §5.2 T2a).

Its seats are an account; enrolments are tickets under it (`enrolment`), which take a seat or wait for one.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.chapter_forms import training_class as ask
from workflows.counters import Counter
from workflows.datetexts import day_text
from workflows.deadlines import Deadline
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import CADRE, DISTRICT, HANDLERS, STREET, SYSTEM, Actor
from workflows.shapes import seats, soon
from workflows.shapes.activity import ApproveForm
from workflows.shapes.frame import ChapterType, count, holder_only, other_eyes
from workflows.standard import ReasonForm, assignment, notes

PLANNED = State("planned", _("To be approved"))
ENROLLING = State("enrolling", _("Enrolling"))
TEACHING = State("teaching", _("Being taught"))
EXAMINED = State("examined", _("Examined, to be accepted"))
FILED = State("filed", _("Accepted and filed"), Kind.END)
CANCELLED = State("cancelled", _("Called off"), Kind.END)
NOT_APPROVED = State("not_approved", _("Not approved"), Kind.END)
OPEN = (PLANNED, ENROLLING, TEACHING, EXAMINED)
TAKES_LEARNERS = (ENROLLING.code, TEACHING.code)


def all_examined(ticket: Any, actor: Actor) -> Text:
    states = {child.state for child in ticket.family.open_children("enrolment")}
    if "learning" in states:
        return _("Record first how each learner has ended.")
    if "applied" in states:
        return _("Somebody who enrolled has had no answer yet. Check that enrolment first.")
    return ""


@register
class TrainingClass(
    assignment(OPEN), soon.begins_soon((ENROLLING,)), notes((PLANNED, ENROLLING, TEACHING)), ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "training_class", "KB", _("Training class"), 2
    states = (*OPEN, FILED, CANCELLED, NOT_APPROVED)
    open_by = (CADRE, STREET, DISTRICT)
    starts_at = Level.DISTRICT
    kept = ("subject", "hours", "seats", "begins_on", "ends_on", "where", "cost", "paid_by", "insured")
    intake_form = ask.ClassForm
    shared = TAKES_LEARNERS
    deadlines = (
        Deadline("tr.approve", starts=("open",), stops=(ENROLLING, NOT_APPROVED)), Deadline("tr.enrol", starts=(ENROLLING,), stops=(TEACHING,)),
        Deadline("tr.teach", starts=(TEACHING,), stops=(EXAMINED,)), Deadline("tr.accept", starts=(EXAMINED,), stops=(FILED,)),
        soon.deadline(starts=("approve",), stops=(TEACHING,)),
    )  # fmt: skip
    counters = (
        Counter("classes", _("Classes")), Counter("seats", _("Seats"), amount="seats"), Counter("filled", _("Seats taken"), amount="filled", share_of="seats"),
        Counter("learned", _("Learners"), amount="filled"), Counter("certificates", _("Certificates"), amount="certificates", share_of="learned"),
        Counter("satisfaction", _("Satisfied, in per cent of those asked"), amount="satisfied", mean=True),
        Counter("cost", _("Cost"), amount="cost", unit=_("yuan")), Counter("per_head", _("Cost for each learner"), amount="cost", per="learned", unit=_("yuan")),
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        ticket.data.update(soon.told_on(cleaned["begins_on"]))
        return super().opened(ticket, cleaned)

    @classmethod
    def announce(cls, ticket: Any) -> None:
        """Who enrolled each of them is told, and tells her where she may be reached."""
        ticket.move_child("enrolment", "class_soon", by_clock=True)

    @action([PLANNED], OneOf((ENROLLING, NOT_APPROVED)), by=[DISTRICT], label=_("Decide on the class"), form=ApproveForm,
            guards=[holder_only, other_eyes], tell=[tell.OPENER], icon="check", primary=True)  # fmt: skip
    def approve(self, decision: str, reason: str) -> str:
        if decision != "approve":
            return NOT_APPROVED.code
        self.open_account("seats", int(self.data["seats"]))
        return ENROLLING.code

    @action([ENROLLING, TEACHING], SAME, by=HANDLERS, label=_("Enrol somebody"), form=ask.EnrolForm, icon="user", primary=True,
            after=_("Checked within days; if the class is full, she waits for the next free seat."))  # fmt: skip
    def enrol(self, place: str, **who: Any) -> None:
        count(self, "enrolled")
        self.spawn("enrolment", **{name: value for name, value in who.items() if value not in (None, "")})

    @action([ENROLLING, TEACHING], SAME, by=[SYSTEM], label=_("Somebody who waited for a class was enrolled"), tell=[tell.HOLDER], icon="user")  # fmt: skip
    def took_wish(self) -> None:
        count(self, "enrolled")

    @classmethod
    def offered_as(cls, ticket: Any) -> list[tuple[Text, Text]]:
        begins = day_text(date.fromisoformat(ticket.data["begins_on"]))
        return [(_("Subject"), dict(ask.SUBJECTS)[ticket.data["subject"]]), (_("Begins on"), begins)]

    @action([ENROLLING], TEACHING, by=[DISTRICT], label=_("The class begins"), guards=[holder_only], tell=[tell.ASSISTING], icon="play")  # fmt: skip
    def begin_class(self) -> None:
        """Who is admitted learns from now on; seats that become free still go to the waiting list."""
        self.data["filled"] = seats.taken(self)

    @action([TEACHING], EXAMINED, by=[DISTRICT], label=_("The class has ended"), form=ask.ResultForm, guards=[holder_only, all_examined], icon="check",
            primary=True)  # fmt: skip
    def end_class(self, ended_on: date, certificates: int, satisfied: int | None) -> None:
        self.data.update(ended_on=ended_on.isoformat(), filled=seats.taken(self))
        self.data.update(certificates=certificates, satisfied=satisfied)

    @action([EXAMINED], FILED, by=[DISTRICT], label=_("Accept and file"), form=ask.AcceptForm, guards=[other_eyes], icon="check", primary=True)  # fmt: skip
    def accept_class(self, papers: list[str], cost: Decimal) -> None:
        self.data.update(papers_there=papers, cost=str(cost))

    @action([PLANNED, ENROLLING], CANCELLED, by=[DISTRICT], label=_("Call it off"), form=ReasonForm, tell=[tell.OPENER], icon="x",
            after=_("Everybody enrolled is told; nobody stays on a list of a class that is not held."))  # fmt: skip
    def cancel(self, reason: str) -> None:
        self.move_child("enrolment", "class_off", by_clock=True)
