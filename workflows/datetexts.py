"""Dates, amounts and lists as people write them, in the reader's language: 10月10日（周六）24:00, Sat 10 Oct 24:00."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from workflows.calendars import Calendar
from workflows.due import Budget, Unit

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
AMOUNTS: dict[Unit, tuple[Any, Any]] = {
    Unit.MINUTES: (_("{n} minute of office time"), _("{n} minutes of office time")),
    Unit.HOURS: (_("{n} hour"), _("{n} hours")),
    Unit.WORKING_DAYS: (_("{n} working day"), _("{n} working days")),
    Unit.NATURAL_DAYS: (_("{n} calendar day"), _("{n} calendar days")),
    Unit.MONTHS: (_("{n} month"), _("{n} months")),
}
HOLIDAYS: dict[str, str | Promise] = {  # names in china_days.csv
    "元旦": _("New Year's Day"),
    "春节": _("Spring Festival"),
    "农历除夕": _("Spring Festival"),
    "春节延长假期": _("Spring Festival"),
    "清明节": _("Tomb-Sweeping Day"),
    "劳动节": _("Labour Day"),
    "端午节": _("Dragon Boat Festival"),
    "中秋节": _("Mid-Autumn Festival"),
    "国庆节": _("National Day"),
    "中秋节、国庆节": _("Mid-Autumn Festival and National Day"),
    "调休放假": _("Day off in exchange"),
    "调休上班": _("Make-up working day"),
    "": _("Holiday"),
}


def _written(day: date, clock: str, year: bool) -> str:
    if (get_language() or "zh").startswith("zh"):
        head = f"{day.year}年" if year else ""
        return f"{head}{day.month}月{day.day}日（周{WEEKDAYS_ZH[day.weekday()]}）{clock}"
    tail = f" {day.year}" if year else ""
    return f"{WEEKDAYS_EN[day.weekday()]} {day.day} {MONTHS_EN[day.month - 1]}{tail}{' ' + clock if clock else ''}"


_lazily = lazy(_written, str)


def joined(words: Iterable[object]) -> str:
    """Words one after another, parted as the reader's language does it: 社区、街道 or community, street."""
    return ("、" if (get_language() or "zh").startswith("zh") else ", ").join(str(word) for word in words)


joined_lazy = lazy(joined, str)


def day_text(day: date, *, year: bool = False) -> str | Promise:
    """A day with its weekday, in the language of whoever reads it."""
    text: str | Promise = _lazily(day, "", year)
    return text


def moment_text(at: datetime, calendar: Calendar, *, closing: bool = False, year: bool = False) -> str | Promise:
    """A local moment to the minute or second. `closing`: midnight is written as 24:00 of the day before."""
    local = at.astimezone(calendar.tz)
    if closing and (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0):
        text: str | Promise = _lazily(local.date() - timedelta(days=1), "24:00", year)
    else:
        text = _lazily(local.date(), local.strftime("%H:%M:%S" if local.second else "%H:%M"), year)
    return text


def amount_text(budget: Budget) -> str | Promise:
    """`5 working days`, `24 hours`."""
    one, many = AMOUNTS[budget.unit]
    plain = (
        f"{budget.amount:f}".rstrip("0").rstrip(".") if budget.amount != int(budget.amount) else str(int(budget.amount))
    )
    return format_lazy(one if budget.amount in (1, -1) else many, n=plain)


def holiday_title(name: str) -> str | Promise:
    """Name of a holiday in the reader's language; a name the table does not know stays as it is."""
    return HOLIDAYS.get(name, name)
