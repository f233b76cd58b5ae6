"""Fill a database with N tickets that look alike: real ones opened through the gate, then multiplied in SQL.

The copies keep the event and clock rows of their originals (same hash, so the trigger that wants an event per state is
content), spread over all communities, handlers, due instants and states.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection

from casework import access, gate, places
from casework.models import Jurisdiction, Membership, Ticket, User
from workflows.ladder import level_of

DISTRICT = "320104"
STREETS, COMMUNITIES = 12, 8
PASSWORD = "bench-password-2026"
CALL = {
    "phone": "13800002046", "name": "王女士", "caller": "self", "category": "0106", "nature": "help", "channel": "hotline",
    "story": "与丈夫为探望孩子的安排多次争吵，希望有人调解。" * 4, "request": "请社区调解",
    "violence_now": "no", "weapon_or_injury": "no", "threat_to_life": "no", "dependants": "no", "police_before": "no",
}  # fmt: skip
COLUMNS_SQL = "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position"


def people() -> dict[str, User]:
    """A district of 12 streets and 96 communities with a mediator each; returns the people the benchmark signs in as."""
    streets = [f"{DISTRICT}{n:03d}" for n in range(1, STREETS + 1)]
    codes = [DISTRICT, *streets, *(f"{street}{n:03d}" for street in streets for n in range(1, COMMUNITIES + 1))]
    Jurisdiction.objects.bulk_create(
        [Jurisdiction(code=code, name=f"单位{code[6:] or '区'}", level=int(level_of(code))) for code in codes],
        ignore_conflicts=True,
    )
    hashed = make_password(PASSWORD)
    posts = {"operator": ("operator", DISTRICT), "district": ("district", DISTRICT)}
    posts |= {f"m{code}": ("mediator", code) for code in codes if len(code) == 12}
    User.objects.bulk_create(
        [User(username=name, full_name=name, password=hashed) for name in posts], ignore_conflicts=True
    )
    users = {user.username: user for user in User.objects.filter(username__in=posts)}
    Membership.objects.bulk_create(
        [Membership(user=users[name], role=role, jurisdiction_id=unit) for name, (role, unit) in posts.items()],
        ignore_conflicts=True,
    )
    places.forget()
    return users


def originals(users: dict[str, User], number: int = 40) -> list[Ticket]:
    """Real tickets with about 20 events each."""
    operator = access.actor_of(users["operator"])
    mediator_name = f"m{DISTRICT}001001"
    mediator = access.actor_of(users[mediator_name])
    made = []
    for _ in range(number):
        ticket = gate.open_ticket("rights", operator, {**CALL, "place": f"{DISTRICT}001001"}).ticket
        gate.perform(ticket.number, "claim", mediator)
        gate.perform(ticket.number, "accept", mediator, {"track": "xinfang", "notice": "oral"})
        gate.perform(ticket.number, "begin", mediator)
        for n in range(16):
            gate.perform(ticket.number, "note", mediator, {"note": f"第 {n + 1} 次联系。"})
        made.append(Ticket.objects.get(pk=ticket.pk))
    return made


def _copy(cursor: Any, table: str, source: str, changes: dict[str, str]) -> None:
    """INSERT … SELECT of `source` rows, every column as it is but for `changes`."""
    cursor.execute(COLUMNS_SQL, [table])
    columns = [name for (name,) in cursor.fetchall() if name != "id" or "id" in changes]
    chosen = ", ".join(changes.get(name, f's."{name}"') for name in columns)
    into = ", ".join(f'"{name}"' for name in columns)
    cursor.execute(f"INSERT INTO {table} ({into}) SELECT {chosen} FROM {source}")


def multiply(
    total: int, *, events: int = 2, due_from: timedelta = timedelta(hours=1), due_span: timedelta = timedelta(days=60)
) -> int:
    """Bring the number of tickets up to `total`; each copy gets the last `events` events and the clocks of its original."""
    have = Ticket.objects.count()
    if have >= total:
        return have
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica"
        )  # the copies are consistent; spare a million trigger calls
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT coalesce(max(id), 0) FROM casework_ticket")
        top = cursor.fetchone()[0]
        cursor.execute("DROP TABLE IF EXISTS bench_copy")
        cursor.execute(
            "CREATE TEMP TABLE bench_copy AS SELECT %s + g AS new_id, o.id AS old_id, g, "
            "  m.user_id AS handler, m.jurisdiction_id AS unit, now() + %s + random() * %s AS due "
            "FROM generate_series(1, %s) g "
            "JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS c FROM"
            "      (SELECT id FROM casework_ticket WHERE id <= %s ORDER BY id LIMIT 40) f) o ON o.n = g %% o.c "
            "JOIN (SELECT user_id, jurisdiction_id, row_number() OVER (ORDER BY jurisdiction_id) - 1 AS n, count(*) OVER () AS c "
            "      FROM casework_membership WHERE role = 'mediator') m ON m.n = (g / 40) %% m.c",
            [top, due_from, due_span, total - have, top],
        )
        cursor.execute("CREATE INDEX ON bench_copy (old_id)")
        joined = "bench_copy b JOIN casework_ticket s ON s.id = b.old_id"
        _copy(cursor, "casework_ticket", joined, {
            "id": "b.new_id", "number": "'QH-WQ-2025-' || lpad(b.new_id::text, 7, '0')", "unit_id": "b.unit", "place_id": "b.unit",
            "assignee_id": "CASE WHEN b.g % 10 = 0 THEN NULL ELSE b.handler END", "next_due_at": "b.due",
            "wake_at": "b.due", "updated_at": "now() - random() * interval '90 days'",
        })  # fmt: skip
        _copy(
            cursor, "casework_event",
            "bench_copy b JOIN casework_ticket t ON t.id = b.old_id JOIN casework_event s ON s.ticket_id = b.old_id "
            f"AND s.seq > t.version - {int(events)}",
            {"ticket_id": "b.new_id", "key": "NULL", "unit": "b.unit"},
        )  # fmt: skip
        _copy(
            cursor, "casework_clock",
            "bench_copy b JOIN casework_clock s ON s.ticket_id = b.old_id AND s.stopped_at IS NULL",
            {"ticket_id": "b.new_id", "due_at": "b.due", "next_rung_at": "b.due"},
        )  # fmt: skip
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('casework_ticket', 'id'), (SELECT max(id) FROM casework_ticket))"
        )
        cursor.execute("SET session_replication_role = DEFAULT")
    _settle()
    return total


def _settle() -> None:
    """What autovacuum would have done by the next morning."""
    with connection.cursor() as cursor:
        for table in ("ticket", "event", "clock", "party", "outbox"):
            cursor.execute(f"VACUUM ANALYZE casework_{table}")


def make_due(number: int) -> int:
    """Let the first rung of the handling clock of `number` open tickets be due one minute ago; returns how many there are."""
    past = "now() - interval '1 minute'"
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET statement_timeout = 0")
        cursor.execute("TRUNCATE casework_rungfired")
        cursor.execute(
            "WITH t AS (SELECT ticket_id AS id FROM casework_clock WHERE key = 'xf.handle' AND stopped_at IS NULL "
            "  ORDER BY ticket_id DESC LIMIT %s), "
            f"c AS (UPDATE casework_clock c SET rung_no = 0, next_rung_at = {past}, "
            f"  rungs = jsonb_set(rungs, '{{0,2}}', to_jsonb(extract(epoch FROM {past}))) "
            "  FROM t WHERE c.ticket_id = t.id AND c.key = 'xf.handle' RETURNING c.ticket_id) "
            f"UPDATE casework_ticket SET wake_at = {past} WHERE id IN (SELECT ticket_id FROM c)",
            [number],
        )
        found = int(cursor.rowcount)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE casework_ticket")
        cursor.execute("VACUUM ANALYZE casework_clock")
    return found
