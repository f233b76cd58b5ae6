"""Bookings on accounts that cannot be overdrawn: funds, pledges, quotas, seats.

A move asks (`workflows.orders`); here it is carried out in the move's own transaction. The account row is locked by the
UPDATE itself, accounts in ascending order and what is given back before what is taken, so two writers wait for one
another and the later one sees what is left. The table refuses a negative balance as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext as _

from casework.errors import Refused
from casework.models import Account, Entry
from workflows.orders import AccountOrder, BookingOrder

if TYPE_CHECKING:
    from casework.work import Work

BOOK_SQL = """
    UPDATE casework_account a SET balance = a.balance + %s FROM casework_ticket t
    WHERE t.id = a.ticket_id AND t.number = %s AND a.key = %s AND a.balance + %s >= 0 RETURNING a.id, a.balance
"""


@dataclass
class Booking:
    """One booking waiting to be made, with the event that says why (its row exists only when the work is flushed)."""

    order: BookingOrder
    event: Any


def open_account(work: "Work", case: Any, order: AccountOrder, event: Any) -> None:
    """Add an account of the case with its first entry to the unit of work."""
    account = Account(
        ticket=case, key=order.key, kind=order.kind, title=order.title[:120], balance=order.amount, opened_at=work.now
    )
    work.accounts.append(account)
    work.entries.append(
        Entry(account=account, event=event, amount=order.amount, balance=order.amount, purpose="opened", at=work.now)
    )


def apply(work: "Work") -> None:
    """Make the waiting bookings of a unit of work. Refused("closed") naming what is left; then nothing may be kept."""
    waiting = sorted(work.bookings, key=lambda one: (one.order.number, one.order.key, -one.order.amount))
    work.bookings = []
    for one in waiting:
        account_id, balance = _book(one.order)
        work.entries.append(
            Entry(
                account_id=account_id, event=one.event, amount=one.order.amount, balance=balance,
                purpose=one.order.purpose[:120], at=work.now,
            )
        )  # fmt: skip


def _book(order: BookingOrder) -> tuple[int, Decimal]:
    with connection.cursor() as cursor:
        cursor.execute(BOOK_SQL, [order.amount, order.number, order.key, order.amount])
        row = cursor.fetchone()
    if row is None:
        raise Refused("closed", _not_enough(order))
    return row[0], row[1]


def _not_enough(order: BookingOrder) -> str:
    account = Account.objects.filter(ticket__number=order.number, key=order.key).first()
    if account is None:
        return _("“%(number)s” has no account for this. Check the number.") % {"number": order.number}
    words = {
        "fund": _("The fund %(number)s has %(left)s yuan left; %(asked)s are asked. Enter less, or have money added."),
        "pledge": _(
            "The pledge %(number)s has %(left)s yuan left; %(asked)s are asked. Enter less, or choose another."
        ),
        "quota": _("The quota in %(number)s is used up: %(left)s left, %(asked)s asked. Ask for a larger one."),
        "seats": _(
            "There is no seat left in %(number)s (%(left)s left, %(asked)s asked). Put her on the waiting list."
        ),
    }
    left = account.balance if account.kind in ("fund", "pledge") else int(account.balance)
    asked = -order.amount if account.kind in ("fund", "pledge") else int(-order.amount)
    return words[account.kind] % {"number": order.number, "left": left, "asked": asked}


def left(number: str, key: str = "", *, hold: bool = False) -> Decimal | None:
    """What is left on the account `key` of ticket `number`; None if there is none. A look, not a promise: `book` decides.

    `hold` (inside a move only): the account stays as it is until the transaction ends; who else books on it waits.
    """
    there = Account.objects.filter(ticket__number=number, key=key)
    if hold:
        there = there.select_for_update(of=("self",))
    found: Decimal | None = there.values_list("balance", flat=True).first()
    return found


def settle(accounts: Sequence[Account], entries: Sequence[Entry]) -> None:
    """Fill in the foreign keys of rows whose parents were inserted just before."""
    for account in accounts:
        account.ticket_id = account.ticket.pk
    for entry in entries:
        entry.event_id = entry.event.pk
