"""The daily sweep of the rules that look at what happened: everything that still counts today is looked at once more.

What came by import, what nobody looked at when it happened, what a changed rule or threshold now covers is found here, by the
measures that look after an event. One rule (with its variants) after the other, its tickets in batches from the newest down.
How far it has come is written with what followed: killed in the middle, the next sweep goes on there. What an alert has said
(open, confirmed or dismissed) is not said again, and moves no case again.
"""

import logging
import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from casework import access
from casework.models import Event, Heartbeat
from casework.warnings.act import carry_out, not_said
from casework.warnings.daily import alone, clock, write
from casework.warnings.look import Seen
from casework.warnings.run import hits_of, seen_of
from workflows.roles import CLOCK
from workflows.warnings.rules import Rule, book

BEAT = "warnings_again"
TICKETS = 300  # of one batch, which is one transaction
SECONDS = 8  # of one run: a long look must not keep the deadlines waiting, the next run goes on
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """How far the look that began on `day` has come: in which rule, below which ticket. `group` "": it is finished."""

    day: str
    group: str
    below: int | None = None
    opened: int = 0
    skipped: int = 0


def again(now: datetime | None = None, *, seconds: float = SECONDS) -> bool:
    """Go on with the look of the day for so many seconds (default: the database's clock); True if there was something to do.

    A batch that fails is looked at ticket by ticket; the one that fails is logged and waits for the next day's look.
    """
    end, careful, worked = time.monotonic() + seconds, 0, False
    while time.monotonic() < end:
        try:
            if not _step(now, 1 if careful else TICKETS):
                break
        except Exception:
            if not careful:
                log.exception("Early warning: a batch of the daily look failed; its tickets are looked at one by one")
                careful = TICKETS
                continue
            log.exception("Early warning: the daily look leaves out a ticket until tomorrow")
            _step(now, 1, look=False)
        careful, worked = max(0, careful - 1), True
    return worked


def _step(now: datetime | None, size: int, *, look: bool = True) -> bool:
    """Look at the next tickets of the day; False if all were, or if another sweep is at it."""
    with transaction.atomic():
        moment = now or clock()
        place = _place(moment) if alone() else None
        if place is None:
            return False
        rules = book().variants(place.group)
        tickets = _tickets(rules, moment, place.below, size)
        opened = _look(rules, moment, tickets, now) if look else 0
        place = replace(place, opened=place.opened + opened, skipped=place.skipped + (not look))
        write(BEAT, moment, asdict(_after(place, tickets, size)))
    return True


def _place(moment: datetime) -> Place | None:
    """Where to go on; None if the look of this day is finished. One that took longer than a day is finished first."""
    groups, today = _groups(), localdate(moment).isoformat()
    detail = Heartbeat.objects.filter(name=BEAT).values_list("detail", flat=True).first()
    last = Place(**detail) if detail else Place("", "")
    if last.group in groups:
        return last
    return Place(today, groups[0]) if last.day < today else None


def _after(place: Place, tickets: list[int], size: int) -> Place:
    if len(tickets) == size:
        return replace(place, below=tickets[-1])
    groups = [*_groups(), ""]
    return replace(place, group=groups[groups.index(place.group) + 1], below=None)


def _groups() -> list[str]:
    return [group for group in book().groups() if book().variants(group)]


def _tickets(rules: list[Rule], moment: datetime, below: int | None, size: int) -> list[int]:
    """The next tickets in which something may still count for these rules, newest first."""
    since = moment - timedelta(days=max(rule.back for rule in rules))
    recent = Q(updated_at__gt=since)
    if _of_all_time(rules):
        recent |= Q(is_open=True) | Q(parent__is_open=True)
    kinds = frozenset().union(*(rule.types for rule in rules))
    rows = access.tickets(CLOCK).filter(recent, type__in=kinds)
    rows = rows if below is None else rows.filter(pk__lt=below)
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:size])


def _look(rules: list[Rule], moment: datetime, tickets: list[int], now: datetime | None) -> int:
    """Ask these rules about what happened to these tickets; returns the number of alerts opened."""
    since = moment - timedelta(days=max(rule.back for rule in rules))
    recent = Q(at__gt=since)
    if _of_all_time(rules):
        recent |= Q(ticket__is_open=True) | Q(ticket__parent__is_open=True)
    names = frozenset().union(*(rule.on for rule in rules))
    events = Event.objects.filter(recent, ticket_id__in=tickets, name__in=names, at__lte=moment)
    seen = [seen_of(one, again=True) for one in events.select_related("ticket__parent").order_by("-at", "-id")]

    def counts(one: Seen) -> list[Rule]:
        return [
            rule for rule in rules
            if one.name in rule.on and one.kind in rule.types
            and (one.at > moment - timedelta(days=rule.back) or (not rule.window and one.case.is_open))
        ]  # fmt: skip

    return carry_out(not_said(hits_of([one for one in seen if counts(one)], counts)), now)


def _of_all_time(rules: list[Rule]) -> bool:
    return any(not rule.window for rule in rules)
