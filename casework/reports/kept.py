# ruff: noqa: S608 - the table names come from the models, values travel as parameters
"""Counts of months that are over, kept until a matter in them changes; the running month is always counted anew.

A number of a period is the sum of the numbers of its months. The sums of past months are kept in KeptCount with the version
they were counted at; the database raises the version of a month with every change of a matter in it (FactChange, migration
0206), in the transaction of the change. The versions are read before the counting begins, so what is kept is never older
than its version says: an edit in a past month shows at once, because that month is then counted again.

The key is the digest of the very statement and its parameters. Whoever changes a formula, a period or an area asks
another key, and everything kept can be thrown away at any time.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection
from django.utils import timezone

from casework.models import FactChange, KeptCount
from casework.reports.periods import month_after

Group = tuple[Any, ...]
Counts = dict[Group, list[int]]
Row = tuple[date | None, Group, Sequence[int]]  # first day of its month (None: of no month), group, counts
CHANGES, KEPT = FactChange._meta.db_table, KeptCount._meta.db_table
LOOK_SQL = (
    f"SELECT '', json_agg(json_build_array(day, month, n)) FROM (SELECT day, month, sum(n)::bigint AS n FROM {CHANGES} "
    f"WHERE day = ANY(%s) AND month >= %s AND month < %s GROUP BY 1, 2) v UNION ALL SELECT key, months::json FROM {KEPT} WHERE key = ANY(%s)"
)
KEEP_SQL = (  # in the order of the keys, so that two readers never wait for each other crosswise
    f"INSERT INTO {KEPT} (key, months) SELECT key, months::jsonb FROM unnest(%s::text[], %s::text[]) AS k (key, months) ORDER BY key "
    "ON CONFLICT (key) DO UPDATE SET months = excluded.months, made_at = excluded.made_at"
)
FOLD_SQL = (
    f"WITH gone AS (DELETE FROM {CHANGES} RETURNING day, month, n) "
    f"INSERT INTO {CHANGES} (day, month, n) SELECT day, month, sum(n) FROM gone GROUP BY 1, 2"
)
FORGET_AFTER = timedelta(days=7)  # the keys of a running period change with every day
FOLD_FROM = 5000  # rows of changes: reading so many takes about a millisecond


@dataclass(frozen=True)
class Monthly:
    """A statement that counts by the month of `day`. `key`: its digest.

    `first`, `end`: where the days of the period lie; `end` None: open. `run(low)`: its rows from a first day of a month on, those without a
    month (open matters) always among them. `always`: there may be such rows, or some after all months.
    """

    key: str
    day: str
    first: date
    end: date | None
    run: Callable[[date], Iterable[Row]]
    always: bool = False

    def months(self, running: date) -> list[date]:
        """The first days of its months that are over."""
        end = min(self.end, running) if self.end else running
        found, month = [], self.first.replace(day=1)
        while month < end:
            found.append(month)
            month = month_after(month)
        return found

    def open_ended(self, running: date) -> bool:
        """Is there something to count that lies in no month that is over?"""
        return self.always or self.end is None or self.end > running


def digest(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()


def counted(asked: Sequence[Monthly], today: date) -> list[Counts]:
    """The counts of each statement by group: one look at what is kept, and a statement each for what is not."""
    running = today.replace(day=1)
    months = [one.months(running) for one in asked]
    versions, kept = _look(asked, months)
    found, new = [], {}
    for one, past in zip(asked, months, strict=True):
        mine = kept.get(one.key, {})
        fresh = {
            month: mine[str(month)][1]
            for month in past
            if mine.get(str(month), [None])[0] == versions.get((one.day, str(month)), 0)
        }
        low = next((month for month in past if month not in fresh), running)
        counts: Counts = {}
        for month in past:
            if month < low:
                _add(counts, ((tuple(group), row) for group, row in fresh[month]))
        if low < running or one.open_ended(running):
            again = _by_month(one.run(low))
            for rows in again.values():
                _add(counts, rows)
            if low < running:
                recounted = {
                    str(month): [versions.get((one.day, str(month)), 0), again.get(month, [])]
                    for month in past
                    if month >= low
                }
                new[one.key] = {**{str(month): mine[str(month)] for month in past if month < low}, **recounted}
        found.append(counts)
    _keep(new)
    return found


def _look(
    asked: Sequence[Monthly], months: Sequence[Sequence[date]]
) -> tuple[dict[tuple[str, str], int], dict[str, Any]]:
    """The versions of the months and what is kept of these statements, at one instant."""
    every = [month for mine in months for month in mine]
    if not every:
        return {}, {}
    days, keys = sorted({one.day for one in asked}), [one.key for one in asked]
    with connection.cursor() as cursor:
        cursor.execute(LOOK_SQL, [days, min(every), month_after(max(every)), keys])
        rows = dict(cursor.fetchall())
    return {(day, month): n for day, month, n in _plain(rows.pop("")) or ()}, {
        key: _plain(told) for key, told in rows.items()
    }


def _plain(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _by_month(rows: Iterable[Row]) -> dict[date | None, list[tuple[Group, Sequence[int]]]]:
    found: dict[date | None, list[tuple[Group, Sequence[int]]]] = defaultdict(list)
    for month, group, counts in rows:
        found[month.date() if isinstance(month, datetime) else month].append((group, counts))
    return found


def _add(counts: Counts, rows: Iterable[tuple[Group, Sequence[int]]]) -> None:
    for group, row in rows:
        before = counts.get(group)
        counts[group] = list(row) if before is None else [one + other for one, other in zip(before, row, strict=True)]


def _keep(new: Mapping[str, Any]) -> None:
    if new:
        with connection.cursor() as cursor:
            cursor.execute(KEEP_SQL, [list(new), [json.dumps(months) for months in new.values()]])


def tidy() -> None:
    """Add the changes of a month up into one row, and forget what is kept of days gone by. Safe in any number of copies."""
    KeptCount.objects.filter(made_at__lt=timezone.now() - FORGET_AFTER).delete()
    if FactChange.objects.order_by()[: FOLD_FROM + 1].count() > FOLD_FROM:
        with connection.cursor() as cursor:
            cursor.execute(FOLD_SQL)
