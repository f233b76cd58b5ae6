"""Tickets locked for a change, authorised on the locked row."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from casework.access.sight import NOT_HERE, reaches, sees
from casework.errors import Refused
from casework.models import Ticket
from workflows.roles import Actor

LOCK_SQL = "SELECT *, clock_timestamp() AS db_now FROM casework_ticket WHERE number = %s FOR UPDATE"
LOCK_MANY_SQL = (
    "SELECT *, clock_timestamp() AS db_now FROM casework_ticket WHERE number = ANY(%s) ORDER BY id FOR UPDATE"
)


def lock(actor: Actor, number: str) -> tuple[Ticket, datetime]:
    """The ticket with its row locked, authorised on the locked row, and the database's clock. Inside a transaction only."""
    found = next(iter(Ticket.objects.raw(LOCK_SQL, [number])), None)
    if found is None or not sees(actor, found):
        raise Refused("not_found", NOT_HERE)
    return found, found.db_now  # type: ignore[attr-defined]


def lock_with(actor: Actor, number: str, others: dict[str, bool]) -> tuple[Ticket, datetime, list[Ticket]]:
    """Like `lock`, with the other tickets a move names locked too, all in ascending order; each must be in his sight,
    or (where `others` says True) at least be offered to his district.

    Refused("not_found") for the ticket itself, Refused("invalid") naming the other one that is not there or not his.
    """
    wanted = [other for other in others if other != number]
    if not wanted:
        return (*lock(actor, number), [])
    found = {one.number: one for one in Ticket.objects.raw(LOCK_MANY_SQL, [[number, *wanted]])}
    mine = found.get(number)
    if mine is None or not sees(actor, mine):
        raise Refused("not_found", NOT_HERE)
    for other in wanted:
        if other not in found or not (reaches if others[other] else sees)(actor, found[other]):
            message = _("“%(number)s” is not a case you can see. Check the number.") % {"number": other}
            raise Refused("invalid", message, {"other": [message]})
    return mine, mine.db_now, [found[other] for other in wanted]  # type: ignore[attr-defined]


def lock_children(numbers: Iterable[str]) -> list[Ticket]:
    """Tickets that move along with their parent, which is locked already; in ascending order, in one statement."""
    return list(Ticket.objects.raw(LOCK_MANY_SQL, [list(numbers)]))
