"""New harm in a case that is red already: the lane is entered anew. What is closed comes again, what is open is not doubled."""

from typing import Any

import pytest

from casework.models import Event, Ticket
from casework.warnings.run import step
from tests.cast import STREET, Cast
from tests.workflows.rights.protected import NO, on, running, told
from tests.workflows.test_risk import assessed
from tests.workflows.types.test_protection_order import BREACH, in_force
from tests.workflows.types.test_written_warning import SERVED, delivered, visit
from workflows.rights import lane_rules

PLAN = {"safe_phone": "138 0000 7788", "safe_time": "中午", "place_to_go": "姐姐家", "shelter": "has_place"}
REPORT = {"way": "staff", "station": "夫子庙派出所", "receipt": "JJ1", "told": "丈夫动手。"}
CONTACT = {"reached": "yes", "way": "phone", "safe": "no", "new_harm": "yes", "said": "昨晚又动手了。"}


def of(case: Ticket, slug: str) -> list[Ticket]:
    return list(Ticket.objects.filter(parent=case, type=slug).order_by("id"))


def settled(cast: Cast) -> Ticket:
    """A red case in Fang's hands: reported, plan in force, evidence and leader done; nothing of the first day is open."""
    case = cast.does("fang", cast.call(violence_now="yes", category="0102"), "claim")
    cast.does("fang", of(case, lane_rules.POLICE)[0], "report", **REPORT)
    cast.does("fang", of(case, lane_rules.PLAN)[0], "make_plan", **PLAN)
    cast.does("fang", of(case, lane_rules.EVIDENCE)[0], "guide", kept=["police"], safe_place=True)
    cast.does("fang", of(case, lane_rules.LEADER)[0], "tell_leader", told=["leader"], way="phone")
    cast.does("fang", case, "confirm_urgent")
    return Ticket.objects.get(pk=case.pk)


def looked() -> None:
    while step():
        pass


def came_again(case: Ticket, ground: str) -> None:
    """Police, evidence and leader anew; the plan that is open is looked at within the first action's time; all are told."""
    for slug in (lane_rules.POLICE, lane_rules.EVIDENCE, lane_rules.LEADER):
        assert [one.is_open for one in of(case, slug)] == [False, True], slug
    (plan,) = of(case, lane_rules.PLAN)
    assert "dv.first_action" in running(plan) and Event.objects.filter(ticket=plan, name="review_now").count() == 1
    assert "dv.notify_district" in running(case)
    case.refresh_from_db()
    assert case.data["severe_ground"] == ground and STREET in case.assisting


def test_a_breach_of_the_order_in_a_red_case_opens_what_was_closed(cast: Cast) -> None:
    case = settled(cast)
    order = in_force(cast, of(case, lane_rules.ORDER)[0])
    cast.does("fang", order, "record_breach", **BREACH)
    looked()
    came_again(case, "order_breach")
    assert len(of(case, lane_rules.ORDER)) == 1, "the order in force is not doubled"
    event = Event.objects.get(ticket=case, name="enter_again")
    assert event.actor_id is None and event.data["ground"] == "order_breach"
    assert {"district_duty", "leaders", "assisting", "holder"} <= told(case, "enter_again")


def test_the_same_breach_opens_it_once_and_the_next_one_again(cast: Cast) -> None:
    case = settled(cast)
    order = in_force(cast, of(case, lane_rules.ORDER)[0])
    cast.does("fang", order, "record_breach", **BREACH)
    looked()
    looked()
    cast.does("fang", of(case, lane_rules.POLICE)[-1], "report", **REPORT)
    cast.does("fang", order, "record_breach", **BREACH)
    looked()
    assert len(of(case, lane_rules.POLICE)) == 3 and Event.objects.filter(ticket=case, name="enter_again").count() == 2
    assert len(of(case, lane_rules.EVIDENCE)) == 2, "what was still open is not doubled"


def test_a_breach_is_said_also_where_two_warnings_were_said_before(cast: Cast) -> None:
    case = settled(cast)
    warning = delivered(cast, of(case, lane_rules.WARNING)[0])
    cast.does("fang", warning, "record_delivery", issued_on=on(-3), delivered_on=on(-2), **SERVED)
    order = in_force(cast, of(case, lane_rules.ORDER)[0])
    looked()
    cast.does("fang", order, "record_breach", **BREACH)
    looked()
    keys = Ticket.objects.filter(type="warning").values_list("category", flat=True)
    assert {"R4.warnings", "R4.breach"} <= set(keys)


def test_danger_told_with_the_breach_is_danger_for_the_report_that_is_open(cast: Cast) -> None:
    case = cast.does("fang", cast.call(threat_to_life="yes", category="0102"), "claim")
    cast.does("fang", case, "record_safety_contact", **CONTACT)
    assert of(case, lane_rules.POLICE)[0].data["danger"] is True, (
        "the open report is not doubled, but the danger is new"
    )


def test_a_further_warning_or_new_harm_at_a_visit_opens_it_anew(cast: Cast) -> None:
    case = settled(cast)
    warning = delivered(cast, of(case, lane_rules.WARNING)[0])
    looked()
    assert not Event.objects.filter(ticket=case, name="enter_again").exists(), "the first warning is no new harm"
    visit(cast, warning, -90, again="yes")
    looked()
    came_again(case, "violence")
    cast.does("fang", of(case, lane_rules.POLICE)[-1], "report", **REPORT)
    cast.does("fang", warning, "record_delivery", issued_on=on(-3), delivered_on=on(-2), **SERVED)
    looked()
    assert len(of(case, lane_rules.POLICE)) == 3 and len(of(case, lane_rules.WARNING)) == 1


def test_a_quiet_visit_opens_nothing(cast: Cast) -> None:
    case = settled(cast)
    visit(cast, delivered(cast, of(case, lane_rules.WARNING)[0]), -90)
    looked()
    assert len(of(case, lane_rules.POLICE)) == 1


def test_new_violence_told_at_a_safety_contact_opens_it_at_once(cast: Cast) -> None:
    case = settled(cast)
    cast.does("fang", case, "record_safety_contact", **CONTACT)
    assert [one.is_open for one in of(case, lane_rules.POLICE)] == [False, True]
    case.refresh_from_db()
    assert (case.data["safe_contacts"], case.data["quiet_since"]) == (0, on()), "two quiet periods count from here"


def test_a_call_of_the_police_in_a_red_case_opens_it_each_time_also_while_the_alert_is_quiet(cast: Cast) -> None:
    case = settled(cast)
    for n in range(4):
        cast.does("fang", case, "record_contact", channel="police", persons=1, said="民警又到场一次。")
        looked()
        assert len(of(case, lane_rules.POLICE)) == n + 2
        cast.does("fang", of(case, lane_rules.POLICE)[-1], "report", **REPORT)


def test_an_ordinary_contact_opens_nothing_but_words_of_violence_are_read_by_a_person(cast: Cast) -> None:
    case = settled(cast)
    cast.does("fang", case, "record_contact", channel="phone", persons=1, said="她问进展，没有再打她。")
    looked()
    assert len(of(case, lane_rules.POLICE)) == 1 and not Ticket.objects.filter(category="R2.contact").exists()
    cast.does("ling", case, "record_contact", channel="phone", persons=1, said="昨晚他又动手打我。")
    looked()
    alert = Ticket.objects.get(category="R2.contact")
    assert alert.unit_id == case.unit_id and "warn.check_now" in running(alert)
    case.refresh_from_db()
    assert case.data["contact_words"]["words"] == ["hitting"] and "动手" not in str(case.data)


def test_an_assessment_that_finds_what_was_not_known_opens_it_and_one_that_repeats_the_call_does_not(
    cast: Cast,
) -> None:
    case = settled(cast)
    cast.does("fang", case, "assess", **assessed(violence_now="yes"))
    assert len(of(case, lane_rules.POLICE)) == 1, "the call said so"
    cast.does("fang", case, "assess", **assessed(violence_now="yes", weapon="yes"))
    assert len(of(case, lane_rules.POLICE)) == 2


def test_a_second_group_is_told_to_the_leader_again(cast: Cast) -> None:
    case = cast.does("fang", cast.call(persons=6), "claim")
    cast.does("fang", of(case, lane_rules.LEADER)[0], "tell_leader", told=["leader", "committee"], way="phone")
    cast.does("fang", case, "record_contact", channel="visit", persons=1, said="一人来问。")
    looked()
    assert len(of(case, lane_rules.LEADER)) == 1
    cast.does("fang", case, "record_contact", channel="visit", persons=7, said="七人再来。")
    looked()
    assert len(of(case, lane_rules.LEADER)) == 2 and not of(case, lane_rules.POLICE)


def test_what_one_alarm_made_mandatory_the_next_alarm_does_not_lift(cast: Cast) -> None:
    case = cast.does("fang", cast.call(violence_now="yes", category="0102"), "claim")
    cast.does("fang", case, "raise_alarm", ground="minor", police="called", facts="孩子也受伤。")
    report = of(case, lane_rules.POLICE)[0]
    cast.does("fang", report, "report", ground="injuries", **REPORT)
    cast.does("fang", report, "others_told", bodies=["civil_affairs"], told_by="电话")
    cast.does("fang", case, "raise_alarm", ground="weapon", police="called", facts="又持刀。")
    assert of(case, lane_rules.POLICE)[-1].data["mandatory"] is True


def test_a_lowered_case_is_red_again_with_new_tickets(cast: Cast) -> None:
    case = settled(cast)
    warning = delivered(cast, of(case, lane_rules.WARNING)[0])
    Ticket.objects.filter(pk=case.pk).update(risk="yellow", data={**case.data, "urgent": False})
    looked()
    visit(cast, warning, -90, again="yes")
    looked()
    case.refresh_from_db()
    assert (case.risk, case.data["urgent"]) == ("red", True)
    assert [one.is_open for one in of(case, lane_rules.POLICE)] == [False, True]


def test_for_a_case_that_is_closed_the_alert_goes_to_the_district(cast: Cast) -> None:
    case = settled(cast)
    warning = delivered(cast, of(case, lane_rules.WARNING)[0])
    looked()
    cast.does("fang", of(case, lane_rules.AID)[0], "decline", **NO)
    cast.does("fang", of(case, lane_rules.ORDER)[0], "record_wish", wish="no", explained=True, **NO)
    case = cast.does("fang", case, "withdraw", free_will=True, statement="她说不再需要。")
    assert not case.is_open
    visit(cast, warning, -90, again="yes")
    looked()
    assert Ticket.objects.filter(type="warning", category="R4.harm", unit_id=case.unit_id, is_open=True).count() == 1
    assert len(of(case, lane_rules.POLICE)) == 1


@pytest.mark.parametrize("who", ["fang", "ling", "mei", "lu"])
def test_nobody_makes_the_clocks_move_by_hand(cast: Cast, who: str) -> None:
    case: Any = settled(cast)
    with pytest.raises(Exception) as refused:
        cast.does(who, case, "enter_again", ground="violence")
    assert getattr(refused.value, "code", "") in ("forbidden", "not_found")


def test_words_of_hers_are_not_needed_twice(cast: Cast) -> None:
    """What she declined is offered again after new harm: as tickets of their own, beside those that keep her word."""
    case = settled(cast)
    cast.does("fang", of(case, lane_rules.AID)[0], "decline", **NO)
    cast.does("fang", case, "record_safety_contact", **CONTACT)
    assert [one.state for one in of(case, lane_rules.AID)] == ["declined", "preparing"]
