"""What the other chapters cost: start-up, queue and board with all types and 100,000 tickets over them, beside the rights case alone.

    python3 run.py bench types [--tickets 100000]

Two servers of the same code in turn: one knows only the types of the rights case and serves tickets of that type; the other
knows all types and serves a copy of the same database whose tickets are spread over them.
"""

import os
import socket
import statistics
import subprocess
import sys
import time
from argparse import Namespace
from http.client import HTTPConnection
from typing import Any

import psycopg
from django.db import connection

from bench import core, http, reports
from workflows.registry import registry

GOAL = 1.10
ROUNDS, STARTS = 6, 5
ALONE, ALL = "bench.rights_settings", "bench.types_settings"
PAGES = {"queue page": ("/queue?tab=mine", core.MEDIATOR), "board": ("/board", "district")}
SPREAD_SQL = """
    UPDATE casework_ticket t SET type = k.slug, state = CASE WHEN t.is_open THEN k.working ELSE k.done END,
        number = 'QH-' || k.prefix || '-2025-' || lpad(t.id::text, 7, '0')
    FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::text[]) AS k (n, slug, prefix, working, done)
    WHERE t.id %% %s = k.n AND t.number LIKE 'QH-WQ-2025-%%'
"""


def spread() -> int:
    """Copy the database and spread the copy's tickets over all types that are opened by themselves; how many types."""
    kinds = [kind for kind in registry if not kind.only_child]
    name = f"{connection.settings_dict['NAME']}_types"
    connection.close()
    with _connected("postgres") as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{connection.settings_dict["NAME"]}"'.encode())
    working = [kind.open_states()[0].code for kind in kinds]
    done = [next((state.code for state in kind.states if state.is_end), kind.states[-1].code) for kind in kinds]
    slugs, prefixes = [kind.slug for kind in kinds], [kind.prefix for kind in kinds]
    with _connected(name) as copy:
        copy.execute("SET session_replication_role = replica")
        copy.execute(SPREAD_SQL, [list(range(len(kinds))), slugs, prefixes, working, done, len(kinds)])
        counted = [kind.slug for kind in kinds if kind.counted]
        copy.execute(
            "DELETE FROM casework_casefact f USING casework_ticket t WHERE t.id = f.ticket_id AND NOT t.type = ANY(%s)",
            [counted],
        )
        copy.execute("TRUNCATE casework_keptcount")
        copy.execute("VACUUM ANALYZE casework_ticket")
        copy.execute("VACUUM ANALYZE casework_casefact")
    return len(kinds)


def _connected(database: str) -> "psycopg.Connection[Any]":
    words = {**connection.get_connection_params(), "dbname": database}
    known = {key: words[key] for key in ("host", "port", "user", "password", "dbname") if words.get(key)}
    return psycopg.connect(**known, autocommit=True)


def start_up(port: int, settings: str, head: dict[str, str]) -> float:
    """Milliseconds from starting one web worker to the end of its first page."""
    words = [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{port}", "-w", "1", "--log-level", "warning"]  # fmt: skip
    begin = time.perf_counter()
    process = subprocess.Popen(words, env={**os.environ, "DJANGO_SETTINGS_MODULE": settings})
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=2).close()
                break
            except OSError:
                time.sleep(0.02)
        asked = HTTPConnection("127.0.0.1", port, timeout=60)
        asked.request("GET", PAGES["queue page"][0], headers=head)
        answer = asked.getresponse()
        answer.read()
        took = 1000 * (time.perf_counter() - begin)
        if answer.status != 200:
            raise SystemExit(f"The first page answered {answer.status}.")
        return took
    finally:
        process.terminate()
        process.wait(20)


def run(options: Namespace) -> int:
    users, _models = core.prepare(options.tickets)
    print(f"  {reports.settle():,} rows of facts")
    heads = {name: {"Cookie": core._session(users[who])} for name, (_path, who) in PAGES.items()}
    print(f"  the copy's tickets are spread over {spread()} types")
    ports = {ALONE: options.port, ALL: options.port + 1}
    starts: dict[str, list[float]] = {ALONE: [], ALL: []}
    for _ in range(STARTS):  # in turn, so that both meet the machine in the same moods
        for settings, times in starts.items():
            times.append(start_up(ports[settings], settings, heads["queue page"]))
    measured: dict[tuple[str, str], list[http.Times]] = {(name, one): [] for name in PAGES for one in ports}
    with http.served(ports[ALONE], ALONE), http.served(ports[ALL], ALL):
        for _ in range(ROUNDS):
            for (name, settings), runs in measured.items():
                request = ("GET", PAGES[name][0], heads[name], None)
                number = max(24, options.requests // ROUNDS)
                runs.append(http.load(ports[settings], lambda n, request=request: request, number, warm=8))  # type: ignore[misc]
    return report(starts, {key: http.together(runs) for key, runs in measured.items()})


def report(starts: dict[str, list[float]], measured: dict[tuple[str, str], http.Times]) -> int:
    print(f"\n  {'':<22}{'rights alone':>14}{'all types':>12}{'ratio':>8}  goal ≤ {GOAL:.2f}")
    lines = [("start-up, ms", *(statistics.median(starts[settings]) for settings in (ALONE, ALL)))]
    for name in PAGES:
        for part in ("p50", "p95"):
            lines.append((f"{name} {part}, ms", *(getattr(measured[name, one], part) for one in (ALONE, ALL))))
    missed = sum(times.failed for times in measured.values())
    for words, alone, everything in lines:
        good = everything <= GOAL * alone
        missed += not good
        print(
            f"  {words:<22}{alone:>14.0f}{everything:>12.0f}{everything / alone:>8.2f}  {'met' if good else 'MISSED'}"
        )
    return int(missed > 0)
