"""What is learnt later: a harmed child, a group, a new alarm. The lane opens what is missing, once, and lowers nothing."""

from typing import Any

import pytest
from django.utils import timezone

from casework import history
from casework.binding import bind
from casework.models import Party, Ticket
from tests.cast import COMMUNITY, DISTRICT, STREET, Cast
from tests.workflows.rights import agreed
from tests.workflows.rights.protected import NO, in_clear, refused, running
from tests.workflows.rights.protected import child as opened
from workflows.rights import lane_guards, lane_rules
from workflows.roles import CLOCK

SEVERE = {"police": "called", "facts": "今天又发生了。"}
CHILD_PARTY = {"role": "minor", "name": "小宇", "relation": "child"}
VICTIM = {"role": "victim", "name": "小雨", "birth_date": "2015-05-05"}
PLAN = {"safe_phone": "138 0000 7788", "safe_time": "中午", "place_to_go": "姐姐家", "shelter": "accepted"}


def kinds(ticket: Ticket) -> set[str]:
    return set(Ticket.objects.filter(parent=ticket).values_list("type", flat=True))


def child(ticket: Ticket, slug: str) -> Ticket:
    return Ticket.objects.filter(parent=ticket, type=slug).latest("id")


def urgent(cast: Cast, **call: Any) -> Ticket:
    """An urgent case without a child, in Fang's hands."""
    return cast.does("fang", cast.call(violence_now="yes", **call), "claim")


def test_a_child_recorded_in_an_urgent_case_gets_its_own_ticket_at_once(cast: Cast) -> None:
    ticket = urgent(cast)
    assert lane_rules.CHILD not in kinds(ticket)
    cast.does("fang", ticket, "add_person", **CHILD_PARTY)
    assert lane_rules.CHILD in kinds(ticket)
    cast.does("fang", ticket, "add_person", **{**CHILD_PARTY, "name": "小宙"})
    assert Ticket.objects.filter(parent=ticket, type=lane_rules.CHILD).count() == 1


def test_the_person_harmed_turns_out_to_be_a_child_and_the_report_can_no_longer_be_declined(cast: Cast) -> None:
    ticket = urgent(cast, caller="relative", dependants="no")
    report = child(ticket, lane_rules.POLICE)
    cast.does("fang", ticket, "add_person", **VICTIM)
    report.refresh_from_db()
    assert report.data["mandatory"] is True and lane_rules.CHILD in kinds(ticket)
    assert "required by law" in str(refused(cast, "fang", report, "decline", **NO).reason)


def test_correcting_her_birth_date_makes_it_mandatory_too(cast: Cast) -> None:
    ticket = urgent(cast)
    who = agreed.code_of(ticket, "petitioner")
    cast.does("fang", ticket, "correct_person", party=who, birth_date="2012-01-01")
    assert child(ticket, lane_rules.POLICE).data["mandatory"] is True


def test_a_report_that_the_adult_declined_does_not_count_once_a_child_is_harmed(cast: Cast) -> None:
    ticket = cast.does("fang", cast.call(threat_to_life="yes", caller="relative"), "claim")
    cast.does("fang", child(ticket, lane_rules.POLICE), "decline", **NO)
    cast.does("fang", ticket, "add_person", **VICTIM)
    reports = Ticket.objects.filter(parent=ticket, type=lane_rules.POLICE).order_by("id")
    assert [(one.state, one.data.get("mandatory", False)) for one in reports] == [
        ("declined", False), ("to_report", True),
    ]  # fmt: skip


def test_violence_against_a_child_found_in_the_community_goes_past_the_street(cast: Cast) -> None:
    ticket = cast.does("mei", cast.call(category="0102", caller="relative"), "claim")
    assert (ticket.unit_id, kinds(ticket)) == (COMMUNITY, set())
    ticket = cast.does("mei", ticket, "add_person", **VICTIM)
    assert (ticket.state, ticket.unit_id, ticket.risk, ticket.assisting) == ("escalated", DISTRICT, "red", [STREET])
    assert child(ticket, lane_rules.POLICE).data["mandatory"] is True


def test_a_person_added_to_an_ordinary_quarrel_moves_nothing(cast: Cast) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    ticket = cast.does("mei", ticket, "add_person", **CHILD_PARTY)
    assert (ticket.unit_id, ticket.risk, kinds(ticket)) == (COMMUNITY, "blue", set())


def test_a_group_that_comes_later_is_told_to_the_leader(cast: Cast) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    ticket = cast.does("mei", ticket, "record_contact", channel="visit", persons=5, said="五位邻居一起来反映。")
    assert (ticket.unit_id, ticket.data["lane"]) == (DISTRICT, ["group"])
    assert kinds(ticket) == {lane_rules.TAKEOVER, lane_rules.LEADER}
    assert child(ticket, lane_rules.LEADER).data["public"] is True


def test_a_case_that_was_lowered_is_not_red_again_because_its_procedure_changes(cast: Cast) -> None:
    ticket = urgent(cast)
    cast.does("fang", ticket, "accept", track="dv", notice="oral")
    Ticket.objects.filter(pk=ticket.pk).update(
        risk="yellow", data={**Ticket.objects.get(pk=ticket.pk).data, "urgent": False}
    )
    ticket = cast.does("fang", ticket, "reclassify", category="", track="hotline", reason="按热线工单办理")
    assert (ticket.risk, ticket.data["urgent"]) == ("yellow", False)


@pytest.mark.parametrize("finished", [True, False])
def test_a_new_alarm_opens_a_report_of_its_own_also_where_the_law_requires_it(cast: Cast, finished: bool) -> None:
    ticket = cast.does("fang", cast.call(category="0802", age_band="u14", caller="body"), "claim")
    if finished:
        report = child(ticket, lane_rules.POLICE)
        made = {"way": "staff", "station": "所", "receipt": "1", "told": "x", "ground": "injuries"}
        cast.does("fang", report, "report", **made)
        cast.does("fang", report, "others_told", bodies=["civil_affairs"], told_by="电话")
    cast.does("fang", ticket, "raise_alarm", ground="violence", **SEVERE)
    reports = Ticket.objects.filter(parent=ticket, type=lane_rules.POLICE)
    assert reports.count() == (2 if finished else 1)
    assert [(one.data["mandatory"], one.data["danger"]) for one in reports.filter(is_open=True)] == [(True, True)]


def test_danger_that_was_over_is_back_with_the_next_alarm(cast: Cast) -> None:
    ticket = urgent(cast)
    report = child(ticket, lane_rules.POLICE)
    cast.does("fang", report, "end_danger", how="left", details="对方已离开本市。")
    cast.does("fang", ticket, "add_person", **CHILD_PARTY)
    assert Ticket.objects.get(pk=report.pk).data["danger"] is False, "a child recorded is no new danger"
    cast.does("fang", ticket, "raise_alarm", ground="weapon", **SEVERE)
    assert "danger now" in str(refused(cast, "fang", report, "decline", **NO).reason)


def test_mediation_waits_for_the_plan_and_a_plan_struck_off_unmade_is_none(cast: Cast) -> None:
    ticket = urgent(cast)
    plan = child(ticket, lane_rules.PLAN)
    bound = bound_case(ticket)
    assert "safety plan first" in str(lane_guards.plan_first(bound, cast.actor("fang")))
    cast.does("fang", plan, "end_plan", reason="误开")
    assert "safety plan first" in str(lane_guards.plan_first(bound_case(ticket), cast.actor("fang")))


@pytest.mark.parametrize(("move", "entered"), [("make_plan", PLAN), ("decline_plan", NO)])
def test_a_plan_made_or_declined_by_her_opens_the_way(cast: Cast, move: str, entered: dict[str, Any]) -> None:
    ticket = urgent(cast)
    cast.does("fang", child(ticket, lane_rules.PLAN), move, **entered)
    assert lane_guards.plan_first(bound_case(ticket), cast.actor("fang")) == ""


def bound_case(ticket: Ticket) -> Any:
    return bind(Ticket.objects.get(pk=ticket.pk), CLOCK, timezone.now())


def test_two_things_at_once_about_one_ticket_are_two_events_and_no_clock_is_lost(cast: Cast) -> None:
    ticket = urgent(cast)
    report = child(ticket, lane_rules.POLICE)
    cast.does("fang", report, "end_danger", how="left", details="对方已离开。")
    Ticket.objects.filter(pk=ticket.pk).update(data={**Ticket.objects.get(pk=ticket.pk).data, "incapable": True})
    cast.does("fang", ticket, "raise_alarm", ground="violence", **SEVERE)
    report.refresh_from_db()
    assert (report.data["danger"], report.data["mandatory"]) == (True, True)
    assert {"dv.danger_call", "dv.minor_report"} <= running(report)
    assert history.first_break(report, report.events.order_by("seq")) is None


def test_signing_takes_only_what_nobody_holds_also_where_two_of_a_kind_are_open(cast: Cast) -> None:
    ticket = cast.call(violence_now="yes", category="0102")
    first = child(ticket, lane_rules.AID)
    cast.does("gao", first, "claim")
    second = opened(cast, lane_rules.AID, case=ticket)
    cast.does("fang", ticket, "claim")
    holders = dict(Ticket.objects.filter(pk__in=[first.pk, second.pk]).values_list("pk", "assignee_id"))
    assert holders == {first.pk: cast.gao.id, second.pk: cast.fang.id}


def test_the_quarter_of_an_hour_runs_however_the_case_came_in_and_ends_with_the_districts_word(cast: Cast) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    cast.does(
        "mei", ticket, "record_safety_contact", reached="yes", way="phone", safe="no", new_harm="yes", said="又动手了。"
    )
    assert "dv.notify_district" in running(ticket)
    cast.does("fang", ticket, "confirm_urgent")
    assert "dv.notify_district" not in running(ticket)
    cast.does("fang", ticket, "record_contact", channel="phone", persons=1, said="再次来电。")
    assert "dv.notify_district" not in running(ticket), "what was confirmed is not asked again"


@pytest.mark.parametrize("category", ["0102", "0207"])
def test_who_cannot_protect_herself_by_law_is_reported_whatever_is_wished(cast: Cast, category: str) -> None:
    ticket = cast.call(category=category, health=["incapable"])
    assert (ticket.unit_id, ticket.data["lane"]) == (DISTRICT, ["incapable"])
    assert child(ticket, lane_rules.POLICE).data["mandatory"] is True


def test_that_she_cannot_is_learnt_later_too(cast: Cast) -> None:
    ticket = cast.does("mei", cast.call(category="0102"), "claim")
    who = agreed.code_of(ticket, "petitioner")
    ticket = cast.does("mei", ticket, "correct_person", party=who, health=["incapable"])
    assert (ticket.state, ticket.unit_id) == ("escalated", DISTRICT)
    assert "incapable" in ticket.data["lane"] and child(ticket, lane_rules.POLICE).data["mandatory"] is True
    assert "health" not in str(ticket.data), "the health fact itself stays sealed with the party"


def test_from_the_plan_to_the_table_mediation_in_an_urgent_case_waits_for_the_district_twice(cast: Cast) -> None:
    ticket = urgent(cast, other_name="周先生")
    for move, entered in (("accept", {"track": "mediation", "notice": "oral"}), ("begin", {})):
        cast.does("fang", ticket, move, **entered)
    both = [agreed.code_of(ticket, role) for role in ("petitioner", "other")]
    for party in both:
        said = {"answer": "oral", "given_on": "2026-03-02", "rights_told": True}
        cast.does("fang", ticket, "record_consent", party=party, **said)
    cast.does("fang", ticket, "declare_interest", **agreed.IMPARTIAL)
    assert "protection protocol" in str(refused(cast, "fang", ticket, "start_mediation", began_by="applied").reason)
    cast.does("gao", ticket, "sign_protocol", conditions="分开谈，社区民警在场。", her_will=True)
    assert "safety plan first" in str(refused(cast, "fang", ticket, "start_mediation", began_by="applied").reason)
    cast.does("fang", child(ticket, lane_rules.PLAN), "make_plan", **PLAN)
    cast.does("fang", ticket, "start_mediation", began_by="applied")
    assert "present" in refused(cast, "fang", ticket, "record_session", present=both, **agreed.SESSION).errors
    assert cast.does("fang", ticket, "record_session", present=both[:1], **agreed.SESSION).data["sessions"] == 1
    cast.does("gao", ticket, "approve_joint_meeting", her_will=True, conditions="在司法所，民警在场。")
    assert cast.does("fang", ticket, "record_session", present=both, **agreed.SESSION).data["sessions"] == 2


def test_the_lanes_tickets_have_no_people_and_no_story_of_their_own(cast: Cast) -> None:
    ticket = cast.call(violence_now="yes", category="0102", dependants="yes", name="王秀英", story="他用皮带打我。")
    children = list(Ticket.objects.filter(parent=ticket))
    assert len(children) > 5 and not Party.objects.filter(ticket__in=children).exists()
    for one in children:
        assert one.sealed is None and not any(word in in_clear(one) for word in ("王秀英", "皮带", "2046"))
