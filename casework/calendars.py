"""The working calendar as it stands in the tables now, and each unit's office hours.

Kept in memory for ten seconds. A clock dated with an older calendar carries that calendar's version and is re-dated
(`casework.redating`), so a stale copy can delay nothing for good.
"""

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from casework.models import CalendarDay, CalendarYear, OfficeHours
from workflows.calendars import CHINA, WEEKDAYS, Calendar
from workflows.ladder import LENGTHS

KEEP_SECONDS = 10
ON = ("workday", "local_on")
DEFAULT_HOURS = dict.fromkeys(WEEKDAYS[:5], (("09:00", "12:00"), ("14:00", "18:00")))


def seconds(text: str) -> int:
    """`09:30` as seconds since local midnight; ValueError if it is no time of day up to 24:00."""
    hour, _sep, minute = text.partition(":")
    found = int(hour) * 3600 + int(minute or 0) * 60
    if not 0 <= found <= 86_400:
        raise ValueError(f"{text!r} is no time of day: write 00:00 to 24:00.")
    return found


def weekly(hours: Mapping[str, Iterable[Any]]) -> dict[int, tuple[tuple[int, int], ...]]:
    """Office hours as stored ({"mon": [["09:00","12:00"], …]}) in the calendar's own form."""
    return {WEEKDAYS.index(day): tuple((seconds(a), seconds(b)) for a, b in spans) for day, spans in hours.items()}


def from_rows(years: Iterable[CalendarYear], days: Iterable[CalendarDay]) -> Calendar:
    """The national calendar with the days of the table. Its version is a digest of them: the same days, the same version."""
    days = sorted(days, key=lambda day: day.date)
    confirmed = sorted(year.year for year in years if year.confirmed)
    if not confirmed:
        return CHINA
    facts = json.dumps([confirmed, [(str(day.date), day.kind, day.name) for day in days]], ensure_ascii=False)
    return replace(
        CHINA,
        holidays={day.date: day.name for day in days if day.kind not in ON},
        workdays={day.date: day.name for day in days if day.kind in ON},
        confirmed_until=date(_last_in_a_row(confirmed), 12, 31),
        known_from=date(confirmed[0], 1, 1),
        version=f"{_last_in_a_row(confirmed)}-{hashlib.sha256(facts.encode()).hexdigest()[:8]}",
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
            self.calendar = from_rows(CalendarYear.objects.all(), CalendarDay.objects.all())
            rows = OfficeHours.objects.all()
            self.hours = {row.unit_id: replace(self.calendar, tz=ZoneInfo(row.time_zone), hours=weekly(row.hours)) for row in rows}
            self.hours.setdefault("", replace(self.calendar, hours=weekly(DEFAULT_HOURS)))
            self._until = time.monotonic() + KEEP_SECONDS
        return self

    def forget(self) -> None:
        self._until = 0.0


_current = _Current()
_trial: ContextVar["_Current | None"] = ContextVar("trial", default=None)
forget = _current.forget


@contextmanager
def using(calendar: Calendar) -> Iterator[None]:
    """Compute with another calendar for a while (a preview); in this thread only; nothing is stored."""
    trial = _Current()
    trial.fresh()
    trial.calendar = calendar
    trial.hours = {unit: replace(calendar, tz=office.tz, hours=office.hours) for unit, office in trial.hours.items()}
    trial._until = float("inf")
    token = _trial.set(trial)
    try:
        yield
    finally:
        _trial.reset(token)


def current() -> Calendar:
    """The working calendar now, without office hours: days end at 24:00."""
    return (_trial.get() or _current).fresh().calendar


def office(unit: str) -> Calendar:
    """The calendar with the office hours of a unit: its own, or those of the nearest unit above that has some."""
    hours = (_trial.get() or _current).fresh().hours
    return next(hours[unit[:length]] for length in (*reversed(LENGTHS), 0) if unit[:length] in hours)
