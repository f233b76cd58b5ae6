"""The JSON form of the calculator: one question in, one answer out. Used by `manage.py due`, the API and the page.

A question is an object with `calendar`, `start`, and either a budget or an `end` (issue 3, point 6; docs/deadlines.md).
A wrong one is answered with the field that is wrong and the remedy, never with an exception.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.calendars import Calendar, midnight
from workflows.due import Budget, Pause, Unit, closed_pauses, working_seconds
from workflows.due_fields import DAY_FORM, UNITS, Wrong, read_amount, read_calendar, read_day, read_instant
from workflows.explain import Explanation, explain
from workflows.policies import Policy, policies


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
    """The answer to one line: an object with "id" and "due", "working_seconds" or "error"; never raises."""
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
