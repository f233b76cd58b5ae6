"""Moves that most types share: who is in charge, notes, and going up one level.

Each function returns a mixin whose moves start in the states given: django-fsm binds sources when a class is made.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Check, Guard, State, Text, Workflow, action
from workflows.forms import MoveForm, PersonField
from workflows.guards import assigned, below_top, holder_only, unassigned
from workflows.roles import ASSISTANT, CADRE, DISTRICT, HANDLERS, MEDIATOR, OPERATOR, STREET, SUPERVISOR, SYSTEM, Actor

LONG_TEXT = forms.Textarea(attrs={"rows": 3})

ESCALATION_REASONS = [
    ("mediation_failed", _("Mediation did not succeed")),
    ("refused", _("One party refuses")),
    ("other_area", _("It crosses areas")),
    ("beyond_powers", _("It is beyond our powers")),
    ("many_bodies", _("Several bodies are needed")),
    ("conflict", _("Conflict of interest")),
    ("no_trust", _("The party does not trust us")),
]


class AssignForm(MoveForm):
    assignee = PersonField(label=_("Person in charge"))


class ReasonForm(MoveForm):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=LONG_TEXT)
    private: ClassVar[tuple[str, ...]] = ("reason",)


class ReassignForm(AssignForm, ReasonForm):
    field_order = ("assignee", "reason")


class NoteForm(MoveForm):
    note = forms.CharField(
        label=_("What happened"),
        max_length=5000,
        widget=LONG_TEXT,
        help_text=_("Stored encrypted. Only the team can read it."),
    )
    private = ("note",)


class EscalateForm(MoveForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=ESCALATION_REASONS)
    tried = forms.CharField(
        label=_("What was tried"),
        min_length=10,
        max_length=2000,
        widget=LONG_TEXT,
        help_text=_("For the person who takes over: each attempt with its date and result."),
    )
    private: ClassVar[tuple[str, ...]] = ("tried",)


class HelpForm(EscalateForm):
    wanted = forms.CharField(label=_("What the level above should do"), max_length=500, widget=LONG_TEXT)
    private = ("tried", "wanted")


def _not_who_granted(states: Iterable[State]) -> tuple[Guard, Check]:
    """Guard of claiming, and check of giving, while in one of `states`: who granted it (`data["granted_by"]`) does not get it."""
    afresh = tuple(state.code for state in states)

    def fresh_eyes(ticket: Any, actor: Actor) -> Text:
        if ticket.state in afresh and actor.id == ticket.data.get("granted_by", ""):
            return _("You granted it yourself. A colleague takes it over: it stands in their queue, not claimed yet.")
        return ""

    def fresh_person(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
        if ticket.state in afresh and entered["assignee"] == ticket.data.get("granted_by", ""):
            return {"assignee": _("This person granted it. Choose somebody else.")}
        return {}

    return fresh_eyes, fresh_person


def assignment(states: Iterable[State], *, fresh: Iterable[State] = ()) -> type[Workflow]:
    """Claim, assign, hand back, reassign and automatic assignment while the ticket is in one of `states`.

    `fresh`: states in which it is not taken over by who granted it: he could do nothing there.
    """
    among = tuple(states)
    fresh_eyes, fresh_person = _not_who_granted(fresh)

    class Assignment(Workflow):
        @action(among, SAME, by=HANDLERS, label=_("Claim"), guards=[unassigned, fresh_eyes], tell=[], icon="check")
        def claim(self) -> None:
            self.assignee_id = self.actor.id

        @action(
            among, SAME, by=[STREET, DISTRICT, SUPERVISOR, CADRE], label=_("Assign"), form=AssignForm,
            guards=[unassigned], checks=[fresh_person], tell=[tell.HOLDER], icon="user",
        )  # fmt: skip
        def assign(self, assignee: int) -> None:
            self.assignee_id = assignee

        @action(
            among, SAME, by=HANDLERS, label=_("Hand back"), form=ReasonForm, guards=[assigned, holder_only],
            tell=[tell.UNIT, tell.SUPERVISORS], icon="swap",
        )  # fmt: skip
        def hand_back(self, reason: str) -> None:
            self.assignee_id = None

        @action(
            among, SAME, by=[STREET, DISTRICT, SUPERVISOR], label=_("Reassign"), form=ReassignForm, guards=[assigned], checks=[fresh_person],
            tell=[tell.HOLDER], icon="swap",
        )  # fmt: skip
        def reassign(self, assignee: int, reason: str) -> None:
            self.assignee_id = assignee

        @action(
            among, SAME, by=[SYSTEM], label=_("Assigned automatically"), form=AssignForm, guards=[unassigned],
            tell=[tell.HOLDER, tell.SUPERVISORS],
        )  # fmt: skip
        def auto_assign(self, assignee: int) -> None:
            self.assignee_id = assignee

    return Assignment


def notes(states: Iterable[State]) -> type[Workflow]:
    """Record what happened without moving, while the ticket is in one of `states`."""

    class Notes(Workflow):
        @action(
            tuple(states), SAME, by=[CADRE, MEDIATOR, STREET, DISTRICT, SUPERVISOR, OPERATOR, ASSISTANT], label=_("Add a note"),
            form=NoteForm, icon="note",
        )  # fmt: skip
        def note(self, note: str) -> None:
            """The text is sealed into the event; nothing else changes."""

    return Notes


def escalation(states: Iterable[State], to: State) -> type[Workflow]:
    """Going up one level: asked for (help, or hand-over) or by the clock."""
    among = tuple(states)

    class Escalation(Workflow):
        @action(
            among, SAME, by=[CADRE, MEDIATOR, STREET], label=_("Ask the level above for help"), form=HelpForm,
            guards=[holder_only, below_top], tell=[tell.LEVEL_UP], icon="up",
            after=_("You stay in charge and your deadlines run on. The level above is told at once."),
        )  # fmt: skip
        def ask_help(self, reason: str, tried: str, wanted: str) -> None:
            self.data["help_asked"] = self.data.get("help_asked", 0) + 1
            above = self.unit_above()
            if above not in self.assisting:
                self.assisting = [*self.assisting, above]

        @action(
            among, to, by=[CADRE, MEDIATOR, STREET], label=_("Hand over to the level above"), form=EscalateForm,
            guards=[holder_only, below_top], tell=[tell.UNIT, tell.SUPERVISORS, tell.FORMER_UNIT], icon="up",
            after=_("The level above takes over. Your unit stays as an assisting unit for visits."),
        )  # fmt: skip
        def hand_up(self, reason: str, tried: str) -> None:
            self.hand_to(self.unit_above(), keep_assisting=True)
            self.data["escalated_because"] = reason

        @action(
            among, to, by=[SYSTEM], label=_("Escalated by deadline"), guards=[below_top],
            tell=[tell.UNIT, tell.SUPERVISORS, tell.FORMER_UNIT, tell.HOLDER], icon="up",
        )  # fmt: skip
        def escalate_overdue(self) -> None:
            self.hand_to(self.unit_above())
            self.data["escalated_because"] = "deadline"

    return Escalation
