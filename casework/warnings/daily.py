"""What the sweep looks at once a day without anything having happened, first the dates (R5, R6, R12).

Whichever sweep comes first on a day does it; the row that says so is written with what followed, so a kill loses nothing.
"""

import json
import logging
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localdate

from casework.models import Heartbeat
from casework.warnings import dated
from casework.warnings.act import carry_out, not_said
from workflows.warnings.rules import book

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
    moment = now or clock()
    if _looked_on(localdate(moment)):
        return False
    with transaction.atomic():
        if not alone() or _looked_on(localdate(moment)):
            return False
        full, opened = False, 0
        for rule in book():
            if rule.dated:
                hits = not_said(dated.hits(rule, moment))
                opened += carry_out(hits[:MOST], now)
                full = full or len(hits) > MOST
        if not full:
            write(BEAT, moment, {"opened": opened})
    return True


def clock() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def alone() -> bool:
    """Is no other sweep at it? Until the transaction ends none will be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        (mine,) = cursor.fetchone()
    return bool(mine)


def write(name: str, moment: datetime, detail: dict[str, Any]) -> None:
    """Say in the transaction of what followed how far the look has come."""
    with connection.cursor() as cursor:
        cursor.execute(BEAT_SQL, [name, moment, json.dumps(detail)])


def _looked_on(day: date) -> bool:
    last = Heartbeat.objects.filter(name=BEAT).values_list("at", flat=True).first()
    return last is not None and localdate(last) >= day
