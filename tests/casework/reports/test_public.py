"""Public copies are given out once, together, and never so that two of them can be subtracted from each other."""

import io
import random
import zipfile
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from casework.errors import Refused
from casework.models import PublicCopy
from casework.reports import public, suppress
from casework.reports.periods import Period
from casework.reports.rules import rules
from casework.reports.scope import Scope
from casework.reports.tables import TABLES
from casework.reports.tables.base import ALL, Column, Filled, Line
from casework.reports.view import View
from tests.casework.reports.stories import busy
from tests.cast import COMMUNITY, DISTRICT, OTHER_STREET, STREET, Cast

BELOW = rules().small_cell


def last_month() -> Period:
    return Period.around(timezone.localdate(), "month").before


def view(period: Period, area: str = DISTRICT) -> View:
    return View(Scope((area,)), period, timezone.localdate())


def address(number: int, period: Period, form: str = "", area: str = DISTRICT) -> str:
    return f"/reports/tables/{number}{form}?copy=public&period={period.code}&area={area}"


@pytest.fixture
def out(cast: Cast, client: Client) -> PublicCopy:
    """Last month's copies, given out by the district."""
    busy(cast)
    earlier(cast)
    client.force_login(cast.fang)
    answer = client.post("/reports/public", {"period": last_month().code, "area": DISTRICT, "table": "3"})
    assert answer.status_code == 302 and "tables/3" in answer.url
    return PublicCopy.objects.get()


def earlier(cast: Cast) -> None:
    """Cases of last month: many at one place, one at another."""
    noon = timezone.localtime().replace(day=1, hour=12) - timedelta(days=2)
    for n in range(9):
        cast.call(now=noon, place=COMMUNITY, category="0104" if n % 2 else "0102")
    cast.call(now=noon, place=OTHER_STREET)


# ── Given out once ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_copy_stays_as_it_was_given_out(cast: Cast, client: Client, out: PublicCopy) -> None:
    before = client.get(address(3, last_month())).context["table"]
    earlier(cast)  # an old ledger, entered later
    assert client.get(address(3, last_month())).context["table"] == before
    assert public.give_out(cast.actor("fang"), view(last_month())) == out
    full = client.get(f"/reports/tables/3?period={last_month().code}").context["table"]
    assert [cell.n for cell in full.lines[-1].cells][0] == 20 and before.lines[-1].cells[0].n in (10, "*")


def test_the_database_refuses_to_change_what_was_given_out(out: PublicCopy) -> None:
    for sql in ("UPDATE casework_publiccopy SET tables = '{}'", "DELETE FROM casework_publiccopy"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_who_reads_chinese_reads_the_copy_in_chinese_and_others_in_english(
    cast: Cast, client: Client, out: PublicCopy
) -> None:
    assert (
        client.get(address(3, last_month())).context["table"].title
        == out.tables["zh-hans"]["3"]["title"]
        != "By street and community"
    )
    kept = out.tables["en"]["3"]
    assert kept["title"] == "By street and community"
    numbers = [[cell[1] for cell in line["cells"]] for line in kept["lines"]]
    assert numbers == [[cell[1] for cell in line["cells"]] for line in out.tables["zh-hans"]["3"]["lines"]]


def test_nothing_hidden_is_kept_and_nothing_small(out: PublicCopy) -> None:
    counts = [
        cell[1]
        for tables in out.tables.values()
        for table in tables.values()
        for line in table["lines"]
        for cell in line["cells"]
    ]
    assert "*" in counts
    assert not [n for n in counts if isinstance(n, int) and 0 < n < BELOW]
    assert "QH-WQ-" not in str(out.tables)


def test_the_file_and_the_print_hold_what_the_page_shows_and_nothing_else(client: Client, out: PublicCopy) -> None:
    for number in TABLES:
        the_same_everywhere(client, number)


def the_same_everywhere(client: Client, number: int) -> None:
    shown = client.get(address(number, last_month())).context["table"]
    printed = client.get(address(number, last_month(), "/print")).context["tables"]
    assert printed == [shown]
    file = client.get(address(number, last_month(), ".xlsx")).content
    book = load_workbook(io.BytesIO(file))
    assert [sheet.sheet_state for sheet in book] == ["visible"], "one sheet, and no hidden one"
    assert list(book.defined_names) == []
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert [text or "" for text in rows[0][1:]] == [str(head) for head in shown.heads]
    width = len(shown.heads)
    for row, line in zip(rows[1:], shown.lines, strict=False):
        expected = [in_the_file(cell.n) for cell in line.cells]
        assert row[0] == "　" * line.depth + str(line.title)
        assert row[1:] == expected + [None] * (width - len(expected))
    below = [cell for row in rows[1 + len(shown.lines) :] for cell in row if cell is not None]
    assert below == [
        text for text in (str(shown.note), f"{view(last_month()).scope.title} · {last_month_zh()}", *shown.notes) if text
    ]  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        names = parts.namelist()
        assert not [
            one for one in names if "comment" in one or "custom" in one or "calcChain" in one or "external" in one
        ]
        for one in names:
            assert b"QH-WQ-" not in parts.read(one)
            if one.startswith("docProps"):
                assert "房" not in parts.read(one).decode()


def in_the_file(n: Any) -> Any:
    text = str(n)
    return float(text.removesuffix(" %")) if text.endswith(" %") else None if text == "–" else n


def last_month_zh() -> str:
    month = last_month().first
    return f"{month.year} 年 {month.month} 月"


# ── Refusals ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def around(kind: Any) -> Period:
    return Period.around(last_month().first, kind)


@pytest.mark.parametrize("area", [DISTRICT, STREET, COMMUNITY])
@pytest.mark.parametrize("kind", ["month", "quarter", "half", "year"])
def test_what_overlaps_with_a_copy_given_out_is_refused(cast: Cast, area: str, kind: str) -> None:
    month = last_month()
    copy = PublicCopy.objects.create(
        area=DISTRICT, period=month.code, first=month.first, last=month.last, tables={}, at=timezone.now(), by=cast.fang
    )
    wanted = View(Scope((area,)), around(kind), timezone.localdate() + timedelta(days=800))
    if (area, kind) == (DISTRICT, "month"):
        assert public.give_out(cast.actor("fang"), wanted) == copy
        return
    with pytest.raises(Refused, match="days and places in common") as refused:
        public.give_out(cast.actor("fang"), wanted)
    assert "or an area that does not overlap" in str(refused.value)
    assert PublicCopy.objects.get() == copy


def test_another_month_and_another_area_may_follow(cast: Cast, out: PublicCopy) -> None:
    public.give_out(cast.actor("fang"), view(last_month().before))
    public.give_out(cast.actor("fang"), view(last_month().before.before, STREET))
    public.give_out(cast.actor("fang"), view(last_month().before.before, OTHER_STREET))
    assert PublicCopy.objects.count() == 4


def test_a_period_that_is_still_running_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="still running|尚未结束"):
        public.give_out(cast.actor("fang"), view(Period.around(timezone.localdate(), "month")))


@pytest.mark.parametrize("who", ["sun", "lu"])
def test_only_the_district_gives_out(cast: Cast, client: Client, who: str) -> None:
    client.force_login(cast.people[who])
    answer = client.post("/reports/public", {"period": last_month().code, "area": STREET})
    assert answer.status_code == 403
    assert not PublicCopy.objects.exists()


def test_no_file_and_no_print_of_a_mere_preview(cast: Cast, client: Client) -> None:
    client.force_login(cast.fang)
    page = client.get(address(3, last_month()))
    assert "预览" in page.content.decode() and ".xlsx" not in page.content.decode()
    for there in (address(3, last_month(), ".xlsx"), address(3, last_month(), "/print"), f"/reports/paper?copy=public&period={last_month().code}"):  # fmt: skip
        answer = client.get(there)
        assert answer.status_code == 409 and "尚未发布" in answer.content.decode()


# ── Who knows all copies ──────────────────────────────────────────────────────────────────────────────────────────────
AREAS = {"d": ("s1", "s2"), "s1": ("c1", "c2", "c3"), "s2": ("c4", "c5")}
ATOMS = [(month, place) for month in range(12) for place in ("c1", "c2", "c3", "c4", "c5")]


def places_in(area: str) -> list[str]:
    return [one for part in AREAS[area] for one in places_in(part)] if area in AREAS else [area]


def copy_of(counts: dict[tuple[int, str], int], months: range, area: str) -> dict[tuple[tuple[int, str], ...], int]:
    """What a reader learns from the copy of an area and some months: sets of matters and how many they are."""
    lines = [(part, tuple((month, one) for month in months for one in places_in(part))) for part in AREAS.get(area, ())]
    every = tuple((month, one) for month in months for one in places_in(area))
    total = Line(ALL, "", {"n": sum(counts[atom] for atom in every)})
    listed = [Line(part, "", {"n": sum(counts[atom] for atom in atoms)}, within=ALL) for part, atoms in lines]
    filled = Filled([Column("n", "")], [*listed, total])
    gone = suppress.hidden(filled.counts(), filled.sums(), BELOW)
    sets = {**dict(lines), ALL: every}
    return {sets[line]: n for (line, column), n in filled.counts().items() if (line, column) not in gone and sets[line]}


def computed(known: list[tuple[tuple[int, str], ...]], wanted: tuple[tuple[int, str], ...]) -> bool:
    """Is the wanted number a sum and difference of known ones? (Gauss, exactly)"""
    rows: list[dict[tuple[int, str], Fraction]] = []

    def reduced(row: dict[tuple[int, str], Fraction]) -> dict[tuple[int, str], Fraction]:
        for other in rows:
            lead = next(iter(other))
            if factor := row.get(lead, Fraction(0)) / other[lead]:
                row = {key: n for key in {**row, **other} if (n := row.get(key, Fraction(0)) - factor * other.get(key, Fraction(0)))}  # fmt: skip
        return row

    for one in known:
        if row := reduced({atom: Fraction(1) for atom in one}):
            rows.append(row)
    return not reduced({atom: Fraction(1) for atom in wanted})


def small_ones(counts: dict[tuple[int, str], int]) -> list[tuple[tuple[int, str], ...]]:
    """Every number below the threshold about an area and a month, quarter, half-year or year."""
    found = []
    for area in ("d", "s1", "s2", "c1", "c2", "c3", "c4", "c5"):
        for length in (1, 3, 6, 12):
            for first in range(0, 12, length):
                atoms = tuple((month, one) for month in range(first, first + length) for one in places_in(area))
                if 0 < sum(counts[atom] for atom in atoms) < BELOW:
                    found.append(atoms)
    return found


def overlap(one: tuple[range, str], other: tuple[range, str]) -> bool:
    return bool({*one[0]} & {*other[0]} and {*places_in(one[1])} & {*places_in(other[1])})


def wishes(drawn: random.Random) -> list[tuple[range, str]]:
    """Copies somebody would like to give out, one after the other."""
    found = []
    for _n in range(drawn.randint(2, 14)):
        length = drawn.choice((1, 3, 6, 12))
        first = drawn.randrange(0, 12, length)
        found.append((range(first, first + length), drawn.choice(("d", "d", "s1", "s2"))))
    return found


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_who_knows_all_copies_given_out_computes_no_small_number(seed: int) -> None:
    drawn = random.Random(seed)
    counts = {atom: drawn.choice((0, 0, 1, 2, 3, 6, 9, 20)) for atom in ATOMS}
    out: list[tuple[range, str]] = []
    for wish in wishes(drawn):
        if not any(overlap(wish, one) for one in out):
            out.append(wish)
    known = [atoms for months, area in out for atoms in copy_of(counts, months, area)]
    assert not [wanted for wanted in small_ones(counts) if computed(known, wanted)]


def test_a_year_less_three_quarters_would_tell_the_fourth() -> None:
    """The attacker of these tests is no fool: without the refusal he has it."""
    counts = dict.fromkeys(ATOMS, 9) | {(month, place): 0 for month, place in ATOMS if month > 8 and place != "c1"}
    counts |= {(9, "c1"): 1, (10, "c1"): 0, (11, "c1"): 2}
    asked = [(range(0, 12), "d"), *((range(first, first + 3), "d") for first in (0, 3, 6))]
    known = [atoms for months, area in asked for atoms in copy_of(counts, months, area)]
    fourth = tuple((month, place) for month in (9, 10, 11) for place in places_in("d"))
    assert fourth in small_ones(counts) and computed(known, fourth)


def test_the_refusal_is_the_rule_of_the_attack(cast: Cast) -> None:
    """`overlapping` says of real areas and periods what `overlap` says above: a day and a place in common."""
    PublicCopy.objects.create(
        area=STREET, period="2026-Q1", first=date(2026, 1, 1), last=date(2026, 3, 31), tables={}, at=timezone.now(), by=cast.fang,
    )  # fmt: skip
    for code, area, there in (
        ("2026-01", STREET, True), ("2026-03", COMMUNITY, True), ("2026", DISTRICT, True), ("2026-H1", STREET, True), ("2026-04", STREET, False),
        ("2025", DISTRICT, False), ("2026-Q2", DISTRICT, False), ("2026-Q1", OTHER_STREET, False),
    ):  # fmt: skip
        period = Period.parse(code)
        assert period
        assert (public.overlapping(view(period, area)) is not None) is there, (code, area)


def test_a_number_hidden_in_one_table_is_hidden_in_the_other_too() -> None:
    """The sum of two tables is the same number: shown in one of them it would tell what the other hides."""

    def column(values: dict[str, int]) -> Filled:
        lines = [Line(key, "", {"n": n}, within=ALL) for key, n in values.items()]
        return Filled([Column("n", "")], [*lines, Line(ALL, "", {"n": sum(values.values())})])

    tables = {5: column({"a": 3, "b": 20}), 6: column({"c": 23})}
    same = [[(5, (ALL, "n")), (6, (ALL, "n"))], [(6, ("c", "n")), (6, (ALL, "n"))]]
    gone = public.hidden(tables, same, BELOW)
    assert ("a", "n") in gone[5]
    assert ((ALL, "n") in gone[5]) == ((ALL, "n") in gone[6]) == (("c", "n") in gone[6])


def test_copies_of_months_in_a_row_do_not_tell_by_the_balance() -> None:
    """Open before + received = closed + open at the end: three of a line are not shown beside a small fourth."""
    columns = [Column(key, "") for key in ("received", "closed", "held")]
    values = {"a": (3, 9, 20), "b": (30, 9, 20), "c": (40, 30, 20)}
    lines = [
        Line(key, "", dict(zip(("received", "closed", "held"), n, strict=True)), within=ALL)
        for key, n in values.items()
    ]
    sums = [sum(n) for n in zip(*values.values(), strict=True)]
    total = Line(ALL, "", dict(zip(("received", "closed", "held"), sums, strict=True)))
    gone = public.hidden({3: Filled(columns, [*lines, total])}, [], BELOW)[3]
    assert ("a", "received") in gone
    assert {("a", "closed"), ("a", "held")} & gone
