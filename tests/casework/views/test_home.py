"""The first page fits the role."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework.models import Membership
from casework.views.intake import Pass
from tests.cast import CALL, DISTRICT, OTHER_COMMUNITY, Cast


def home(cast: Cast, client: Client, who: str):
    client.force_login(cast.people[who])
    return client.get("/")


def test_an_operator_finds_the_way_to_register_and_the_latest_numbers(cast: Cast, client: Client) -> None:
    number = cast.call().number
    page = home(cast, client, "ling")
    assert page.context["page"].main.url == "/intake"
    assert [link.label for link, _state in page.context["page"].recent] == [number]
    assert CALL["story"] not in page.content.decode()
    assert CALL["name"] not in page.content.decode()


def test_an_operator_finds_what_was_begun(cast: Cast, client: Client) -> None:
    client.force_login(cast.ling)
    client.post("/intake/draft", {"story": "他把门锁了", "key": str(Pass(cast.ling.pk, "rights", "k1"))})
    page = client.get("/")
    assert [link.url for link, _at in page.context["page"].drafts] == ["/intake?draft=k1"]
    assert "他把门锁了" not in page.content.decode()


def test_a_mediator_sees_what_comes_first(cast: Cast, client: Client) -> None:
    ticket = cast.call()
    page = home(cast, client, "mei").context["page"]
    assert [row.number for row in page.first] == [ticket.number]
    assert {link.url: link.n for link in page.counts}["/queue?tab=unclaimed"] == 1


def test_a_mediator_of_another_street_sees_nothing(cast: Cast, client: Client) -> None:
    number = cast.call().number
    page = home(cast, client, "wei")
    assert number not in page.content.decode()
    assert all(link.n == 0 for link in page.context["page"].counts)


@pytest.mark.parametrize("who", ["sun", "fang"])
def test_officers_have_the_board_one_step_away(cast: Cast, client: Client, who: str) -> None:
    cast.call()
    page = home(cast, client, who).context["page"]
    assert "/board" in [link.url for link in page.links]
    assert page.first


@pytest.mark.parametrize("who", ["lu", "ding"])
def test_a_supervisor_starts_on_the_board(cast: Cast, client: Client, who: str) -> None:
    assert home(cast, client, who)["Location"] == "/board"


def test_an_administrator_finds_people_and_units_and_no_case(cast: Cast, client: Client) -> None:
    number = cast.call().number
    page = home(cast, client, "an")
    assert all(link.url.startswith("/admin/") for link in page.context["page"].links)
    assert number not in page.content.decode()


def test_who_holds_no_post_is_told_so(cast: Cast, client: Client) -> None:
    Membership.objects.filter(user=cast.mei).delete()
    page = home(cast, client, "mei").context["page"]
    assert page.note
    assert not page.main


def test_of_two_posts_the_more_responsible_one_decides(cast: Cast, client: Client) -> None:
    Membership.objects.create(user=cast.ling, role="district", jurisdiction_id=DISTRICT)
    assert home(cast, client, "ling").context["page"].counts


@pytest.mark.parametrize("who", ["ling", "mei", "sun", "fang"])
def test_the_first_page_costs_the_same_for_one_ticket_and_for_many(cast: Cast, client: Client, who: str) -> None:
    cast.call()
    home(cast, client, who)
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for _each in range(6):
        cast.call()
    cast.call(place=OTHER_COMMUNITY)
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few) <= 12
