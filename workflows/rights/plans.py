"""Which follow-up plan a case gets, and its dates (domain.md §4.8): opened as a child ticket of type `aftercare`.

The days are policies (fu.*); the sample of consultations is drawn from the case number, so that nobody chooses it and
everybody can check it.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows.classifications import RISKS
from workflows.ladder import Level, ancestor_at
from workflows.policies import policies
from workflows.rights.guards import is_sensitive
from workflows.rights.lane_rules import ORDER, is_violent
from workflows.rights.proof import AFTERCARE
from workflows.rights.rules import rules

Text = str | Promise
PLANS: dict[str, Text] = {
    "mediated": _("After mediation"),
    "violence": _("After violence"),
    "transferred": _("After passing it on"),
    "aid": _("After aid"),
    "sample": _("Sampled consultation"),
}
RULES = {
    "mediated": "fu.mediated", "violence": "fu.dv", "transferred": "fu.transferred", "aid": "fu.aid", "sample": "fu.sample",
}  # fmt: skip


def dates(key: str, start: date) -> list[date]:
    """The days of a policy counted from `start` (day 0 is not counted)."""
    return [start + timedelta(days=int(amount.amount)) for amount in policies.on(key, start).amounts]


def begin(case: Any, plan: str, days: Iterable[date]) -> bool:
    """Open a plan with the days still to come, unless one of its kind is running; was one opened?"""
    ahead = sorted({day for day in days if day > localdate(case.now)})
    running = [child for child in case.family.open_children(AFTERCARE) if child.data.get("plan") == plan]
    if not ahead or running:
        return False
    listed = ",".join(day.isoformat() for day in ahead)
    case.spawn(AFTERCARE, plan=plan, dates=listed, handler=case.handler_id or case.assignee_id or "")
    return True


def fill(ticket: Any, cleaned: dict[str, Any]) -> None:
    """A new plan, filled from what `begin` handed over; what is sensitive is followed from the district."""
    case, days = ticket.family.parent, cleaned["dates"]
    ticket.category, ticket.risk, ticket.title_text = case.category, case.risk, cleaned["plan"]
    ticket.data.update(plan=cleaned["plan"], dates=days, next_on=days[0], handler=cleaned["handler"], done=[])
    ticket.data["unsatisfied"] = case.data.get("unsatisfied", 0)
    if is_sensitive(case):
        ticket.unit_id = ancestor_at(case.unit_id, Level.DISTRICT)
        ticket.level = int(Level.DISTRICT)


def after_first_action(case: Any) -> None:
    """Violence is followed from the first measures on; red every day of the first week."""
    today = localdate(case.now)
    days = dates("fu.dv", today) + (dates("fu.red", today) if case.risk == "red" else [])
    begin(case, "violence", [*days, *order_dates(case)])


def order_dates(case: Any) -> list[date]:
    """The day before the end of each protection order on which somebody asks about a longer one."""
    ends = [child.data.get("valid_until") for child in case.family.children(ORDER)]
    lead = timedelta(days=int(policies["fu.order_ends"].budget.amount))
    return [date.fromisoformat(end) - lead for end in ends if end]


def after_transfer(case: Any, their_due: date) -> None:
    begin(case, "transferred", dates("fu.transferred", their_due))


def after_closing(case: Any) -> None:
    """The plan that the outcome asks for; violence is watched whatever the outcome."""
    today, outcome = localdate(case.now), case.outcome
    if is_violent(case):
        after_first_action(case)
    elif outcome in ("B1", "B2"):
        begin(case, "mediated", [*dates("fu.mediated", _agreed_on(case) or today), *_performance(case)])
    elif outcome == "E1":
        begin(case, "aid", dates("fu.aid", today))
    elif outcome == "A1" and in_sample(case.number):
        begin(case, "sample", dates("fu.sample", today))


def _agreed_on(case: Any) -> date | None:
    day = (case.data.get("agreement") or {}).get("effective")
    return date.fromisoformat(day) if day else None


def _performance(case: Any) -> list[date]:
    """Each day by which something agreed is to be done, asked about on the day after."""
    days = [case.data.get("perform_by"), *(one.data.get("due_on") for one in case.family.open_children("performance"))]
    return [date.fromisoformat(day) + timedelta(days=1) for day in days if day]


def in_sample(number: str) -> bool:
    """Is this consultation drawn? By its number alone."""
    drawn = int.from_bytes(hashlib.sha256(number.encode()).digest()[:4], "big") % 100
    return drawn < rules().sample_percent


def go_on(ticket: Any, result: str) -> bool:
    """Write down how this date of a plan (`aftercare`) went; one call covers every date up to today. Is there another one?"""
    today = localdate(ticket.now).isoformat()
    ticket.data["done"] = [*ticket.data["done"], {"on": today, "result": result, "planned": ticket.data["next_on"]}]
    ahead = [day for day in ticket.data["dates"] if day > max(today, ticket.data["next_on"])]
    ticket.data["dates"], ticket.data["tries"] = ahead, 0
    if ahead:
        ticket.data["next_on"] = ahead[0]
    return bool(ahead)


def harm_call(ticket: Any, danger_now: str, story: str) -> dict[str, Any]:
    """The intake of a new case out of a follow-up call: the same place and category, danger as it was told."""
    worried = "unsure" if ticket.risk in ("red", "orange") and ticket.risk in RISKS else "no"
    questions = ("weapon_or_injury", "threat_to_life", "dependants", "police_before")
    return {
        **dict.fromkeys(questions, worried),
        "violence_now": danger_now,
        "caller": "self",
        "place": ticket.place_id,
        "category": ticket.category,
        "nature": "help",
        "channel": "phone",
        "story": story,
    }
