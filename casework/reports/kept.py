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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.timezone import get_current_timezone

from casework.models import FactChange, KeptCount
from casework.reports.periods import month_after
from workflows.calendars import midnight

Group = tuple[Any, ...]
Counts = dict[Group, list[int]]
Row = tuple[date | None, Group, Sequence[int]]  # first day of its month (None: of no month), group, counts
LOW, LOW_AT = (
    date(1, 1, 1),
    datetime(1, 1, 2, tzinfo=UTC),
)  # in a statement: the first month to be counted, its first instant
PROMISED, ONCE = "promised", date(2, 1, 1)  # of what lies in no month: its version, and the month it is kept under
CHANGES, KEPT = FactChange._meta.db_table, KeptCount._meta.db_table
LOOK_SQL = (
    f"SELECT 'versions', '', json_agg(json_build_array(day, month, n)) FROM (SELECT day, month, sum(n)::bigint AS n FROM {CHANGES} "
    f"WHERE day = ANY(%s) AND month >= %s AND month < %s GROUP BY 1, 2) v "
    f"UNION ALL SELECT 'kept', key, months::json FROM {KEPT} WHERE key = ANY(%s)"
)
NOW_SQL = " UNION ALL SELECT 'now', %s, json_agg(n) FROM ({}) n"
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
    """A statement that counts by the month of `day`: month, `groups` columns, then whole numbers, each with a name of its own.

    It counts from LOW (LOW_AT) on; what lies in no month (open matters) has none. `first`, `end`: where the days of the
    period lie; `end` None: open. `always`: there may be rows without a month.
    """

    sql: str
    params: tuple[Any, ...]
    groups: int
    day: str
    first: date
    end: date | None
    always: bool = False

    @cached_property
    def key(self) -> str:
        return sha256(repr((self.sql, self.params)).encode()).hexdigest()

    def months(self, running: date) -> list[date]:
        """The first days of its months that are over."""
        end = min(self.end, running) if self.end else running
        found, month = [], self.first.replace(day=1)
        while month < end:
            found.append(month)
            month = month_after(month)
        return found

    def goes_on(self, running: date) -> bool:
        """Is there something to count that lies in no month that is over?"""
        return self.always or self.end is None or self.end > running

    def since(self, low: date) -> list[Any]:
        """The parameters for counting from this month on."""
        instead = {LOW: low, LOW_AT: midnight(low, get_current_timezone())}
        return [instead.get(one, one) if isinstance(one, date) else one for one in self.params]

    def rows(self, found: Iterable[Sequence[Any]]) -> list[Row]:
        split = 1 + self.groups
        return [(_day(row[0]), tuple(row[1:split]), row[split:]) for row in found]


def counted(asked: Sequence[Monthly], today: date) -> list[Counts]:
    """The counts of each statement by group.

    One statement looks at what is kept and counts the running month; one more for each that a past month has changed of.
    """
    running = today.replace(day=1)
    look = _look(asked, running)
    found, new = [], {}
    for one in asked:
        past = one.months(running)
        fresh = {month: kept for month in past if (kept := look.fresh(one, month)) is not None}
        low = next((month for month in past if month not in fresh), running)
        counts: Counts = {}
        for month in past:
            if month < low:
                _add(counts, fresh[month])
        rows = look.now.get(one.key, []) if low == running else _run(one, low)
        _add(counts, ((group, row) for _month, group, row in rows))
        if low < running:
            new[one.key] = look.renewed(one, past, low, rows)
        found.append(counts)
    _keep(new)
    return found


@dataclass(frozen=True)
class _Look:
    """Versions of the months, what is kept, and the counts of the running month, as they were at one instant."""

    versions: Mapping[tuple[str, str], int]
    kept: Mapping[str, Mapping[str, Any]]
    now: Mapping[str, list[Row]]

    def version(self, one: Monthly, month: date) -> int:
        return self.versions.get((one.day, str(month)), 0)

    def fresh(self, one: Monthly, month: date) -> list[tuple[Group, Sequence[int]]] | None:
        """The counts that are kept of a month, if nothing has changed in it since."""
        version, rows = self.kept.get(one.key, {}).get(str(month), (None, []))
        return [(tuple(group), row) for group, row in rows] if version == self.version(one, month) else None

    def renewed(self, one: Monthly, past: Sequence[date], low: date, rows: Iterable[Row]) -> dict[str, Any]:
        """What is to be kept: as before up to `low`, from there on as counted now, under the versions read before."""
        again: dict[date | None, list[tuple[Group, Sequence[int]]]] = defaultdict(list)
        for month, group, counts in rows:
            again[month].append((group, counts))
        return {
            str(month): self.kept[one.key][str(month)]
            if month < low
            else [self.version(one, month), again.get(month, [])]
            for month in past
        }


def _look(asked: Sequence[Monthly], running: date) -> _Look:
    months = [month for one in asked for month in one.months(running)]
    first, end = min(months, default=running), month_after(max(months, default=running))
    params: list[Any]
    sql, params = LOOK_SQL, [sorted({one.day for one in asked}), first, end, [one.key for one in asked]]
    for one in asked:
        if one.goes_on(running):
            sql += NOW_SQL.format(one.sql)
            params += [one.key, *one.since(running)]
    told: dict[str, dict[str, Any]] = {"versions": {}, "kept": {}, "now": {}}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for what, key, found in cursor.fetchall():
            told[what][key] = (json.loads(found) if isinstance(found, str) else found) or []
    by_key = {one.key: one for one in asked}
    return _Look(
        {(day, month): n for day, month, n in told["versions"][""]},
        told["kept"],
        {key: by_key[key].rows([list(row.values()) for row in rows]) for key, rows in told["now"].items()},
    )


def _run(one: Monthly, low: date) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(one.sql, one.since(low))
        return one.rows(cursor.fetchall())


def _day(month: Any) -> date | None:
    """The day of a date, an instant, or of either as JSON has it."""
    if month is None or type(month) is date:
        return month
    return date.fromisoformat(str(month)[:10])


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
