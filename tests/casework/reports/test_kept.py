"""Counts of past months are kept and never stale: whatever changes, the numbers are those that counting anew gives."""

import datetime as dt
import random
import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.models import CaseFact, FactChange, KeptCount
from casework.reports import counting, kept, monthly
from casework.reports.periods import Period
from casework.reports.rates import RATES
from casework.reports.scope import Scope
from casework.reports.tables import TABLES
from casework.reports.view import View
from tests.casework.reports import test_oracle as oracle
from tests.casework.reports.test_pages import links
from tests.cast import DISTRICT, OTHER_STREET, STREET, Cast
from tests.workflows.rights import ended

TODAY = oracle.TODAY
PERIODS = ("2026", "2025", "2026-Q3", "2026-08", "2026-11")
JUNE = dt.date(2026, 6, 15)
EDITS: dict[str, tuple[str, ...]] = {  # random values of columns that the numbers are made of
    "outcome": ("'B1'", "'X2'", "'C3'", "'A1'", "''"),
    "place": ("'320104001001'", "'320104002001'", "'320105001001'"),
    "opened_on": ("date '2026-02-03'", "date '2025-08-09'", "date '2026-11-20'"),
    "closed_on": ("date '2026-08-09'", "date '2025-12-31'", "NULL"),
    "first_due_on": ("date '2026-08-31'", "date '2026-12-24'"),
    "first_closed_on": ("date '2026-05-01'", "NULL"),
    "mediation_ended_on": ("date '2026-07-31'", "NULL"),
    "agreed_on": ("date '2026-08-01'",),
    "accepted_on": ("date '2026-03-03'", "NULL"),
    "performed_on": ("date '2026-09-01'", "NULL"),
    "due_on": ("date '2026-08-15'",),
    "state": ("'in_force'", "'police_told'", "'released'"),
    "is_open": ("true", "false"), "proven": ("true", "false"), "resolved": ("true", "false", "NULL"), "reopened": ("0", "1"),
    "satisfaction": ("'satisfied'", "''"), "pressed": ("0", "1"), "type": ("'rights'", "'suggestion'"),
}  # fmt: skip


@pytest.fixture
def matters(cast: Cast) -> Iterator[list[int]]:
    """Three hundred random matters of two years, and children of a hundred of them."""
    words = {"rows": 400, "matters": 300, "today": TODAY}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT setseed(0.17)")
        cursor.execute(oracle.TICKETS, words)
        cursor.execute(oracle.FACTS, words)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    yield list(CaseFact.objects.order_by("pk").values_list("pk", flat=True))


def everything(cast: Cast, code: str, area: str) -> dict[str, object]:
    """The rates, the parts of the closure rate with their trend, and the cells of every table."""
    period, scope = Period.parse(code), Scope((area,))
    assert period is not None
    view = View(scope, period, TODAY)
    tables = {n: table.fill(view, cast.actor("lu")) for n, table in TABLES.items()}
    return {
        "rates": counting.rates(scope, period, TODAY),
        "parts": counting.closing_parts(scope, period, TODAY),
        "overview": counting.overview(scope, period, TODAY),
        **{f"table {n}": filled.counts() for n, filled in tables.items()},
    }


def edit(some: random.Random, ids: list[int]) -> str:
    """One change of one or more matters, as a repair in the database would make it."""
    column = some.choice(sorted(EDITS))
    chosen = some.sample(ids, some.choice((1, 1, 3)))
    sql = f"UPDATE casework_casefact SET {column} = {some.choice(EDITS[column])} WHERE ticket_id = ANY(%s)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [chosen])
    return f"{sql} {chosen}"


@pytest.mark.parametrize("seed", range(2))
def test_after_any_change_the_numbers_are_those_of_counting_anew(cast: Cast, matters: list[int], seed: int) -> None:
    some = random.Random(seed)  # noqa: S311
    for code in PERIODS:
        everything(cast, code, DISTRICT)
    for _ in range(8):
        done = [edit(some, matters) for _ in range(some.choice((1, 2, 4)))]
        code, area = some.choice(PERIODS), some.choice((DISTRICT, DISTRICT, STREET, OTHER_STREET))
        found = everything(cast, code, area)
        KeptCount.objects.all().delete()
        assert found == everything(cast, code, area), (code, area, done)


@pytest.mark.parametrize("seed", range(2))
def test_after_any_change_the_rates_are_what_sql_written_by_hand_says(
    cast: Cast, matters: list[int], seed: int
) -> None:
    some = random.Random(100 + seed)  # noqa: S311
    for _ in range(10):
        edit(some, matters)
        period = Period.parse(some.choice(PERIODS))
        assert period is not None
        found = counting.rates(Scope((DISTRICT,)), period, TODAY)
        assert {key: (found[key].n, found[key].d) for key in RATES} == {
            key: oracle.by_hand(key, DISTRICT, period) for key in RATES
        }


# ── What is kept is used, and heals ──────────────────────────────────────────────────────────────────────────────────
def received(code: str = "2026") -> int:
    period = Period.parse(code)
    assert period is not None
    return counting.rates(Scope((DISTRICT,)), period, TODAY, ["overdue"])["overdue"].d


def poison() -> None:
    """Make what is kept wrong: whoever shows it has read it."""
    for row in KeptCount.objects.all():
        for _version, rows in row.months.values():
            for _group, counts in rows:
                counts[:] = [n + 1000 for n in counts]
        row.save()


def test_a_past_month_is_not_counted_again_until_a_matter_in_it_changes(cast: Cast, matters: list[int]) -> None:
    right = received()
    poison()
    assert received() == right + 11_000, "everything comes from what is kept"
    june = CaseFact.objects.filter(opened_on__month=6, opened_on__year=2026, type="rights").values_list("pk", flat=True)
    CaseFact.objects.filter(pk=june.exclude(outcome__startswith="X")[0]).update(
        outcome="X1", opened_on=dt.date(2026, 1, 3)
    )
    assert received() == right + 9_000 - 1, "January and June have changed, and no other month was counted again"


def parts_of(one: kept.Monthly, today: dt.date) -> dict[str, int]:
    """What is kept of a statement, each part as one number."""
    kept.counted([one], today)
    months = KeptCount.objects.get(key=one.key).months
    return {month: sum(counts[0] for _group, counts in rows) for month, (_version, rows) in months.items()}


def test_the_running_month_is_kept_too_until_a_matter_from_it_on_changes(cast: Cast, matters: list[int]) -> None:
    right = received("2026-11")
    poison()
    assert received("2026-11") == right + 1000
    here = CaseFact.objects.filter(opened_on__month=11, opened_on__year=2026, type="rights").exclude(
        outcome__startswith="X"
    )
    CaseFact.objects.filter(pk=here[0].pk).update(outcome="X1")
    assert received("2026-11") == right - 1


def test_an_open_matter_of_any_month_is_counted_again_when_it_changes(cast: Cast, matters: list[int]) -> None:
    """It lies in no month of a closing: the closure rate asks for it whenever it was opened."""
    period = Period.parse("2026")
    assert period is not None

    def closing() -> tuple[int, int]:
        found = counting.rates(Scope((DISTRICT,)), period, TODAY, ["gross"])["gross"]
        return found.n, found.d

    n, d = closing()
    chosen = CaseFact.objects.filter(pk=matters[0])
    chosen.update(type="rights", is_open=True, closed_on=None, outcome="", place=DISTRICT + "001001", opened_on=dt.date(2025, 2, 3),
                  accepted_on=None)  # fmt: skip
    n, d = closing()
    chosen.update(accepted_on=dt.date(2025, 2, 4))
    assert closing() == (n, d + 1)


def test_a_month_that_is_over_is_another_thing_than_it_was_while_it_ran(cast: Cast, matters: list[int]) -> None:
    """While November runs, what falls due later is kept with it; in December it has a month of its own."""
    CaseFact.objects.filter(pk__in=matters[:9]).update(type="rights", first_due_on=dt.date(2026, 12, 24))
    CaseFact.objects.filter(pk__in=matters[9:14]).update(type="rights", first_due_on=dt.date(2026, 11, 24))
    rows = CaseFact.objects.filter(first_due_on__gte=dt.date(2026, 11, 1), first_due_on__lt=dt.date(2027, 1, 1))
    one = monthly.of(rows, "first_due_on", [Q()], first=dt.date(2026, 11, 1), end=dt.date(2027, 1, 1))
    whole, november = rows.count(), rows.filter(first_due_on__lt=dt.date(2026, 12, 1)).count()
    assert whole >= 14
    assert november < whole
    assert parts_of(one, TODAY) == {"2026-11-01+": whole}
    assert parts_of(one, dt.date(2026, 12, 2)) == {"2026-11-01": november, "2026-12-01+": whole - november}


def test_what_is_kept_is_read_in_one_statement_and_counted_again_in_one_more(cast: Cast, matters: list[int]) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            counting.rates(Scope((DISTRICT,)), Period.around(TODAY, "year"), TODAY)
        return len(asked)

    assert statements() == 3, "look, count, keep"
    assert statements() == 1
    CaseFact.objects.filter(pk__in=matters[:50]).update(outcome="B1")
    assert statements() == 3


def test_a_late_entry_in_a_past_month_shows_at_once(cast: Cast, client: Client) -> None:
    last_month = timezone.now().replace(day=15) - dt.timedelta(days=40)
    code = timezone.localdate(last_month).strftime("%Y-%m")
    client.force_login(cast.lu)
    for n in (1, 2, 3):
        cast.call(now=last_month)
        page = client.get(f"/reports/tables/1?period={code}").content.decode()
        assert {number for url, number in links(page) if "line=all" in url and "column=now" in url} == {n}


def test_a_ticket_closed_counts_at_once_in_the_table_of_the_chapters(cast: Cast) -> None:
    period = Period.around(timezone.localdate(), "year")
    view = View(Scope((DISTRICT,)), period, timezone.localdate())

    def chapters() -> tuple[object, object, object]:
        line = TABLES[12].fill(view, cast.actor("lu")).line("all")
        assert line is not None
        return line.values["opened"], line.values["closed"], line.values["held"]

    past = timezone.now() - dt.timedelta(days=70)
    case = ended.settled(cast, ended.working(cast, now=past), now=past)
    assert chapters() == (1, 0, 1)
    ended.closed(cast, case, now=past + dt.timedelta(days=2))
    assert chapters() == (1, 1, 0)


# ── Which months a change touches ────────────────────────────────────────────────────────────────────────────────────
def changes() -> set[tuple[str, str]]:
    found = {(day, f"{month:%Y-%m}") for day, month in FactChange.objects.values_list("day", "month")}
    FactChange.objects.all().delete()
    return found


def test_a_move_that_changes_nothing_that_is_counted_touches_no_month(cast: Cast) -> None:
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    cast.does("mei", ticket, "accept", track="mediation", notice="oral", notice_no="")
    cast.does("mei", ticket, "begin")
    assert {"opened_on", "opened_at", "accepted_on", "first_due_on"} <= {day for day, _month in changes()}
    cast.does("mei", ticket, "note", note="电话联系，未接通。")
    assert changes() == set()


def test_a_child_touches_the_months_of_its_parent(cast: Cast, matters: list[int]) -> None:
    child = CaseFact.objects.filter(family__isnull=False, type="performance")[0]
    parent = CaseFact.objects.get(pk=child.family)
    CaseFact.objects.filter(pk=parent.pk).update(opened_on=dt.date(2025, 2, 3))
    changes()
    CaseFact.objects.filter(pk=child.pk).update(performed_on=dt.date(2026, 11, 1), state="due")
    assert ("opened_on", "2025-02") in changes()


def test_a_day_that_moves_touches_both_months(cast: Cast, matters: list[int]) -> None:
    CaseFact.objects.filter(pk=matters[0]).update(closed_on=JUNE)
    changes()
    CaseFact.objects.filter(pk=matters[0]).update(closed_on=dt.date(2026, 9, 1))
    assert {("closed_on", "2026-06"), ("closed_on", "2026-09")} <= changes()


def test_what_is_rolled_back_has_touched_nothing(cast: Cast, matters: list[int]) -> None:
    changes()
    with pytest.raises(RuntimeError), transaction.atomic():
        CaseFact.objects.filter(pk=matters[0]).update(outcome="D1", reopened=7)
        raise RuntimeError
    assert changes() == set()


# ── Readers and writers at once ──────────────────────────────────────────────────────────────────────────────────────
def test_a_change_that_comes_while_somebody_counts_is_not_lost(
    cast: Cast, matters: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version is read first: what was counted beside the change is kept under the old version, and counted again."""
    right, run, ran = received(), kept._run, []
    KeptCount.objects.all().delete()

    def slow(stale: dict[str, tuple[kept.Monthly, list[kept.Range]]]) -> dict[str, list[kept.Row]]:
        rows = run(stale)
        ran.extend(days for _one, days in stale.values())
        if len(ran) == 1:  # somebody else's change is committed before this reader keeps what he has counted
            chosen = CaseFact.objects.filter(opened_on__year=2026, opened_on__month=6, type="rights")
            CaseFact.objects.filter(pk=chosen.exclude(outcome__startswith="X")[0].pk).update(outcome="X1")
        return rows

    monkeypatch.setattr(kept, "_run", slow)
    assert [received(), received(), received()] == [right, right - 1, right - 1]
    june = (dt.date(2026, 6, 1), dt.date(2026, 7, 1))
    assert ran == [[(dt.date(2026, 1, 1), kept.END)], [june]], "then nothing had changed, and nothing was counted"


@pytest.mark.django_db(transaction=True)
def test_adding_up_the_changes_leaves_every_version_as_it_is_while_others_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Four writers, and the sweep adding up beside them: no change is lost and none counted twice."""
    monkeypatch.setattr(kept, "FOLD_FROM", 0)
    left = [4]

    def write() -> None:
        for _ in range(50):
            FactChange.objects.create(day="opened_on", month=JUNE.replace(day=1))
        left[0] -= 1
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    while left[0]:
        kept.tidy()
    for writer in writers:
        writer.join()
    kept.tidy()
    (row,) = FactChange.objects.all()
    assert row.n == 200


def test_what_nobody_has_made_for_a_week_is_forgotten(cast: Cast, matters: list[int]) -> None:
    received()
    assert KeptCount.objects.exists()
    kept.tidy()
    assert KeptCount.objects.exists()
    KeptCount.objects.update(made_at=timezone.now() - dt.timedelta(days=8))
    kept.tidy()
    assert not KeptCount.objects.exists()


def test_a_row_of_facts_that_stays_as_it_is_is_not_written_again(cast: Cast) -> None:
    """Most moves change nothing that is counted: they write neither the row nor what it would touch."""
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    before = CaseFact.objects.get(pk=ticket.pk).updated_at
    cast.does("mei", ticket, "note", note="电话联系，未接通。")
    assert CaseFact.objects.get(pk=ticket.pk).updated_at == before
    cast.does("mei", ticket, "accept", track="mediation", notice="oral", notice_no="")
    assert CaseFact.objects.get(pk=ticket.pk).updated_at > before
