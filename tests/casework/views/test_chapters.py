"""The pages of the plan's chapters: every number leads to a list of that length, the plan stands beside what is reached."""

import io
import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from casework import gate, plans, sheets
from tests.cast import COMMUNITY, DISTRICT, OTHER_COMMUNITY, SISTER, STREET, Cast
from tests.walks import fund, pledge
from tests.walks.walker import Walker
from workflows.chapters import CHAPTERS
from workflows.registry import registry

YEAR = timezone.localdate().year
NUMBER = re.compile(r'<a class="n" href="([^"]+)">(\d+)<')


def busy(cast: Cast) -> None:
    for place in (COMMUNITY, COMMUNITY, SISTER, OTHER_COMMUNITY):
        gate.open_ticket("suggestion", cast.actor("ling"), {"place": place, "suggestion": "晚间开放"})
        cast.call(place=place)
    done = cast.call(now=timezone.now() - timezone.timedelta(days=1))
    cast.does("mei", done, "claim")
    cast.does("mei", done, "withdraw", free_will=True, statement="不再需要。")


@pytest.mark.parametrize("address", ["/chapters", "/chapters/8", "/chapters/8?by=rights"])
def test_every_number_leads_to_a_list_of_that_length(cast: Cast, desk: Any, address: str) -> None:
    busy(cast)
    fang = desk("fang")
    links = set(NUMBER.findall(fang.get(address).content.decode()))
    assert len(links) >= 3
    for there, number in links:
        page = fang.get(unescape(there)).context["page"]
        assert sum(len(group.rows) for group in page.groups) == int(number), there


def test_a_chapter_of_another_street_shows_nothing_of_ours(cast: Cast, desk: Any) -> None:
    busy(cast)
    page = desk("xia").get("/chapters/8").context["page"]
    assert sum(int(kind.open.n) for kind in page.types) == 2
    rows = desk("xia").get(f"/chapters/8/cases?what=open&part={COMMUNITY}").context["page"].groups
    assert rows == []


def test_ten_chapters_are_listed_each_with_its_types(cast: Cast, desk: Any) -> None:
    rows = desk("mei").get("/chapters").context["rows"]
    assert [row.number for row in rows] == list(range(1, 11))
    assert {kind.plan_chapter for kind in registry} <= set(CHAPTERS)


def test_a_page_costs_the_same_for_few_tickets_and_for_many(cast: Cast, desk: Any) -> None:
    fang = desk("fang")
    for address in ("/chapters", "/chapters/8"):
        busy(cast)
        fang.get(address)
        with CaptureQueriesContext(connection) as few:
            fang.get(address)
        busy(cast)
        with CaptureQueriesContext(connection) as many:
            fang.get(address)
        assert len(many) <= len(few)
        assert len(few) <= 10 + len(list(registry))


def test_the_plan_stands_beside_what_is_reached(cast: Cast, desk: Any) -> None:
    busy(cast)
    plans.enter(cast.actor("fang"), DISTRICT, YEAR, {("suggestion", "received"): Decimal(16)})
    plans.enter(cast.actor("fang"), STREET, YEAR, {("suggestion", "received"): Decimal(5)})
    page = desk("fang").get("/chapters/8?by=suggestion").context["page"]
    kind = next(one for one in page.types if str(one.title) == str(registry["suggestion"].title))
    assert (kind.counters[0].plan, kind.counters[0].percent) == ("16", "25 %")
    street = next(row for row in page.parts if row.open.url and f"part={STREET}" in row.open.url)
    assert [(link.n, target) for link, target in street.counters][0] == ("3", "5")


def test_the_export_holds_the_same_numbers(cast: Cast, desk: Any) -> None:
    busy(cast)
    answer = desk("fang").get(f"/chapters/8/export?year={YEAR}")
    assert answer["Content-Type"] == sheets.TYPE
    book = load_workbook(io.BytesIO(answer.content))
    counted = {row[1]: row[3] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
    assert counted["收到建议"] == 4 and counted["收案"] == 5


def test_what_looks_like_a_formula_stays_a_text() -> None:
    book = load_workbook(io.BytesIO(sheets.workbook([("x", ["=1+1"], [["=cmd()", 3]])])))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value is not None] == ["s", "s", "n"]


def test_a_kind_is_registered_from_its_chapter_by_those_who_may(cast: Cast, desk: Any) -> None:
    def addresses(who: str) -> set[str]:
        return {kind.open_url for kind in desk(who).get("/chapters/10").context["page"].types if kind.open_url}

    assert "/intake/fund?new=1" in addresses("fang")
    assert "/intake/fund?new=1" not in addresses("sun")
    assert desk("fang").get("/intake/fund?new=1").status_code == 200


@pytest.mark.parametrize(("address", "status"), [("/chapters/11", 404), ("/chapters/11/cases", 404), ("/chapters/8?year=x", 200),
                                                 ("/chapters/8?year=9999&by=x", 200), ("/chapters/8/cases?type=x&counter=y&before=z&part=q", 200)])  # fmt: skip
def test_nonsense_in_the_address_is_answered_calmly(cast: Cast, desk: Any, address: str, status: int) -> None:
    assert desk("fang").get(address).status_code == status


def test_an_administrator_sees_no_cases_and_is_told_whom_to_ask(cast: Cast, desk: Any) -> None:
    answer = desk("an").get("/chapters/8")
    assert answer.status_code == 403
    assert "区妇联权益部" in answer.content.decode()


def test_nobody_comes_in_without_signing_in(cast: Cast) -> None:
    assert Client().get("/chapters").status_code == 302


def test_the_queue_is_narrowed_to_a_chapter(cast: Cast, desk: Any) -> None:
    cast.call()
    gate.open_ticket("vacancy", cast.actor("fang"), {
        "place": COMMUNITY, "employer": "某公司", "contact": "x", "job": "y", "skills": ["home"], "times": ["full"],
        "places": "2", "wage": "3000", "text": "z"})  # fmt: skip

    def kinds(address: str) -> list[str]:
        page = desk("fang").get(address).context["page"]
        return sorted(row.number.split("-")[1] for group in page.groups for row in group.rows)

    assert kinds("/queue?tab=unclaimed") == ["GW", "WQ"]
    assert kinds("/queue?tab=unclaimed&chapter=3") == ["GW"]
    assert kinds("/queue?tab=unclaimed&chapter=8") == ["WQ"]
    assert kinds("/queue?tab=unclaimed&chapter=77") == ["GW", "WQ"]


def test_what_is_left_on_funds_and_pledges_stands_beside_them_and_leads_to_the_overview(cast: Cast, desk: Any) -> None:
    walker = Walker.of(cast)
    fund.begin(walker, amount="250.05")
    fund.begin(walker, amount="1000")
    pledge.free(walker)
    page = desk("fang").get("/chapters/10").context["page"]
    left = {str(block.title): (block.left.label, block.left.url) for block in page.types if block.left}
    assert left == {"资金": ("1,250.05", "/funds"), "春蕾捐助": ("1,200.00", "/funds")}
    assert not [block for block in desk("xia").get("/chapters/10").context["page"].types if block.left]
