"""The cockpit as a page: every number leads to a list of that length, in words that nobody has to guess."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from casework.models import CaseFact, Ticket
from casework.queries.cockpit import Step, cockpit
from casework.reports.standing import Standing
from casework.views.cockpit_parts import may_stay_open, why
from tests.cast import DISTRICT, OTHER_COMMUNITY, OTHER_STREET, SISTER, STREET, Cast


@pytest.fixture
def lu(cast: Cast, client: Client) -> Client:
    client.force_login(cast.lu)
    return client


def busy(cast: Cast) -> None:
    """Cases that are overdue, due soon, concluded, without proof, at the district, in both streets."""
    today, past = timezone.localdate(), timezone.now() - timedelta(days=70)
    for who, place in (("mei", None), ("mei", None), ("jin", SISTER), ("wei", OTHER_COMMUNITY)):
        case = cast.call(now=past, **({"place": place} if place else {}))
        cast.does(who, case, "claim", now=past)
        cast.does(who, case, "accept", now=past, track="mediation", notice="oral", notice_no="")
    done, soon, bare = (cast.call(now=past) for _ in range(3))
    for case in (done, soon, bare):
        cast.does("mei", case, "claim", now=past)
        cast.does("mei", case, "accept", now=past, track="mediation", notice="oral", notice_no="")
    for case in (done, bare):
        cast.does("mei", case, "withdraw", free_will=True, statement="不再需要。")
    CaseFact.objects.filter(ticket=bare).update(outcome="B1", proven=False)
    Ticket.objects.filter(pk=bare.pk).update(outcome="B1")
    CaseFact.objects.filter(ticket=soon).update(first_due_on=today)
    CaseFact.objects.filter(ticket__place_id=OTHER_COMMUNITY).update(place=DISTRICT)


@pytest.mark.parametrize("query", ["", "?period=month", "?period=quarter", f"?area={STREET}"])
def test_every_number_leads_to_a_list_of_that_length(cast: Cast, lu: Client, query: str) -> None:
    busy(cast)
    text = lu.get(f"/cockpit{query}").content.decode()
    links = set(re.findall(r'<a class="n" href="([^"]+)">(\d+)<', text))
    assert len(links) > 5
    for address, number in links:
        page = lu.get(unescape(address)).context["page"]
        assert sum(len(group.rows) for group in page.groups) == int(number), address


def test_the_page_says_whom_to_help_and_why(cast: Cast, lu: Client) -> None:
    busy(cast)
    with translation.override("zh-hans"):
        page = lu.get("/cockpit").context["page"]
        words = [str(act.why) for act in page.act]
    assert "一件也不能未结" in str(page.kpis[1][2])
    assert len(page.act) == 6
    assert "不计入分子" in words[0] and "缺佐证：" in words[0], "only its proof is missing: it comes first"
    assert any("已超期" in text for text in words)
    assert any("今天到期" in text for text in words)


def test_nothing_private_stands_on_the_page_or_in_its_addresses(cast: Cast, lu: Client) -> None:
    busy(cast)
    text = lu.get("/cockpit").content.decode() + lu.get("/cockpit/cases?what=act").content.decode()
    for private in ("王女士", "13800002046", "138 0000 2046", "探望孩子的安排"):
        assert private not in text


def test_a_case_out_of_sight_is_counted_and_not_shown(cast: Cast, client: Client) -> None:
    past = timezone.now() - timedelta(days=70)
    case = cast.call(now=past)
    cast.does("mei", case, "claim", now=past)
    cast.does("mei", case, "accept", now=past, track="mediation", notice="oral", notice_no="")
    cast.does("mei", case, "escalate_severe", now=past, ground="violence", police="called", facts="刚才又动手。")
    client.force_login(cast.cao)
    for address in ("/cockpit", "/cockpit/cases?what=pending", "/cockpit/cases?what=act"):
        text = client.get(address).content.decode()
        assert case.number not in text
        assert "由其他单位承办，不向您列出" in text, address


@pytest.mark.parametrize("address", ["/cockpit", "/cockpit/cases?what=due"])
@pytest.mark.parametrize("who", ["ling", "mei", "an"])
def test_nobody_without_an_area_comes_in(cast: Cast, client: Client, who: str, address: str) -> None:
    client.force_login(cast.people[who])
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", [f"/cockpit?area={OTHER_STREET}", f"/cockpit/cases?what=due&area={DISTRICT}"])
def test_another_street_does_not_exist(cast: Cast, client: Client, address: str) -> None:
    client.force_login(cast.ding)
    assert client.get(address).status_code == 404


def test_nonsense_in_the_address_does_no_harm(cast: Cast, lu: Client) -> None:
    busy(cast)
    for query in ("period=2026-99", "period=x&before=9", "what=<b>&before=-1&own=1", "period=3000"):
        assert lu.get(f"/cockpit?{query}").status_code == 200
        assert lu.get(f"/cockpit/cases?{query}").status_code == 200


def test_a_period_without_cases_says_so(cast: Cast, lu: Client) -> None:
    page = lu.get("/cockpit?period=2024").context["page"]
    assert (page.percent, page.act, page.met) == (None, [], True)
    assert "本期还没有计入的件" in str(page.verdict)


def test_the_page_costs_the_same_for_one_case_and_for_many(cast: Cast, lu: Client) -> None:
    busy(cast)
    lu.get("/cockpit")
    cast.call()  # something to be counted again, as below
    with CaptureQueriesContext(connection) as few:
        lu.get("/cockpit")
    busy(cast)
    with CaptureQueriesContext(connection) as many:
        lu.get("/cockpit")
    assert len(many) <= len(few) <= 13


def test_the_board_shows_the_beginning_of_the_same_list(cast: Cast, lu: Client) -> None:
    busy(cast)
    board = lu.get("/board").context["page"]
    listed = [act.row.number for act in lu.get("/cockpit").context["page"].act]
    assert [act.row.number for act in board.pushable] == listed[:5]
    assert board.rate.needed == cockpit(cast.actor("lu")).standing.missing
    assert board.rate.basis_url.startswith("/cockpit?period=")


@pytest.mark.parametrize(
    ("days", "words"),
    [(-3, "3 days over its limit"), (0, "Due today"), (1, "Due in 1 day,"), (2, "Due in 2 days, then")],
)
def test_the_reason_says_when_a_case_counts_as_open(cast: Cast, days: int, words: str) -> None:
    today = timezone.localdate()
    step = Step(cast.call(), "due_open" if days < 0 else "coming", today + timedelta(days=days), None)
    with translation.override("en"):
        assert words in why(step, today)
        assert "Proof missing: the signed agreement." in why(
            Step(step.ticket, step.part, step.due, None, ("the signed agreement",)), today
        )


@pytest.mark.parametrize(
    ("cases", "words"),
    [(0, "No case counts"), (1, "1 case counts"), (43, "none may stay open"), (50, "at most 1 may stay open")],
)
def test_how_many_may_stay_open_is_said_in_words(cases: int, words: str) -> None:
    with translation.override("en"):
        assert words in may_stay_open(Standing(concluded=cases))
