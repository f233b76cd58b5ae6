"""What a table is: columns, lines, numbers, which of them add up to which; and the cases behind each number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

from django.db.models import Q, QuerySet

from casework.models import CaseFact
from casework.reports import kept, monthly
from casework.reports.closing import rated_types
from casework.reports.counting import facts
from casework.reports.periods import ONE_DAY, CutOff, Period
from casework.reports.rates import DAYS, STANDING, WINDOWS, Condition, Text, always
from casework.reports.view import NOW, View
from workflows.roles import Actor

ALL, NONE = "all", "none"  # keys of the line of the sum, and of the line of what is not stated
Kind = Literal["count", "percent", "change", "share", "words"]
Value = int | float | str | None
Cell = tuple[str, str]  # keys of line and column


def _held(period: Period, cut: CutOff) -> Q:
    """Open at the cut-off: registered by then and not closed by then."""
    still = Q(is_open=True) | Q(closed_on__gt=cut.done)
    return Q(type__in=rated_types(), opened_on__lte=cut.done) & still


def _since_accepted(period: Period, cut: CutOff) -> Q:
    return Q(type__in=rated_types(), accepted_on__gte=period.first, accepted_on__lte=cut.done)


TABLE_WINDOWS: dict[str, Condition] = {**WINDOWS, "held": _held, "accepted": _since_accepted}
TABLE_DAYS = {**DAYS, "held": "closed_on", "accepted": "accepted_on"}
TABLE_STANDING = (*STANDING, "held")


@dataclass(frozen=True)
class Measure:
    """A count of matters: those of a window (an indexed day in the period) that fulfil `where`. `at`: of which period."""

    key: str
    title: Text = field(compare=False)
    window: str
    where: Condition = always(Q())
    at: str = NOW

    def q(self, view: View, at: str = "") -> Q:
        period, cut = view.at(at or self.at)
        return TABLE_WINDOWS[self.window](period, cut) & self.where(period, cut)


@dataclass(frozen=True)
class Column:
    """`of`: the two columns a percentage or a change is made from. `within`: the column this one is a part of.

    `aside`: counted because a shown number would tell it (what is missing of a whole), and itself not shown.
    `earlier`: about an earlier period, which has a public copy of its own; this one's leaves it out.
    """

    key: str
    title: Text
    kind: Kind = "count"
    of: tuple[str, str] = ("", "")
    within: str = ""
    aside: bool = False
    earlier: bool = False


@dataclass
class Line:
    """A line. `within`: the line this one is a part of; `depth`: how far it is set in; `share_of`: line its share is of.

    `heading`: it has no numbers. `words`: a sentence below the title.
    """

    key: str
    title: Text
    values: dict[str, Value] = field(default_factory=dict)
    within: str = ""
    depth: int = 0
    share_of: str = ""
    heading: bool = False
    words: Text = ""


@dataclass(frozen=True)
class Listed:
    """Cases that stand in a table one by one: heads, rows (number first), and how many the reader may not see."""

    heads: Sequence[Text]
    rows: Sequence[Sequence[Value]]
    unseen: int = 0
    more: int = 0


@dataclass(frozen=True)
class Filled:
    """A table with its numbers. `hidden`: cells that a public copy does not show."""

    columns: Sequence[Column]
    lines: Sequence[Line]
    listed: Listed | None = None
    hidden: frozenset[Cell] = frozenset()

    def value(self, line: Line, column: Column) -> Value:
        """A count as it is; percentages rounded down, changes to the nearest tenth; None where there is nothing to say."""
        if column.kind in ("count", "words"):
            return line.values.get(column.key)
        if column.kind == "share":
            whole = self.line(line.share_of) if line.share_of else None
            return _percent(line.values.get(NOW), whole.values.get(NOW)) if whole else None
        first, second = (line.values.get(key) for key in column.of)
        return _percent(first, second) if column.kind == "percent" else _change(first, second)

    def is_hidden(self, line: Line, column: Column) -> bool:
        """Hidden itself, or made from something hidden."""
        made = {(line.key, key) for key in column.of}
        if column.kind == "share":
            made = {(line.key, NOW), (line.share_of, NOW)}
        return (line.key, column.key) in self.hidden or bool(made & self.hidden)

    def line(self, key: str) -> Line | None:
        return next((line for line in self.lines if line.key == key), None)

    def counts(self) -> dict[Cell, int]:
        """Every cell that is a count."""
        columns = [column.key for column in self.columns if column.kind == "count"]
        return {
            (line.key, key): value
            for line in self.lines
            for key in columns
            if isinstance(value := line.values.get(key), int)
        }

    def sums(self) -> list[tuple[Cell, tuple[Cell, ...]]]:
        """Which cells add up to which: lines to the line they are a part of, columns to theirs."""
        found: dict[Cell, list[Cell]] = defaultdict(list)
        across: dict[Cell, list[Cell]] = defaultdict(list)
        for line in self.lines:
            for column in self.columns:
                here = (line.key, column.key)
                if line.within and column.kind == "count":
                    found[line.within, column.key].append(here)
                if column.within:
                    across[line.key, column.within].append(here)
        known = self.counts()
        both = [*found.items(), *across.items()]
        return [(whole, tuple(one for one in parts if one in known)) for whole, parts in both if whole in known]

    def of_the_period(self) -> "Filled":
        """Without what is about an earlier period, and without cases by their number: what may stand in a public copy."""
        columns = [column for column in self.columns if not column.earlier]
        kept = {column.key for column in columns}
        lines = [replace(one, values={key: n for key, n in one.values.items() if key in kept}) for one in self.lines]
        return replace(self, columns=columns, lines=lines, listed=None)

    def hide(self, cells: Iterable[Cell]) -> "Filled":
        """The public copy: these cells are not shown."""
        return replace(self, hidden=frozenset(cells))


def _percent(n: Value, d: Value) -> float | None:
    return n * 1000 // d / 10 if isinstance(n, int) and isinstance(d, int) and d else None


def _change(now: Value, before: Value) -> float | None:
    """By how many per cent of `before` it grew."""
    if not isinstance(now, int) or not isinstance(before, int) or not before:
        return None
    return round((now - before) * 100 / before, 1)


class Table:
    """One definition; `fill` asks the database in a fixed number of statements.

    `has_lists`: does a list stand behind each count it shows? To ask `behind` of every cell would build a query for each.
    """

    number: int
    title: Text
    note: Text = ""
    has_lists = True

    def fill(self, view: View, actor: Actor) -> Filled:
        raise NotImplementedError

    def behind(self, view: View, line: str, column: str) -> QuerySet[CaseFact] | None:
        """The matters behind a number; None where no list stands behind it."""
        raise NotImplementedError


def count(view: View, measures: Sequence[Measure], group: Any = None, at: str = "") -> dict[str, dict[str, int]]:
    """Each measure by the values of `group` ("" without one): a statement for each window and period, and one for what is kept."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys((one.key for one in measures), 0))
    together: dict[tuple[str, str], list[Measure]] = defaultdict(list)
    for one in measures:
        together[one.window, at or one.at].append(one)
    asked = [_asked(view, tuple(mine), which, group) for (_window, which), mine in together.items()]
    for mine, counted in zip(together.values(), kept.counted(asked, view.today), strict=True):
        for part, row in counted.items():
            value = found[(part[0] if part else "") or ""]
            for one, n in zip(mine, row, strict=True):
                value[one.key] += n
    return dict(found)


@lru_cache(maxsize=128)
def _asked(view: View, measures: tuple[Measure, ...], which: str, group: Any) -> kept.Monthly:
    """The counts of measures that share a window."""
    window, (period, cut) = measures[0].window, view.at(which)
    rows = facts(view.scope).filter(TABLE_WINDOWS[window](period, cut))
    standing = window in TABLE_STANDING
    return monthly.of(
        rows, TABLE_DAYS.get(window, ""), [one.where(period, cut) for one in measures],
        first=cut.done + ONE_DAY if window == "held" else period.first, end=None if standing else period.end,
        standing=standing, group=group,
    )  # fmt: skip
