"""Tables whose lines are counts, one below the other, beside the period before and the year before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from casework.models import CaseFact
from casework.reports.counting import facts
from casework.reports.periods import Period
from casework.reports.rates import Text
from casework.reports.tables.base import Column, Filled, Line, Measure, Table, count
from casework.reports.view import BEFORE, NOW, YEAR_BEFORE, View
from workflows.roles import Actor

COLUMNS = (
    Column(NOW, _("This period")),
    Column("share", _("Share"), "share"),
    Column(BEFORE, _("Period before"), earlier=True),
    Column("mom", _("Against the period before"), "change", (NOW, BEFORE), earlier=True),
    Column(YEAR_BEFORE, _("Year before"), earlier=True),
    Column("yoy", _("Against the year before"), "change", (NOW, YEAR_BEFORE), earlier=True),
)


@dataclass(frozen=True)
class Item:
    """A line. `share_of`: the line its share is of. `within`: the line it is a part of, with all the other parts of it."""

    measure: Measure
    share_of: str = ""
    within: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Split:
    """Lines made of the values of a column, which together make the line `whole`: categories, ages.

    `values`: those listed, with their titles; what is neither of them goes into a last line.
    """

    column: str
    whole: Measure
    values: Sequence[tuple[str, Text]]

    def key(self, value: str) -> str:
        return f"{self.whole.key}.{self.column}.{value}"


@dataclass(frozen=True)
class Section:
    """Some lines below a heading."""

    title: Text
    items: Sequence[Item | Split]


@dataclass(frozen=True)
class Figures(Table):
    """A table of sections."""

    number: int
    title: Text
    sections: Sequence[Section]
    note: Text = ""

    @property
    def _items(self) -> list[Item]:
        return [one for section in self.sections for one in section.items if isinstance(one, Item)]

    @property
    def _splits(self) -> list[Split]:
        return [one for section in self.sections for one in section.items if isinstance(one, Split)]

    def fill(self, view: View, actor: Actor) -> Filled:
        numbers: dict[str, dict[str, Any]] = {}
        counted: dict[Period, dict[str, int]] = {}
        for at in (NOW, BEFORE, YEAR_BEFORE):
            period = view.at(at)[0]  # the year before is the period before of a year
            if period not in counted:
                counted[period] = self._counted(view, at)
            for key, n in counted[period].items():
                numbers.setdefault(key, {})[at] = n
        lines: list[Line] = []
        for n, section in enumerate(self.sections):
            lines.append(Line(f"section{n}", section.title, heading=True))
            for item in section.items:
                lines += self._split(item, numbers) if isinstance(item, Split) else [self._line(item, numbers)]
        return Filled(COLUMNS, lines)

    def _counted(self, view: View, at: str) -> dict[str, int]:
        measures = [item.measure for item in self._items]
        found = count(view, measures, at=at).get("", {})
        for split in self._splits:
            known = dict(split.values)
            for value, counts in count(view, [split.whole], F(split.column), at).items():
                key = split.key(value if value in known else "")
                found[key] = found.get(key, 0) + counts[split.whole.key]
        return found

    @staticmethod
    def _line(item: Item, numbers: dict[str, dict[str, Any]]) -> Line:
        key = item.measure.key
        values = {at: numbers.get(key, {}).get(at, 0) for at in (NOW, BEFORE, YEAR_BEFORE)}
        return Line(key, item.measure.title, values, item.within, item.depth, item.share_of)

    @staticmethod
    def _split(split: Split, numbers: dict[str, dict[str, Any]]) -> list[Line]:
        whole, lines = split.whole.key, []
        for value, title in [*split.values, ("", _("Other or not stated"))]:
            found = numbers.get(split.key(value), {})
            values = {at: found.get(at, 0) for at in (NOW, BEFORE, YEAR_BEFORE)}
            if value or any(values.values()):
                lines.append(Line(split.key(value), title, values, whole, 1, whole))
        return lines

    def behind(self, view: View, line: str, column: str) -> QuerySet[CaseFact] | None:
        if column not in (NOW, BEFORE, YEAR_BEFORE):
            return None
        rows = facts(view.scope)
        for item in self._items:
            if item.measure.key == line:
                return rows.filter(item.measure.q(view, column))
        for split in self._splits:
            for value, _title in [*split.values, ("", "")]:
                if split.key(value) == line:
                    of_line = (
                        Q(**{split.column: value}) if value else ~Q(**{f"{split.column}__in": list(dict(split.values))})
                    )
                    return rows.filter(split.whole.q(view, column) & of_line)
        return None
