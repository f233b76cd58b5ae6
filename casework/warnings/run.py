"""The evaluator: takes the events still to be looked at, asks every rule, and acts, all in one transaction.

An event and its Watch row are written together; the row is marked done together with what followed. A kill in between
leaves it open, and the next sweep looks again. Any number of copies may run: each takes other rows (SKIP LOCKED).
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction
from django.db.models.functions import Now

from casework import access
from casework.models import Watch
from casework.warnings import dated
from casework.warnings.act import WARNING, Hit, carry_out, raise_case
from casework.warnings.look import Look, Seen
from casework.warnings.measures import measure
from workflows.roles import CLOCK
from workflows.warnings.rules import Rule, book

log = logging.getLogger(__name__)
BATCH = 50
PARK_SECONDS = 600  # an event whose rules fail is looked at again after this, so that it holds up nobody
_parked: dict[int, float] = {}


def step(limit: int = BATCH, *, now: datetime | None = None) -> int:
    """Look at up to `limit` events; returns how many were done. 0: nothing free is waiting."""
    skip = [pk for pk, until in _parked.items() if until > time.monotonic()]
    taken: list[int] = []
    try:
        return _batch(limit, skip, now, taken)
    except OperationalError:
        log.warning("Early warning: a batch met a lock of another and is done again by the next sweep", exc_info=True)
        return 0
    except Exception:
        log.exception("Early warning: a batch failed; its events are looked at one by one")
    return sum(_alone(pk, now) for pk in taken)


def _alone(pk: int, now: datetime | None) -> int:
    try:
        return _batch(1, [], now, [], only=pk)
    except Exception:
        log.exception("Early warning: event %s is parked for %s seconds", pk, PARK_SECONDS)
        _parked[pk] = time.monotonic() + PARK_SECONDS
        return 0


def _batch(limit: int, skip: list[int], now: datetime | None, taken: list[int], only: int | None = None) -> int:
    with transaction.atomic():
        free = (
            Watch.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(done_at__isnull=True)
            .exclude(pk__in=skip)
        )
        free = free.filter(pk=only) if only else free
        rows = list(free.select_related("event__ticket__parent").order_by("id")[:limit])
        taken.extend(row.pk for row in rows)
        if not rows:
            return 0
        _confirmed(rows, now)
        seen = [seen_of(row.event) for row in rows if row.event.ticket.type != WARNING]
        happened = sorted(hits_of(seen), key=lambda hit: (hit.case.pk, hit.at))
        carry_out([*happened, *dated.after(seen, now)], now)
        Watch.objects.filter(pk__in=taken).update(done_at=Now())
    return len(rows)


def seen_of(event: Any, *, again: bool = False) -> Seen:
    """An event to look at; what happens to a child ticket is about its parent."""
    ticket = event.ticket
    case = ticket.parent if ticket.parent_id else ticket
    return Seen(event.pk, event.name, event.at, ticket.type, event.data, ticket.pk, case, event.to_state, again)


def hits_of(seen: list[Seen], among: Callable[[Seen], list[Rule]] | None = None) -> list[Hit]:
    """Every rule (of those `among` names for an event) that is met by one of these events; of the variants the gravest."""
    if not seen:
        return []
    asked = among or (lambda one: [rule for rule in book().after(one.kind, one.name) if not rule.dated])
    look, found = Look(seen), []
    for one in seen:
        best: dict[str, Hit] = {}
        for rule in asked(one):
            result = measure(look, one, rule)
            known = best.get(rule.rule)
            if result and (known is None or rule.weight > known.rule.weight):
                best[rule.rule] = Hit(
                    rule, one.case, one.at, result, f"{rule.key}|{one.case.pk}|{one.id}", one.name, one.again
                )
        found.extend(best.values())
    return found


def _confirmed(rows: list[Any], now: datetime | None) -> None:
    """Somebody confirmed an alert and wants its case raised: the clock does it, wherever the case is."""
    asked = {
        row.event.ticket.data["goes_on"]: row.event.ticket
        for row in rows
        if row.event.ticket.type == WARNING and row.event.ticket.data.get("raises")
    }
    cases = {one.pk: one for one in access.tickets(CLOCK).filter(pk__in=asked).order_by("pk")} if asked else {}
    for pk in sorted(cases):
        alert = asked[pk]
        raise_case(cases, pk, alert.data["raises"], alert.data["rule"], alert.data["n"], now)
