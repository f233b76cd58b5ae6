"""What becomes of a case's child tickets when the case changes hands or is void: some go along, some stay, some forbid it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import access, history
from casework.models import Ticket
from casework.ticking import tick
from tests.casework.warnings.parts import promise
from tests.cast import COMMUNITY, DISTRICT, STREET, Cast
from tests.workflows.rights.protected import on, refused, told
from tests.workflows.types.test_written_warning import ASKED, SERVED, delivered
from workflows.rights import lane_rules
from workflows.rights.along import unit_of

PLAN = {"safe_phone": "138 0000 7788", "safe_time": "中午", "place_to_go": "姐姐家", "shelter": "has_place"}
REPORT = {"way": "staff", "station": "夫子庙派出所", "receipt": "JJ1", "told": "丈夫动手。"}
ERROR = {"reason": "重复登记的演示录入"}


def of(case: Ticket, slug: str) -> Ticket:
    return Ticket.objects.filter(parent=case, type=slug).latest("id")


def where(case: Ticket, slug: str) -> tuple[str, int | None]:
    return Ticket.objects.filter(parent=case, type=slug).values_list("unit_id", "assignee_id").latest("id")


def handled(cast: Cast, **call: Any) -> Ticket:
    """An urgent case of domestic violence in Fang's hands, accepted and begun."""
    case = cast.does("fang", cast.call(violence_now="yes", category="0102", **call), "claim")
    cast.does("fang", case, "accept", track="dv", notice="oral")
    return cast.does("fang", case, "begin")


def sent_down(cast: Cast, case: Ticket) -> Ticket:
    return cast.does("fang", case, "dispatch", unit=COMMUNITY, instruction="请上门走访，按安全计划跟进。")


# ── Going along ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_is_done_with_her_goes_down_with_the_case_and_the_rest_stays_with_the_officer(cast: Cast) -> None:
    case = sent_down(cast, handled(cast))
    for slug in (lane_rules.PLAN, lane_rules.EVIDENCE):
        assert where(case, slug) == (COMMUNITY, None), slug
        assert "unit" in told(of(case, slug), "go_along")
    for slug in (lane_rules.POLICE, lane_rules.ORDER, lane_rules.WARNING, lane_rules.AID, lane_rules.LEADER):
        assert where(case, slug) == (DISTRICT, cast.fang.id), slug
    cast.does("mei", case, "claim")
    assert where(case, lane_rules.PLAN) == (COMMUNITY, cast.mei.id) and where(case, lane_rules.ORDER) == (
        DISTRICT,
        cast.fang.id,
    )
    assert cast.does("mei", of(case, lane_rules.PLAN), "make_plan", **PLAN).state == "in_force"


def test_it_comes_up_again_with_the_case(cast: Cast) -> None:
    case = sent_down(cast, handled(cast))
    cast.does("mei", case, "claim")
    cast.does("mei", case, "escalate_severe", ground="weapon", police="called", facts="持刀上门。")
    assert where(case, lane_rules.PLAN) == (DISTRICT, None) and where(case, lane_rules.ORDER) == (
        DISTRICT,
        cast.fang.id,
    )
    assert refused(cast, "mei", of(case, lane_rules.PLAN), "make_plan", **PLAN).code == "not_found"
    cast.does("gao", case, "claim")
    assert where(case, lane_rules.PLAN) == (DISTRICT, cast.gao.id)


def test_a_new_person_in_charge_gets_what_the_former_one_had_and_not_what_a_colleague_took(cast: Cast) -> None:
    case = handled(cast)
    aid = of(case, lane_rules.AID)
    cast.does("fang", aid, "hand_back", reason="请高静办")
    cast.does("gao", aid, "claim")
    cast.does("lu", case, "reassign", assignee=str(cast.gao.id), reason="轮岗")
    assert {
        where(case, slug)[1] for slug in (lane_rules.PLAN, lane_rules.POLICE, lane_rules.ORDER, lane_rules.AID)
    } == {cast.gao.id}
    cast.does("gao", aid, "hand_back", reason="请方宁办")
    cast.does("fang", aid, "claim")
    cast.does("gao", case, "hand_back", reason="请假")
    assert where(case, lane_rules.PLAN)[1] is None and where(case, lane_rules.AID)[1] == cast.fang.id


def test_a_case_costs_the_same_however_many_children_go_along(cast: Cast) -> None:
    def reassigned(case: Ticket) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as asked:
            cast.does("lu", case, "reassign", assignee=str(cast.gao.id), reason="轮岗")
        gone = Ticket.objects.filter(parent=case, is_open=True, assignee=cast.gao.id).count()
        return gone, len([one for one in asked if "SAVEPOINT" not in one["sql"]])

    few, many = handled(cast), handled(cast)
    Ticket.objects.filter(parent=few).exclude(type__in=(lane_rules.PLAN, lane_rules.ORDER)).update(is_open=False)
    (two, cheap), (more, dear) = reassigned(few), reassigned(many)
    assert (two, dear) == (2, cheap) and more >= 5


def test_the_visits_after_a_warning_go_to_the_unit_of_the_case_once_it_is_delivered(cast: Cast) -> None:
    case = sent_down(cast, handled(cast))
    cast.does("mei", case, "claim")
    warning = of(case, lane_rules.WARNING)
    cast.does("fang", warning, "ask_police", **ASKED)
    assert where(case, lane_rules.WARNING)[0] == DISTRICT
    cast.does("fang", warning, "record_delivery", issued_on=on(-3), delivered_on=on(-2), **SERVED)
    assert where(case, lane_rules.WARNING) == (COMMUNITY, cast.mei.id)


def test_an_escalation_by_the_clock_takes_them_along_even_if_one_of_them_is_due_in_the_same_sweep(cast: Cast) -> None:
    case = sent_down(cast, handled(cast))
    cast.does("mei", case, "claim")
    while tick(now=timezone.now() + timedelta(days=40)).full:
        pass
    case.refresh_from_db()
    assert case.unit_id in (STREET, DISTRICT) and where(case, lane_rules.PLAN)[0] == case.unit_id
    for one in Ticket.objects.filter(parent=case) | Ticket.objects.filter(pk=case.pk):
        assert history.first_break(one, one.events.order_by("seq")) is None, one.number


def test_who_assists_sees_her_part_of_the_case_and_no_child_ticket(cast: Cast) -> None:
    case = handled(cast)
    cast.does("fang", case, "ask_assistance", assisting=[COMMUNITY], tasks=["visit"])
    seen = access.tickets(cast.actor("mei"))
    assert seen.filter(pk=case.pk).exists() and not seen.filter(parent=case).exists()
    assert not access.may_reveal(cast.actor("mei"), Ticket.objects.get(pk=case.pk))


def test_after_the_hand_over_the_former_unit_sees_neither_case_nor_children(cast: Cast) -> None:
    case = sent_down(cast, handled(cast))
    cast.does("mei", case, "claim")
    cast.does("mei", case, "escalate_severe", ground="weapon", police="called", facts="持刀上门。")
    assert not access.tickets(cast.actor("mei")).filter(Q(pk=case.pk) | Q(parent=case)).exists()


@pytest.mark.parametrize("slug", lane_rules.PROTECTION)
def test_every_kind_has_its_place(cast: Cast, slug: str) -> None:
    case = Ticket(unit_id=COMMUNITY)
    stays = slug not in (lane_rules.PLAN, lane_rules.EVIDENCE, lane_rules.WARNING)
    assert unit_of(slug, "visiting", case) == (DISTRICT if stays else COMMUNITY)


# ── Void ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
def asked(cast: Cast, **call: Any) -> Ticket:
    return cast.does("fang", cast.does("fang", cast.call(**call), "claim"), "ask_void", **ERROR)


def test_a_case_entered_in_error_takes_its_untouched_children_along(cast: Cast) -> None:
    case = asked(cast, threat_to_life="yes", category="0102")
    children = list(Ticket.objects.filter(parent=case, is_open=True))
    assert len(children) >= 5
    assert cast.does("gao", case, "confirm_void", **ERROR).state == "void"
    for one in children:
        one.refresh_from_db()
        assert (one.state, one.outcome, one.is_open, one.next_due_at) == ("voided", "X3", False, None), one.type
        assert one.events.latest("seq").name == "void_along"


def test_a_report_that_the_law_requires_keeps_the_case(cast: Cast) -> None:
    case = asked(cast, category="0802", age_band="u14")
    report = of(case, lane_rules.POLICE)
    said = str(refused(cast, "gao", case, "confirm_void", **ERROR).reason)
    assert report.number in said and "nobody can waive it" in said
    cast.does("fang", report, "report", ground="injuries", **REPORT)
    said = str(refused(cast, "gao", case, "confirm_void", **ERROR).reason)
    assert report.number in said, "civil affairs and education are part of it"
    assert of(case, lane_rules.CHILD).number in said


def test_danger_on_record_keeps_the_case_until_it_is_over(cast: Cast) -> None:
    case = asked(cast, violence_now="yes", category="0102")
    report = of(case, lane_rules.POLICE)
    assert report.number in str(refused(cast, "gao", case, "confirm_void", **ERROR).reason)
    cast.does("fang", report, "end_danger", how="police_there", details="来电人说是误拨，民警到场确认。")
    assert cast.does("gao", case, "confirm_void", **ERROR).state == "void"


def test_what_has_begun_outside_shows_that_the_case_is_real(cast: Cast) -> None:
    case = asked(cast, threat_to_life="yes", category="0102")
    cast.does("fang", of(case, lane_rules.PLAN), "make_plan", **PLAN)
    delivered(cast, of(case, lane_rules.WARNING))
    said = str(refused(cast, "gao", case, "confirm_void", **ERROR).reason)
    assert of(case, lane_rules.PLAN).number in said and of(case, lane_rules.WARNING).number in said
    assert of(case, lane_rules.ORDER).number not in said


def test_a_follow_up_plan_ends_with_the_void_case_and_a_promise_does_not(cast: Cast) -> None:
    case = cast.does("fang", cast.call(category="0102"), "open_plan", confirm=True)
    cast.does("mei", case, "claim")
    cast.does("mei", case, "ask_void", **ERROR)
    owed = promise(case, timezone.now(), timezone.localdate() + timedelta(days=30))
    assert owed.number in str(refused(cast, "fang", case, "confirm_void", **ERROR).reason)
    cast.does("mei", owed, "release", reason="双方都不再要求。")
    assert cast.does("fang", case, "confirm_void", **ERROR).state == "void"
    assert of(case, "aftercare").state == "stopped"
