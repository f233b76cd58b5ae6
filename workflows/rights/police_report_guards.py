"""Guards and checks of a report to the police: who may decline one, and never in danger (未成年人保护法 art 11; domain.md §2.5)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.base import Text
from workflows.roles import Actor


def not_mandatory(ticket: Any, actor: Actor) -> Text:
    if ticket.data.get("mandatory"):
        return _(
            "This report is required by law. Nobody can decline it, not the guardian and not a superior. Report it."
        )
    return ""


def no_danger(ticket: Any, actor: Actor) -> Text:
    """Guard: her will decides outside of danger only (domain.md §2.5)."""
    if ticket.data.get("danger"):
        return _(
            "There is danger now: the police are called whatever she wishes. Report it; once she is safe, use “The danger is over” and then record her wish."  # noqa: E501
        )
    return ""


def in_danger(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.data.get("danger") else _("No danger is on record for this ticket.")


def ground_given(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """A mandatory report names one of the situations of the law."""
    if ticket.data.get("mandatory") and not cleaned.get("ground"):
        return {"ground": _("Choose the situation that makes the report mandatory.")}
    return {}
