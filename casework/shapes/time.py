"""The calculator, the calendar and the rules."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from casework.shapes.common import Link, Text
from workflows.explain import Explanation


@dataclass(frozen=True)
class DuePage:
    """The calculator. `why`: the explanation, or None before the first question; `form` a Django form."""

    form: Any
    url: str
    why: Explanation | None = None
    error: Text = ""
    policies: Sequence[tuple[str, Text]] = ()


@dataclass(frozen=True)
class CalendarDayView:
    """A day of the calendar editor. `kind`: plain, weekend, holiday, workday, local_off, local_on."""

    date: date
    kind: str
    name: Text = ""
    changed: bool = False


@dataclass(frozen=True)
class Moved:
    """An open clock that an edit would move."""

    number: str
    url: str
    clock: Text
    before: datetime
    after: datetime
    provisional: bool = False


@dataclass(frozen=True)
class CalendarPage:
    """The calendar editor. `preview`: what would move (None: not asked yet)."""

    year: int
    years: Sequence[Link]
    confirmed: bool
    source: Text
    months: Sequence[tuple[date, Sequence[Sequence[CalendarDayView | None]]]]
    form: Any
    url: str
    import_form: Any = None
    import_url: str = ""
    preview: Sequence[Moved] | None = None
    preview_total: int = 0
    preview_earlier: int = 0
    what: Sequence[str] = ()
    may_edit: bool = True
    alarm: Text = ""
    running: Text = ""
    key: str = ""
    hidden: dict[str, str] = field(default_factory=dict)
