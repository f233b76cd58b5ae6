"""The ticket's page: who sees it, what it shows, what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import gate
from casework.models import Clock
from tests.cast import CALL, COMMUNITY, Cast


def page_of(browser, ticket, query: str = ""):
    response = browser.get(f"/tickets/{ticket.number}{query}")
    assert response.status_code == 200, response.status_code
    return response.context["page"]


def test_a_case_that_is_not_yours_and_one_that_is_not_there_get_the_same_page(cast: Cast, desk) -> None:
    ticket = cast.call()
    browser = desk("wei")
    hidden, missing = browser.get(f"/tickets/{ticket.number}"), browser.get("/tickets/QH-WQ-2026-999999")
    assert hidden.status_code == missing.status_code == 404
    strip = str(missing.content).replace("QH-WQ-2026-999999", ticket.number)
    assert str(hidden.content).count(ticket.number) == strip.count(ticket.number)
    assert str(hidden.context["reason"]) == str(missing.context["reason"])


def test_the_page_shows_moves_and_closed_moves_with_their_reason(cast: Cast, desk) -> None:
    ticket = cast.call()
    page = page_of(desk("mei"), ticket)
    assert "claim" in [move.name for move in page.moves]
    assert all(one.reason for one in page.shut)
    cast.does("hua", ticket, "claim")
    page = page_of(desk("mei"), ticket)
    assert "claim" not in [move.name for move in page.moves]
    assert page.holder == "华敏"


def test_nothing_private_is_on_the_page_before_it_was_asked_for(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    cast.does("mei", ticket, "note", note="她的新住处在河边。")
    text = desk("mei").get(f"/tickets/{ticket.number}").content.decode()
    for secret in (CALL["name"], CALL["phone"], "13800002046", CALL["story"], "河边"):
        assert secret not in text


def test_a_form_opens_in_place_and_on_a_page_of_its_own(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    browser = desk("mei")
    page = page_of(browser, ticket, "?move=accept")
    assert (page.form.name, page.form.seen) == ("accept", ticket.version)
    assert page.form.key
    part = browser.get(f"/tickets/{ticket.number}?move=accept", headers={"HX-Request": "true", "HX-Target": "moves"})
    text = part.content.decode()
    assert text.lstrip().startswith("<section")
    assert 'id="move-form"' in text


def test_the_form_of_a_closed_move_is_not_opened(cast: Cast, desk) -> None:
    ticket = cast.does("hua", cast.call(), "claim")
    assert page_of(desk("mei"), ticket, "?move=accept").form is None
    assert page_of(desk("mei"), ticket, "?move=no_such_move").form is None


def test_every_running_clock_says_its_article_and_why(cast: Cast, desk) -> None:
    page = page_of(desk("mei"), cast.call())
    assert len(page.clocks) == 2
    assert all(clock.citation and clock.why.why for clock in page.clocks)


def test_the_path_tells_where_it_was_and_where_it_goes_by_itself(cast: Cast, desk) -> None:
    ticket = cast.call()
    community, street, district = page_of(desk("mei"), ticket).path
    assert (community.state, street.state, district.state) == ("now", "ahead", "ahead")
    assert street.words
    due = Clock.objects.get(ticket=ticket, then="escalate_overdue").due_at
    gate.tick(now=due)
    community, street, district = page_of(desk("sun"), ticket).path
    assert (community.state, street.state, district.state) == ("done", "now", "ahead")
    assert (community.unit, street.unit) == ("贡院社区", "夫子庙街道")


def test_the_history_is_newest_first_and_names_people_and_its_chain_is_checked(cast: Cast, desk) -> None:
    ticket = cast.does("sun", cast.call(), "assign", assignee=cast.mei.pk)
    page = page_of(desk("mei"), ticket)
    assert [line.who for line in page.history] == ["孙建华", "凌燕"]
    assert "梅芳" in page.history[0].detail
    assert page.chain_checked
    assert not page.chain_broken


def test_the_page_costs_at_most_fourteen_statements_with_twenty_events(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    for n in range(18):
        cast.does("mei", ticket, "note", note=f"note {n}")
    browser = desk("mei")
    query = "?from=tab%3Dmine"
    page_of(browser, ticket, query)
    with CaptureQueriesContext(connection) as asked:
        page = page_of(browser, ticket, query)
    assert len(page.history) == 20
    assert len(asked) <= 14


def test_previous_and_next_follow_the_queue_one_came_from(cast: Cast, desk) -> None:
    first, second, third = (cast.does("mei", cast.call(), "claim") for _n in range(3))
    browser = desk("mei")
    page = page_of(browser, second, "?from=tab%3Dmine")
    assert first.number in page.before_url
    assert third.number in page.behind_url
    assert "from=tab%3Dmine%26at%3D" in page.behind_url
    assert page_of(browser, first, "?from=tab%3Dmine").before_url == ""
    assert page_of(browser, second).behind_url == ""
    assert page_of(browser, second, "?from=nonsense%26%26").behind_url == ""


def test_only_mine_and_the_whole_history_are_links(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    page = page_of(desk("mei"), ticket, "?mine=1")
    assert [line.who for line in page.history] == ["梅芳"]


def test_the_operator_sees_her_case_but_no_moves_of_the_mediator(cast: Cast, desk) -> None:
    page = page_of(desk("ling"), cast.call())
    assert "claim" not in [move.name for move in page.moves]
    assert all(party.why_not and not party.reveal_url for party in page.parties)


@pytest.mark.parametrize("who", ["mei", "cao", "sun", "ding", "fang", "lu", "ling"])
def test_the_page_opens_for_everybody_who_sees_the_case_in_every_language(cast: Cast, desk, who: str) -> None:
    ticket = cast.call(place=COMMUNITY)
    for language in ("zh-hans", "en"):
        assert desk(who).get(f"/tickets/{ticket.number}", headers={"Accept-Language": language}).status_code == 200


def test_a_closed_case_shows_no_clock_of_ours(cast: Cast, desk) -> None:
    ticket = cast.does(
        "sun",
        cast.does("mei", cast.call(), "claim"),
        "transfer",
        body="court",
        letter_no="1",
        basis="consent",
        notice="oral",
        report_due="",
    )
    page = page_of(desk("sun"), ticket)
    assert page.closed
    assert [clock for clock in page.clocks if clock.whose == "ours"] == []
    assert ticket.closed_at <= timezone.now()


@pytest.mark.parametrize(
    "query",
    ["?done=%C2%B2", "?done=" + "9" * 5000, "?from=%00", "?from=tab%3Dmine%26unit%3D%C2%B2", "?move=%00", "?ask=%00"],
)
def test_nonsense_in_the_address_is_left_out(cast: Cast, desk, query: str) -> None:
    page_of(desk("mei"), cast.call(), query)


@pytest.mark.parametrize("number", ["%00", "x" * 300, "QH-WQ-2026-000001%20", "..%2f", "%E4%B8%AD"])
def test_a_number_that_can_be_none_is_not_found(cast: Cast, desk, number: str) -> None:
    assert desk("mei").get(f"/tickets/{number}").status_code == 404
