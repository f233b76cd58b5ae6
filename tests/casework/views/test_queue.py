"""The queue page: what waits, in order, and claiming in place."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.html import escape

from casework.models import Ticket
from tests.cast import COMMUNITY, OTHER_COMMUNITY, SISTER, STREET, Cast
from tests.walks import aid
from tests.walks.parts import again, notice_over
from tests.walks.walker import Walker
from tests.workflows.types.test_aftercare import due_plan
from workflows.registry import registry


def numbers(response) -> list[str]:
    return [row.number for group in response.context["page"].groups for row in group.rows]


def test_without_a_login_the_queue_sends_to_the_login_page_and_back(client: Client, db: None) -> None:
    response = client.get("/queue?tab=overdue")
    assert response.status_code == 302
    assert response["Location"] == "/login?next=%2Fqueue%3Ftab%3Doverdue"


def test_htmx_without_a_login_loads_the_login_page_as_a_whole(client: Client, db: None) -> None:
    response = client.get("/queue", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/queue"})
    assert response["HX-Redirect"] == "/login?next=%2Fqueue"


def test_a_mediator_finds_her_units_unclaimed_case_and_claims_it_in_place(cast: Cast, desk) -> None:
    ticket = cast.call()
    browser = desk("mei")
    page = browser.get("/queue").context["page"]
    assert [(group.code, [row.number for row in group.rows]) for group in page.groups] == [
        ("unclaimed", [ticket.number])
    ]
    claimed = browser.post(
        "/queue/claim",
        {"claim": f"{ticket.number}@1", "key": page.key, "next": page.here},
        headers={"HX-Request": "true"},
    )
    assert claimed.status_code == 200
    assert f'id="row-{ticket.number}"' in claimed.content.decode()
    assert '<span class="said-row" role="status">' in claimed.content.decode()
    assert Ticket.objects.get(pk=ticket.pk).assignee_id == cast.mei.pk


def test_the_first_claim_wins_and_the_second_gets_a_sentence(cast: Cast, desk) -> None:
    ticket = cast.call()
    cast.does("hua", ticket, "claim")
    said = desk("mei").post("/queue/claim", {"claim": f"{ticket.number}@1", "key": "k"}, headers={"HX-Request": "true"})
    assert '<span class="said-row bad" role="status">' in said.content.decode()
    assert '<td class="c-own">华敏</td>' in said.content.decode()
    assert Ticket.objects.get(pk=ticket.pk).assignee_id == cast.hua.pk


def test_a_claim_sent_twice_is_done_once(cast: Cast, desk) -> None:
    ticket = cast.call()
    browser = desk("mei")
    for _time in range(2):
        said = browser.post("/queue/claim", {"claim": f"{ticket.number}@1", "key": "k"}, headers={"HX-Request": "true"})
        assert '<span class="said-row" role="status">' in said.content.decode()
    assert Ticket.objects.get(pk=ticket.pk).version == 2


def test_several_are_claimed_at_once_and_the_others_are_named(cast: Cast, desk) -> None:
    first, second, taken = cast.call(), cast.call(), cast.call()
    cast.does("hua", taken, "claim")
    picks = [f"{one.number}@1" for one in (second, taken, first)]
    response = desk("mei").post(
        "/queue/claim", {"pick": picks, "do": "claim", "key": "k", "next": "/queue?tab=unclaimed"}, follow=True
    )
    assert response.redirect_chain == [("/queue?tab=unclaimed", 303)]
    said = [str(message) for message in response.context["messages"]]
    assert len(said) == 2
    assert taken.number in said[1]
    assert set(Ticket.objects.filter(assignee=cast.mei).values_list("number", flat=True)) == {
        first.number,
        second.number,
    }


def test_claiming_goes_back_to_the_queue_and_to_no_other_address(cast: Cast, desk) -> None:
    ticket = cast.call()
    response = desk("mei").post(
        "/queue/claim", {"claim": f"{ticket.number}@1", "key": "k", "next": "https://evil.example/queue?"}
    )
    assert response["Location"] == "/queue"


def test_nobody_claims_what_he_may_not_see(cast: Cast, desk) -> None:
    ticket = cast.call()
    said = desk("wei").post("/queue/claim", {"claim": f"{ticket.number}@1", "key": "k"}, headers={"HX-Request": "true"})
    assert said.status_code == 404
    assert Ticket.objects.get(pk=ticket.pk).assignee_id is None


def test_the_mediator_of_another_street_sees_nothing_and_counts_nothing(cast: Cast, desk) -> None:
    cast.does("mei", cast.call(), "claim")
    cast.call()
    for tab in ("mine", "unclaimed", "waiting", "overdue"):
        response = desk("wei").get("/queue", {"tab": tab})
        assert numbers(response) == []
        assert [link.n for link in response.context["page"].tabs] == [0, 0, 0, 0]


def test_filters_live_in_the_address_and_a_broken_one_is_left_out(cast: Cast, desk) -> None:
    here, there = cast.call(place=COMMUNITY), cast.call(place=SISTER, category="0401")
    browser = desk("sun")
    assert numbers(browser.get("/queue?tab=unclaimed")) == [here.number, there.number]
    assert numbers(browser.get(f"/queue?tab=unclaimed&unit={SISTER}")) == [there.number]
    assert numbers(browser.get("/queue?tab=unclaimed&category=0106")) == [here.number]
    assert numbers(browser.get("/queue?tab=unclaimed&category=01")) == [here.number]
    assert numbers(browser.get("/queue?tab=unclaimed&risk=nonsense&level=moon&unit=x")) == [here.number, there.number]
    assert numbers(browser.get("/queue?tab=unclaimed&level=street")) == []
    chips = {chip.label: chip for chip in browser.get(f"/queue?tab=unclaimed&unit={SISTER}").context["page"].chips}
    assert any(chip.value == "金陵路社区" and "unit" not in chip.url for chip in chips.values())


def test_the_values_of_the_filters_are_in_the_readers_language_whoever_read_before(cast: Cast, desk) -> None:
    browser = desk("mei")
    for language in ("zh-hans", "en", "zh-hans"):
        browser.cookies["django_language"] = language
        text = browser.get("/queue?tab=mine").content.decode()
        listed = set(re.findall(r'href="[^"]*&amp;type=(\w+)"[^>]*>([^<]+)</a></li>', text))
        with translation.override(language):
            assert listed == {(kind.slug, escape(str(kind.title))) for kind in registry}


def test_htmx_gets_the_list_alone(cast: Cast, desk) -> None:
    text = desk("mei").get("/queue", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in text
    assert 'id="list"' in text


@pytest.mark.parametrize("many", [3, 50])
def test_a_page_needs_the_same_statements_for_three_rows_and_for_fifty(cast: Cast, desk, many: int) -> None:
    for _n in range(many):
        cast.call()
    browser = desk("sun")
    browser.get("/queue?tab=unclaimed")
    with CaptureQueriesContext(connection) as asked:
        page = browser.get("/queue?tab=unclaimed").context["page"]
    assert page.count == many
    assert len(asked) <= 10


def test_the_next_page_begins_where_this_one_ends(cast: Cast, desk) -> None:
    expected = [cast.call().number for _n in range(53)]
    browser = desk("sun")
    first = browser.get("/queue?tab=unclaimed")
    second = browser.get(first.context["page"].next_url)
    assert numbers(first) + numbers(second) == expected
    assert second.context["page"].next_url == ""
    assert second.context["page"].first_url == "/queue?tab=unclaimed"


def test_a_broken_cursor_is_the_first_page(cast: Cast, desk) -> None:
    ticket = cast.call()
    for broken in ("x", "1-", "-1", "9" * 40 + "-1", "n-٣", "1-" + "9" * 30):
        assert numbers(desk("sun").get("/queue", {"tab": "unclaimed", "after": broken})) == [ticket.number]


def test_a_post_without_a_token_is_refused(cast: Cast, desk) -> None:
    browser = desk("mei", enforce_csrf_checks=True)
    assert browser.post("/queue/claim", {"claim": f"{cast.call().number}@1"}).status_code == 403


def test_a_street_officer_sees_the_communities_below_but_claims_only_her_own(cast: Cast, desk) -> None:
    below, own = cast.call(), cast.call(place=STREET)
    page = desk("sun").get("/queue?tab=unclaimed").context["page"]
    rows = {row.number: row.can_claim for group in page.groups for row in group.rows}
    assert rows == {below.number: False, own.number: True}
    assert cast.call(place=OTHER_COMMUNITY).number not in numbers(desk("sun").get("/queue?tab=unclaimed"))


def test_nonsense_in_a_claim_is_not_found(cast: Cast, desk) -> None:
    for nonsense in ("\x00@1", "@", "x" * 300, "中@1"):
        said = desk("mei").post("/queue/claim", {"claim": nonsense}, headers={"HX-Request": "true"})
        assert said.status_code == 404
        assert said["HX-Retarget"] == "#main"
    response = desk("mei").post("/queue/claim", {"pick": ["\x00", "x@1"]}, follow=True)
    assert len(list(response.context["messages"])) == 2


def test_nonsense_in_a_filter_is_left_out(cast: Cast, desk) -> None:
    ticket = cast.call()
    for nonsense in ("unit=%C2%B2", "unit=%00", "category=%00", "category=%E4%B8%AD", "state=%00", "tab=%00"):
        assert desk("sun").get(f"/queue?tab=unclaimed&{nonsense}").status_code == 200
    assert numbers(desk("sun").get("/queue?tab=unclaimed&unit=%C2%B2")) == [ticket.number]


def test_who_pays_finds_what_was_granted_in_her_queue_and_who_granted_is_told_that_a_colleague_takes_it(
    cast: Cast, desk
) -> None:
    walker = Walker.of(cast)
    ticket = aid.decided(walker)
    notice_over(ticket)
    groups = {
        group.code: [row.number for row in group.rows] for group in desk("gao").get("/queue").context["page"].groups
    }
    assert ticket.number in groups["unclaimed"]
    said = desk("fang").get(f"/tickets/{ticket.number}").content.decode()
    assert "您本人批准" in said, "the closed button says who takes it over"
    browser = desk("gao")
    page = browser.get("/queue").context["page"]
    browser.post(
        "/queue/claim", {"claim": f"{ticket.number}@{again(ticket).version}", "key": page.key, "next": page.here}
    )
    assert again(ticket).assignee_id == cast.gao.pk
    assert (
        f'action="/tickets/{ticket.number}/moves/pay'
        in browser.get(f"/tickets/{ticket.number}?move=pay").content.decode()
    )


def test_an_unclaimed_follow_up_plan_is_offered_to_all_but_who_handled_the_case(cast: Cast, desk) -> None:
    plan = due_plan(cast)
    assert plan.assignee_id is None
    offered = {}
    for who in ("mei", "hua"):
        groups = desk(who).get("/queue").context["page"].groups
        offered[who] = {row.number: row.can_claim for group in groups for row in group.rows}
    assert offered["mei"][plan.number] is False, "she handled the case"
    assert offered["hua"][plan.number] is True
    assert desk("mei").get("/").status_code == desk("sun").get("/").status_code == 200


def test_unclaimed_plans_cost_the_queue_one_statement_however_many(cast: Cast, desk) -> None:
    browser, counts = desk("hua"), []
    for _time in range(3):
        due_plan(cast)
        with CaptureQueriesContext(connection) as asked:
            browser.get("/queue")
        counts.append(len(asked))
    assert counts[1] == counts[2]
