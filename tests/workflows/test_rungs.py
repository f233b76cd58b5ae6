"""The ladder: reminders in office hours, breaches at their instant, urgent clocks at any hour."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.calendars import CHINA, Calendar, china
from workflows.due import Budget, Unit, due_at
from workflows.policies import policies
from workflows.rungs import EXACT, LADDERS, Rung, is_open, rung_instants, share

OFFICE = china(dict.fromkeys(range(5), ((9 * 3600, 12 * 3600), (14 * 3600, 18 * 3600))))
NINE = 9


def at(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def local(fires):
    return [(name, moment.astimezone(CHINA.tz).strftime("%m-%d %H:%M")) for name, _do, moment in fires]


def ladder_of(key, start, **facts):
    policy = policies[key]
    due = due_at(start, policy.budget, CHINA, roll=policy.roll, has_hours=False)
    return rung_instants(policy.rungs, start, due, CHINA, office=OFFICE, any_hour=policy.any_hour, **facts)


def test_our_duties_have_the_whole_ladder():
    start = at("2026-11-02T10:00:00+08:00")  # 60 days: due Friday 1 January 2027, 24:00
    assert local(ladder_of("xf.handle", start)) == [
        ("remind", "12-02 17:00"),
        ("warn", "12-21 09:00"),  # 80 % falls on a Sunday: the office opens on Monday
        ("breach", "01-02 00:00"),
        ("press", "01-06 09:00"),
        ("leader", "01-11 09:00"),
    ]


def test_a_party_s_clock_reminds_and_lapses_but_is_no_breach_of_ours():
    does = [do for _name, do, _at in ladder_of("xf.review_request", at("2026-11-02T10:00:00+08:00"))]
    assert does == ["remind", "warn", "lapse"]


def test_a_protection_order_warns_thirty_and_fifteen_days_before_it_ends():
    found = local(ladder_of("dv.order_valid_max", at("2026-03-02T10:00:00+08:00")))
    assert found == [("month_left", "08-04 09:00"), ("fortnight_left", "08-19 09:00"), ("lapse", "09-03 00:00")]


def test_an_urgent_clock_speaks_at_night():
    found = local(ladder_of("dv.notify_district", at("2026-11-28T03:00:00+08:00")))
    assert found == [("warn", "11-28 03:07"), ("breach", "11-28 03:15"), ("leader", "11-28 04:15")]


def test_a_mandatory_report_is_due_at_once_and_alarms_after_half_an_hour_and_two_hours():
    found = local(ladder_of("dv.minor_report", at("2026-11-28T03:00:00+08:00")))
    assert found == [
        ("report_now", "11-28 03:00"),
        ("alarm", "11-28 03:30"),
        ("hard_alarm", "11-28 05:00"),
        ("leader", "11-28 06:00"),
    ]


def test_a_reminder_before_a_long_holiday_comes_before_it_if_after_it_would_be_too_late():
    start, due = at("2026-09-28T10:00:00+08:00"), at("2026-10-06T00:00:00+08:00")
    assert local(rung_instants([Rung("warn", "warn", percent=80)], start, due, OFFICE)) == [("warn", "09-30 09:00")]


def test_a_reminder_with_no_office_hour_before_the_due_instant_keeps_its_own_instant():
    start, due = at("2026-10-02T10:00:00+08:00"), at("2026-10-04T00:00:00+08:00")
    assert local(rung_instants([Rung("warn", "warn", percent=50)], start, due, OFFICE)) == [("warn", "10-03 05:00")]


def test_a_unit_without_hours_is_spoken_to_between_nine_and_five():
    start = at("2026-11-23T23:00:00+08:00")
    due = due_at(start, Budget(2, Unit.WORKING_DAYS), CHINA)
    ((_name, _do, moment),) = rung_instants([Rung("remind", "remind", percent=1)], start, due, CHINA)
    assert moment.astimezone(CHINA.tz).hour == NINE


def test_a_pause_moves_the_half_of_the_time():
    start, due = at("2026-11-02T00:00:00Z"), at("2026-11-12T00:00:00Z")
    pause = (at("2026-11-03T00:00:00Z"), at("2026-11-07T00:00:00Z"))
    assert share(start, due, 50, [pause]) == at("2026-11-09T00:00:00Z")
    assert share(start, due, 50) == at("2026-11-07T00:00:00Z")
    assert share(due, start, 50) == start


def test_two_working_days_after_midnight_are_two_whole_working_days():
    due = at("2026-09-30T00:00:00+08:00")  # Tuesday 24:00
    ladder = [Rung("press", "press", after=Budget(2, Unit.WORKING_DAYS))]
    assert local(rung_instants(ladder, due - timedelta(days=5), due, CHINA, office=OFFICE)) == [
        ("press", "10-09 09:00")
    ]


def test_months_before_the_end_are_counted_in_months():
    due = at("2027-03-31T15:00:00+08:00")
    ladder = [Rung("warn", "warn", before=Budget(1, Unit.MONTHS))]
    assert local(rung_instants(ladder, due - timedelta(days=90), due, CHINA, any_hour=True)) == [
        ("warn", "02-28 15:00")
    ]


@pytest.mark.parametrize(
    "facts",
    [
        {"do": "warn"},
        {"do": "warn", "percent": 50, "at_due": True},
        {"do": "shout", "at_due": True},
        {"do": "warn", "percent": 100},
        {"do": "warn", "before": Budget(5, Unit.MINUTES)},
        {"do": "warn", "after": Budget(-1, Unit.WORKING_DAYS)},
    ],
)
def test_a_rung_that_is_not_clear_is_refused(facts):
    with pytest.raises(ValueError, match="Rung 'x'"):
        Rung("x", **facts)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 400_000),
    st.sampled_from([Unit.WORKING_DAYS, Unit.NATURAL_DAYS, Unit.HOURS]),
    st.integers(1, 70),
    st.sampled_from(["ours", "party", "ext"]),
)
def test_no_rung_is_out_of_order_and_none_speaks_outside_office_hours_but_the_breach(minute, unit, amount, ladder):
    start = datetime(2026, 1, 2, tzinfo=UTC) + timedelta(minutes=minute)
    due = due_at(start, Budget(amount, unit), CHINA)
    fires = rung_instants(LADDERS[ladder], start, due, CHINA, office=OFFICE)
    assert [name for name, _do, _at in fires] == [rung.name for rung in LADDERS[ladder]]
    assert [moment for _n, _d, moment in fires] == sorted(moment for _n, _d, moment in fires)
    for (_name, do, moment), rung in zip(fires, LADDERS[ladder], strict=True):
        if do in EXACT:
            assert moment == due
        elif rung.early:
            assert start <= moment < due
        else:
            assert is_open(moment, OFFICE)
            assert moment > due


def test_a_clock_that_begins_and_ends_on_one_day_warns_an_hour_before_the_office_closes():
    start, due = at("2026-11-23T11:00:00+08:00"), at("2026-11-24T00:00:00+08:00")
    assert local(rung_instants([Rung("warn", "warn", percent=80)], start, due, CHINA, office=OFFICE)) == [
        ("warn", "11-23 17:00")
    ]


def test_a_warning_moved_back_does_not_overtake_the_reminder():
    start, due = at("2026-11-23T11:00:00+08:00"), at("2026-11-24T00:00:00+08:00")
    assert local(rung_instants(LADDERS["party"], start, due, CHINA, office=OFFICE)) == [
        ("remind", "11-23 17:30"),
        ("warn", "11-23 17:30"),
        ("lapse", "11-24 00:00"),
    ]


def test_an_office_that_never_opens_leaves_the_rungs_where_they_are():
    shut = Calendar(tz=ZoneInfo("UTC"), yearly={(m, d): "" for m in range(1, 13) for d in range(1, 32)})
    start = at("2026-11-02T00:00:00Z")
    fires = rung_instants(LADDERS["ext"], start, start + timedelta(days=10), CHINA, office=shut)
    assert fires[0][2] == start + timedelta(days=8)


def test_dates_before_the_due_day_keep_its_time_of_day():
    due = at("2026-11-20T15:00:00+08:00")
    ladder = [Rung("warn", "warn", before=Budget(3, Unit.WORKING_DAYS))]
    start = at("2026-11-02T00:00:00Z")
    assert local(rung_instants(ladder, start, due, CHINA, office=OFFICE)) == [("warn", "11-17 15:00")]
    assert OFFICE.local_day(due) == date(2026, 11, 20)
