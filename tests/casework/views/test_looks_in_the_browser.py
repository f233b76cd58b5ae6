"""What an eye sees at once and a script does not: words that run into each other, labels far from values, cut print."""

from typing import Any

import pytest

from tests.casework.test_partycodes import code_of
from tests.casework.views.test_phone_in_the_browser import PHONE, busy, sign_in
from tests.cast import Cast

__all__ = ["busy"]
pytestmark = [pytest.mark.browser]
LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
CUT = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)"


def speak(page: Any, address: str, language: str) -> None:
    page.context.add_cookies([{"name": "django_language", "value": language, "url": address}])


@LANGUAGES
@pytest.mark.parametrize("who", ["an", "fang", "mei"])
def test_the_words_of_the_tabs_below_do_not_run_into_each_other(
    live_server, new_page, busy: Cast, language: str, who: str
) -> None:
    page = new_page(viewport=PHONE)
    sign_in(page, live_server.url, busy.people[who])
    speak(page, live_server.url, language)
    page.goto(f"{live_server.url}/")
    assert page.locator(".ptabs a").count() == 5
    assert page.locator(".ptabs a").evaluate_all(CUT) == []


@LANGUAGES
def test_the_names_of_holidays_stay_in_their_day(live_server, new_page, busy: Cast, language: str) -> None:
    page = new_page(viewport=PHONE)
    sign_in(page, live_server.url, busy.people["an"])
    speak(page, live_server.url, language)
    page.goto(f"{live_server.url}/calendar?year=2026")
    assert page.get_by_text("New Year's Day" if language == "en" else "元旦").first.is_visible()
    assert page.locator(".cal .nm").evaluate_all(CUT) == []


def test_a_party_reads_each_label_in_one_line_and_calls_by_touch(live_server, new_page, busy: Cast) -> None:
    page = new_page(viewport=PHONE)
    page.goto(f"{live_server.url}/my")
    page.get_by_label("查询码").fill(code_of(busy, busy.call()))
    page.get_by_role("button", name="显示").click()
    lines = "all => all.map(one => Math.round(one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)))"
    assert set(page.locator("dl.dl dt").evaluate_all(lines)) == {1}
    assert {link.get_attribute("href") for link in page.locator("main a.num").all()} >= {"tel:12338", "tel:110"}


@LANGUAGES
def test_who_printed_a_table_stands_inside_each_sheet_and_no_head_is_broken_within_a_word(
    live_server, new_page, busy: Cast, language: str
) -> None:
    page = new_page(viewport={"width": 1000, "height": 700})
    sign_in(page, live_server.url, busy.people["fang"])
    speak(page, live_server.url, language)
    page.goto(f"{live_server.url}/reports/tables/1/print")
    page.emulate_media(media="print")
    foot = page.locator(".a4 footer")
    assert "方宁" in foot.inner_text() and "2026" in foot.inner_text() and "-" not in foot.inner_text()
    assert foot.evaluate("one => getComputedStyle(one).display") == "table-footer-group", "repeated on every page"
    sheet, below = page.locator(".a4").bounding_box(), foot.bounding_box()
    assert sheet["y"] <= below["y"] and below["y"] + below["height"] <= sheet["y"] + sheet["height"] + 1
    assert page.locator(".figs thead th").evaluate_all(CUT) == []


@pytest.mark.parametrize(
    "path", ["/", "/queue", "/intake", "/due", "/preferences", "/catalogue", "/reports", "/supervision"]
)
def test_what_a_finger_presses_on_a_phone_is_44_px_high(live_server, new_page, busy: Cast, path: str) -> None:
    page = new_page(viewport=PHONE)
    sign_in(page, live_server.url, busy.people["fang"])
    page.goto(live_server.url + path)
    pressed = ".btn, .chip, .iconlink, .brand, .tabs a, .ptabs a, .seg label, .tick, select, input:not([type=checkbox], [type=radio], [type=hidden])"
    low = "all => all.filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML.slice(0, 90))"
    assert page.locator(pressed).evaluate_all(low) == []
