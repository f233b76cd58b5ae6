# ruff: noqa: S608 - the table names come from the models, values travel as parameters
"""Counts that are kept until a matter in them changes: each month that is over, and from the running month on all together.

A number of a period is the sum of the numbers of its months. The sums are kept in KeptCount with the version they were
counted at; the database raises the version of a month with every change of a matter in it (FactChange, migration 0206), in
the transaction of the change. The versions are read before the counting begins, so what is kept is never older than its
version says: an edit in a past month shows at once, because that month is then counted again.

What lies in no month (open matters, promises) has the version of all matters together: whatever changes, it is counted again.

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
Range = tuple[date, date]  # first day, first day after it
Row = tuple[date | None, Group, Sequence[int]]  # first day of its month (None: of no month), group, counts
# In a statement: the first day (instant) to be counted, and the first one that is not; END: up to whatever comes, and what is open.
LOW, LOW_AT = date(1, 1, 1), datetime(1, 1, 2, tzinfo=UTC)
HIGH, HIGH_AT, END = date(9999, 12, 30), datetime(9999, 12, 29, tzinfo=UTC), date(9999, 12, 31)
TO_THE_END = f"%s::date = date '{END}'"  # condition with HIGH as its parameter
PROMISED = "promised"  # the version of what is promised
CHANGES, KEPT = FactChange._meta.db_table, KeptCount._meta.db_table
LOOK_SQL = (  # months that are not asked for are one: those before the first, and those from the running one on
    f"SELECT 'versions', '', json_agg(json_build_array(day, month, n)) FROM (SELECT day, greatest(least(month, %s), %s) AS month, "
    f"sum(n)::bigint AS n FROM {CHANGES} WHERE day = ANY(%s) GROUP BY 1, 2) v "
    f"UNION ALL SELECT 'kept', key, months::json FROM {KEPT} WHERE key = ANY(%s)"
)
COUNT_SQL = "SELECT %s, json_agg(n) FROM ({}) n"
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

    It counts from LOW (LOW_AT) to HIGH (HIGH_AT); what lies in no month (open matters, promises) has none and is counted
    TO_THE_END. `first`, `end`: where the days of the period lie; `end` None: open. `always`: there may be rows without a month.
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

    @property
    def of_all(self) -> str:
        """The day whose versions rise with every change there is, whatever its month."""
        return self.day if self.day == PROMISED else "opened_at" if self.day.endswith("_at") else "opened_on"

    def parts(self, running: date) -> list[date]:
        """What is kept apart: the months that are over by their first days, then everything from the running one on."""
        end = min(self.end, running) if self.end else running
        found, month = [], self.first.replace(day=1)
        while month < end:
            found.append(month)
            month = month_after(month)
        goes_on = self.always or self.end is None or self.end > running
        return [*found, running] if goes_on else found

    def within(self, days: Range) -> list[Any]:
        """The parameters for counting these days."""
        at = [midnight(day, get_current_timezone()) for day in days]
        instead = dict(zip((LOW, HIGH, LOW_AT, HIGH_AT), (*days, *at), strict=True))
        return [instead.get(one, one) if isinstance(one, date) else one for one in self.params]


def counted(asked: Sequence[Monthly], today: date) -> list[Counts]:
    """The counts of each statement by group.

    One statement looks at what is kept; where something has changed one more counts again, and a third one keeps it.
    """
    look = _look(asked, today.replace(day=1))
    stale = {one.key: (one, days) for one in asked if (days := look.stale(one))}
    again = _run(stale) if stale else {}
    new = {key: look.renewed(one, days, again[key]) for key, (one, days) in stale.items()}
    _keep(new)
    return [_sum(new.get(one.key) or look.kept.get(one.key, {}), look.names(one)) for one in asked]


def _sum(parts: Mapping[str, Any], names: Iterable[str]) -> Counts:
    counts: Counts = {}
    for name in names:
        for group, row in parts[name][1]:
            before = counts.get(tuple(group))
            counts[tuple(group)] = row if before is None else [n + m for n, m in zip(before, row, strict=True)]
    return counts


@dataclass(frozen=True)
class _Look:
    """What is kept and the versions of the months, as they were at one instant."""

    running: date
    versions: Mapping[tuple[str, str], int]
    kept: Mapping[str, Mapping[str, Any]]

    def parts(self, one: Monthly) -> list[date]:
        return one.parts(self.running)

    def name(self, part: date) -> str:
        """Under which it is kept: a month that is over is another thing than the same month while it was running."""
        return f"{part}+" if part == self.running else str(part)

    def version(self, one: Monthly, part: date) -> int:
        if part == self.running and one.always:
            return sum(n for (day, _month), n in self.versions.items() if day == one.of_all)
        return self.versions.get((one.day, str(part)), 0)

    def names(self, one: Monthly) -> list[str]:
        return [self.name(part) for part in self.parts(one)]

    def stale(self, one: Monthly) -> list[Range]:
        """What has changed since it was counted; months that follow each other are one range of days."""
        kept, found = self.kept.get(one.key, {}), list[Range]()
        for part in self.parts(one):
            if kept.get(self.name(part), [None])[0] == self.version(one, part):
                continue
            end = END if part == self.running else month_after(part)
            found = [*found[:-1], (found[-1][0], end)] if found and found[-1][1] == part else [*found, (part, end)]
        return found

    def renewed(self, one: Monthly, stale: Sequence[Range], rows: Iterable[Row]) -> dict[str, Any]:
        """What is to be kept: as counted now, under the versions read before; what has not changed as it was."""
        again: dict[date, list[tuple[Group, Sequence[int]]]] = defaultdict(list)
        for month, group, counts in rows:
            again[min(month or self.running, self.running)].append((group, counts))
        return {
            self.name(part): [self.version(one, part), again[part]]
            if any(low <= part < high for low, high in stale)
            else self.kept[one.key][self.name(part)]
            for part in self.parts(one)
        }


def _look(asked: Sequence[Monthly], running: date) -> _Look:
    first = min((part for one in asked for part in one.parts(running)), default=running)
    days = {day for one in asked for day in (one.day, one.of_all)}
    told: dict[str, dict[str, Any]] = {"versions": {}, "kept": {}}
    with connection.cursor() as cursor:
        keys = [one.key for one in asked]
        cursor.execute(LOOK_SQL, [running, month_after(first, -1), sorted(days), keys])
        for what, key, found in cursor.fetchall():
            told[what][key] = _json(found)
    return _Look(running, {(day, month): n for day, month, n in told["versions"][""]}, told["kept"])


def _run(stale: Mapping[str, tuple[Monthly, Sequence[Range]]]) -> dict[str, list[Row]]:
    """The rows of each statement in these ranges, by its key: all in one."""
    each = [(key, one, days) for key, (one, ranges) in stale.items() for days in ranges]
    found: dict[str, list[Row]] = {key: [] for key in stale}
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(COUNT_SQL.format(one.sql) for _key, one, _days in each),
            [value for key, one, days in each for value in (key, *one.within(days))],
        )
        for key, rows in cursor.fetchall():
            found[key] += [_row(list(row.values()), 1 + stale[key][0].groups) for row in _json(rows)]
    return found


def _json(found: Any) -> Any:
    return (json.loads(found) if isinstance(found, str) else found) or []


def _row(values: Sequence[Any], split: int) -> Row:
    month = values[0] and date.fromisoformat(values[0][:10])
    return month, tuple(values[1:split]), values[split:]


def _keep(new: Mapping[str, Any]) -> None:
    if new:
        with connection.cursor() as cursor:
            cursor.execute(KEEP_SQL, [list(new), [json.dumps(parts) for parts in new.values()]])


def tidy() -> None:
    """Add the changes of a month up into one row, and forget what is kept of days gone by. Safe in any number of copies."""
    KeptCount.objects.filter(made_at__lt=timezone.now() - FORGET_AFTER).delete()
    if FactChange.objects.order_by()[: FOLD_FROM + 1].count() > FOLD_FROM:
        with connection.cursor() as cursor:
            cursor.execute(FOLD_SQL)
