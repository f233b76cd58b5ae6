"""Why an alert was raised, in neutral words: rule, counts, dates. Never a person, never a case's number."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import access
from casework.models import TicketLink
from casework.shapes import Text
from workflows.datetexts import day_text
from workflows.roles import Actor
from workflows.warnings.rules import TASKS, book


@dataclass(frozen=True)
class Reason:
    """What an alert says: `rule` (R1 …), its title, what was counted, what is to be done, how sure the rule itself is."""

    rule: str
    title: Text
    counted: str
    task: Text
    note: str = ""
    design: bool = False


def of(data: dict[str, Any], category: str) -> Reason:
    """The reason from an alert's plain data; a rule that is no longer in the book is called by its key."""
    rule = book().get(data.get("rule", category))
    task = TASKS.get(data.get("task", ""), "")
    if rule is None:
        return Reason(str(data.get("rule", category)), str(data.get("rule", category)), counted(data), task)
    return Reason(rule.rule, rule.title, counted(data), task, rule.note, rule.confidence == "G")


def counted(data: dict[str, Any]) -> str:
    """`3 times from 2 Nov to 20 Nov; the rule asks for 2 within 30 days`."""
    n, threshold, window = data.get("n", 1), data.get("threshold", 1), data.get("window", 0)
    days = {name: day_text(date.fromisoformat(data[name]), year=True) for name in ("first", "last") if data.get(name)}
    if n <= 1 and threshold <= 1:
        return _("On %(last)s.") % days if "last" in days else ""
    said = ngettext("%(n)s time", "%(n)s times", n) % {"n": n}
    if days.get("first") != days.get("last"):
        said = _("%(said)s from %(first)s to %(last)s") % {"said": said, **days}
    if not window:
        return _("%(said)s; the rule asks for %(threshold)s.") % {"said": said, "threshold": threshold}
    asks = _("%(said)s; the rule asks for %(threshold)s within %(window)s days.")
    return asks % {"said": said, "threshold": threshold, "window": window}


@dataclass(frozen=True)
class Sources:
    """The tickets an alert rests on: those this reader may see, by number, and how many others there are."""

    seen: tuple[str, ...] = ()
    hidden: int = 0


def sources(actor: Actor, alerts: list[int]) -> dict[int, Sources]:
    """What each alert rests on, as far as this actor may know: two statements however many alerts."""
    links: dict[int, list[int]] = {}
    for alert, other in TicketLink.objects.filter(ticket_id__in=alerts).values_list("ticket_id", "other_id"):
        links.setdefault(alert, []).append(other)
    wanted = {other for found in links.values() for other in found}
    numbers = dict(access.tickets(actor).filter(pk__in=wanted).values_list("pk", "number")) if wanted else {}
    return {
        alert: Sources(
            tuple(sorted(numbers[one] for one in found if one in numbers)), sum(one not in numbers for one in found)
        )
        for alert, found in links.items()
    }
