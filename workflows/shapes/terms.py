"""School terms: each begins by itself on its day, for the girl who is paid for it and for the donor who pays (`terms.yaml`).

Both sides keep a clock of their own: what happens by time changes one ticket, never a pair.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, State, action
from workflows.deadlines import Deadline
from workflows.roles import SYSTEM


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
