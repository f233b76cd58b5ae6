"""Activities: planned, approved by the level their size and budget ask for, open for sign-up where places are limited, held,
summed up, filed; or called off.

The limits lie in `activity.yaml` [G]. A large activity needs the permit of the police before it is held (domain.md §5.7).
"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.counters import Counter
from workflows.deadlines import ESCALATE, Deadline
from workflows.forms import LeadDayField, MoveForm
from workflows.guards import below_top, holder_only
from workflows.ladder import Level
from workflows.rights.forms import PARTS_OF_DAY, long_text, pick
from workflows.rights.mediation_forms import past_day
from workflows.roles import CADRE, DISTRICT, MEDIATOR, STREET, SYSTEM, Actor
from workflows.shapes import sign_up, soon
from workflows.shapes.frame import AT_HAND, ChapterForm, ChapterType, ahead, hand, money, numbers, other_eyes
from workflows.shapes.lift import lifted
from workflows.shapes.review import BELOW
from workflows.shapes.sign_up import SIGN_UP, day_after
from workflows.standard import ReasonForm, assignment, notes

PLANNED = State("planned", _("To be approved"))
APPROVED = State("approved", _("Approved, to be held"))
HELD = State("held", _("Held, to be summed up"))
FILED = State("filed", _("Summed up"), Kind.END)
CANCELLED = State("cancelled", _("Called off"), Kind.END)
NOT_APPROVED = State("not_approved", _("Not approved"), Kind.END)
STATES = (PLANNED, APPROVED, SIGN_UP, HELD, FILED, CANCELLED, NOT_APPROVED)
TO_BE_HELD = (APPROVED, SIGN_UP)
OPEN = (PLANNED, *TO_BE_HELD, HELD)

DEADLINES = (
    *(
        Deadline(
            "ac.approve", starts=("open", "pass_up", "escalate_overdue"), stops=("pass_up", "escalate_overdue", APPROVED, NOT_APPROVED, CANCELLED),
            level=level, nth=level - 1, each=True, then=ESCALATE if level < Level.DISTRICT else "",
        )
        for level in (Level.COMMUNITY, Level.STREET, Level.DISTRICT)
    ),
    Deadline("ac.hold", starts=("approve", "postpone"), stops=(HELD, "postpone"), until="over_on", then="day_over", each=True,
             title=_("Day of the activity")),
    sign_up.deadline(APPROVED, HELD), soon.deadline(starts=("approve", "postpone"), stops=(HELD, "postpone")),
    Deadline("ac.report_held", starts=("day_over",), stops=(HELD, "postpone"), each=True),
    Deadline("ac.summary", starts=(HELD,), stops=(FILED,), each=True),
)  # fmt: skip


def limits() -> dict[str, int]:
    """Who approves what, and from what size on the police permit is needed (activity.yaml)."""
    return numbers(Path(__file__).with_suffix(".yaml"))


def satisfaction() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Satisfied, in per cent of those asked"), min_value=0, max_value=100, required=False
    )


class ActivityForm(ChapterForm):
    topic = forms.CharField(label=_("Name of the activity"), max_length=60)
    on = LeadDayField(label=_("Date"), policy="ac.apply")
    part = forms.ChoiceField(label=_("Time of day"), choices=pick(PARTS_OF_DAY), required=False)
    people = forms.IntegerField(label=_("How many people"), min_value=1, max_value=100000)
    budget = money(_("Budget in yuan"))
    where = forms.CharField(label=_("Where"), max_length=80)
    safety = long_text(_("Safety and bad-weather plan"))
    contact = forms.CharField(label=_("Person in charge and phone"), max_length=60)
    private: ClassVar[tuple[str, ...]] = ("contact", "safety")


class ApproveForm(MoveForm):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=pick([("approve", _("Approved")), ("refuse", _("Not approved"))])
    )
    reason = long_text(_("Reason"), required=False)
    private = ("reason",)


class PermitForm(MoveForm):
    permit_no = forms.CharField(label=_("Number of the police permit"), max_length=60)


class PostponeForm(ReasonForm):
    on = ahead(_("New date"))
    field_order = ("on", "reason")


class HeldForm(MoveForm):
    held_on = past_day(_("Held on"))
    attended = forms.IntegerField(label=_("How many came"), min_value=0, max_value=100000)
    satisfied = satisfaction()


class SummaryForm(MoveForm):
    cost = money(_("Cost in yuan"))
    summary = long_text(_("Summary"))
    private = ("summary",)


def needs_district(ticket: Any) -> bool:
    """Above the limits of people or budget the district approves."""
    big = (
        int(ticket.data["people"]) > limits()["street_people"]
        or Decimal(ticket.data["budget"]) > limits()["street_yuan"]
    )
    return bool(big)


def right_level(ticket: Any, actor: Actor) -> Text:
    if ticket.level == Level.COMMUNITY:
        return _("The street approves activities. Pass it up.")
    if needs_district(ticket) and ticket.level < Level.DISTRICT:
        return _("Its size or budget is for the district to approve. Pass it up.")
    return ""


def permit_there(ticket: Any, actor: Actor) -> Text:
    if int(ticket.data["people"]) >= limits()["permit_people"] and not ticket.data.get("permit_no"):
        return _("So many people need the permit of the police first. Record its number.")
    return ""


def needs_permit(ticket: Any, actor: Actor) -> Text:
    return (
        ""
        if int(ticket.data["people"]) >= limits()["permit_people"]
        else _("An activity of this size needs no permit.")
    )


def dated(ticket: Any, on: date) -> None:
    ticket.data.update(on=on.isoformat(), over_on=day_after(on), **soon.told_on(on))


class Way(lifted((PLANNED,)), sign_up.signed_up(APPROVED), soon.begins_soon(TO_BE_HELD)):  # type: ignore[misc]  # shared moves, made for these states
    """The moves of an activity, from its plan to its summary."""

    @action([PLANNED], SAME, by=[CADRE, MEDIATOR, STREET], label=_("Pass it up"), guards=[holder_only, below_top],
            tell=[tell.UNIT], icon="up", levels=BELOW)  # fmt: skip
    def pass_up(self) -> None:
        hand(self)
        self.hand_to(self.unit_above(), keep_assisting=True)

    @action([PLANNED], OneOf((APPROVED, NOT_APPROVED)), by=[STREET, DISTRICT], label=_("Decide on the activity"), form=ApproveForm,
            guards=[right_level, holder_only, other_eyes], tell=[tell.OPENER, tell.ASSISTING], icon="check", primary=True)  # fmt: skip
    def approve(self, decision: str, reason: str) -> str:
        return (APPROVED if decision == "approve" else NOT_APPROVED).code

    @action(TO_BE_HELD, SAME, by=AT_HAND, label=_("Record the police permit"), form=PermitForm, guards=[needs_permit],
            icon="check")  # fmt: skip
    def record_permit(self, permit_no: str) -> None:
        self.data["permit_no"] = permit_no

    @action(TO_BE_HELD, SAME, by=AT_HAND, label=_("Postpone"), form=PostponeForm, tell=[tell.OPENER, tell.ASSISTING], icon="clock")  # fmt: skip
    def postpone(self, on: date, reason: str) -> None:
        self.data["postponed"] = self.data.get("postponed", 0) + 1
        dated(self, on)

    @action(TO_BE_HELD, SAME, by=[SYSTEM], label=_("The day is over"), tell=[tell.HOLDER, tell.UNIT])
    def day_over(self) -> None:
        self.data["day_over"] = True

    @action(TO_BE_HELD, HELD, by=AT_HAND, label=_("It was held"), form=HeldForm, guards=[permit_there], icon="check", primary=True)  # fmt: skip
    def record_held(self, held_on: date, attended: int, satisfied: int | None) -> None:
        self.data.update(held_on=held_on.isoformat(), attended=attended, satisfied=satisfied)

    @action([HELD], FILED, by=AT_HAND, label=_("Sum it up"), form=SummaryForm, icon="check", primary=True)
    def sum_up(self, cost: Decimal, summary: str) -> None:
        self.data["cost"] = str(cost)

    @action([PLANNED, *TO_BE_HELD], CANCELLED, by=AT_HAND, label=_("Call it off"), form=ReasonForm,
            tell=[tell.OPENER, tell.ASSISTING], icon="x")  # fmt: skip
    def cancel(self, reason: str) -> None:
        """The reason is sealed into the event."""


class Activity(assignment(OPEN), notes(OPEN), Way, ChapterType):  # type: ignore[misc]
    """A whole activity; a type adds its names, what its form asks beyond `ActivityForm`, and further counters."""

    states = STATES
    kept: ClassVar[tuple[str, ...]] = ("topic", "part", "people", "budget", "where")
    deadlines = DEADLINES
    counters: ClassVar[tuple[Counter, ...]] = (
        Counter("activities", _("Activities")), Counter("held", _("Held"), states=(HELD, FILED), share_of="activities"),
        sign_up.COUNTER, Counter("people", _("People who came"), amount="attended"),
        Counter("satisfaction", _("Satisfied, in per cent of those asked"), amount="satisfied", mean=True),
        Counter("cost", _("Cost"), amount="cost", unit=_("yuan")), Counter("per_head", _("Cost for each who came"), amount="cost", per="people", unit=_("yuan")),
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        dated(ticket, cleaned["on"])
        return super().opened(ticket, cleaned)
