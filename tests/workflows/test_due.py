"""Due instants: the vectors of domain.md §6 and every decision of docs/deadlines.md."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from workflows.calendars import CHINA, Calendar, china
from workflows.due import Budget, Unit, closed_pauses, due_at, is_provisional, working_seconds

NINE_TO_FIVE = dict.fromkeys(range(5), ((9 * 3600, 17 * 3600),))
OFFICE = china(NINE_TO_FIVE)
UTC_OFFICE = Calendar(tz=ZoneInfo("UTC"), hours=NINE_TO_FIVE)


def at(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def wd(n):
    return Budget(n, Unit.WORKING_DAYS)


def nd(n):
    return Budget(n, Unit.NATURAL_DAYS)


def last_day(start, budget, roll="none", calendar=CHINA):
    return calendar.last_day(due_at(start, budget, calendar, roll=roll))


VECTORS = [  # domain.md §6, computed there with another library; natural days: (unrolled, rolled)
    ("2026-01-30", ["02-02", "02-03", "02-06", "02-13"], [("02-14", "02-14"), ("03-01", "03-02"), ("03-31", "03-31")]),
    ("2026-02-06", ["02-09", "02-10", "02-13", "02-27"], [("02-21", "02-24"), ("03-08", "03-09"), ("04-07", "04-07")]),
    ("2026-02-13", ["02-14", "02-24", "02-27", "03-05"], [("02-28", "02-28"), ("03-15", "03-16"), ("04-14", "04-14")]),
    ("2026-02-14", ["02-24", "02-25", "02-28", "03-06"], [("03-01", "03-02"), ("03-16", "03-16"), ("04-15", "04-15")]),
    ("2026-04-30", ["05-06", "05-07", "05-11", "05-18"], [("05-15", "05-15"), ("05-30", "06-01"), ("06-29", "06-29")]),
    ("2026-09-18", ["09-20", "09-21", "09-24", "10-09"], [("10-03", "10-08"), ("10-18", "10-19"), ("11-17", "11-17")]),
    ("2026-09-23", ["09-24", "09-28", "10-08", "10-14"], [("10-08", "10-08"), ("10-23", "10-23"), ("11-22", "11-23")]),
    ("2026-09-30", ["10-08", "10-09", "10-13", "10-20"], [("10-15", "10-15"), ("10-30", "10-30"), ("11-29", "11-30")]),
]


@pytest.mark.parametrize(("start", "working", "natural"), VECTORS)
def test_the_vectors_of_the_fact_sheet(start, working, natural):
    day = date.fromisoformat(start)
    for amount, expected in zip((1, 2, 5, 10), working, strict=True):
        assert last_day(day, wd(amount)) == date.fromisoformat(f"2026-{expected}")
    for amount, (unrolled, rolled) in zip((15, 30, 60), natural, strict=True):
        assert last_day(day, nd(amount)) == date.fromisoformat(f"2026-{unrolled}")
        assert last_day(day, nd(amount), "next") == date.fromisoformat(f"2026-{rolled}")


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        ("2024-02-08", 1, "2024-02-09"),  # 除夕 of 2024 was no holiday
        ("2024-02-09", 1, "2024-02-18"),  # a make-up Sunday after 春节
        ("2024-09-30", 1, "2024-10-08"),
        ("2024-09-30", 5, "2024-10-12"),  # a make-up Saturday
        ("2025-01-26", 1, "2025-01-27"),
        ("2025-01-27", 1, "2025-02-05"),
        ("2025-01-27", 4, "2025-02-08"),
        ("2025-09-28", 3, "2025-10-09"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2025-12-31", 1, "2026-01-04"),  # the year's end, and a make-up Sunday
    ],
)
def test_spring_festival_and_national_day(start, amount, expected):
    assert last_day(date.fromisoformat(start), wd(amount)) == date.fromisoformat(expected)


def test_a_days_result_is_the_end_of_that_day_in_local_time():
    assert due_at(at("2026-10-09T01:30:00Z"), wd(1), CHINA) == at("2026-10-11T00:00:00+08:00")


def test_the_day_of_the_start_is_the_local_one():
    late = at("2026-11-23T15:59:59Z")  # 23:59:59 in Shanghai
    assert last_day(late, nd(1)) == date(2026, 11, 24)
    assert last_day(late + timedelta(seconds=1), nd(1)) == date(2026, 11, 25)


def test_hours_run_through_nights_weekends_and_holidays():
    assert due_at(at("2026-09-30T10:00:00Z"), Budget(72, Unit.HOURS), CHINA) == at("2026-10-03T10:00:00Z")


def test_a_quarter_of_an_hour_is_exact():
    assert due_at(at("2026-09-30T10:00:00Z"), Budget(Decimal("0.25"), Unit.HOURS), CHINA) == at("2026-09-30T10:15:00Z")


def test_minutes_run_in_office_hours_to_the_last_second():
    friday = at("2026-11-27T08:00:00Z")  # 16:00 in Shanghai
    assert due_at(friday, Budget(60, Unit.MINUTES), OFFICE) == at("2026-11-27T09:00:00Z")
    assert due_at(friday, Budget(61, Unit.MINUTES), OFFICE) == at("2026-11-30T01:01:00Z")


def test_no_minutes_are_due_at_once_even_at_night():
    night = at("2026-11-27T20:00:00Z")
    assert due_at(night, Budget(0, Unit.MINUTES), OFFICE) == night


def test_working_days_with_hours_keep_the_time_of_day():
    assert due_at(at("2018-11-19T10:00:00Z"), wd(7), UTC_OFFICE) == at("2018-11-28T10:00:00Z")


def test_working_days_with_hours_can_end_with_that_days_office_hours():
    assert due_at(at("2018-11-19T10:00:00Z"), wd(7), UTC_OFFICE, end_of_day=True) == at("2018-11-28T17:00:00Z")


def test_a_limit_of_law_ends_at_midnight_whatever_the_office_hours():
    assert due_at(at("2026-11-23T02:00:00Z"), wd(1), OFFICE, has_hours=False) == at("2026-11-25T00:00:00+08:00")


def test_negative_working_days_count_back():
    assert due_at(at("2018-11-19T10:00:00Z"), wd(-7), UTC_OFFICE) == at("2018-11-08T10:00:00Z")
    assert last_day(date(2026, 10, 8), wd(-1)) == date(2026, 9, 30)


def test_no_working_days_keep_the_start():
    start = at("2026-11-28T10:00:00Z")  # a Saturday
    assert due_at(start, wd(0), UTC_OFFICE) == start


def test_a_bare_date_has_no_time_of_day_to_keep():
    assert due_at(date(2018, 11, 19), wd(7), UTC_OFFICE) == at("2018-11-28T17:00:00Z")


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2027-02-28", 12, "2028-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
    ],
)
def test_months_end_on_the_same_day_or_the_last(start, months, expected):
    assert last_day(date.fromisoformat(start), Budget(months, Unit.MONTHS)) == date.fromisoformat(expected)


def test_29_february_is_counted():
    assert last_day(date(2028, 2, 28), nd(1)) == date(2028, 2, 29)
    assert last_day(date(2027, 2, 28), nd(1)) == date(2027, 3, 1)


def test_hours_do_not_roll():
    saturday = at("2026-11-28T02:00:00Z")
    assert due_at(saturday, Budget(1, Unit.HOURS), CHINA, roll="next") == saturday + timedelta(hours=1)


def test_an_extension_is_counted_from_the_due_day():
    start = date(2026, 9, 23)
    assert CHINA.last_day(due_at(start, wd(5), CHINA, extensions=[wd(10)])) == last_day(start, wd(15))
    assert CHINA.last_day(due_at(start, nd(60), CHINA, extensions=[nd(30)])) == date(2026, 12, 22)


def test_an_extension_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="cannot be extended by"):
        due_at(date(2026, 9, 23), wd(5), CHINA, extensions=[Budget(5, Unit.HOURS)])
    with pytest.raises(ValueError, match="cannot be extended by"):
        due_at(date(2026, 9, 23), Budget(5, Unit.HOURS), CHINA, extensions=[wd(5)])


def test_a_pause_of_two_working_days_moves_a_date_by_two_working_days():
    paused = [(at("2026-09-29T00:00:00+08:00"), at("2026-10-01T00:00:00+08:00"))]
    start = at("2026-09-23T09:42:00+08:00")
    assert due_at(start, wd(5), CHINA, pauses=paused) == at("2026-10-11T00:00:00+08:00")


def test_a_pause_over_a_weekend_moves_no_working_day():
    paused = [(at("2026-11-28T00:00:00+08:00"), at("2026-11-30T00:00:00+08:00"))]
    assert due_at(date(2026, 11, 26), wd(5), CHINA, pauses=paused) == due_at(date(2026, 11, 26), wd(5), CHINA)


def test_a_pause_moves_natural_days_by_its_own_length():
    start = at("2026-11-02T03:00:00Z")
    paused = [(at("2026-11-02T04:00:00Z"), at("2026-11-07T05:06:07Z"))]
    moved = due_at(start, nd(30), CHINA, pauses=paused)
    assert moved - due_at(start, nd(30), CHINA) == timedelta(days=5, hours=1, minutes=6, seconds=7)


def test_overlapping_pauses_count_once():
    pair = [
        (at("2026-11-03T00:00:00Z"), at("2026-11-05T00:00:00Z")),
        (at("2026-11-04T00:00:00Z"), at("2026-11-06T00:00:00Z")),
    ]
    one = [(at("2026-11-03T00:00:00Z"), at("2026-11-06T00:00:00Z"))]
    assert due_at(date(2026, 11, 1), nd(9), CHINA, pauses=pair) == due_at(date(2026, 11, 1), nd(9), CHINA, pauses=one)


def test_a_pause_after_the_due_instant_changes_nothing():
    due = due_at(date(2026, 11, 2), nd(9), CHINA)
    assert due_at(date(2026, 11, 2), nd(9), CHINA, pauses=[(due, due + timedelta(days=3))]) == due


def test_a_pause_before_the_start_changes_nothing():
    start = at("2026-11-02T03:00:00Z")
    paused = [(start - timedelta(days=3), start)]
    assert due_at(start, nd(9), CHINA, pauses=paused) == due_at(start, nd(9), CHINA)


def test_a_running_pause_counts_only_when_it_ends():
    start = at("2026-11-02T03:00:00Z")
    assert due_at(start, nd(9), CHINA, pauses=[(start, None)]) == due_at(start, nd(9), CHINA)


def test_after_a_pause_a_rolled_date_ends_with_a_working_day():
    paused = [(at("2026-11-03T00:00:00Z"), at("2026-11-03T05:00:00Z"))]
    moved = due_at(date(2026, 11, 2), nd(11), CHINA, roll="next", pauses=paused)  # Friday 24:00, moved into Saturday
    assert moved == at("2026-11-17T00:00:00+08:00")


def test_a_rolled_date_that_keeps_its_time_is_never_brought_nearer_by_a_pause():
    start = at("2026-03-24T21:02:00Z")  # 4 days on: Saturday 21:02, rolled to Monday 21:02
    paused = [(start, start + timedelta(days=1, hours=3))]  # to Monday 00:02
    assert due_at(start, nd(4), UTC_OFFICE, roll="next") == at("2026-03-30T21:02:00Z")
    assert due_at(start, nd(4), UTC_OFFICE, roll="next", pauses=paused) == at("2026-03-30T21:02:00Z")


def test_a_pause_already_running_at_the_start_moves_no_empty_budget():
    start = at("2026-11-23T02:00:00Z")
    paused = [(start - timedelta(minutes=1), start + timedelta(minutes=1))]
    assert due_at(start, Budget(0, Unit.MINUTES), OFFICE, pauses=paused) == start


def test_a_reversed_pause_is_refused():
    with pytest.raises(ValueError, match="ends before it starts"):
        closed_pauses([(at("2026-11-04T00:00:00Z"), at("2026-11-03T00:00:00Z"))])


def test_a_date_counted_back_cannot_be_paused():
    with pytest.raises(ValueError, match="cannot be paused"):
        due_at(date(2026, 11, 2), nd(-3), CHINA, pauses=[(at("2026-11-03T00:00:00Z"), at("2026-11-04T00:00:00Z"))])


def test_a_start_without_a_zone_is_refused():
    with pytest.raises(TypeError, match="no time zone"):
        due_at(datetime(2026, 11, 2), nd(3), CHINA)  # noqa: DTZ001


def test_an_unknown_roll_is_refused():
    with pytest.raises(ValueError, match="'none' or 'next'"):
        due_at(date(2026, 11, 2), nd(3), CHINA, roll="previous")


@pytest.mark.parametrize(("amount", "unit"), [(1.5, Unit.WORKING_DAYS), (-1, Unit.HOURS), (-1, Unit.MINUTES)])
def test_a_broken_or_negative_budget_is_refused(amount, unit):
    with pytest.raises(ValueError, match="whole number|0 or more"):
        Budget(amount, unit)


def test_minutes_without_open_hours_are_refused_and_do_not_run_for_ever():
    with pytest.raises(ValueError, match="no open hours"):
        due_at(date(2026, 11, 2), Budget(1, Unit.MINUTES), CHINA)


def test_more_open_time_than_two_hundred_years_is_refused():
    rare = Calendar(tz=ZoneInfo("UTC"), hours={0: ((0, 60),)})
    with pytest.raises(ValueError, match="200 years"):
        due_at(date(2026, 11, 2), Budget(20_000, Unit.MINUTES), rare)


@pytest.mark.parametrize("budget", [wd(10**30), nd(10**30), Budget(10**30, Unit.MONTHS), nd(-(10**9)), wd(3_000_000)])
def test_a_date_outside_the_years_is_refused(budget):
    with pytest.raises(ValueError, match="outside the years"):
        due_at(date(2026, 11, 2), budget, CHINA)


def test_a_calendar_with_every_day_off_is_refused():
    never = Calendar(tz=ZoneInfo("UTC"), yearly={(month, day): "" for month in range(1, 13) for day in range(1, 32)})
    with pytest.raises(ValueError, match="outside the years"):
        due_at(date(2026, 11, 2), wd(1), never)


def test_working_seconds_are_zero_outside_office_hours_and_backwards():
    assert working_seconds(at("2026-11-28T00:00:00Z"), at("2026-11-29T00:00:00Z"), OFFICE) == 0
    assert working_seconds(at("2026-11-25T00:00:00Z"), at("2026-11-24T00:00:00Z"), OFFICE) == 0


def test_working_seconds_stop_while_a_pause_is_still_running():
    start = at("2026-11-23T01:00:00Z")
    assert working_seconds(start, start + timedelta(hours=5), OFFICE, [(start + timedelta(hours=2), None)]) == 7200


def test_the_same_start_in_another_offset_is_the_same_start():
    tokyo = datetime(2026, 11, 23, 10, tzinfo=timezone(timedelta(hours=9)))
    assert due_at(tokyo, wd(3), CHINA) == due_at(tokyo.astimezone(UTC), wd(3), CHINA)


def test_a_date_in_an_unconfirmed_year_is_provisional():
    start = date(2026, 12, 28)
    assert not is_provisional(due_at(start, wd(3), CHINA), start, wd(3), CHINA)
    assert is_provisional(due_at(start, wd(4), CHINA), start, wd(4), CHINA)


def test_24_00_of_the_last_confirmed_day_is_not_provisional():
    start = date(2026, 12, 30)
    assert due_at(start, nd(1), CHINA) == at("2027-01-01T00:00:00+08:00")
    assert not is_provisional(due_at(start, nd(1), CHINA), start, nd(1), CHINA)


def test_a_date_before_the_known_years_is_provisional():
    assert is_provisional(due_at(date(2006, 5, 1), wd(3), CHINA), date(2006, 5, 1), wd(3), CHINA)
