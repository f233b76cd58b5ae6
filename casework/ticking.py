"""Time passing: the rungs that were reached, the moves they make, in batches.

A batch locks the tickets that are due and free (SKIP LOCKED: another sweeper takes the others), runs the same rules as a
person's move in memory, and writes in sets. It is safe to run in any number of copies, and safe to miss: what is due is
found by its instant, never by a message. The database's clock decides what "now" is.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from casework import accounts, clocks, history, moving, orders
from casework.assignment import LeastLoaded
from casework.binding import bind
from casework.errors import Refused
from casework.models import Clock, RungFired, Ticket
from casework.work import Work
from workflows import audiences as tell
from workflows.deadlines import AUTO_ASSIGN
from workflows.roles import CLOCK

log = logging.getLogger(__name__)
BATCH = 200
PARK = timedelta(minutes=10)  # a ticket whose rules fail is looked at again after this, so that it blocks nobody
DEADLINE = "deadline"  # name of the event
TELLS = {
    "remind": (tell.HOLDER,),
    "warn": (tell.HOLDER, tell.SUPERVISORS),
    "breach": (tell.HOLDER, tell.SUPERVISORS, tell.LEVEL_UP, tell.CASE_LEADER),
    "press": (tell.HOLDER, tell.SUPERVISORS, tell.LEVEL_UP, tell.CASE_LEADER),
    "leader": (tell.HOLDER, tell.SUPERVISORS, tell.LEADERS, tell.CASE_LEADER),
    "lapse": (tell.HOLDER,),
    "then": (),
}


@dataclass
class Ticked:
    """What one batch did. `full`: there may be more to do."""

    tickets: int = 0
    rungs: int = 0
    moves: int = 0
    parked: int = 0
    full: bool = False
    told: list[dict[str, Any]] = field(default_factory=list)


def tick(limit: int = BATCH, *, now: datetime | None = None) -> Ticked:
    """Fire everything that is due on up to `limit` tickets, in one transaction."""
    with transaction.atomic():
        due = _due(limit, now).select_for_update(skip_locked=True, of=("self",))
        work, done = _run(list(due), now, limit, park=_park, book=_book)
        work.flush()
    return done


def preview(limit: int, now: datetime) -> Ticked:
    """What `tick` would do at `now`: reads only, locks nothing, writes nothing."""
    return _run(list(_due(limit, now)), now, limit, park=lambda ticket, moment: None, book=lambda own: None)[1]


def _due(limit: int, now: datetime | None) -> Any:
    return Ticket.objects.annotate(db_now=Now()).filter(wake_at__lte=now or Now()).order_by("wake_at")[:limit]


def _run(
    tickets: list[Any],
    now: datetime | None,
    limit: int,
    *,
    park: Callable[[Ticket, datetime], None],
    book: Callable[[Work], None],
) -> tuple[Work, Ticked]:
    done = Ticked(tickets=len(tickets), full=len(tickets) == limit)
    if not tickets:
        return Work(now or datetime.min), done
    moment = now or tickets[0].db_now
    work = Work(moment)
    running = clocks.of(ticket.pk for ticket in tickets)
    loads: list[LeastLoaded] = []

    def pick(unit: str) -> int | None:
        if not loads:  # read once for the batch, and only when somebody has to be found
            loads.append(LeastLoaded({ticket.unit_id for ticket in tickets}))
        return loads[0].pick(unit)

    hand: dict[str, Any] = {}  # tickets moved in this batch: a child that is due itself is taken as its case left it
    for ticket in tickets:
        own = Work(moment)
        own.bound = hand
        try:
            if ticket.number not in hand:
                hand[ticket.number] = bind(ticket, CLOCK, moment), running[ticket.pk]
            told = ring(own, *hand[ticket.number], pick)
            book(own)
        except Exception:
            log.exception("The rules of ticket %s failed; it is parked for %s", ticket.pk, PARK)
            park(ticket, moment)
            for half_done in (ticket, *own.moved.values()):
                hand.pop(half_done.number, None)
            done.parked += 1
            continue
        work.take(own)
        done.rungs += len(own.rungs)
        done.moves += len(own.events) - 1
        done.told.append({"number": ticket.number, **told})
    return work, done


def _book(own: Work) -> None:
    """Bookings of one ticket's moves, before the batch is written: what is refused parks this ticket and no other."""
    if own.bookings:
        with transaction.atomic():
            accounts.apply(own)


def _park(ticket: Ticket, moment: datetime) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(wake_at=moment + PARK)


def ring(work: Work, case: Any, running: list[Clock], pick: Callable[[str], int | None]) -> dict[str, Any]:
    """Everything due on one ticket: one event with all rungs reached (merged into one message), then the moves they make.

    Several rungs after an outage fire in order of their instants. A move that is closed (at the top level, nobody to
    assign to) is written down with its reason; the breach stays visible.
    """
    reached: list[tuple[datetime, Clock, str, str]] = []
    for clock in running:
        if clocks.is_running(clock) and clock.paused_at is None:
            for name, do, at in clocks.rungs_due(clock, work.now):
                reached.append((at, clock, name, do))
                work.rungs.append(RungFired(clock=clock, name=name, due_at=at, fired_at=work.now))
                work.rungs_passed(clock)
    reached.sort(key=lambda one: one[0])
    rungs = [{"key": clock.key, "rung": name, "do": do, "at": at.isoformat()} for at, clock, name, do in reached]
    told = tuple(dict.fromkeys(word for *_rest, do in reached for word in TELLS[do]))
    clocks.summarise(case, running)
    event = history.append(case, DEADLINE, CLOCK, work.now, from_state=case.state, data={"rungs": rungs})
    work.ticket_told(case)
    work.happened(event, told, case.assignee_id)
    if any(do == "breach" for *_rest, do in reached):
        orders.count(work, case, running)
    moves = [
        _act(work, case, running, clock, pick)
        for _at, clock, _name, do in reached
        if do in clocks.ACTS and clock.then and clocks.is_running(clock)
    ]
    return {"rungs": rungs, "moves": moves}


def _act(
    work: Work, case: Any, running: list[Clock], clock: Clock, pick: Callable[[str], int | None]
) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if clock.then == AUTO_ASSIGN:
        if case.assignee_id is None and (chosen := pick(case.unit_id)) is None:
            return {"move": clock.then, "refused": "nobody in the unit handles tickets"}
        data = {"assignee": chosen} if case.assignee_id is None else {}
    try:
        moving.make(work, case, running, clock.then, CLOCK, data)
    except Refused as refused:
        return {"move": clock.then, "refused": str(refused.reason)}
    return {"move": clock.then, **{name: value for name, value in data.items() if value}}
