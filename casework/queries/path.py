"""The three levels a ticket has passed: how long each had it, and when it goes up by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import places
from casework.models import Clock, Event
from casework.queries.ticket import Whole
from casework.shapes import LevelStep, Step, Text
from casework.timewords import due_words, plain_day
from workflows.base import Workflow
from workflows.deadlines import ESCALATE
from workflows.ladder import Level, ancestor_at, level_of


@dataclass(frozen=True)
class Stay:
    """A time at one level, from its first event to the first event elsewhere (None: still there)."""

    level: int
    unit: str
    since: datetime
    until: datetime | None


def stays(events: Sequence[Event]) -> list[Stay]:
    """The stays in order of time; `events` newest first."""
    found: list[Stay] = []
    for event in reversed(events):
        if found and found[-1].unit == event.unit:
            continue
        if found:
            last = found.pop()
            found.append(Stay(last.level, last.unit, last.since, event.at))
        found.append(Stay(event.level, event.unit, event.at, None))
    return found


def path(whole: Whole) -> list[LevelStep]:
    """Community, street, district: done, now or ahead; a level that was left out has no words."""
    case = whole.case
    top = max(int(case.top_level), case.level)
    been = {stay.level: stay for stay in stays(whole.events)}
    return [_step(whole, level, been.get(level)) for level in range(int(Level.COMMUNITY), top + 1)]


def _step(whole: Whole, level: int, stay: Stay | None) -> LevelStep:
    case = whole.case
    unit = _unit(case, level, stay)
    if level == case.level:
        since = plain_day(timezone.localdate(stay.since)) if stay else ""
        words = _("here since %(day)s") % {"day": since} if since else ""
        return LevelStep(level, unit, "now", words, steps(whole.workflow, case.state))
    if stay is not None:
        return LevelStep(level, unit, "done", _was_here(stay))
    return LevelStep(level, unit, "ahead" if level > case.level else "done", _goes_up(whole, level))


def _unit(case: Any, level: int, stay: Stay | None) -> Text:
    if level == case.level:
        return places.name_of(case.unit_id)
    if stay is not None:
        return places.name_of(stay.unit)
    if int(level_of(case.place_id)) > level:
        return ""
    return places.name_of(ancestor_at(case.place_id, Level(level)))


def _was_here(stay: Stay) -> str:
    low, high = timezone.localtime(stay.since).date(), timezone.localtime(stay.until or stay.since).date()
    days = (high - low).days + 1
    length = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    return _("%(low)s to %(high)s, %(length)s") % {"low": plain_day(low), "high": plain_day(high), "length": length}


def _goes_up(whole: Whole, level: int) -> str:
    """When the ticket comes to this level by itself: the nearest clock that hands it up."""
    if level != whole.case.level + 1 or not whole.case.is_open:
        return ""
    rising = [clock for clock in whole.running() if clock.then == ESCALATE and clock.paused_at is None]
    soonest: Clock | None = min(rising, key=lambda clock: clock.due_at, default=None)
    if soonest is None:
        return ""
    return _("comes here by itself if it is not done by %(when)s") % {"when": due_words(soonest.due_at)}


def steps(workflow: type[Workflow], state: str) -> list[Step]:
    """The steps inside the current level."""
    names = [code for code, _title in workflow.path_steps]
    here = next((one.step for one in workflow.states if one.code == state), "")
    if here not in names:
        return []
    at = names.index(here)
    return [
        Step(title, "past" if n < at else "now" if n == at else "ahead")
        for n, (_code, title) in enumerate(workflow.path_steps)
    ]
