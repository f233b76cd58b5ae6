"""Visits go on until it has been quiet for the time of a policy, and a last one has shown it: after a written warning, with a child.

`data`: `visits` (how many), `quiet_from` (ISO: since when it has been quiet), `calm_on` (ISO: the last day a visit found all well).
"""

from datetime import date
from typing import Any

from workflows.rights.limits import last_day
from workflows.rights.protection import day_of


def count_visit(ticket: Any, day: date, *, calm: bool) -> None:
    """One more visit; `calm`: it found that nothing has happened again. Days may be entered late and out of order."""
    ticket.data["visits"] = ticket.data.get("visits", 0) + 1
    if calm:
        ticket.data["calm_on"] = max(day.isoformat(), ticket.data.get("calm_on", ""))


def quiet_until(ticket: Any, policy: str) -> date | None:
    """The day until which it has to stay quiet; None if that has not begun."""
    since = day_of(ticket, "quiet_from")
    return last_day(policy, since) if since else None


def shown_calm(ticket: Any, until: date) -> bool:
    """Has a visit on that day or later found all well?"""
    return bool(ticket.data.get("calm_on", "") >= until.isoformat())
