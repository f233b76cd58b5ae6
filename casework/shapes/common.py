"""What several screens show: time left, links, filters, a row of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.utils.functional import Promise

Text = str | Promise
Risk = Literal["red", "orange", "yellow", "blue"]
Whose = Literal["ours", "party", "ext"]


@dataclass(frozen=True)
class TimeLeft:
    """How long until a due instant.

    `state`: calm, near (80 % used), over (due instant passed), hold (paused), none (no clock runs). `seconds_left` is
    negative after the due instant. `working_days_left`: whole working days, only for clocks counted in them.
    `used_percent`: 0 to 100. `until`: the day a pause ends, if it has one. `policy`: title of the rule.
    """

    state: Literal["calm", "near", "over", "hold", "none"] = "none"
    due: datetime | None = None
    seconds_left: int = 0
    working_days_left: int | None = None
    used_percent: int = 0
    whose: Whose = "ours"
    provisional: bool = False
    policy: Text = ""
    citation: Text = ""
    until: date | None = None


@dataclass(frozen=True)
class Link:
    """A link or a number that leads to its list. `n`: the number ("99+" is the caller's word)."""

    label: Text
    url: str = ""
    n: int | str | None = None
    current: bool = False
    hot: bool = False
    meta: Text = ""


@dataclass(frozen=True)
class Chip:
    """A filter. Chosen: `value` names it and `url` takes it away. Not chosen: `options` lead to the filtered list."""

    label: Text
    url: str = ""
    value: Text = ""
    options: Sequence[Link] = ()


@dataclass(frozen=True)
class Row:
    """A ticket in a list. `group`: overdue, unclaimed, today, week, later or none."""

    number: str
    title: Text
    url: str
    time: TimeLeft
    clock_title: Text
    place: Text
    level: int
    unit: Text
    state: Text
    risk: Risk
    version: int
    due: datetime | None = None
    assignee: str | None = None
    assisting: bool = False
    can_claim: bool = False
    group: str = "none"
