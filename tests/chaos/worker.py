"""What the processes of the chaos tests run. Imported by the fork server (`multiprocessing`), which lends its start-up
time to every worker, so that a worker can be killed and replaced many times a second.

The `broken` twins switch one protection off. They patch the product from outside; nothing in the product knows of them.
"""

import logging
import os
import random
import time
from contextlib import nullcontext, suppress
from datetime import timedelta
from typing import Any

import django
import time_machine

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import DatabaseError, connection, connections, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import load  # noqa: E402
from casework import calendars, redating, ticking  # noqa: E402
from casework.models import CalendarDay, Membership, Outbox, User  # noqa: E402
from notifications import outbox, sending  # noqa: E402
from tests.cast import populate  # noqa: E402


class _NoLock:
    """A list of due tickets whose lock is forgotten."""

    def __init__(self, due: Any) -> None:
        self.due = due

    def select_for_update(self, **how: Any) -> list[Any]:
        found = list(self.due)
        time.sleep(0.02)  # a read and a write apart, as on a busy machine
        return found


def _without_lock() -> None:
    honest = ticking._due
    ticking._due = lambda limit, now: _NoLock(honest(limit, now))
    outbox.OPEN_SQL = outbox.OPEN_SQL.replace("FOR UPDATE OF o SKIP LOCKED", "")


def use(database: str) -> None:
    """Work on this database from now on (before the first query of the process)."""
    connections["default"].settings_dict["NAME"] = database
    logging.disable(logging.WARNING)


def sweeps(database: str, broken: bool, skew_hours: float, seed: int) -> None:
    """Fire what is due in small batches until killed."""
    use(database)
    if broken:
        _without_lock()
    choose = random.Random(seed)
    with _clock_off_by(skew_hours):
        while True:
            with suppress(DatabaseError):  # a lost race of a twin: it goes on, as the next beat would
                ticking.tick(choose.choice((3, 7, 20)))
            time.sleep(0.01)


def delivers(database: str, broken: bool, skew_hours: float, smtp_port: int) -> None:
    """Fan out and send in small batches until killed."""
    use(database)
    if broken:
        _without_lock()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", smtp_port, False
    sending.LEASE_SECONDS, sending.HAND_BACK_SECONDS = 3, 1  # what a killed sender held is taken up after 3 s, not 120
    with _clock_off_by(skew_hours):
        while True:
            with suppress(DatabaseError):
                outbox.fan_out(20)
            with suppress(DatabaseError):
                sending.send_due(time.monotonic() + 5)
            time.sleep(0.01)


def _clock_off_by(hours: float) -> Any:
    if not hours:
        return nullcontext()
    return time_machine.travel(time.time() + hours * 3600, tick=True)


def fill(database: str, *groups: tuple[int, float]) -> None:
    """The cast, and for each (count, days) so many calls registered so many days ago, through the gate."""
    use(database)
    cast = populate()
    Membership.objects.update(valid_from=timezone.localdate() - timedelta(days=365))
    User.objects.exclude(username__in=["sun", "qiu"]).update(email="")  # fewer letters, quicker test
    with transaction.atomic():
        for count, days in groups:
            for _ in range(count):
                cast.call(now=timezone.now() - timedelta(days=days))
        Outbox.objects.update(done_at=timezone.now())  # the calls themselves were told when they came in
    connection.close()


def multiply(database: str, total: int) -> None:
    """Copies of the tickets that are there, with their events and running clocks, up to `total`: in SQL, within a second."""
    use(database)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "CREATE TEMP TABLE copies AS SELECT m.top + g AS new_id, o.id AS old_id FROM "
            "(SELECT max(id) AS top, count(*) AS n FROM casework_ticket) m "
            "CROSS JOIN LATERAL generate_series(1, %s - m.n) g "
            "JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM casework_ticket) o ON o.n = g %% m.n",
            [total],
        )
        joined = "copies b JOIN casework_ticket s ON s.id = b.old_id"
        load._copy(cursor, "casework_ticket", joined, {"id": "b.new_id", "number": "'COPY-' || b.new_id"})
        for table, changes in (("casework_event", {"key": "NULL"}), ("casework_clock", {})):
            source = f"copies b JOIN {table} s ON s.ticket_id = b.old_id"
            load._copy(cursor, table, source, {"ticket_id": "b.new_id", **changes})
        cursor.execute("SET session_replication_role = DEFAULT")
    connection.close()


def edits(database: str) -> None:
    """The next working day becomes a day off."""
    use(database)
    day = timezone.localdate() + timedelta(days=1)
    while not calendars.current().is_working_day(day):
        day += timedelta(days=1)
    redating.edit_calendar(None, "防汛停工", days=[CalendarDay(date=day, kind="local_off", name="停工")])
    connection.close()


def redates(database: str) -> None:
    """Let the open clocks follow the edit, in small batches, until killed."""
    use(database)
    redating.SETTLE = timedelta(seconds=2)
    while True:
        if not redating.step(40):
            time.sleep(0.05)
