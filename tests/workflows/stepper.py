"""A second, naive implementation: it looks at every minute (or second) and counts. Slow, and easy to believe."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Spans = dict[int, list[tuple[int, int]]]


class Stepper:
    """The same facts as a Calendar, asked one instant at a time."""

    def __init__(self, tz: str, hours: Spans, holidays: set[date], workdays: set[date]) -> None:
        self.tz, self.hours, self.holidays, self.workdays = ZoneInfo(tz), hours, holidays, workdays

    def works(self, day: date) -> bool:
        if day in self.workdays:
            return True
        if day in self.holidays:
            return False
        return day.weekday() in self.hours if self.hours else day.weekday() < 5

    def is_open(self, at: datetime) -> bool:
        """Local wall time of this instant lies in the hours of a working day."""
        local = at.astimezone(self.tz)
        if not self.works(local.date()):
            return False
        spans = self.hours.get(local.weekday()) or self.hours[min(self.hours)]
        second = local.hour * 3600 + local.minute * 60 + local.second
        return any(low <= second < high for low, high in spans)

    def due(self, start: datetime, minutes: int, pauses: Sequence[tuple[datetime, datetime]] = ()) -> datetime:
        at, left = start, minutes
        while left:
            if self.is_open(at) and not rests(at, pauses):
                left -= 1
            at += timedelta(minutes=1)
        return at

    def seconds(self, start: datetime, end: datetime, pauses: Sequence[tuple[datetime, datetime]], step: int) -> int:
        at, total = start, 0
        while at < end:
            if self.is_open(at) and not rests(at, pauses):
                total += step
            at += timedelta(seconds=step)
        return total

    def last_day(self, day: date, amount: int) -> date:
        """The amount-th working day after (before) a day, one day at a time."""
        while amount:
            day += timedelta(days=1 if amount > 0 else -1)
            if self.works(day):
                amount -= 1 if amount > 0 else -1
        return day

    def midnight_after(self, day: date) -> datetime:
        """The first instant whose local date is later than `day`, to the second."""
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=6)
        while at.astimezone(self.tz).date() <= day:
            at += timedelta(minutes=1)
        return at


def rests(at: datetime, pauses: Sequence[tuple[datetime, datetime]]) -> bool:
    return any(low <= at < high for low, high in pauses)
