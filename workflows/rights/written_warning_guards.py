"""Guards and checks of a written warning: who visits, the first one together, and when the visits may end (公通字〔2024〕34号 [V])."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows.base import Text
from workflows.rights.guards import in_my_unit, is_district
from workflows.rights.protection import day_of, not_before
from workflows.rights.quiet import quiet_until, shown_calm
from workflows.roles import Actor

QUIET = "dv.warn_quiet"
BOTH = {"police", "committee"}


def near_her(ticket: Any, actor: Actor) -> Text:
    """Guard: the visits are made by the unit of the case; the district may make them wherever it is."""
    return "" if is_district(actor, ticket.unit_id) else in_my_unit(ticket, actor)


def delivered(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    return not_before("delivered_on", cleaned["issued_on"], cleaned["delivered_on"], _("the day it was issued"))


def joint_first(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Check: a visit is not before the delivery; the first one is made by police and community together [V]."""
    if not ticket.data.get("visited") and not set(cleaned["visitors"]) >= BOTH:
        sentence = _(
            "The first visit is made by the police and the committee together (公通字〔2024〕34号). Arrange it; a visit of yours alone goes into a note."
        )  # noqa: E501
        return {"visitors": sentence}
    return not_before(
        "visited_on", day_of(ticket, "delivered_on"), cleaned["visited_on"], _("the day it was delivered")
    )


def quiet_long_enough(ticket: Any, actor: Actor) -> Text:
    """Guard: the visits stop only after the quiet time of the policy, ended by a visit that found nothing."""
    until = quiet_until(ticket, QUIET)
    if until is None or localdate(ticket.now) < until:
        sentence = _("The visits go on until {day} at least, without recurrence until then. Record the next visit.")
        return format_lazy(sentence, day=until.isoformat() if until else "")
    if not shown_calm(ticket, until):
        return _("A last visit has to show that it has not happened again. Record it first.")
    return ""
