"""Statements that count by month (`kept.Monthly`), made from querysets: compiled once, then run with another first month.

Django takes longer to build such a statement than PostgreSQL to answer it, so it is built with a day that stands for the
first month to be counted and is exchanged when it runs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, DateField, DateTimeField, Q, QuerySet, Value
from django.db.models.functions import TruncMonth
from django.utils.timezone import get_current_timezone

from casework.reports.kept import Monthly, Row, digest
from workflows.calendars import midnight

LOW, LOW_AT = date(1, 1, 1), datetime(1, 1, 2, tzinfo=UTC)  # stand for the first month to be counted
NO_MONTH = Value(None, output_field=DateField())


def of(
    rows: QuerySet[Any],
    day: str,
    counts: Sequence[Q],
    *,
    first: date,
    end: date | None,
    standing: bool = False,
    group: Any = None,
) -> Monthly:
    """The statement that counts `counts` over `rows`, by `group` and by the month of `day` ("": all together).

    `rows` bounds the days by itself, to `first` … `end`. `standing`: open matters count whatever their day.
    """
    if not day:
        sql, params = _compiled(rows, counts, group, NO_MONTH)
        return Monthly(digest(sql, params), day, first, first, _Run(sql, params, group is not None), always=True)
    at = isinstance(rows.model._meta.get_field(day), DateTimeField)
    dated, month = Q(**{f"{day}__gte": LOW_AT if at else LOW}), TruncMonth(day, output_field=DateField())
    if not standing:
        sql, params = _compiled(rows.filter(dated), counts, group, month)
        return Monthly(digest(sql, params), day, first, end, _Run(sql, params, group is not None))
    after = Q(**{f"{day}__gte": midnight(first, get_current_timezone()) if at else first})
    closed, its = _compiled(rows.filter(dated, after, is_open=False), counts, group, month)
    still, theirs = _compiled(rows.filter(is_open=True), counts, group, NO_MONTH)
    sql, params = f"{closed} UNION ALL {still}", its + theirs  # two index ranges; an OR would read the rows themselves
    return Monthly(digest(sql, params), day, first, end, _Run(sql, params, group is not None), always=True)


def _compiled(rows: QuerySet[Any], counts: Sequence[Q], group: Any, month: Any) -> tuple[str, tuple[Any, ...]]:
    by = {"month": month} if group is None else {"month": month, "part": group}
    wanted = {f"n{at}": Count(Value(1), filter=q) for at, q in enumerate(counts)}
    query = rows.order_by().values(**by).annotate(**wanted).query
    sql, params = query.get_compiler("default").as_sql()
    return sql, tuple(params)


@dataclass(frozen=True)
class _Run:
    """Runs the statement from a first day of a month on. `grouped`: the second column is the group."""

    sql: str
    params: tuple[Any, ...]
    grouped: bool

    def __call__(self, low: date) -> Iterable[Row]:
        instead = {LOW: low, LOW_AT: midnight(low, get_current_timezone())}
        params = [instead.get(one, one) if isinstance(one, date) else one for one in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        start = 2 if self.grouped else 1
        return [(row[0], row[1:start], row[start:]) for row in found]
