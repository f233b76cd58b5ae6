"""What the law asks of an application for legal aid: means or the ground on which none are shown, papers, days (法律援助法 art 32-49)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.base import Text
from workflows.policies import policies
from workflows.rights import protection as share
from workflows.rights.aid_states import SUBMITTED
from workflows.rights.limits import running
from workflows.roles import Actor

FIRST = "la.urgent_before"


def is_pressing(ticket: Any, today: date) -> bool:
    """Less than the law's days to a limitation date, entered here or running in the case: aid may come first (art 44)."""
    parent = ticket.family.parent
    days = [share.day_of(ticket, "limit_on"), *(last for _key, _since, last in (running(parent) if parent else ()))]
    left = [(day - today).days for day in days if day and day >= today]
    return bool(left) and min(left) < int(policies.on(FIRST, today).budget.amount)


def means_known(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    if cleaned["means"] or ticket.data.get("means"):
        return {}
    return {"means": _("Choose why no means test is needed, or that her statement of means goes along.")}


def told_once(ticket: Any, actor: Actor) -> Text:
    """Guard: the legal aid body says once what is missing (art 43)."""
    if ticket.state == SUBMITTED.code and ticket.data.get("told_missing"):
        return _(
            "It has said once what is missing, and may not ask again (法律援助法 art 43). Ask it for its decision."
        )
    return ""


def after_receipt(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    received = share.day_of(ticket, "received_at")
    return share.not_before("decided_on", received, cleaned["decided_on"], _("the day it was received"))
