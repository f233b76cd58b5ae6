"""How much time is left on a clock, as facts; the words are the templates' (`time_left`)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework import calendars, clocks
from casework.models import Clock, Ticket
from casework.queries.why import policy_of, used_percent
from casework.shapes import TimeLeft
from workflows.calendars import Calendar
from workflows.due import Unit
from workflows.registry import registry

Text = str | Promise
NEAR_PERCENT = 80


def time_left(clock: Clock | None, now: datetime) -> TimeLeft:
    """Time left on a running clock at an instant. Near from 80 % of the time used, over from the due instant on."""
    if clock is None:
        return TimeLeft()
    policy = policy_of(clock)
    used = used_percent(clock, now)
    return TimeLeft(
        state=_state(clock, used, now),
        due=clock.due_at,
        seconds_left=int((clock.due_at - now).total_seconds()),
        working_days_left=_working_days(clock, now),
        used_percent=used,
        whose=clock.who,  # type: ignore[arg-type]
        provisional=clock.provisional or clock.paused_at is not None,
        policy=policy.title if policy else "",
        citation=policy.citation if policy else "",
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


def clock_title(clock: Clock | None, kind: str) -> Text:
    """What a clock of a ticket of this type is for: the name the type gives it, else the policy's."""
    if clock is None:
        return ""
    workflow = registry.get(kind)
    lines = workflow.deadlines if workflow else ()
    named = next((line.title for line in lines if line.policy == clock.key and line.title), "")
    policy = policy_of(clock)
    return named or (policy.title if policy else _("Date agreed"))


def deciding(running: list[Clock], ticket: Ticket) -> Clock | None:
    """The clock that decides next on one ticket: ours before others', running before resting, the nearest."""
    going = [clock for clock in running if clocks.is_running(clock)]
    return min(going, key=lambda one: (one.who != "ours", one.paused_at is not None, one.due_at, one.pk), default=None)
