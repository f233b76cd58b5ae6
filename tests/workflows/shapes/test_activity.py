"""An activity is asked for ten working days before, whatever holidays lie between."""

import datetime as dt

import pytest
import time_machine
from django.utils.timezone import localdate

from casework import calendars, gate
from casework.errors import Refused
from tests.cast import Cast
from tests.walks.activities import PLAN


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
