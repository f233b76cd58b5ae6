"""The pages of the plan's chapters."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.shapes.common import Link, Text


@dataclass(frozen=True)
class ChapterRow:
    """A chapter in the list of ten. `main`: its first counters, each with its number of the year."""

    number: int
    title: Text
    url: str
    open: Link
    overdue: Link
    main: Sequence[Link] = ()


@dataclass(frozen=True)
class CounterRow:
    """A counter: this month (None: another year is shown), the year, the target of the plan and how much is reached."""

    title: Text
    unit: Text
    month: Link | None
    year: Link
    plan: str = ""
    percent: str = ""


@dataclass(frozen=True)
class TypeBlock:
    """A type of the chapter: its open work by state, its counters, and where one is registered."""

    title: Text
    open: Link
    overdue: Link
    states: Sequence[Link] = ()
    counters: Sequence[CounterRow] = ()
    open_url: str = ""
    match_url: str = ""
    left: Link | None = None


@dataclass(frozen=True)
class PartRow:
    """A street or community: open, overdue, and the counters of the chosen type (number, target or "")."""

    title: Text
    open: Link
    overdue: Link
    counters: Sequence[tuple[Link, str]] = ()


@dataclass(frozen=True)
class ChapterPage:
    """A chapter. `quiet`: types that count nothing and have no open work. `by`: types whose counters the table by area can show; `heads`: those shown."""

    number: int
    title: Text
    area: Text
    year: int
    years: Sequence[Link]
    types: Sequence[TypeBlock]
    quiet: Sequence[Text] = ()
    by: Sequence[Link] = ()
    heads: Sequence[Text] = ()
    parts: Sequence[PartRow] = ()
    parts_title: Text = ""
    this_month: bool = True
    queue_url: str = ""
    plan_url: str = ""
    export_url: str = ""
