"""Does the queue stay flat? Its p50 at 1,000 tickets beside that at a million; and what an idle sweep costs there."""

from argparse import Namespace
from collections.abc import Callable
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import core, http
from casework import ticking

SMALL, LARGE = 1_000, 1_000_000


def _queue(cookie: str) -> Callable[[int], http.Request]:
    return lambda n: ("GET", "/queue?tab=mine", {"Cookie": cookie}, None)


def run(options: Namespace) -> int:
    p50 = {}
    for size in (SMALL, LARGE):
        users, _models = core.prepare(size)
        cookie = core._session(users[core.MEDIATOR])
        with http.served(options.port, "config.settings"):
            p50[size] = http.load(options.port, _queue(cookie), options.requests).p50
    ratio = p50[LARGE] / p50[SMALL]
    print(
        f"\n  queue page p50: {p50[SMALL]:.1f} ms at {SMALL:,}, {p50[LARGE]:.1f} ms at {LARGE:,}: {ratio:.2f} × (goal ≤ 1.30)"
    )
    begin = perf_counter()
    with CaptureQueriesContext(connection) as captured:
        ticking.tick()
    print(f"  idle sweep over {LARGE:,} tickets: {len(captured)} statements, {1000 * (perf_counter() - begin):.1f} ms")
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (ANALYZE, BUFFERS) SELECT id FROM casework_ticket WHERE wake_at <= now() ORDER BY wake_at LIMIT 200"
        )
        print("  " + "\n  ".join(line for (line,) in cursor.fetchall()))
    return int(ratio > 1.3)
