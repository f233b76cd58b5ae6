"""The urgent banner in Chromium: it follows what is typed, whichever field a rule of domain.md §2.5 reads."""

import pytest
from playwright.sync_api import expect

from tests.casework.views.test_time_in_the_browser import sign_in
from tests.cast import Cast, populate

pytestmark = [pytest.mark.browser]


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return populate()


def test_the_banner_follows_channel_number_of_persons_and_category(live_server, page, people: Cast) -> None:
    sign_in(page, live_server, people, "ling")
    page.goto(f"{live_server.url}/intake?new=1")
    banner = page.locator("#red [role=alert]")
    expect(banner).to_have_count(0)
    page.locator("#id_channel").select_option("media")
    expect(banner).to_contain_text("分管领导")
    expect(banner).not_to_contain_text("110")
    page.locator("#id_channel").select_option("visit")
    expect(banner).to_have_count(0)
    page.locator("#fold-needs summary").click()
    page.locator("#id_persons").fill("6")
    expect(banner).to_contain_text("分管领导")
    page.locator("#id_category").select_option("0802")
    expect(banner).to_contain_text("110")
