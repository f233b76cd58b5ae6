"""A training class (培训班): approved, enrolling, teaching, examined, accepted (domain.md §5.2 T2a).

Its seats are an account; enrolments are tickets under it (`enrolment`), which take a seat or wait for one.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import CADRE, DISTRICT, HANDLERS, STREET, SYSTEM, Actor
from workflows.shapes.activity import ApproveForm
from workflows.shapes.frame import (
    ChapterForm,
    ChapterType,
    PersonForm,
    ahead,
    boxes,
    holder_only,
    money,
    other_eyes,
    past_day,
    pick,
)
from workflows.standard import ReasonForm, assignment, notes

PLANNED = State("planned", _("To be approved"))
ENROLLING = State("enrolling", _("Enrolling"))
TEACHING = State("teaching", _("Being taught"))
EXAMINED = State("examined", _("Examined, to be accepted"))
FILED = State("filed", _("Accepted and filed"), Kind.END)
CANCELLED = State("cancelled", _("Called off"), Kind.END)
NOT_APPROVED = State("not_approved", _("Not approved"), Kind.END)
TAKES_LEARNERS = (ENROLLING.code, TEACHING.code)
SUBJECTS = [
    ("home", _("Home services")), ("child", _("Child care")), ("elderly", _("Care of the old")), ("health", _("Health care")),
    ("craft", _("Handicraft")), ("online", _("Online trade")),
]  # fmt: skip
GROUPS = [  # who goes first on the waiting list, in this order (domain.md §5.2: 六免)
    ("unemployed", _("Registered unemployed")), ("graduate", _("Graduate of the year")), ("rural", _("Transferred rural woman")),
    ("migrant", _("Migrant woman")), ("other", _("None of these")),
]  # fmt: skip

HARDSHIPS = [
    ("low_income", _("Low income")), ("zero_job", _("Household without work")), ("disabled", _("Disability")), ("single", _("Single parent")),
    ("illness", _("Serious illness in the family")),
]  # fmt: skip


class ClassForm(ChapterForm):
    subject = forms.ChoiceField(label=_("Subject"), choices=pick(SUBJECTS))
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=2000)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=500)
    begins_on = ahead(_("Begins on"))
    where = forms.CharField(label=_("Where"), max_length=80)
    teacher = forms.CharField(label=_("Teacher and licence"), max_length=80)
    cost = money(_("Cost in yuan"))
    paid_by = forms.CharField(label=_("Paid from"), max_length=60)
    insured = forms.BooleanField(label=_("The learners are insured"), required=False)
    private = ("teacher",)


class EnrolForm(PersonForm):
    place = forms.CharField(label=_("Place"), widget=forms.HiddenInput, required=False)
    group = forms.ChoiceField(label=_("Group"), choices=pick(GROUPS))
    education = forms.ChoiceField(label=_("Education"), required=False, choices=pick([
        ("primary", _("Primary school")), ("junior", _("Junior middle school")), ("senior", _("Senior middle or vocational school")), ("college", _("College or above"))]))  # fmt: skip
    age = forms.IntegerField(label=_("Age"), min_value=14, max_value=90, required=False)
    hardships = boxes(_("Difficulty"), HARDSHIPS, required=False)
    wants_work = forms.BooleanField(label=_("She wants to work afterwards"), required=False)
    childcare = forms.BooleanField(label=_("She needs child care during the class"), required=False)


class ResultForm(MoveForm):
    ended_on = past_day(_("Ended on"))
    certificates = forms.IntegerField(label=_("Certificates"), min_value=0, max_value=500)
    satisfied = forms.IntegerField(
        label=_("Satisfied, in per cent of those asked"), min_value=0, max_value=100, required=False
    )


class AcceptForm(MoveForm):
    papers = boxes(
        _("Papers in the file"),
        [
            ("roll", _("List of learners")),
            ("attendance", _("Attendance")),
            ("marks", _("Marks")),
            ("certificates", _("List of certificates")),
        ],
    )
    cost = money(_("Cost in yuan"))


def all_examined(ticket: Any, actor: Actor) -> Text:
    states = {child.state for child in ticket.family.open_children("enrolment")}
    if "learning" in states:
        return _("Record first how each learner has ended.")
    if "applied" in states:
        return _("Somebody who enrolled has had no answer yet. Check that enrolment first.")
    return ""


@register
class TrainingClass(
    assignment((PLANNED, ENROLLING, TEACHING, EXAMINED)), notes((PLANNED, ENROLLING, TEACHING)), ChapterType
):
    slug, prefix, title, plan_chapter = "training_class", "KB", _("Training class"), 2
    states = (PLANNED, ENROLLING, TEACHING, EXAMINED, FILED, CANCELLED, NOT_APPROVED)
    open_by = (CADRE, STREET, DISTRICT)
    starts_at = Level.DISTRICT
    kept = ("subject", "hours", "seats", "begins_on", "where", "cost", "paid_by", "insured")
    intake_form = ClassForm
    shared = TAKES_LEARNERS
    deadlines = (
        Deadline("tr.approve", starts=("open",), stops=(ENROLLING, NOT_APPROVED)), Deadline("tr.enrol", starts=(ENROLLING,), stops=(TEACHING,)),
        Deadline("tr.teach", starts=(TEACHING,), stops=(EXAMINED,)), Deadline("tr.accept", starts=(EXAMINED,), stops=(FILED,)),
    )  # fmt: skip
    counters = (
        Counter("classes", _("Classes")), Counter("seats", _("Seats"), amount="seats"), Counter("certificates", _("Certificates"), amount="certificates"),
        Counter("cost", _("Cost"), amount="cost", unit=_("yuan")),
    )  # fmt: skip

    @action([PLANNED], OneOf((ENROLLING, NOT_APPROVED)), by=[DISTRICT], label=_("Decide on the class"), form=ApproveForm,
            guards=[holder_only, other_eyes], tell=[tell.OPENER], icon="check", primary=True)  # fmt: skip
    def approve(self, decision: str, reason: str) -> str:
        if decision != "approve":
            return NOT_APPROVED.code
        self.open_account("seats", int(self.data["seats"]))
        return ENROLLING.code

    @action([ENROLLING, TEACHING], SAME, by=HANDLERS, label=_("Enrol somebody"), form=EnrolForm, icon="user", primary=True,
            after=_("Checked within days; if the class is full, she waits for the next free seat."))  # fmt: skip
    def enrol(self, place: str, **who: Any) -> None:
        self.data["enrolled"] = self.data.get("enrolled", 0) + 1
        self.spawn("enrolment", **{name: value for name, value in who.items() if value not in (None, "")})

    @action(
        [ENROLLING, TEACHING],
        SAME,
        by=[SYSTEM],
        label=_("Somebody who waited for a class was enrolled"),
        tell=[tell.HOLDER],
        icon="user",
    )
    def took_wish(self) -> None:
        self.data["enrolled"] = self.data.get("enrolled", 0) + 1

    @classmethod
    def offered_as(cls, ticket: Any) -> list[tuple[Text, Text]]:
        return [(_("Subject"), dict(SUBJECTS)[ticket.data["subject"]]), (_("Begins on"), ticket.data["begins_on"])]

    @action(
        [ENROLLING],
        TEACHING,
        by=[DISTRICT],
        label=_("The class begins"),
        guards=[holder_only],
        tell=[tell.ASSISTING],
        icon="play",
    )
    def begin_class(self) -> None:
        """Who is admitted learns from now on; seats that become free still go to the waiting list."""

    @action([TEACHING], EXAMINED, by=[DISTRICT], label=_("The class has ended"), form=ResultForm, guards=[holder_only, all_examined], icon="check",
            primary=True)  # fmt: skip
    def end_class(self, ended_on: date, certificates: int, satisfied: int | None) -> None:
        self.data.update(ended_on=ended_on.isoformat(), certificates=certificates, satisfied=satisfied)

    @action(
        [EXAMINED],
        FILED,
        by=[DISTRICT],
        label=_("Accept and file"),
        form=AcceptForm,
        guards=[other_eyes],
        icon="check",
        primary=True,
    )
    def accept_class(self, papers: list[str], cost: Decimal) -> None:
        self.data.update(papers_there=papers, cost=str(cost))

    @action([PLANNED, ENROLLING], CANCELLED, by=[DISTRICT], label=_("Call it off"), form=ReasonForm, tell=[tell.OPENER], icon="x",
            after=_("Everybody enrolled is told; nobody stays on a list of a class that is not held."))  # fmt: skip
    def cancel(self, reason: str) -> None:
        self.move_child("enrolment", "class_off", by_clock=True)
