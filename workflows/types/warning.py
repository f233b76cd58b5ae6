"""An early-warning alert (预警, domain.md §4.7): a rule found something, and somebody has to look within its clock.

It names its reasons in neutral words: which rule, how often, from when to when. What it rests on are links to other tickets,
of which a reader sees those he may see; the others are counted. The clock opens it (casework.warnings), nobody by hand.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Kind, State, Text, action
from workflows.deadlines import ESCALATE, Deadline
from workflows.ladder import Level, level_of
from workflows.registry import register
from workflows.roles import CADRE, DISTRICT, HANDLERS, MEDIATOR, STREET, SUPERVISOR, SYSTEM, Actor
from workflows.standard import assignment, escalation, notes
from workflows.warnings import forms as ask
from workflows.warnings.rules import book

RAISED = State("raised", _("To be checked"), step="sign_in")
CONFIRMED = State("confirmed", _("Confirmed"), Kind.END, step="end")
DISMISSED = State("dismissed", _("Dismissed"), Kind.END, step="end")
CLOCKS = ("warn.check_now", "warn.check_day", "warn.check_3wd")  # beside `warn.decide`, which every alert has
LEADERS_TOO = ("report_to_leader", "trend", "talk_to_employer")


def clock_key(policy: str) -> str:
    """Key in the alert's data that starts this clock."""
    return "clock_" + policy.removeprefix("warn.")


def rests_on(case: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """The case named must be one that the alert rests on, and open if its risk is to be raised."""
    number = cleaned["case"]
    if not number:
        return {}
    other = case.others[number]
    if not case.family.is_linked(other):
        return {"case": _("This alert does not rest on that case. Choose one of those listed.")}
    if cleaned["risk"] and not (other.is_open and other.type == "rights"):
        return {"case": _("This case is closed: reopen it first, or leave the risk as it is.")}
    return {}


@register
class Warning(  # noqa: A001  (the field's word for it)
    assignment([RAISED]),
    escalation([RAISED], RAISED),
    notes([RAISED]),
):
    slug, prefix, title, plan_chapter = "warning", "YJ", _("Early warning"), 8
    states = (RAISED, CONFIRMED, DISMISSED)
    intake_form = ask.RaisedForm
    open_by = (SYSTEM,)
    tell_on_open = (tell.UNIT,)
    watched = frozenset({"confirm"})
    deadlines = (
        Deadline("warn.decide", starts=("open", ESCALATE, "hand_up"), stops=(CONFIRMED, DISMISSED, ESCALATE, "hand_up"),
                 then=ESCALATE, each=True),
        *(Deadline(policy, starts=("open",), stops=(CONFIRMED, DISMISSED), only=clock_key(policy)) for policy in CLOCKS),
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        rule = book()[cleaned["rule"]]
        ticket.place_id, ticket.unit_id = cleaned["place"], cleaned["unit"]
        ticket.level = int(level_of(ticket.unit_id))
        ticket.category, ticket.risk = rule.key, cleaned["risk"] or rule.risk or "blue"
        ticket.title_text = "预警"
        ticket.data.update(
            rule=rule.key, n=cleaned["n"], threshold=rule.threshold, window=rule.window, task=rule.task, at=cleaned["at"],
            first=cleaned["first"].isoformat(), last=cleaned["last"].isoformat(),
        )  # fmt: skip
        if rule.policy in CLOCKS:
            ticket.data[clock_key(rule.policy)] = True
        if rule.task in LEADERS_TOO:
            ticket.also_tell.append(tell.LEADERS)
        if ticket.level < Level.DISTRICT and ticket.risk == "red":
            ticket.also_tell.append(tell.DISTRICT_DUTY)
        return []

    @classmethod
    def heading(cls, ticket: Any) -> Text:
        """The rule's own title: it speaks of a pattern, never of a person."""
        rule = book().get(ticket.category)
        return rule.title if rule else cls.title

    @action(
        [RAISED], CONFIRMED, by=[*HANDLERS, SUPERVISOR], label=_("Confirm"), form=ask.ConfirmForm, checks=[rests_on],
        tell=[tell.SUPERVISORS, tell.HOLDER], icon="check", primary=True,
        after=_("What you chose is carried out within a minute."),
    )  # fmt: skip
    def confirm(self, measure: str, case: str, risk: str, found: str) -> None:
        self.data.update(measure=measure, **({"raises": risk} if risk else {}))
        self.handler_id = self.actor.id
        if case:  # by its row, not its number: who reads the alert may not see that case
            self.data["goes_on"] = self.others[case].pk

    @action(
        [RAISED], DISMISSED, by=[CADRE, MEDIATOR, STREET, DISTRICT, SUPERVISOR], label=_("Dismiss"), form=ask.DismissForm,
        tell=[tell.SUPERVISORS], icon="x", after=_("The rule stays quiet about the same until its window has passed."),
    )  # fmt: skip
    def dismiss(self, ground: str, reason: str) -> None:
        self.data["dismissed"] = ground
        self.handler_id = self.actor.id
