"""Office hours as they are stored and typed: {"mon": [["09:00", "12:00"], …], …}; read, and checked with clear sentences."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from workflows.calendars import WEEKDAYS

TIME = re.compile(r"(\d\d):(\d\d)")


def seconds(text: str) -> int:
    """`09:30` as seconds since local midnight; ValueError if it is no time of day up to 24:00."""
    found = TIME.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2])) if found else (99, 0)
    if minute > 59 or hour * 60 + minute > 1440:
        raise ValueError(f"{text!r} is no time of day: write 00:00 to 24:00.")
    return hour * 3600 + minute * 60


def weekly(hours: Mapping[str, Iterable[Any]]) -> dict[int, tuple[tuple[int, int], ...]]:
    """Office hours as stored in the calendar's own form: weekday (0 = Monday) -> (from, to) in seconds since midnight."""
    return {WEEKDAYS.index(day): tuple((seconds(a), seconds(b)) for a, b in spans) for day, spans in hours.items()}


def wrong_hours(hours: Any) -> list[str]:
    """What is wrong with office hours somebody typed, each as a sentence with the remedy; empty if nothing is."""
    if not isinstance(hours, dict):
        return [_('Write the hours by weekday, like {"mon": [["09:00", "12:00"], ["14:00", "17:00"]]}.')]
    found = [sentence for day, spans in hours.items() for sentence in _wrong_day(day, spans)]
    if not found and not any(hours.values()):
        found.append(_("The office is never open. Give at least one weekday its hours."))
    return found


def _wrong_day(day: Any, spans: Any) -> list[str]:
    if day not in WEEKDAYS:
        return [_("“%(text)s” is no weekday. Write mon, tue, wed, thu, fri, sat or sun.") % {"text": day}]
    if not isinstance(spans, list) or any(not isinstance(span, list) or len(span) != 2 for span in spans):
        return [_('%(day)s: write pairs of times, like [["09:00", "12:00"], ["14:00", "17:00"]].') % {"day": day}]
    last = 0
    for span in spans:
        try:
            begin, end = seconds(str(span[0])), seconds(str(span[1]))
        except ValueError:
            return [
                _("%(day)s: “%(text)s” is not a time from 00:00 to 24:00.")
                % {"day": day, "text": "–".join(map(str, span))}
            ]
        if begin >= end:
            words = {"day": day, "text": f"{span[0]}–{span[1]}"}
            return [
                _("%(day)s: %(text)s ends before it begins. Hours past midnight end at 24:00 and go on the next day.")
                % words
            ]
        if begin < last:
            return [_("%(day)s: write the hours in order; two of them overlap.") % {"day": day}]
        last = end
    return []


def wrong_zone(name: str) -> str:
    """ "" if there is such a time zone, else the sentence."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return _("There is no time zone “%(name)s”. Write one like Asia/Shanghai.") % {"name": name}
    return ""
