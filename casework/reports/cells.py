# ruff: noqa: S608 - names of columns and conditions come from the model, values travel as parameters
"""Many conditions counted in one pass. Django takes longer to build such a statement than PostgreSQL to answer it, so the
conditions are turned into SQL once a day and kept; they are the same Q objects that the lists are made from.

The rows are grouped into cells first, their days rounded to months as far as no cut-off can lie inside (periods begin and
end with a month; of the running month every day is kept), so that each row is read once, however many conditions there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from casework.models import CaseFact
from casework.reports.closing import rated_types
from casework.reports.scope import Scope

DAYS = ("accepted_on", "closed_on", "first_due_on")  # what `closing.condition` asks about, beside these:
WORDS = ("type", "is_open", "outcome", "proven")
TABLE = CaseFact._meta.db_table


@dataclass(frozen=True)
class Asked:
    """Conditions by name, as the columns of a statement over cells."""

    names: tuple[str, ...]
    sql: str
    params: tuple[Any, ...]

    @classmethod
    def of(cls, conditions: Mapping[str, Q]) -> "Asked":
        parts = [_sql(q) for q in conditions.values()]
        columns = ", ".join(f"coalesce(sum(cases) FILTER (WHERE {sql}), 0)::int" for sql, _params in parts)
        return cls(tuple(conditions), columns, tuple(value for _sql, params in parts for value in params))


def _sql(q: Q) -> tuple[str, tuple[Any, ...]]:
    query = CaseFact.objects.filter(q).query
    sql, params = query.get_compiler("default").compile(query.where)
    return sql, tuple(params)


def counted(scope: Scope, since: date, today: date, asked: Asked, groups: Mapping[str, str]) -> list[dict[str, Any]]:
    """The counts of `asked` over what is open or was closed since a day, by groups (name: SQL of the fact): one statement."""
    kept, values = _sql(scope.q & Q(type__in=rated_types()) & (Q(is_open=True) | Q(closed_on__gte=since)))
    running = today.replace(day=1)
    rounded = [
        f"CASE WHEN {day} >= %s THEN {day} ELSE {day} - extract(day FROM {day})::int + 1 END AS {day}" for day in DAYS
    ]
    grouped = [f"{sql} AS group_{name}" for name, sql in groups.items()]
    inner = ", ".join([*grouped, *WORDS, *rounded])
    places = ", ".join(str(n + 1) for n in range(len(grouped) + len(WORDS) + len(rounded)))
    outer = ", ".join(f"group_{name}" for name in groups)
    statement = (
        f"SELECT {outer}, {asked.sql} FROM (SELECT {inner}, count(*) AS cases FROM {TABLE} WHERE {kept} GROUP BY {places}) "
        f"AS {TABLE} GROUP BY {outer}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*asked.params, *[running] * len(rounded), *values])
        return [dict(zip((*groups, *asked.names), row, strict=True)) for row in cursor.fetchall()]
