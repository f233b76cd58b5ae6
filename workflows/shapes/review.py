"""Applications with review levels: community → street → district, each with its own time; refused with a reason, once reviewed.

A ticket stands in CHECKING at the level that has it; passing it up changes the level, not the state. Nobody decides what he
checked below. A level that does not act in time loses it to the next one (domain.md §5, archetype B).
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Check, Kind, OneOf, State, Text, Workflow, action
from workflows.deadlines import ESCALATE, Deadline
from workflows.forms import MoveForm
from workflows.guards import below_top, holder_only, not_yet
from workflows.ladder import Level
from workflows.rights.forms import long_text, must, pick
from workflows.roles import CADRE, DISTRICT, HANDLERS, MEDIATOR, STREET, Actor
from workflows.shapes.frame import AT_HAND, grant, hand, other_eyes
from workflows.shapes.lift import lifted
from workflows.standard import ReasonForm

CHECKING = State("checking", _("Being checked"))
SUPPLEMENT = State("supplement", _("To be supplemented"))
REFUSED = State("refused", _("Not eligible"), Kind.END)
ASKED = (CHECKING, SUPPLEMENT)  # not decided yet
STATES = (*ASKED, REFUSED)
BELOW = (Level.COMMUNITY, Level.STREET)


class OpinionForm(MoveForm):
    """What a level found; two people visit a household together where the type asks for it."""

    opinion = long_text(_("Opinion"))
    checked = must(_("The papers were compared with the originals"))
    private = ("opinion",)


class VisitForm(OpinionForm):
    visitors = forms.IntegerField(label=_("How many people made the visit"), min_value=2, max_value=9,
                                  error_messages={"min_value": _("A household is visited by two people at least.")})  # fmt: skip


class DecisionForm(MoveForm):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=pick([("grant", _("Granted")), ("refuse", _("Not eligible"))])
    )
    reason = long_text(_("Reason"), required=False)
    private: ClassVar[tuple[str, ...]] = ("reason",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == "refuse" and not cleaned.get("reason"):
            self.add_error("reason", _("Say why: she may ask for one review of it."))
        return cleaned


class MissingForm(MoveForm):
    missing = long_text(_("What is missing"))
    private = ("missing",)


once = not_yet("review_asked", _("It was reviewed once; the decision stands."))  # a refusal is reviewed once


def at_top(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.level >= ticket.top_level else _("The district decides. Pass it up with your opinion.")


def deadlines(policy: str, *, first: Level = Level.COMMUNITY) -> tuple[Deadline, ...]:
    """A level's own time each (the policy's amounts in order), handing up when it is over; and time to supply papers."""
    levels = [level for level in (Level.COMMUNITY, Level.STREET, Level.DISTRICT) if level >= first]
    starts = ("open", "pass_up", "escalate_overdue", "supplemented", "ask_review")
    stops = ("pass_up", "escalate_overdue", "decide", SUPPLEMENT, REFUSED)
    return (
        *(
            Deadline(policy, starts=starts, stops=stops, level=level, nth=level - 1, each=True,
                     then=ESCALATE if level < Level.DISTRICT else "")
            for level in levels
        ),
        Deadline("ap.supplement", starts=(SUPPLEMENT,), stops=(CHECKING, REFUSED), each=True),
    )  # fmt: skip


def _passed_up(opinion: type[MoveForm]) -> type[Workflow]:
    class PassedUp(lifted((CHECKING,))):  # type: ignore[misc]  # shared moves, made for these states
        @action(
            [CHECKING], SAME, by=[CADRE, MEDIATOR, STREET], label=_("Pass it up with an opinion"), form=opinion,
            guards=[holder_only, below_top], tell=[tell.UNIT], icon="up", primary=True, levels=BELOW,
            after=_("The level above goes on with it; its own time begins. Your unit keeps seeing it."),
        )  # fmt: skip
        def pass_up(self, **entered: Any) -> None:
            hand(self)
            self.data["passed"] = self.data.get("passed", 0) + 1
            self.hand_to(self.unit_above(), keep_assisting=True)

    return PassedUp


def _decided(ways: tuple[State, ...], decision: type[MoveForm], checks: Sequence[Check]) -> type[Workflow]:
    class Decided(Workflow):
        @action(
            [CHECKING], OneOf((*ways, REFUSED)), by=[DISTRICT], label=_("Decide"), form=decision,
            guards=[at_top, holder_only, other_eyes], checks=checks, tell=[tell.OPENER, tell.FORMER_UNIT], icon="check", primary=True,
        )  # fmt: skip
        def decide(self, decision: str, reason: str, **entered: Any) -> str:
            grant(self)  # a review of it, a payment or a match is for somebody else
            if decision == "refuse":
                return REFUSED.code
            self.workflow.granted(self, entered)
            return str(self.workflow.onto(self))

    return Decided


class Supplemented(Workflow):
    """Papers are missing and are supplied."""

    @action(
        [CHECKING], SUPPLEMENT, by=HANDLERS, label=_("Ask for what is missing"), form=MissingForm, guards=[holder_only],
        tell=[tell.OPENER], icon="back",
    )  # fmt: skip
    def ask_supplement(self, missing: str) -> None:
        self.data["supplements"] = self.data.get("supplements", 0) + 1

    @action([SUPPLEMENT], CHECKING, by=AT_HAND, label=_("It was supplied"), icon="check", primary=True)
    def supplemented(self) -> None:
        """The time of the level begins anew: the papers are looked at again."""


class Reviewed(Workflow):
    """Refused before the district decides, and the one review of any refusal."""

    @action(
        [CHECKING, SUPPLEMENT], REFUSED, by=HANDLERS, label=_("Not eligible"), form=ReasonForm, guards=[holder_only],
        tell=[tell.OPENER, tell.LEVEL_UP], icon="x", after=_("She is told the reason and may ask for one review."),
    )  # fmt: skip
    def refuse(self, reason: str) -> None:
        hand(self)

    @action(
        [REFUSED], CHECKING, by=AT_HAND, label=_("She asks for a review"), form=ReasonForm, guards=[once],
        tell=[tell.UNIT], icon="up", after=_("The level above looks at it; at the district, somebody else."),
    )  # fmt: skip
    def ask_review(self, reason: str) -> None:
        self.data["review_asked"] = True
        self.assignee_id = None
        if self.level < self.top_level:
            self.hand_to(self.unit_above(), keep_assisting=True)


def reviewed(
    onto: State | Iterable[State], *, opinion: type[MoveForm] = OpinionForm, decision: type[MoveForm] = DecisionForm,
    checks: Sequence[Check] = (),
) -> type[Workflow]:  # fmt: skip
    """The moves of the review. `onto`: where a granted one goes; a type may override `granted` to do more than that.

    `checks` look at the decision before it counts.
    """
    ways = (onto,) if isinstance(onto, State) else tuple(onto)
    parts = (_passed_up(opinion), _decided(ways, decision, checks), Supplemented, Reviewed)
    after = {
        "onto": classmethod(lambda cls, ticket: ways[0].code),
        "granted": classmethod(lambda cls, ticket, entered: None),
    }
    return type("Review", parts, after)
