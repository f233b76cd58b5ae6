"""How much time is left on a clock, as facts; the words are the templates' (`time_left`)."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casework import calendars
from casework.models import Clock
from casework.queries.why import used_percent
from casework.shapes import TimeLeft
from workflows.calendars import Calendar
from workflows.due import Unit
from workflows.policies import policies
from workflows.registry import registry

NEAR_PERCENT = 80


def time_left(clock: Clock | None, now: datetime) -> TimeLeft:
    """Time left on a running clock at an instant. Near from 80 % of the time used, over from the due instant on."""
    if clock is None:
        return TimeLeft()
    used = used_percent(clock, now)
    return TimeLeft(
        state=_state(clock, used, now),
        due=clock.due_at,
        seconds_left=int((clock.due_at - now).total_seconds()),
        working_days_left=_working_days(clock, now),
        used_percent=used,
        whose=clock.who,  # type: ignore[arg-type]
        provisional=clock.provisional or clock.paused_at is not None,
    )


def _state(clock: Clock, used: int, now: datetime) -> Any:
    if clock.paused_at is not None:
        return "hold"
    if clock.due_at <= now:
        return "over"
    return "near" if used >= NEAR_PERCENT else "calm"


def _working_days(clock: Clock, now: datetime) -> int | None:
    """Whole working days after today, for clocks counted in them; None for the others and after the due instant."""
    if clock.budget.get("unit") != Unit.WORKING_DAYS or clock.due_at <= now:
        return None
    calendar = calendars.current()
    return working_days_between(calendar, calendar.local_day(now), calendar.last_day(clock.due_at))


def working_days_between(calendar: Calendar, first: date, last: date) -> int:
    """Working days after `first` up to and including `last`."""
    return sum(calendar.is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def clock_title(clock: Clock | None, kind: str) -> str:
    """What a clock of a ticket of this type is for: the name the type gives it, else the policy's."""
    return _title(kind, clock.key, clock.budget.get("version", 0), get_language()) if clock else ""


@lru_cache(maxsize=1024)
def _title(kind: str, key: str, version: int, language: str | None) -> str:
    """Kept for each language; a version of a policy never changes."""
    workflow = registry.get(kind)
    lines = workflow.deadlines if workflow else ()
    named = next((line.title for line in lines if line.policy == key and line.title), "")
    return str(named or (policies.get(key, version).title if version else _("Date agreed")))
