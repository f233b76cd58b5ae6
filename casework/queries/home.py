"""What the first page needs to know: the few tickets that come first, and what an operator has registered last."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from casework import access
from casework.models import Clock, Ticket
from casework.queries import queue
from workflows.roles import Actor

FIRST = 5
LATEST = 10


@dataclass(frozen=True)
class First:
    """Tickets in queue order with the clock that decides next."""

    tickets: list[Ticket]
    clocks: dict[int, Clock]


def first(actor: Actor, tab: str, *, now: datetime | None = None) -> First:
    """The first FIRST tickets of a tab of the queue: two statements."""
    now = now or timezone.now()
    wanted = access.tickets(actor).filter(queue.condition(actor, tab, now)).order_by(*queue.ORDER)
    found = list(wanted.select_related("assignee").defer("sealed", "sealed_key", "head")[:FIRST])
    return First(found, queue.deciding_clocks(found))


def registered(actor: Actor) -> list[Ticket]:
    """What this actor registered last and still sees: one statement."""
    mine = access.tickets(actor).filter(opened_by_id=actor.id).order_by("-id")
    return list(mine.only("number", "type", "state", "category", "title_text", "opened_at", "unit_id", "risk")[:LATEST])
