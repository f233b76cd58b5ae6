"""Statements that count by month (`kept.Monthly`), made from querysets: compiled once, then run with another first month.

Django takes longer to build such a statement than PostgreSQL to answer it, so it is built with a day that stands for the
first day to be counted, and one for the end; they are exchanged when it runs.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, DateField, DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Cast, TruncMonth
from django.utils.timezone import get_current_timezone

from casework.reports.kept import HIGH, HIGH_AT, LOW, LOW_AT, PROMISED, TO_THE_END, Monthly
from workflows.calendars import midnight

NO_MONTH = Cast(Value(None), DateField())


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
    """The statement that counts `counts` over `rows`, by `group` and by the month of `day` ("": promises, all together).

    `rows` bounds the days by itself, to `first` … `end`. `standing`: open matters count whatever their day.
    """
    groups = 0 if group is None else 1
    if not day:
        sql, params = _compiled(rows, counts, group, NO_MONTH)
        return Monthly(sql, params, groups, PROMISED, LOW, LOW, always=True)
    at = isinstance(rows.model._meta.get_field(day), DateTimeField)
    dated = Q(**{f"{day}__gte": LOW_AT if at else LOW, f"{day}__lt": HIGH_AT if at else HIGH})
    month = TruncMonth(day, output_field=DateField())
    if not standing:
        sql, params = _compiled(rows.filter(dated), counts, group, month)
        return Monthly(sql, params, groups, day, first, end)
    after = Q(**{f"{day}__gte": midnight(first, get_current_timezone()) if at else first})
    closed, its = _compiled(rows.filter(dated, after, is_open=False), counts, group, month)
    still, theirs = _compiled(rows.filter(is_open=True), counts, group, NO_MONTH)
    # Two index ranges; an OR would read the rows themselves.
    sql = f"{closed} UNION ALL SELECT * FROM ({still}) s WHERE {TO_THE_END}"  # noqa: S608
    return Monthly(sql, (*its, *theirs, HIGH), groups, day, first, end, always=True)


def _compiled(rows: QuerySet[Any], counts: Sequence[Q], group: Any, month: Any) -> tuple[str, tuple[Any, ...]]:
    by = {"month": month} if group is None else {"month": month, "part": group}
    wanted = {f"n{at}": Count(Value(1), filter=q) for at, q in enumerate(counts)}
    query = rows.order_by().values(**by).annotate(**wanted).query
    sql, params = query.get_compiler("default").as_sql()
    return sql, tuple(params)
