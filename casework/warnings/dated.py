"""The rules that a date fills: an order that ends, an agreement that is behind, nobody reached in time (R5, R6, R12).

Asked once a day for every ticket, and at once for the ticket whose date has just been written down.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.timezone import localdate

from casework import access
from casework.models import Clock
from casework.warnings.act import RUNNING, Hit
from casework.warnings.look import Seen
from casework.warnings.windows import Found
from workflows.calendars import midnight
from workflows.roles import CLOCK
from workflows.warnings.rules import Rule, book

SHANGHAI = ZoneInfo("Asia/Shanghai")
Only = set[int] | None  # primary keys of the tickets to look at; None = all


def hits(rule: Rule, moment: datetime, only: Only = None) -> list[Hit]:
    """What the rule finds in the dates as they stand at `moment`."""
    return _unheard(rule, moment) if rule.clock else LOOKS[rule.measure](rule, localdate(moment), only)


def after(seen: list[Seen], now: datetime | None) -> list[Hit]:
    """What the dates of these tickets say, just after these events."""
    moment, found = now or timezone.now(), []
    for rule in book():
        tickets = {one.ticket for one in seen if rule.daily and one.name in rule.on and one.kind in rule.types}
        found += hits(rule, moment, tickets) if tickets else []
    return found


def _order_ends(rule: Rule, today: date, only: Only) -> list[Hit]:
    """Protection orders in force that end within the window."""
    last = (today + timedelta(days=rule.window)).isoformat()
    condition = {"data__valid_until__gte": today.isoformat(), "data__valid_until__lte": last}
    return _children(rule, "protection_order", "valid_until", condition, only)


def _instalment_missed(rule: Rule, today: date, only: Only) -> list[Hit]:
    """Promises of agreements that are so many days behind."""
    last = (today - timedelta(days=rule.window)).isoformat()
    return _children(rule, "performance", "due_on", {"data__due_on__lte": last}, only)


def _children(rule: Rule, kind: str, key: str, condition: dict[str, str], only: Only) -> list[Hit]:
    """A hit for each open child ticket of a kind; the date it speaks of is its moment, so each date is said once."""
    rows = access.tickets(CLOCK).filter(type=kind, is_open=True, parent__isnull=False, **condition)
    rows = rows if only is None else rows.filter(pk__in=only)
    found = []
    for child in rows.select_related("parent").order_by("pk"):
        at = midnight(date.fromisoformat(child.data[key]), SHANGHAI)
        occasion = f"{rule.key}|{child.pk}|{child.data[key]}"
        found.append(Hit(rule, child.parent, at, Found(1, at, at, frozenset({child.pk})), occasion))
    return found


def _unheard(rule: Rule, moment: datetime) -> list[Hit]:
    """Open cases whose clock is past its time and still runs: the move it should have made was not made."""
    rows = Clock.objects.filter(key=rule.clock, due_at__lte=moment, ticket__is_open=True, ticket__type__in=rule.types)
    return [
        Hit(rule, one.ticket, one.due_at, Found(1, one.started_at, one.due_at, frozenset({one.ticket_id})), rule.key)
        for one in rows.filter(**RUNNING).select_related("ticket").order_by("pk")
    ]


LOOKS: dict[str, Callable[[Rule, date, Only], list[Hit]]] = {
    "order_ends": _order_ends,
    "instalment_missed": _instalment_missed,
}
