"""Review and re-review on the petition track: 30-day rights, 30-day opinions, ended for good (信访工作条例 art 35, 36)."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from casework.models import CaseFact, Clock, Ticket
from tests.cast import DISTRICT, STREET, Cast
from tests.workflows.rights import ended
from tests.workflows.rights.ended import day, days, due, number, running, settled, working
from tests.workflows.seen import refusal


def concluded(cast: Cast, start: datetime, track: str = "xinfang") -> Ticket:
    """Mei's result, approved by Sun, called by Ling, served and closed at `start`."""
    ticket = settled(cast, working(cast, track=track, now=start), now=start)
    return ended.closed(cast, ticket, now=start)


def asks(
    cast: Cast, ticket: Ticket, on: datetime, body: str = "district", move: str = "ask_review", who: str = "sun"
) -> Ticket:
    return cast.does(who, ticket, move, asked_on=day(on), body=body, request="对处理意见不服", now=on)


def decides(
    cast: Cast, ticket: Ticket, on: datetime, result: str = "upheld", who: str = "gao", move: str = "decide_review"
) -> Ticket:
    kind = {"decide_review": "review_opinion", "decide_re_review": "re_review_opinion"}[move]
    ended.opinion(cast, ticket, kind, who="fang", now=on)
    words = {"result": result, "opinion_no": number(ticket, kind), "served_on": day(on), "opinion": "经复查，维持。"}
    return cast.does(who, ticket, move, **words, now=on)


def terminated(cast: Cast) -> Ticket:
    start = timezone.now() - days(40)
    ticket = decides(cast, asks(cast, concluded(cast, start), start + days(5)), start + days(9))
    ticket = asks(cast, ticket, start + days(15), "city_federation", "ask_re_review", who="fang")
    return decides(cast, ticket, start + days(20), who="lu", move="decide_re_review")


def test_the_whole_way_ends_the_petition_for_good(cast: Cast) -> None:
    start = timezone.now() - days(80)
    ticket = concluded(cast, start)
    assert localdate(due(ticket, "xf.review_request") - timedelta(seconds=1)) >= localdate(start + days(30))
    ticket = asks(cast, ticket, start + days(10))
    assert (ticket.state, ticket.is_open, ticket.unit_id) == ("reviewing", True, DISTRICT)
    assert running(ticket) == {"xf.review_decide"}
    assert localdate(due(ticket, "xf.review_decide") - timedelta(seconds=1)) == localdate(start + days(40))
    ticket = decides(cast, ticket, start + days(20))
    assert (ticket.state, ticket.data["review"]["result"]) == ("reviewed", "upheld")
    assert {"xf.rereview_request"} <= running(ticket)
    ticket = asks(cast, ticket, start + days(30), "city_federation", "ask_re_review", who="fang")
    assert ticket.state == "re_reviewing"
    assert localdate(due(ticket, "xf.rereview_decide") - timedelta(seconds=1)) == localdate(start + days(60))
    ticket = decides(cast, ticket, start + days(50), who="lu", move="decide_re_review")
    assert (ticket.state, ticket.outcome, ticket.is_open) == ("terminated", "Z1", False)


def test_after_the_re_review_the_same_facts_open_nothing(cast: Cast) -> None:
    ticket = terminated(cast)
    found = refusal(cast, "fang", ticket, "reopen", ground="unsatisfied", reason="仍不服")
    assert "三级终结" in found.errors["ground"][0]
    assert "art 36" in found.errors["ground"][0]
    assert cast.does("fang", ticket, "reopen", ground="new_facts", reason="出现新的证据").state == "reopened"


@pytest.mark.parametrize("track", ["mediation", "hotline", "dv", "support"])
def test_other_tracks_have_no_review_and_say_so(cast: Cast, track: str) -> None:
    ticket = concluded(cast, timezone.now() - days(3), track)
    assert "xf.review_request" not in running(ticket)
    found = refusal(cast, "sun", ticket, "ask_review", asked_on=day(timezone.now()), body="district", request="不服")
    assert "petitions only" in str(found.reason)


def test_the_right_ends_with_its_last_day(cast: Cast) -> None:
    ticket = concluded(cast, timezone.now() - days(60))
    last = due(ticket, "xf.review_request") - timedelta(hours=1)
    words = {"body": "district", "request": "不服", "now": timezone.now()}
    late = refusal(cast, "sun", ticket, "ask_review", asked_on=day(last + days(1)), **words)
    assert "over" in late.errors["asked_on"][0]
    early = refusal(cast, "sun", ticket, "ask_review", asked_on=day(timezone.now() - days(61)), **words)
    assert "before" in early.errors["asked_on"][0]
    assert cast.does("sun", ticket, "ask_review", asked_on=day(last), **words).state == "reviewing"


def test_the_district_does_not_review_its_own_reply(cast: Cast) -> None:
    start = timezone.now() - days(5)
    ticket = cast.call(place=DISTRICT, now=start)
    cast.does("fang", ticket, "claim", now=start)
    cast.does("fang", ticket, "accept", track="xinfang", notice="oral", now=start)
    cast.does("fang", ticket, "begin", now=start)
    cast.does("fang", ticket, "submit", **ended.SETTLED, now=start)
    ended.replied(cast, ticket, now=start, who="gao")
    cast.does("lu", ticket, "begin_follow_up", now=start)
    cast.does("lu", ticket, "close", **ended.CALLED, now=start)
    words = {"asked_on": day(timezone.now()), "request": "不服"}
    assert list(refusal(cast, "fang", ticket, "ask_review", body="district", **words).errors) == ["body"]
    ticket = cast.does("fang", ticket, "ask_review", body="city_federation", **words)
    for who in ("fang", "gao"):
        entered = {"result": "upheld", "opinion_no": "1", "served_on": day(timezone.now()), "opinion": "x"}
        assert "had a hand" in str(refusal(cast, who, ticket, "decide_review", **entered).reason)


def test_an_opinion_from_elsewhere_is_in_the_file_before_it_counts(cast: Cast) -> None:
    from casework import gate

    ticket = asks(cast, concluded(cast, timezone.now() - days(9)), timezone.now() - days(5))
    words = {"result": "upheld", "opinion_no": "宁妇复〔2026〕3号", "served_on": day(timezone.now()), "opinion": "维持"}
    assert list(refusal(cast, "gao", ticket, "decide_review", **words).errors) == ["opinion_no"]
    gate.attach(ticket.number, cast.actor("gao"), "复查意见书.pdf", b"%PDF-1.7 x", kind="opinion")
    assert cast.does("gao", ticket, "decide_review", **words).state == "reviewed"


def test_a_changed_reply_opens_the_case_again_and_the_review_stays_on_record(cast: Cast) -> None:
    start = timezone.now() - days(20)
    ticket = asks(cast, concluded(cast, start), start + days(3))
    ticket = decides(cast, ticket, start + days(6), "sent_back")
    assert (ticket.state, ticket.cycle, ticket.outcome) == ("reopened", 2, "")
    assert ticket.data["reviews"][0]["result"] == "sent_back"
    assert "concluded_on" not in ticket.data


def test_the_days_of_a_hearing_do_not_count_in_the_re_review(cast: Cast) -> None:
    start = timezone.now() - days(60)
    ticket = decides(cast, asks(cast, concluded(cast, start), start + days(3)), start + days(6))
    ticket = asks(cast, ticket, start + days(9), "city_federation", "ask_re_review", who="fang")
    before = due(ticket, "xf.rereview_decide")
    cast.does("lu", ticket, "call_hearing", hearing_on=day(timezone.now() + days(3)), now=start + days(12))
    assert Clock.objects.get(ticket=ticket, key="xf.rereview_decide").paused_at is not None
    assert "case.hearing" in running(ticket)
    cast.does("lu", ticket, "end_hearing", reason="听证记录已入卷", now=start + days(22))
    assert timedelta(days=9) < due(ticket, "xf.rereview_decide") - before <= timedelta(days=11)


def test_a_review_does_not_undo_the_closing_in_the_statistics(cast: Cast) -> None:
    start = timezone.now() - days(20)
    ticket = asks(cast, concluded(cast, start), start + days(3))
    fact = CaseFact.objects.get(ticket=ticket)
    assert (fact.is_open, str(fact.closed_on)) == (False, day(start))
    fact = CaseFact.objects.get(ticket=decides(cast, ticket, start + days(9)))
    assert str(fact.closed_on) == day(start)


def test_the_file_waits_while_she_may_still_ask(cast: Cast) -> None:
    ticket = concluded(cast, timezone.now() - days(3))
    assert "until" in str(refusal(cast, "fang", ticket, "archive").reason)
    assert ticket.unit_id != STREET


def test_the_reviewer_takes_it_into_her_hands(cast: Cast) -> None:
    ticket = asks(cast, concluded(cast, timezone.now() - days(9)), timezone.now() - days(5))
    ticket = cast.does("gao", ticket, "take_review")
    assert ticket.assignee_id == cast.gao.id
    assert decides(cast, ticket, timezone.now(), who="gao").state == "reviewed"
