"""What must be true afterwards, asked of the database in plain SQL: nothing of the product is imported here.

Counted are the calls; a sweep that goes on long enough adds early warnings about so many of them.
"""

import json
from dataclasses import asdict, dataclass

import psycopg

STREET_PEOPLE = {"ding", "qiu", "sun"}  # handlers and supervisor of the street that takes over
BY_MAIL = {"qiu", "sun"}  # only these have an address in these tests
FORMER = {"cao", "hua", "mei"}  # handlers of the community that lost the case

ESCALATIONS = """
SELECT count(*) FILTER (WHERE n = 0), count(*) FILTER (WHERE n > 1), count(*) FROM (
    SELECT t.id, count(e.id) AS n FROM casework_ticket t
    LEFT JOIN casework_event e ON e.ticket_id = t.id AND e.name = 'escalate_overdue'
    WHERE t.type = 'rights' GROUP BY t.id) AS each
"""
RUNGS_TWICE = "SELECT count(*) FROM (SELECT 1 FROM casework_rungfired GROUP BY clock_id, name HAVING count(*) > 1) AS x"
RUNGS_EARLY = "SELECT count(*) FROM casework_rungfired WHERE fired_at < due_at OR due_at > now()"
RUNGS_MISSING = """
SELECT count(*) FROM casework_clock c, jsonb_array_elements(c.rungs) AS r
WHERE c.stopped_at IS NULL AND c.paused_at IS NULL AND to_timestamp((r ->> 2)::float) <= %s
    AND NOT EXISTS (SELECT FROM casework_rungfired f WHERE f.clock_id = c.id AND f.name = r ->> 0)
"""
RUNGS_OUT_OF_ORDER = """
SELECT count(*) FROM casework_rungfired a JOIN casework_rungfired b ON a.clock_id = b.clock_id AND a.id < b.id
WHERE a.due_at > b.due_at
"""
RUNGS_IN_HISTORY = """
SELECT count(*) FROM (
    SELECT e.ticket_id, r ->> 'key', r ->> 'rung', r ->> 'at'
    FROM casework_event e, jsonb_array_elements(e.data -> 'rungs') AS r
    WHERE e.name = 'deadline' GROUP BY 1, 2, 3, 4 HAVING count(*) > 1) AS x
"""
GAPS = """
SELECT count(*) FROM (
    SELECT t.id FROM casework_ticket t JOIN casework_event e ON e.ticket_id = t.id
    GROUP BY t.id, t.version HAVING count(*) <> t.version OR max(e.seq) <> t.version) AS x
"""
TOLD = """
SELECT t.id, n.channel, array_agg(u.username ORDER BY u.username) FROM casework_ticket t
JOIN casework_event e ON e.ticket_id = t.id AND e.name = 'escalate_overdue'
JOIN notifications_notification n ON n.event_id = e.id JOIN casework_user u ON u.id = n.recipient_id
GROUP BY t.id, n.channel
"""
TOLD_TWICE = """
SELECT count(*) FROM (
    SELECT 1 FROM notifications_notification GROUP BY event_id, recipient_id, channel HAVING count(*) > 1) AS x
"""
STRANGERS = """
SELECT count(*) FROM notifications_notification n JOIN casework_user u ON u.id = n.recipient_id
WHERE u.username IN ('wei', 'xia', 'jin', 'an')
"""


@dataclass
class Findings:
    """Numbers of violations; `tickets` and `escalated` are the only ones that should not be nought."""

    tickets: int = 0
    not_escalated: int = 0
    escalated_twice: int = 0
    rungs_twice: int = 0
    rungs_early: int = 0
    rungs_missing: int = 0
    rungs_out_of_order: int = 0
    rungs_twice_in_history: int = 0
    history_gaps: int = 0
    untold: int = 0
    told_twice: int = 0
    told_wrongly: int = 0
    unsent: int = 0

    @property
    def violations(self) -> dict[str, int]:
        return {name: count for name, count in asdict(self).items() if count and name != "tickets"}

    def __str__(self) -> str:
        return json.dumps(asdict(self))


def examine(conninfo: str) -> Findings:
    """Look at everything. Call it when all is quiet."""
    with psycopg.connect(conninfo) as db:

        def one(sql: str, *values: object) -> int:
            row = db.execute(sql, values).fetchone()
            return int(row[0]) if row else 0

        started = db.execute("SELECT now()").fetchone()[0]
        found = Findings()
        found.not_escalated, found.escalated_twice, found.tickets = db.execute(ESCALATIONS).fetchone()
        found.rungs_twice, found.rungs_early = one(RUNGS_TWICE), one(RUNGS_EARLY)
        found.rungs_missing, found.rungs_out_of_order = one(RUNGS_MISSING, started), one(RUNGS_OUT_OF_ORDER)
        found.rungs_twice_in_history, found.history_gaps = one(RUNGS_IN_HISTORY), one(GAPS)
        found.told_twice, found.told_wrongly = one(TOLD_TWICE), one(STRANGERS)
        found.unsent = one(
            "SELECT count(*) FROM notifications_notification WHERE channel = 'email' AND sent_at IS NULL"
        )
        told = {(ticket, channel): set(names) for ticket, channel, names in db.execute(TOLD)}
        for (ticket,) in db.execute("SELECT id FROM casework_ticket WHERE type = 'rights'"):
            inbox = told.get((ticket, "inbox"), set())
            found.untold += len((STREET_PEOPLE | FORMER) - inbox) + len(BY_MAIL - told.get((ticket, "email"), set()))
            found.told_wrongly += len(inbox - STREET_PEOPLE - FORMER)
        return found


def progress(db: psycopg.Connection) -> tuple[int, int, int]:
    """(tickets still due, outbox rows still open, letters still unsent): all nought when the work is done."""
    due = "SELECT count(*) FROM casework_ticket WHERE wake_at <= now()"
    open_rows = "SELECT count(*) FROM casework_outbox WHERE done_at IS NULL"
    unsent = "SELECT count(*) FROM notifications_notification WHERE channel = 'email' AND sent_at IS NULL"
    return tuple(db.execute(sql).fetchone()[0] for sql in (due, open_rows, unsent))
