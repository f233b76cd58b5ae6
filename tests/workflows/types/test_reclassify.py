"""Another category or procedure: the new limit counts from the true start, with the rests the case has had since."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from casework.errors import Refused
from casework.gate import tick
from casework.models import Clock, Ticket
from tests.cast import STREET, Cast
from tests.workflows.rights.agreed import ready
from workflows.policies import policies
from workflows.soundness import problems
from workflows.types.rights_case import RightsCase

MONDAY = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)  # 09:00 in Nanjing
DAY = dt.timedelta(days=1)
WHY = {"reason": "来电人补充了情况"}


def on(days: float) -> dt.datetime:
    return MONDAY + days * DAY


def case(cast: Cast, track: str = "xinfang") -> Ticket:
    """Claimed, accepted and begun on Monday morning."""
    ticket = cast.call(now=MONDAY)
    cast.does("mei", ticket, "claim", now=MONDAY)
    cast.does("mei", ticket, "accept", track=track, notice="oral", now=MONDAY)
    return cast.does("mei", ticket, "begin", now=MONDAY)


def change(cast: Cast, ticket: Ticket, days: float, who: str = "mei", **data: Any) -> Ticket:
    return cast.does(who, ticket, "reclassify", now=on(days), **{"category": "", "track": "", **WHY, **data})


def rest(cast: Cast, ticket: Ticket, since: float, until: float | None) -> None:
    """Suspended from day `since` to day `until` (None: it still is)."""
    with time_machine.travel(on(since), tick=False):
        asked = {"ground": "party_away", "resume_on": (on(since) + 20 * DAY).date().isoformat(), **WHY}
        cast.does("mei", ticket, "ask_suspension", now=on(since), **asked)
        cast.does("sun", ticket, "suspend", now=on(since))
    if until is not None:
        cast.does("mei", ticket, "resume", now=on(until), **WHY)


def clock(ticket: Ticket, key: str) -> Clock:
    return Clock.objects.get(ticket=ticket, key=key)


def day(moment: dt.datetime) -> str:
    return f"{moment + dt.timedelta(hours=8, seconds=-1):%m-%d}"


def test_a_petition_made_a_work_order_has_five_working_days_from_the_acceptance(cast: Cast) -> None:
    ticket = change(cast, case(cast), 3, track="hotline")
    order, law = clock(ticket, "wo.complaint"), clock(ticket, "xf.handle")
    assert (order.started_at, day(order.due_at)) == (MONDAY, "03-09")
    assert law.stopped_at == on(3)
    assert ticket.data["track"] == "hotline"


def test_a_work_order_made_a_petition_has_sixty_days_from_the_acceptance(cast: Cast) -> None:
    ticket = change(cast, case(cast, "hotline"), 4, track="xinfang")
    law = clock(ticket, "xf.handle")
    assert (law.started_at, day(law.due_at)) == (MONDAY, "05-01")
    assert clock(ticket, "wo.complaint").stopped_at == on(4)


def test_a_rest_in_between_is_taken_over_once(cast: Cast) -> None:
    ticket = case(cast)
    cast.does("mei", ticket, "add_person", role="other", name="李先生", relation="spouse", now=MONDAY)
    ready(cast, ticket, now=MONDAY)
    cast.does("mei", ticket, "start_mediation", began_by="applied", now=MONDAY)
    rest(cast, ticket, 1, 3)  # Tuesday 09:00 to Thursday 09:00: in the ledgers of the level and of the mediation
    ticket = change(cast, ticket, 4, track="hotline")
    order = clock(ticket, "wo.complaint")
    assert [(entry["from"], entry["to"]) for entry in order.ledger] == [(on(1).isoformat(), on(3).isoformat())]
    assert day(order.due_at) == "03-11", "two working days later than without the rest"


def test_a_limit_of_law_takes_no_rest_over(cast: Cast) -> None:
    ticket = case(cast, "hotline")
    rest(cast, ticket, 1, 3)
    law = clock(change(cast, ticket, 4, track="xinfang"), "xf.handle")
    assert (law.ledger, day(law.due_at)) == ([], "05-01")


def test_changed_while_it_rests_the_new_clock_rests_too(cast: Cast) -> None:
    ticket = case(cast)
    rest(cast, ticket, 1, None)
    ticket = change(cast, ticket, 2, track="hotline")
    order = clock(ticket, "wo.complaint")
    assert (order.paused_at, order.next_rung_at) == (on(1), None)
    cast.does("mei", ticket, "resume", now=on(3), **WHY)
    order.refresh_from_db()
    assert (order.paused_at, day(order.due_at)) == (None, "03-11")


def test_there_and_back_again_buys_no_time(cast: Cast) -> None:
    ticket = case(cast, "hotline")
    before = clock(ticket, "wo.complaint").due_at
    change(cast, ticket, 1, track="xinfang")
    ticket = change(cast, ticket, 2, track="hotline")
    assert clock(ticket, "wo.complaint").due_at == before
    assert clock(ticket, "wo.complaint").stopped_at is None


def test_a_rest_while_another_procedure_ran_counts_when_it_comes_back(cast: Cast) -> None:
    ticket = case(cast, "hotline")
    change(cast, ticket, 0.5, track="xinfang")
    rest(cast, ticket, 1, 3)
    ticket = change(cast, ticket, 4, track="hotline")
    assert day(clock(ticket, "wo.complaint").due_at) == "03-11"


def test_a_clock_dated_back_beyond_its_end_is_overdue_at_once(cast: Cast) -> None:
    ticket = change(cast, case(cast), 20, track="hotline")
    tick(now=on(20))
    order = clock(ticket, "wo.complaint")
    assert order.breached_at == order.due_at < on(20), "the breach is recorded at its instant"
    ticket.refresh_from_db()
    assert ticket.breached_at == order.due_at


def test_a_new_category_alone_moves_no_deadline(cast: Cast) -> None:
    ticket = case(cast)
    before = {one.key: one.due_at for one in Clock.objects.filter(ticket=ticket, stopped_at=None)}
    ticket = change(cast, ticket, 3, category="0105")
    assert ticket.category == "0105"
    assert {one.key: one.due_at for one in Clock.objects.filter(ticket=ticket, stopped_at=None)} == before
    event = ticket.events.get(name="reclassify")
    assert event.data["category"] == "0105"


@pytest.mark.parametrize("who", ["mei", "sun", "ding", "fang", "lu"])
def test_the_holder_and_those_above_may(cast: Cast, who: str) -> None:
    assert change(cast, case(cast), 1, who=who, track="hotline").data["track"] == "hotline"


def test_a_colleague_who_is_not_in_charge_may_not(cast: Cast) -> None:
    with pytest.raises(Refused) as caught:
        change(cast, case(cast), 1, who="hua", track="hotline")
    assert caught.value.code == "closed"


def test_neither_category_nor_procedure_is_no_change(cast: Cast) -> None:
    with pytest.raises(Refused) as caught:
        change(cast, case(cast), 1)
    assert caught.value.code == "invalid"


def test_before_the_acceptance_there_is_nothing_to_change(cast: Cast) -> None:
    ticket = cast.call(now=MONDAY)
    cast.does("mei", ticket, "claim", now=MONDAY)
    with pytest.raises(Refused):
        change(cast, ticket, 1, track="hotline")


def test_more_time_for_a_work_order_is_ten_working_days_at_most(cast: Cast) -> None:
    ticket = case(cast, "hotline")
    before = clock(ticket, "wo.complaint").due_at
    cast.does("mei", ticket, "ask_extension", days=11, now=on(1), **WHY)
    with pytest.raises(Refused) as caught:
        cast.does("lu", ticket, "approve_extension", person_told=True, now=on(1))
    assert caught.value.code == "closed"
    cast.does("lu", ticket, "refuse_extension", now=on(1), **WHY)
    cast.does("mei", ticket, "ask_extension", days=10, now=on(1), **WHY)
    cast.does("lu", ticket, "approve_extension", person_told=True, now=on(1))
    assert clock(ticket, "wo.complaint").due_at == before + 14 * DAY


def test_a_reopened_case_counts_from_its_reopening(cast: Cast) -> None:
    ticket = case(cast, "hotline")
    cast.does("mei", ticket, "withdraw", free_will=True, statement="已和好", now=on(1))
    ticket = cast.does("sun", ticket, "reopen", ground="new_facts", now=on(30), **WHY)
    again = Clock.objects.get(ticket=ticket, key="wo.complaint", cycle=2)
    assert again.started_at == on(30)


def test_a_case_that_was_not_accepted_has_the_limit_of_a_petition_once_reopened(cast: Cast) -> None:
    ticket = cast.call(place=STREET, now=MONDAY)
    cast.does("sun", ticket, "claim", now=MONDAY)
    told = {"ground": "litigation", "body": "court", "how_to_reach": "区法院立案庭", "notice": "oral"}
    cast.does("sun", ticket, "not_accept", now=on(1), **told)
    ticket = cast.does("sun", ticket, "reopen", ground="new_facts", now=on(2), **WHY)
    assert clock(ticket, "xf.handle").started_at == on(2)


def test_the_type_is_still_sound() -> None:
    assert problems(RightsCase, list(policies)) == []
