# ruff: noqa: S608 - names of columns and conditions come from the model, values travel as parameters
"""Many conditions counted in one pass. Django takes longer to build such a statement than PostgreSQL to answer it, so the
conditions are turned into SQL once a day and kept; they are the same Q objects that the lists are made from.

The rows are grouped into cells first: two days that no condition tells apart fall into the same bucket. So each row is read
once, however many conditions there are, and they are put to a few thousand cells.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from casework.models import CaseFact
from casework.reports import kept
from casework.reports.closing import rated_types
from casework.reports.kept import HIGH, LOW, TO_THE_END, Monthly
from casework.reports.periods import ONE_DAY
from casework.reports.scope import Scope

DAYS = ("accepted_on", "closed_on", "first_due_on")  # what `closing.condition` asks about, beside these:
WORDS = ("is_open", "outcome", "proven")
TABLE = CaseFact._meta.db_table


@dataclass(frozen=True)
class Asked:
    """Conditions by name, as the columns of a statement over cells; `bounds`: the days on which one of them may change."""

    names: tuple[str, ...]
    sql: str
    params: tuple[Any, ...]
    bounds: tuple[date, ...]

    @classmethod
    def of(cls, conditions: Mapping[str, Q]) -> "Asked":
        parts = [_sql(q) for q in conditions.values()]
        columns = ", ".join(
            f"coalesce(sum(cases) FILTER (WHERE {sql}), 0)::int AS n{at}" for at, (sql, _params) in enumerate(parts)
        )
        params = tuple(value for _sql, values in parts for value in values)
        days = {day for day in params if isinstance(day, date)}
        bounds = {date.min, *days, *(day + ONE_DAY for day in days)}  # a condition changes on its day or on the next
        return cls(tuple(conditions), columns, params, tuple(sorted(bounds)))


def _sql(q: Q) -> tuple[str, tuple[Any, ...]]:
    query = CaseFact.objects.filter(q).query
    sql, params = query.get_compiler("default").compile(query.where)
    return sql, tuple(params)


def counted(scope: Scope, since: date, asked: Asked, groups: Mapping[str, str], today: date) -> list[dict[str, Any]]:
    """The counts of `asked` over what is open or was closed since a day, by groups (name: SQL of the fact).

    What was closed in months that are over is kept (`kept`).
    """
    statement, params = _statement(scope, since, asked, groups)
    (found,) = kept.counted([Monthly(statement, params, len(groups), "closed_on", since, None, always=True)], today)
    names = (*groups, *asked.names)
    return [dict(zip(names, (*group, *counts), strict=True)) for group, counts in found.items()]


def _statement(scope: Scope, since: date, asked: Asked, groups: Mapping[str, str]) -> tuple[str, tuple[Any, ...]]:
    here = scope.q & Q(type__in=rated_types())
    open_now, values = _sql(here & Q(is_open=True))
    past, since_then = _sql(here & Q(is_open=False, closed_on__gte=since) & Q(closed_on__gte=LOW, closed_on__lt=HIGH))
    columns = ", ".join(["place", "unit", "type", *WORDS, *DAYS])
    grouped = ", ".join(f"{sql} AS group_{name}" for name, sql in groups.items())
    bucket = ", ".join(f"width_bucket({day}, bounds) AS {day}" for day in DAYS)
    first = ", ".join(f"bounds[{day}] AS {day}" for day in DAYS)
    outer, words = ", ".join(["month", *(f"group_{name}" for name in groups)]), ", ".join(WORDS)
    places = ", ".join(str(n + 1) for n in range(1 + len(groups) + len(WORDS) + len(DAYS)))
    statement = (
        f"WITH b AS (SELECT %s::date[] AS bounds), found AS ("
        f"SELECT NULL::date AS month, {columns} FROM {TABLE} WHERE ({open_now}) AND {TO_THE_END} UNION ALL "
        f"SELECT date_trunc('month', closed_on)::date, {columns} FROM {TABLE} WHERE {past}), "
        f"buckets AS (SELECT month, {grouped}, {words}, {bucket}, count(*) AS cases FROM found, b GROUP BY {places}) "
        f"SELECT {outer}, {asked.sql} FROM (SELECT {outer}, %s::text AS type, {words}, {first}, cases FROM buckets, b) "
        f"AS {TABLE} GROUP BY {outer}"
    )
    rated = rated_types()[0]  # only such rows are read, and no condition tells one from the other
    return statement, (list(asked.bounds), *values, HIGH, *since_then, *asked.params, rated)
