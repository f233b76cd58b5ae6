"""Seats of a ticket, given out to those under it (a class and its learners): one each while there are any, then a waiting list.

The account of the parent decides (`open_account("seats", …)`): no seat is given twice. A seat that is given back goes to the first
on the list in the same step: smallest `data["priority"]`, then who came first. Nobody is left waiting beside a free seat.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Guard, State, Text, action
from workflows.roles import HANDLERS, SYSTEM, Actor


def a_seat_left(ticket: Any, *, hold: bool = False) -> bool:
    """`hold`: nobody takes or gives back a seat before this move has ended, so that nobody is left waiting beside a free one."""
    parent = ticket.family.parent
    return bool(parent and (ticket.left(parent.number, hold=hold) or 0) > 0)


def seat_free(ticket: Any, actor: Actor) -> Text:
    """Guard for people; the clock moves up who is first just when a seat is given back, and the booking itself decides."""
    if actor.is_system or a_seat_left(ticket):
        return ""
    return _("No seat is free. She moves up by herself when one becomes free.")


def take_or_wait(ticket: Any, seated: State, waiting: State) -> str:
    """A seat if one is left, else a place on the list: the code of the state that follows."""
    if not a_seat_left(ticket, hold=True):
        return waiting.code
    _book(ticket, -1)
    return seated.code


def give_back(ticket: Any, waiting: State) -> None:
    """The seat goes to the first on the list at once."""
    _book(ticket, +1)
    ticket.advance(ticket.family.parent.number, ticket.workflow.slug, waiting.code, "move_up")


def taken(ticket: Any) -> int:
    """How many of its own seats are taken."""
    return int(ticket.data["seats"]) - int(ticket.left(ticket.number) or 0)


def moved_up(waiting: State, seated: State, goes_on: Guard) -> Callable[[Any], None]:
    """The move `move_up`, by the clock or by hand. `goes_on`: the guard that says whether a seat there is still of use."""

    @action([waiting], seated, by=[SYSTEM, *HANDLERS], label=_("A seat became free"), guards=[goes_on, seat_free], tell=[tell.HOLDER, tell.UNIT],
            icon="check")  # fmt: skip
    def move_up(self: Any) -> None:
        _book(self, -1)

    return move_up


def waited_too_long(waiting: State, end: State) -> Callable[[Any], None]:
    """The move that ends the waiting when its time is over."""

    @action([waiting], end, by=[SYSTEM], label=_("Waited too long"), tell=[tell.HOLDER, tell.UNIT])
    def give_up_waiting(self: Any) -> None:
        self.data["waited"] = True

    return give_up_waiting


def _book(ticket: Any, amount: int) -> None:
    ticket.book(ticket.family.parent.number, amount, purpose="seat")
