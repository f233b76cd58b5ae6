"""Time passing: rungs in order, once; moves made by the clock; parking; nothing early."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import ticking
from casework.models import Clock, Event, Heartbeat, Membership, Outbox, RungFired, Ticket
from casework.sweep import health, sweep
from casework.ticking import preview, tick
from tests.cast import COMMUNITY, DISTRICT, STREET, Cast


def long_ago(cast: Cast, days: float = 40, **changes: object) -> Ticket:
    return cast.call(now=timezone.now() - timedelta(days=days), **changes)


def until_quiet(now: datetime | None = None) -> None:
    """As beat after beat: a move ends a ladder's turn, what is above it follows in the next batch."""
    while tick(now=now).tickets:
        pass


def names(ticket: Ticket) -> list[str]:
    return list(Event.objects.filter(ticket=ticket).order_by("seq").values_list("name", flat=True))


def fired(ticket: Ticket, key: str) -> list[str]:
    rows = RungFired.objects.filter(clock__ticket=ticket, clock__key=key).order_by("id")
    return list(rows.values_list("name", flat=True))


def snapshot() -> list[object]:
    return [
        list(model.objects.order_by("pk").values()) for model in (Ticket, Clock, Event, RungFired, Outbox, Heartbeat)
    ]


def test_nothing_is_fired_before_its_instant(cast: Cast) -> None:
    ticket = cast.call(
        now=datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    )  # of an evening call two rungs fall on the next morning
    due = Clock.objects.filter(ticket=ticket).order_by("next_rung_at").first().next_rung_at
    assert tick(now=due - timedelta(microseconds=1)).tickets == 0
    assert tick(now=due).rungs == 1
    assert RungFired.objects.get().due_at == due


def test_a_rung_fires_once_however_often_time_is_looked_at(cast: Cast) -> None:
    long_ago(cast)
    until_quiet()
    before = snapshot()[:5]
    for _ in range(3):
        assert tick().tickets == 0
    assert snapshot()[:5] == before


def test_after_an_outage_everything_overdue_fires_in_order(cast: Cast) -> None:
    ticket = long_ago(cast)
    until_quiet()
    assert fired(ticket, "xf.notify") == ["remind", "warn", "breach", "press", "leader"]
    instants = list(
        RungFired.objects.filter(clock__ticket=ticket).order_by("clock", "id").values_list("clock", "due_at")
    )
    assert instants == sorted(instants)
    assert all(row.fired_at >= row.due_at for row in RungFired.objects.all())


def test_several_overdue_rungs_are_one_event_and_one_message(cast: Cast) -> None:
    ticket = long_ago(cast)
    tick()
    event = Event.objects.get(ticket=ticket, name=ticking.DEADLINE)
    assert [rung["do"] for rung in event.data["rungs"] if rung["key"] == "xf.notify"] == ["remind", "warn", "breach"]
    assert Outbox.objects.filter(event=event).count() == 1


def test_a_case_nobody_claims_is_given_to_the_least_loaded_mediator(cast: Cast) -> None:
    cast.does("mei", cast.call(), "claim")
    ticket = cast.call()
    due = Clock.objects.get(ticket=ticket, key="wo.sign_in").due_at
    tick(now=due)
    ticket.refresh_from_db()
    assert ticket.assignee == cast.hua
    assert names(ticket)[-1] == "auto_assign"


def test_where_nobody_can_take_the_case_the_breach_stays_and_says_why(cast: Cast) -> None:
    Membership.objects.filter(jurisdiction_id=COMMUNITY).delete()
    ticket = cast.call()
    due = Clock.objects.get(ticket=ticket, key="wo.sign_in").due_at
    moves = tick(now=due).told[0]["moves"]
    assert moves == [{"move": "auto_assign", "refused": "nobody in the unit handles tickets"}]
    ticket.refresh_from_db()
    assert ticket.assignee_id is None and ticket.breached_at == due


def test_a_missed_deadline_hands_the_case_to_the_street_and_then_to_the_district(cast: Cast) -> None:
    ticket = long_ago(cast)
    sweep()
    ticket.refresh_from_db()
    assert (ticket.unit_id, ticket.level, ticket.assignee_id) == (STREET, 2, None)
    assert names(ticket).count("escalate_overdue") == 1
    sweep(now=timezone.now() + timedelta(days=60))
    ticket.refresh_from_db()
    assert (ticket.unit_id, ticket.level) == (DISTRICT, 3)
    assert names(ticket).count("escalate_overdue") == 2


def test_at_the_top_the_breach_stays_visible(cast: Cast) -> None:
    ticket = long_ago(cast, place=DISTRICT)
    sweep()
    ticket.refresh_from_db()
    assert ticket.unit_id == DISTRICT and ticket.breached_at is not None
    assert "escalate_overdue" not in names(ticket)


def test_the_community_loses_sight_of_what_was_taken_over(cast: Cast) -> None:
    from casework import access

    ticket = long_ago(cast)
    sweep()
    assert not access.tickets(cast.actor("mei")).filter(pk=ticket.pk).exists()
    assert access.tickets(cast.actor("sun")).filter(pk=ticket.pk).exists()


def test_rules_that_fail_park_one_case_and_hold_up_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    poisoned, well = long_ago(cast), long_ago(cast, phone="139 0000 2047", name="李女士")  # nobody's second call
    honest = ticking.ring

    def ring(work, case, *rest):
        if case.number == poisoned.number:
            raise RuntimeError("a rule of this type is wrong")
        return honest(work, case, *rest)

    monkeypatch.setattr(ticking, "ring", ring)
    done = sweep()
    assert done.parked == 1 and "escalate_overdue" in names(well)
    poisoned.refresh_from_db()
    assert poisoned.wake_at > timezone.now() and names(poisoned) == ["open"]
    monkeypatch.setattr(ticking, "ring", honest)
    tick(now=poisoned.wake_at)
    assert "escalate_overdue" in names(poisoned)


def test_an_idle_sweep_is_one_question(cast: Cast) -> None:
    cast.call()
    with CaptureQueriesContext(connection) as asked:
        assert tick().tickets == 0
    assert len([q for q in asked if "SAVEPOINT" not in q["sql"]]) == 1


def test_a_batch_of_escalations_costs_the_same_whatever_its_size(cast: Cast) -> None:
    def claimed_long_ago() -> Ticket:
        ticket = long_ago(cast)
        return cast.does("mei", ticket, "claim", now=ticket.opened_at + timedelta(hours=1))

    claimed_long_ago()
    until_quiet()
    claimed_long_ago()
    with CaptureQueriesContext(connection) as one:
        assert tick().moves == 1
    until_quiet()
    for _ in range(15):
        claimed_long_ago()
    with CaptureQueriesContext(connection) as fifteen:
        assert tick().moves == 15
    assert len(fifteen) == len(one)


def test_a_batch_takes_no_more_than_asked_and_says_that_more_is_due(cast: Cast) -> None:
    for _ in range(3):
        long_ago(cast)
    done = tick(2)
    assert (done.tickets, done.full) == (2, True)


def test_a_sweep_goes_on_until_nothing_is_due_and_leaves_a_heartbeat(cast: Cast) -> None:
    for _ in range(5):
        long_ago(cast)
    assert not health()["sweep"]["ok"]
    sweep(limit=2)
    assert Event.objects.filter(name="escalate_overdue").count() == 5
    assert health()["sweep"]["ok"]


def test_the_health_turns_red_two_minutes_after_the_last_sweep(cast: Cast) -> None:
    sweep()
    Heartbeat.objects.filter(name="sweep").update(at=timezone.now() - timedelta(seconds=119))
    assert health()["sweep"]["ok"]
    Heartbeat.objects.filter(name="sweep").update(at=timezone.now() - timedelta(seconds=122))
    assert not health()["sweep"]["ok"] and not health()["ok"]


def test_a_preview_tells_the_truth_and_changes_nothing(cast: Cast) -> None:
    long_ago(cast)
    before = snapshot()
    at: datetime = timezone.now()
    foretold = preview(100, at)
    assert snapshot() == before
    assert tick(100, now=at).told == foretold.told


def test_a_stopped_clock_rings_no_more(cast: Cast) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    stopped = Clock.objects.get(ticket=ticket, key="wo.sign_in")
    assert stopped.stopped_at and stopped.next_rung_at is None
    tick(now=stopped.due_at + timedelta(days=1))
    assert fired(ticket, "wo.sign_in") == []
