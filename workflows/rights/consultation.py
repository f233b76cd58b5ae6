"""Joint consultation on hard matters (疑难会商): a meeting, its question, its decision, which binds (domain.md §7.3).

It runs while the case works: `data["consultations"]` = [{"called_at", "by", "question", "on", "units", "bodies", "held_on", "unit",
"owner", "catalogue", "dropped"}], the latest last; `data["consult_on"]` is the day of the one that is still to come.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, OneOf, Text, Workflow, action
from workflows.deadlines import Deadline
from workflows.rights import assisting as helpers
from workflows.rights import dispatch
from workflows.rights import states as at
from workflows.rights import supervision_forms as ask
from workflows.roles import DISTRICT, STREET, SUPERVISOR, Actor
from workflows.standard import ReasonForm

DEADLINES: tuple[Deadline, ...] = (
    Deadline(
        "sup.consult", starts=("call_consultation",), stops=("record_consultation", "drop_consultation"),
        until="consult_until", each=True,
    ),
)  # fmt: skip
CONSULTED = (at.TRIAGE, at.ACCEPTED, at.DISPATCHED, at.ESCALATED, at.REOPENED, at.RETURNED, *at.WORKING, *at.RESTING)
MOVABLE = (at.ACCEPTED, at.DISPATCHED, at.ESCALATED, at.RETURNED, at.IN_PROGRESS)  # may go to another unit at once
CALLERS = (STREET, DISTRICT, SUPERVISOR)


def end_of(day: date) -> str:
    """The date whose first instant is the end of this day: a clock with a date of its own ends there."""
    return (day + timedelta(days=1)).isoformat()


def none_to_come(ticket: Any, actor: Actor) -> Text:
    return _("A consultation is called already. Record what it decided first.") if ticket.data.get("consult_on") else ""


def one_to_come(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.data.get("consult_on") else _("No consultation is called.")


def can_go_there(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Another unit takes over only from a state in which nothing else is under way; only the district moves it sideways."""
    unit = entered["unit"]
    if not unit or unit == ticket.unit_id:
        return {}
    if all(ticket.state != state.code for state in MOVABLE):
        return {"unit": _("End the mediation or the rest first; then the case can go to another unit.")}
    if not any(unit.startswith(code) for code in actor.units(*CALLERS)):
        return {"unit": _("This unit lies outside your area: the district records a decision that names it.")}
    return {}


def _held(move: Callable[..., str]) -> Callable[..., str]:
    """The move from each state: it stays there, or goes to the unit that the decision names, to be signed for."""
    for state in CONSULTED:
        leads_to = tuple(dict.fromkeys((state, at.DISPATCHED))) if state in MOVABLE else (state,)
        move = action(
            [state], OneOf(leads_to), by=CALLERS, label=_("Record the decision"), form=ask.ConsultationForm,
            guards=[one_to_come], checks=[can_go_there], icon="check",
            tell=[tell.HOLDER, tell.UNIT, tell.SUPERVISORS, tell.ASSISTING, tell.FORMER_UNIT],
            after=_("A unit named here is in charge and may not return it."),
        )(move)  # fmt: skip
    return move


class Consultation(Workflow):
    @action(
        CONSULTED, SAME, by=CALLERS, label=_("Call a joint consultation"), form=ask.CallConsultationForm,
        guards=[none_to_come], tell=[tell.HOLDER, tell.UNIT, tell.SUPERVISORS, tell.LEVEL_UP], icon="talk",
        after=_("The deadlines of the case run on."),
    )  # fmt: skip
    def call_consultation(
        self, question: str, details: str, consult_on: date, units: list[str], bodies: list[str]
    ) -> None:
        called = {
            "called_at": self.now.isoformat(), "by": self.actor.id, "question": question, "on": consult_on.isoformat(),
            "units": units, "bodies": bodies,
        }  # fmt: skip
        self.data["consultations"] = [*self.data.get("consultations", []), called]
        self.data.update(consult_on=consult_on.isoformat(), consult_until=end_of(consult_on))

    @_held
    def record_consultation(
        self, held_on: date, decision: str, unit: str, into_catalogue: bool, owner: str, words: str, rule: str
    ) -> str:
        _close(
            self, held_on=held_on.isoformat(), unit=unit, owner=owner, catalogue=into_catalogue, held_by=self.actor.id
        )
        if into_catalogue:
            self.add_to_catalogue(self.category, words.strip(), owner, rule.strip())
        if not unit:
            return str(self.state)
        dispatch.decide(self, unit, "consultation")
        if unit == self.unit_id:
            return str(self.state)
        helpers.release(self, [unit])
        self.hand_to(unit)
        return at.DISPATCHED.code

    @action(
        CONSULTED, SAME, by=CALLERS, label=_("Call the consultation off"), form=ReasonForm, guards=[one_to_come],
        tell=[tell.HOLDER, tell.UNIT, tell.SUPERVISORS], icon="x",
    )  # fmt: skip
    def drop_consultation(self, reason: str) -> None:
        _close(self, dropped=self.now.isoformat())


def _close(case: Any, **words: Any) -> None:
    called = case.data["consultations"]
    case.data["consultations"] = [*called[:-1], {**called[-1], **words}]
    for word in ("consult_on", "consult_until"):
        case.data.pop(word, None)
