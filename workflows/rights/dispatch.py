"""Dispatch that cannot be bounced: the clock runs from dispatch; one return in time, then a ruling (domain.md §7.3).

`data["dispatches"]` = [{"at", "by", "from", "to", "said", "return_by", "returned", "ruled"}], the latest last; `said` is what
the catalogue suggested. `data["decided"]` = {"unit", "how", "at", "by"}: who is in charge by a ruling or a consultation.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Text, Workflow, action
from workflows.datetexts import day_text
from workflows.deadlines import Deadline
from workflows.ladder import Level, ancestor_at
from workflows.owners import level_word
from workflows.rights import assisting as helpers
from workflows.rights import dispatch_forms as ask
from workflows.rights import states as at
from workflows.rights.guards import in_my_unit, was_accepted
from workflows.roles import DISTRICT, HANDLERS, STREET, SUPERVISOR, Actor

DEADLINES: tuple[Deadline, ...] = (
    Deadline("wo.arbitrate", starts=(at.RETURNED,), stops=(at.DISPATCHED, at.ESCALATED), each=True),
)
FORWARDED = ("petition_office", "federation", "leader")  # channels of matters another organ has passed to us
MOMENT = timedelta(microseconds=1)


def latest(case: Any) -> dict[str, Any]:
    """The dispatch by which the unit in charge got the case; {} if it did not get it by one."""
    made = case.data.get("dispatches", [])
    return made[-1] if made and made[-1]["to"] == case.unit_id and "returned" not in made[-1] else {}


def note_on_latest(case: Any, **words: Any) -> None:
    made = case.data["dispatches"]
    case.data["dispatches"] = [*made[:-1], {**made[-1], **words}]


def return_rule(case: Any) -> str:
    """Policy of the time to return: longer for what another organ forwarded (信访工作条例 art 23)."""
    return "xf.objection" if case.channel in FORWARDED else "wo.return"


def decide(case: Any, unit: str, how: str) -> None:
    """Binding: this unit is in charge and may not return it."""
    case.data["decided"] = {"unit": unit, "how": how, "at": case.now.isoformat(), "by": case.actor.id}


# ── Guards ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def dispatched_here(ticket: Any, actor: Actor) -> Text:
    if latest(ticket):
        return ""
    return _("It was not dispatched to you by another unit. You can hand it up or ask the level above for help.")


def not_decided(ticket: Any, actor: Actor) -> Text:
    """After a ruling or a consultation the owner stays."""
    decided = ticket.data.get("decided", {})
    if decided.get("unit") == ticket.unit_id:
        return _("It was decided that your unit is in charge; that is final. You can ask other units to assist.")
    return ""


def not_returned_yet(ticket: Any, actor: Actor) -> Text:
    if ticket.data.get("returned"):
        return _("It was returned once; the ruling on that is final. You can ask other units to assist.")
    return ""


def in_time_to_return(ticket: Any, actor: Actor) -> Text:
    until = latest(ticket).get("return_by")
    if not until or ticket.now < datetime.fromisoformat(until):
        return ""
    last = localdate(datetime.fromisoformat(until) - MOMENT)
    sentence = _("The time to return it ended on {day}: it stays with your unit. You can ask for help or hand it up.")
    return format_lazy(sentence, day=day_text(last, year=True))


def not_urgent(ticket: Any, actor: Actor) -> Text:
    if ticket.data.get("urgent"):
        return _("Nothing urgent is returned: help first, and call the district if your unit cannot.")
    return ""


def not_the_dispatcher(ticket: Any, actor: Actor) -> Text:
    """Four eyes: nobody rules on a return of the own dispatch."""
    made = ticket.data.get("dispatches", [])
    if actor.id is not None and made and made[-1]["by"] == actor.id:
        return _("You dispatched it yourself. A colleague or the supervisor of the district rules on the return.")
    return ""


def another_unit(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    if entered["unit"] == ticket.unit_id:
        return {"unit": _("It stands with this unit already. Choose another one, or begin to work on it.")}
    return {}


def proposes_another(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    if entered["proposed"] == ticket.unit_id:
        return {"proposed": _("This is your own unit. Say who should have it instead.")}
    return {}


class Dispatch(helpers.Assisting, Workflow):
    @action(
        [at.ACCEPTED, at.IN_PROGRESS, at.ESCALATED], at.DISPATCHED, by=[STREET, DISTRICT], label=_("Dispatch"),
        form=ask.DispatchForm, guards=[was_accepted, in_my_unit, not_decided], checks=[another_unit],
        tell=[tell.UNIT, tell.ASSISTING], icon="send",
        after=_("The sign-in clock runs from now on, whether they sign or not."),
    )  # fmt: skip
    def dispatch(
        self, unit: str, instruction: str, assisting: list[str], tasks: list[str], report_by: date | None
    ) -> None:
        suggested = self.suggestion()
        made = {
            "at": self.now.isoformat(), "by": self.actor.id, "from": self.unit_id, "to": unit,
            "said": (suggested.unit or suggested.owner) if suggested else "",
            "return_by": self.due(return_rule(self)).isoformat(),
        }  # fmt: skip
        self.data["dispatches"] = [*self.data.get("dispatches", []), made]
        self.data.update(dispatched_by=self.unit_id, dispatcher=self.actor.id)
        self.hand_to(unit, keep_assisting=True)
        helpers.ask_for(self, assisting, tasks, report_by)

    @action(
        [at.DISPATCHED, at.IN_PROGRESS], at.RETURNED, by=HANDLERS, label=_("Return to the dispatcher"),
        form=ask.ReturnForm,
        guards=[in_my_unit, not_urgent, not_decided, not_returned_yet, dispatched_here, in_time_to_return],
        checks=[proposes_another], tell=[tell.DISTRICT_DUTY, tell.DISPATCHER], icon="back",
        after=_("Once only: the district rules who is in charge, and that is final. The deadlines run on."),
    )  # fmt: skip
    def return_order(self, ground: str, proposed: str, body: str, reason: str) -> None:
        back = {"at": self.now.isoformat(), "by": self.actor.id, "ground": ground, "proposed": proposed or body}
        note_on_latest(self, returned=back)
        self.data.update(returned=True, returns=self.data.get("returns", 0) + 1)
        self.hand_to(ancestor_at(self.unit_id, Level.DISTRICT))

    @action(
        [at.RETURNED], at.DISPATCHED, by=[DISTRICT, SUPERVISOR], label=_("Rule who is in charge"), form=ask.RulingForm,
        guards=[not_the_dispatcher], tell=[tell.UNIT, tell.DISPATCHER, tell.ASSISTING, tell.SUPERVISORS], icon="flag",
        primary=True, after=_("Final: the unit named may not return it. The time it has had counts on."),
    )  # fmt: skip
    def rule_owner(
        self, unit: str, reason: str, assisting: list[str], tasks: list[str], report_by: date | None,
        into_catalogue: bool, words: str, rule: str,
    ) -> None:  # fmt: skip
        upheld = unit != self.data["dispatches"][-1]["to"]
        ruled = {"at": self.now.isoformat(), "by": self.actor.id, "unit": unit, "upheld": upheld}
        note_on_latest(self, ruled=ruled)
        helpers.keep_only(self, [*self.data.get("copied", []), *assisting])
        self.hand_to(unit)
        decide(self, unit, "ruling")
        helpers.ask_for(self, assisting, tasks, report_by)
        if into_catalogue:
            self.add_to_catalogue(self.category, words.strip(), level_word(unit), rule.strip())
