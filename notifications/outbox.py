"""Fan-out: open rows of the outbox become notifications, in batches, each one transaction.

Safe in any number of copies (SKIP LOCKED: another one takes the others) and after a kill at any point (a row is marked
done in the same transaction as the notifications it made, and their unique key refuses a second one).
"""

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from notifications import audiences
from notifications.audiences import Happened, Told
from notifications.channels import CHANNELS
from notifications.models import Notification

BATCH = 200
SHANGHAI = ZoneInfo("Asia/Shanghai")
DEADLINE = "deadline"
WORST_FIRST = ("leader", "press", "breach", "warn", "lapse", "remind")
OPEN_SQL = """
SELECT o.id, o.event_id, o.audiences, o.holder_id, o.former_unit, e.name, e.data -> 'rungs', e.actor_id, e.unit,
       t.id, t.unit_id, t.assisting, t.assignee_id, t.opened_by_id, p.assignee_id,
       (t.data ->> 'leader')::int, (t.data ->> 'dispatcher')::int, clock_timestamp()
FROM casework_outbox o JOIN casework_event e ON e.id = o.event_id JOIN casework_ticket t ON t.id = e.ticket_id
     LEFT JOIN casework_ticket p ON p.id = t.parent_id
WHERE o.done_at IS NULL ORDER BY o.id LIMIT %s FOR UPDATE OF o SKIP LOCKED
"""
DONE_SQL = "UPDATE casework_outbox SET done_at = clock_timestamp() WHERE id = ANY(%s)"


def fan_out(limit: int = BATCH) -> int:
    """Tell about up to `limit` open events; how many there were. What day it is, the database says."""
    with transaction.atomic():
        rows, now = _claim(limit)
        if not rows:
            return 0
        told = audiences.resolve(rows, _day(now))
        Notification.objects.bulk_create(_notifications(told, now), ignore_conflicts=True)
        with connection.cursor() as cursor:
            cursor.execute(DONE_SQL, [[row.outbox for row in rows]])
    return len(rows)


def _day(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()


def _claim(limit: int) -> tuple[list[Happened], datetime]:
    with connection.cursor() as cursor:
        cursor.execute(OPEN_SQL, [limit])
        found = cursor.fetchall()
    return [_happened(*row[:-1]) for row in found], found[0][-1] if found else datetime.min


def _happened(outbox: int, event: int, words: list[str], holder: int | None, *rest: Any) -> Happened:
    (
        former,
        name,
        rungs,
        actor,
        unit,
        ticket,
        now_unit,
        assisting,
        assignee,
        opened_by,
        parent_holder,
        leader,
        dispatcher,
    ) = rest
    kind = _kind(name, rungs)
    return Happened(
        outbox,
        event,
        tuple(words),
        holder,
        former,
        kind,
        actor,
        unit,
        ticket,
        now_unit,
        tuple(assisting),
        assignee,
        opened_by,
        parent_holder,
        leader,
        dispatcher,
    )


def _kind(name: str, rungs: Any) -> str:
    """What happened, in one word: the event's name; for a deadline also the worst rung that was reached."""
    if name != DEADLINE:
        return name
    reached = {rung["do"] for rung in _loaded(rungs)}
    return f"{DEADLINE}.{next((do for do in WORST_FIRST if do in reached), 'remind')}"


def _loaded(value: Any) -> list[dict[str, Any]]:
    """A piece of jsonb, which Django leaves as text in raw SQL."""
    return json.loads(value) if isinstance(value, str) else value or []


def _notifications(told: list[Told], now: datetime) -> list[Notification]:
    """A row for each channel that reaches the person. Several events of one ticket in a batch make one letter."""
    last = {(one.row.ticket, one.person.id): one.row.event for one in told}
    return [
        Notification(
            event_id=one.row.event,
            recipient_id=one.person.id,
            channel=channel.name,
            ticket_id=one.row.ticket,
            kind=one.kind,
            why=one.why,
            created_at=now,
            next_try_at=now if channel.sends else None,
        )
        for one in told
        for channel in CHANNELS.values()
        if channel.reaches(one.person) and (not channel.sends or last[one.row.ticket, one.person.id] == one.row.event)
    ]
