"""A protection order while it is in force: whether it is kept, breaches, extension, change, lapse (反家庭暴力法 art 30-34)."""

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, OneOf, Text, Workflow, action
from workflows.deadlines import Deadline
from workflows.rights import order_forms as ask
from workflows.rights.lane_moves import at_unit
from workflows.rights.order_states import EXPIRED, IN_FORCE
from workflows.roles import SYSTEM, Actor

DEADLINES = (
    Deadline("dv.order_valid_max", starts=(IN_FORCE, "record_change"), stops=("record_change", EXPIRED), until="over_on",
             only="over_on", who="ext", then="expire", each=True),
    Deadline("dv.order_check", starts=(IN_FORCE, "record_check"), stops=("record_check",), each=True),
    Deadline("dv.order_change", starts=("ask_change",), stops=("record_change",), each=True),
    Deadline("dv.breach_act", starts=("record_breach",), stops=("act_on_breach",), each=True),
)  # fmt: skip


def no_change_asked(ticket: Any, actor: Actor) -> Text:
    return _("The court has been asked already. Record its ruling first.") if ticket.data.get("change") else ""


def change_asked(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.data.get("change") else _("The court has not been asked for a change. Record that first.")


def breach_open(ticket: Any, actor: Actor) -> Text:
    if ticket.data.get("breaches", 0) > ticket.data.get("acted", 0):
        return ""
    return _("No breach waits for it. Record the breach first.")


def longer(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Check: an extension has a last day, later than the one before."""
    until: date | None = cleaned["valid_until"]
    if cleaned["granted"] != "yes" or ticket.data["change"] != ask.EXTEND:
        return {}
    if until is None or until.isoformat() <= ticket.data["valid_until"]:
        sentence = _("Enter a last day after {day}, the one it has now.")
        return {"valid_until": format_lazy(sentence, day=ticket.data["valid_until"])}
    return {}


class InForce(Workflow):
    @at_unit([IN_FORCE], SAME, label=_("Record that it is kept"), form=ask.CheckForm, icon="phone")
    def record_check(self, checked_on: date, kept: str, said: str) -> None:
        self.data["checked_on"] = checked_on.isoformat()

    @at_unit(
        [IN_FORCE], SAME, label=_("Record a breach"), form=ask.BreachForm, icon="alarm", tell=[tell.PARENT, tell.UNIT, *tell.NEW_HARM],
        after=_("The case turns red and the leaders are told at once. A breach is for the police and the court (art 34)."),
    )  # fmt: skip
    def record_breach(
        self, happened_on: date, kinds: list[str], danger_now: str, police_called: bool, story: str
    ) -> None:
        self.data["breaches"] = self.data.get("breaches", 0) + 1

    @at_unit([IN_FORCE], SAME, label=_("Record what was done about the breach"), form=ask.ActedForm, guards=[breach_open],
             tell=[tell.PARENT], icon="check")  # fmt: skip
    def act_on_breach(self, done: list[str], details: str) -> None:
        self.data["acted"] = self.data["breaches"]

    @at_unit(
        [IN_FORCE], SAME, label=_("Ask to extend, change or lift it"), form=ask.ChangeForm,
        guards=[no_change_asked], tell=[tell.PARENT], icon="clock", after=_("Only before it lapses (反家庭暴力法 art 30)."),
    )  # fmt: skip
    def ask_change(self, change: str, asked_on: date, her_will: bool, grounds: str) -> None:
        self.data["change"] = change

    @at_unit(
        [IN_FORCE], OneOf((IN_FORCE, EXPIRED)), label=_("Record the ruling on the change"), form=ask.ChangedForm,
        guards=[change_asked], checks=[longer], tell=[tell.PARENT], icon="check",
    )  # fmt: skip
    def record_change(self, granted: str, decided_on: date, valid_until: date | None, paper_no: str) -> str:
        change = self.data.pop("change")
        if granted == "yes" and change == ask.REVOKE:
            self.data.pop("over_on")
            self.data["lifted"] = True
            return EXPIRED.code
        if granted == "yes" and valid_until is not None:
            self.data.update(valid_until=valid_until.isoformat(), over_on=ask.over_on(valid_until))
            self.data["extended"] = self.data.get("extended", 0) + int(change == ask.EXTEND)
        return IN_FORCE.code

    @action([IN_FORCE], EXPIRED, by=[SYSTEM], label=_("The order has lapsed"),
            tell=[tell.PARENT, tell.HOLDER, tell.UNIT, tell.SUPERVISORS])  # fmt: skip
    def expire(self) -> None:
        """The clock's: after the last day. Whether she wants a new one is asked by whoever hears it."""
