"""Table 12: the ten chapters of the plan, one line each with its types below, from the registry of ticket types."""

from functools import lru_cache
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework import access
from casework.models import Ticket
from casework.queries.chapters import kinds_of
from casework.queries.counters import VOID
from casework.reports import kept, monthly
from casework.reports.tables.base import ALL, Column, Filled, Line, Table
from casework.reports.view import View
from workflows.base import Workflow
from workflows.chapters import CHAPTERS
from workflows.roles import CLOCK, Actor

COLUMNS = (
    Column("opened", _("Registered")),
    Column("closed", pgettext_lazy("cases", "Closed")),
    Column("held", _("Open at the end")),
)


def _kinds(chapter: int) -> list[type[Workflow]]:
    """The types that stand for themselves: child tickets are counted with the matter they belong to."""
    return [kind for kind in kinds_of(chapter) if not kind.only_child]


class ChapterTable(Table):
    """Table 12."""

    number = 12
    title = _("The ten chapters")
    note = _("Registered, closed and open by kind of matter. Child tickets are not counted beside their matter.")

    def fill(self, view: View, actor: Actor) -> Filled:
        found: dict[str, dict[str, int]] = {}
        asked = [_asked(view, column.key) for column in COLUMNS]
        for column, counts in zip(COLUMNS, kept.counted(asked, view.today), strict=True):
            for (kind,), (n,) in counts.items():
                found.setdefault(kind, {})[column.key] = n
        keys = [column.key for column in COLUMNS]
        lines: list[Line] = []
        for chapter, title in CHAPTERS.items():
            kinds = [(kind, found.get(kind.slug, {})) for kind in _kinds(chapter)]
            sums = {key: sum(mine.get(key, 0) for _kind, mine in kinds) for key in keys}
            lines.append(Line(str(chapter), title, dict(sums), within=ALL))
            lines += [
                Line(kind.slug, kind.title, {key: mine.get(key, 0) for key in keys}, within=str(chapter), depth=1)
                for kind, mine in kinds
            ]
        total = {key: sum(int(line.values[key] or 0) for line in lines if line.within == ALL) for key in keys}
        return Filled(COLUMNS, [*lines, Line(ALL, pgettext_lazy("table", "Total"), dict(total))])

    @staticmethod
    def _rows(view: View, column: str) -> QuerySet[Ticket]:
        """Tickets of the areas; counts only, the list behind them passes the reader's own sight."""
        begin, end = view.period.instants
        slugs = [kind.slug for chapter in CHAPTERS for kind in _kinds(chapter)]
        when = {
            "opened": Q(opened_at__gte=begin, opened_at__lt=end),
            "closed": Q(closed_at__gte=begin, closed_at__lt=end),
            "held": Q(opened_at__lt=end) & (Q(is_open=True) | Q(closed_at__gte=end)),
        }[column]
        return access.tickets(CLOCK).filter(view.scope.q, when, type__in=slugs).exclude(outcome__in=VOID).order_by()

    def behind(self, view: View, line: str, column: str) -> QuerySet[Any] | None:
        if column not in {one.key for one in COLUMNS}:
            return None
        rows = self._rows(view, column)
        if line == ALL:
            return rows
        chapter = int(line) if line.isascii() and line.isdigit() else 0
        slugs = [kind.slug for kind in _kinds(chapter)] if chapter else [line]
        return rows.filter(type__in=slugs)


CHAPTER_TABLE = ChapterTable()


@lru_cache(maxsize=16)
def _asked(view: View, column: str) -> kept.Monthly:
    """A column by type. What was open at the end of a period is open now or was closed after it."""
    held, period = column == "held", view.period
    return monthly.of(
        CHAPTER_TABLE._rows(view, column), "opened_at" if column == "opened" else "closed_at", [Q()],
        first=period.end if held else period.first, end=None if held else period.end, standing=held, group=F("type"),
    )  # fmt: skip
