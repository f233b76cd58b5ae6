"""Clocks of her rights: every limit of a party that runs, the nearest first, with its rule; what ended; when he may not file."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from casework.panels import Panel
from casework.queries import times, why
from casework.queries.ticket import Whole
from casework.shapes import Text, TimeLeft
from workflows.policies import policies
from workflows.rights import limits as rules
from workflows.rights.consent import name_of

PARTY = "party"


@dataclass(frozen=True)
class Limit:
    """One limit that runs. `since`: the day it is counted from; `text`: its rule as a sentence."""

    title: Text
    whose: Text
    since: date
    due_at: datetime
    time: TimeLeft
    citation: str
    text: Text


@dataclass(frozen=True)
class Content:
    running: list[Limit]
    ended: list[tuple[Text, Text]]
    no_filing_until: date | None
    no_filing_firm: bool
    no_filing_over: bool


def panel(whole: Whole) -> Panel | None:
    case = whole.case
    if case.type != "rights":
        return None
    found = [_limit(whole, clock) for clock in whole.running() if clock.who == PARTY]
    told = case.data.get("no_filing")
    if not found and not told and not case.data.get("limits"):
        return None
    until = date.fromisoformat(told["until"]) if told else None
    content = Content(
        running=sorted(found, key=lambda one: one.due_at),
        ended=_ended(case),
        no_filing_until=until,
        no_filing_firm=bool(told and told["firm"]),
        no_filing_over=bool(until and until < localdate(whole.now)),
    )
    return Panel("limits", _("Her limits: they run on whatever we do"), "casework/panels/limits.html", content)


def clock_of(whole: Whole, key: str) -> Limit | None:
    """The limit of this policy that runs, if one does."""
    return next((_limit(whole, clock) for clock in whole.running() if clock.key == key), None)


def nearest(whole: Whole, within: timedelta) -> list[Limit]:
    """Her limits that end within this time from now, the nearest first."""
    running = [clock for clock in whole.running() if clock.who == PARTY]
    soon = [clock for clock in running if whole.now < clock.due_at <= whole.now + within]
    return sorted((_limit(whole, clock) for clock in soon), key=lambda one: one.due_at)


def _limit(whole: Whole, clock: Any) -> Limit:
    policy = why.policy_of(clock)
    holder = whole.case.data.get("limits", {}).get(clock.key, {}).get("party", "")
    return Limit(
        title=times.clock_title(clock, whole.case.type),
        whose=name_of(whole.case, holder) if holder else "",
        since=localdate(clock.started_at),
        due_at=clock.due_at,
        time=times.time_left(clock, whole.now),
        citation=policy.citation if policy else "",
        text=policy.text if policy else "",
    )


def _ended(case: Any) -> list[tuple[Text, Text]]:
    """(title, how it ended) of limits that run no more."""
    words = dict(rules.LimitDoneForm.base_fields["how"].choices)  # type: ignore[attr-defined]
    known = case.data.get("limits", {})
    return [(policies[key].title, words[one["ended"]]) for key, one in known.items() if one["ended"]]
