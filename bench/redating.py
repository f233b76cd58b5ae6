"""An edit of the calendar over many open clocks: how long its preview takes, and how fast the clocks follow it.

The handling clock of every case counts working days here, so that a day off moves each of them and each case gets an event.
"""

import time
from argparse import Namespace
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from bench import core
from casework import calendars, redating
from casework.models import CalendarDay, Clock, Redating

READY_SQL = (
    'UPDATE casework_clock SET budget = budget || \'{"amount": 40, "unit": "working_days"}\' '
    "WHERE key = 'xf.handle' AND stopped_at IS NULL"
)


def run(options: Namespace) -> int:
    core.prepare(options.tickets)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(READY_SQL)
    redating.SETTLE = timedelta(0)  # one process: nobody else may still hold the old calendar
    first, second = _working_days(2)
    _edit([first])
    _follow()  # not measured: brings the dates of the copies in line with their budgets
    open_clocks = Clock.objects.filter(stopped_at=None).count()

    begin = time.perf_counter()
    shown = redating.preview_calendar(redating.calendar_with([_off(second)]))
    previewed = time.perf_counter() - begin

    _edit([second])
    took, longest, events = _follow()
    job = Redating.objects.latest("id")
    redating.edit_calendar(None, "bench", removed=[first, second])
    _follow()
    print(f"\n  {open_clocks:,} open clocks; a day off moves {shown.moved:,} of them")
    print(f"  preview            {previewed:>8.1f} s  {shown.seen / previewed:>10,.0f} clocks/s")
    print(f"  re-dating          {took:>8.1f} s  {job.seen / took:>10,.0f} clocks/s  {events / took:>8,.0f} events/s")
    print(f"  longest batch      {1000 * longest:>8.0f} ms of {redating.BATCH} clocks")
    good = job.moved == shown.moved and events >= options.tickets * 0.9 and job.seen == shown.seen
    print(f"  what was shown was done, each clock looked at once: {'yes' if good else 'NO'}")
    return int(not good)


def _working_days(number: int) -> list[date]:
    found: list[date] = []
    day = timezone.localdate() + timedelta(days=5)
    while len(found) < number:
        day += timedelta(days=1)
        if calendars.current().is_working_day(day):
            found.append(day)
    return found


def _off(day: date) -> CalendarDay:
    return CalendarDay(date=day, kind="local_off", name="bench")


def _edit(days: list[date]) -> None:
    redating.edit_calendar(None, "bench", days=[_off(day) for day in days])


def _follow() -> tuple[float, float, int]:
    """(seconds, the longest batch in seconds, events written) until the edit is carried out."""
    before, begin, longest = _events(), time.perf_counter(), 0.0
    while True:
        started = time.perf_counter()
        if not redating.step():
            break
        longest = max(longest, time.perf_counter() - started)
    return time.perf_counter() - begin, longest, _events() - before


def _events() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM casework_event WHERE name = %s", [redating.REDATE])
        return int(cursor.fetchone()[0])
