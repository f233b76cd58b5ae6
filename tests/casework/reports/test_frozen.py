"""Frozen months: once, for every area, never changed; what comes late is written down with a later month."""

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from casework.errors import Refused
from casework.models import Snapshot
from casework.reports import frozen
from casework.reports.periods import Period
from casework.reports.rules import rules
from casework.sweep import sweep
from tests.cast import COMMUNITY, DISTRICT, OTHER_STREET, SISTER, STREET, UNITS, Cast

TZ = ZoneInfo("Asia/Shanghai")
JUNE, JULY = Period.parse("2026-06"), Period.parse("2026-07")
assert JUNE and JULY


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=TZ)


def numbers(area: str, month: Period = JUNE) -> dict[str, int]:
    found: dict[str, int] = Snapshot.objects.get(area=area, month=month.first).figures["numbers"]
    return found


def test_a_month_is_frozen_once_for_every_area(cast: Cast) -> None:
    cast.call(now=at(6, 10))
    cast.call(now=at(6, 11), place=SISTER)
    assert frozen.freeze(JUNE, now=at(7, 3)) == len(UNITS)
    assert frozen.freeze(JUNE, now=at(7, 4)) == 0
    assert {area: numbers(area).get("received", 0) for area in (DISTRICT, STREET, COMMUNITY, SISTER, OTHER_STREET)} == {
        DISTRICT: 2, STREET: 2, COMMUNITY: 1, SISTER: 1, OTHER_STREET: 0,
    }  # fmt: skip
    assert numbers(DISTRICT)["contacts"] == 2


def test_what_comes_late_changes_nothing_and_enters_the_next_month(cast: Cast) -> None:
    frozen.freeze(JUNE, now=at(7, 3))
    cast.call(now=at(6, 20))  # an old paper ledger, entered in July
    assert numbers(DISTRICT).get("received", 0) == 0
    row = Snapshot.objects.get(area=DISTRICT, month=JUNE.first)
    told = {one["key"]: one for one in frozen.compare(row, [], at(7, 10).date())}
    assert (told["received"]["frozen"], told["received"]["now"], told["received"]["late"]) == (0, 1, 1)
    frozen.freeze(JULY, now=at(8, 3))
    july = Snapshot.objects.get(area=DISTRICT, month=JULY.first)
    assert july.figures["late"]["2026-06"]["received"] == 1
    assert july.figures["numbers"].get("received", 0) == 0


def test_an_adjustment_is_written_down_once(cast: Cast) -> None:
    august = Period.parse("2026-08")
    assert august
    frozen.freeze(JUNE, now=at(7, 3))
    cast.call(now=at(6, 20))
    frozen.freeze(JULY, now=at(8, 3))
    frozen.freeze(august, now=at(9, 3))
    assert "2026-06" not in Snapshot.objects.get(area=STREET, month=august.first).figures["late"] or (
        "received" not in Snapshot.objects.get(area=STREET, month=august.first).figures["late"]["2026-06"]
    )


@pytest.mark.parametrize("sql", ["UPDATE casework_snapshot SET figures = '{}'", "DELETE FROM casework_snapshot"])
def test_the_database_refuses_to_change_a_frozen_month(cast: Cast, sql: str) -> None:
    frozen.freeze(JUNE, now=at(7, 3))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_month_that_is_not_over_is_refused(cast: Cast) -> None:
    for now in (at(6, 15), at(6, 30)):
        with pytest.raises(Refused, match="is not over"):
            frozen.freeze(JUNE, now=now)
    with pytest.raises(Refused):
        frozen.freeze(Period(JUNE.first, "quarter"), now=at(12, 1))


def test_the_sweep_freezes_the_month_before_on_its_day_and_once(cast: Cast) -> None:
    day = rules().freeze_on_day
    sweep(now=at(7, day - 1))
    assert not Snapshot.objects.exists()
    for hours in (0, 1, 30):
        sweep(now=at(7, day) + timedelta(hours=hours))
    assert Snapshot.objects.count() == len(UNITS)
    assert set(Snapshot.objects.values_list("month", flat=True)) == {JUNE.first}


def test_a_failure_to_freeze_does_not_stop_the_sweep(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **words: object) -> int:
        raise DatabaseError("no")

    with monkeypatch.context() as patched:
        patched.setattr(frozen, "freeze", broken)
        sweep(now=at(7, 20))
    assert not Snapshot.objects.exists()
    sweep(now=at(7, 20))
    assert Snapshot.objects.exists()


def test_the_command_freezes_once_and_says_so(cast: Cast) -> None:
    said = StringIO()
    call_command("freeze_month", "2026-06", stdout=said)
    call_command("freeze_month", "2026-06", stdout=said)
    assert said.getvalue().splitlines() == [
        f"2026-06: {len(UNITS)} areas frozen",
        "2026-06: stands already, nothing was changed",
    ]
    for wrong in ("2026", "x", "2026-13", "2099-01"):
        with pytest.raises(CommandError):
            call_command("freeze_month", wrong)


# ── The pages ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_page_shows_frozen_now_and_the_difference(cast: Cast, client: Client) -> None:
    frozen.freeze(JUNE, now=at(7, 3))
    cast.call(now=at(6, 20))
    client.force_login(cast.sun)
    lines = client.get("/reports/months/2026-06").context["lines"]
    received = lines[0]
    assert (received.frozen, received.now, received.late) == (0, 1, "+1")
    assert client.get("/reports/months").status_code == 200
    assert client.get("/reports/months/2026-07").status_code == 400
    assert client.get(f"/reports/months/2026-06?area={OTHER_STREET}").status_code == 404


def test_the_district_freezes_by_hand_and_nobody_else(cast: Cast, client: Client) -> None:
    for who in ("sun", "cao", "lu"):
        client.force_login(cast.people[who])
        assert client.post("/reports/months", {"month": "2026-06"}).status_code == 403
    client.force_login(cast.fang)
    assert client.post("/reports/months", {"month": "2026-06"}).status_code == 302
    assert Snapshot.objects.filter(frozen_by=cast.fang).count() == len(UNITS)
    assert client.post("/reports/months", {"month": "2030-06"}).status_code == 400
    assert client.post("/reports/months", {"month": "2026"}).status_code == 400
