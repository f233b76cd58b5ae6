"""A follow-up plan (回访计划, domain.md §4.8): the dates on which somebody other than the handler asks how it went.

A child of the case it follows. Between its dates it waits; on a date it is due and has a clock. It cannot reopen its case:
new harm is told to who holds the case, the district and the leaders, and may open a new case beside it.
"""

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.deadlines import Deadline
from workflows.guards import unassigned
from workflows.registry import register
from workflows.rights import followup_forms as ask
from workflows.rights.followup_guards import CALLERS, other_than_handler, tried_enough
from workflows.rights.forms import AttemptForm
from workflows.rights.plans import PLANS, fill, go_on, harm_call
from workflows.roles import DISTRICT, HANDLERS, STREET, SYSTEM
from workflows.standard import ReasonForm, assignment, notes

WATCHING = State("watching", _("Waiting for the next date"), Kind.WAITING)
CALL_DUE = State("call_due", _("Follow-up due"))
DONE = State("done", _("Plan finished"), Kind.END)
STOPPED = State("stopped", _("Plan stopped"), Kind.END)
OPEN = (WATCHING, CALL_DUE)
ON = OneOf((WATCHING, DONE))  # to the next date, or to the end after the last one


def after_this_date(ticket: Any, result: str) -> str:
    return (WATCHING if go_on(ticket, result) else DONE).code


@register
class Aftercare(assignment(OPEN), notes(OPEN)):
    slug, prefix, title, plan_chapter = "aftercare", "HF", _("Follow-up plan"), 8
    states = (WATCHING, CALL_DUE, DONE, STOPPED)
    only_child = True
    intake_form = ask.PlanForm
    open_by = (STREET, DISTRICT)
    watched = frozenset({"reached", "new_harm"})
    deadlines = (
        Deadline("fu.next", starts=("open", WATCHING, "add_date"), stops=(CALL_DUE, DONE, STOPPED, "add_date"), until="next_on",
                 then="fall_due", each=True, title=_("Next follow-up")),
        Deadline("fu.call", starts=(CALL_DUE,), stops=(WATCHING, DONE, STOPPED), each=True),
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        fill(ticket, cleaned)
        return []

    @classmethod
    def heading(cls, ticket: Any) -> Text:
        plan = PLANS.get(ticket.title_text, "")
        return format_lazy("{title} · {plan}", title=cls.title, plan=plan) if plan else cls.title

    @action([WATCHING], CALL_DUE, by=[SYSTEM], label=_("The date has come"), tell=[tell.HOLDER, tell.UNIT])
    def fall_due(self) -> None:
        self.data["tries"] = 0

    @action([WATCHING], CALL_DUE, by=CALLERS, label=_("Call before the date"), guards=[other_than_handler], icon="play",
            after=_("The call counts for the next date of the plan."))  # fmt: skip
    def call_early(self) -> None:
        self.data["tries"] = 0

    @action(OPEN, SAME, by=HANDLERS, label=_("Claim"), guards=[unassigned, other_than_handler], icon="check")
    def claim(self) -> None:
        self.assignee_id = self.actor.id

    @action([CALL_DUE], ON, by=CALLERS, label=_("Reached"), form=ask.ReachedForm, guards=[other_than_handler], tell=[tell.PARENT],
            icon="phone", primary=True)  # fmt: skip
    def reached(self, satisfaction: str, safe_now: str, performed: str, answer: str) -> str:
        self.data.update(satisfaction=satisfaction, safe_now=safe_now, performed=performed)
        if satisfaction == "unsatisfied":
            self.data["unsatisfied"] = self.data.get("unsatisfied", 0) + 1
        if satisfaction == "unsatisfied" or performed == "no" or safe_now == "unsure":
            self.also_tell.append(tell.SUPERVISORS)
        return after_this_date(self, "reached")

    @action([CALL_DUE], SAME, by=CALLERS, label=_("Not reached"), form=AttemptForm, guards=[other_than_handler],
            icon="phone")  # fmt: skip
    def not_reached(self, way: str, tried_on: date, part: str) -> None:
        self.data["tries"] = self.data.get("tries", 0) + 1

    @action([CALL_DUE], ON, by=CALLERS, label=_("Give this date up"), guards=[other_than_handler, tried_enough],
            tell=[tell.PARENT, tell.SUPERVISORS], icon="x", after=_("The plan goes on to its next date."))  # fmt: skip
    def give_up(self) -> str:
        return after_this_date(self, "not_reached")

    @action([CALL_DUE], ON, by=[STREET, DISTRICT], label=_("Not suitable to call"), form=ask.UnsafeForm, guards=[other_than_handler],
            tell=[tell.PARENT], icon="x", after=_("The plan goes on to its next date."))  # fmt: skip
    def not_suitable(self, why: str, reason: str) -> str:
        return after_this_date(self, "unsafe")

    @action(
        OPEN, SAME, by=CALLERS, label=_("New harm"), form=ask.HarmForm, guards=[other_than_handler], icon="alarm",
        tell=[tell.PARENT, tell.UNIT, *tell.NEW_HARM],
        after=_("Who holds the case, the district and the leaders are told at once. Reopening it is their move."),
    )  # fmt: skip
    def new_harm(self, danger_now: str, new_case: bool, story: str) -> None:
        self.data["harm"] = self.data.get("harm", 0) + 1
        if new_case:
            self.open_beside("rights", **harm_call(self, danger_now, story))

    @action([WATCHING], SAME, by=[STREET, DISTRICT, SYSTEM], label=_("Add a date"), form=ask.DateForm, icon="clock")
    def add_date(self, on: date) -> None:
        self.data["dates"] = sorted({*self.data["dates"], on.isoformat()})
        self.data["next_on"] = self.data["dates"][0]

    @action(OPEN, STOPPED, by=[STREET, DISTRICT, SYSTEM], label=_("Stop the plan"), form=ReasonForm, guards=[other_than_handler],
            tell=[tell.PARENT, tell.SUPERVISORS], icon="x")  # fmt: skip
    def stop_plan(self, reason: str) -> None:
        self.data["dates"] = []
