"""The inbox in Chromium: read, open, mark all; with and without JavaScript."""

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from notifications import reading
from notifications.models import INBOX, Notification
from notifications.outbox import fan_out
from tests.cast import Cast, populate

pytestmark = [pytest.mark.browser]


@pytest.fixture
def told(transactional_db: None) -> Cast:
    cast = populate()
    for _ in range(reading.PAGE + 3):
        cast.call()
    cast.call(violence_now="yes")
    fan_out()
    old = Notification.objects.filter(recipient=cast.mei, channel=INBOX).order_by("pk")[:2]
    Notification.objects.filter(pk__in=[row.pk for row in old]).update(read_at=timezone.now())
    return cast


def sign_in(page, live_server, cast: Cast, name: str) -> None:
    client = Client()
    client.force_login(cast.people[name], backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


def test_messages_are_read_page_by_page_and_marked(live_server, page, told: Cast) -> None:
    sign_in(page, live_server, told, "mei")
    page.goto(f"{live_server.url}/inbox")
    assert page.locator("#messages li.new").count() == reading.PAGE
    page.get_by_role("link", name="更早的消息").click()
    expect(page.locator("#messages li.new, #messages li.read")).to_have_count(reading.PAGE + 3)
    assert page.locator("#messages li.read").count() == 2
    page.get_by_role("button", name="全部标为已读").click()
    expect(page.locator("#messages li.new")).to_have_count(0)
    assert reading.unread_count(told.mei) == 0


def test_it_works_without_javascript(live_server, new_page, told: Cast) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, live_server, told, "mei")
    page.goto(f"{live_server.url}/inbox")
    page.get_by_role("link", name="更早的消息").click()
    expect(page.locator("#messages li.new, #messages li.read")).to_have_count(3)
    page.goto(f"{live_server.url}/inbox")
    page.get_by_role("button", name="全部标为已读").click()
    expect(page.locator("#messages li.new")).to_have_count(0)
    assert reading.unread_count(told.mei) == 0
