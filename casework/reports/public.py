"""Public copies: all tables of one area and one period are given out together, once, and never computed again.

Whoever has several copies can subtract them (a year less three quarters, a district less its streets, a copy less an
older one of the same). So the tables of a copy are suppressed as one system in which the same matters count as the same number,
copies say nothing about earlier periods, and no two copies that are counted from cases have a day and an area in common: a second
one of the same is the first one again, anything that overlaps is refused. A longer period whose parts have all been given out is
added up from those copies (casework.reports.combined) and never counted again.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casework import access, places
from casework.errors import Refused
from casework.models import PublicCopy
from casework.reports import combined, shown, suppress
from casework.reports.periods import Period
from casework.reports.rules import rules
from casework.reports.shown import ShownTable
from casework.reports.tables import TABLES
from casework.reports.tables.base import Cell, Filled, Table
from casework.reports.view import View
from workflows.datetexts import joined
from workflows.ladder import inside
from workflows.roles import DISTRICT, Actor

LOCK = 0x59_4A_03  # of all processes at once one gives out
Tables = Mapping[int, Filled]
# Open at the end = open before + received − closed: who has the copies of two months in a row knows three of the four.
BALANCES = {
    2: ("received", ("closed", "held")),
    3: ("received", ("closed", "held")),
    12: ("opened", ("closed", "held")),
}


def given(view: View) -> PublicCopy | None:
    """The copy of this area and period, if it was given out."""
    return PublicCopy.objects.select_related("by").filter(area=_area(view), period=view.period.code).first()


def table(copy: PublicCopy, number: int) -> ShownTable:
    """A table as it was given out, in the reader's language or the first one."""
    kept = combined.in_words(copy).get(str(number))
    if kept is None:
        raise Refused(
            "not_found",
            _("The public copy of %(period)s does not have this table. Choose another one.")
            % {"period": combined.period_of(copy).title},
        )
    return shown.read(kept)


def preview(actor: Actor, view: View, table: Table) -> ShownTable:
    """A table as it could be given out."""
    parts = parts_of(view)
    if parts and table.number in combined.numbers(parts):
        return combined.table(view, combined.with_tables(parts), table.number)
    return shown.show(table, view, actor, public=True)


def parts_of(view: View) -> Sequence[PublicCopy]:
    """The copies that this one would be added up from; none if it would be counted."""
    found = combined.pieces(_area(view), view.period)
    return found.given if found.complete else []


def missing(view: View) -> Sequence[Period]:
    """The parts that have to be given out before this one can be added up."""
    return [] if view.running else combined.pieces(_area(view), view.period).missing


def refusal(actor: Actor, view: View) -> str:
    """Why this actor cannot give out the copy of this view, "" if he can."""
    if not actor.has(DISTRICT):
        return _("Public copies are given out by the district. Ask its rights department.")
    if len(view.scope.areas) != 1:
        return _("A public copy is about one area. Choose it above.")
    if view.running:
        return _(
            "%(period)s is still running: its numbers will change. Give out a period that is over."
        ) % {"period": view.period.title}  # fmt: skip
    found = combined.pieces(_area(view), view.period)
    copy = found.in_the_way or overlapping(view)
    if copy is None or found.complete:
        return ""
    if found.missing:
        return _(
            "%(period)s is added up from the public copies of its parts, because some of them have been given out. There is none yet of "
            "%(missing)s. Give these out, then %(period)s can follow."
        ) % {"period": view.period.title, "missing": joined(one.title for one in found.missing)}  # fmt: skip
    words = {"period": combined.period_of(copy).title, "area": places.name_of(copy.area)}
    return _(
        "The public copy of %(period)s for %(area)s has been given out. It has days and places in common with this one, and whoever "
        "has both could subtract them and find out about single persons. Pass on that copy, or give out a period or an area that does "
        "not overlap with it."
    ) % words  # fmt: skip


def overlapping(view: View) -> PublicCopy | None:
    """A copy given out that has a day and a place in common with this view."""
    here, period = _area(view), view.period
    near = PublicCopy.objects.filter(first__lte=period.last, last__gte=period.first)
    return next((copy for copy in near if inside(copy.area, here) or inside(here, copy.area)), None)


def give_out(actor: Actor, view: View) -> PublicCopy:
    """Give out the copies of all tables; the one that stands if they were given out already. Refused with the reason."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if actor.has(DISTRICT) and (copy := given(view)):
            return copy
        if reason := refusal(actor, view):
            raise Refused("closed" if actor.has(DISTRICT) else "forbidden", reason)
        parts = parts_of(view)
        tables, keys = (combined.tables(view, combined.with_tables(parts)), {}) if parts else _tables(actor, view)
        return PublicCopy.objects.create(
            area=_area(view), period=view.period.code, first=view.period.first, last=view.period.last, tables=tables, keys=keys,
            parts=[copy.period for copy in parts], at=timezone.now(), by_id=access.person(actor),
        )  # fmt: skip


def _area(view: View) -> str:
    return view.scope.areas[0] if len(view.scope.areas) == 1 else ""


def _tables(actor: Actor, view: View) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """The tables as they are shown in each language, and their keys; hidden is the same in all of them."""
    gone: dict[int, set[Cell]] = {}
    found: dict[str, dict[str, Any]] = {}
    for language, _title in settings.LANGUAGES:
        with translation.override(language):
            filled = {number: one.fill(view, actor).of_the_period() for number, one in TABLES.items()}
            gone = gone or hidden(filled, _same(filled, view), rules().small_cell)
            found[language] = {
                str(number): shown.written(shown.given_out(TABLES[number], view, one.hide(gone[number])))
                for number, one in filled.items()
            }
    return found, combined.keys(filled)


def hidden(tables: Tables, same: list[list[tuple[int, Cell]]], below: int) -> dict[int, set[Cell]]:
    """The cells of each table that are not shown. `same`: cells that are one number, in whichever table they stand."""
    cells = {_named(number, cell): n for number, one in tables.items() for cell, n in one.counts().items()}
    sums = [
        (_named(number, whole), tuple(_named(number, part) for part in parts))
        for number, one in tables.items()
        for whole, parts in [*one.sums(), *_balances(number, one)]
    ]
    sums += [(_named(*first), (_named(*other),)) for first, *others in same for other in others]
    found: dict[int, set[Cell]] = {number: set() for number in tables}
    for line, column in suppress.hidden(cells, sums, below):
        number, _colon, key = line.partition(":")
        found[int(number)].add((key, column))
    return found


def _named(number: int, cell: Cell) -> Cell:
    return f"{number}:{cell[0]}", cell[1]


def _balances(number: int, filled: Filled) -> list[suppress.Sum]:
    """What copies of periods in a row would tell about each line."""
    if number not in BALANCES:
        return []
    whole, parts = BALANCES[number]
    known = filled.counts()
    lines = [line.key for line in filled.lines if (line.key, whole) in known]
    return [((line, whole), tuple((line, part) for part in parts)) for line in lines]


def _same(tables: Tables, view: View) -> list[list[tuple[int, Cell]]]:
    """Cells that count the very same matters: asked of the database for those that are the same number."""
    by_number: dict[int, list[tuple[int, Cell]]] = defaultdict(list)
    for number, filled in tables.items():
        for cell, n in filled.counts().items():
            if n:
                by_number[n].append((number, cell))
    found: dict[tuple[int, str], list[tuple[int, Cell]]] = defaultdict(list)
    for n, cells in by_number.items():
        for number, cell in cells if len(cells) > 1 else []:
            rows = TABLES[number].behind(view, *cell)
            if rows is not None:
                matters = ",".join(map(str, sorted(rows.order_by().values_list("pk", flat=True))))
                found[n, hashlib.sha256(matters.encode()).hexdigest()].append((number, cell))
    return [cells for cells in found.values() if len(cells) > 1]
