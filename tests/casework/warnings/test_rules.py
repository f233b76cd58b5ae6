"""Each rule fires at its threshold and not one below (domain.md §4.7)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from casework import access
from casework.models import Event, Ticket
from casework.warnings.daily import daily
from casework.warnings.look import Seen
from casework.warnings.run import hits_of
from tests.casework.warnings.parts import HOME, alerts, called, day, looked, promise, rules
from tests.cast import COMMUNITY, DISTRICT, OTHER_COMMUNITY, SISTER, STREET, Cast

VIOLENT = {"category": "0102"}


# ── R1 ────────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("apart", "fires"), [(29.9, True), (30, False)])
def test_r1_two_contacts_of_a_household_in_thirty_days(cast: Cast, apart: float, fires: bool):
    first = called(cast, day(0), 1, place_detail=HOME)
    assert rules() == [], "one contact is no pattern"
    second = called(cast, day(apart), 2, place_detail=HOME)
    assert rules() == (["R1.30"] if fires else [])
    assert second.risk == ("yellow" if fires else "blue") and Ticket.objects.get(pk=first.pk).risk == "blue"
    if fires:
        assert alerts()[0].unit_id == COMMUNITY and alerts()[0].data["n"] == 2


@pytest.mark.parametrize(("last", "fires"), [(89.9, True), (90, False)])
def test_r1_three_contacts_in_ninety_days_are_orange_and_go_to_the_street(cast: Cast, last: float, fires: bool):
    for n, at in enumerate((0, 45, last)):
        ticket = called(cast, day(at), n, place_detail=HOME)
    assert rules() == (["R1.90"] if fires else [])
    assert ticket.risk == ("orange" if fires else "blue")
    if fires:
        assert alerts()[0].unit_id == STREET


def test_r1_the_same_phone_from_another_address_is_the_same_household_and_another_home_is_not(cast: Cast):
    called(cast, day(0), 1, place_detail=HOME)
    called(cast, day(10), 2, place_detail="另一个院子")
    assert rules() == []
    called(cast, day(20), 1, place_detail="朋友家")
    assert rules() == ["R1.30"]


def test_r1_a_contact_about_the_case_counts_like_a_call(cast: Cast):
    ticket = called(cast, day(0), 1)
    cast.does("cao", ticket, "record_contact", now=day(3), channel="phone", persons=1, said="又来电询问。")
    looked(day(3))
    assert rules() == ["R1.30"]


# ── R2 ────────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("story", "fires"), [("昨晚他又动手打我。", True), ("他没有打我，只是争吵。", False), ("请打电话给我。", False)]
)
def test_r2_words_of_violence_are_checked_by_a_person_within_thirty_minutes(cast: Cast, story: str, fires: bool):
    ticket = called(cast, day(0), story=story)
    assert rules() == (["R2"] if fires else [])
    if fires:
        assert alerts()[0].unit_id == ticket.unit_id and ticket.is_open
        assert alerts()[0].next_due_at == day(0) + timedelta(minutes=30)
        assert ticket.data["words"] == ["hitting"] and story not in str(ticket.data)


def test_r2_leaves_a_red_case_to_the_district_that_has_it(cast: Cast):
    called(cast, day(0), story="他又打我", violence_now="yes")
    assert "R2" not in rules()


# ── R3 ────────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("days", "rule", "risk"),
    [
        ((0,), "R3.1", "orange"),  # violence is never below orange by the screen
        ((0, 89), "R3.2", "orange"),
        ((0, 91), "R3.1", "orange"),
        ((0, 91, 179), "R3.3", "red"),
        ((0, 92, 181), "R3.2", "orange"),
    ],
)
def test_r3_calls_pushed_by_the_police(cast: Cast, days: tuple[int, ...], rule: str, risk: str):
    for n, at in enumerate(days):
        ticket = called(cast, day(at), n, place_detail=HOME, channel="police", **VIOLENT)
    assert [one.category for one in alerts("R3")][-1] == rule
    assert ticket.risk == risk


def test_r3_an_injury_is_red_at_once(cast: Cast):
    ticket = called(cast, day(0), channel="police", weapon_or_injury="yes", **VIOLENT)
    assert "R3.injury" in rules() and ticket.risk == "red"


def test_r3_a_call_of_the_police_that_is_not_about_violence_is_none(cast: Cast):
    called(cast, day(0), channel="police")
    assert rules() == []


# ── R4 ────────────────────────────────────────────────────────────────────────────────────────────────────────────────
def found_in(cast: Cast, event: str, **data: Any) -> list[str]:
    """The rules met by an event of a case that has these facts."""
    case = access.tickets(cast.actor("fang")).get(pk=cast.call(now=day(0), **VIOLENT).pk)
    case.data.update(data)
    seen = Seen(1, event, day(1), "rights", {}, case.pk, case)
    return [hit.rule.key for hit in hits_of([seen])]


@pytest.mark.parametrize(
    ("facts", "rule"), [({"warnings": 1}, ""), ({"warnings": 2}, "R4.warnings"), ({"order_breaches": 1}, "R4.breach")]
)
def test_r4_the_second_written_warning_or_any_breach_is_red(cast: Cast, facts: dict[str, int], rule: str):
    assert found_in(cast, "assess", **facts) == ([rule] if rule else [])


# ── R5, R6: once a day ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("ahead", "fires"), [(15, True), (16, False), (-1, False)])
def test_r5_an_order_that_ends_within_fifteen_days_is_a_task(cast: Cast, ahead: int, fires: bool):
    case = called(cast, day(0), **VIOLENT)
    order = promise(case, day(0), localdate(day(50)))
    until = localdate(day(100)) + timedelta(days=ahead)
    Ticket.objects.filter(pk=order.pk).update(type="protection_order", data={"valid_until": until.isoformat()})
    daily(day(100))
    assert rules() == (["R5"] if fires else [])


@pytest.mark.parametrize(("behind", "fires"), [(2, False), (3, True)])
def test_r6_an_instalment_three_days_behind_is_a_task_and_yellow(cast: Cast, behind: int, fires: bool):
    case = called(cast, day(0))
    promise(case, day(0), localdate(day(100)) - timedelta(days=behind))
    daily(day(100))
    assert rules() == (["R6"] if fires else [])
    assert Ticket.objects.get(pk=case.pk).risk == ("yellow" if fires else "blue")


def test_r6_says_it_once_for_each_day_promised(cast: Cast):
    case = called(cast, day(0))
    one = promise(case, day(0), localdate(day(90)))
    for n in (100, 101, 110):
        daily(day(n))
    assert rules() == ["R6"]
    soon = timezone.localdate() + timedelta(days=5)
    cast.does("cao", one, "reschedule", due_on=soon.isoformat(), both_agreed=True, reason="双方改期")
    daily(timezone.now() + timedelta(days=7))
    assert rules() == ["R6"]
    daily(timezone.now() + timedelta(days=8))
    assert rules() == ["R6", "R6"]


# ── R7 ────────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("times", "fires"), [(1, False), (2, True)])
def test_r7_two_unsatisfied_follow_ups_are_supervised_one_level_up(cast: Cast, times: int, fires: bool):
    case = called(cast, day(0))
    made = Event.objects.get(ticket=case)
    for n in range(times):
        Event.objects.create(
            ticket=case, seq=10 + n, at=day(5 + n), name="close", to_state="closed", level=1, unit=COMMUNITY,
            data={"satisfaction": "unsatisfied"}, hash=bytes([n]) * 32, prev=made.hash,
        )  # fmt: skip
    seen = Seen(2, "close", day(4 + times), "rights", {}, case.pk, case)
    hits = hits_of([seen])
    assert [hit.rule.key for hit in hits] == (["R7"] if fires else [])


# ── R8 ────────────────────────────────────────────────────────────────────────────────────────────────────────────────
OTHER = {"other_name": "赵某", "other_phone": "13911112222"}


def test_r8_the_same_other_side_in_two_households_is_for_the_district(cast: Cast):
    called(cast, day(0), 1, place_detail=HOME, **OTHER)
    called(cast, day(100), 2, place_detail=HOME, **OTHER)
    assert "R8" not in rules(), "one household, however often"
    called(cast, day(101), 3, place=OTHER_COMMUNITY, place_detail="别处", **OTHER)
    assert [one.unit_id for one in alerts("R8")] == [DISTRICT]


def test_r8_another_person_is_another_person(cast: Cast):
    called(cast, day(0), 1, place_detail=HOME, **OTHER)
    called(cast, day(1), 2, place_detail="别处", other_name="赵某", other_phone="13955556666")
    assert rules() == []


# ── R9, R10 ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("later", [{"category": "0101"}, {"channel": "civil_affairs"}, {"channel": "court"}])
def test_r9_divorce_after_violence_is_orange(cast: Cast, later: dict[str, str]):
    called(cast, day(0), 1, place_detail=HOME, **VIOLENT)
    ticket = called(cast, day(150), 2, place_detail=HOME, **later)
    assert "R9" in rules() and ticket.risk == "orange"


def test_r9_needs_both(cast: Cast):
    called(cast, day(0), 1, place_detail=HOME)
    called(cast, day(150), 2, place_detail=HOME, category="0101")
    called(cast, day(0), 3, place_detail="乙", **VIOLENT)
    called(cast, day(150), 4, place_detail="乙", category="0106")
    assert "R9" not in rules()


@pytest.mark.parametrize(
    ("fields", "fires"),
    [({**VIOLENT, "dependants": "yes"}, True), (VIOLENT, False), ({"category": "0106", "dependants": "yes"}, False)],
)
def test_r10_a_minor_in_a_case_of_violence_has_a_ticket_and_the_district(
    cast: Cast, fields: dict[str, str], fires: bool
):
    ticket = called(cast, day(0), **fields)
    assert ("R10" in rules()) is fires
    assert Ticket.objects.filter(parent=ticket, type="minor_case").exists() is fires
    if fires:
        assert alerts("R10")[0].unit_id == DISTRICT


# ── R11 ───────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("last", "fires"), [(6.9, True), (7, False)])
def test_r11_three_new_family_disputes_of_a_community_in_seven_days(cast: Cast, last: float, fires: bool):
    for n, at in enumerate((0, 3, last)):
        called(cast, day(at), n)
    assert rules() == (["R11.community"] if fires else [])
    if fires:
        assert alerts()[0].unit_id == DISTRICT and alerts()[0].place_id == COMMUNITY


def test_r11_other_communities_and_other_matters_do_not_count(cast: Cast):
    called(cast, day(0), 1)
    called(cast, day(1), 2, place=SISTER)
    called(cast, day(2), 3, category="0404")
    called(cast, day(3), 4)
    assert rules() == []


@pytest.mark.parametrize(("n", "fires"), [(2, False), (3, True)])
def test_r11_three_complaints_about_one_employer_are_talked_about_with_it(cast: Cast, n: int, fires: bool):
    for one in range(n):
        called(
            cast,
            day(one * 20),
            one,
            category="0404",
            employer="金陵某某服饰有限公司",
            place=(COMMUNITY, SISTER, OTHER_COMMUNITY)[one],
        )
    assert rules() == (["R11.employer"] if fires else [])
    if fires:
        alert = alerts()[0]
        opened = Event.objects.get(ticket=alert)
        assert "服饰" not in str(alert.data) + str(opened.data) + alert.title_text, "the name stays with the cases"


# ── R13 ───────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("persons", "fires"), [(4, False), (5, True)])
def test_r13_a_group_of_five_is_reported_to_the_leader(cast: Cast, persons: int, fires: bool):
    called(cast, day(0), persons=persons)
    assert ("R13.group" in rules()) is fires


def test_r13_public_attention_is_reported_to_the_leader(cast: Cast):
    called(cast, day(0), channel="media")
    alert = alerts("R13")[0]
    assert alert.category == "R13.media" and alert.unit_id == DISTRICT
    told = Event.objects.get(ticket=alert).outbox
    assert "leaders" in told.audiences


def test_r13_a_call_that_no_newspaper_reports_is_for_nobody_above(cast: Cast):
    called(cast, day(0), channel="visit")
    assert alerts("R13") == []


# ── What all have in common ───────────────────────────────────────────────────────────────────────────────────────────
def test_a_void_case_counts_for_nothing(cast: Cast):
    first = called(cast, day(0), 1, place_detail=HOME)
    cast.does("cao", first, "ask_void", now=day(1), reason="录入错误")
    cast.does("fang", first, "confirm_void", now=day(1), reason="录入错误")
    called(cast, day(2), 2, place_detail=HOME)
    assert rules() == []


def test_an_alert_names_rule_counts_and_dates_and_no_case(cast: Cast):
    first = called(cast, day(0), 1, place_detail=HOME)
    second = called(cast, day(5), 2, place_detail=HOME)
    alert = alerts()[0]
    assert {alert.data[name] for name in ("n", "threshold", "window")} == {2, 30}
    assert (alert.data["first"], alert.data["last"]) == (localdate(day(0)).isoformat(), localdate(day(5)).isoformat())
    text = str(alert.data) + str([event.data for event in alert.events.all()])
    assert first.number not in text and second.number not in text
