"""Frozen months (domain.md §2.7): the numbers of a month as they stood, once and for good, and what came late (调整数).

A month is frozen for the district, each street and each community at once. What changes in it afterwards changes nothing
there: when a later month is frozen, the differences are written down with it as adjustments of that month.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, F, Sum
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from casework import places
from casework.errors import Refused
from casework.models import Snapshot
from casework.reports.counting import by_part
from casework.reports.periods import Period, month_after
from casework.reports.rules import rules
from casework.reports.scope import Scope
from casework.reports.tables.base import count
from casework.reports.tables.origin import FLOW, contacts_of
from casework.reports.view import View
from workflows.ladder import Level

LOCK = 0x59_4A_02  # of all processes at once one freezes
LEVELS = (Level.DISTRICT, Level.STREET, Level.COMMUNITY)
DIGITS = (6, 9, 12)  # of their codes
log = logging.getLogger(__name__)
Numbers = dict[str, int]  # `received`, …; `closing.n`, `closing.d` of each rate
COUNTS = (*(one.key for one in FLOW), "contacts", "people")


def numbers(inside: str, month: Period, today: date) -> dict[str, Numbers]:
    """Every number of a month as it stands now, of an area and of each one inside it; where nothing is, nothing stands."""
    view = View(Scope((inside,)), month, today)
    found: dict[str, Numbers] = defaultdict(lambda: defaultdict(int))
    for place, told in _by_place(view):
        for area in {place[:digits] for digits in DIGITS}:
            for key, n in told.items():
                found[area][key] += n
    return {area: dict(told) for area, told in found.items()}


def _by_place(view: View) -> Iterator[tuple[str, Numbers]]:
    """Counts by the place where the matters arose; each kind of count comes by itself."""
    for place, shares in by_part(view.scope, view.period, view.today, digits=DIGITS[-1]).items():
        for key, share in shares.items():
            yield place, {f"{key}.n": share.n, f"{key}.d": share.d}
    yield from count(view, FLOW, F("place")).items()
    for row in contacts_of(view).values("place").annotate(contacts=Count("pk"), people=Sum("persons")):
        yield row["place"], {"contacts": row["contacts"], "people": row["people"]}


def freeze(month: Period, *, by: int | None = None, now: datetime | None = None) -> int:
    """Freeze a month that is over, for every area; returns how many rows were written, 0 if it stands already.

    Refused("invalid") for a month that is not over.
    """
    moment = now or timezone.now()
    today = localdate(moment)
    if month.kind != "month" or month.last >= today:
        raise Refused(
            "invalid", _("%(month)s is not over. Freeze a month after its last day.") % {"month": month.title}
        )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if Snapshot.objects.filter(month=month.first).exists():
            return 0
        rows = [row for district in _districts() for row in _rows(district, month, today)]
        for row in rows:
            row.frozen_at, row.frozen_by_id = moment, by
        Snapshot.objects.bulk_create(rows)
    return len(rows)


def _districts() -> list[str]:
    return [code for code, place in places.all_places().items() if place.level == Level.DISTRICT]


def _rows(district: str, month: Period, today: date) -> list[Snapshot]:
    """A row for every area of the district, also where everything is zero."""
    found = numbers(district, month, today)
    late = _late(district, month, today)
    areas = [place.code for place in places.inside(district, frozenset(map(int, LEVELS)))]
    return [
        Snapshot(
            area=area, month=month.first, figures={"numbers": _nonzero(found.get(area, {})), "late": late.get(area, {})}
        )
        for area in areas
    ]


def _nonzero(found: Mapping[str, int]) -> Numbers:
    return {key: n for key, n in found.items() if n}


def _late(district: str, month: Period, today: date) -> dict[str, dict[str, Numbers]]:
    """What came late for the months frozen before: area -> month -> number -> difference not yet written down."""
    first = month_after(month.first, -rules().adjust_months)
    kept = list(Snapshot.objects.filter(area__startswith=district, month__gte=first, month__lt=month.first))
    told = written(kept)
    found: dict[str, dict[str, Numbers]] = defaultdict(dict)
    for earlier in sorted({row.month for row in kept}):
        now = numbers(district, Period(earlier, "month"), today)
        code = Period(earlier, "month").code
        for row in kept:
            if row.month == earlier:
                stands = add(row.figures["numbers"], told.get((row.area, code), {}))
                if changed := difference(now.get(row.area, {}), stands):
                    found[row.area][code] = changed
    return dict(found)


def written(rows: Iterable[Snapshot]) -> dict[tuple[str, str], Numbers]:
    """The adjustments that later months hold, added up by (area, month they are about)."""
    found: dict[tuple[str, str], Numbers] = {}
    for row in rows:
        for code, changed in row.figures.get("late", {}).items():
            found[row.area, code] = add(found.get((row.area, code), {}), changed)
    return found


def add(one: Mapping[str, int], other: Mapping[str, int]) -> Numbers:
    return _nonzero({key: one.get(key, 0) + other.get(key, 0) for key in {*one, *other}})


def difference(now: Mapping[str, int], before: Mapping[str, int]) -> Numbers:
    """What was added since; only the numbers that differ."""
    return _nonzero({key: now.get(key, 0) - before.get(key, 0) for key in {*now, *before}})


def daily(now: datetime | None = None) -> int:
    """From the day the district has set on, freeze the month before if nobody has; what fails is tried again."""
    today = localdate(now or timezone.now())
    month = Period.around(today, "month").before
    if today.day < rules().freeze_on_day or Snapshot.objects.filter(month=month.first).exists():
        return 0
    try:
        return freeze(month, now=now)
    except Exception:
        log.exception("Statistics: freezing the month failed; the next sweep tries again")
        return 0


def stands(area: str, month: Period) -> Snapshot | None:
    """The frozen month of an area."""
    return Snapshot.objects.select_related("frozen_by").filter(area=area, month=month.first).first()


def history(area: str) -> list[Snapshot]:
    """The frozen months of an area, the newest first."""
    return list(Snapshot.objects.select_related("frozen_by").filter(area=area).order_by("-month"))


def compare(row: Snapshot, later: Iterable[Snapshot], today: date) -> list[dict[str, Any]]:
    """For each number: frozen, now, the difference, and how much of it later months hold as adjustments."""
    month = Period(row.month, "month")
    now = numbers(row.area, month, today).get(row.area, {})
    told = written(later).get((row.area, month.code), {})
    frozen = row.figures["numbers"]
    keys = [*COUNTS, *sorted({key for key in (*frozen, *now) if "." in key})]
    return [
        {
            "key": key,
            "frozen": frozen.get(key, 0),
            "now": now.get(key, 0),
            "late": now.get(key, 0) - frozen.get(key, 0),
            "written": told.get(key, 0),
        }
        for key in keys
    ]
