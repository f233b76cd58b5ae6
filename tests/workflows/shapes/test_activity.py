"""An activity is asked for ten working days before, signed up for while places are left, and announced a week before."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import override

from casework import accounts, calendars, gate
from casework.clocks import SHANGHAI
from casework.errors import Refused
from casework.models import Ticket
from casework.work import Work
from tests.cast import Cast
from tests.walks import training_class
from tests.walks.activities import COMING, PLAN, SIGN_UP, YES, Way
from tests.walks.enrolment import checked
from tests.walks.parts import WHY, again, due, left, on, pass_time, refuses
from tests.walks.walker import Walker
from tests.workflows.rights.protected import in_clear
from workflows.orders import BookingOrder

CULTURE = Way("culture_activity", kind="reading")


def tenth_working_day() -> dt.date:
    day, left = localdate(), 10
    while left:
        day += dt.timedelta(days=1)
        left -= calendars.current().works(day.toordinal())
    return day


def asks_for(cast: Cast, day: dt.date) -> str:
    data = {**PLAN, "on": day.isoformat(), "kind": "reading"}
    return gate.open_ticket("culture_activity", cast.actor("mei"), data).ticket.data["on"]


def test_the_tenth_working_day_is_early_enough_and_the_day_before_is_not(cast: Cast):
    day = tenth_working_day()
    assert asks_for(cast, day) == day.isoformat()
    with pytest.raises(Refused) as refused:
        asks_for(cast, day - dt.timedelta(days=1))
    assert day.isoformat() in str(refused.value.errors["on"])


@pytest.mark.parametrize(
    ("today", "first"), [("2026-04-20T10:00+08:00", "2026-05-07"), ("2026-09-24T10:00+08:00", "2026-10-15")]
)
def test_holidays_and_make_up_days_count_as_what_they_are(cast: Cast, today: str, first: str):
    with time_machine.travel(dt.datetime.fromisoformat(today), tick=False):
        assert tenth_working_day().isoformat() == first
        assert asks_for(cast, tenth_working_day()) == first


@pytest.fixture
def walker(cast: Cast) -> Iterator[Walker]:
    with override("en"):
        yield Walker.of(cast)


def told(ticket: Ticket) -> int:
    """How often it was said that it begins soon."""
    return again(ticket).events.filter(name="tell_soon").count()


def test_the_sign_up_closes_by_itself_and_opens_again_for_more(walker: Walker):
    ticket = walker.does("sun", CULTURE.approved(walker), "open_sign_up", **SIGN_UP)
    walker.does("mei", ticket, "sign_up", **COMING)
    pass_time(due(ticket, "ac.sign_up"))
    assert again(ticket).state == "approved"
    refuses(walker, "mei", ticket, "sign_up", "not possible while", **COMING)
    ticket = walker.does("sun", ticket, "open_sign_up", places=5, until=on(35))
    assert (ticket.data["places"], left(ticket)) == (65, 62)


def test_who_signed_up_stands_sealed_in_the_record_only(walker: Walker):
    ticket = walker.does("sun", CULTURE.approved(walker), "open_sign_up", **SIGN_UP)
    walker.does("mei", ticket, "sign_up", **COMING)
    assert COMING["name"] not in in_clear(again(ticket)) and COMING["phone"] not in in_clear(again(ticket))


def test_two_at_once_never_take_the_last_place_twice(walker: Walker):
    ticket = walker.does("sun", CULTURE.approved(walker), "open_sign_up", places=3, until=on(30))
    walker.does("mei", ticket, "sign_up", **COMING)
    with pytest.raises(Refused):  # the account decides, whatever the form believed
        accounts.apply(taking(ticket, 1))


def taking(ticket: Ticket, places: int) -> Work:
    work = Work(again(ticket).opened_at)
    work.bookings = [accounts.Booking(BookingOrder(ticket.number, Decimal(-places)), None)]
    return work


def test_seven_days_before_the_organisers_are_told_once_more_after_a_postponement(walker: Walker):
    ticket = CULTURE.approved(walker)
    assert due(ticket, "ac.tell").astimezone(SHANGHAI).date() == localdate() + dt.timedelta(days=33)
    pass_time(due(ticket, "ac.tell"))
    assert told(ticket) == 1
    walker.does("mei", ticket, "postpone", on=on(60), **WHY)
    assert due(ticket, "ac.tell").astimezone(SHANGHAI).date() == localdate() + dt.timedelta(days=53)


def test_what_is_approved_within_the_last_week_is_announced_at_once(walker: Walker):
    ticket = CULTURE.at_street(walker)
    with time_machine.travel(timezone.now() + dt.timedelta(days=36)):
        walker.does("sun", ticket, "approve", **YES, now=timezone.now())
        pass_time(timezone.now() + dt.timedelta(minutes=1))
    assert told(ticket) == 1


def test_nobody_is_told_that_what_was_called_off_begins(walker: Walker):
    ticket = CULTURE.approved(walker)
    when = due(ticket, "ac.tell")
    walker.does("mei", ticket, "cancel", **WHY)
    pass_time(when)
    assert told(ticket) == 0


def test_a_class_is_announced_a_week_before(walker: Walker):
    course = training_class.enrolling(walker)
    assert due(course, "ac.tell").astimezone(SHANGHAI).date() == localdate() + dt.timedelta(days=13)
    learner = checked(walker, course)
    waiting = checked(walker, course, name="李桂英")
    pass_time(due(course, "ac.tell"))
    assert told(course) == 1
    assert again(learner).events.filter(name="class_soon").count() == 1, "who enrolled her is told to tell her"
    assert not again(waiting).events.filter(name="class_soon").exists(), "who has no seat is told of no class"
