"""The urgent lane: each fact of domain.md §2.5 alone brings a case in, opens its tickets once, and nothing ends before them."""

from typing import Any

import pytest
from django.utils import timezone

from casework import gate
from casework.binding import bind
from casework.errors import Refused
from casework.models import Ticket
from tests.cast import COMMUNITY, DISTRICT, STREET, Cast
from workflows.classifications import SEVERE_GROUNDS
from workflows.rights import lane_ends, lane_guards, lane_rules
from workflows.roles import CLOCK

SEVERE = {"police": "called", "facts": "今天上午发生，已劝她离开。"}
POLICE = {
    "way": "staff", "at": "2026-03-02T10:00:00+08:00", "station": "夫子庙派出所", "receiver": "值班民警", "told": "丈夫持刀威胁。",
}  # fmt: skip
FREE = {"heard_alone": True, "options_told": ["police", "shelter"], "words": "我现在不想报警，先去姐姐家。"}
PLAN = {"safe_phone": "138 0000 7788", "safe_time": "工作日中午", "place_to_go": "区庇护所", "shelter": "accepted"}


def kinds(ticket: Ticket) -> set[str]:
    return set(Ticket.objects.filter(parent=ticket).values_list("type", flat=True))


def child(ticket: Ticket, slug: str) -> Ticket:
    return Ticket.objects.filter(parent=ticket, type=slug).latest("id")


def refusal(cast: Cast, who: str, ticket: Ticket, move: str, **data: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        cast.does(who, ticket, move, **data)
    return refused.value


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        ({"violence_now": "yes"}, "violence"),
        ({"weapon_or_injury": "yes"}, "injury"),
        ({"threat_to_life": "yes"}, "threat"),
        ({"category": "0802", "age_band": "u14"}, "minor"),
        ({"category": "0203"}, "trafficking"),
        ({"persons": 5}, "group"),
        ({"channel": "media"}, "media"),
    ],
)
def test_each_fact_at_intake_alone_takes_the_call_to_the_district_with_its_tickets(
    cast: Cast, call: dict[str, Any], rule: str
):
    ticket = cast.call(**call)
    assert rule in ticket.data["lane"]
    assert (ticket.unit_id, ticket.risk, ticket.assisting) == (DISTRICT, "red", [STREET])
    expected = (
        {lane_rules.TAKEOVER, lane_rules.LEADER}
        if rule in ("group", "media")
        else {lane_rules.POLICE, lane_rules.PLAN, lane_rules.EVIDENCE}
    )
    assert expected <= kinds(ticket)


@pytest.mark.parametrize("ground", [code for code, _title in SEVERE_GROUNDS if code not in ("group", "media")])
def test_each_alarm_raised_later_takes_the_case_past_the_street(cast: Cast, ground: str):
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    ticket = cast.does("mei", ticket, "escalate_severe", ground=ground, **SEVERE)
    assert (ticket.state, ticket.unit_id) == ("escalated", DISTRICT)
    assert {lane_rules.POLICE, lane_rules.TAKEOVER, lane_rules.PLAN, lane_rules.LEADER} <= kinds(ticket)
    assert refusal(cast, "mei", ticket, "note", note="x").code == "not_found"


def test_an_ordinary_quarrel_stays_in_the_community_without_tickets(cast: Cast):
    ticket = cast.call()
    assert (ticket.unit_id, kinds(ticket)) == (COMMUNITY, set())


def test_entering_again_opens_nothing_twice(cast: Cast):
    ticket = cast.call(violence_now="yes")
    before = Ticket.objects.filter(parent=ticket).count()
    cast.does("fang", ticket, "claim")
    cast.does("fang", ticket, "raise_alarm", ground="violence", **SEVERE)
    after = Ticket.objects.filter(parent=ticket)
    assert after.filter(is_open=True).values("type").distinct().count() == after.filter(is_open=True).count()
    assert after.count() == before, "the takeover had ended; the case has its person, so none is opened anew"


def test_signing_for_the_case_ends_the_takeover_and_hands_over_what_nobody_holds(cast: Cast):
    ticket = cast.call(violence_now="yes")
    cast.does("fang", ticket, "claim")
    assert child(ticket, lane_rules.TAKEOVER).state == "taken"
    assert child(ticket, lane_rules.PLAN).assignee_id == cast.fang.id


def test_a_minors_report_cannot_be_declined_by_anybody(cast: Cast):
    ticket = cast.call(category="0802", age_band="u14")
    report = child(ticket, lane_rules.POLICE)
    assert report.data["mandatory"] is True
    assert "required by law" in str(refusal(cast, "fang", report, "decline", **FREE).reason)


def test_an_adult_may_decline_the_police_in_her_own_words(cast: Cast):
    ticket = cast.call(threat_to_life="yes")
    report = child(ticket, lane_rules.POLICE)
    assert "words" in refusal(cast, "fang", report, "decline", **{**FREE, "words": ""}).errors
    report = cast.does("fang", report, "decline", **FREE)
    assert report.state == "declined"
    assert "先去姐姐家" not in str(report.events.latest("seq").data)


def test_an_adults_report_becomes_mandatory_when_a_minor_turns_out_to_be_harmed(cast: Cast):
    ticket = cast.call(violence_now="yes")
    report = child(ticket, lane_rules.POLICE)
    assert not report.data.get("mandatory")
    cast.does("fang", ticket, "claim")
    cast.does("fang", ticket, "raise_alarm", ground="minor", **SEVERE)
    assert Ticket.objects.get(pk=report.pk).data["mandatory"] is True


def test_a_mandatory_report_names_its_ground_and_goes_to_other_bodies_too(cast: Cast):
    ticket = cast.call(category="0802", age_band="u14")
    report = child(ticket, lane_rules.POLICE)
    assert "ground" in refusal(cast, "fang", report, "report", **POLICE).errors
    report = cast.does("fang", report, "report", **POLICE, ground="injuries", receipt="JJ20260302001")
    assert (report.state, report.data["receipt"]) == ("police_told", "JJ20260302001")
    assert list(report.data["papers"]) == ["mandatory_report"]
    assert cast.does("fang", report, "others_told", bodies=["civil_affairs"], told_by="电话").state == "reported"


def test_a_report_in_the_future_is_refused(cast: Cast):
    report = child(cast.call(violence_now="yes"), lane_rules.POLICE)
    assert "at" in refusal(cast, "fang", report, "report", **{**POLICE, "at": "2030-01-01T00:00:00+08:00"}).errors


def test_a_plan_without_shelter_needs_her_words_and_is_signed_for_her_alone(cast: Cast):
    ticket = cast.call(violence_now="yes")
    plan = child(ticket, lane_rules.PLAN)
    assert "words" in refusal(cast, "fang", plan, "make_plan", **{**PLAN, "shelter": "declined"}).errors
    plan = cast.does("fang", plan, "make_plan", **PLAN)
    assert (plan.state, plan.data["shelter"], list(plan.data["papers"])) == ("in_force", "accepted", ["safety_plan"])
    assert "庇护所" not in str(plan.events.latest("seq").data)


def test_a_look_at_the_plan_that_finds_her_unsafe_is_told_to_the_district(cast: Cast):
    plan = child(cast.call(violence_now="yes"), lane_rules.PLAN)
    cast.does("fang", plan, "make_plan", **PLAN)
    plan = cast.does("fang", plan, "look_again", looked_on="2026-03-03", safe_now="no")
    assert (plan.data["reviews"], plan.data["safe_now"]) == (1, "no")


def test_guidance_on_evidence_names_at_least_one_of_the_eleven_kinds(cast: Cast):
    evidence = child(cast.call(violence_now="yes"), lane_rules.EVIDENCE)
    assert "told" in refusal(cast, "fang", evidence, "guide", safe_place=True).errors
    evidence = cast.does("fang", evidence, "guide", kept=["police"], told=["medical", "messages"], safe_place=True)
    assert (evidence.state, evidence.data["kept"]) == ("guided", ["police"])


def test_the_leader_is_told_and_for_a_group_the_government_too(cast: Cast):
    report = child(cast.call(persons=6), lane_rules.LEADER)
    assert "told" in refusal(cast, "fang", report, "tell_leader", told=["leader"], way="phone").errors
    report = cast.does("fang", report, "tell_leader", told=["leader", "committee"], way="phone", direction="当晚会商")
    assert report.state == "told"


def test_nothing_ends_while_a_measure_is_open_and_the_sentence_names_it(cast: Cast):
    ticket = cast.call(violence_now="yes")
    missing = [str(one) for one in lane_ends.unfinished(_bound(ticket))]
    assert any("report to the police" in one and "-BJ1" in one for one in missing)
    assert any("safety plan" in one for one in missing)


def test_the_other_street_sees_neither_the_case_nor_its_tickets(cast: Cast):
    ticket = cast.call(violence_now="yes")
    for one in [ticket, *Ticket.objects.filter(parent=ticket)]:
        assert refusal(cast, "wei", one, "note", note="x").code == "not_found"


def test_joint_meetings_wait_for_the_district(cast: Cast):
    ticket = cast.call(violence_now="yes", other_name="周先生")
    cast.does("fang", ticket, "claim")
    bound = _bound(Ticket.objects.get(pk=ticket.pk))
    codes = list(bound.data["parties"])
    assert "present" in lane_guards.joint_meeting(bound, cast.actor("fang"), {"present": codes})
    bound.data["joint_meeting"] = True
    assert lane_guards.joint_meeting(bound, cast.actor("fang"), {"present": codes}) == {}


def _bound(ticket: Ticket) -> Any:
    return bind(ticket, CLOCK, timezone.now())


def test_hundreds_of_sweeps_do_not_open_more(cast: Cast):
    ticket = cast.call(violence_now="yes")
    before = Ticket.objects.filter(parent=ticket).count()
    for _n in range(3):
        gate.tick()
    assert Ticket.objects.filter(parent=ticket).count() == before
