"""The JSON form of the calculator: one question in, one answer out. Used by `manage.py due`, the API and the page.

A question is an object with `calendar`, `start`, and either a budget or an `end` (issue 3, point 6; docs/deadlines.md).
A wrong one is answered with the field that is wrong and the remedy, never with an exception.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.calendars import CHINA, WEEKDAYS, Calendar, merged, midnight
from workflows.due import Budget, Pause, Unit, closed_pauses, working_seconds
from workflows.explain import Explanation, explain
from workflows.policies import Policy, policies

DAY_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEARLY_FORM = re.compile(r"--([0-9]{2})-([0-9]{2})")
TIME_FORM = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?")
LARGEST = 200_000_000  # minutes: about 380 years
UNITS = tuple(str(unit) for unit in Unit)


class Wrong(ValueError):
    """A field of a question is wrong; `field` names it, `text` says what to write instead."""

    def __init__(self, field: str, text: str | Promise) -> None:
        super().__init__(field, text)
        self.field = field
        self.text = text

    def __str__(self) -> str:
        return f"{self.field}: {self.text}" if self.field else str(self.text)


@dataclass(frozen=True)
class Question:
    """A checked question: exactly one of `budget` and `end` is set."""

    calendar: Calendar
    start: datetime | date
    budget: Budget | None
    end: datetime | None
    policy: Policy | None
    roll: str
    pauses: tuple[Pause, ...]
    extensions: tuple[Budget, ...]
    end_of_day: bool


def answer_line(line: str | bytes) -> dict[str, Any]:
    """The answer to one line of JSON: {"id", "due", "day", "provisional", "why"}, {"id", "working_seconds"} or {"id", "error"}."""
    try:
        text = line.decode("utf-8") if isinstance(line, bytes) else line
        asked = json.loads(text, parse_float=Decimal, parse_constant=float)
    except RecursionError:
        return {"id": None, "error": str(_("The line is nested too deeply: write one flat object."))}
    except (ValueError, InvalidOperation) as error:
        return {"id": None, "error": f'{_("The line is not JSON: write one object, like")} {{"id": 1, …}} ({error})'}
    if not isinstance(asked, dict):
        return {"id": None, "error": str(_("The line is JSON, but no object: write one object, in braces."))}
    return answer(asked)


def answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one question as plain JSON; never raises for a wrong question."""
    known = plain(asked.get("id"))
    try:
        found = solve(read(asked))
    except Wrong as wrong:
        return {"id": known, "error": str(wrong)}
    if isinstance(found, int):
        return {"id": known, "working_seconds": found}
    full = found.as_json()
    return {"id": known, **{word: full[word] for word in ("due", "day", "provisional", "why")}}


def solve(question: Question) -> Explanation | int:
    """The explained due instant, or the working seconds up to `end`. Wrong if the calendar cannot answer it."""
    try:
        if question.budget is None:
            begin = _instant_of(question.start, question.calendar)
            return working_seconds(begin, question.end or begin, question.calendar, question.pauses)
        return explain(
            question.policy,
            question.start,
            question.budget,
            question.calendar,
            roll=question.roll,
            pauses=question.pauses,
            extensions=question.extensions,
            end_of_day=question.end_of_day,
        )
    except OverflowError as error:
        raise Wrong(
            _blamed(question), _("The date lies outside the years 1 to 9999: give a smaller budget.")
        ) from error
    except ValueError as error:
        raise Wrong(_blamed(question), str(error)) from error


def _blamed(question: Question) -> str:
    return "end" if question.budget is None else str(question.budget.unit)


def read(asked: Mapping[str, Any]) -> Question:
    """Check a question, field by field. Wrong names the first field that is not right."""
    calendar = read_calendar(asked.get("calendar"))
    start = _start(asked.get("start"))
    policy = _policy(asked)
    budget = policy.budget if policy else _budget(asked)
    end = None
    if "end" in asked:
        end = read_instant("end", asked["end"])
        if end < _instant_of(start, calendar):
            raise Wrong("end", _("It lies before the start: swap the two."))
        if not calendar.has_hours and "hours" not in _hours_named(asked["calendar"]):
            raise Wrong(
                "calendar", _('Working time needs office hours: give hours, such as {"mon": [["09:00","17:00"]]}.')
            )
    if budget is not None and budget.unit is Unit.MINUTES and not calendar.has_hours:
        raise Wrong("calendar", _('Minutes run in office hours: give hours, or use "hours", which run day and night.'))
    roll = asked.get("roll", policy.roll if policy else "none")
    if roll not in ("none", "next"):
        raise Wrong("roll", _('Write "none" or "next".'))
    end_of_day = asked.get("end_of_day", False)
    if not isinstance(end_of_day, bool):
        raise Wrong("end_of_day", _("Write true or false."))
    pauses = _pauses(asked.get("pauses"))
    if pauses and budget and budget.amount < 0:
        raise Wrong("pauses", _("A date counted back cannot be paused: leave out the pauses."))
    extensions = _extensions(asked.get("extensions"), budget)
    return Question(calendar, start, budget, end, policy, roll, pauses, extensions, end_of_day)


def _hours_named(calendar: Any) -> Mapping[str, Any]:
    return calendar if isinstance(calendar, Mapping) else {}


def _instant_of(start: datetime | date, calendar: Calendar) -> datetime:
    try:
        return start if isinstance(start, datetime) else midnight(start, calendar.tz)
    except OverflowError as error:
        raise Wrong("start", _("The date lies outside the years 1 to 9999.")) from error


def plain(value: Any) -> Any:
    """A parsed JSON value with its decimals as ordinary numbers, fit to be written again."""
    if isinstance(value, Decimal | float):
        return float(value) if isfinite(float(value)) else str(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def read_instant(field: str, value: Any) -> datetime:
    """An instant with its zone, in UTC. Wrong says how to write it."""
    form = _("Write an instant with its zone, like 2026-10-09T01:30:00Z or 2026-10-09T09:30:00+08:00.")
    if not isinstance(value, str) or DAY_FORM.match(value) is None:
        raise Wrong(field, form)
    try:
        found = datetime.fromisoformat(value)
        if found.tzinfo is None:
            raise Wrong(field, _("The zone is missing: end it with Z or with an offset like +08:00."))
        return found.astimezone(UTC)
    except OverflowError as error:
        raise Wrong(field, _("The date lies outside the years 1 to 9999.")) from error
    except ValueError as error:
        raise error if isinstance(error, Wrong) else Wrong(field, form) from error


def read_day(field: str, value: Any) -> date:
    """A bare date. Wrong says how to write it."""
    try:
        if isinstance(value, str) and DAY_FORM.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError as error:
        raise Wrong(field, _("There is no such day: check year, month and day.")) from error
    raise Wrong(field, _("Write a day like 2026-10-01."))


def _start(value: Any) -> datetime | date:
    if value is None:
        raise Wrong("start", _("It is missing: give an instant like 2026-10-09T01:30:00Z, or a day like 2026-10-09."))
    if isinstance(value, str) and DAY_FORM.fullmatch(value):
        return read_day("start", value)
    return read_instant("start", value)


def _policy(asked: Mapping[str, Any]) -> Policy | None:
    key = asked.get("policy")
    if key is None:
        return None
    if any(unit in asked for unit in UNITS) or "end" in asked:
        raise Wrong("policy", _("It brings its own time: leave out the others."))
    if not isinstance(key, str) or key not in policies:
        raise Wrong("policy", _("There is no such policy: choose a key like xf.handle."))
    return policies[key]


def _budget(asked: Mapping[str, Any]) -> Budget | None:
    given = [unit for unit in (*UNITS, "end") if unit in asked]
    if len(given) > 1:
        raise Wrong(
            given[1], format_lazy(_("{first} is given as well: give only one of {all}."), first=given[0], all=_all())
        )
    if not given:
        raise Wrong("budget", format_lazy(_("It is missing: give one of {all}."), all=_all()))
    return None if given == ["end"] else read_amount(given[0], asked[given[0]])


def _all() -> str:
    return ", ".join((*UNITS, "end"))


def read_amount(unit: str, value: Any) -> Budget:
    """A budget of a unit. Wrong if it is no number, too large, negative where it may not be, or a broken day."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise Wrong(unit, _("Write a number."))
    amount: int | Decimal = Decimal(repr(value)) if isinstance(value, float) else value
    if isinstance(amount, Decimal) and not amount.is_finite():
        raise Wrong(unit, _("Write a number."))
    if abs(amount) > LARGEST:
        raise Wrong(unit, _("It is too large: give less than 200 years."))
    kind = Unit(unit)
    if kind.in_days and amount != int(amount):
        raise Wrong(unit, _("Write a whole number."))
    if not kind.in_days and amount < 0:
        raise Wrong(unit, _("Write 0 or more; only days and months can be counted back."))
    return Budget(int(amount) if amount == int(amount) else amount, kind)


def _pauses(value: Any) -> tuple[Pause, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Wrong("pauses", _("Write a list of pairs: [[from, to], …]."))
    found: list[Pause] = []
    for place, pair in enumerate(value):
        if not isinstance(pair, list) or len(pair) != 2:
            raise Wrong(f"pauses[{place}]", _("Write a pair: [from, to]; to is null while the pause lasts."))
        low = read_instant(f"pauses[{place}][0]", pair[0])
        high = None if pair[1] is None else read_instant(f"pauses[{place}][1]", pair[1])
        if high is not None and high < low:
            raise Wrong(f"pauses[{place}]", _("It ends before it starts: swap its two instants."))
        found.append((low, high))
    closed_pauses(found)
    return tuple(found)


def _extensions(value: Any, budget: Budget | None) -> tuple[Budget, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or budget is None:
        raise Wrong("extensions", _('Write a list of budgets, like [{"working_days": 5}].'))
    found = []
    for place, item in enumerate(value):
        if not isinstance(item, dict) or len(item) != 1 or next(iter(item)) not in UNITS:
            raise Wrong(f"extensions[{place}]", _('Write one budget, like {"working_days": 5}.'))
        extra = read_amount(*next(iter(item.items())))
        if extra.unit.in_days != budget.unit.in_days:
            raise Wrong(f"extensions[{place}]", _("Days are extended by days or months, hours by hours or minutes."))
        found.append(extra)
    return tuple(found)


def read_calendar(value: Any) -> Calendar:
    """The calendar of a question: "cn", or an object with tz, hours, holidays and workdays."""
    if value == "cn":
        return CHINA
    if not isinstance(value, dict):
        raise Wrong("calendar", _('Write "cn", or an object with tz, hours, holidays and workdays.'))
    for word in ("hours", "holidays", "workdays"):
        if value.get(word) is None:
            value = {**value, word: {} if word == "hours" else []}
    holidays = [(f"calendar.holidays[{i}]", day) for i, day in enumerate(_list("calendar.holidays", value["holidays"]))]
    workdays = [(f"calendar.workdays[{i}]", day) for i, day in enumerate(_list("calendar.workdays", value["workdays"]))]
    yearly = {found for field, day in holidays if (found := _yearly(field, day))}
    return Calendar(
        tz=_zone(value.get("tz")),
        hours=_hours(value["hours"]),
        holidays={read_day(field, day): "" for field, day in holidays if not _yearly(field, day)},
        workdays={read_day(field, day): "" for field, day in workdays},
        yearly=dict.fromkeys(yearly, ""),
    )


def _list(field: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Wrong(field, _('Write a list of days, like ["2026-10-01"].'))
    return value


def _yearly(field: str, value: Any) -> tuple[int, int] | None:
    found = YEARLY_FORM.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    month, day = int(found[1]), int(found[2])
    try:
        date(2024, month, day)  # a leap year: 29 February may be a yearly holiday
    except ValueError as error:
        raise Wrong(field, _("There is no such day: check year, month and day.")) from error
    return month, day


def _zone(value: Any) -> ZoneInfo:
    if value is None:
        raise Wrong("calendar.tz", _("It is missing: give a zone like Asia/Shanghai."))
    try:
        if isinstance(value, str) and value:
            return ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise Wrong("calendar.tz", _("There is no such zone: give one like Asia/Shanghai or UTC.")) from error
    raise Wrong("calendar.tz", _("There is no such zone: give one like Asia/Shanghai or UTC."))


def _hours(value: Any) -> dict[int, tuple[tuple[int, int], ...]]:
    if not isinstance(value, dict):
        raise Wrong("calendar.hours", _('Write an object like {"mon": [["09:00","17:00"]]}.'))
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for word, spans in value.items():
        field = f"calendar.hours.{word}"
        if word not in WEEKDAYS:
            raise Wrong(field, _("There is no such weekday: write mon, tue, wed, thu, fri, sat or sun."))
        if not isinstance(spans, list) or any(not isinstance(span, list) or len(span) != 2 for span in spans):
            raise Wrong(field, _('Write a list of pairs, like [["09:00","12:00"],["14:00","17:00"]].'))
        pairs = [(_seconds(field, low), _seconds(field, high)) for low, high in spans]
        if any(low >= high for low, high in pairs):
            raise Wrong(
                field, _("The end must come after the start; split hours past midnight: to 24:00, and from 00:00.")
            )
        found[WEEKDAYS.index(word)] = tuple(merged(pairs))
    return found


def _seconds(field: str, value: Any) -> int:
    found = TIME_FORM.fullmatch(value) if isinstance(value, str) else None
    if found is not None:
        hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
        total = hour * 3600 + minute * 60 + second
        if minute < 60 and second < 60 and total <= 86_400:
            return total
    raise Wrong(field, _('Write times from 00:00 to 24:00, like "09:00".'))
