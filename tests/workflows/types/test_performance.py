"""A promise of an agreement: kept, kept in part, missed, put off, released."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from casework import gate
from casework.errors import Refused
from casework.models import Event, Outbox, Ticket
from tests.cast import Cast
from tests.workflows.rights.agreed import agree, mediating, running
from tests.workflows.seen import pass_time

pytestmark = pytest.mark.usefixtures("in_english")

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)
KEPT = {"performed_on": "2026-04-01", "proof": "receipt"}


@pytest.fixture
def promise(cast: Cast) -> Ticket:
    """500 yuan, due on 1 April 2026, agreed on 2 March."""
    ticket = agree(cast, mediating(cast, now=MONDAY), plan="2026-04-01 500元 抚养费", now=MONDAY)
    return Ticket.objects.get(parent=ticket)


def told(ticket: Ticket, move: str) -> set[str]:
    event = Event.objects.filter(ticket=ticket, name=move).latest("seq")
    return set(Outbox.objects.get(event=event).audiences)


def test_it_belongs_to_the_mediators_unit_and_waits_for_its_day(promise: Ticket, cast: Cast) -> None:
    assert (promise.state, promise.assignee_id, promise.data["due_on"]) == ("due", cast.mei.pk, "2026-04-01")
    assert promise.data["amount"] == "500"
    assert running(promise) == {"perf.due", "perf.remind"}
    assert promise.breached_at is None


def test_nobody_opens_one_by_hand(cast: Cast) -> None:
    with pytest.raises(Refused) as caught:
        gate.open_ticket("performance", cast.actor("mei"), {"due_on": "2026-04-01", "agreement": 1})
    assert caught.value.code == "forbidden"


def test_kept_on_its_last_day_is_in_time_and_the_mediator_of_the_case_hears_it(cast: Cast, promise: Ticket) -> None:
    promise = cast.does("mei", promise, "record_performed", **KEPT)
    assert (promise.state, promise.data["on_time"], promise.is_open) == ("performed", True, False)
    assert "parent" in told(promise, "record_performed")
    assert not running(promise)


def test_kept_a_day_later_is_kept_but_not_in_time(cast: Cast, promise: Ticket) -> None:
    promise = cast.does("mei", promise, "record_performed", **{**KEPT, "performed_on": "2026-04-02"})
    assert (promise.state, promise.data["on_time"]) == ("performed", False)


def test_three_days_before_it_is_remembered_and_after_its_day_it_is_missed(cast: Cast, promise: Ticket) -> None:
    pass_time(MONDAY + 28 * DAY)  # 30 March
    promise.refresh_from_db()
    assert promise.state == "due"
    assert "parent" in told(promise, "remind")
    pass_time(datetime(2026, 4, 1, 15, 59, tzinfo=UTC))
    promise.refresh_from_db()
    assert promise.state == "due", "the whole last day is still in time"
    pass_time(datetime(2026, 4, 1, 16, 0, tzinfo=UTC))
    promise.refresh_from_db()
    assert (promise.state, promise.data["misses"]) == ("missed", 1)
    assert "parent" in told(promise, "miss_due")
    assert running(promise) == {"perf.missed"}


def test_a_missed_promise_that_nobody_follows_up_is_our_breach(cast: Cast, promise: Ticket) -> None:
    for days in (32, 45):
        pass_time(MONDAY + days * DAY)
    promise.refresh_from_db()
    assert promise.breached_at is not None
    late = {**KEPT, "performed_on": "2026-04-20"}
    assert cast.does("mei", promise, "record_performed", **late).data["on_time"] is False


def test_a_part_is_noted_and_the_day_stays(cast: Cast, promise: Ticket) -> None:
    promise = cast.does("mei", promise, "record_part", done_on="2026-03-20", done="已付200元", left="300元")
    assert (promise.state, promise.data["parts"], promise.data["due_on"]) == ("due", 1, "2026-04-01")
    assert "已付" not in str(promise.events.latest("seq").data)


def test_it_is_put_off_only_when_both_agree_and_then_waits_for_the_new_day(cast: Cast, promise: Ticket) -> None:
    later = (localdate() + 30 * DAY).isoformat()
    with pytest.raises(Refused) as caught:
        cast.does("mei", promise, "reschedule", due_on=later, reason="对方失业")
    assert list(caught.value.errors) == ["both_agreed"]
    with pytest.raises(Refused) as caught:
        cast.does("mei", promise, "reschedule", due_on="2026-03-01", both_agreed=True, reason="对方失业")
    assert list(caught.value.errors) == ["due_on"]
    cast.does("mei", promise, "record_missed", reason="对方明确表示不付")
    promise = cast.does("mei", promise, "reschedule", due_on=later, both_agreed=True, reason="对方失业")
    assert (promise.state, promise.data["due_on"], promise.data["first_due"]) == ("due", later, "2026-04-01")
    assert "perf.missed" not in running(promise)
    pass_time(promise.next_due_at or datetime.now(UTC) + 40 * DAY)
    promise.refresh_from_db()
    assert promise.state == "missed"


def test_the_other_side_may_waive_it(cast: Cast, promise: Ticket) -> None:
    assert cast.does("mei", promise, "release", reason="对方免除").state == "released"


def test_another_unit_does_not_see_it(cast: Cast, promise: Ticket) -> None:
    with pytest.raises(Refused) as caught:
        cast.does("wei", promise, "record_performed", **KEPT)
    assert caught.value.code == "not_found"
