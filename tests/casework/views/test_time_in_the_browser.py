"""Calculator, calendar editor and rules in Chromium: live under htmx, and all of it without JavaScript."""

import datetime as dt

import pytest
from django.test import Client
from playwright.sync_api import expect

from casework import redating
from casework.models import Clock, Redating
from tests.cast import Cast, populate

pytestmark = [pytest.mark.browser]
MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


@pytest.fixture
def five(transactional_db: None) -> Cast:
    cast = populate()
    for _ in range(5):
        cast.call(now=MONDAY)
    return cast


def sign_in(page, live_server, cast: Cast, name: str) -> None:
    client = Client()
    client.force_login(cast.people[name], backend="django.contrib.auth.backends.ModelBackend")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])


def follow() -> None:
    Redating.objects.update(created_at=MONDAY)
    while redating.step():
        pass


def ask(page) -> None:
    """Five working days from 23 September 2026: across the mid-autumn and the national holidays."""
    page.get_by_label("数量").fill("5")
    page.get_by_label("起点").fill("2026-09-23T09:42")
    page.get_by_label("单位").select_option("working_days")


def test_the_answer_appears_while_one_asks(live_server, page, five: Cast) -> None:
    sign_in(page, live_server, five, "mei")
    page.goto(f"{live_server.url}/due")
    loaded = page.evaluate("performance.timeOrigin")
    ask(page)
    result = page.locator("#result")
    expect(result).to_contain_text("10月8日（周四）24:00")
    expect(result).to_contain_text("国庆节")
    page.get_by_label("单位").select_option("natural_days")
    expect(result).to_contain_text("9月28日（周一）24:00")
    assert page.evaluate("performance.timeOrigin") == loaded, "the page was not loaded anew"
    assert "unit=natural_days" in page.url, "the question can be passed on as an address"


def test_the_calculator_works_without_javascript(live_server, new_page, five: Cast) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, live_server, five, "mei")
    page.goto(f"{live_server.url}/due")
    ask(page)
    page.get_by_role("button", name="算一算").click()
    expect(page.locator("#result")).to_contain_text("10月8日（周四）24:00")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_day_off_is_previewed_saved_and_the_clocks_move(live_server, new_page, five: Cast, javascript: bool) -> None:
    page = new_page(java_script_enabled=javascript)
    sign_in(page, live_server, five, "fang")
    before = set(Clock.objects.filter(key="wo.sign_in").values_list("due_at", flat=True))
    page.goto(f"{live_server.url}/calendar?year=2026")
    form = page.locator("form").filter(has_text="改一天")
    form.get_by_label("日期").fill("2026-11-24")
    form.get_by_label("是什么日子").select_option("local_off")
    form.get_by_label("名称").fill("抗洪停工")
    form.get_by_label("原因").fill("防汛指挥部通知")
    form.get_by_role("button", name="先看会移动什么").click()
    expect(page.get_by_role("heading", name="5")).to_be_visible()
    assert page.locator("tbody a", has_text="QH-WQ").count() == 5
    assert set(Clock.objects.filter(key="wo.sign_in").values_list("due_at", flat=True)) == before
    page.get_by_role("button", name="改日历并重算").click()
    expect(page.get_by_text("抗洪停工")).to_be_visible()
    follow()
    after = set(Clock.objects.filter(key="wo.sign_in").values_list("due_at", flat=True))
    assert after == {due + dt.timedelta(days=1) for due in before}


def test_a_districts_own_amount_is_previewed_and_put_in_force(
    live_server, page, console: list[str], five: Cast
) -> None:
    sign_in(page, live_server, five, "fang")
    page.goto(f"{live_server.url}/rules")
    page.locator("#id_key").select_option("xf.handle")
    page.locator("#id_amount").fill("61")
    page.locator("#id_valid_from").fill("2026-11-23")
    page.locator("#id_reason").fill("人手不足")
    page.get_by_role("button", name="先看会移动什么").click()
    expect(page.locator("form#own")).to_contain_text("信访工作条例 第34条")
    console.clear()  # the refusal is a 400, which Chromium mentions
    page.locator("#id_key").select_option("wo.sign_in")
    page.locator("#id_amount").fill("3")
    page.get_by_role("button", name="先看会移动什么").click()
    page.locator("button[name=do][value=save]").click()
    expect(page.get_by_text("人手不足")).to_be_visible()
    follow()
    assert set(Clock.objects.filter(key="wo.sign_in").values_list("budget__amount", flat=True)) == {3}
