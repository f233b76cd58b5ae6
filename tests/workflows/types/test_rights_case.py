"""The rights case: its ways and its refusals from the first call to the end, walked through the gate.

Concern by concern: tests/workflows/rights (signing, triage, pauses, closing and so on).
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.models import Clock, Ticket
from tests.cast import COMMUNITY, DISTRICT, STREET, Cast
from tests.workflows.rights.agreed import agree, mediating, ready, working
from tests.workflows.seen import due, pass_time, refusal, running

pytestmark = pytest.mark.usefixtures("in_english")

TRIED = "上门走访两次，电话三次，没有谈成。"
RED = {"category": "0102", "violence_now": "yes"}
RESULT = {"outcome": "B3", "proof": "", "statement": "她说双方已经和好。", "reply": "答复内容"}
AGREEMENT = {"outcome": "B2", "proof": "", "statement": "", "reply": "双方达成协议"}
SERVED = {"served": "hand", "served_on": "2026-01-02", "paper_no": ""}
CALLED = {"result": "reached", "satisfaction": "satisfied", "safe_now": "yes", "answer": ""}
REASON = {"reason": "说明原因"}


# ── From the call to the end ──────────────────────────────────────────────────────────────────────────────────────────
def test_a_case_is_mediated_reviewed_replied_called_back_and_closed_by_four_eyes(cast: Cast) -> None:
    ticket = agree(cast, mediating(cast), kind="oral")
    ticket = cast.does("mei", ticket, "submit", **AGREEMENT)
    assert (ticket.state, ticket.outcome) == ("pending_review", "B2")
    ticket = cast.does("sun", ticket, "reply", **SERVED)
    assert running(ticket) - {"med.judicial_confirm"} == {"wo.followup_first"}
    cast.does("ling", ticket, "begin_follow_up")
    ticket = cast.does("ling", ticket, "close", **CALLED)
    assert (ticket.state, ticket.is_open, ticket.outcome) == ("closed", False, "B2")
    rights = running(ticket) - {"rec.archive"}
    assert rights == {"med.judicial_confirm"}, "what is the parties' own right outlives our closing"


def test_the_community_the_street_and_the_district_each_have_their_days_and_then_it_climbs(cast: Cast) -> None:
    start = timezone.now() - timedelta(days=40)
    ticket = working(cast, other=False, now=start)
    pass_time(due(ticket, "lvl.community"))
    ticket.refresh_from_db()
    assert (ticket.state, ticket.unit_id, ticket.assignee_id) == ("escalated", STREET, None)
    assert refusal(cast, "mei", ticket, "note", note="x").code == "not_found"
    claimed = due(ticket, "wo.sign_in") - timedelta(hours=3)
    cast.does("qiu", ticket, "claim", now=claimed)
    pass_time(due(ticket, "lvl.street"))
    ticket.refresh_from_db()
    assert (ticket.state, ticket.unit_id, ticket.level) == ("escalated", DISTRICT, 3)
    ticket = cast.does("fang", ticket, "claim", now=due(ticket, "wo.sign_in") - timedelta(hours=3))
    assert ticket.state == "in_progress"
    cast.does("fang", ticket, "submit", **RESULT)
    assert refusal(cast, "fang", ticket, "reply", **SERVED).code == "closed"
    assert cast.does("gao", ticket, "reply", **SERVED).state == "replied"


# ── Mediation ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_violence_is_not_mediated_before_the_district_has_signed_the_protocol(cast: Cast) -> None:
    ticket = ready(cast, working(cast, category="0102"))
    assert ticket.risk == "orange"
    assert refusal(cast, "mei", ticket, "start_mediation", began_by="applied").code == "closed"
    cast.does("fang", ticket, "sign_protocol", conditions="分别谈话", her_will=True)
    assert cast.does("mei", ticket, "start_mediation", began_by="applied").state == "mediating"


# ── Up ────────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_asking_for_help_keeps_the_case_and_handing_over_gives_it_away(cast: Cast) -> None:
    helped, given = (working(cast, other=False) for _ in range(2))
    helped = cast.does("mei", helped, "ask_help", reason="many_bodies", tried=TRIED, wanted="联系司法所")
    assert (helped.unit_id, helped.assignee_id, helped.assisting) == (COMMUNITY, cast.mei.id, [STREET])
    given = cast.does("mei", given, "hand_up", reason="mediation_failed", tried=TRIED)
    assert (given.state, given.unit_id, given.assignee_id, given.assisting) == ("escalated", STREET, None, [COMMUNITY])


def test_a_unit_that_only_assists_adds_notes_and_decides_nothing(cast: Cast) -> None:
    ticket = cast.does("mei", working(cast, other=False), "hand_up", reason="mediation_failed", tried=TRIED)
    cast.does("mei", ticket, "note", note="走访了一次")
    assert refusal(cast, "mei", ticket, "claim").code == "forbidden"
    assert refusal(cast, "mei", ticket, "withdraw", free_will=True, statement="x").code == "forbidden"
    ticket = cast.does("sun", ticket, "claim")
    cast.does("sun", ticket, "submit", **RESULT)
    ticket = cast.does("fang", ticket, "reply", **SERVED)
    assert "assists" in str(refusal(cast, "hua", ticket, "begin_follow_up").reason)


def test_a_red_call_stands_at_the_district_at_once_with_the_street_copied(cast: Cast) -> None:
    ticket = cast.call(**RED)
    assert (ticket.risk, ticket.unit_id, ticket.level, ticket.assisting) == ("red", DISTRICT, 3, [STREET])
    assert "dv.notify_district" in running(ticket)
    assert due(ticket, "dv.notify_district") - ticket.opened_at == timedelta(minutes=15)
    assert "dv.first_action" in running(Ticket.objects.get(parent=ticket, type="safety_plan"))
    cast.does("fang", ticket, "claim")
    assert "dv.notify_district" not in running(ticket)


def test_an_ordinary_call_at_the_district_starts_no_urgent_clock(cast: Cast) -> None:
    assert running(cast.call(place=DISTRICT)) == {"wo.sign_in", "xf.notify"}


def test_danger_found_later_goes_straight_to_the_district_past_the_street(cast: Cast) -> None:
    ticket = mediating(cast)
    urgent = {"ground": "violence", "police": "called", "facts": "今天上午发生"}
    ticket = cast.does("mei", ticket, "escalate_severe", **urgent)
    assert (ticket.state, ticket.unit_id, ticket.risk, ticket.assisting) == ("escalated", DISTRICT, "red", [STREET])
    assert "dv.first_action" in running(Ticket.objects.get(parent=ticket, type="safety_plan"))
    assert refusal(cast, "mei", ticket, "note", note="x").code == "not_found"
    assert refusal(cast, "qiu", ticket, "claim").code == "forbidden", "the street is told, it does not take it"


def test_at_the_district_there_is_no_higher_level(cast: Cast) -> None:
    ticket = cast.call(**RED)
    assert refusal(cast, "fang", ticket, "hand_up", reason="refused", tried=TRIED).code in {"closed", "forbidden"}


# ── Review, follow-up, end ────────────────────────────────────────────────────────────────────────────────────────────
def test_the_handler_reviews_nothing_of_their_own(cast: Cast) -> None:
    ticket = cast.does("mei", working(cast, other=False), "submit", **RESULT)
    assert refusal(cast, "mei", ticket, "reply", **SERVED).code in {"closed", "forbidden"}


def test_the_district_reviews_violence_not_the_street(cast: Cast) -> None:
    ticket = cast.does("mei", working(cast, other=False, category="0102"), "submit", **{**RESULT, "outcome": "A1"})
    assert "district" in str(refusal(cast, "sun", ticket, "reply", **SERVED).reason)
    assert cast.does("fang", ticket, "reply", **SERVED).state == "replied"


def test_sending_back_names_the_defects_and_gives_no_new_time(cast: Cast) -> None:
    ticket = working(cast, other=False)
    before = due(ticket, "lvl.community")
    cast.does("mei", ticket, "submit", **RESULT)
    assert list(refusal(cast, "sun", ticket, "send_back").errors) == ["defects"]
    ticket = cast.does("sun", ticket, "send_back", defects="缺少送达回证")
    assert (ticket.state, ticket.outcome) == ("in_progress", "")
    assert due(ticket, "lvl.community") - before < timedelta(minutes=1)


def replied(cast: Cast) -> Ticket:
    return cast.does("sun", cast.does("mei", working(cast, other=False), "submit", **RESULT), "reply", **SERVED)


def test_the_caller_is_not_the_handler(cast: Cast) -> None:
    ticket = replied(cast)
    assert refusal(cast, "mei", ticket, "begin_follow_up").code == "closed"
    assert cast.does("hua", ticket, "begin_follow_up").state == "follow_up"


def test_who_is_not_safe_is_not_closed(cast: Cast) -> None:
    ticket = cast.does("ling", replied(cast), "begin_follow_up")
    assert list(refusal(cast, "ling", ticket, "close", **{**CALLED, "safe_now": "no"}).errors) == ["safe_now"]
    assert set(refusal(cast, "ling", ticket, "close", result="reached").errors) == {"satisfaction", "safe_now"}


def test_reopening_begins_a_new_cycle_with_clocks_of_its_own(cast: Cast) -> None:
    ticket = cast.does("ling", replied(cast), "begin_follow_up")
    ticket = cast.does("sun", ticket, "reopen", ground="new_facts", **REASON)
    assert (ticket.state, ticket.cycle, ticket.outcome, ticket.assignee_id) == ("reopened", 2, "", None)
    live = Clock.objects.filter(ticket=ticket, stopped_at=None)
    assert {clock.cycle for clock in live} == {2}
    assert {clock.key for clock in live} >= {"wo.sign_in", "xf.handle", "lvl.community"}
    assert cast.does("hua", ticket, "claim").state == "in_progress"


def test_a_withdrawal_where_violence_is_involved_is_recorded_by_the_district(cast: Cast) -> None:
    free = {"free_will": True, "statement": "已和好"}
    assert cast.does("mei", working(cast, other=False), "withdraw", **free).outcome == "F2"
    ticket = working(cast, other=False, category="0102")
    assert refusal(cast, "mei", ticket, "withdraw", **free).code == "closed"
    assert cast.does("fang", ticket, "withdraw", **free).state == "withdrawn"


def test_voiding_takes_two_people(cast: Cast) -> None:
    ticket = cast.call(place=DISTRICT)
    cast.does("fang", ticket, "claim")
    cast.does("fang", ticket, "ask_void", **REASON)
    assert refusal(cast, "fang", ticket, "confirm_void", **REASON).code == "closed"
    ticket = cast.does("gao", ticket, "confirm_void", **REASON)
    assert (ticket.state, ticket.outcome) == ("void", "X3")
