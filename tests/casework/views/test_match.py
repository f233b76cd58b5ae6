"""The matching screen: who waits, who fits and why, one button that makes the type's own move; no names."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework import gate
from casework.models import Ticket
from tests.cast import COMMUNITY, OTHER_COMMUNITY, SISTER, STREET, Cast
from workflows.registry import registry

MATCHED = [kind for kind in registry if getattr(kind, "match_with", "")]


def seeker(cast: Cast, place: str = COMMUNITY, **changes: Any) -> Ticket:
    her = {
        "place": place,
        "name": "王秀兰",
        "phone": "13800002046",
        "skills": ["home"],
        "times": ["full"],
        "share_cv": True,
        **changes,
    }
    ticket = gate.open_ticket("job_referral", cast.actor("sun"), her).ticket
    cast.does("sun", ticket, "claim")
    return cast.does("sun", ticket, "verify")


def vacancy(cast: Cast, place: str = COMMUNITY, *, skills: tuple[str, ...] = ("home",), who: str = "sun") -> Ticket:
    job = {"place": place, "employer": "明珠家政", "contact": "周经理", "job": "家政员", "skills": list(skills), "times": ["full"],
           "places": "2", "wage": "4000", "text": "照顾老人"}  # fmt: skip
    ticket = gate.open_ticket("vacancy", cast.actor(who), job).ticket
    cast.does(who, ticket, "claim")
    return cast.does(who, ticket, "audit", lawful=["licence", "wage", "no_sex"], decision="publish", reason="")


def shown(desk: Any, ticket: Ticket, who: str = "sun") -> Any:
    return desk(who).get(f"/match/{ticket.type}/{ticket.number}").context["page"]


def test_what_fits_comes_first_with_its_reasons_and_what_does_not_fit_not_at_all(cast: Cast, desk: Any) -> None:
    mine = seeker(cast)
    vacancy(cast, skills=("office",))
    near, both = vacancy(cast), vacancy(cast, SISTER, skills=("home", "care"))
    page = shown(desk, mine)
    assert {pick.number for pick in page.picks} == {near.number, both.number}
    assert all(pick.reasons for pick in page.picks)
    assert [pick.left for pick in page.picks] == ["2", "2"]


def test_the_button_makes_the_move(cast: Cast, desk: Any) -> None:
    mine, other = seeker(cast), vacancy(cast)
    sun = desk("sun")
    page = sun.get(f"/match/job_referral/{mine.number}").context["page"]
    sent = {page.field: page.picks[0].number, "seen": page.seen, "key": page.key}
    assert sun.post(page.url, sent).status_code == 303
    mine.refresh_from_db()
    assert (mine.state, mine.data["vacancy"]) == ("offered", other.number)


def test_a_move_that_is_closed_says_why_and_has_no_button(cast: Cast, desk: Any) -> None:
    mine = seeker(cast)
    vacancy(cast)
    page = shown(desk, mine, "fang")
    assert str(page.shut)
    assert 'class="btn btn-go"' not in desk("fang").get(f"/match/job_referral/{mine.number}").content.decode()


def test_one_that_is_matched_already_says_so(cast: Cast, desk: Any) -> None:
    mine, other = seeker(cast), vacancy(cast)
    cast.does("sun", mine, "offer", vacancy=other.number)
    page = shown(desk, mine)
    assert str(page.shut) and not page.picks


def test_no_name_and_no_phone_stands_on_it(cast: Cast, desk: Any) -> None:
    mine = seeker(cast)
    vacancy(cast)
    text = re.sub(
        r"<header.*?</header>", "", desk("sun").get(f"/match/job_referral/{mine.number}").content.decode(), flags=re.S
    )
    for secret in ("王秀兰", "13800002046", "周经理", "照顾老人", "明珠家政"):
        assert secret not in text, secret


def test_another_street_sees_no_seeker_and_of_a_vacancy_only_what_is_offered(cast: Cast, desk: Any) -> None:
    mine, job = seeker(cast), vacancy(cast)
    assert desk("xia").get(f"/match/job_referral/{mine.number}").status_code == 404
    theirs = gate.open_ticket("job_referral", cast.actor("xia"), {
        "place": OTHER_COMMUNITY, "name": "x", "skills": ["home"], "times": ["full"]}).ticket  # fmt: skip
    cast.does("xia", theirs, "claim")
    cast.does("xia", theirs, "verify")
    (pick,) = shown(desk, theirs, "xia").picks
    assert (pick.number, [str(said) for _name, said in pick.facts]) == (job.number, ["家政员", "4000"])
    page = desk("xia").get(f"/match/job_referral/{theirs.number}").content.decode()
    assert not [word for word in ("周经理", "照顾老人", "明珠家政", mine.number) if word in page]
    assert desk("xia").get(f"/tickets/{job.number}").status_code == 404


def test_a_seeker_of_a_community_is_referred_to_a_vacancy_that_stands_at_another_street(cast: Cast, desk: Any) -> None:
    job = vacancy(cast, OTHER_COMMUNITY, who="xia")
    her = {"place": COMMUNITY, "name": "王秀兰", "skills": ["home"], "times": ["full"], "share_cv": True}
    mine = gate.open_ticket("job_referral", cast.actor("mei"), her).ticket
    cast.does("mei", mine, "claim")
    cast.does("mei", mine, "verify")
    page = shown(desk, mine, "mei")
    assert [pick.number for pick in page.picks] == [job.number]
    sent = {page.field: job.number, "seen": page.seen, "key": page.key}
    assert desk("mei").post(page.url, sent).status_code == 303
    job.refresh_from_db()
    told = job.events.latest("seq")
    assert (told.name, told.data["seeker"], job.data["referrals"]) == ("referred_one", mine.number, 1)
    assert told.outbox.audiences == ["holder"], "who has the employer's contact hears of it"
    cast.does("mei", mine, "record_reply", reply="hired")
    job.refresh_from_db()
    assert job.data["hired"] == 1


@pytest.mark.parametrize("address", ["/match/rights", "/match/nothing", "/match/vacancy"])
def test_what_is_not_matched_has_no_such_page(cast: Cast, desk: Any, address: str) -> None:
    assert desk("sun").get(address).status_code == 404


def test_a_number_of_another_kind_is_not_there(cast: Cast, desk: Any) -> None:
    assert desk("sun").get(f"/match/job_referral/{vacancy(cast).number}").status_code == 404


@pytest.mark.parametrize("kind", MATCHED, ids=lambda kind: kind.slug)
def test_every_type_that_is_matched_has_a_page_and_names_what_exists(cast: Cast, desk: Any, kind: Any) -> None:
    assert desk("fang").get(f"/match/{kind.slug}").status_code == 200
    other = registry[kind.match_with]
    assert set(kind.match_states) <= {state.code for state in other.states}
    move = next(one for one in kind.actions() if one.name == kind.match_move)
    assert kind.match_field in move.form.base_fields


def test_it_costs_the_same_for_few_and_for_many(cast: Cast, desk: Any) -> None:
    mine = seeker(cast)
    vacancy(cast)
    sun, here = desk("sun"), f"/match/job_referral/{mine.number}"
    sun.get(here)
    with CaptureQueriesContext(connection) as few:
        sun.get(here)
    for _n in range(3):
        seeker(cast)
        vacancy(cast, STREET)
    with CaptureQueriesContext(connection) as many:
        sun.get(here)
    assert len(many) <= len(few)
