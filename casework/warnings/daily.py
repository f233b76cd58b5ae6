"""The rules that look at the calendar once a day: an order that ends, an agreement that is behind (R5, R6).

Whichever sweep comes first on a day does it; the row that says so is written with what followed, so a kill loses nothing.
"""

import json
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils.timezone import localdate

from casework import access
from casework.models import Heartbeat
from casework.warnings.act import Hit, carry_out, not_said
from casework.warnings.windows import Found
from workflows.calendars import midnight
from workflows.roles import CLOCK
from workflows.warnings.rules import Rule, book

SHANGHAI = ZoneInfo("Asia/Shanghai")
BEAT = "warnings"
log = logging.getLogger(__name__)
MOST = 300  # tickets of one rule in one run; the next sweep takes the rest
LOCK = 0x59_4A_01  # of all sweeps at once one looks
BEAT_SQL = (
    "INSERT INTO casework_heartbeat (name, at, detail) VALUES (%s, %s, %s::jsonb) "
    "ON CONFLICT (name) DO UPDATE SET at = excluded.at, detail = excluded.detail"
)


def daily(now: datetime | None = None) -> bool:
    """Look once for the day of `now` (default: the database's clock); True if this call did it, or a part of it.

    What fails is logged and tried again by the next sweep: it must not keep the deadlines waiting.
    """
    try:
        return _look(now)
    except Exception:
        log.exception("Early warning: the daily look failed; the next sweep tries again")
        return False


def _look(now: datetime | None) -> bool:
    moment = now or _clock()
    if _looked_on(localdate(moment)):
        return False
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            (mine,) = cursor.fetchone()
        if not mine or _looked_on(localdate(moment)):
            return False
        full, opened = False, 0
        for rule in book():
            if rule.daily:
                hits = not_said(LOOKS[rule.measure](rule, localdate(moment)))
                opened += carry_out(hits[:MOST], now)
                full = full or len(hits) > MOST
        if not full:
            with connection.cursor() as cursor:
                cursor.execute(BEAT_SQL, [BEAT, moment, json.dumps({"opened": opened})])
    return True


def _clock() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def _looked_on(day: date) -> bool:
    last = Heartbeat.objects.filter(name=BEAT).values_list("at", flat=True).first()
    return last is not None and localdate(last) >= day


def _order_ends(rule: Rule, today: date) -> list[Hit]:
    """Protection orders in force that end within the window."""
    last = (today + timedelta(days=rule.window)).isoformat()
    condition = {"data__valid_until__gte": today.isoformat(), "data__valid_until__lte": last}
    return _children(rule, "protection_order", "valid_until", condition)


def _instalment_missed(rule: Rule, today: date) -> list[Hit]:
    """Promises of agreements that are so many days behind."""
    last = (today - timedelta(days=rule.window)).isoformat()
    return _children(rule, "performance", "due_on", {"data__due_on__lte": last})


def _children(rule: Rule, kind: str, key: str, condition: dict[str, str]) -> list[Hit]:
    """A hit for each open child ticket of a kind; the date it speaks of is its moment, so each date is said once."""
    rows = access.tickets(CLOCK).filter(type=kind, is_open=True, parent__isnull=False, **condition)
    found = []
    for child in rows.select_related("parent").order_by("pk"):
        at = midnight(date.fromisoformat(child.data[key]), SHANGHAI)
        occasion = f"{rule.key}|{child.pk}|{child.data[key]}"
        found.append(Hit(rule, child.parent, at, Found(1, at, at, frozenset({child.pk})), occasion))
    return found


LOOKS: dict[str, Callable[[Rule, date], list[Hit]]] = {
    "order_ends": _order_ends,
    "instalment_missed": _instalment_missed,
}
