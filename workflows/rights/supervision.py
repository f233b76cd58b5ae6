"""Supervision: reminding, pressing with a paper and a new term, leader-owned cases, redo with defects (domain.md §2.4).

`data["reminders"]` = [{"at", "by", "about"}]; `data["press_log"]` = [{"at", "by", "unit", "term", "ground", "answered"}], counted in
`data["presses"]`; `data["press_open"]` = the unit whose explanation is still to come. `data["leader"]` = the leader's id.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Text, Workflow, action
from workflows.deadlines import Deadline
from workflows.guards import holder_only
from workflows.ladder import Level, inside
from workflows.rights import states as at
from workflows.rights import supervision_forms as ask
from workflows.rights.consultation import DEADLINES as CONSULTATION
from workflows.rights.consultation import Consultation, end_of
from workflows.rights.guards import in_my_unit
from workflows.roles import DISTRICT, HANDLERS, STREET, SUPERVISOR, Actor

AWAY = (at.RETURNED, at.ESCALATED, at.DISPATCHED, "escalate_overdue", "hand_up", "escalate_severe", "rule_owner")
DEADLINES: tuple[Deadline, ...] = (
    # Both speak to the unit that was pressed: they end when the case leaves it.
    Deadline(
        "sup.press",
        starts=("press",),
        stops=("press", at.PENDING_REVIEW, at.REPLIED, at.TRANSFERRED_OUT, *AWAY),
        until="press_until",
        each=True,
    ),
    Deadline("sup.answer", starts=("press",), stops=("answer_press", *AWAY), each=True),
    *CONSULTATION,
)


# ── Guards ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def from_above(ticket: Any, actor: Actor) -> Text:
    """Who reminds supervises the unit, or works at a level above it."""
    above = [code for code in actor.units(STREET, DISTRICT) if code != ticket.unit_id]
    if any(inside(ticket.unit_id, code) for code in [*above, *actor.units(SUPERVISOR)]):
        return ""
    return _("Reminding is for the level above and for supervisors. In your own unit a word is enough.")


def not_my_own(ticket: Any, actor: Actor) -> Text:
    if actor.id is not None and actor.id == ticket.assignee_id:
        return _("You are in charge of it yourself. Somebody else reminds and presses.")
    return ""


def press_open(ticket: Any) -> bool:
    """Does the unit in charge owe an explanation?"""
    return bool(ticket.data.get("press_open")) and ticket.data["press_open"] == ticket.unit_id


def no_press_open(ticket: Any, actor: Actor) -> Text:
    if press_open(ticket):
        return _("It has been pressed, and the unit has not answered yet. Wait for its answer, or remind it.")
    return ""


def pressed(ticket: Any, actor: Actor) -> Text:
    return "" if press_open(ticket) else _("No press waits for an answer of your unit.")


def press_answered(ticket: Any, actor: Actor) -> Text:
    """A pressed unit explains itself before it hands in a result."""
    if press_open(ticket):
        return _("The notice of supervision is not answered yet. Explain the delay first (“Answer the press”).")
    return ""


def defects_answered(ticket: Any, actor: Actor) -> Text:
    """What the reviewer listed is answered one by one before the result is handed in again."""
    if ticket.data.get("defects_open"):
        return _("The defects of the review are not answered yet. Answer each of them first (“Answer the defects”).")
    return ""


def some_defects(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.data.get("defects_open") else _("No defects wait for an answer.")


def leads_the_district(ticket: Any, actor: Actor) -> Text:
    """A leader sees the case wherever it goes, so that he can answer for it to the end."""
    if any(post.role is SUPERVISOR and post.level == Level.DISTRICT for post in actor.posts):
        return ""
    return _("A leader of the district makes a case his own.")


def no_leader(ticket: Any, actor: Actor) -> Text:
    leader = ticket.data.get("leader")
    if not leader:
        return ""
    return _("It is your own already.") if leader == actor.id else _("Another leader has made this case his own.")


def my_case(ticket: Any, actor: Actor) -> Text:
    if actor.id is not None and ticket.data.get("leader") == actor.id:
        return ""
    return _("Only the leader who made it his own gives it back.")


class Supervision(Consultation, Workflow):
    @action(
        at.IN_HAND, SAME, by=[SUPERVISOR, STREET, DISTRICT], label=_("Remind"), form=ask.RemindForm,
        guards=[not_my_own, from_above], tell=[tell.HOLDER, tell.UNIT], icon="bell",
        after=_("The person in charge and the unit are told; reminders are counted."),
    )  # fmt: skip
    def remind(self, about: str, words: str) -> None:
        entry = {"at": self.now.isoformat(), "by": self.actor.id, "about": about}
        self.data["reminders"] = [*self.data.get("reminders", []), entry]

    @action(
        at.IN_HAND, SAME, by=[SUPERVISOR, DISTRICT], label=_("Press"), form=ask.PressForm,
        guards=[not_my_own, from_above, no_press_open], tell=[tell.HOLDER, tell.UNIT, tell.SUPERVISORS, tell.LEVEL_UP],
        icon="alarm", after=_("A numbered notice of supervision is signed. The unit must explain, and the new term runs."),
    )  # fmt: skip
    def press(self, ground: str, facts: str, new_term: date, demands: str) -> None:
        entry = {
            "at": self.now.isoformat(), "by": self.actor.id, "unit": self.unit_id, "term": new_term.isoformat(),
            "ground": ground,
        }  # fmt: skip
        self.data["press_log"] = [*self.data.get("press_log", []), entry]
        self.data.update(presses=self.data.get("presses", 0) + 1, press_until=end_of(new_term), press_open=self.unit_id)
        self.sign("press", facts=facts, new_term=new_term, demands=demands)

    @action(
        at.IN_HAND, SAME, by=HANDLERS, label=_("Answer the press"), form=ask.AnswerPressForm,
        guards=[in_my_unit, pressed], tell=[tell.SUPERVISORS, tell.LEVEL_UP], icon="note",
        after=_("Your explanation is sealed into the file. The new term runs on."),
    )  # fmt: skip
    def answer_press(self, cause: str, explanation: str, measures: str) -> None:
        log = self.data["press_log"]
        answer = {"at": self.now.isoformat(), "by": self.actor.id, "cause": cause}
        self.data["press_log"] = [*log[:-1], {**log[-1], "answered": answer}]
        del self.data["press_open"]

    @action(
        at.IN_HAND, SAME, by=[SUPERVISOR], label=_("Make it your own case"), guards=[leads_the_district, not_my_own, no_leader],
        tell=[tell.HOLDER, tell.UNIT, tell.SUPERVISORS], icon="user",
        after=_("You are told of everything that happens in it until you give it back."),
    )  # fmt: skip
    def take_as_leader(self) -> None:
        self.data.update(leader=self.actor.id, leader_since=self.now.isoformat())

    @action(
        at.IN_HAND, SAME, by=[SUPERVISOR], label=_("Give the case back"), form=ask.GiveBackForm, guards=[my_case],
        tell=[tell.HOLDER, tell.UNIT, tell.SUPERVISORS], icon="swap",
    )  # fmt: skip
    def give_back_as_leader(self, reason: str) -> None:
        for word in ("leader", "leader_since"):
            self.data.pop(word, None)

    @action(
        at.WORKING, SAME, by=HANDLERS, label=_("Answer the defects"), form=ask.AnswerDefectsForm,
        guards=[holder_only, some_defects], icon="note", after=_("Then hand in the result again, within the redo limit."),
    )  # fmt: skip
    def answer_defects(self, answers: str) -> None:
        self.data["defects_open"] = False
