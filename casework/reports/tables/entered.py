"""Table 11: volunteers, jurors and training, as the units report them (casework.reports.entries)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework import places
from casework.reports import entries
from casework.reports.tables.base import ALL, Column, Filled, Line, Table
from casework.reports.view import View
from workflows.roles import Actor

FIGURES = [figure.key for figure in entries.FIGURES]


class Entered(Table):
    """One line for each unit that reported."""

    number = 11
    title = _("Volunteers, jurors and training")
    note = _(
        "As each unit reports itself; of a longer period lists count as they stood last, everything else is added up."
    )
    has_lists = False

    def fill(self, view: View, actor: Actor) -> Filled:
        found = entries.by_unit(entries.of_period(view.scope, view.period))
        lines = [
            Line(unit, places.name_of(unit), {key: mine.get(key, 0) for key in FIGURES}, within=ALL)
            for unit, mine in sorted(found.items(), key=lambda one: (len(one[0]), one[0]))
        ]
        sums = {key: sum(mine.get(key, 0) for mine in found.values()) for key in FIGURES}
        columns = [Column(figure.key, figure.title) for figure in entries.FIGURES]
        return Filled(columns, [*lines, Line(ALL, pgettext_lazy("table", "Total"), dict(sums))])

    def behind(self, view: View, line: str, column: str) -> QuerySet[Any] | None:
        return None


ENTERED = Entered()
