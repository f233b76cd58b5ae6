"""The rights case: its ways, its refusals and its clocks, walked through the gate."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from casework import gate
from casework.errors import Refused
from casework.models import Clock, Event, Ticket
from casework.ticking import tick
from tests.cast import COMMUNITY, DISTRICT, STREET, Cast
from tests.workflows.rights.agreed import agree, ready

TRIED = "上门走访两次，电话三次，没有谈成。"
RED = {"category": "0102", "violence_now": "yes"}
RESULT = {"outcome": "B3", "proof": "", "statement": "她说双方已经和好。", "reply": "答复内容"}
AGREEMENT = {"outcome": "B2", "proof": "", "statement": "", "reply": "双方达成协议"}
SERVED = {"served": "hand", "served_on": "2026-01-02", "paper_no": ""}
CALLED = {"result": "reached", "satisfaction": "satisfied", "safe_now": "yes", "answer": ""}
REASON = {"reason": "说明原因"}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def refusal(cast: Cast, who: str, ticket: Ticket, move: str, **data: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        cast.does(who, ticket, move, **data)
    return caught.value


def accepted(cast: Cast, **call: Any) -> Ticket:
    """Mei, mediator of the community, has claimed and accepted a call."""
    now = call.get("now")
    ticket = cast.call(**call)
    cast.does("mei", ticket, "claim", now=now)
    return cast.does("mei", ticket, "accept", track="mediation", notice="oral", now=now)


def working(cast: Cast, **call: Any) -> Ticket:
    return cast.does("mei", accepted(cast, **call), "begin", now=call.get("now"))


def mediating(cast: Cast) -> Ticket:
    ticket = may_mediate(cast, working(cast))
    return cast.does("mei", ticket, "start_mediation", began_by="applied")


def may_mediate(cast: Cast, ticket: Ticket) -> Ticket:
    """The other side is recorded, both agree, the mediator has no tie to either."""
    return ready(cast, cast.does("mei", ticket, "add_person", role="other", name="李先生", relation="spouse"))


def running(ticket: Ticket) -> set[str]:
    return set(Clock.objects.filter(ticket=ticket, stopped_at=None).values_list("key", flat=True))


def due(ticket: Ticket, key: str) -> datetime:
    return Clock.objects.filter(ticket=ticket, key=key, stopped_at=None).latest("generation").due_at


def pass_time(until: datetime) -> None:
    while tick(now=until).full:
        pass


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
    ticket = working(cast, now=start)
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


# ── Signing for it ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_nobody_claims_it_so_the_clock_gives_it_to_somebody_and_keeps_pressing(cast: Cast) -> None:
    ticket = cast.call(now=timezone.now() - timedelta(days=5))
    pass_time(due(ticket, "wo.sign_in"))
    ticket.refresh_from_db()
    assert ticket.state == "registered"
    assert ticket.assignee_id in {cast.mei.id, cast.hua.id}
    assert "wo.sign_in" in running(ticket), "being given somebody is not signing: the clock runs on"
    owner = "mei" if ticket.assignee_id == cast.mei.id else "hua"
    ticket = cast.does(owner, ticket, "sign_in")
    assert ticket.state == "triage"
    assert "wo.sign_in" not in running(ticket)


def test_a_case_nobody_accepts_goes_up_when_its_fifteen_days_are_over(cast: Cast) -> None:
    ticket = cast.call(now=timezone.now() - timedelta(days=20))
    cast.does("mei", ticket, "claim", now=ticket.opened_at)
    pass_time(due(ticket, "xf.notify"))
    ticket.refresh_from_db()
    assert (ticket.state, ticket.unit_id) == ("escalated", STREET)
    assert cast.does("qiu", ticket, "claim").state == "triage", "nobody has accepted it yet"


def test_another_unit_cannot_claim_it_even_if_it_sees_it(cast: Cast) -> None:
    assert refusal(cast, "sun", cast.call(), "claim").code == "closed"


def test_handing_back_starts_the_sign_in_clock_again(cast: Cast) -> None:
    ticket = cast.does("mei", working(cast), "hand_back", **REASON)
    assert (ticket.state, ticket.assignee_id) == ("dispatched", None)
    assert "wo.sign_in" in running(ticket)


def test_a_dispatched_case_has_its_clock_and_the_dispatcher_keeps_it_in_sight(cast: Cast) -> None:
    ticket = cast.call(place=STREET)
    cast.does("sun", ticket, "claim")
    cast.does("sun", ticket, "accept", track="hotline", notice="oral")
    ticket = cast.does("sun", ticket, "dispatch", unit=COMMUNITY, instruction="")
    assert (ticket.state, ticket.unit_id, ticket.assisting) == ("dispatched", COMMUNITY, [STREET])
    assert "wo.sign_in" in running(ticket)


# ── Triage ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_is_not_accepted_is_told_the_right_body(cast: Cast) -> None:
    ticket = cast.call(place=STREET)
    cast.does("sun", ticket, "claim")
    answer = {"ground": "litigation", "how_to_reach": "区法院立案庭", "notice": "oral"}
    assert list(refusal(cast, "sun", ticket, "not_accept", **answer).errors) == ["body"]
    ticket = cast.does("sun", ticket, "not_accept", body="court", **answer)
    assert (ticket.state, ticket.outcome, ticket.data["body"]) == ("not_accepted", "X1", "court")


def test_a_community_does_not_refuse_a_case(cast: Cast) -> None:
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    assert refusal(cast, "mei", ticket, "not_accept").code == "forbidden"


def test_a_case_passed_on_with_a_date_is_watched_and_without_one_is_closed(cast: Cast) -> None:
    letter = {"body": "labour", "letter_no": "秦妇转〔2026〕1号", "basis": "consent", "notice": "oral"}
    watched, closed = (accepted(cast) for _ in range(2))
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    watched = cast.does("sun", watched, "transfer", report_due=day, **letter)
    assert (watched.state, watched.is_waiting) == ("transferred_out", True)
    assert Clock.objects.get(ticket=watched, key="ext.report").who == "ext"
    closed = cast.does("sun", closed, "transfer", report_due="", **letter)
    assert (closed.state, closed.outcome) == ("closed", "C3")
    watched = cast.does("sun", watched, "record_report", report_no="宁人社〔2026〕5号", report="已补发")
    assert (watched.state, watched.outcome) == ("pending_review", "C2")


# ── Mediation ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_violence_is_not_mediated_before_the_district_has_signed_the_protocol(cast: Cast) -> None:
    ticket = may_mediate(cast, working(cast, category="0102"))
    assert ticket.risk == "orange"
    assert refusal(cast, "mei", ticket, "start_mediation", began_by="applied").code == "closed"
    cast.does("fang", ticket, "sign_protocol", conditions="分别谈话", her_will=True)
    assert cast.does("mei", ticket, "start_mediation", began_by="applied").state == "mediating"


# ── Waiting, suspending, extending ────────────────────────────────────────────────────────────────────────────────────
def test_waiting_for_another_body_watches_their_clock_and_ours_runs_on(cast: Cast) -> None:
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    ticket = cast.does("mei", mediating(cast), "wait_for", body="police", paper_no="1", their_due=day)
    assert ticket.is_waiting
    assert {"xf.handle", "lvl.community", "ext.answer"} <= running(ticket)
    assert cast.does("mei", ticket, "answered", answer="收到", paper_no="").state == "mediating"


def ask_to_suspend(cast: Cast, ticket: Ticket, days: int) -> Ticket:
    day = (timezone.localdate() + timedelta(days=days)).isoformat()
    return cast.does("mei", ticket, "ask_suspension", ground="party_away", resume_on=day, **REASON)


def test_a_suspension_needs_another_person_and_rests_only_the_level_clock(cast: Cast) -> None:
    ticket = working(cast)
    assert refusal(cast, "sun", ticket, "suspend").code == "closed", "nobody has asked"
    ask_to_suspend(cast, ticket, 10)
    ticket = cast.does("sun", ticket, "suspend")
    level = Clock.objects.get(ticket=ticket, key="lvl.community")
    law = Clock.objects.get(ticket=ticket, key="xf.handle")
    assert level.paused_at is not None
    assert law.paused_at is None, "信访工作条例 art 34 knows no suspension"


def test_a_suspension_ends_by_itself_on_its_day_and_moves_the_level_deadline(cast: Cast) -> None:
    ticket = working(cast)
    before = due(ticket, "lvl.community")
    ask_to_suspend(cast, ticket, 10)
    cast.does("sun", ticket, "suspend")
    pass_time(due(ticket, "case.resume"))
    ticket.refresh_from_db()
    assert ticket.state == "in_progress"
    assert due(ticket, "lvl.community") - before > timedelta(days=9)


def test_a_suspension_is_at_most_thirty_days(cast: Cast) -> None:
    with pytest.raises(Refused) as caught:
        ask_to_suspend(cast, working(cast), 31)
    assert list(caught.value.errors) == ["resume_on"]


def test_more_time_is_asked_by_one_and_approved_by_another_once(cast: Cast) -> None:
    ticket = working(cast)
    before = due(ticket, "xf.handle")
    cast.does("mei", ticket, "ask_extension", days=30, **REASON)
    assert due(ticket, "xf.handle") == before
    cast.does("lu", ticket, "approve_extension", person_told=True)
    assert due(ticket, "xf.handle") == before + timedelta(days=30)
    cast.does("mei", ticket, "ask_extension", days=1, **REASON)
    assert refusal(cast, "lu", ticket, "approve_extension", person_told=True).code == "closed"


def test_who_asked_for_more_time_does_not_approve_it(cast: Cast) -> None:
    ticket = cast.call(place=DISTRICT)
    cast.does("fang", ticket, "claim")
    cast.does("fang", ticket, "accept", track="hotline", notice="oral")
    cast.does("fang", ticket, "ask_extension", days=5, **REASON)
    assert "another person" in str(refusal(cast, "fang", ticket, "approve_extension", person_told=True).reason)


# ── Up ────────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_asking_for_help_keeps_the_case_and_handing_over_gives_it_away(cast: Cast) -> None:
    helped, given = (working(cast) for _ in range(2))
    helped = cast.does("mei", helped, "ask_help", reason="many_bodies", tried=TRIED, wanted="联系司法所")
    assert (helped.unit_id, helped.assignee_id, helped.assisting) == (COMMUNITY, cast.mei.id, [STREET])
    given = cast.does("mei", given, "hand_up", reason="mediation_failed", tried=TRIED)
    assert (given.state, given.unit_id, given.assignee_id, given.assisting) == ("escalated", STREET, None, [COMMUNITY])


def test_a_unit_that_only_assists_adds_notes_and_decides_nothing(cast: Cast) -> None:
    ticket = cast.does("mei", working(cast), "hand_up", reason="mediation_failed", tried=TRIED)
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
    ticket = cast.does("mei", working(cast), "submit", **RESULT)
    assert refusal(cast, "mei", ticket, "reply", **SERVED).code in {"closed", "forbidden"}


def test_the_district_reviews_violence_not_the_street(cast: Cast) -> None:
    ticket = cast.does("mei", working(cast, category="0102"), "submit", **{**RESULT, "outcome": "A1"})
    assert "district" in str(refusal(cast, "sun", ticket, "reply", **SERVED).reason)
    assert cast.does("fang", ticket, "reply", **SERVED).state == "replied"


def test_sending_back_names_the_defects_and_gives_no_new_time(cast: Cast) -> None:
    ticket = working(cast)
    before = due(ticket, "lvl.community")
    cast.does("mei", ticket, "submit", **RESULT)
    assert list(refusal(cast, "sun", ticket, "send_back").errors) == ["defects"]
    ticket = cast.does("sun", ticket, "send_back", defects="缺少送达回证")
    assert (ticket.state, ticket.outcome) == ("in_progress", "")
    assert due(ticket, "lvl.community") - before < timedelta(minutes=1)


def replied(cast: Cast) -> Ticket:
    return cast.does("sun", cast.does("mei", working(cast), "submit", **RESULT), "reply", **SERVED)


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
    assert cast.does("mei", working(cast), "withdraw", **free).outcome == "F2"
    ticket = working(cast, category="0102")
    assert refusal(cast, "mei", ticket, "withdraw", **free).code == "closed"
    assert cast.does("fang", ticket, "withdraw", **free).state == "withdrawn"


def test_voiding_takes_two_people(cast: Cast) -> None:
    ticket = cast.call(place=DISTRICT)
    cast.does("fang", ticket, "claim")
    cast.does("fang", ticket, "ask_void", **REASON)
    assert refusal(cast, "fang", ticket, "confirm_void", **REASON).code == "closed"
    ticket = cast.does("gao", ticket, "confirm_void", **REASON)
    assert (ticket.state, ticket.outcome) == ("void", "X3")


# ── Intake ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_anonymous_caller_is_a_caller(cast: Cast) -> None:
    ticket = cast.call(phone="", name="", story="", refused_to_tell=True)
    assert ticket.data["anonymous"] is True
    assert ticket.parties.get().phone_index is None


def test_without_a_story_the_operator_is_told_what_to_do(cast: Cast) -> None:
    with pytest.raises(Refused) as caught:
        cast.call(story=" ")
    assert list(caught.value.errors) == ["story"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("violence_now", ""),
        ("place", "夫子庙"),
        ("place", "32010"),
        ("phone", "none"),
        ("category", "9999"),
        ("nature", "x"),
    ],
)
def test_each_wrong_field_is_named(cast: Cast, field: str, value: str) -> None:
    with pytest.raises(Refused) as caught:
        cast.call(**{field: value})
    assert list(caught.value.errors) == [field]
    assert not Ticket.objects.exists()


def test_if_the_community_may_not_know_the_street_handles_it(cast: Cast) -> None:
    ticket = cast.call(community_may_know="no")
    assert (ticket.unit_id, ticket.place_id) == (STREET, COMMUNITY)
    with pytest.raises(Refused):
        gate.perform(ticket.number, "claim", cast.actor("mei"))


def test_the_title_is_neutral_and_in_the_language_of_the_office(cast: Cast) -> None:
    ticket = cast.call(name="王秀英")
    assert "王" not in ticket.title_text
    assert ticket.title_text


def test_plain_data_holds_codes_only(cast: Cast) -> None:
    ticket = cast.call(place_detail="3 幢", safe_phone="13800000001", safe_time="中午", occurred_at="2026-01-01 10:00")
    opened = Event.objects.get(ticket=ticket)
    for data in (ticket.data, opened.data):
        assert not {
            "phone",
            "name",
            "story",
            "request",
            "safe_phone",
            "safe_time",
            "place_detail",
            "occurred_at",
        } & set(data)
