"""Clocks of her rights (domain.md §1.11): limits that run for a party whatever we do, counted and shown on the case.

A limit is a policy with `who: party`; its clock is dated from the day the limit truly began. `data["limits"]` =
{policy key: {"since", "party", "ended"}}; the flags `limit:<key>` and `since:<key>` switch and date the clock.
Mediation stops none of them, which is why begin-mediation asks here.
"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows.base import SAME, Text, Workflow, action
from workflows.deadlines import Deadline
from workflows.due import Unit, add_months
from workflows.forms import MoveForm, PartyField
from workflows.policies import policies
from workflows.rights import states as at
from workflows.rights.court import day_start
from workflows.rights.forms import long_text, pick
from workflows.rights.mediation_forms import CONSENTING, past_day
from workflows.roles import HANDLERS, Actor

KEYS = (
    "lab.arb_claim",
    "lab.sue",
    "dv.order_reconsider",
    "lim.review",
    "lim.re_review",
    "fam.cooling",
    "fam.collect",
    "civ.general",
    "adm.reconsider",
    "adm.sue",
)
WITH = {"fam.cooling": ("fam.collect",)}  # limits that one event starts together
KNOWN_UNTIL_END = (*at.OPEN, at.CLOSED)

DEADLINES: tuple[Deadline, ...] = tuple(
    Deadline(key, starts=("add_limit", at.REOPENED), only=f"limit:{key}", back_from=f"since:{key}", each=True)
    for key in KEYS
)

NO_FILING = {"pregnant": 12, "born": 12, "ended": 6}  # months, 民法典 art 1082


def limit_title(key: str) -> Text:
    policy = policies[key]
    return format_lazy("{title}（{citation}）", title=policy.title, citation=policy.citation)


def limit_choices() -> list[tuple[str, Text]]:
    return [("", "---------"), *((key, limit_title(key)) for key in KEYS if key not in _together())]


def _together() -> set[str]:
    return {one for others in WITH.values() for one in others}


def last_day(key: str, since: date) -> date:
    """The last day of a limit without rolling over rest days: never later than the true one."""
    budget = policies.on(key, since).budget
    if budget.unit is Unit.MONTHS:
        return add_months(since, int(budget.amount))
    return since + timedelta(days=int(budget.amount))


def running(ticket: Any) -> list[tuple[str, date, date]]:
    """(policy key, since, last day) of the limits that run, the nearest first."""
    found = []
    for key, limit in ticket.data.get("limits", {}).items():
        if not limit["ended"]:
            since = date.fromisoformat(limit["since"])
            found.append((key, since, last_day(key, since)))
    return sorted(found, key=lambda one: one[2])


def ending_by(ticket: Any, today: date, until: date) -> list[tuple[Text, date]]:
    """(title, last day) of her limits that end from today to `until`."""
    return [(policies[key].title, last) for key, _since, last in running(ticket) if today <= last <= until]


class LimitForm(MoveForm):
    limit = forms.ChoiceField(label=_("Which limit"), choices=limit_choices)
    since = past_day(
        _("Running since"),
        help_text=_("The day she knew of it, received the paper or applied; the first day itself is not counted."),
    )
    party = PartyField(label=_("Whose right"), roles=CONSENTING, required=False)


class LimitDoneForm(MoveForm):
    limit = forms.ChoiceField(label=_("Which limit"), choices=limit_choices)
    how = forms.ChoiceField(
        label=_("How it ended"),
        choices=pick(
            [
                ("used", _("Used: she applied or sued in time")),
                ("interrupted", _("Interrupted: it begins anew, enter the new start")),
                ("lapsed", _("Lapsed")),
                ("moot", _("No longer needed")),
            ]
        ),
    )
    ended_on = past_day(_("Date"))
    note = long_text(_("More about it"), required=False)
    private = ("note",)


class NoFilingForm(MoveForm):
    """民法典 art 1082: while the wife is pregnant, within a year of birth or six months of an ended pregnancy."""

    situation = forms.ChoiceField(
        label=_("Situation"),
        choices=pick(
            [
                ("pregnant", _("She is pregnant")),
                ("born", _("She has given birth")),
                ("ended", _("The pregnancy has ended")),
            ]
        ),
    )
    day = forms.DateField(
        label=_("Day of birth, of the end, or when the birth is expected"),
    )
    private = ("situation", "day")


def not_twice(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    known = ticket.data.get("limits", {}).get(cleaned["limit"])
    if known and not known["ended"]:
        sentence = _("It is counted already, from {day}. Record first how that one ended.")
        return {"limit": format_lazy(sentence, day=known["since"])}
    return {}


def must_run(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    known = ticket.data.get("limits", {}).get(cleaned["limit"])
    if known is None or known["ended"]:
        return {"limit": _("This limit is not running. Choose one that is.")}
    if cleaned["ended_on"].isoformat() < known["since"]:
        return {"ended_on": _("This is before the limit began. Correct the date.")}
    return {}


def some_limit(ticket: Any, actor: Actor) -> Text:
    return "" if running(ticket) else _("No limit of a party is running.")


class Limits(Workflow):
    @action(
        KNOWN_UNTIL_END, SAME, by=HANDLERS, label=_("Count a limit of hers"), form=LimitForm, checks=[not_twice],
        icon="clock", after=_("It is shown on the case and she is warned through you before it lapses."),
    )  # fmt: skip
    def add_limit(self, limit: str, since: date, party: str) -> None:
        limits = dict(self.data.get("limits", {}))
        for key in (limit, *WITH.get(limit, ())):
            limits[key] = {"since": since.isoformat(), "party": party, "ended": ""}
            self.data[f"limit:{key}"], self.data[f"since:{key}"] = True, day_start(since)
        self.data["limits"] = limits

    @action(
        KNOWN_UNTIL_END, SAME, by=HANDLERS, label=_("A limit of hers has ended"), form=LimitDoneForm,
        guards=[some_limit], checks=[must_run], icon="check",
    )  # fmt: skip
    def limit_done(self, limit: str, how: str, ended_on: date, note: str) -> None:
        limits = dict(self.data["limits"])
        for key in (limit, *WITH.get(limit, ())):
            limits[key] = {**limits[key], "ended": how}
            self.data[f"limit:{key}"] = False
        self.data["limits"] = limits

    @action(
        KNOWN_UNTIL_END, SAME, by=HANDLERS, label=_("Record the time in which he may not file for divorce"),
        form=NoFilingForm, icon="note", after=_("She may file at any time (民法典 art 1082)."),
    )  # fmt: skip
    def record_no_filing(self, situation: str, day: date) -> None:
        """Only the end is kept in clear; what it follows from is sealed, for it is about her health."""
        until = add_months(day, NO_FILING[situation])
        firm = situation != "pregnant" and day <= localdate(self.now)
        self.data["no_filing"] = {"until": until.isoformat(), "firm": firm}
