"""Due instants: exact arithmetic of budgets on calendars, with pauses, extensions and roll.

Sources: 民法典 art 201 (the day of the event is not counted; hours run from the moment) and art 203 (a period ends at
24:00 of its last day, or at the close of business; a last day that is a rest day moves to the next working day where
`roll` says so). docs/deadlines.md tells every decision. A thing done at exactly the due instant is in time; the breach
is recorded when the clock shows the due instant and it is still not done.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from workflows.calendars import Calendar, Interval, instant, midnight
from workflows.opentime import advance, between

Pause = tuple[datetime, datetime | None]

ONE_DAY = timedelta(days=1)
NOTHING = timedelta()


class Unit(StrEnum):
    """What a budget counts."""

    MINUTES = "minutes"  # open minutes, in office hours
    HOURS = "hours"  # elapsed hours, through nights, weekends and holidays
    WORKING_DAYS = "working_days"
    NATURAL_DAYS = "natural_days"
    MONTHS = "months"

    @property
    def in_days(self) -> bool:
        """Does the budget count dates (its result is a day) and not elapsed time?"""
        return self not in (Unit.MINUTES, Unit.HOURS)


@dataclass(frozen=True)
class Budget:
    """An amount of a unit. Minutes and hours may be fractions and are exact to the microsecond; the others are whole.

    Days and months may be negative (they count back); minutes and hours may not. ValueError otherwise.
    """

    amount: int | float | Decimal
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit.in_days and self.amount != int(self.amount):
            raise ValueError(f"{self.amount} {self.unit}: write a whole number.")
        if not self.unit.in_days and self.amount < 0:
            raise ValueError(f"{self.amount} {self.unit}: write 0 or more; only days and months can be counted back.")

    @property
    def span(self) -> timedelta:
        """Length of a budget of minutes or hours."""
        return timedelta(
            microseconds=round(Fraction(self.amount) * (60_000_000 if self.unit is Unit.MINUTES else 3_600_000_000))
        )


class Counting(TypedDict, total=False):
    """How a budget is counted, beyond its start; what is left out is as said first.

    `roll`: "none"; "next" moves a last day that is not worked to the next working day (budgets in days or months only).
    `pauses`: none; the date moves by exactly the open time they take; overlapping ones count once; one without an end is
    still running and counts only when it ends, so the result is then the earliest possible. `extensions`: none; counted
    from the due day as if asked on it. `has_hours`: as the calendar; False ends days at 24:00 whatever office hours it
    knows, as limits set by law do. With hours a day keeps the time of the start, or with `end_of_day` (False) ends at that
    day's close.
    """

    roll: str
    pauses: Iterable[Pause]
    extensions: Sequence[Budget]
    end_of_day: bool
    has_hours: bool | None


def due_at(start: datetime | date, budget: Budget, calendar: Calendar, **how: Unpack[Counting]) -> datetime:
    """The instant (UTC) at which the budget is used up.

    A bare date as start is its midnight; having no time of day to keep, its last day ends at the close.

    ValueError: no office hours for a budget of minutes, no working day within 200 years, pauses in a count back,
    a date outside the years 1 to 9999. TypeError: an instant without a zone.
    """
    roll, extensions, has_hours = how.get("roll", "none"), how.get("extensions", ()), how.get("has_hours")
    if roll not in ("none", "next"):
        raise ValueError(f"roll is {roll!r}: write 'none' or 'next'.")
    timed = calendar.has_hours if has_hours is None else has_hours and calendar.has_hours
    try:
        rest = closed_pauses(how.get("pauses", ()))
        begin, wall = _begin(start, calendar)
        if rest and budget.amount < 0:
            raise ValueError(_("A date counted back cannot be paused: leave out the pauses."))
        if not budget.unit.in_days:
            return _elapsed(begin, (budget, *extensions), calendar, rest)
        keep = wall if timed and not how.get("end_of_day") else None
        if not rest and keep is not None and not extensions and not budget.amount and roll == "none":
            return begin
        day = _last_day(
            begin.astimezone(calendar.tz).date() if wall else _plain(start), (budget, *extensions), calendar
        )
        if not rest:
            day = next_working_day(day, calendar) if roll == "next" else day
            return close_of(day, calendar, keep, timed)
        return _moved(begin, day, budget.unit, calendar, rest, keep, timed, roll)
    except OverflowError as error:
        raise ValueError(_("The date lies outside the years 1 to 9999: give a smaller budget.")) from error


def _plain(start: datetime | date) -> date:
    return start.date() if isinstance(start, datetime) else start


def _begin(start: datetime | date, calendar: Calendar) -> tuple[datetime, time | None]:
    """The start as an instant, and its local time of day (None for a bare date)."""
    if not isinstance(start, datetime):
        return midnight(start, calendar.tz), None
    if start.tzinfo is None:
        raise TypeError("The start has no time zone: give an aware datetime.")
    return start.astimezone(UTC), start.astimezone(calendar.tz).time()


def _last_day(day: date, budgets: Iterable[Budget], calendar: Calendar) -> date:
    for budget in budgets:
        amount = int(budget.amount)
        if budget.unit is Unit.WORKING_DAYS:
            day = calendar.count(day, amount)
        elif budget.unit is Unit.NATURAL_DAYS:
            day = date.fromordinal(_checked(day.toordinal() + amount))
        elif budget.unit is Unit.MONTHS:
            day = add_months(day, amount)
        else:
            raise ValueError(
                _("A deadline in days cannot be extended by minutes or hours: extend it by days or months.")
            )
    return day


def _checked(ordinal: int) -> int:
    if not 1 <= ordinal <= date.max.toordinal():
        raise OverflowError(ordinal)
    return ordinal


def add_months(day: date, amount: int) -> date:
    """The same day of a later (or earlier) month, or that month's last day if it is shorter (民法典 art 202)."""
    months = day.year * 12 + day.month - 1 + amount
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_working_day(day: date, calendar: Calendar) -> date:
    """`day` if it is worked, else the next working day."""
    return day if calendar.is_working_day(day) else calendar.count(day, 1)


def close_of(day: date, calendar: Calendar, keep: time | None, timed: bool) -> datetime:
    """When the last day ends: at the kept time of day, at the close of its office hours, or at 24:00."""
    if keep is not None:
        return instant(datetime.combine(day, keep.replace(fold=0)), calendar.tz)
    if timed and (hours := calendar.open_intervals(day)):
        return hours[-1][1]
    return midnight(day + ONE_DAY, calendar.tz)


def _moved(
    begin: datetime,
    day: date,
    unit: Unit,
    calendar: Calendar,
    rest: list[Interval],
    keep: time | None,
    timed: bool,
    roll: str,
) -> datetime:
    """A due day moved by its pauses: by their wall time, or for working days by the working time they took."""
    due = close_of(day, calendar, keep, timed)
    if unit is Unit.WORKING_DAYS:
        due = _moved_by_open_time(begin, due, calendar, rest, whole_days=not timed)
    else:
        due = _moved_by_wall_time(begin, due, rest)
    if roll != "next":
        return due
    if keep is None:
        return close_of(next_working_day(calendar.last_day(due), calendar), calendar, None, timed)
    rolled = next_working_day(calendar.local_day(due), calendar)
    return max(due, close_of(rolled, calendar, keep, timed))


def _elapsed(begin: datetime, budgets: Iterable[Budget], calendar: Calendar, rest: list[Interval]) -> datetime:
    due = begin
    for budget in budgets:
        if budget.unit.in_days:
            raise ValueError(
                _("A deadline in minutes or hours cannot be extended by days: extend it by minutes or hours.")
            )
        if budget.unit is Unit.HOURS:
            due = _moved_by_wall_time(due, due + budget.span, rest)
        else:
            due = _moved_by_open_time(due, advance(calendar, due, budget.span), calendar, rest)
    return due


def _moved_by_wall_time(begin: datetime, due: datetime, rest: Iterable[Interval]) -> datetime:
    for low, high in rest:
        if max(low, begin) < due and high > begin:
            due += high - max(low, begin)
    return due


def _moved_by_open_time(
    begin: datetime, due: datetime, calendar: Calendar, rest: Iterable[Interval], *, whole_days: bool = False
) -> datetime:
    for low, high in rest:
        if max(low, begin) < due and high > begin:
            lost = between(calendar, max(low, begin), high, whole_days=whole_days)
            due = advance(calendar, due, lost, whole_days=whole_days)
    return due


def working_seconds(start: datetime, end: datetime, calendar: Calendar, pauses: Iterable[Pause] = ()) -> int:
    """Whole seconds of office hours between two instants, without the pauses (one without an end lasts until `end`).

    0 when the end is not after the start, or when the calendar knows no office hours.
    """
    if end <= start:
        return 0
    closed = closed_pauses(
        (low, end if high is None else high) for low, high in pauses if high is not None or low < end
    )
    total = between(calendar, start, end)
    total -= sum((between(calendar, max(low, start), min(high, end)) for low, high in closed), NOTHING)
    return total // timedelta(seconds=1)


def closed_pauses(pauses: Iterable[Pause]) -> list[Interval]:
    """Pauses that have ended, in order, overlapping and touching ones made one, empty ones dropped.

    ValueError: one ends before it starts.
    """
    union: list[Interval] = []
    for low, high in sorted((low, high) for low, high in pauses if high is not None and low != high):
        if high < low:
            raise ValueError(f"The pause from {low.isoformat()} ends before it starts: swap its two instants.")
        if union and low <= union[-1][1]:
            union[-1] = (union[-1][0], max(high, union[-1][1]))
        else:
            union.append((low, high))
    return union


def is_provisional(due: datetime, start: datetime | date, budget: Budget, calendar: Calendar) -> bool:
    """Does the clock touch days the calendar does not know for sure (an unpublished year)? Then it is shown as 暂定.

    Every unit is treated alike: the flag costs nothing and goes away when the year is confirmed.
    """
    begin = calendar.local_day(start) if isinstance(start, datetime) else start
    last = calendar.last_day(due)
    late = calendar.confirmed_until is not None and max(begin, last) > calendar.confirmed_until
    return late or (calendar.known_from is not None and min(begin, last) < calendar.known_from)
