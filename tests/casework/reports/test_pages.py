"""The reports as pages: every number leads to a list of that length, only for readers of the area, at a constant cost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.reports.periods import Period
from casework.reports.scope import Scope
from casework.reports.tables import TABLES
from casework.reports.view import View
from tests.casework.reports.stories import busy
from tests.cast import COMMUNITY, DISTRICT, OTHER_COMMUNITY, OTHER_STREET, SISTER, STREET, Cast

PAGES = (
    "/reports", "/reports/tables", *(f"/reports/tables/{n}" for n in range(1, 13)), "/reports/months", "/reports/paper",
    *(f"/reports/tables/{n}/print" for n in range(1, 13)),
)  # fmt: skip


@pytest.fixture
def lu(cast: Cast, client: Client) -> Client:
    client.force_login(cast.lu)
    return client


def links(text: str) -> set[tuple[str, int]]:
    return {(unescape(url), int(n)) for url, n in re.findall(r'<a class="n" href="([^"]+)">(\d+)<', text)}


def listed(client: Client, url: str) -> int:
    page = client.get(url)
    assert page.status_code == 200, url
    return sum(len(group.rows) for group in page.context["page"].groups)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_for_the_district(cast: Cast, lu: Client, address: str) -> None:
    busy(cast)
    assert lu.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/reports", *(f"/reports/tables/{n}" for n in (1, 2, 3, 5, 6, 7, 8, 9, 10, 12))])
def test_every_number_leads_to_a_list_of_that_length(cast: Cast, lu: Client, address: str) -> None:
    busy(cast)
    found = links(lu.get(address).content.decode())
    assert found
    for url, number in found:
        if "column=contacts" not in url and "column=people" not in url:
            assert listed(lu, url) == number, url


@pytest.mark.parametrize("number", TABLES)
def test_a_list_stands_behind_every_count_that_leads_to_one(cast: Cast, lu: Client, number: int) -> None:
    """The page does not ask `behind` of each cell, which would build a query for each: the table says it of all of them."""
    busy(cast)
    table, today = TABLES[number], timezone.localdate()
    view = View(Scope((DISTRICT,)), Period.around(today, "year"), today)
    filled = table.fill(view, cast.actor("lu"))
    shown = [
        (line, column) for line, column in filled.counts() if not {one.key: one for one in filled.columns}[column].aside
    ]
    assert {table.behind(view, *cell) is not None for cell in shown} <= {table.has_lists}


def test_what_the_reader_may_not_see_is_counted_and_not_listed(cast: Cast, client: Client) -> None:
    busy(cast)
    client.force_login(cast.cao)
    page = client.get("/reports/tables/3")
    rows = [(url, n) for url, n in links(page.content.decode()) if "column=received" in url and "line=all" in url]
    ((url, n),) = rows
    here = client.get(url)
    shown = sum(len(group.rows) for group in here.context["page"].groups)
    assert 0 < shown < n
    assert f"{n - shown} 件" in here.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_costs_the_same_for_few_cases_and_for_many(cast: Cast, lu: Client, address: str) -> None:
    busy(cast)
    lu.get(address)
    cast.call(place=COMMUNITY, category="0102", violence_now="yes")  # something to be counted again, as below
    with CaptureQueriesContext(connection) as few:
        lu.get(address)
    for place in (COMMUNITY, SISTER, OTHER_COMMUNITY) * 3:
        cast.call(place=place, category="0102", violence_now="yes")
    with CaptureQueriesContext(connection) as many:
        lu.get(address)
    assert len(many) <= len(few)


# ── Refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", ["ling", "mei", "an"])
@pytest.mark.parametrize(
    "address", ["/reports", "/reports/tables/1", "/reports/tables/1.xlsx", "/reports/cases", "/reports/paper"]
)
def test_operators_and_mediators_have_no_figures(cast: Cast, client: Client, who: str, address: str) -> None:
    client.force_login(cast.people[who])
    page = client.get(address)
    assert page.status_code == 403
    assert "统计数字供社区、街道、区" in page.content.decode()


@pytest.mark.parametrize("area", [OTHER_STREET, OTHER_COMMUNITY, DISTRICT, "999999", "x"])
@pytest.mark.parametrize(
    "address", ["/reports", "/reports/tables/3", "/reports/tables/3.xlsx", "/reports/months", "/reports/paper"]
)
def test_another_area_does_not_exist_for_a_street(cast: Cast, client: Client, area: str, address: str) -> None:
    client.force_login(cast.sun)
    assert client.get(f"{address}?area={area}").status_code == 404
    assert client.get(f"{address}?area={COMMUNITY}").status_code == 200
    assert client.get(f"{address}?area={STREET}").status_code == 200


@pytest.mark.parametrize(
    "period", ["x", "2026-13", "2026-Q5", "2026-H3", "1999", "2026-", "2026-Q", "26-07", "2026-07-01"]
)
def test_a_period_there_is_none_of_is_refused_with_a_sentence(cast: Cast, lu: Client, period: str) -> None:
    page = lu.get(f"/reports?period={period}")
    assert page.status_code == 400
    assert "2026-Q3" in page.content.decode()


def test_a_period_that_has_not_begun_is_refused(cast: Cast, lu: Client) -> None:
    year = timezone.localdate().year + 1
    assert lu.get(f"/reports/tables/1?period={year}").status_code == 400


@pytest.mark.parametrize(
    "address", ["/reports/tables/13", "/reports/tables/0", "/reports/tables/13.xlsx", "/reports/tables/99/print"]
)
def test_a_table_there_is_none_of_is_refused_with_a_sentence(cast: Cast, lu: Client, address: str) -> None:
    page = lu.get(address)
    assert page.status_code == 400
    assert "1 至 12" in page.content.decode()


@pytest.mark.parametrize(
    "asked", ["", "table=4&line=closing&column=x", "table=4&line=x&column=numerator", "table=99", "table=11&line=all&column=hours",
              "table=5&line=reports&column=share", "table=3&line=all&column=nothing"],
)  # fmt: skip
def test_a_list_there_is_none_of_is_refused(cast: Cast, lu: Client, asked: str) -> None:
    assert lu.get(f"/reports/cases?{asked}").status_code == 400


def test_the_menu_shows_the_reports_to_those_who_have_figures(cast: Cast, client: Client) -> None:
    for who, there in (("fang", True), ("cao", True), ("ling", False)):
        client.force_login(cast.people[who])
        assert ('href="/reports"' in client.get("/calendar").content.decode()) is there


def test_the_period_before_and_the_year_before_stand_beside_it(cast: Cast, lu: Client) -> None:
    now = timezone.now()
    last_month = (now.replace(day=1) - timedelta(days=3)).replace(hour=3)
    cast.call(now=last_month)
    cast.call()
    cast.call()
    line = next(one for one in lu.get(f"/reports/tables/1?period={now:%Y-%m}").context["table"].lines if one.total)
    heads = lu.get(f"/reports/tables/1?period={now:%Y-%m}").context["table"].heads
    numbers = dict(zip(map(str, heads), (cell.n for cell in line.cells), strict=True))
    assert list(numbers.values())[:6] == [2, 2, 2, 1, "+100.0 %", 0]
