"""The sweep's rungs per second beside one set-based SQL statement pair over the same rows, on the same database, in turn."""

import os
import subprocess
import sys
import time
from argparse import Namespace
from statistics import quantiles

from django.db import connection

from bench import core, load
from casework import ticking

SIZES = (1_000, 10_000, 100_000)
LIMIT_SQL = """
WITH due AS (
    SELECT c.id AS clock, c.ticket_id FROM casework_clock c JOIN casework_ticket t ON t.id = c.ticket_id
    WHERE t.wake_at <= now() AND c.next_rung_at <= now() AND c.stopped_at IS NULL FOR UPDATE OF c
), moved AS (
    UPDATE casework_clock c SET rung_no = rung_no + 1, next_rung_at = now() + interval '1 day' FROM due WHERE c.id = due.clock
    RETURNING c.id, c.ticket_id
), woken AS (
    UPDATE casework_ticket t SET wake_at = now() + interval '1 day', version = version + 1,
        head = sha256(head || int4send(version)), updated_at = now() FROM moved
    WHERE t.id = moved.ticket_id RETURNING t.id, t.version, t.state, t.level, t.unit_id, t.head, t.assignee_id
), told AS (
    INSERT INTO casework_event (ticket_id, seq, at, post, name, from_state, to_state, level, unit, data, prev, hash)
    SELECT id, version, now(), 'system', 'deadline', state, state, level, unit_id, '{}', head, head FROM woken
    RETURNING id, at
), fired AS (
    INSERT INTO casework_rungfired (clock_id, name, due_at, fired_at) SELECT id, 'limit-' || txid_current(), now(), now() FROM moved
    RETURNING id
)
INSERT INTO casework_outbox (event_id, audiences, former_unit, created_at) SELECT id, '{holder}', '', at FROM told
"""


def _one_process() -> None:
    while ticking.tick().tickets:
        pass


def ours(number: int, workers: int) -> tuple[float, float]:
    """(rungs per second, p95 of a batch's lock time in ms) over `number` due clocks with `workers` processes."""
    number = load.make_due(number)
    if workers == 1:
        held: list[float] = []
        begin = time.perf_counter()
        while True:
            started = time.perf_counter()
            done = ticking.tick()
            if not done.tickets:
                break
            held.append(1000 * (time.perf_counter() - started))
        took = time.perf_counter() - begin
        return number / took, quantiles(held, n=20)[18] if len(held) > 1 else sum(held)
    code = (
        "import django; django.setup(); import sys; from bench import sweep; sys.stdin.readline(); sweep._one_process()"
    )
    running = [subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) for _ in range(workers)]
    time.sleep(3)  # both have imported everything and wait for the line
    begin = time.perf_counter()
    for process in running:
        os.write(process.stdin.fileno(), b"go\n")  # type: ignore[union-attr]
    for process in running:
        process.communicate()
    return number / (time.perf_counter() - begin), 0.0


def limit(number: int) -> float:
    number = load.make_due(number)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        begin = time.perf_counter()
        cursor.execute(LIMIT_SQL)  # one transaction, with the same triggers and keys as ours
        took = time.perf_counter() - begin
    return number / took


def run(options: Namespace) -> int:
    core.prepare(options.tickets)
    _one_process()
    print(f"\n  {'due clocks':>12}{'1 worker':>12}{'2 workers':>12}{'limit (SQL)':>14}{'share':>8}{'batch p95 ms':>14}")
    rates, missed = {}, 0
    for size in SIZES:
        if size > options.tickets:
            continue
        most = limit(size)
        one, held = ours(size, 1)
        two, _ = ours(size, 2)
        rates[size] = one
        share = max(one, two) / most
        missed += share < 0.25 or held > 200
        print(f"  {size:>12,}{one:>10.0f}/s{two:>10.0f}/s{most:>12.0f}/s{share:>8.2f}{held:>14.0f}")
    if 1_000 in rates and 100_000 in rates:
        keeps = rates[100_000] / rates[1_000]
        missed += keeps < 0.8
        print(f"\n  rate at 100,000 is {keeps:.2f} of that at 1,000 (goal ≥ 0.80); share goal ≥ 0.25; a batch ≤ 200 ms")
    return int(missed > 0)
