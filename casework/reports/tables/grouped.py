"""Tables whose lines are categories, channels or places and whose columns are counts of matters."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework import access, places
from casework.models import CaseFact
from casework.reports.counting import facts
from casework.reports.rates import Text
from casework.reports.tables.base import ALL, NONE, Column, Filled, Line, Measure, Table, count
from casework.reports.view import View
from workflows.classifications import AREAS, CATEGORIES, CHANNELS
from workflows.roles import Actor

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Group:
    """By what the lines are made. `by`: expression on CaseFact; `lines`: the empty lines; `key`: the line a value belongs to.

    `q`: the condition of a line.
    """

    head: Text
    by: Callable[[View], Any]
    lines: Callable[[View, Iterable[str]], list[Line]]
    key: Callable[[View, str], str]
    q: Callable[[View, str], Q]


def add_up(view: View, group: Group, counted: Counts, keys: Iterable[str]) -> list[Line]:
    """The lines with their sums, the sum of all last; a line that is not a place to count in is left out if empty."""
    keys = list(keys)
    lines = group.lines(view, {group.key(view, value) for value in counted})
    by_key = {line.key: line for line in lines}
    whole = Line(ALL, pgettext_lazy("table", "Total"), dict.fromkeys(keys, 0))
    for line in lines:
        line.values = dict.fromkeys(keys, 0)
    for value, counts in counted.items():
        into: Line | None = by_key[group.key(view, value)]
        while into is not None:
            for key in keys:
                into.values[key] += counts.get(key, 0)  # type: ignore[operator]
            into = whole if into.within == ALL else by_key.get(into.within)
    return [*lines, whole]


@dataclass(frozen=True)
class ByGroup(Table):
    """Counts of matters by a group."""

    number: int
    title: Text
    group: Group
    measures: tuple[Measure, ...]
    columns: tuple[Column, ...]
    note: Text = ""

    def fill(self, view: View, actor: Actor) -> Filled:
        counted = count(view, self.measures, self.group.by(view))
        return Filled(self.columns, add_up(view, self.group, counted, [one.key for one in self.measures]))

    def behind(self, view: View, line: str, column: str) -> QuerySet[CaseFact] | None:
        measure = next((one for one in self.measures if one.key == column), None)
        if measure is None:
            return None
        of_line = Q() if line == ALL else self.group.q(view, line)
        return facts(view.scope).filter(measure.q(view) & of_line)


# ── By category: the two levels of domain.md §4.1, §4.2 ──────────────────────────────────────────────────────────────
def _category_lines(view: View, found: Iterable[str]) -> list[Line]:
    """All of level 1; of level 2 what there is."""
    seen, lines = set(found), []
    for area, title in AREAS.items():
        lines.append(Line(area, title, within=ALL))
        inside = [one for code, one in CATEGORIES.items() if code.startswith(area) and code in seen]
        lines += [Line(one.code, one.title, within=area, depth=1) for one in inside]
    return [*lines, Line(NONE, _("Not stated"), within=ALL)] if NONE in seen else lines


def _category_q(view: View, line: str) -> Q:
    if line == NONE:
        return ~Q(category__in=list(CATEGORIES))
    return Q(category__in=[code for code in CATEGORIES if code.startswith(line)])


BY_CATEGORY = Group(
    _("Category"), lambda view: F("category"), _category_lines,
    lambda view, value: value if value in CATEGORIES else NONE, _category_q,
)  # fmt: skip


# ── By channel: domain.md §4.3 ───────────────────────────────────────────────────────────────────────────────────────
def _channel_lines(view: View, found: Iterable[str]) -> list[Line]:
    lines = [Line(code, title, within=ALL) for code, title in CHANNELS]
    return [*lines, Line(NONE, _("Not stated"), within=ALL)] if NONE in set(found) else lines


def _channel_q(view: View, line: str) -> Q:
    return ~Q(channel__in=list(dict(CHANNELS))) if line == NONE else Q(channel=line)


BY_CHANNEL = Group(
    _("Channel"), lambda view: F("channel"), _channel_lines,
    lambda view, value: value if value in dict(CHANNELS) else NONE, _channel_q,
)  # fmt: skip


# ── By place: the streets of a district, the communities of a street ─────────────────────────────────────────────────
def _place_lines(view: View, found: Iterable[str]) -> list[Line]:
    parts = view.scope.parts()
    own = sorted(set(found) - set(parts))
    return [
        *(Line(code, places.name_of(code), within=ALL) for code in parts),
        *(Line(code, places.name_of(code), within=ALL, words=_("the unit itself")) for code in own),
    ]


def part_of(view: View, place: str) -> str:
    """The part a place lies in; the place itself where none of them holds it (a matter that arose at the district)."""
    return next((part for part in view.scope.parts() if place.startswith(part)), place)


def _place_q(view: View, line: str) -> Q:
    column = view.scope.column
    return access.in_area(column, line) if line in view.scope.parts() else Q(**{column: line})


BY_PLACE = Group(
    _("Area"), lambda view: Left(view.scope.column, view.scope.digits), _place_lines, part_of, _place_q,
)  # fmt: skip
