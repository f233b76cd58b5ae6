"""The sweep: batch after batch until nothing is due, then re-dating that is under way, then a heartbeat that the health page and the board read."""

import json
import time
from datetime import datetime
from typing import Any

from django.db import connection

from casework.importing.run import step as import_step
from casework.redating import step
from casework.reports import frozen, kept
from casework.ticking import BATCH, Ticked, tick
from casework.warnings.again import again
from casework.warnings.daily import daily
from casework.warnings.run import step as watch_step

RED_AFTER_SECONDS = 120
LONGEST_SECONDS = 60  # one run ends after this even if more is due; the next run goes on
IMPORT_SECONDS = 8  # a long file must not keep the deadlines waiting: the next run goes on
WATCH_SECONDS = 8  # nor must thousands of events to look at keep the letters waiting
BEAT_SQL = (
    "INSERT INTO casework_heartbeat (name, at, detail) VALUES (%s, clock_timestamp(), %s::jsonb) "
    "ON CONFLICT (name) DO UPDATE SET at = excluded.at, detail = excluded.detail"
)


def beat(name: str, detail: str = "{}") -> None:
    """Write down that the periodic task `name` has just finished, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute(BEAT_SQL, [name, detail])


def sweep(*, limit: int = BATCH, now: datetime | None = None) -> Ticked:
    """Run batches until nothing free is due; returns the sums. Safe in any number of copies."""
    total, end = Ticked(), time.monotonic() + LONGEST_SECONDS
    while True:
        done = tick(limit, now=now)
        for name in ("tickets", "rungs", "moves", "parked"):
            setattr(total, name, getattr(total, name) + getattr(done, name))
        if not done.tickets or time.monotonic() > end:
            break
    watched = min(end, time.monotonic() + WATCH_SECONDS)
    while watch_step(now=now) and time.monotonic() < watched:
        pass
    daily(now)
    again(now)
    frozen.daily(now)
    kept.tidy()
    while step() and time.monotonic() < end:
        pass
    import_step(IMPORT_SECONDS)
    beat("sweep", json.dumps({"tickets": total.tickets, "rungs": total.rungs, "parked": total.parked}))
    return total


def health() -> dict[str, Any]:
    """Age of the last sweep and delivery in seconds by the database's clock, and whether each is too old."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, extract(epoch FROM clock_timestamp() - at)::float FROM casework_heartbeat")
        ages = dict(cursor.fetchall())
    parts = {
        name: {"age_seconds": ages.get(name), "ok": ages.get(name, 1e9) <= RED_AFTER_SECONDS}
        for name in ("sweep", "deliver")
    }
    return {"ok": all(part["ok"] for part in parts.values()), "database": True, **parts}
