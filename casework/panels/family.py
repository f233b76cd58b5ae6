"""The tickets around this one: what it belongs to, its child tickets with state and next date, what it is linked with.

A ticket the reader may not see is counted and not named.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from casework import access, places
from casework.models import Ticket, TicketLink
from casework.panels import Panel
from casework.queries import listed
from casework.queries.ticket import Whole
from casework.shapes import Text
from workflows.registry import registry


@dataclass(frozen=True)
class Relative:
    """A ticket of the same matter that the reader may see."""

    number: str
    title: Text
    state: Text
    unit: Text
    url: str
    is_open: bool
    due_at: datetime | None
    breached: bool
    how: Text = ""


@dataclass(frozen=True)
class Content:
    parent: Relative | None
    children: list[Relative]
    linked: list[Relative]
    hidden: int


def how_linked(kind: str, outgoing: bool) -> Text:
    """What a link means, read from this ticket."""
    words = {
        ("merged", True): _("merged into"),
        ("merged", False): _("taken in"),
        ("split", True): _("split off"),
        ("split", False): _("split from"),
    }
    return words.get((kind, outgoing), _("related"))


def panel(whole: Whole) -> Panel | None:
    case = whole.case
    counts = case.data.get("children", {})
    links = list(TicketLink.objects.filter(Q(ticket=case) | Q(other=case)))
    if not counts and not case.parent_id and not links:
        return None
    ends = {link.other_id if link.ticket_id == case.pk else link.ticket_id: link for link in links}
    near = Q(parent_id=case.pk) | Q(pk__in=[*ends, *([case.parent_id] if case.parent_id else [])])
    seen = list(access.tickets(whole.actor).filter(near).order_by("id"))
    children = [relative(one) for one in seen if one.parent_id == case.pk]
    linked = [
        relative(one, how_linked(ends[one.pk].kind, ends[one.pk].ticket_id == case.pk))
        for one in seen
        if one.pk in ends
    ]
    parent = next((relative(one) for one in seen if one.pk == case.parent_id), None)
    there = sum(counts.values()) + len(ends) + bool(case.parent_id)
    content = Content(parent, children, linked, max(0, there - len(children) - len(linked) - bool(parent)))
    return Panel("family", _("Tickets around this case"), "casework/panels/family.html", content)


def relative(one: Ticket, how: Text = "") -> Relative:
    kind: Any = registry.get(one.type)
    return Relative(
        number=one.number,
        title=kind.heading(one) if kind else one.type,
        state=listed.state_title(one.type, one.state),
        unit=places.name_of(one.unit_id),
        url=listed.address(one.number, ""),
        is_open=one.is_open,
        due_at=one.next_due_at,
        breached=one.breached_at is not None,
        how=how,
    )
