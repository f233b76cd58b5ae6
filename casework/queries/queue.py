"""The queue: which tickets wait for an actor, in the order in which they fall due, in a constant number of statements.

A page is one statement, whatever the number of tickets: ids come off a partial index in order (no OFFSET, no COUNT(*)),
`access.tickets` says once more over those ids what may be seen. Tickets without a running clock come last.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from casework import access
from casework.models import Clock, Ticket
from casework.queries import lean
from workflows.roles import Actor, Scope

PAGE = 50
CAP = 99
FIRST_UNCLAIMED = 8
MINE, UNCLAIMED, WAITING, OVERDUE = "mine", "unclaimed", "waiting", "overdue"
TABS = (MINE, UNCLAIMED, WAITING, OVERDUE)
ORDER = ("next_due_at", "id")
BACK = (F("next_due_at").desc(nulls_first=True), "-id")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOT_SHOWN = ("sealed", "sealed_key", "head")
# What a row of a list and the guards of claiming read; anything else would be fetched when it is asked for.
SHOWN = (
    "number", "type", "title_text", "state", "is_open", "level", "unit_id", "place_id", "assignee_id", "assisting",
    "category", "risk", "version", "opened_by_id", "next_due_at", "parent_id", "holder",
)  # fmt: skip
HOLDER = Coalesce(NullIf("assignee__full_name", Value("")), "assignee__username")
# In SQL, because every page of a queue asks it and the statement is always the same.
DECIDING_CLOCKS = """
    SELECT DISTINCT ON (ticket_id) id, ticket_id, key, who, started_at, due_at, paused_at, provisional, budget, ledger
    FROM casework_clock WHERE ticket_id = ANY(%s) AND stopped_at IS NULL
    ORDER BY ticket_id, who <> 'ours', paused_at IS NOT NULL, due_at
"""


@dataclass(frozen=True)
class Cursor:
    """The last row shown: its due instant (None: no clock runs) and id."""

    due: datetime | None
    id: int

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """A cursor from the URL; None for an empty or a broken one, which is the first page."""
        due, _sep, pk = text.partition("-")
        if not pk.isascii() or not pk.isdigit() or len(pk) > 18:
            return None
        if due == "n":
            return cls(None, int(pk))
        if not due.isascii() or not due.isdigit() or len(due) > 17:
            return None
        return cls(EPOCH + timedelta(microseconds=int(due)), int(pk))

    @classmethod
    def of(cls, ticket: Ticket) -> "Cursor":
        return cls(ticket.next_due_at, ticket.pk)

    def __str__(self) -> str:
        return f"n-{self.id}" if self.due is None else f"{(self.due - EPOCH) // timedelta(microseconds=1)}-{self.id}"

    def after(self) -> Q:
        """Rows behind the cursor that stand in the same part of the order (dated, or without a date)."""
        if self.due is None:
            return Q(next_due_at__isnull=True, id__gt=self.id)
        return Q(next_due_at__gte=self.due) & ~Q(next_due_at=self.due, id__lte=self.id)

    def before(self) -> Q:
        if self.due is None:
            return Q(next_due_at__isnull=True, id__lt=self.id)
        return Q(next_due_at__lte=self.due) & ~Q(next_due_at=self.due, id__gte=self.id)


@dataclass(frozen=True)
class Page:
    """Tickets of a page in order, the clock that decides next for each, and the next page's cursor ("" = the end)."""

    tickets: list[Ticket]
    unclaimed: list[Ticket]
    clocks: dict[int, Clock]
    next: str


def _my_areas(actor: Actor) -> Q | None:
    """The units whose tickets an actor looks after: every unit inside (area posts). None without such a post."""
    areas = {post.unit for post in actor.posts if post.role.scope is Scope.AREA}
    outer = [area for area in areas if not any(other != area and area.startswith(other) for other in areas)]
    return _areas_q(outer) if outer else None


def _areas_q(codes: Iterable[str]) -> Q:
    """Inside any of these areas; a community is one unit, so that its index is read in order of the due instant."""
    parts = [Q(unit_id=code) if len(code) == 12 else access.in_area("unit_id", code) for code in sorted(codes)]
    return reduce(or_, parts)


def _in_hand(actor: Actor) -> Q:
    """Tickets that are this actor's own business: in charge of them, or (operator) the one who opened them."""
    if any(post.role.scope in (Scope.AREA, Scope.UNIT) for post in actor.posts):
        return Q(assignee_id=actor.id)
    return Q(opened_by_id=actor.id)


def _unclaimed(actor: Actor) -> Q:
    areas = _my_areas(actor)
    own = {post.unit for post in actor.posts if post.role.scope is Scope.UNIT}
    parts = [*([areas] if areas is not None else []), *(Q(unit_id=unit) for unit in sorted(own))]
    return Q(assignee__isnull=True) & (reduce(or_, parts) if parts else Q(opened_by_id=actor.id))


def _watched(actor: Actor) -> Q:
    """Waiting and overdue: of the whole area for those who answer for one, else one's own."""
    areas = _my_areas(actor)
    return areas if areas is not None else _in_hand(actor)


CONDITIONS: dict[str, Callable[[Actor, datetime], Q]] = {
    MINE: lambda actor, now: _in_hand(actor),
    UNCLAIMED: lambda actor, now: _unclaimed(actor),
    WAITING: lambda actor, now: Q(is_waiting=True) & _watched(actor),
    OVERDUE: lambda actor, now: Q(next_due_at__lte=now) & _watched(actor),
}


def condition(actor: Actor, tab: str, now: datetime) -> Q:
    """Open tickets of a tab. Always part of what `access.visible` lets the actor see."""
    if not any(post.role.scope is not Scope.NONE for post in actor.posts):
        return access.NOTHING
    return Q(is_open=True) & CONDITIONS[tab](actor, now)


def counts(actor: Actor, now: datetime | None = None) -> dict[str, int]:
    """Tickets per tab, counted up to CAP + 1: one statement of index probes, each with its LIMIT."""
    now = now or timezone.now()
    probes = [access.within(condition(actor, tab, now)).order_by().values_list(Value(tab))[: CAP + 1] for tab in TABS]
    found = dict.fromkeys(TABS, 0)
    for (tab,) in probes[0].union(*probes[1:], all=True):
        found[tab] += 1
    return found


def _fetch(actor: Actor, ids: QuerySet[Ticket], limit: int) -> list[Ticket]:
    """The first `limit` of `ids` in queue order, through the access rule: one statement."""
    inner = ids.order_by(*ORDER).values("pk")[:limit]
    rows = access.tickets(actor).filter(pk__in=inner).order_by(*ORDER)
    return lean.tickets(rows.annotate(holder=HOLDER), SHOWN)


def page(actor: Actor, tab: str, filters: Q, after: Cursor | None = None, *, now: datetime | None = None) -> Page:
    """A page of at most PAGE tickets.

    The first page of “mine” begins with a few tickets of the own unit that nobody has claimed: their clocks run too.
    """
    now = now or timezone.now()
    mine = access.within(condition(actor, tab, now) & filters)
    unclaimed: list[Ticket] = []
    if tab == MINE and after is None and any(post.role.handles for post in actor.posts):
        waiting_for_us = access.within(condition(actor, UNCLAIMED, now) & filters & _own_units(actor))
        unclaimed = _fetch(actor, waiting_for_us, FIRST_UNCLAIMED)
    size = PAGE - len(unclaimed)
    found = _fetch(actor, mine.filter(after.after()) if after else mine, size + 1)
    if after and after.due is not None and len(found) <= size and tab != OVERDUE:
        found += _fetch(actor, mine.filter(next_due_at__isnull=True), size + 1 - len(found))
    shown = found[:size]
    following = str(Cursor.of(shown[-1])) if len(found) > size else ""
    return Page(shown, unclaimed, deciding_clocks([*unclaimed, *shown]), following)


def _own_units(actor: Actor) -> Q:
    """Units where the actor himself may take a ticket (not every unit inside his area)."""
    return Q(unit_id__in=sorted({post.unit for post in actor.posts if post.role.handles}))


def deciding_clocks(tickets: Iterable[Ticket]) -> dict[int, Clock]:
    """By ticket the clock that decides: ours before others', running before resting, the nearest. One statement."""
    ids = [ticket.pk for ticket in tickets]
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(DECIDING_CLOCKS, [ids])
        names = [column.name for column in cursor.description]
        found = [
            lean.made(Clock, names, (*row, json.loads(budget), json.loads(ledger)))
            for *row, budget, ledger in cursor.fetchall()
        ]
    return {clock.ticket_id: clock for clock in found}


def neighbours(
    actor: Actor, tab: str, filters: Q, here: Cursor, now: datetime | None = None
) -> dict[str, tuple[str, Cursor]]:
    """The tickets “before” and “behind” a place in a queue, each with its own place: one statement, two index probes.

    The ticket that stood there need no longer be in the queue: after claiming it the next unclaimed one is the next.
    """
    line = access.tickets(actor).filter(condition(actor, tab, now or timezone.now()), filters).exclude(pk=here.id)
    columns = ("number", "next_due_at", "pk")
    before = line.filter(here.before()).order_by(*BACK).values_list(Value("before"), *columns)[:1]
    behind = line.filter(here.after()).order_by(*ORDER).values_list(Value("behind"), *columns)[:1]
    return {side: (number, Cursor(due, pk)) for side, number, due, pk in before.union(behind, all=True)}
