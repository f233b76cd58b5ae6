"""Why this date? Every reason of a due instant as data and as a sentence, and each day for a small calendar picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Unpack

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.calendars import Calendar, Interval, whole_day
from workflows.datetexts import amount_text, day_text, holiday_title, moment_text
from workflows.due import Budget, Counting, Pause, Unit, closed_pauses, due_at, is_provisional
from workflows.policy import Policy

ONE_DAY = timedelta(days=1)
MOST_DAYS = 400  # a longer clock has no picture and names no holidays: nobody counts them


@dataclass(frozen=True)
class Reason:
    """One reason of a date.

    `kind`: rule, start, day0, holiday, makeup, pause, extension, roll, due, calendar or provisional. `at`: instant
    (UTC);
    `days`: first and last local day it is about. `data`: the plain facts behind the sentence.
    """

    kind: str
    text: str | Promise
    at: datetime | None = None
    days: tuple[date, date] | None = None
    data: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        plain: dict[str, Any] = {"kind": self.kind, "text": str(self.text)}
        if self.at is not None:
            plain["at"] = utc_text(self.at)
        if self.days is not None:
            plain["days"] = [day.isoformat() for day in self.days]
        return {**plain, **self.data}


@dataclass(frozen=True)
class DayMark:
    """One day of the picture: start, counted, makeup (counted too), off, pause or last; `number` of the counted."""

    date: date
    kind: str
    number: int | None = None
    name: str | Promise = ""

    def as_json(self) -> dict[str, Any]:
        return {"date": self.date.isoformat(), "kind": self.kind, "number": self.number, "name": str(self.name)}


@dataclass(frozen=True)
class Explanation:
    """A due instant with everything that led to it."""

    due: datetime
    last_day: date
    provisional: bool
    why: tuple[Reason, ...]
    days: tuple[DayMark, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain JSON, its sentences in the active language."""
        return {
            "due": utc_text(self.due),
            "day": self.last_day.isoformat(),
            "provisional": self.provisional,
            "why": [reason.as_json() for reason in self.why],
            "days": [mark.as_json() for mark in self.days],
        }


def utc_text(at: datetime) -> str:
    """`2026-10-10T16:00:00Z`; microseconds only if there are some."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def explain(
    policy: Policy | None,
    start: datetime | date,
    budget: Budget,
    calendar: Calendar,
    **how: Unpack[Counting],
) -> Explanation:
    """The due instant of `due_at` with its reasons, in the order in which a person would count. Errors as `due_at`."""
    pauses, extensions, rolls = list(how.get("pauses", ())), how.get("extensions", ()), how.get("roll") == "next"
    how["pauses"] = pauses

    def dated(**changes: Unpack[Counting]) -> datetime:
        counted: Counting = {**how, **changes}
        return due_at(start, budget, calendar, **counted)

    due = dated()
    last = calendar.last_day(due)
    first = calendar.local_day(start) if isinstance(start, datetime) else start
    running = [low for low, high in pauses if high is None]
    provisional = is_provisional(due, start, budget, calendar) or bool(running)
    why: list[Reason] = [_rule(policy, budget), _start(start, first, calendar)]
    if budget.unit.in_days and budget.amount > 0:
        why.append(Reason("day0", _("The day of the start is not counted; day 1 is the next."), days=(first, first)))
    after, until = (first, last) if first <= last else (last - ONE_DAY, first - ONE_DAY)
    if (until - after).days <= MOST_DAYS:
        why += _crossed(after, until, budget.unit, calendar)
    why += _extensions(extensions, dated, calendar)
    why += _pauses(pauses, dated, calendar)
    if rolls and budget.unit.in_days and (unrolled := dated(roll="none")) != due:
        why.append(_roll(unrolled, last, calendar))
    text = format_lazy(_("Due {when}."), when=moment_text(due, calendar, closing=True, year=True))
    why.append(Reason("due", text, at=due, days=(last, last)))
    why += _knowledge(due, start, budget, calendar, running)
    marks = _marks(first, last, budget.unit, calendar, closed_pauses(pauses))
    return Explanation(due, last, provisional, tuple(why), marks)


def _rule(policy: Policy | None, budget: Budget) -> Reason:
    data: dict[str, Any] = {"amount": _plain(budget.amount), "unit": str(budget.unit)}
    if policy is None:
        return Reason("rule", amount_text(budget), data=data)
    text = format_lazy(
        _("{amount}. {source}: {rule}"), amount=amount_text(budget), source=policy.citation, rule=policy.text
    )
    data |= {"policy": policy.key, "version": policy.version, "citation": policy.citation, "binding": policy.binding}
    return Reason("rule", text, data=data)


def _plain(amount: Any) -> int | float:
    return int(amount) if amount == int(amount) else float(amount)


def _start(start: datetime | date, first: date, calendar: Calendar) -> Reason:
    when = moment_text(start, calendar, year=True) if isinstance(start, datetime) else day_text(first, year=True)
    at = start.astimezone(UTC) if isinstance(start, datetime) else None
    return Reason("start", format_lazy(_("Starts {when}."), when=when), at=at, days=(first, first))


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _crossed(first: date, last: date, unit: Unit, calendar: Calendar) -> list[Reason]:
    """Holidays (each with the days off around it) and make-up days after the first day, up to the last."""
    skips = unit in (Unit.WORKING_DAYS, Unit.MINUTES)
    found: list[Reason] = []
    run: list[date] = []
    for day in _days(first + ONE_DAY, last + ONE_DAY):
        if day <= last and not calendar.is_working_day(day):
            run.append(day)
            continue
        names = [name for off in run if (name := calendar.holiday_name(off)) is not None]
        if names:
            found.append(_holiday(run, names, skips))
        run = []
        if day <= last and (name := calendar.makeup_name(day)) is not None:
            text = format_lazy(_("{day} is a make-up working day, so it counts."), day=day_text(day))
            found.append(Reason("makeup", text, days=(day, day), data={"name": name}))
    return found


def _holiday(run: list[date], names: list[str], skips: bool) -> Reason:
    name = next((name for name in names if name != "调休放假"), names[0])
    words = {"name": holiday_title(name), "first": day_text(run[0]), "last": day_text(run[-1]), "n": len(run)}
    if len(run) == 1:
        text = format_lazy(_("{name}, {first}: not counted.") if skips else _("{name}, {first}: counted too."), **words)
    else:
        skipped, counted = (
            _("{name}, {first} to {last}, {n} days: not counted."),
            _("{name}, {first} to {last}: counted too."),
        )
        text = format_lazy(skipped if skips else counted, **words)
    return Reason("holiday", text, days=(run[0], run[-1]), data={"name": name, "counted": not skips})


def _pauses(pauses: list[Pause], dated: Any, calendar: Calendar) -> list[Reason]:
    """Each pause with how far it moves the date, in order of time (what it adds to the pauses before it)."""
    found: list[Reason] = []
    rest: list[Interval] = closed_pauses(pauses)
    for place, (low, high) in enumerate(rest):
        before, after = dated(pauses=rest[:place]), dated(pauses=rest[: place + 1])
        words = {
            "low": moment_text(low, calendar),
            "high": moment_text(high, calendar),
            "before": moment_text(before, calendar, closing=True),
            "after": moment_text(after, calendar, closing=True),
        }
        moved = _("Paused from {low} to {high}: the date moves from {before} to {after}.")
        idle = _("Paused from {low} to {high}: outside the counted time, so the date stays.")
        data = {"from": utc_text(low), "to": utc_text(high), "moved_seconds": int((after - before).total_seconds())}
        found.append(Reason("pause", format_lazy(idle if after == before else moved, **words), at=low, data=data))
    for start in sorted(low for low, high in pauses if high is None):
        text = format_lazy(
            _("Paused since {low}: the date moves on until the pause ends."), low=moment_text(start, calendar)
        )
        found.append(Reason("pause", text, at=start, data={"from": utc_text(start), "to": None}))
    return found


def _extensions(extensions: Sequence[Budget], dated: Any, calendar: Calendar) -> list[Reason]:
    found: list[Reason] = []
    for place, extra in enumerate(extensions):
        after = dated(extensions=extensions[: place + 1], pauses=())
        when = moment_text(after, calendar, closing=True)
        text = format_lazy(_("Extended by {amount}, to {when}."), amount=amount_text(extra), when=when)
        found.append(
            Reason("extension", text, at=after, data={"amount": _plain(extra.amount), "unit": str(extra.unit)})
        )
    return found


def _roll(unrolled: datetime, last: date, calendar: Calendar) -> Reason:
    rest_day = calendar.last_day(unrolled)
    text = format_lazy(
        _("The last day, {day}, is a rest day: moved to the next working day, {next}."),
        day=day_text(rest_day),
        next=day_text(last),
    )
    return Reason("roll", text, days=(rest_day, last))


def _knowledge(
    due: datetime, start: datetime | date, budget: Budget, calendar: Calendar, running: list[datetime]
) -> list[Reason]:
    found: list[Reason] = []
    if calendar.version:
        text = format_lazy(_("Calendar version {version}."), version=calendar.version)
        until = calendar.confirmed_until.isoformat() if calendar.confirmed_until else None
        found.append(Reason("calendar", text, data={"version": calendar.version, "confirmed_until": until}))
    if is_provisional(due, start, budget, calendar):
        known = calendar.confirmed_until
        text = _("Provisional: the calendar of that time is not known.")
        if known is not None and calendar.last_day(due) > known:
            text = format_lazy(
                _("Provisional: holidays and make-up days are confirmed up to {day} only."),
                day=day_text(known, year=True),
            )
        found.append(Reason("provisional", text))
    elif running:
        found.append(Reason("provisional", _("Provisional: the clock is paused, so the date is still moving.")))
    return found


def _marks(first: date, last: date, unit: Unit, calendar: Calendar, rest: list[Interval]) -> tuple[DayMark, ...]:
    """Every day from the start to the last. A day at least half of which is paused is a pause and has no number."""
    if not 0 <= (last - first).days <= MOST_DAYS:
        return ()
    counts_all = unit not in (Unit.WORKING_DAYS, Unit.MINUTES)
    marks: list[DayMark] = []
    number = 0
    for day in _days(first, last):
        makeup, holiday = calendar.makeup_name(day), calendar.holiday_name(day)
        name = holiday_title(makeup or holiday or "") if makeup is not None or holiday is not None else ""
        if day == first and (first != last or unit.in_days):
            marks.append(DayMark(day, "start", None, name))
            continue
        worked = calendar.is_working_day(day)
        if day != last and (worked or counts_all) and _mostly_paused(day, calendar, rest):
            marks.append(DayMark(day, "pause", None, name))
        elif day == last or worked or counts_all:
            number += 1
            kind = "last" if day == last else "makeup" if makeup is not None else "counted"
            marks.append(DayMark(day, kind, number, name))
        else:
            marks.append(DayMark(day, "off", None, name))
    return tuple(marks)


def _mostly_paused(day: date, calendar: Calendar, rest: list[Interval]) -> bool:
    if not rest:
        return False
    low, high = whole_day(day, calendar.tz)
    paused = sum((max(timedelta(), min(high, end) - max(low, start)) for start, end in rest), timedelta())
    return paused * 2 >= high - low
