"""Cockpit and report pages at size: p95 beside the limit of 300 ms and beside the queue page of the same run; and no statement
of theirs reads a whole table of tickets, facts or events.

    python3 run.py bench reports [--tickets 100000]

The copies of `bench.load` get a history: nine tenths were closed within the last three years, the rest are open. While the pages
are loaded, a closed matter changes every few seconds, so that what is kept of past months has to be counted again.
"""

import re
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bench import core, http, load

LIMIT_MS = 300
ROUNDS = 3
BIG = ("casework_ticket", "casework_casefact", "casework_event")
PAGES: tuple[tuple[str, str, tuple[Any, ...], str], ...] = (  # words, URL name, its arguments, query
    ("queue page", "queue", (), "?tab=mine"),
    ("cockpit, year, district", "cockpit", (), ""),
    ("cockpit, month, district", "cockpit", (), "?period=month"),
    ("cockpit, year, a street", "cockpit", (), f"?area={load.DISTRICT}001"),
    ("cockpit: a list", "cockpit_cases", (), "?what=pending"),
    ("cockpit: the smallest list", "cockpit_cases", (), "?what=act"),
    ("board", "board", (), ""),
    ("rates, year", "reports", (), ""),
    ("rates, last month", "reports", (), "?period={month}"),
    *((f"table {n}, year", "report_table", (n,), "") for n in range(1, 13)),
    ("list behind a rate", "reports_cases", (), "?table=4&line=closing&column=numerator"),
    ("list behind table 12", "reports_cases", (), "?table=12&line=all&column=opened"),
    ("table 3, print", "reports_print", (3,), ""),
    ("table 3, xlsx", "reports_xlsx", (3,), ""),
    ("table 4, print", "reports_print", (4,), ""),
    ("table 9, xlsx", "reports_xlsx", (9,), ""),
    ("report on paper, year", "reports_paper", (), ""),
)
WRITES_EVERY = 5  # seconds: many times what a district changes in closed matters
CHANGE_SQL = (
    "UPDATE casework_casefact SET calls = calls + 1 WHERE ticket_id = "
    "(SELECT ticket_id FROM casework_casefact WHERE closed_on > %s ORDER BY closed_on LIMIT 1 OFFSET %s)"
)
# Days before today: opened, accepted two days later, due 60 days after that; closed after 3 to 63 days, so the last ones late.
HISTORY_SQL = """
    CREATE TEMP TABLE bench_past AS
    SELECT id, id % 10 <> 0 AS done, (hashint8(id) & 1023) AS age, id % 97 = 0 AS bare, id % 53 = 0 AS apart FROM casework_ticket
    WHERE number LIKE 'QH-WQ-2025-%'
"""
TICKETS_SQL = """
    UPDATE casework_ticket t SET is_open = NOT p.done, state = CASE WHEN p.done THEN 'closed' ELSE t.state END,
        outcome = CASE WHEN NOT p.done THEN '' WHEN p.apart THEN 'C3' ELSE 'B3' END,
        opened_at = now() - make_interval(days => CASE WHEN p.done THEN p.age + 3 + (t.id % 61)::int ELSE p.age % 64 END),
        closed_at = CASE WHEN p.done THEN now() - make_interval(days => p.age) END,
        next_due_at = CASE WHEN p.done THEN NULL ELSE t.next_due_at END, wake_at = CASE WHEN p.done THEN NULL ELSE t.wake_at END,
        risk = (ARRAY['blue', 'blue', 'blue', 'yellow', 'yellow', 'orange', 'red'])[1 + t.id % 7]
    FROM bench_past p WHERE p.id = t.id
"""


def settle() -> int:
    """Give the copies their history and every ticket its row of facts; returns how many rows there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM casework_casefact")
        facts = int(cursor.fetchone()[0])
        cursor.execute("SELECT count(*) FROM casework_ticket")
        if facts >= int(cursor.fetchone()[0]):
            return facts
        cursor.execute("SET session_replication_role = replica; SET statement_timeout = 0")
        cursor.execute(HISTORY_SQL)
        cursor.execute(TICKETS_SQL)
        cursor.execute("DELETE FROM casework_casefact f USING bench_past p WHERE p.id = f.ticket_id")
        joined = (
            "bench_past p JOIN casework_ticket t ON t.id = p.id "
            "CROSS JOIN (SELECT * FROM casework_casefact ORDER BY ticket_id LIMIT 1) s"
        )
        day = "(t.opened_at AT TIME ZONE 'Asia/Shanghai')::date"
        closed = "(t.closed_at AT TIME ZONE 'Asia/Shanghai')::date"
        load._copy(cursor, "casework_casefact", joined, {
            "ticket_id": "t.id", "place": "t.place_id", "unit": "t.unit_id", "risk": "t.risk", "is_open": "t.is_open", "state": "t.state",
            "outcome": "t.outcome", "opened_on": day, "told_on": f"{day} + 2", "accepted_on": f"{day} + 2", "due_on": f"{day} + 62",
            "first_due_on": f"{day} + 62", "closed_on": closed, "first_closed_on": closed, "proven": "NOT (p.done AND p.bare)",
            "on_time": "CASE WHEN p.done THEN true END", "updated_at": "t.updated_at", "violent": "p.id % 8 = 0", "minor": "p.id % 9 = 0",
            "mediation_ended_on": f"CASE WHEN p.id % 3 = 0 THEN {closed} END", "agreement": "CASE WHEN p.id % 3 = 0 THEN 'written' ELSE '' END",
            "agreed_on": f"CASE WHEN p.id % 3 = 0 THEN {closed} END", "confirmable": "p.id % 3 = 0", "resolved": "CASE WHEN p.done THEN p.id % 20 > 0 END",
            "second_contact_on": f"CASE WHEN p.id % 5 = 0 THEN {day} + 20 END", "contacts": "1 + (p.id % 5 = 0)::int",
            "follow_up": "CASE WHEN p.done THEN 'reached' ELSE '' END", "satisfaction": "CASE WHEN p.done THEN 'satisfied' ELSE '' END",
        })  # fmt: skip
        # Promises of a tenth of the closed matters: rows of facts are all that is counted of them.
        load._copy(cursor, "casework_casefact", f"{joined} WHERE p.done AND p.id % 9 = 3", {
            "ticket_id": "t.id + 100000000", "family": "t.id", "type": "'performance'", "place": "t.place_id", "unit": "t.unit_id", "is_open": "false",
            "state": "'kept'", "opened_on": closed, "due_on": f"{closed} + 30", "performed_on": f"{closed} + 20",
        })  # fmt: skip
        contact = "(SELECT * FROM casework_contact ORDER BY id LIMIT 1) s"
        load._copy(
            cursor, "casework_contact", f"bench_past p JOIN casework_ticket t ON t.id = p.id CROSS JOIN {contact}",
            {"ticket_id": "t.id", "place": "t.place_id", "at": "t.opened_at"},
        )  # fmt: skip
        cursor.execute("TRUNCATE casework_keptcount")  # the rows above came past the triggers
        cursor.execute("SET session_replication_role = DEFAULT")
        for table in (*BIG, "casework_contact"):
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("SELECT count(*) FROM casework_casefact")
        return int(cursor.fetchone()[0])


def run(options: Namespace) -> int:
    users, _models = core.prepare(options.tickets)
    print(f"  {settle():,} rows of facts")
    cookies = {name: core._session(users[name]) for name in (core.MEDIATOR, "district")}
    asked = _requests(cookies)
    scans = {name: whole_tables(request) for name, request in asked.items()}
    measured: dict[str, list[http.Times]] = {name: [] for name in asked}
    with http.served(options.port, "config.settings"), _changing():
        for _ in range(ROUNDS):
            for name, request in asked.items():
                measured[name].append(
                    http.load(options.port, request, max(20, options.requests // 4 // ROUNDS), warm=8)
                )
    return report({name: http.together(runs) for name, runs in measured.items()}, scans)


@contextmanager
def _changing() -> Iterator[None]:
    """Somebody else at work: every few seconds a matter closed within the last hundred days changes."""
    over = threading.Event()

    def change() -> None:
        n = 0
        while not over.wait(WRITES_EVERY):
            n += 137
            with connection.cursor() as cursor:
                cursor.execute(CHANGE_SQL, [timezone.localdate() - timedelta(days=100), n])
        connection.close()

    writer = threading.Thread(target=change)
    writer.start()
    try:
        yield
    finally:
        over.set()
        writer.join()


def _requests(cookies: dict[str, str]) -> dict[str, Callable[[int], http.Request]]:
    """The pages that this branch has; what is left out is said."""
    found: dict[str, Callable[[int], http.Request]] = {}
    last_month = timezone.localdate().replace(day=1) - timedelta(days=1)
    for words, name, args, query in PAGES:
        try:
            address = reverse(name, args=args) + query.format(month=f"{last_month:%Y-%m}")
        except NoReverseMatch:
            print(f"  left out: {words} (no page is named {name})")
            continue
        head = {"Cookie": cookies[core.MEDIATOR if name == "queue" else "district"]}
        found[words] = lambda n, address=address, head=head: ("GET", address, head, None)  # type: ignore[misc]
    return found


def whole_tables(request: Callable[[int], http.Request]) -> list[str]:
    """Statements of a page that PostgreSQL plans to answer by reading a whole big table."""
    client, (_method, path, head, _body) = Client(headers={"host": "127.0.0.1"}), request(0)
    client.get(path, headers=head)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path, headers=head)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}: {answer.content[:300]!r}")
    found = []
    with connection.cursor() as cursor:
        for query in captured:
            if not query["sql"].lstrip().startswith(("SELECT", "(SELECT", "WITH")):
                continue
            cursor.execute("EXPLAIN " + query["sql"])
            plan = "\n".join(line for (line,) in cursor.fetchall())
            if re.search(rf"Seq Scan on ({'|'.join(BIG)})\b", plan):
                found.append(f"{query['sql'][:300]} …\n{plan}")
    return found


def report(measured: dict[str, http.Times], scans: dict[str, list[str]]) -> int:
    queue = measured["queue page"].p95
    print(f"\n  {'':<28}{'p50 ms':>8}{'p95 ms':>8}{'of 300 ms':>11}{'of the queue page':>19}{'whole tables':>14}")
    missed = 0
    for name, times in measured.items():
        good = times.p95 < LIMIT_MS and not times.failed and not scans[name]
        missed += not good
        print(
            f"  {name:<28}{times.p50:>8.0f}{times.p95:>8.0f}{times.p95 / LIMIT_MS:>11.2f}{times.p95 / queue:>18.2f}×"
            f"{len(scans[name]):>14}  {'met' if good else 'MISSED'}"
        )
    for name, statements in scans.items():
        for statement in statements:
            print(f"\n  {name} reads a whole table: {statement}")
    return int(missed > 0)
