"""Random calendars, starts, budgets and pauses: equal to a naive minute stepper, and the laws every date must keep."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.workflows.stepper import Stepper
from workflows.calendars import Calendar
from workflows.due import Budget, Unit, due_at, working_seconds

BASE = datetime(2026, 3, 20, tzinfo=UTC)
ZONES = (
    *("UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Sao_Paulo"),
    *(
        "Australia/Lord_Howe",
        "Africa/Cairo",
        "Asia/Tehran",
        "America/Havana",
    ),  # half an hour; at midnight; 01:00 to 00:00
)
# Days around clock changes of these zones, the year's end and 29 February.
DAYS = [
    *(BASE.date(), date(2026, 3, 6), date(2026, 4, 23), date(2026, 10, 22), date(2026, 10, 30), date(2026, 12, 29)),
    *(date(2028, 2, 27), date(2015, 3, 20), date(2015, 9, 20), date(2015, 10, 16), date(2015, 2, 20)),
]
MINUTE = timedelta(minutes=1)


@st.composite
def offices(draw):
    """A calendar and its stepper: one to three intervals a day, holidays and make-up days near the start."""
    zone, base = draw(st.sampled_from(ZONES)), draw(st.sampled_from(DAYS))
    weekdays = draw(st.sets(st.integers(0, 6), min_size=1))
    hours = {}
    for weekday in weekdays:
        marks = sorted(draw(st.sets(st.integers(0, 96), min_size=2, max_size=6)))
        hours[weekday] = [(a * 900, b * 900) for a, b in zip(marks[::2], marks[1::2], strict=False)]
    near = st.integers(-3, 25).map(lambda n: base + timedelta(days=n))
    holidays, workdays = draw(st.sets(near, max_size=6)), draw(st.sets(near, max_size=4))
    calendar = Calendar(
        tz=ZoneInfo(zone),
        hours={day: tuple(spans) for day, spans in hours.items()},
        holidays=dict.fromkeys(holidays, ""),
        workdays=dict.fromkeys(workdays, ""),
    )
    start = datetime(base.year, base.month, base.day, tzinfo=UTC) + draw(st.integers(0, 4 * 1440)) * MINUTE
    return calendar, Stepper(zone, hours, holidays, workdays), start


def pauses_after(start):
    """Up to three pauses near a start, overlapping or not, some of no length, some begun before it."""
    pair = st.tuples(st.integers(-600, 6000), st.integers(0, 3000))
    return st.lists(pair.map(lambda p: (start + p[0] * MINUTE, start + (p[0] + p[1]) * MINUTE)), max_size=3)


def minutes(n):
    return Budget(n, Unit.MINUTES)


@settings(max_examples=150, deadline=None)
@given(st.data(), offices(), st.integers(0, 1500))
def test_open_minutes_equal_the_stepper(data, office, amount):
    calendar, stepper, start = office
    pauses = data.draw(pauses_after(start))
    assert due_at(start, minutes(amount), calendar, pauses=pauses) == stepper.due(start, amount, pauses)


@settings(max_examples=60, deadline=None)
@given(st.data(), offices(), st.integers(0, 4000), st.integers(0, 59))
def test_elapsed_time_equals_the_stepper_to_the_second(data, office, length, second):
    calendar, stepper, start = office
    pauses = data.draw(pauses_after(start))
    end = start + timedelta(minutes=length, seconds=second)
    whole = end - timedelta(seconds=second)
    expected = stepper.seconds(start, whole, pauses, 60) + stepper.seconds(whole, end, pauses, 1)
    assert working_seconds(start, end, calendar, pauses) == expected


@settings(max_examples=150, deadline=None)
@given(offices(), st.integers(-40, 40))
def test_working_days_equal_the_stepper(office, amount):
    calendar, stepper, start = office
    last = stepper.last_day(calendar.local_day(start), amount)
    assert due_at(start, Budget(amount, Unit.WORKING_DAYS), calendar, has_hours=False) == stepper.midnight_after(last)


@settings(max_examples=100, deadline=None)
@given(st.data(), offices(), st.integers(0, 3000), st.integers(0, 3000))
def test_splitting_a_budget_equals_the_whole(data, office, first, second):
    calendar, _stepper, start = office
    pauses = data.draw(pauses_after(start))
    middle = due_at(start, minutes(first), calendar, pauses=pauses)
    whole = due_at(start, minutes(first + second), calendar, pauses=pauses)
    assert due_at(middle, minutes(second), calendar, pauses=pauses) == whole
    assert due_at(start, minutes(first), calendar, pauses=pauses, extensions=[minutes(second)]) == whole


@settings(max_examples=100, deadline=None)
@given(offices(), st.sampled_from([Unit.WORKING_DAYS, Unit.NATURAL_DAYS]), st.integers(0, 40), st.integers(0, 40))
def test_splitting_days_by_an_extension_equals_the_whole(office, unit, first, second):
    calendar, _stepper, start = office
    split = due_at(start, Budget(first, unit), calendar, has_hours=False, extensions=[Budget(second, unit)])
    assert split == due_at(start, Budget(first + second, unit), calendar, has_hours=False)


@settings(max_examples=200, deadline=None)
@given(st.data(), offices(), st.sampled_from(list(Unit)), st.integers(0, 60), st.sampled_from(["none", "next"]))
def test_a_larger_budget_is_never_due_earlier(data, office, unit, amount, roll):
    calendar, _stepper, start = office
    pauses = data.draw(pauses_after(start))
    facts = {"pauses": pauses, "roll": roll, "has_hours": None if unit is Unit.MINUTES else False}
    smaller = due_at(start, Budget(amount, unit), calendar, **facts)
    assert smaller <= due_at(start, Budget(amount + 1, unit), calendar, **facts)


@settings(max_examples=200, deadline=None)
@given(
    offices(), st.sampled_from(list(Unit)), st.integers(0, 60), st.integers(0, 5000), st.sampled_from(["none", "next"])
)
def test_a_later_start_is_never_due_earlier(office, unit, amount, later, roll):
    calendar, _stepper, start = office
    facts = {"roll": roll, "has_hours": None if unit is Unit.MINUTES else False}
    first = due_at(start, Budget(amount, unit), calendar, **facts)
    assert first <= due_at(start + later * MINUTE, Budget(amount, unit), calendar, **facts)


@settings(max_examples=100, deadline=None)
@given(st.data(), offices(), st.integers(0, 3000), st.integers(0, 3000))
def test_a_later_start_is_never_due_earlier_across_pauses(data, office, amount, later):
    calendar, _stepper, start = office
    pauses = data.draw(pauses_after(start))
    first = due_at(start, minutes(amount), calendar, pauses=pauses)
    assert first <= due_at(start + later * MINUTE, minutes(amount), calendar, pauses=pauses)


@settings(max_examples=300, deadline=None)
@given(
    st.data(),
    offices(),
    st.sampled_from(list(Unit)),
    st.integers(0, 60),
    st.booleans(),
    st.sampled_from(["none", "next"]),
)
def test_one_more_pause_never_brings_a_date_nearer(data, office, unit, amount, timed, roll):
    calendar, _stepper, start = office
    pauses = data.draw(pauses_after(start))
    more = [*pauses, *data.draw(pauses_after(start))]
    facts = {"roll": roll, "has_hours": timed or unit is Unit.MINUTES}
    without = due_at(start, Budget(amount, unit), calendar, pauses=pauses, **facts)
    assert without <= due_at(start, Budget(amount, unit), calendar, pauses=more, **facts)


@settings(max_examples=200, deadline=None)
@given(st.data(), offices(), st.sampled_from(list(Unit)), st.integers(0, 60), st.integers(-600, 9000), st.booleans())
def test_suspend_and_resume_at_one_instant_changes_nothing(data, office, unit, amount, when, timed):
    calendar, _stepper, start = office
    pauses = data.draw(pauses_after(start))
    at = start + when * MINUTE
    facts = {"has_hours": timed or unit is Unit.MINUTES}
    without = due_at(start, Budget(amount, unit), calendar, pauses=pauses, **facts)
    assert due_at(start, Budget(amount, unit), calendar, pauses=[*pauses, (at, at)], **facts) == without


@settings(max_examples=200, deadline=None)
@given(offices(), st.integers(1, 60), st.integers(0, 3000), st.integers(0, 9000))
def test_a_pause_moves_a_date_by_exactly_the_open_time_it_took(office, amount, begins, lasts):
    calendar, stepper, start = office
    low, high = start + begins * MINUTE, start + (begins + lasts) * MINUTE
    for unit in (Unit.NATURAL_DAYS, Unit.HOURS):
        plain = due_at(start, Budget(amount, unit), calendar, has_hours=False)
        assume(low < plain)
        assert (
            due_at(start, Budget(amount, unit), calendar, has_hours=False, pauses=[(low, high)]) - plain == high - low
        )
    plain = due_at(start, minutes(amount), calendar)
    if low < plain:
        moved = due_at(start, minutes(amount), calendar, pauses=[(low, high)])
        assert stepper.seconds(plain, moved, (), 60) == stepper.seconds(low, high, (), 60)
