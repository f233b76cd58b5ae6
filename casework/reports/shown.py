"""A table as it is shown: page, .xlsx and print are made from this one shape."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.reports import suppress
from casework.reports.rates import Text
from casework.reports.rules import rules
from casework.reports.tables import TABLES
from casework.reports.tables.base import ALL, Column, Filled, Line, Table, Value
from casework.reports.view import View
from casework.shapes import Link
from casework.sheets import Sheet
from workflows.roles import Actor

HIDDEN = "*"
PUBLIC = "public"
Address = Callable[[str, str], str]  # line, column -> where the cases behind the number are listed


@dataclass(frozen=True)
class ShownLine:
    title: Text
    words: Text
    cells: Sequence[Link]
    depth: int = 0
    heading: bool = False
    total: bool = False


@dataclass(frozen=True)
class ShownTable:
    """`cases`: rows that begin with a number and its address. `notes`: what has to be said below."""

    number: int
    title: Text
    note: Text
    heads: Sequence[Text]
    lines: Sequence[ShownLine]
    case_heads: Sequence[Text]
    cases: Sequence[tuple[Link, Sequence[Value]]]
    notes: Sequence[Text]
    public: bool
    wide: bool


def show(table: Table, view: View, actor: Actor, *, public: bool = False, address: Address | None = None,
         ticket: Callable[[str], str] | None = None) -> ShownTable:  # fmt: skip
    """The table of a view. `address`, `ticket`: where its numbers and cases lead; in print and in a public copy nowhere."""
    filled = table.fill(view, actor)
    if public:
        preview = _(
            "A preview: do not pass it on. Tables are given out together, and more may be left out then."
        )  # fmt: skip
        return _shown(table, view, suppress.public(filled, rules().small_cell), notes=[*_public_notes(), preview])
    return _shown(table, view, filled, notes=_notes(filled), address=address, ticket=ticket, public=False)


def given_out(table: Table, view: View, filled: Filled) -> ShownTable:
    """A public copy as it is given out; `filled`: with the cells hidden."""
    return _shown(table, view, filled, notes=_public_notes())


def _shown(table: Table, view: View, filled: Filled, *, notes: Sequence[Text], address: Address | None = None,
           ticket: Callable[[str], str] | None = None, public: bool = True) -> ShownTable:  # fmt: skip
    columns = [column for column in filled.columns if not column.aside]
    listed = filled.listed
    return ShownTable(
        number=table.number,
        title=table.title,
        note=table.note,
        heads=[column.title for column in columns],
        lines=[_line(table, view, filled, columns, line, address) for line in filled.lines],
        case_heads=[_("Number"), *listed.heads] if listed else [],
        cases=[(Link(str(row[0]), ticket(str(row[0])) if ticket else ""), row[1:]) for row in listed.rows]
        if listed
        else [],
        notes=notes,
        public=public,
        wide=len(columns) > 6,
    )


def _line(
    table: Table, view: View, filled: Filled, columns: Sequence[Column], line: Line, address: Address | None
) -> ShownLine:
    cells = [] if line.heading else [_cell(filled, line, column, address) for column in columns]
    return ShownLine(line.title, line.words, cells, line.depth, line.heading, line.key == ALL)


def _cell(filled: Filled, line: Line, column: Column, address: Address | None) -> Link:
    if filled.is_hidden(line, column):
        return Link(_("not shown"), "", HIDDEN)
    value = filled.value(line, column)
    url = address(line.key, column.key) if address and column.kind == "count" and value else ""
    return Link(f"{line.title}, {column.title}", url, said(value, column.kind))


def said(value: Value, kind: str) -> int | str:
    """A number as it is read: percentages with one decimal, changes with their sign, a dash where there is none."""
    if value is None:
        return "–"
    if kind in ("percent", "share"):
        return f"{value:.1f} %"
    return f"{value:+.1f} %" if kind == "change" else value  # type: ignore[return-value]


def _public_notes() -> list[str]:
    words = {"n": rules().small_cell, "sign": HIDDEN}
    return [
        _("Public copy. %(sign)s: fewer than %(n)s, or a number from which such a one could be computed.") % words
    ]  # fmt: skip


def _notes(filled: Filled) -> list[str]:
    notes = []
    listed = filled.listed
    if listed and listed.unseen:
        notes.append(_unseen(listed.unseen))
    if listed and listed.more:
        notes.append(
            ngettext("%(n)s more case is not listed.", "%(n)s more cases are not listed.", listed.more)
            % {"n": listed.more}
        )
    return notes


def _unseen(n: int) -> str:
    """Cases that are counted and that this reader does not see."""
    return ngettext(
        "%(n)s more case is counted that you cannot see.", "%(n)s more cases are counted that you cannot see.", n
    ) % {"n": n}  # fmt: skip


unseen = _unseen


def written(shown: ShownTable) -> dict[str, Any]:
    """A public copy as plain values, to be kept."""
    lines = [
        {
            "title": str(one.title),
            "words": str(one.words),
            "cells": [[str(cell.label), cell.n] for cell in one.cells],
            "depth": one.depth,
            "heading": one.heading,
            "total": one.total,
        }
        for one in shown.lines
    ]
    return {
        "number": shown.number,
        "title": str(shown.title),
        "note": str(shown.note),
        "heads": [str(head) for head in shown.heads],
        "lines": lines,
        "notes": [str(note) for note in shown.notes],
        "wide": shown.wide,
    }


def read(kept: Mapping[str, Any]) -> ShownTable:
    """A public copy from what was kept of it."""
    lines = [
        ShownLine(**{**line, "cells": [Link(label, "", n) for label, n in line["cells"]]}) for line in kept["lines"]
    ]
    return ShownTable(**{**kept, "lines": lines}, case_heads=[], cases=[], public=True)


def sheets(shown: ShownTable, view: View) -> list[Sheet]:
    """The same as sheets of an .xlsx file: the table with its title and notes, and the cases listed in it."""
    width = len(shown.heads)
    head = ["", *shown.heads]
    rows: list[Sequence[Any]] = [
        ["　" * line.depth + str(line.title), *(_raw(cell) for cell in line.cells)] for line in shown.lines
    ]
    told = [shown.note, f"{view.scope.title} · {view.period.title}", *shown.notes]
    rows += [[], *([text] for text in told if text)]
    found: list[Sheet] = [
        (f"{shown.number} {shown.title}", head, ([*row, *[None] * (width + 1 - len(row))] for row in rows))
    ]
    if shown.cases:
        found.append((str(_("Cases")), shown.case_heads, ([link.label, *values] for link, values in shown.cases)))
    return found


def _raw(cell: Link) -> Any:
    """A percentage as a number of per cent, so that the reader's program can work with it."""
    text = str(cell.n)
    bare = text.removesuffix(" %")
    if bare != text:
        return float(bare)
    return None if text == "–" else cell.n


def table_of(number: int) -> Table | None:
    return TABLES.get(number)
