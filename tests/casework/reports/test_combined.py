"""A longer period is added up from the public copies of its parts, and from nothing else."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.errors import Refused
from casework.models import PublicCopy, ReportEntry
from casework.reports import combined, public, shown, suppress
from casework.reports.periods import Period
from casework.reports.scope import Scope
from casework.reports.shown import ShownTable
from casework.reports.tables import TABLES
from casework.reports.tables.base import ALL, Column, Filled, Line
from casework.reports.view import View
from tests.casework.reports.stories import busy
from tests.casework.reports.test_oracle import random_matters
from tests.cast import COMMUNITY, DISTRICT, OTHER_STREET, SISTER, STREET, Cast

LATER = date(2027, 3, 1)
MONTHS = [f"2026-{n:02}" for n in range(1, 13)]


def view(code: str, area: str = DISTRICT) -> View:
    period = Period.parse(code)
    assert period is not None
    return View(Scope((area,)), period, LATER)


def give(cast: Cast, *codes: str, area: str = DISTRICT) -> list[PublicCopy]:
    return [public.give_out(cast.actor("fang"), view(code, area)) for code in codes]


def numbers(table: ShownTable) -> dict[str, list[Any]]:
    """Lines by their words."""
    return {f"{line.title}|{line.words}": [cell.n for cell in line.cells] for line in table.lines if not line.heading}


@pytest.fixture
def all_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suppress, "hidden", lambda cells, sums, below: set())


# ── The sum is right ──────────────────────────────────────────────────────────────────────────────────────────────────
def of_units(cast: Cast) -> None:
    """What units report, not each in every month."""
    for month, unit, volunteers in ((1, STREET, 9), (2, STREET, 11), (2, OTHER_STREET, 7), (5, OTHER_STREET, 8)):
        figures = {"volunteers": volunteers, "services": 20 + month, "trained": month}
        ReportEntry.objects.create(
            unit=unit, month=date(2026, month, 1), figures=figures, at=timezone.now(), by=cast.fang
        )


def test_if_nothing_were_hidden_the_sum_would_be_what_is_counted(cast: Cast, all_shown: None) -> None:
    """Every number of every table, on random matters; only the rates that are left out are missing."""
    random_matters(3_000, 4_000)
    of_units(cast)
    give(cast, *MONTHS[:4], *MONTHS[6:], "2026-05", "2026-06")
    for code in ("2026-Q1", "2026-H1", "2026-H2", "2026"):
        copy = give(cast, code)[0]
        assert copy.parts
        for number, table in TABLES.items():
            counted = table.fill(view(code), cast.actor("fang")).of_the_period()
            direct = numbers(shown.given_out(table, view(code), counted))
            added = numbers(public.table(copy, number))
            if number == combined.RATED:
                assert len(direct) - len(added) == 6
                direct = {key: direct[key] for key in added}
            assert added == direct, (code, number)
            assert list(added) == list(direct), (code, number)
    assert sum(n > 0 for line in numbers(public.table(copy, 3)).values() for n in line if isinstance(n, int)) > 10


def test_quarters_counted_and_months_go_together_and_give_the_same_year(cast: Cast, all_shown: None) -> None:
    random_matters(600, 600)
    mixed = give(cast, "2026-Q1", *MONTHS[3:6], "2026-H2", "2026-H1", "2026")[-1]
    assert mixed.parts == ["2026-Q1", *MONTHS[3:6], "2026-H2"]
    counted = TABLES[2].fill(view("2026"), cast.actor("fang")).of_the_period()
    assert numbers(public.table(mixed, 2)) == numbers(shown.given_out(TABLES[2], view("2026"), counted))
    months = public.table(mixed, 1)
    assert list(months.heads[:2]) == [Period(date(2026, 1, 1)).short, Period(date(2026, 2, 1)).short]
    assert len(months.heads) == 15
    counted = TABLES[1].fill(view("2026"), cast.actor("fang")).of_the_period()
    assert numbers(months) == numbers(shown.given_out(TABLES[1], view("2026"), counted))


# ── What is hidden stays hidden ───────────────────────────────────────────────────────────────────────────────────────
def filled(number: int, hide: set[tuple[str, str]], **lines: tuple[int, int]) -> tuple[int, Filled]:
    """A table of two columns: one of what happened, one of what stands at the end."""
    columns = [
        Column("received", "Received"),
        Column("held", "Open at the end"),
        Column("rate", "", "percent", ("received", "held")),
    ]
    listed = [Line(key, key, {"received": received, "held": held}) for key, (received, held) in lines.items()]
    return number, Filled(columns, listed, hidden=frozenset(hide))


def copy_of(code: str, by: Any, *tables: tuple[int, Filled], area: str = DISTRICT) -> PublicCopy:
    asked = view(code, area)
    words = {str(number): shown.written(shown.given_out(TABLES[number], asked, one)) for number, one in tables}
    return PublicCopy.objects.create(
        area=area, period=code, first=asked.period.first, last=asked.period.last, at=timezone.now(), by=by,
        tables={"zh-hans": words, "en": words}, keys=combined.keys(dict(tables)),
    )  # fmt: skip


def test_a_cell_hidden_in_one_part_is_hidden_in_the_sum_and_so_is_what_is_made_from_it(cast: Cast) -> None:
    first = filled(2, {("01", "received")}, **{"01": (3, 10), "02": (10, 10), "03": (5, 5)})
    second = filled(2, {("02", "held")}, **{"01": (20, 40), "02": (30, 2)})
    third = filled(2, set(), **{"01": (8, 16), "02": (5, 50), "04": (6, 0)})
    for code, table in zip(MONTHS, (first, second, third), strict=False):
        copy_of(code, cast.fang, table)
    assert numbers(public.table(give(cast, "2026-Q1")[0], 2)) == {
        "01|": ["*", 16, "*"],
        "02|": [45, 50, "90.0 %"],  # open at the end: of the last part alone
        "03|": [5, 0, "–"],
        "04|": [6, 0, "–"],
    }


def test_open_at_the_end_is_hidden_only_where_the_last_part_hides_it(cast: Cast) -> None:
    shown_last, hidden_last = (
        filled(2, {("01", "held")} if hide else set(), **{"01": (9, 4)}) for hide in (False, True)
    )
    for codes, tables in (
        (MONTHS[:3], (hidden_last, hidden_last, shown_last)),
        (MONTHS[3:6], (shown_last, shown_last, hidden_last)),
    ):
        for code, table in zip(codes, tables, strict=True):
            copy_of(code, cast.fang, table)
    first, second = give(cast, "2026-Q1", "2026-Q2")
    assert numbers(public.table(first, 2))["01|"][:2] == [27, 4]
    assert numbers(public.table(second, 2))["01|"][:2] == [27, "*"]


def test_the_list_of_all_units_is_not_shown_while_one_of_them_is_not(cast: Cast) -> None:
    def reported(hide: set[tuple[str, str]], **units: int) -> tuple[int, Filled]:
        lines = [Line(key, key, {"volunteers": n}) for key, n in {**units, ALL: sum(units.values())}.items()]
        return 11, Filled([Column("volunteers", "")], lines, hidden=frozenset(hide))

    one, other = OTHER_STREET, STREET
    copy_of("2026-01", cast.fang, reported(set(), **{one: 7, other: 9}))
    copy_of("2026-02", cast.fang, reported({(one, "volunteers"), (ALL, "volunteers")}, **{one: 3, other: 8}))
    copy_of("2026-03", cast.fang, reported(set(), **{other: 6}))
    assert list(numbers(public.table(give(cast, "2026-Q1")[0], 11)).values()) == [["*"], [6], ["*"]]


def test_rates_that_do_not_add_up_are_left_out_and_the_copy_says_why(cast: Cast) -> None:
    random_matters(200, 0)
    table = public.table(give(cast, *MONTHS[:3], "2026-Q1")[-1], 4)
    listed = {str(line.title) for line in table.lines}
    assert "Closure rate" not in listed and "结案率" not in listed and len(listed) > 20
    added, left_out = table.notes[-2:]
    assert len(table.notes) == 3
    assert "2026" in added and any(word in left_out for word in ("Closure rate", "结案率"))


# ── From nothing else ─────────────────────────────────────────────────────────────────────────────────────────────────
def tables_in(captured: CaptureQueriesContext) -> set[str]:
    return {
        name
        for query in captured
        for name in re.findall(r'"((?:casework|notifications|django|auth)_\w+)"', query["sql"])
    }


def test_it_reads_public_copies_and_no_other_table(cast: Cast) -> None:
    random_matters(600, 600)
    of_units(cast)
    give(cast, *MONTHS[:3])
    fang, asked = cast.actor("fang"), view("2026-Q1")
    with CaptureQueriesContext(connection) as captured:
        parts = combined.pieces(DISTRICT, asked.period).given
        expected = combined.tables(asked, parts)
        preview = public.preview(fang, asked, TABLES[3])
    assert tables_in(captured) == {"casework_publiccopy"}
    with connection.cursor() as cursor:  # as if there never had been a case
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("TRUNCATE casework_ticket, casework_casefact, casework_reportentry, casework_keptcount CASCADE")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    with CaptureQueriesContext(connection) as captured:
        copy = public.give_out(fang, asked)
    assert tables_in(captured) == {"casework_publiccopy", "casework_user"}, "and who gave out the one that may stand"
    assert copy.tables == expected
    assert numbers(preview) == numbers(public.table(copy, 3))
    assert sum(n for n in numbers(preview)[f"{preview.lines[-1].title}|"] if isinstance(n, int)) > 0


def test_it_is_written_in_both_languages_from_the_words_of_the_parts(cast: Cast) -> None:
    copy = give(cast, *MONTHS[:3], "2026-Q1")[-1]
    for language, words in (
        ("zh-hans", "2026 年 1 月、2026 年 2 月、2026 年 3 月"),
        ("en", "January 2026, February 2026, March 2026"),
    ):
        assert set(copy.tables[language]) == {str(number) for number in TABLES}
        for table in copy.tables[language].values():
            assert words in table["notes"][1]


# ── What is offered, what is refused ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("given", "asked", "missing"),
    [
        (["2026-01"], "2026-Q1", ["2026-02", "2026-03"]),
        (["2026-01", "2026-03"], "2026-Q1", ["2026-02"]),
        (["2026-Q2"], "2026-H1", ["2026-Q1"]),
        (["2026-Q2"], "2026", ["2026-Q1", "2026-Q3", "2026-Q4"]),
        (["2026-Q1", "2026-05"], "2026-H1", ["2026-04", "2026-06"]),
        (["2026-H1", "2026-09"], "2026", ["2026-07", "2026-08", "2026-Q4"]),
        (["2026-H2"], "2026", ["2026-H1"]),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_and_with_it_the_sum_is_there(
    cast: Cast, given: list[str], asked: str, missing: list[str]
) -> None:
    give(cast, *given)
    assert [one.code for one in public.missing(view(asked))] == missing
    with pytest.raises(Refused) as refused:
        give(cast, asked)
    for code in missing:
        assert view(code).period.title in str(refused.value)
    give(cast, *missing)
    assert give(cast, asked)[0].parts == sorted([*given, *missing], key=lambda code: view(code).period.first)


@pytest.mark.parametrize("code", ["2026-02", "2026-Q1", "2026-H1"])
def test_nothing_is_taken_out_of_a_copy_again(cast: Cast, code: str) -> None:
    """The months of a year that was counted, and what lies across a sum, stay refused."""
    give(cast, "2026")
    with pytest.raises(Refused, match="days and places in common"):
        give(cast, code)


@pytest.mark.parametrize("area", [STREET, COMMUNITY])
def test_the_copy_of_a_part_of_the_area_stands_in_the_way(cast: Cast, area: str) -> None:
    give(cast, "2026-01", "2026-02")
    give(cast, "2026-03", area=area)
    for wanted in ("2026-Q1", "2026"):
        assert public.missing(view(wanted)) == []
        with pytest.raises(Refused, match="The public copy of March 2026 for .* days and places in common"):
            give(cast, wanted)
    with pytest.raises(Refused, match="days and places in common"):
        give(cast, "2026-Q1", area=area)


def test_a_copy_from_before_there_were_keys_is_no_part(cast: Cast) -> None:
    give(cast, "2026-02", "2026-03")
    old = view("2026-01").period
    PublicCopy.objects.create(
        area=DISTRICT, period=old.code, first=old.first, last=old.last, tables={}, at=timezone.now(), by=cast.fang
    )
    with pytest.raises(Refused, match="The public copy of January 2026 for .* days and places in common"):
        give(cast, "2026-Q1")


def test_the_sum_is_given_out_once_and_only_by_the_district(cast: Cast) -> None:
    give(cast, *MONTHS[:3])
    with pytest.raises(Refused) as refused:
        public.give_out(cast.actor("sun"), view("2026-Q1", STREET))
    assert refused.value.code == "forbidden"
    assert give(cast, "2026-Q1", "2026-Q1")[0] == PublicCopy.objects.get(period="2026-Q1")


def test_a_table_that_a_part_does_not_have_is_not_in_the_sum_and_its_page_says_so(cast: Cast, client: Client) -> None:
    quarter = Period.around(timezone.localdate(), "quarter").before
    for month in quarter.months:
        copy_of(Period(month).code, cast.fang, filled(2, set(), **{"01": (9, 9)}))
    client.force_login(cast.fang)
    assert client.post("/reports/public", {"period": quarter.code, "area": DISTRICT, "table": "2"}).status_code == 302
    assert client.get(address(2, quarter)).status_code == 200
    answer = client.get(address(3, quarter))
    assert answer.status_code == 404 and quarter.title in answer.content.decode()


# ── The page ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def address(number: int, period: Period, form: str = "") -> str:
    return f"/reports/tables/{number}{form}?copy=public&period={period.code}&area={DISTRICT}"


@pytest.fixture
def quarter(cast: Cast) -> Period:
    """The last quarter that is over, with cases in each of its months."""
    busy(cast)
    found = Period.around(timezone.localdate(), "quarter").before
    for month in found.months:
        noon = timezone.make_aware(timezone.datetime(month.year, month.month, 9, 12))
        for n in range(7):
            cast.call(now=noon + timedelta(days=n), place=COMMUNITY if n else SISTER)
    return found


def test_the_page_leads_to_the_parts_then_offers_the_sum_then_says_what_it_was_made_from(
    cast: Cast, client: Client, quarter: Period
) -> None:
    client.force_login(cast.fang)
    months = [Period(month) for month in quarter.months]

    def out(one: Period) -> Any:
        return client.post("/reports/public", {"period": one.code, "area": DISTRICT, "table": "3"})

    out(months[0])
    page = client.get(address(3, quarter))
    assert [link.label for link in page.context["missing"]] == [one.title for one in months[1:]]
    assert page.context["parts"] == [] and "btn-go" not in page.content.decode()
    for link in page.context["missing"]:
        assert client.get(link.url).status_code == 200 and link.url in page.content.decode().replace("&amp;", "&")
    out(months[1]), out(months[2])
    page = client.get(address(3, quarter))
    assert [link.label for link in page.context["parts"]] == [one.title for one in months]
    assert "btn-go" in page.content.decode() and page.context["missing"] == []
    preview = page.context["table"]
    assert out(quarter).status_code == 302
    page = client.get(address(3, quarter))
    assert page.context["table"] == preview and "btn-go" not in page.content.decode()
    assert [link.label for link in page.context["parts"]] == [one.title for one in months]
    assert client.get(address(3, quarter, "/print")).context["tables"] == [preview]
    assert client.get(address(3, quarter, ".xlsx")).status_code == 200
    assert client.get(f"/reports/paper?copy=public&period={quarter.code}&area={DISTRICT}").status_code == 200


def test_the_page_asks_the_same_however_many_parts_there_are(cast: Cast, client: Client) -> None:
    client.force_login(cast.fang)
    year = Period.around(timezone.localdate(), "year").before
    found = []
    for codes in (["H1", "H2"], [f"{n:02}" for n in range(1, 13)]):
        area = DISTRICT if len(codes) == 2 else STREET
        if area == STREET:
            year = year.before
        for code in codes:
            copy_of(f"{year.code}-{code}", cast.fang, filled(2, set(), **{"01": (9, 9)}), area=area)
        there = f"/reports/tables/2?copy=public&period={year.code}&area={area}"
        client.get(there)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(there).context["parts"]
        found.append(len(captured))
    assert found[0] == found[1] < 40
