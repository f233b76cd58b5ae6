"""An edited calendar or policy: shown first, then carried out in batches, each with an event that says why."""

import datetime as dt
from typing import Any

import pytest

from casework import calendars, redating
from casework.models import CalendarDay, Clock, PolicyOverride, Redating, Ticket
from tests.cast import DISTRICT, Cast

CLOSED = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)  # a Monday, 17:00 in Shanghai


def local_off(day: dt.date) -> CalendarDay:
    return CalendarDay(date=day, kind="local_off", name="抗洪停工")


def finish(settled: Any) -> None:
    """Run the batches to the end, as if the settling time were over."""
    Redating.objects.update(created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    while redating.step(limit=2):
        pass


@pytest.fixture
def five(cast: Cast) -> list[Ticket]:
    return [cast.call(now=CLOSED) for _ in range(5)]


def sign_in(ticket: Ticket) -> Clock:
    return Clock.objects.get(ticket=ticket, key="wo.sign_in")


def test_a_preview_says_what_would_move_and_moves_nothing(cast: Cast, five: list[Ticket]) -> None:
    before = sign_in(five[0]).due_at
    shown = redating.preview_calendar(redating.calendar_with([local_off(dt.date(2026, 11, 24))]))
    assert shown.moved == 5 and shown.earlier == 0
    assert {shift.new - shift.old for shift in shown.shifts} == {dt.timedelta(days=1)}
    assert sign_in(five[0]).due_at == before
    assert not CalendarDay.objects.filter(date=dt.date(2026, 11, 24)).exists()


def test_an_edit_moves_the_clocks_it_touches_and_says_why(cast: Cast, five: list[Ticket]) -> None:
    before = sign_in(five[0]).due_at
    redating.edit_calendar(cast.fang.pk, "抗洪停工一天", days=[local_off(dt.date(2026, 11, 24))])
    finish(None)
    job = Redating.objects.get()
    assert job.finished_at and job.moved == 5
    for ticket in five:
        ticket.refresh_from_db()
        assert sign_in(ticket).due_at == before + dt.timedelta(days=1)
        event = ticket.events.get(name="redate")
        assert event.data["reason"] == "抗洪停工一天" and event.data["clocks"][0]["key"] == "wo.sign_in"
        assert ticket.next_due_at == before + dt.timedelta(days=1)


def test_an_edit_that_is_interrupted_goes_on_and_never_moves_twice(cast: Cast, five: list[Ticket]) -> None:
    redating.edit_calendar(cast.fang.pk, "停工", days=[local_off(dt.date(2026, 11, 24))])
    redating.step(limit=3)
    assert Ticket.objects.filter(events__name="redate").count() < 5
    finish(None)
    assert [ticket.events.filter(name="redate").count() for ticket in five] == [1] * 5


def test_taking_the_day_back_brings_the_dates_back(cast: Cast, five: list[Ticket]) -> None:
    before = sign_in(five[0]).due_at
    redating.edit_calendar(None, "停工", days=[local_off(dt.date(2026, 11, 24))])
    finish(None)
    redating.edit_calendar(None, "撤销停工", removed=[dt.date(2026, 11, 24)])
    finish(None)
    assert sign_in(five[0]).due_at == before


def test_confirming_a_year_takes_the_provisional_mark_away(cast: Cast) -> None:
    ticket = cast.call(now=CLOSED)
    cast.does("mei", ticket, "claim", now=CLOSED)
    cast.does("mei", ticket, "accept", track="xinfang", notice="oral", now=CLOSED)
    handle = Clock.objects.get(ticket=ticket, key="xf.handle")
    assert handle.provisional and handle.due_at == dt.datetime(2027, 1, 22, 16, tzinfo=dt.UTC)
    redating.edit_calendar(None, "国务院办公厅通知", confirmed=[2027])
    finish(None)
    handle.refresh_from_db()
    assert not handle.provisional


def test_a_district_amount_counts_for_tickets_opened_from_its_day_on(cast: Cast) -> None:
    old = cast.call(now=CLOSED - dt.timedelta(days=7))
    new = cast.call(now=CLOSED)
    amount, day = 3, dt.date(2026, 11, 23)
    shown = redating.preview_policy(DISTRICT, "wo.sign_in", amount, day)
    assert [shift.number for shift in shown.shifts] == [new.number]
    kept = sign_in(old).due_at
    redating.override_policy(cast.fang.pk, DISTRICT, "wo.sign_in", amount, day, "人手不足")
    finish(None)
    assert sign_in(old).due_at == kept
    assert sign_in(new).due_at == dt.datetime(2026, 11, 26, 16, tzinfo=dt.UTC)
    assert sign_in(new).budget["amount"] == 3
    assert PolicyOverride.objects.get().decided_by == cast.fang


def test_the_calendar_version_changes_with_its_days_and_only_with_them(cast: Cast) -> None:
    first = calendars.current().version
    redating.edit_calendar(None, "停工", days=[local_off(dt.date(2026, 11, 24))])
    assert calendars.current().version != first
    redating.edit_calendar(None, "撤销", removed=[dt.date(2026, 11, 24)])
    assert calendars.current().version == first
