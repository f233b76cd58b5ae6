"""The monthly entry: own unit only, the newest counts, a correction is a new row, and nothing by which somebody is found."""

import pytest
from django.test import Client
from django.utils import timezone

from casework.models import ReportEntry
from casework.reports.periods import Period
from tests.cast import COMMUNITY, DISTRICT, OTHER_STREET, STREET, Cast

LAST = Period.around(timezone.localdate(), "month").before.code


def post(client: Client, unit: str, **more: object) -> int:
    data = {"unit": unit, "month": LAST, "volunteers": 12, "hours": 30, **more}
    return client.post("/reports/entry", data).status_code


def table(client: Client) -> dict[str, list[object]]:
    found = client.get(f"/reports/tables/11?period={LAST}").context["table"]
    return {str(line.title): [cell.n for cell in line.cells] for line in found.lines}


def test_the_newest_entry_counts_and_the_old_one_stays(cast: Cast, client: Client) -> None:
    client.force_login(cast.sun)
    assert post(client, STREET) == 302
    assert post(client, STREET, hours=36) == 302
    assert post(client, STREET, hours=36) == 302
    assert [row.figures["hours"] for row in ReportEntry.objects.all()] == [30, 36], "the same again adds no row"
    assert table(client)["夫子庙街道"][2] == 36


def test_units_add_up_and_a_list_counts_as_it_stood_last(cast: Cast, client: Client) -> None:
    client.force_login(cast.sun)
    post(client, STREET)
    client.force_login(cast.cao)
    post(client, COMMUNITY, volunteers=5, hours=4)
    client.force_login(cast.fang)
    assert table(client)["合计"][:3] == [17, 0, 34]


@pytest.mark.parametrize("who", ["ling", "mei", "lu", "ding", "an"])
def test_only_officers_enter(cast: Cast, client: Client, who: str) -> None:
    client.force_login(cast.people[who])
    assert client.get("/reports/entry").status_code == 403
    assert post(client, DISTRICT) == 403
    assert not ReportEntry.objects.exists()


@pytest.mark.parametrize("unit", [OTHER_STREET, COMMUNITY, DISTRICT, "x"])
def test_another_unit_does_not_exist(cast: Cast, client: Client, unit: str) -> None:
    client.force_login(cast.sun)
    assert post(client, unit) == 404
    assert not ReportEntry.objects.exists()


@pytest.mark.parametrize("month", ["2099-01", "2001-01", "2026", "x", "2026-13"])
def test_a_month_that_cannot_be_entered_is_refused(cast: Cast, client: Client, month: str) -> None:
    client.force_login(cast.sun)
    assert post(client, STREET, month=month) == 400
    assert client.get(f"/reports/entry?month={month}").status_code == 400


@pytest.mark.parametrize("text", ["请联系 13800002046", "电话 138 0000 2046", "证件 320104199001011234"])
def test_a_number_by_which_somebody_can_be_found_is_refused(cast: Cast, client: Client, text: str) -> None:
    client.force_login(cast.sun)
    assert post(client, STREET, features=text) == 400
    assert not ReportEntry.objects.exists()


def test_what_was_written_stands_in_the_report(cast: Cast, client: Client) -> None:
    client.force_login(cast.fang)
    post(client, DISTRICT, features="婚姻家庭类占六成。", advice="加强 2026 年普法宣传。")
    page = client.get(f"/reports/paper?period={LAST}").content.decode()
    assert "婚姻家庭类占六成。" in page
    assert "加强 2026 年普法宣传。" in page


def test_nothing_or_too_much_is_refused_in_place(cast: Cast, client: Client) -> None:
    client.force_login(cast.sun)
    assert post(client, STREET, volunteers="-1") == 400
    assert post(client, STREET, hours="1.5") == 400
    assert post(client, STREET, features="长" * 4001) == 400
