"""Calendars: which days are worked, in which hours, in which time zone, and up to when that is known.

A calendar is immutable and carries its own caches, so that one object serves every computation until an editor makes a
new one. All instants that leave this module are aware datetimes in UTC.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

Interval = tuple[datetime, datetime]  # half-open, UTC

DAY = 86_400  # seconds
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE_WEEK = frozenset(range(5))  # Monday to Friday, when nothing else is said
CHINA_DAYS = Path(__file__).with_name("china_days.csv")
CHINA_CONFIRMED_UNTIL = date(2026, 12, 31)  # the last State Council notice (国办发明电) contained in china_days.csv
LAST_DAY = date.max.toordinal()


@dataclass(frozen=True, eq=False)
class Calendar:
    """Working days and office hours of one office.

    `hours`: weekday (0 = Monday) -> intervals of seconds since local midnight, e.g. {0: ((32400, 61200),)}; 24:00 is
    86400. Empty = no office hours are known: the week is Monday to Friday and a day ends at 24:00. With hours, the
    weekdays that have some are the working week. `holidays`, `workdays` (make-up days, 调休): date -> name. `yearly`:
    (month, day) -> name, a holiday every year. `confirmed_until`: last day known for sure, None = complete.
    A day that is both a holiday and a make-up day is worked: the notice that moves it is the later word.
    """

    tz: ZoneInfo
    hours: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    holidays: Mapping[date, str] = field(default_factory=dict)
    workdays: Mapping[date, str] = field(default_factory=dict)
    yearly: Mapping[tuple[int, int], str] = field(default_factory=dict)
    confirmed_until: date | None = None
    known_from: date | None = None
    version: str = ""
    _off: frozenset[int] = field(init=False, repr=False)
    _on: frozenset[int] = field(init=False, repr=False)
    _week: frozenset[int] = field(init=False, repr=False)
    _makeup: tuple[tuple[int, int], ...] = field(init=False, repr=False)
    laid_out: dict[tuple[int, bool], Any] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        hours = {day: tuple(merged(spans)) for day, spans in self.hours.items() if spans}
        week = frozenset(hours) or OFFICE_WEEK
        for name, value in (
            ("hours", MappingProxyType(hours)),
            ("_off", frozenset(day.toordinal() for day in self.holidays)),
            ("_on", frozenset(day.toordinal() for day in self.workdays)),
            ("_week", frozenset((day + 1) % 7 for day in week)),  # as ordinal % 7: 1 is a Monday
            ("_makeup", hours[min(hours)] if hours else ()),
            ("laid_out", {}),
        ):
            object.__setattr__(self, name, value)

    @property
    def has_hours(self) -> bool:
        """Are office hours known? Without them budgets of working minutes cannot be computed."""
        return bool(self.hours)

    def is_working_day(self, day: date) -> bool:
        """Is this day worked: a make-up day, or a day of the working week that is no holiday?"""
        return self.works(day.toordinal())

    def works(self, ordinal: int) -> bool:
        """`is_working_day` for a proleptic ordinal."""
        if ordinal in self._on:
            return True
        if ordinal in self._off or ordinal % 7 not in self._week:
            return False
        return not self.yearly or not self._is_yearly(ordinal)

    def count(self, day: date, amount: int) -> date:
        """The `amount`-th working day after `day` (before it if negative); `day` itself is not counted; 0 is `day`.

        OverflowError if it lies outside the years 1 to 9999.
        """
        if not amount:
            return day
        on, off, week, yearly, left = self._on, self._off, self._week, self.yearly, abs(amount)
        ordinals = range(day.toordinal() + 1, LAST_DAY + 1) if amount > 0 else range(day.toordinal() - 1, 0, -1)
        if left > len(ordinals):
            raise OverflowError(amount)
        for ordinal in ordinals:
            if ordinal in on or (
                ordinal % 7 in week and ordinal not in off and not (yearly and self._is_yearly(ordinal))
            ):
                left -= 1
                if not left:
                    return date.fromordinal(ordinal)
        raise OverflowError(amount)

    def _is_yearly(self, ordinal: int) -> bool:
        day = date.fromordinal(ordinal)
        return (day.month, day.day) in self.yearly

    def holiday_name(self, day: date) -> str | None:
        """Name of the holiday on this day ("" if it has none), or None if it is none or is worked all the same."""
        if day in self.workdays:
            return None
        if day in self.holidays:
            return self.holidays[day]
        return self.yearly.get((day.month, day.day))

    def makeup_name(self, day: date) -> str | None:
        """Name of the make-up working day, or None if the day is no such day."""
        return self.workdays.get(day)

    def spans(self, day: date) -> tuple[tuple[int, int], ...]:
        """Office hours of a day in seconds of local wall time; () on a day off or when no hours are known.

        A make-up day on a weekday without hours has those of the first day of the working week (normally Monday's).
        """
        if not self.hours or not self.is_working_day(day):
            return ()
        return self.hours.get(day.weekday(), self._makeup)

    def open_intervals(self, day: date) -> tuple[Interval, ...]:
        """The office hours of a local day as half-open UTC intervals: an instant is open when its local time is."""
        return tuple(on_the_clock(day, self.spans(day), self.tz))

    def local_day(self, at: datetime) -> date:
        """The local date of an instant."""
        return at.astimezone(self.tz).date()

    def last_day(self, due: datetime) -> date:
        """The day a due instant closes: 00:00 of a day is 24:00 of the day before."""
        return (due.astimezone(self.tz).replace(tzinfo=None) - timedelta(microseconds=1)).date()


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Union of intervals in seconds, in order, touching ones joined. ValueError if one does not lie inside a day."""
    union: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not 0 <= start < end <= DAY:
            raise ValueError(
                f"Office hours {start}-{end} s do not lie inside one day: start before the end, at most 24:00."
            )
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(end, union[-1][1]))
        else:
            union.append((start, end))
    return union


def instant(local: datetime, tz: ZoneInfo) -> datetime:
    """UTC instant of a local wall time. In a gap (clocks go forward): the end of the gap; ambiguous: the first one."""
    aware = local.replace(tzinfo=tz)
    utc = aware.astimezone(UTC)
    if utc.astimezone(tz).replace(tzinfo=None) == local:
        return utc
    return _change(aware.replace(fold=1).astimezone(UTC), utc, tz)


def midnight(day: date, tz: ZoneInfo) -> datetime:
    """The instant at which a local day begins."""
    return instant(datetime(day.year, day.month, day.day), tz)


def whole_day(day: date, tz: ZoneInfo) -> Interval:
    """A local day, from its midnight to the next."""
    return midnight(day, tz), midnight(day + timedelta(days=1), tz)


def _change(low: datetime, high: datetime, tz: ZoneInfo) -> datetime:
    """First instant (whole second) after `low` with the UTC offset of `high`."""
    target = high.astimezone(tz).utcoffset()
    first, last = int(low.timestamp()), int(high.timestamp())
    while first < last:
        middle = (first + last) // 2
        if datetime.fromtimestamp(middle, tz).utcoffset() == target:
            last = middle
        else:
            first = middle + 1
    return datetime.fromtimestamp(last, UTC)


def on_the_clock(day: date, spans: tuple[tuple[int, int], ...], tz: ZoneInfo) -> list[Interval]:
    """Local wall-time spans of a day as UTC intervals. An hour that happens twice (clocks go back) counts twice."""
    if not spans:
        return []
    begin, end = whole_day(day, tz)
    zero = datetime(day.year, day.month, day.day, tzinfo=UTC)
    before = begin.astimezone(tz).utcoffset() or timedelta()
    after = (end - timedelta(seconds=1)).astimezone(tz).utcoffset() or timedelta()
    turn = begin if before == after else _change(begin, end - timedelta(seconds=1), tz)
    found: list[Interval] = []
    for low, high, offset in ((begin, turn, before), (turn, end, after)):
        for a, b in spans:
            start = max(low, zero - offset + timedelta(seconds=a))
            stop = min(high, zero - offset + timedelta(seconds=b))
            if start < stop and found and found[-1][1] == start:
                found[-1] = (found[-1][0], stop)
            elif start < stop:
                found.append((start, stop))
    return found


@cache
def _china() -> tuple[tuple[date, str, str], ...]:
    with CHINA_DAYS.open(encoding="utf-8", newline="") as file:
        return tuple((date.fromisoformat(row["date"]), row["kind"], row["name"]) for row in csv.DictReader(file))


def china_days(year: int) -> list[tuple[date, str, str]]:
    """Days of a year that differ from the plain week: (date, "holiday" | "workday", Chinese name), in order.

    2007 to 2026 follow the State Council's notices. Later years hold the statutory days only: their make-up days are
    not published. [] for a year outside 2007-2035.
    """
    return [row for row in _china() if row[0].year == year]


def china(hours: Mapping[int, tuple[tuple[int, int], ...]] | None = None) -> Calendar:
    """The built-in calendar of mainland China, from china_days.csv, with office hours if given."""
    rows = _china()
    return Calendar(
        tz=ZoneInfo("Asia/Shanghai"),
        hours=hours or {},
        holidays={day: name for day, kind, name in rows if kind == "holiday"},
        workdays={day: name for day, kind, name in rows if kind == "workday"},
        confirmed_until=CHINA_CONFIRMED_UNTIL,
        known_from=rows[0][0].replace(month=1, day=1),
        version=f"cn-{CHINA_CONFIRMED_UNTIL.year}",
    )


CHINA = china()
