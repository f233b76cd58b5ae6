"""The ladder of a deadline: when to remind, to warn, to record the breach, to press and to tell the leader.

Rungs that speak to people fall inside office hours; the breach is recorded at its instant, whatever the hour.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from workflows.calendars import Calendar, Interval, instant
from workflows.due import Budget, Pause, Unit, add_months, closed_pauses

Do = Literal["remind", "warn", "breach", "lapse", "press", "leader"]
Fire = tuple[str, str, datetime]

DOES: tuple[Do, ...] = ("remind", "warn", "breach", "lapse", "press", "leader")
EXACT = ("breach", "lapse")  # recorded at their instant; the others wait for office hours
DESK_HOURS = ((9 * 3600, 17 * 3600),)  # when a unit has not said when it is open
LAST_HOUR = timedelta(hours=1)
LOOK_DAYS = 31  # no office is shut for longer than a month; beyond that a rung keeps its own instant


@dataclass(frozen=True)
class Rung:
    """One step of a ladder: what happens (`do`) and when, by exactly one of the four.

    `percent` of the time without pauses; `before` the due instant; `at_due`; `after` it. Days keep the time of day of
    the due instant, hours are elapsed. "lapse" is the end of a clock that is not our duty: nobody of ours is late.
    """

    name: str
    do: Do
    percent: int | None = None
    before: Budget | None = None
    at_due: bool = False
    after: Budget | None = None

    def __post_init__(self) -> None:
        ways = (self.percent is not None) + (self.before is not None) + self.at_due + (self.after is not None)
        if ways != 1:
            raise ValueError(f"Rung {self.name!r}: say exactly one of percent, before, at_due, after.")
        if self.do not in DOES:
            raise ValueError(f"Rung {self.name!r} does {self.do!r}: write one of {', '.join(DOES)}.")
        if self.percent is not None and not 0 < self.percent < 100:
            raise ValueError(f"Rung {self.name!r}: percent is {self.percent}: write 1 to 99.")
        for budget in (self.before, self.after):
            if budget is not None and (budget.unit is Unit.MINUTES or budget.amount < 0):
                raise ValueError(f"Rung {self.name!r}: count hours, days or months, 0 or more.")

    @property
    def early(self) -> bool:
        """Does it come before the due instant?"""
        return self.percent is not None or self.before is not None


def _wd(amount: int) -> Budget:
    return Budget(amount, Unit.WORKING_DAYS)


LADDERS: dict[str, tuple[Rung, ...]] = {
    "ours": (  # domain.md §2.4
        Rung("remind", "remind", percent=50),
        Rung("warn", "warn", percent=80),
        Rung("breach", "breach", at_due=True),
        Rung("press", "press", after=_wd(2)),
        Rung("leader", "leader", after=_wd(5)),
    ),
    "party": (
        Rung("remind", "remind", percent=50),
        Rung("warn", "warn", percent=80),
        Rung("lapse", "lapse", at_due=True),
    ),
    "ext": (Rung("warn", "warn", percent=80), Rung("lapse", "lapse", at_due=True)),
    "keep": (Rung("lapse", "lapse", at_due=True),),  # a shortest time to keep a record: nothing to be late with
}


def rung_instants(
    rungs: Sequence[Rung],
    start: datetime,
    due: datetime,
    calendar: Calendar,
    *,
    office: Calendar | None = None,
    pauses: Iterable[Pause] = (),
    any_hour: bool = False,
) -> tuple[Fire, ...]:
    """(name, do, UTC instant) of every rung, in time order; on a tie in the order of the ladder.

    `calendar` counts the days; `office` is the calendar of the unit spoken to (default: the same), 09:00-17:00 of its
    working days if it knows no hours. `any_hour`: urgent clocks speak at once, day and night. A rung before the due
    instant goes to the next opening, or, if that is too late, to the opening of the last office day before the due
    instant.
    """
    desk = None if any_hour else at_desk(office or calendar)
    rest = closed_pauses(pauses)
    ladder = sorted(((_instant(rung, start, due, calendar, rest), rung) for rung in rungs), key=lambda pair: pair[0])
    found: list[Fire] = []
    floor = start  # a rung moved back to office hours never overtakes the one before it
    for at, rung in ladder:
        if desk is not None and rung.do not in EXACT and not (rung.at_due and is_open(at, desk)):
            at = max(floor, in_hours(at, desk, start, due)) if rung.early else next_open(at, desk)
        floor = at
        found.append((rung.name, rung.do, at))
    return tuple(sorted(found, key=lambda fire: fire[2]))


def at_desk(office: Calendar) -> Calendar:
    """A calendar with hours: its own, or 09:00-17:00 on its working days."""
    return office if office.has_hours else replace(office, hours=dict.fromkeys(range(5), DESK_HOURS))


def _instant(rung: Rung, start: datetime, due: datetime, calendar: Calendar, rest: list[Interval]) -> datetime:
    if rung.percent is not None:
        return share(start, due, rung.percent, rest)
    if rung.before is not None:
        return max(start, min(due, _away(due, rung.before, calendar, -1))) if due > start else due
    return due if rung.after is None else _away(due, rung.after, calendar, 1)


def share(start: datetime, due: datetime, percent: int, rest: Sequence[Interval] = ()) -> datetime:
    """When `percent` of the time between start and due has run, pauses not counted."""
    if due <= start:
        return due
    pauses = [(max(low, start), min(high, due)) for low, high in rest if low < due and high > start]
    need = (due - start - sum((high - low for low, high in pauses), timedelta())) * percent / 100
    at = start
    for low, high in pauses:
        if need <= low - at:
            break
        need -= low - at
        at = high
    return at + need


def _away(due: datetime, budget: Budget, calendar: Calendar, sign: int) -> datetime:
    """`budget` after (or before) the due instant, at its time of day; 24:00 stays 24:00 of the day it ends on."""
    if budget.unit is Unit.HOURS:
        return due + sign * budget.span
    local = due.astimezone(calendar.tz).replace(tzinfo=None)
    last = calendar.last_day(due)
    amount = sign * int(budget.amount)
    if budget.unit is Unit.WORKING_DAYS:
        day = calendar.count(last, amount)
    elif budget.unit is Unit.MONTHS:
        day = add_months(last, amount)
    else:
        day = last + timedelta(days=amount)
    return instant(local + (day - last), calendar.tz)


def is_open(at: datetime, desk: Calendar) -> bool:
    return any(low <= at < high for low, high in desk.open_intervals(desk.local_day(at)))


def next_open(at: datetime, desk: Calendar) -> datetime:
    """`at` if the office is open then, else its next opening (or `at` if it does not open within a month)."""
    day = desk.local_day(at)
    for _ in range(LOOK_DAYS):
        for low, high in desk.open_intervals(day):
            if at < high:
                return max(at, low)
        day += timedelta(days=1)
    return at


def in_hours(at: datetime, desk: Calendar, start: datetime, due: datetime) -> datetime:
    """An early rung in office hours between start and due; its own instant if there are none."""
    opening = next_open(at, desk)
    if opening < due:
        return opening
    day, first = desk.local_day(at), desk.local_day(start)
    while day >= max(first, desk.local_day(at) - timedelta(days=LOOK_DAYS)):
        spans = [(low, high) for low, high in desk.open_intervals(day) if low <= at and high > start]
        if spans:
            low, high = spans[0][0], spans[-1][1]
            return low if low >= start else max(start, high - LAST_HOUR)
        day -= timedelta(days=1)
    return at
