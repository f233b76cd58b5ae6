"""The main job, end to end, in Chromium on real services: a call becomes a ticket that nobody can forget.

Ling takes a call; Mei claims, accepts and mediates; a deadline passes and the case climbs community → street → district by itself;
people are told; Lu sees it on her board; the district brings it to its end.
"""

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from casework import history
from casework.models import Clock, Event, Ticket
from notifications.models import Notification
from tests.cast import PASSWORD, STREET, Cast, populate
from tests.workflows.rights.agreed import code_of

pytestmark = [pytest.mark.browser, pytest.mark.services, pytest.mark.slow]


def let_pass(ticket: Ticket, days: int) -> None:
    """Move every running clock of the ticket `days` into the past, as if that time had gone by."""
    shift = dt.timedelta(days=days)
    for clock in Clock.objects.filter(ticket=ticket, stopped_at__isnull=True):
        clock.rungs = [[name, do, at - shift.total_seconds()] for name, do, at in clock.rungs]
        clock.started_at, clock.due_at = clock.started_at - shift, clock.due_at - shift
        clock.next_rung_at = clock.next_rung_at - shift if clock.next_rung_at else None
        clock.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE casework_ticket SET next_due_at = next_due_at - %s, wake_at = wake_at - %s WHERE id = %s",
            [shift, shift, ticket.pk],
        )


class Desk:
    """One person's browser."""

    def __init__(self, page: Any, address: str, who: str) -> None:
        self.page, self.address = page, address
        page.set_default_navigation_timeout(30_000)
        page.goto(address + "/login")
        page.fill("[name=username]", who)
        page.fill("[name=password]", PASSWORD)
        page.click("form .btn-go")
        page.wait_for_url(lambda url: "/login" not in url)

    def opens(self, path: str) -> None:
        self.page.goto(self.address + path)

    def ticket(self, number: str) -> None:
        self.opens(f"/tickets/{number}")

    def move(self, number: str, name: str, /, **fields: str | bool) -> None:
        """Open the ticket, choose the move, fill its form in place and send it."""
        self.ticket(number)
        link = self.page.locator(f".moves a[href*='move={name}#'], .moves a[href*='move={name}&']")
        if not link.is_visible():  # it stands behind a line of the long toolbar
            self.page.locator("details.fold-moves", has=link).locator("summary").click()
        link.click()
        form = self.page.locator("#move-form")
        form.wait_for()
        for field, value in fields.items():
            inputs = form.locator(f"[name={field}]")
            kind = inputs.first.get_attribute("type")
            tag = inputs.first.evaluate("one => one.tagName")
            if tag == "SELECT":
                inputs.select_option(str(value))
            elif kind == "radio":
                form.locator(f"label:has([name={field}][value='{value}'])").click()
            elif kind == "checkbox":
                inputs.check()
            else:
                inputs.fill(str(value))
        version = Ticket.objects.values_list("version", flat=True).get(number=number)
        with (
            self.page.expect_navigation()
        ):  # the move leads on to the ticket; going elsewhere meanwhile would race with that
            form.locator("button.btn-go").click()
        wait_until(lambda: Ticket.objects.values_list("version", flat=True).get(number=number) > version, self.page)


def wait_until(condition: Callable[[], bool], page: Any, seconds: float = 30) -> None:
    for _ in range(int(seconds * 10)):
        if condition():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"Not within {seconds} s; the page says: {page.locator('main').inner_text()[:800]}")


def register_call(ling: Desk) -> str:
    """Ling fills the intake in the order of the call and reads out the number."""
    page = ling.page
    ling.opens("/intake")
    page.fill("[name=phone]", "138 0000 2046")
    page.wait_for_selector("#contacts :text('0'), #contacts")
    for question in ("violence_now", "weapon_or_injury", "threat_to_life", "dependants", "police_before"):
        page.locator(f"label:has([name={question}][value=no])").click()
    page.fill("[name=place_query]", "贡院")
    page.locator("#places label:has([name=place])").first.click()
    page.select_option("[name=category]", "0106")
    page.fill("[name=story]", "与丈夫为探望孩子的安排多次争吵，希望有人调解。")
    page.fill("[name=name]", "王女士")
    page.click(".savebar .btn-go")
    page.wait_for_url(re.compile("/intake/done/"))
    number = re.search(r"QH-WQ-\d{4}-\d{6}", page.locator("main").inner_text())
    assert number is not None
    return number.group()


def climbed_to(number: str, unit: str) -> Callable[[], bool]:
    return lambda: Ticket.objects.get(number=number).unit_id == unit


def today() -> str:
    return timezone.localdate().isoformat()


def told(who: Any, number: str, name: str) -> Callable[[], bool]:
    return lambda: Notification.objects.filter(
        recipient=who, event__ticket__number=number, event__name=name, channel="inbox"
    ).exists()


def test_a_call_is_taken_mediated_forgotten_climbs_by_itself_and_is_closed(
    services: Any, live_server: Any, new_page: Any
) -> None:
    cast: Cast = populate()
    desk = lambda who: Desk(new_page(), live_server.url, who)  # noqa: E731
    services.start("worker")
    services.start("beat")

    number = register_call(desk("ling"))
    ticket = Ticket.objects.get(number=number)

    mei = desk("mei")
    mei.opens("/queue?tab=unclaimed")
    mei.page.click(f"#row-{number} [data-claim]")
    wait_until(lambda: Ticket.objects.get(number=number).assignee_id == cast.mei.pk, mei.page)
    mei.move(number, "accept", track="xinfang", notice="oral")
    mei.move(number, "begin")
    mei.move(number, "add_person", role="other", name="李先生", relation="spouse")
    for role in ("petitioner", "other"):
        mei.move(number, "record_consent", party=code_of(ticket, role), answer="oral", rights_told=True)
    mei.move(number, "declare_interest", own_side="none", other_side="none")
    mei.move(number, "start_mediation", began_by="applied")
    assert Ticket.objects.get(number=number).state == "mediating"

    let_pass(ticket, 16)  # past the 15 days of the community
    wait_until(climbed_to(number, STREET), mei.page)
    wait_until(told(cast.qiu, number, "escalate_overdue"), mei.page)
    wait_until(told(cast.mei, number, "escalate_overdue"), mei.page)
    assert (
        mei.page.request.get(f"{live_server.url}/tickets/{number}").status == 404
    )  # her unit does not see it any more

    let_pass(ticket, 17)  # past the 15 days of the street
    wait_until(climbed_to(number, "320104"), mei.page)

    lu = desk("lu")
    lu.opens("/board")
    assert lu.page.locator("main").inner_text()
    wait_until(told(cast.lu, number, "escalate_overdue"), lu.page)
    lu.opens("/inbox")
    assert number in lu.page.locator("main").inner_text()

    fang, gao = desk("fang"), desk("gao")
    fang.move(number, "claim")
    fang.move(number, "submit", outcome="B3", statement="双方已经自行商定。", reply="双方已自行商定探望安排。")
    gao.move(number, "reply", served="hand", served_on=today(), paper_no="秦妇信〔2026〕1号")
    gao.move(number, "begin_follow_up")
    gao.move(number, "close", result="reached", satisfaction="satisfied", safe_now="yes", answer="对结果满意。")

    closed = Ticket.objects.get(number=number)
    assert (closed.state, closed.is_open, closed.breached_at) == ("closed", False, None)
    events = list(closed.events.order_by("seq"))
    assert history.first_break(closed, events) is None
    names = [event.name for event in events]
    assert names.count("escalate_overdue") == 2
    assert Event.objects.filter(ticket=closed, name="open").get().actor == cast.ling
    assert "王女士" not in json.dumps([event.data for event in events], ensure_ascii=False)
