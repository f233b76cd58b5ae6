"""Clocks of real cases: start, rest, go on, extend, escalate. Times are Shanghai evenings in UTC."""

import datetime as dt

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from casework import gate, ticking
from casework.errors import Refused
from casework.models import Clock, RungFired, Ticket
from tests.cast import COMMUNITY, DISTRICT, STREET, Cast
from tests.workflows.rights.agreed import ready

MONDAY = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)  # 09:00 in Shanghai, no holiday near
DAY = dt.timedelta(days=1)


def clock(ticket: Ticket, key: str) -> Clock:
    return Clock.objects.filter(ticket=ticket, key=key).order_by("generation").last()  # type: ignore[return-value]


@pytest.fixture
def handled(cast: Cast) -> Ticket:
    """Accepted and begun by Mei on a Monday morning."""
    ticket = cast.call(now=MONDAY)
    cast.does("mei", ticket, "claim", now=MONDAY)
    cast.does("mei", ticket, "accept", track="xinfang", notice="oral", now=MONDAY)
    return cast.does("mei", ticket, "begin", now=MONDAY)


def test_the_sixty_days_begin_with_acceptance_and_day_nought_is_not_counted(handled: Ticket) -> None:
    assert clock(handled, "xf.handle").due_at == dt.datetime(2026, 5, 1, 16, tzinfo=dt.UTC)  # 24:00 of 1 May


def suspend(cast: Cast, ticket: Ticket, at: dt.datetime, until: dt.date) -> None:
    with time_machine.travel(at, tick=False):
        cast.does(
            "mei", ticket, "ask_suspension", ground="lost_contact", resume_on=until.isoformat(), reason="住院", now=at
        )
        cast.does("sun", ticket, "suspend", now=at)


def test_suspension_moves_the_level_clock_by_exactly_its_length_and_the_law_runs_on(
    cast: Cast, handled: Ticket
) -> None:
    level, law = clock(handled, "lvl.community").due_at, clock(handled, "xf.handle").due_at
    suspend(cast, handled, MONDAY + 2 * DAY, dt.date(2026, 3, 10))
    assert clock(handled, "lvl.community").paused_at == MONDAY + 2 * DAY
    gate.tick(now=MONDAY + 5 * DAY)
    handled.refresh_from_db()
    assert handled.state == "suspended"
    gate.tick(now=dt.datetime(2026, 3, 9, 16, tzinfo=dt.UTC))
    handled.refresh_from_db()
    assert handled.state == "in_progress"
    rested = dt.datetime(2026, 3, 9, 16, tzinfo=dt.UTC) - (MONDAY + 2 * DAY)
    assert clock(handled, "lvl.community").due_at == level + rested
    assert clock(handled, "xf.handle").due_at == law


def test_a_deadline_climbs_the_ladder_in_order_and_each_rung_once(cast: Cast, handled: Ticket) -> None:
    gate.tick(now=MONDAY + 20 * DAY)
    gate.tick(now=MONDAY + 20 * DAY)
    fired = list(
        RungFired.objects.filter(clock=clock(handled, "lvl.community")).order_by("id").values_list("name", flat=True)
    )
    assert fired == ["remind", "warn", "breach"]
    handled.refresh_from_db()
    assert (handled.unit_id, handled.state, handled.assignee_id) == (STREET, "escalated", None)


def test_after_an_outage_a_case_climbs_level_by_level_to_the_top_and_stays_red(cast: Cast, handled: Ticket) -> None:
    now = MONDAY
    for _ in range(12):
        now += 10 * DAY
        gate.tick(now=now)
    handled.refresh_from_db()
    assert (handled.unit_id, handled.level) == (DISTRICT, 3)
    assert handled.breached_at is not None
    climbs = list(handled.events.filter(name="escalate_overdue").values_list("unit", flat=True))
    assert climbs == [STREET, DISTRICT]


def test_the_breach_is_recorded_at_its_instant_whatever_the_hour(cast: Cast, handled: Ticket) -> None:
    gate.tick(now=MONDAY + 30 * DAY)
    breached = RungFired.objects.get(clock=clock(handled, "lvl.community"), name="breach")
    assert breached.due_at == dt.datetime(2026, 3, 17, 16, tzinfo=dt.UTC)


def test_reminders_fall_inside_office_hours(cast: Cast, handled: Ticket) -> None:
    gate.tick(now=MONDAY + 40 * DAY)
    for rung in RungFired.objects.filter(name__in=["remind", "warn"]):
        local = rung.due_at.astimezone(dt.timezone(dt.timedelta(hours=8)))
        assert 9 <= local.hour < 18, rung.name


def test_nobody_claiming_means_the_least_loaded_mediator_gets_it(cast: Cast) -> None:
    busy = cast.call(now=MONDAY)
    cast.does("mei", busy, "claim", now=MONDAY)
    waiting = cast.call(now=MONDAY)
    gate.tick(now=MONDAY + 2 * DAY)
    waiting.refresh_from_db()
    assert waiting.assignee_id == cast.hua.pk
    assert waiting.unit_id == COMMUNITY


def test_an_extension_after_the_due_instant_is_refused(cast: Cast, handled: Ticket) -> None:
    late = MONDAY + 70 * DAY
    with pytest.raises(Refused) as caught:
        cast.does("mei", handled, "ask_extension", days=10, reason="等待鉴定", now=late)
        cast.does("lu", handled, "approve_extension", person_told=True, now=late)
    assert caught.value.code == "closed"


def test_an_extension_is_approved_by_another_person_once_and_capped(cast: Cast, handled: Ticket) -> None:
    before = clock(handled, "xf.handle").due_at
    cast.does("mei", handled, "ask_extension", days=30, reason="等待鉴定", now=MONDAY + DAY)
    cast.does("lu", handled, "approve_extension", person_told=True, now=MONDAY + DAY)
    assert clock(handled, "xf.handle").due_at == before + 30 * DAY
    with pytest.raises(Refused):
        cast.does("mei", handled, "ask_extension", days=1, reason="再延", now=MONDAY + 2 * DAY)
        cast.does("lu", handled, "approve_extension", person_told=True, now=MONDAY + 2 * DAY)


def test_a_state_left_and_entered_again_does_not_buy_time(cast: Cast, handled: Ticket) -> None:
    cast.does("mei", handled, "add_person", role="other", name="李先生", relation="spouse", now=MONDAY)
    ready(cast, handled, now=MONDAY)
    cast.does("mei", handled, "start_mediation", began_by="applied", now=MONDAY + DAY)
    first = clock(handled, "med.duration")
    ended = {"ground": "failed", "ways_told": ["court"], "record": "未达成"}
    cast.does("mei", handled, "stop_mediation", **ended, now=MONDAY + 2 * DAY)
    ready(cast, handled, now=MONDAY + 9 * DAY)
    cast.does("mei", handled, "start_mediation", began_by="applied", now=MONDAY + 9 * DAY)
    again = clock(handled, "med.duration")
    assert (again.pk, again.due_at, again.stopped_at) == (first.pk, first.due_at, None)


def test_a_preview_changes_nothing_and_says_what_a_tick_would_do(cast: Cast, handled: Ticket) -> None:
    before = Ticket.objects.values().get(pk=handled.pk)
    shown = ticking.preview(50, MONDAY + 20 * DAY)
    assert any(move["move"] == "escalate_overdue" for told in shown.told for move in told["moves"])
    assert Ticket.objects.values().get(pk=handled.pk) == before
    assert not RungFired.objects.exists()


@given(hours=st.integers(1, 24 * 60))
def test_the_ticket_wakes_exactly_at_the_next_rung(hours: int) -> None:
    """The columns the sweep reads are the minimum over the ticket's clocks, whatever is left of the ladder."""
    from types import SimpleNamespace

    from casework import clocks

    base = MONDAY
    made = [
        Clock(
            key=str(n),
            who="ours",
            due_at=base + dt.timedelta(hours=hours * n),
            next_rung_at=base + dt.timedelta(hours=hours * n + 1),
        )
        for n in (3, 1, 2)
    ]
    case = SimpleNamespace()
    clocks.summarise(case, made)
    assert case.next_due_at == min(one.due_at for one in made)
    assert case.wake_at == min(one.next_rung_at for one in made if one.next_rung_at)
