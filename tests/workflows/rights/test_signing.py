"""Signing for a case: who may, what the clock does when nobody does, handing back (domain.md §2.2, §7.3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import COMMUNITY, STREET, Cast
from tests.workflows.rights.agreed import working
from tests.workflows.seen import due, pass_time, refusal, running

pytestmark = pytest.mark.usefixtures("in_english")

REASON = {"reason": "说明原因"}


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
    ticket = cast.does("mei", working(cast, other=False), "hand_back", **REASON)
    assert (ticket.state, ticket.assignee_id) == ("dispatched", None)
    assert "wo.sign_in" in running(ticket)


def test_a_dispatched_case_has_its_clock_and_the_dispatcher_keeps_it_in_sight(cast: Cast) -> None:
    ticket = cast.call(place=STREET)
    cast.does("sun", ticket, "claim")
    cast.does("sun", ticket, "accept", track="hotline", notice="oral")
    ticket = cast.does("sun", ticket, "dispatch", unit=COMMUNITY, instruction="")
    assert (ticket.state, ticket.unit_id, ticket.assisting) == ("dispatched", COMMUNITY, [STREET])
    assert "wo.sign_in" in running(ticket)
