"""The board counts what its reader answers for, and each number can be recounted."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from casework import gate
from casework.errors import Refused
from casework.models import Ticket
from casework.queries.board import board
from tests.cast import COMMUNITY, DISTRICT, OTHER_COMMUNITY, OTHER_STREET, SISTER, STREET, Cast

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 16, 9, 0, tzinfo=SHANGHAI)


def open_accepted(cast: Cast, now: datetime = MONDAY, who: str = "mei", **changes: object) -> str:
    ticket = cast.call(now=now, **changes)
    cast.does(who, ticket, "claim", now=now)
    cast.does(who, ticket, "accept", now=now, track="mediation", notice="oral", notice_no="")
    return ticket.number


def test_open_tickets_are_counted_by_street_community_and_type(cast: Cast) -> None:
    cast.call(now=MONDAY)
    cast.call(now=MONDAY, place=SISTER)
    cast.call(now=MONDAY, place=OTHER_COMMUNITY)
    seen = board(cast.actor("lu"), now=MONDAY)
    assert seen.total.open == 3
    assert {row.code: row.counts.open for row in seen.streets} == {STREET: 2, OTHER_STREET: 1}
    assert {row.code: row.counts.open for row in seen.communities} == {COMMUNITY: 1, SISTER: 1, OTHER_COMMUNITY: 1}
    assert [(row.slug, row.counts.open) for row in seen.types] == [("rights", 3)]


def test_a_street_supervisor_sees_no_other_street(cast: Cast) -> None:
    cast.call(now=MONDAY, place=OTHER_COMMUNITY)
    seen = board(cast.actor("ding"), now=MONDAY)
    assert seen.total.open == 0
    assert [row.code for row in seen.streets] == [STREET]
    assert seen.communities == []


def test_what_stands_at_the_district_has_its_own_row(cast: Cast) -> None:
    urgent = cast.call(now=MONDAY, violence_now="yes")
    tasks = Ticket.objects.filter(parent=urgent, is_open=True).count()
    seen = board(cast.actor("lu"), now=MONDAY)
    assert tasks > 3, "the tickets of the urgent lane stand there too, each with a clock of its own"
    assert [(row.code, row.own, row.counts.open) for row in seen.streets][0] == (DISTRICT, True, 1 + tasks)


@pytest.mark.parametrize("who", ["ling", "mei", "cao", "an"])
def test_the_board_is_refused_to_those_who_answer_for_no_area(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refused:
        board(cast.actor(who))
    assert refused.value.code == "forbidden"


def test_overdue_and_due_within_a_day_never_overlap(cast: Cast) -> None:
    ticket = cast.call(now=MONDAY)
    due = ticket.next_due_at
    before = board(cast.actor("lu"), now=due - timedelta(hours=1)).total
    after = board(cast.actor("lu"), now=due).total
    assert (before.overdue, before.soon) == (0, 1)
    assert (after.overdue, after.soon) == (1, 0)
    assert board(cast.actor("lu"), now=due).oldest.number == ticket.number
    assert board(cast.actor("lu"), now=due - timedelta(hours=25)).total.soon == 0


def test_an_escalation_of_today_names_both_levels(cast: Cast) -> None:
    number = open_accepted(cast)
    later = MONDAY + timedelta(hours=2)
    cast.does("mei", number, "hand_up", now=later, reason="refused", tried="3 月 16 日上门，对方不愿调解。")
    with translation.override("zh-hans"):
        seen = board(cast.actor("lu"), now=later)
    assert seen.escalated == 1
    (one,) = seen.escalations
    assert (one.number, one.from_name, one.to_name, one.taken) == (number, "贡院社区", "夫子庙街道", False)
    assert board(cast.actor("lu"), now=later + timedelta(days=1)).escalated == 0


def test_a_severe_case_counts_among_the_escalations(cast: Cast) -> None:
    number = open_accepted(cast)
    cast.does("mei", number, "escalate_severe", now=MONDAY, ground="violence", police="called", facts="刚才又动手。")
    assert [one.number for one in board(cast.actor("lu"), now=MONDAY).escalations] == [number]


def test_a_case_not_yet_due_is_in_no_denominator(cast: Cast) -> None:
    open_accepted(cast)
    rate = board(cast.actor("lu"), now=MONDAY + timedelta(days=1)).year
    assert (rate.accepted, rate.not_yet_due, rate.due, rate.percent) == (1, 1, 0, None)


def test_a_case_past_the_handling_limit_lowers_the_rate_until_it_is_closed(cast: Cast) -> None:
    number = open_accepted(cast)
    late = MONDAY + timedelta(days=61)
    rate = board(cast.actor("lu"), now=late).year
    assert (rate.concluded, rate.due, rate.percent, rate.missing, rate.due_open) == (0, 1, 0.0, 1, 1)
    withdraw(cast, number, late)
    rate = board(cast.actor("lu"), now=late).year
    assert (rate.concluded, rate.due, rate.percent, rate.missing) == (1, 1, 100.0, 0)


def withdraw(cast: Cast, number: str, now: datetime) -> None:
    cast.does("mei", number, "withdraw", now=now, free_will=True, statement="不再需要。")


def test_numerator_and_denominator_follow_the_formula(cast: Cast) -> None:
    numbers = [open_accepted(cast, now=MONDAY + timedelta(minutes=n)) for n in range(3)]
    withdraw(cast, numbers[0], MONDAY + timedelta(days=20))
    for moment in (MONDAY + timedelta(days=25), MONDAY + timedelta(days=70)):
        seen = board(cast.actor("lu"), now=moment)
        for rate in (seen.year, seen.month):
            assert rate.due == rate.carried_in + rate.accepted - rate.not_yet_due
            assert rate.due == rate.concluded + rate.due_open + rate.unproven


def test_a_case_of_last_month_is_carried_into_this_one(cast: Cast) -> None:
    open_accepted(cast)
    seen = board(cast.actor("lu"), now=MONDAY + timedelta(days=20))
    assert (seen.month.carried_in, seen.month.accepted) == (1, 0)
    assert (seen.year.carried_in, seen.year.accepted) == (0, 1)


def test_void_and_not_accepted_cases_are_outside_the_rate(cast: Cast) -> None:
    ticket = cast.call(now=MONDAY)
    cast.does("sun", ticket, "assign", now=MONDAY, assignee=str(cast.mei.pk))
    cast.does("mei", ticket, "sign_in", now=MONDAY)
    why = {"ground": "litigation", "body": "court", "how_to_reach": "秦淮区人民法院立案庭"}
    cast.does("sun", ticket, "not_accept", now=MONDAY, **why, notice="paper", notice_no="1")
    rate = board(cast.actor("lu"), now=MONDAY).year
    assert (rate.due, rate.accepted, rate.apart) == (0, 0, {"X1": 1})


def test_the_rate_is_never_rounded_up_to_the_target(cast: Cast) -> None:
    from casework.queries.rate import Rate

    rate = Rate(MONDAY, carried_in=0, accepted=1225, concluded=1200, due_open=25)
    assert rate.percent == 97.9
    assert rate.missing == 1
    assert rate.may_stay_open == 24


def test_the_board_costs_the_same_for_one_ticket_and_for_many(cast: Cast) -> None:
    cast.call(now=MONDAY)
    actor = cast.actor("lu")
    board(actor, now=MONDAY)
    cast.call(now=MONDAY)  # before either reading something has to be counted again
    with CaptureQueriesContext(connection) as few:
        board(actor, now=MONDAY)
    for n in range(12):
        cast.call(now=MONDAY, place=(COMMUNITY, SISTER, OTHER_COMMUNITY)[n % 3])
    with CaptureQueriesContext(connection) as many:
        board(actor, now=MONDAY)
    assert len(many) == len(few) <= 8


def test_a_sweep_makes_the_board_show_the_escalation_by_deadline(cast: Cast) -> None:
    number = open_accepted(cast)
    later = MONDAY + timedelta(days=40)
    gate.tick(now=later)
    seen = board(cast.actor("lu"), now=later)
    assert number in [one.number for one in seen.escalations]
    assert {row.code: row.counts.open for row in seen.streets}[STREET] == 1
