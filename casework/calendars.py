"""The working calendar as it stands in the tables now, and each unit's office hours.

Kept in memory for ten seconds. A clock dated with an older calendar carries that calendar's version and is re-dated
(`casework.redating`), so a stale copy can delay nothing for good.
"""

import hashlib
import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.hours import weekly
from casework.models import CalendarDay, CalendarYear, OfficeHours
from workflows.calendars import CHINA, WEEKDAYS, Calendar
from workflows.ladder import LENGTHS

KEEP_SECONDS = 10
WARN_MONTH = 11  # from 1 November an unconfirmed next year is an alarm: the notice usually comes early that month
ON = ("workday", "local_on")
DEFAULT_HOURS = dict.fromkeys(WEEKDAYS[:5], (("09:00", "12:00"), ("14:00", "18:00")))


def from_rows(
    years: Iterable[CalendarYear], days: Iterable[CalendarDay], offices: Iterable[OfficeHours] = ()
) -> Calendar:
    """The national calendar with the days of the table.

    Its version is a digest of the days and of all office hours: the same tables, the same version. Office hours count, for
    minutes and reminders depend on them, and a clock dated with older hours is known by its version.
    """
    days = sorted(days, key=lambda day: day.date)
    confirmed = sorted(year.year for year in years if year.confirmed)
    hours = sorted([office.unit_id, office.time_zone, office.hours] for office in offices)
    facts: list[Any] = [confirmed, [(str(day.date), day.kind, day.name) for day in days], *([hours] if hours else [])]
    digest = hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:8]
    if not confirmed:
        return replace(CHINA, version=f"{CHINA.version}-{digest}") if hours else CHINA
    return replace(
        CHINA,
        holidays={day.date: day.name for day in days if day.kind not in ON},
        workdays={day.date: day.name for day in days if day.kind in ON},
        confirmed_until=date(_last_in_a_row(confirmed), 12, 31),
        known_from=date(confirmed[0], 1, 1),
        version=f"{_last_in_a_row(confirmed)}-{digest}",
    )


def _last_in_a_row(years: list[int]) -> int:
    last = years[0]
    for year in years[1:]:
        if year != last + 1:
            break
        last = year
    return last


class _Current:
    def __init__(self) -> None:
        self._until = 0.0
        self.calendar: Calendar = CHINA
        self.hours: dict[str, Calendar] = {}

    def fresh(self) -> "_Current":
        if time.monotonic() >= self._until:
            rows = list(OfficeHours.objects.all())
            self.calendar = from_rows(CalendarYear.objects.all(), CalendarDay.objects.all(), rows)
            self.hours = {
                row.unit_id: replace(self.calendar, tz=ZoneInfo(row.time_zone), hours=weekly(row.hours)) for row in rows
            }
            self.hours.setdefault("", replace(self.calendar, hours=weekly(DEFAULT_HOURS)))
            self._until = time.monotonic() + KEEP_SECONDS
        return self

    def forget(self) -> None:
        self._until = 0.0


_current = _Current()
_trial: ContextVar["_Current | None"] = ContextVar("trial", default=None)
forget = _current.forget


@contextmanager
def using(calendar: Calendar, offices: Iterable[OfficeHours] = ()) -> Iterator[None]:
    """Compute with another calendar, or other office hours, for a while (a preview); in this thread only; nothing is stored."""
    trial = _Current()
    trial.fresh()
    trial.calendar = calendar
    trial.hours = {unit: replace(calendar, tz=office.tz, hours=office.hours) for unit, office in trial.hours.items()}
    trial.hours |= {
        row.unit_id: replace(calendar, tz=ZoneInfo(row.time_zone), hours=weekly(row.hours)) for row in offices
    }
    trial._until = float("inf")
    token = _trial.set(trial)
    try:
        yield
    finally:
        _trial.reset(token)


def current() -> Calendar:
    """The working calendar now, without office hours: days end at 24:00."""
    return (_trial.get() or _current).fresh().calendar


def alarm() -> str:
    """From 1 November on: the sentence when next year's make-up days are not in the calendar yet, else ""."""
    today = timezone.localdate()
    if today.month < WARN_MONTH or current().confirmed_until >= date(today.year + 1, 12, 31):
        return ""
    return _("The calendar of %(year)s is not confirmed. Dates in it are provisional until the notice is entered.") % {
        "year": today.year + 1
    }


def office(unit: str) -> Calendar:
    """The calendar with the office hours of a unit: its own, or those of the nearest unit above that has some."""
    hours = (_trial.get() or _current).fresh().hours
    return next(hours[unit[:length]] for length in (*reversed(LENGTHS), 0) if unit[:length] in hours)
