"""Cases that stand in a table by their number: only those the reader may see; the others are counted."""

from collections.abc import Callable, Sequence

from django.db.models import QuerySet

from casework import access
from casework.models import CaseFact
from casework.reports.rates import Text
from casework.reports.tables.base import Listed, Value
from workflows.roles import Actor


def listed(
    actor: Actor, found: QuerySet[CaseFact], heads: Sequence[Text], row: Callable[[CaseFact], list[Value]], most: int
) -> Listed:
    """The first `most` of these matters in three statements; the number comes first in each row."""
    mine = found.filter(ticket__in=access.tickets(actor).order_by().values("pk"))
    seen, total = mine.count(), found.count()
    rows = [[fact.ticket.number, *row(fact)] for fact in mine.select_related("ticket").defer(*HEAVY)[:most]]
    return Listed(heads, rows, unseen=total - seen, more=max(0, seen - most))


HEAVY = ("more", "ticket__sealed", "ticket__sealed_key", "ticket__data", "ticket__head")
