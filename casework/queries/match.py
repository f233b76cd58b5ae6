"""Two sides to be brought together (workflows.shapes.matching): who waits, and who fits and why. Codes only, no names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from casework import access
from casework.binding import bind
from casework.errors import Refused
from casework.models import Account, Ticket
from workflows.base import Text, Workflow
from workflows.registry import registry
from workflows.roles import Actor

WAITING = 50  # tickets listed on the left
LOOKED_AT = 300  # of the other side, the nearest deadline first
SHOWN = 30
NOT_SHOWN = ("sealed", "sealed_key", "head")


@dataclass(frozen=True)
class Candidate:
    """One of the other side, with the reasons why it fits, and what is left on its account (None: it has none)."""

    ticket: Ticket
    reasons: Sequence[Text]
    left: Decimal | None = None
    money: bool = False
    facts: Sequence[tuple[Text, Text]] = ()


def kind_of(slug: str) -> Any:
    """The type; Refused("not_found") if there is none or nothing is matched with it."""
    kind = registry.get(slug)
    if kind is None or not getattr(kind, "match_with", "") or kind.match_with not in registry:
        raise Refused("not_found", access.NOT_HERE)
    return kind


def waiting(actor: Actor, kind: type[Workflow]) -> list[Ticket]:
    """Tickets of the type in a state from which they can be matched, the nearest deadline first: one statement."""
    name = kind.match_move  # type: ignore[attr-defined]
    states = [state.code for move in kind.actions() if move.name == name for state in move.sources]
    found = access.tickets(actor).filter(type=kind.slug, state__in=states, is_open=True)
    return list(found.select_related("assignee").defer(*NOT_SHOWN).order_by("next_due_at", "id")[:WAITING])


def candidates(actor: Actor, kind: Any, mine: Any, now: datetime) -> list[Candidate]:
    """Who of the other side fits, the most reasons first: two statements, whatever their number."""
    other = registry[kind.match_with]
    there = access.offers(actor, other.slug).filter(state__in=kind.match_states, is_open=True)
    rows = list(there.defer(*NOT_SHOWN).order_by("next_due_at", "id")[:LOOKED_AT])
    accounts = {one.ticket_id: one for one in Account.objects.filter(ticket_id__in=[row.pk for row in rows], key="")}
    found = []
    for row in rows:
        account = accounts.get(row.pk)
        case = bind(row, actor, now)
        left = account.balance if account else None
        case.left = lambda number, key="", left=left: left  # read above for all of them at once
        if reasons := kind.fit(mine, case):
            money = bool(account and account.kind in ("fund", "pledge"))
            found.append(Candidate(case, list(reasons), left, money, other.offered_as(case)))
    return sorted(found, key=lambda one: -len(one.reasons))[:SHOWN]
