"""Funds and pledges: what came in, what went out, what is left, and by which tickets. Only accounts of tickets the reader sees."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from casework import access
from casework.models import Account, Entry
from casework.queries.listed import heading
from workflows.roles import Actor

KINDS = ("fund", "pledge")
NOTHING = Value(Decimal(0))
PAGE = 50


@dataclass(frozen=True)
class Movement:
    """An entry. `number`: the ticket that booked it; "" if this reader may not see that one."""

    at: datetime
    amount: Decimal
    left: Decimal
    purpose: str
    number: str


def name_of(account: Account) -> str:
    """Its title, else the neutral title of its ticket."""
    return account.title or str(heading(account.ticket))


def accounts(actor: Actor, kinds: tuple[str, ...] = KINDS) -> QuerySet[Account]:
    """The reader's accounts with `paid_in` and `paid_out`: one statement."""
    return (
        Account.objects.filter(kind__in=kinds, ticket__in=access.tickets(actor))
        .select_related("ticket")
        .defer("ticket__sealed", "ticket__sealed_key", "ticket__head")
        .annotate(
            paid_in=Coalesce(Sum("entries__amount", filter=Q(entries__amount__gt=0)), NOTHING),
            paid_out=Coalesce(-Sum("entries__amount", filter=Q(entries__amount__lt=0)), NOTHING),
        )
        .order_by("kind", "-ticket__is_open", "-id")
    )


def left_by_type(actor: Actor) -> dict[str, Decimal]:
    """Yuan left on all accounts that the reader sees, by type of their ticket: one statement."""
    there = Account.objects.filter(kind__in=KINDS, ticket__in=access.tickets(actor)).order_by()
    return dict(there.values_list("ticket__type").annotate(left=Sum("balance")))


def movements(actor: Actor, account: Account, before: int | None = None) -> tuple[list[Movement], int | None]:
    """(entries, the newest first; where the next page begins or None): two statements."""
    found = Entry.objects.filter(account=account)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(
        found.order_by("-id").values_list("pk", "at", "amount", "balance", "purpose", "event__ticket_id")[: PAGE + 1]
    )
    shown = rows[:PAGE]
    ids = {ticket for *_rest, ticket in shown}
    seen = dict(access.tickets(actor).filter(pk__in=ids).values_list("pk", "number"))
    made = [
        Movement(at, amount, left, purpose, seen.get(ticket, "")) for _pk, at, amount, left, purpose, ticket in shown
    ]
    return made, shown[-1][0] if len(rows) > PAGE else None
