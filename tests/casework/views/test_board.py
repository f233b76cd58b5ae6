"""The board as a page: every number leads to a list of that length, and looking again is cheap."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import gate
from casework.models import Heartbeat
from casework.sweep import beat
from tests.cast import COMMUNITY, OTHER_COMMUNITY, SISTER, Cast

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def lu(cast: Cast, client: Client) -> Client:
    beat("sweep")
    beat("deliver")
    client.force_login(cast.lu)
    return client


def busy(cast: Cast) -> None:
    """A handful of cases: new, accepted, overdue, gone up, withdrawn, urgent."""
    now = timezone.now()
    past = now - timedelta(days=70)
    for place in (COMMUNITY, SISTER, OTHER_COMMUNITY):
        cast.call(place=place)
    cast.call(violence_now="yes")
    old = cast.call(now=past)
    for move, data in (("claim", {}), ("accept", {"track": "mediation", "notice": "oral", "notice_no": ""})):
        cast.does("mei", old, move, now=past, **data)
    done = cast.call(now=past)
    cast.does("mei", done, "claim", now=past)
    cast.does("mei", done, "withdraw", now=past, free_will=True, statement="不再需要。")
    while gate.tick(now=now).full:
        pass


def test_every_number_leads_to_a_list_of_that_length(cast: Cast, lu: Client) -> None:
    busy(cast)
    links = set()
    for period in ("year", "month"):
        text = lu.get(f"/board?period={period}").content.decode()
        links |= set(re.findall(r'<a class="n" href="([^"]+)">(\d+)<', text))
    assert len(links) > 10
    for address, number in links:
        page = lu.get(unescape(address))
        shown = sum(len(group.rows) for group in page.context["page"].groups)
        assert shown == int(number), address


def test_a_poll_that_has_the_newest_figures_gets_nothing_new(cast: Cast, lu: Client) -> None:
    live = lu.get("/board").context["page"].live_url
    assert lu.get(live, **HTMX).status_code == 204
    cast.call()
    fresh = lu.get(live, **HTMX)
    assert fresh.status_code == 200
    assert "<html" not in fresh.content.decode()
    assert lu.get(fresh.context["page"].live_url, **HTMX).status_code == 204


def test_a_poll_without_news_costs_few_statements(cast: Cast, lu: Client) -> None:
    live = lu.get("/board").context["page"].live_url
    with CaptureQueriesContext(connection) as asked:
        lu.get(live, **HTMX)
    assert len(asked) <= 5


def test_the_page_costs_the_same_for_one_ticket_and_for_many(cast: Cast, lu: Client) -> None:
    cast.call()
    lu.get("/board")
    cast.call()  # something to be counted again, as below
    with CaptureQueriesContext(connection) as few:
        lu.get("/board")
    for place in (COMMUNITY, SISTER, OTHER_COMMUNITY) * 3:
        cast.call(place=place)
    with CaptureQueriesContext(connection) as many:
        lu.get("/board")
    assert len(many) <= len(few)


def test_the_board_goes_red_when_the_clock_stands_still(cast: Cast, lu: Client) -> None:
    assert lu.get("/board").context["page"].sweep_red is False
    Heartbeat.objects.filter(name="sweep").update(at=timezone.now() - timedelta(seconds=121))
    page = lu.get("/board")
    assert page.context["page"].sweep_red is True
    assert 'role="alert"' in page.content.decode()


def test_the_board_goes_red_when_nothing_is_delivered(cast: Cast, lu: Client) -> None:
    Heartbeat.objects.filter(name="deliver").delete()
    page = lu.get("/board")
    assert page.context["page"].alarms
    assert "note-red" in page.content.decode()


def test_a_street_supervisor_cannot_list_another_street(cast: Cast, client: Client) -> None:
    cast.call(place=OTHER_COMMUNITY)
    client.force_login(cast.ding)
    page = client.get("/board/cases?what=open&unit=320104002")
    assert page.status_code == 200
    assert page.context["page"].groups == []


@pytest.mark.parametrize("address", ["/board", "/board/cases?what=open"])
@pytest.mark.parametrize("who", ["ling", "mei", "an"])
def test_nobody_else_comes_in(cast: Cast, client: Client, who: str, address: str) -> None:
    cast.call()
    client.force_login(cast.people[who])
    page = client.get(address)
    assert page.status_code == 403


def test_nonsense_in_the_address_is_answered_with_open_cases(cast: Cast, lu: Client) -> None:
    for nonsense in ("what=x", "what=open&unit=x", "what=open&level=x", "what=open&before=x", "what=due&period=x"):
        assert lu.get(f"/board/cases?{nonsense}").status_code == 200
