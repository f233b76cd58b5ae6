"""School terms: each begins by itself on its day, for the girl who is paid for it and for the donor who pays (`terms.yaml`).

Both sides keep a clock of their own: what happens by time changes one ticket, never a pair. Paid is out of the other side of the
match (`workflows.shapes.matching`), each term once. `data`: `term_on`, `terms` (those paid), `paid` (yuan, a decimal text).
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, State, Text, action
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.roles import DISTRICT, SYSTEM, Actor
from workflows.shapes.frame import add_up, granted_by_another


@cache
def starts() -> tuple[str, ...]:
    """Month and day on which terms begin."""
    found: dict[str, str] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return tuple(found.values())


def await_term(ticket: Any) -> None:
    """Set the day of the next term; the move that calls this starts the clock of `next_term`."""
    today = localdate(ticket.now)
    days = (date.fromisoformat(f"{year}-{day}") for year in (today.year, today.year + 1) for day in starts())
    ticket.data["term_on"] = min(day for day in days if day > today).isoformat()


def next_term(state: State, stops: tuple[State, ...], then: str) -> Deadline:
    """While in `state`: at the beginning of each term the clock makes the move `then`, which calls `await_term` again."""
    return Deadline("sb.next", starts=(state, then), stops=(then, *stops), until="term_on", then=then, each=True, title=_("Next term"))  # fmt: skip


def term(
    state: State, *, also: Sequence[str] = (), first: Callable[[Any], None] | None = None
) -> Callable[[Any], None]:
    """That move, under the type's own name: the time of the next term begins. `also`: who is told besides those in charge;
    `first`: what is looked at before."""

    @action([state], SAME, by=[SYSTEM], label=_("A term begins by the calendar"), tell=[tell.HOLDER, tell.UNIT, *also])
    def begins(self: Any) -> None:
        if first:
            first(self)
        await_term(self)

    return begins


def once_a_term(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check: no term is paid twice, none with more than the other side has left."""
    if entered["term"] in ticket.data.get("terms", []):
        return {"term": _("This term is paid. Look at the history.")}
    left = ticket.left(ticket.data[ticket.workflow.match_field]) or Decimal(0)
    if entered["amount"] <= left:
        return {}
    sentence = _("The pledge has {left} yuan left. Enter that or less, or have more paid in.")
    return {"amount": format_lazy(sentence, left=str(left))}


def paid_by_term(state: State, form: type[MoveForm]) -> Callable[..., None]:
    """The move `pay_term`. `form` has term, amount, day and slip; the other side learns of it by its move `paid_term`."""

    @action([state], SAME, by=[DISTRICT], label=_("Pay for the term"), form=form, guards=[granted_by_another],
            checks=[once_a_term], icon="check", primary=True)  # fmt: skip
    def pay_term(self: Any, term: str, amount: Decimal, paid_on: date, slip: str) -> None:
        other = self.data[self.workflow.match_field]
        self.book(other, -amount, purpose=term)
        self.move_other(other, "paid_term", amount=str(amount))
        self.data["terms"] = [*self.data.get("terms", []), term]
        add_up(self, "paid", amount)

    return pay_term
