"""Why this date: every reason as data, and the small calendar picture of the ticket page."""

import json
from datetime import UTC, date, datetime
from itertools import pairwise

from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.calendars import CHINA, china
from workflows.due import Budget, Unit, due_at
from workflows.explain import MOST_DAYS, explain
from workflows.policies import policies

OFFICE = china(dict.fromkeys(range(5), ((9 * 3600, 17 * 3600),)))


def at(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def wd(n):
    return Budget(n, Unit.WORKING_DAYS)


def kinds(found):
    return [reason.kind for reason in found.why]


def of_kind(found, kind):
    return [reason for reason in found.why if reason.kind == kind]


def sample():
    """The clock of the ticket screen: 5 working days from 23 September 2026 with two days of pause."""
    policy = policies["wo.complaint"]
    paused = [(at("2026-09-29T00:00:00+08:00"), at("2026-10-01T00:00:00+08:00"))]
    return explain(policy, at("2026-09-23T09:42:00+08:00"), policy.budget, CHINA, pauses=paused)


def test_the_reasons_come_in_the_order_in_which_one_counts():
    assert kinds(sample()) == ["rule", "start", "day0", "holiday", "holiday", "makeup", "pause", "due", "calendar"]


def test_a_holiday_is_named_with_the_weekend_that_belongs_to_it():
    first, second = of_kind(sample(), "holiday")
    assert (first.data["name"], first.days) == ("中秋节", (date(2026, 9, 25), date(2026, 9, 27)))
    assert (second.data["name"], second.days) == ("国庆节", (date(2026, 10, 1), date(2026, 10, 7)))


def test_a_pause_says_how_far_it_moved_the_date():
    (pause,) = of_kind(sample(), "pause")
    assert pause.data["moved_seconds"] == 2 * 86_400
    with translation.override("en"):
        assert "from Thu 8 Oct 24:00 to Sat 10 Oct 24:00" in str(pause.text)


def test_the_rule_quotes_its_source_in_the_readers_language():
    rule = sample().why[0]
    assert rule.data["policy"] == "wo.complaint"
    with translation.override("zh-hans"):
        assert "济南市12345条例 第24条" in str(rule.text)
        assert "5个工作日内办理" in str(rule.text)
    with translation.override("en"):
        assert "within 5 working days" in str(rule.text)


def test_midnight_is_written_as_24_00_of_the_last_day():
    (due,) = of_kind(sample(), "due")
    with translation.override("zh-hans"):
        assert "2026年10月10日（周六）24:00" in str(due.text)


def test_the_picture_numbers_the_counted_days():
    marks = {mark.date: (mark.kind, mark.number) for mark in sample().days}
    assert marks[date(2026, 9, 23)] == ("start", None)
    assert marks[date(2026, 9, 24)] == ("counted", 1)
    assert marks[date(2026, 9, 26)] == ("off", None)
    assert marks[date(2026, 9, 29)] == marks[date(2026, 9, 30)] == ("pause", None)
    assert marks[date(2026, 10, 9)] == ("counted", 4)
    assert marks[date(2026, 10, 10)] == ("last", 5)


def test_a_make_up_day_on_the_way_is_marked():
    found = explain(None, date(2026, 9, 18), wd(3), CHINA)
    assert ("makeup", 1) in [(mark.kind, mark.number) for mark in found.days]


def test_natural_days_count_their_holidays_and_say_so():
    found = explain(None, date(2026, 9, 30), Budget(10, Unit.NATURAL_DAYS), CHINA)
    (holiday,) = of_kind(found, "holiday")
    assert holiday.data["counted"]
    assert found.days[-1].number == 10


def test_a_roll_names_the_rest_day_and_the_day_it_moved_to():
    found = explain(None, date(2026, 9, 18), Budget(30, Unit.NATURAL_DAYS), CHINA, roll="next")
    (roll,) = of_kind(found, "roll")
    assert roll.days == (date(2026, 10, 18), date(2026, 10, 19))


def test_an_extension_says_where_it_leads():
    policy = policies["xf.handle"]
    found = explain(policy, date(2026, 9, 23), policy.budget, CHINA, extensions=[policy.cap])
    (extension,) = of_kind(found, "extension")
    assert extension.at == found.due
    assert found.last_day == date(2026, 12, 22)


def test_a_date_beyond_the_confirmed_year_is_provisional_and_says_up_to_when_it_is_known():
    found = explain(None, date(2026, 12, 28), wd(10), CHINA)
    assert found.provisional
    assert kinds(found)[-1] == "provisional"
    with translation.override("en"):
        assert "Thu 31 Dec 2026" in str(found.why[-1].text)


def test_a_running_pause_makes_a_date_provisional():
    found = explain(None, at("2026-11-02T01:00:00Z"), wd(5), CHINA, pauses=[(at("2026-11-03T01:00:00Z"), None)])
    assert found.provisional
    assert of_kind(found, "pause")[0].data["to"] is None


def test_a_pause_outside_the_clock_says_that_the_date_stays():
    found = explain(
        None,
        at("2026-11-02T01:00:00Z"),
        wd(5),
        CHINA,
        pauses=[(at("2026-11-20T01:00:00Z"), at("2026-11-21T01:00:00Z"))],
    )
    assert of_kind(found, "pause")[0].data["moved_seconds"] == 0


def test_days_counted_back_name_what_they_cross():
    found = explain(None, date(2026, 10, 8), wd(-2), CHINA)
    assert found.last_day == date(2026, 9, 29)
    assert [reason.data["name"] for reason in of_kind(found, "holiday")] == ["国庆节"]
    assert found.days == ()


def test_it_is_plain_json():
    plain = json.loads(json.dumps(sample().as_json()))
    assert plain["due"] == "2026-10-10T16:00:00Z"
    assert plain["day"] == "2026-10-10"
    assert plain["provisional"] is False
    assert plain["days"][-1] == {"date": "2026-10-10", "kind": "last", "number": 5, "name": plain["days"][-1]["name"]}
    assert all(isinstance(reason["text"], str) and reason["kind"] for reason in plain["why"])


@settings(max_examples=100, deadline=None)
@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.sampled_from(list(Unit)),
    st.integers(0, 90),
    st.sampled_from(["none", "next"]),
)
def test_the_explained_date_is_the_computed_one_and_the_picture_ends_on_it(start, unit, amount, roll):
    budget = Budget(amount, unit)
    found = explain(None, start, budget, OFFICE, roll=roll, has_hours=unit is Unit.MINUTES)
    assert found.due == due_at(start, budget, OFFICE, roll=roll, has_hours=unit is Unit.MINUTES)
    days = [mark.date for mark in found.days]
    assert all((later - earlier).days == 1 for earlier, later in pairwise(days))
    drawn = 0 <= (found.last_day - OFFICE.local_day(start)).days <= MOST_DAYS
    assert days[-1:] == ([found.last_day] if drawn else [])
    if unit is Unit.WORKING_DAYS and amount and roll == "none":
        assert found.days[-1].number == amount
