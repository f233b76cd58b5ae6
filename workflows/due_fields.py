"""Fields of the calculator's JSON: instants, days, amounts and calendars, each refused with its field and a remedy."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.calendars import CHINA, WEEKDAYS, Calendar, merged
from workflows.due import Budget, Unit

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


def read_amount(unit: str, value: Any) -> Budget:
    """A budget of a unit. Wrong if it is no number, too large, negative where it may not be, or a broken day."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise Wrong(unit, _("Write a number."))
    amount = Decimal(str(value))
    if not amount.is_finite():
        raise Wrong(unit, _("Write a number."))
    if abs(amount) > LARGEST:
        raise Wrong(unit, _("It is too large: give less than 200 years."))
    amount = round(amount, 9)  # far below a microsecond, and 1e-999999999 stays harmless
    kind, whole = Unit(unit), amount == int(amount)
    if kind.in_days and not whole:
        raise Wrong(unit, _("Write a whole number."))
    if not kind.in_days and amount < 0:
        raise Wrong(unit, _("Write 0 or more; only days and months can be counted back."))
    return Budget(int(amount) if whole else amount, kind)


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
