"""Calendars: days, hours, the built-in China calendar and its limits."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import holidays
import pytest

from workflows.calendars import CHINA, Calendar, china, china_days, instant, merged

NINE_TO_FIVE = dict.fromkeys(range(5), ((9 * 3600, 17 * 3600),))
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_the_built_in_days_are_those_of_the_holidays_package():
    theirs = holidays.CN(years=range(2007, 2036))
    for year in range(2007, 2036):
        off = {day for day, kind, _name in china_days(year) if kind == "holiday"}
        on = {day for day, kind, _name in china_days(year) if kind == "workday"}
        assert off == {day for day in theirs if day.year == year}
        assert on == {day for day in theirs.weekend_workdays if day.year == year}


def test_a_year_outside_the_table_has_no_days():
    assert china_days(2006) == []
    assert china_days(2036) == []


def test_a_holiday_is_off_and_a_make_up_saturday_is_worked():
    assert not CHINA.is_working_day(date(2026, 10, 1))
    assert CHINA.is_working_day(date(2026, 10, 10))
    assert CHINA.makeup_name(date(2026, 10, 10)) == "调休上班"
    assert CHINA.holiday_name(date(2026, 10, 1)) == "国庆节"


def test_women_s_day_is_a_working_day():
    assert CHINA.is_working_day(date(2027, 3, 8))


def test_2027_knows_the_statutory_days_but_no_make_up_days():
    assert not CHINA.is_working_day(date(2027, 10, 1))
    assert not [day for day, kind, _name in china_days(2027) if kind == "workday"]
    assert CHINA.confirmed_until == date(2026, 12, 31)


def test_a_make_up_day_wins_over_a_holiday_on_the_same_day():
    calendar = replace(CHINA, workdays={date(2026, 10, 1): "local"})
    assert calendar.is_working_day(date(2026, 10, 1))
    assert calendar.holiday_name(date(2026, 10, 1)) is None


def test_a_yearly_holiday_comes_every_year():
    calendar = Calendar(tz=ZoneInfo("UTC"), yearly={(12, 24): "Christmas Eve"})
    assert not calendar.is_working_day(date(2003, 12, 24))
    assert calendar.holiday_name(date(2030, 12, 24)) == "Christmas Eve"


def test_without_hours_the_week_is_monday_to_friday():
    calendar = Calendar(tz=ZoneInfo("UTC"))
    assert [calendar.is_working_day(date(2026, 11, day)) for day in range(23, 30)] == [True] * 5 + [False] * 2
    assert calendar.open_intervals(date(2026, 11, 23)) == ()


def test_with_hours_the_week_is_the_days_that_have_some():
    calendar = Calendar(tz=ZoneInfo("UTC"), hours={0: ((0, 60),), 5: ((0, 60),), 6: ()})
    assert [calendar.is_working_day(date(2026, 11, day)) for day in range(23, 30)] == [
        True, False, False, False, False, True, False,
    ]  # fmt: skip


def test_a_make_up_sunday_has_mondays_hours():
    calendar = china(NINE_TO_FIVE)
    ((low, high),) = calendar.open_intervals(date(2026, 9, 20))
    assert (low, high) == (datetime(2026, 9, 20, 1, tzinfo=UTC), datetime(2026, 9, 20, 9, tzinfo=UTC))


def test_a_make_up_saturday_keeps_its_own_hours_if_it_has_some():
    calendar = china({**NINE_TO_FIVE, 5: ((9 * 3600, 12 * 3600),)})
    ((low, high),) = calendar.open_intervals(date(2026, 10, 10))
    assert (high - low).total_seconds() == 3 * 3600


def test_a_day_whose_clock_goes_forward_is_shorter():
    calendar = Calendar(tz=ZoneInfo("Europe/Berlin"), hours={6: ((0, 86_400),)})
    ((low, high),) = calendar.open_intervals(date(2026, 3, 29))
    assert (high - low).total_seconds() == 23 * 3600


def test_an_hour_that_happens_twice_is_open_twice():
    calendar = Calendar(tz=ZoneInfo("Europe/Berlin"), hours={6: ((2 * 3600, 2 * 3600 + 1800),)})
    found = calendar.open_intervals(date(2026, 10, 25))
    assert [(high - low).total_seconds() for low, high in found] == [1800, 1800]
    assert (found[1][0] - found[0][0]).total_seconds() == 3600


def test_a_time_that_does_not_exist_is_the_end_of_the_gap():
    assert instant(datetime(2026, 3, 29, 2, 30), ZoneInfo("Europe/Berlin")) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_midnight_belongs_to_the_day_it_ends():
    assert CHINA.last_day(datetime(2026, 10, 9, 16, tzinfo=UTC)) == date(2026, 10, 9)
    assert CHINA.local_day(datetime(2026, 10, 9, 16, tzinfo=UTC)) == date(2026, 10, 10)


def test_overlapping_hours_count_once():
    assert merged([(0, 100), (50, 150), (150, 200), (300, 400)]) == [(0, 200), (300, 400)]


@pytest.mark.parametrize("span", [(100, 100), (200, 100), (0, 86_401), (-1, 5)])
def test_hours_outside_a_day_are_refused(span):
    with pytest.raises(ValueError, match="do not lie inside one day"):
        merged([span])
