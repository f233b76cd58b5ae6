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
    unseen, total = access.unseen(actor, found).count(), found.count()
    first = access.seen(actor, found)[:most].values("pk")
    facts = CaseFact.objects.filter(pk__in=first).order_by(*found.query.order_by)
    rows = [[fact.ticket.number, *row(fact)] for fact in facts.select_related("ticket").defer(*HEAVY)]
    return Listed(heads, rows, unseen=unseen, more=max(0, total - unseen - most))


HEAVY = ("more", "ticket__sealed", "ticket__sealed_key", "ticket__data", "ticket__head")
