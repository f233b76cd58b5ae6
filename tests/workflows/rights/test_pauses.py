"""Waiting for another body, suspending, more time: another person approves, and only our own clock rests (domain.md §2.2)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.errors import Refused
from casework.models import Clock, Ticket
from tests.cast import DISTRICT, Cast
from tests.workflows.rights.agreed import mediating, working
from tests.workflows.seen import due, pass_time, refusal, running

pytestmark = pytest.mark.usefixtures("in_english")

REASON = {"reason": "说明原因"}


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
    ticket = working(cast, other=False)
    assert refusal(cast, "sun", ticket, "suspend").code == "closed", "nobody has asked"
    ask_to_suspend(cast, ticket, 10)
    ticket = cast.does("sun", ticket, "suspend")
    level = Clock.objects.get(ticket=ticket, key="lvl.community")
    law = Clock.objects.get(ticket=ticket, key="xf.handle")
    assert level.paused_at is not None
    assert law.paused_at is None, "信访工作条例 art 34 knows no suspension"


def test_a_suspension_ends_by_itself_on_its_day_and_moves_the_level_deadline(cast: Cast) -> None:
    ticket = working(cast, other=False)
    before = due(ticket, "lvl.community")
    ask_to_suspend(cast, ticket, 10)
    cast.does("sun", ticket, "suspend")
    pass_time(due(ticket, "case.resume"))
    ticket.refresh_from_db()
    assert ticket.state == "in_progress"
    assert due(ticket, "lvl.community") - before > timedelta(days=9)


def test_a_suspension_is_at_most_thirty_days(cast: Cast) -> None:
    with pytest.raises(Refused) as caught:
        ask_to_suspend(cast, working(cast, other=False), 31)
    assert list(caught.value.errors) == ["resume_on"]


def test_more_time_is_asked_by_one_and_approved_by_another_once(cast: Cast) -> None:
    ticket = working(cast, other=False)
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
