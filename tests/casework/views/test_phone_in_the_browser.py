"""Every page on a phone of 390 px: nothing stands out at the side, and a table laid out as cards is still one to a screen reader."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from casework.models import Ticket
from tests.cast import Cast, populate

pytestmark = [pytest.mark.browser]
PHONE = {"width": 390, "height": 844}
MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


def pages(patterns: Any = None, before: str = "/") -> Iterator[str]:
    """Addresses of the screens that need nothing but their path, from the site's own list."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(one.pattern)
        if path.startswith(("/admin/", "/api/", "/healthz")) or "<" in path or "^" in path:
            continue
        if isinstance(one, URLPattern):
            yield path
        else:
            yield from pages(one.url_patterns, path)


def sign_in(page: Any, address: str, user: Any) -> None:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


@pytest.fixture
def busy(transactional_db: None) -> Cast:
    """A cast with an ordinary case in work and a red one."""
    cast = populate()
    cast.does("mei", cast.call(now=MONDAY), "claim")
    cast.call(now=MONDAY, weapon_or_injury="yes", violence_now="yes")
    return cast


def outside(page: Any) -> int:
    """How far the page reaches beyond the window, in px."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_no_page_reaches_beyond_the_window_of_a_phone(live_server, new_page, busy: Cast) -> None:
    page, desk = new_page(viewport=PHONE), Client()
    sign_in(page, live_server.url, busy.people["fang"])
    desk.force_login(busy.people["fang"], backend="django.contrib.auth.backends.ModelBackend")
    plain, red = Ticket.objects.filter(type="rights").order_by("id").values_list("number", flat=True)
    more = [f"/reports/tables/{n}" for n in (1, 3, 9, 12)] + ["/chapters/8", "/reports/tables/4?copy=public"]
    more += [f"/tickets/{red}", f"/tickets/{red}?move=note", f"/tickets/{plain}/papers/new?kind=mediation_rights"]
    answers = {path: desk.get(path) for path in [*pages(), *more]}
    shown = [path for path, answer in answers.items() if answer.status_code == 200 and b"<main" in answer.content]
    assert len(shown) > 30 and set(more) <= set(shown), "the list of addresses is read"
    wide = {}
    for path in shown:
        page.goto(live_server.url + path, wait_until="domcontentloaded")
        if (px := outside(page)) > 0:
            wide[path] = px
    assert wide == {}


def test_an_open_menu_stays_inside_the_window(live_server, new_page, busy: Cast) -> None:
    page = new_page(viewport=PHONE)
    sign_in(page, live_server.url, busy.people["fang"])
    page.goto(f"{live_server.url}/queue")
    for chip in page.locator("details.menu:visible > summary").all():
        chip.click()
        assert outside(page) <= 0, chip.inner_text()


def test_rates_as_cards_are_still_a_table_to_a_screen_reader(live_server, new_page, busy: Cast) -> None:
    page = new_page(viewport=PHONE)
    sign_in(page, live_server.url, busy.people["fang"])
    page.goto(f"{live_server.url}/reports")
    assert page.locator("table.rates tbody td").first.evaluate("one => getComputedStyle(one).display") == "flex"
    heard = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in heard if not node.get("ignored")]
    assert roles.count("table") == page.locator("table").count()
    assert roles.count("columnheader") == page.locator("thead th").count()
    assert roles.count("rowheader") == page.locator("tbody th").count()
    assert page.locator("table.rates td[data-label='']").count() == 0


def test_the_menu_opens_without_script_and_by_key(live_server, new_page, busy: Cast) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 1366, "height": 800})
    sign_in(page, live_server.url, busy.people["fang"])
    page.goto(f"{live_server.url}/queue")
    word = page.locator("nav.nav summary").first
    assert not page.locator("nav.nav .pop a").first.is_visible()
    word.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/warnings")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_officers_head_is_one_line_at_1366_px(live_server, new_page, busy: Cast, language: str) -> None:
    page = new_page(viewport={"width": 1366, "height": 800})
    sign_in(page, live_server.url, busy.people["fang"])
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    page.goto(f"{live_server.url}/calendar")
    assert page.locator(".top-in").bounding_box()["height"] < 60
