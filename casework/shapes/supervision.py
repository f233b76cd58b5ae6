"""The desk of supervision and what came back of the dispatches."""

from dataclasses import dataclass

from casework.shapes.common import Link, Row, Text


@dataclass(frozen=True)
class SupervisionPage:
    """`tabs`: the lists with their numbers; `rows`: the chosen one."""

    around: list[Link]
    tabs: list[Link]
    title: Text
    hint: Text
    rows: list[Row]
    empty: Text
    next_url: str = ""
    first_url: str = ""


@dataclass(frozen=True)
class DispatcherRow:
    """`numbers`: dispatched, returned, ruling open, rightly returned, each with its list; rates in percent, None: nothing sent."""

    unit: Text
    level: int
    name: str
    numbers: list[Link]
    back: float | None
    wrong: float | None


@dataclass(frozen=True)
class DispatchesPage:
    around: list[Link]
    periods: list[Link]
    rows: list[DispatcherRow]
    total: DispatcherRow | None
