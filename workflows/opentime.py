"""Open time on a calendar: how much there is between two instants, and when a given amount has passed.

The openings of each local year are laid out once per calendar as integers with running totals, so that both questions
are two binary searches, however long the budget is. All times are whole microseconds since 1970 (UTC): no rounding
anywhere.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from workflows.calendars import DAY, Calendar, on_the_clock

Year = tuple[list[int], list[int], list[int]]  # starts, ends, open time before each opening (and, last, of the year)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICRO = timedelta(microseconds=1)
MOST_YEARS = 200
SECOND = 1_000_000  # microseconds
EPOCH_DAY = EPOCH.toordinal()
WHOLE_DAY = ((0, DAY),)


def advance(calendar: Calendar, at: datetime, need: timedelta, *, whole_days: bool = False) -> datetime:
    """The first instant at which `need` of open time has passed since `at`; `at` itself if nothing is needed.

    `whole_days`: working days are open from 00:00 to 24:00, whatever the office hours. ValueError if the calendar has
    no office hours, or the time is not reached within 200 years.
    """
    left = need // MICRO
    if left <= 0:
        return at
    if not whole_days and not calendar.has_hours:
        raise ValueError(
            _("The calendar has no open hours: give office hours, or use 'hours', which run day and night.")
        )
    year = first = calendar.local_day(at).year
    starts, _ends, before = openings(calendar, year, whole_days)
    left += _passed(calendar, at, year, whole_days)
    while left > before[-1]:
        left -= before[-1]
        year += 1
        if year - first > MOST_YEARS:
            raise ValueError(
                _("The budget needs more open time than 200 years have: give a smaller one, or more open hours.")
            )
        starts, _ends, before = openings(calendar, year, whole_days)
    place = bisect_left(before, left) - 1
    return EPOCH + (starts[place] + left - before[place]) * MICRO


def between(calendar: Calendar, start: datetime, end: datetime, *, whole_days: bool = False) -> timedelta:
    """Open time from `start` to `end`; none if the end is not later. ValueError if more than 200 years apart."""
    if end <= start:
        return timedelta()
    first, last = calendar.local_day(start).year, calendar.local_day(end).year
    if last - first > MOST_YEARS:
        raise ValueError(_("Start and end are more than 200 years apart: check the years."))
    total = _passed(calendar, end, last, whole_days) - _passed(calendar, start, first, whole_days)
    return (total + sum(openings(calendar, year, whole_days)[2][-1] for year in range(first, last))) * MICRO


def _passed(calendar: Calendar, at: datetime, year: int, whole_days: bool) -> int:
    """Open time of the local year before an instant of it."""
    starts, ends, before = openings(calendar, year, whole_days)
    moment = (at - EPOCH) // MICRO
    place = bisect_right(ends, moment)
    return before[place] + (max(0, moment - starts[place]) if place < len(starts) else 0)


def openings(calendar: Calendar, year: int, whole_days: bool) -> Year:
    """The openings of a local year; laid out on first use and kept with the calendar."""
    found = calendar.laid_out.get((year, whole_days))
    if found is None:
        found = calendar.laid_out[year, whole_days] = _lay_out(calendar, year, whole_days)
    return found


def _lay_out(calendar: Calendar, year: int, whole_days: bool) -> Year:
    starts: list[int] = []
    ends: list[int] = []
    before = [0]
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    offset = _offset(calendar, date(year, 1, 1))
    for ordinal in range(first, last + 1):
        day, tomorrow = date.fromordinal(ordinal), date.fromordinal(ordinal + 1)
        earlier, offset = offset, _offset(calendar, tomorrow)
        spans = (WHOLE_DAY if calendar.works(ordinal) else ()) if whole_days else calendar.spans(day)
        if earlier == offset:  # no clock change within this day: plain sums
            zero = (ordinal - EPOCH_DAY) * DAY * SECOND - earlier
            found = [(zero + low * SECOND, zero + high * SECOND) for low, high in spans]
        else:
            changed = on_the_clock(day, spans, calendar.tz)
            found = [((low - EPOCH) // MICRO, (high - EPOCH) // MICRO) for low, high in changed]
        for start, end in found:
            starts.append(start)
            ends.append(end)
            before.append(before[-1] + end - start)
    return starts, ends, before


def _offset(calendar: Calendar, day: date) -> int:
    """Microseconds by which local time is ahead of UTC at the (first) midnight that begins this day."""
    return (datetime(day.year, day.month, day.day, tzinfo=calendar.tz).utcoffset() or timedelta()) // MICRO
