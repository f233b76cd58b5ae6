"""Public copies of a longer period, added up from the public copies of its parts and from nothing else.

Who publishes months wants to publish the year too, but a year counted from the cases could be subtracted from its months. So it is
made from the months' copies as they were given out: sums of what they show; what one of them does not show, the sum does not
show. This is post-processing: a function of numbers that everybody has already. Who has the copies can compute it himself, so it
tells nobody anything new, whatever the cases are, and needs no suppression of its own. The argument holds only while nothing
else is read: this module reads PublicCopy and no other table of the database.

The price is in the notes of the copy: it is as right as its parts were on the day each was given out, and what cannot be
added up is left out. Parts are always copies that were counted from cases; a year after four quarters that were themselves added
up is made from their months, which gives the same numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from casework.models import PublicCopy
from casework.reports import entries, shown
from casework.reports.periods import MONTHS, Kind, Period
from casework.reports.shown import HIDDEN, ShownTable
from casework.reports.tables import TABLES
from casework.reports.tables.base import ALL, Cell, Column, Filled, Line, Value
from casework.reports.view import NOW, View
from workflows.datetexts import joined
from workflows.ladder import inside

BY_CHANNEL, RATED, ENTERED = 1, 4, 11
# What stands at the end of a period: of a longer one the last part tells it. Every other count is of what happened in it.
AT_THE_END = {2: ("held", "overdue"), 3: ("held", "overdue"), 9: ("late", "pressed_open"), 12: ("held",)}
# Lists that units report (table 11): of each unit as it stood last.
STOCKS = tuple(figure.key for figure in entries.FIGURES if figure.stock)
# Rates whose parts do not add up: the carried in would count in each part (closing, gross); or a time must have run out by the
# end of the period, which in a short one it has for few (told, once, relapse).
NOT_ADDED = ("closing", "gross", "told", "once", "relapse_")
One = TypeVar("One", Line, Column)
LONGEST_FIRST: tuple[Kind, ...] = ("half", "quarter", "month")


@dataclass(frozen=True)
class Pieces:
    """Copies given out of parts of a period, the earliest first, and the parts of which there is none yet.

    `in_the_way`: a copy that is no part: of another area, of a longer period, from before copies could be added up.
    """

    given: Sequence[PublicCopy]
    missing: Sequence[Period]
    in_the_way: PublicCopy | None = None

    @property
    def complete(self) -> bool:
        return bool(self.given) and not self.missing


def pieces(area: str, period: Period) -> Pieces:
    """What there is to add up; nothing if a copy stands in the way."""
    near = PublicCopy.objects.filter(first__lte=period.last, last__gte=period.first, parts=[])
    near = near.defer("tables").order_by("first")
    given = [copy for copy in near if inside(copy.area, area) or inside(area, copy.area)]
    in_the_way = next((copy for copy in given if not _is_part(copy, area, period)), None)
    if in_the_way or not given:
        return Pieces([], [], in_the_way)
    return Pieces(given, _missing(given, period))


def with_tables(parts: Sequence[PublicCopy]) -> list[PublicCopy]:
    """The same copies with their tables, which are large."""
    return list(PublicCopy.objects.filter(pk__in=[copy.pk for copy in parts]).order_by("first"))


def _is_part(copy: PublicCopy, area: str, period: Period) -> bool:
    within = period.first <= copy.first and copy.last <= period.last and copy.period != period.code
    return copy.area == area and within and bool(copy.keys)


def _missing(given: Sequence[PublicCopy], period: Period) -> list[Period]:
    """The gaps between the copies, as periods no longer than the longest of those."""
    by_first = {copy.first: period_of(copy) for copy in given}
    most = max(MONTHS[one.kind] for one in by_first.values())
    day, found = period.first, []
    while day < period.end:
        one = by_first.get(day)
        if one is None:
            one = next(gap for gap in _starting(day, most) if not any(gap.first <= at < gap.end for at in by_first))
            found.append(one)
        day = one.end
    return found


def _starting(day: Any, most: int) -> Iterable[Period]:
    """The periods that begin on this day, the longest first."""
    kinds = (kind for kind in LONGEST_FIRST if MONTHS[kind] <= most)
    return (one for kind in kinds if (one := Period.around(day, kind)).first == day)


def period_of(copy: PublicCopy) -> Period:
    return Period.read(copy.period, copy.last)


def keys(tables: dict[int, Filled]) -> dict[str, Any]:
    """What is kept beside the tables of a copy, so that it can be added up: keys of columns and lines, as they are shown."""
    return {
        str(number): {
            "columns": [[column.key, column.kind, list(column.of)] for column in one.columns if not column.aside],
            "lines": [[line.key, line.share_of] for line in one.lines],
        }
        for number, one in tables.items()
    }


def tables(view: View, parts: Sequence[PublicCopy]) -> dict[str, dict[str, Any]]:
    """All tables in each language, as PublicCopy keeps them."""
    found: dict[str, dict[str, Any]] = {}
    for language, _title in settings.LANGUAGES:
        with translation.override(language):
            found[language] = {str(number): shown.written(table(view, parts, number)) for number in numbers(parts)}
    return found


def numbers(parts: Sequence[PublicCopy]) -> list[int]:
    """The tables that all parts have."""
    return [number for number in TABLES if all(str(number) in part.keys for part in parts)]


def table(view: View, parts: Sequence[PublicCopy], number: int) -> ShownTable:
    """One table in the reader's language."""
    kept = [in_words(part)[str(number)] for part in parts]
    filled = [_read(one, part.keys[str(number)]) for one, part in zip(kept, parts, strict=True)]
    if number == BY_CHANNEL:
        filled = [_by_month(one, period_of(part), view.period) for one, part in zip(filled, parts, strict=True)]
    told = list(dict.fromkeys(note for one in kept for note in one["notes"]))
    left_out = [line.title for line in filled[-1].lines if not _adds(number, line)]
    return replace(
        shown.given_out(TABLES[number], view, _added(number, filled)), notes=[*told, *_notes(parts, left_out)]
    )


def in_words(copy: PublicCopy) -> dict[str, Any]:
    """The tables of a copy in the reader's language or the first one."""
    by_language: dict[str, dict[str, Any]] = copy.tables
    return by_language.get(translation.get_language() or "", by_language[settings.LANGUAGE_CODE])


def _notes(parts: Sequence[PublicCopy], left_out: Sequence[object]) -> list[str]:
    of = {"parts": joined(period_of(part).title for part in parts)}
    notes = [
        _(
            "Added up from the public copies of %(parts)s, each as it was given out: what was entered later is not in it. What one of "
            "them does not show is not shown here; what is open at the end is taken from the last one."
        ) % of
    ]  # fmt: skip
    if left_out:
        notes.append(
            _(
                "Left out, because shorter periods do not add up to them (what is carried in would count in each of them, or a time "
                "has not run out at their end): %(rates)s."
            ) % {"rates": joined(left_out)}
        )  # fmt: skip
    return notes


def _read(kept: dict[str, Any], of: dict[str, Any]) -> Filled:
    """A stored table as lines and columns; a number that is not shown reads HIDDEN."""
    columns = [
        Column(key, title, kind, (made[0], made[1]))
        for (key, kind, made), title in zip(of["columns"], kept["heads"], strict=True)
    ]
    lines = []
    for (key, share_of), one in zip(of["lines"], kept["lines"], strict=True):
        values = {column.key: n for column, (_label, n) in zip(columns, one["cells"], strict=False)}
        lines.append(Line(key, one["title"], values, "", one["depth"], share_of, one["heading"], one["words"]))
    return Filled(columns, lines)


def _adds(number: int, line: Line) -> bool:
    return number != RATED or line.heading or not line.key.startswith(NOT_ADDED)


def _by_month(filled: Filled, part: Period, whole: Period) -> Filled:
    """Table 1 has a column for each month of a longer period: that of a month is all its matters."""
    at = whole.months.index(part.first)
    if part.kind != "month":
        names = {f"m{n}": f"m{at + n}" for n in range(len(part.months))}
        columns = [replace(column, key=names.get(column.key, column.key)) for column in filled.columns]
        lines = [replace(one, values={names.get(key, key): n for key, n in one.values.items()}) for one in filled.lines]
        return Filled(columns, lines)
    columns = [Column(f"m{at}", part.short), *filled.columns]
    return Filled(columns, [replace(one, values={f"m{at}": one.values[NOW], **one.values}) for one in filled.lines])


def _added(number: int, parts: Sequence[Filled]) -> Filled:
    """The sum. Percentages are made from its numbers, as in every table."""
    columns = _in_order([one.columns for one in parts])
    counts = [column.key for column in columns if column.kind == "count"]
    cells = [{(line.key, key): n for line in one.lines for key, n in line.values.items()} for one in parts]
    lines: list[Line] = []
    hidden: set[Cell] = set()
    for line in _in_order([one.lines for one in parts]):
        if not _adds(number, line):
            continue
        stocks = [one for one in lines if number == ENTERED] if line.key == ALL else []
        values = {key: _value(number, (line.key, key), cells) for key in counts} if not line.heading else {}
        values |= {key: _sum([one.values.get(key, HIDDEN) for one in stocks]) for key in STOCKS if stocks}
        hidden |= {(line.key, key) for key, n in values.items() if n == HIDDEN}
        lines.append(replace(line, values={key: n for key, n in values.items() if n != HIDDEN}))
    return Filled(columns, lines, hidden=frozenset(hidden))


def _value(number: int, cell: Cell, parts: Sequence[Mapping[Cell, Value]]) -> Value:
    """A line that a part does not have is nobody there: tables leave out only what is empty."""
    if number == ENTERED and cell[1] in STOCKS:
        return next((part[cell] for part in reversed(parts) if cell in part), 0)
    if cell[1] in AT_THE_END.get(number, ()):
        return parts[-1].get(cell, 0)
    return _sum([part.get(cell, 0) for part in parts])


def _sum(values: Sequence[Value]) -> Value:
    if HIDDEN in values:
        return HIDDEN
    return sum(n for n in values if isinstance(n, int))


def _in_order(many: Sequence[Sequence[One]]) -> list[One]:
    """What stands in any part, once, in the order of the parts and in the words of the last one."""
    found = list(many[0])
    for more in many[1:]:
        theirs, at = {one.key for one in more}, 0
        for one in more:
            here = next((n for n, other in enumerate(found) if other.key == one.key), None)
            if here is None:
                while at < len(found) and found[at].key not in theirs and _rank(found[at].key) < _rank(one.key):
                    at += 1
                found.insert(at, one)
            else:
                found[here], at = one, here
            at += 1
    return found


def _rank(key: str) -> tuple[int, str]:
    return len(key), key
