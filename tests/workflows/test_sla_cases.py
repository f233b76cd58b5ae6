"""Every case of ../shared/facts/sla_cases.json through the functions that date real tickets.

The cases are other systems' tests and documentation. Those decided against are listed with the reason.
"""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from workflows.calendars import Calendar
from workflows.due import Budget, Unit, closed_pauses, due_at, working_seconds
from workflows.due_fields import read_calendar
from workflows.due_lines import answer
from workflows.rungs import Rung, rung_instants

FACTS = json.loads((Path(__file__).parent / "sla_cases.json").read_text(encoding="utf-8"))
CASES = {case["id"]: case for case in FACTS["cases"]}
DECIDED_AGAINST = {
    "zammad-043": "Zammad rounds the end of a pause up to the full minute: 24 s that nobody worked. We round nothing.",
}


def kind(*kinds):
    return sorted(key for key, case in CASES.items() if case["kind"] in kinds and key not in DECIDED_AGAINST)


def calendar_text(case):
    return {**FACTS["calendars"][case["calendar"]], "tz": case["timezone"]}


def calendar(case) -> Calendar:
    return read_calendar(calendar_text(case))


def at(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def pauses(case):
    return [(at(low), at(high)) for low, high in case["pauses"]]


@pytest.mark.parametrize("key", kind("due"))
def test_due(key):
    case = CASES[key]
    budget = Budget(Decimal(str(case["sla_minutes"])), Unit.MINUTES)
    assert due_at(at(case["start"]), budget, calendar(case), pauses=pauses(case)) == at(case["expected_due"])


@pytest.mark.parametrize("key", kind("elapsed"))
def test_elapsed(key):
    case = CASES[key]
    assert (
        working_seconds(at(case["start"]), at(case["end"]), calendar(case), pauses(case))
        == case["expected_working_seconds"]
    )
    if "expected_minutes_left_of_target" in case:
        left = case["sla_minutes"] * 60 - case["expected_working_seconds"]
        assert left == case["expected_minutes_left_of_target"] * 60


@pytest.mark.parametrize("key", kind("due_in_working_days"))
def test_due_in_working_days(key):
    case = CASES[key]
    budget = Budget(case["working_days"], Unit.WORKING_DAYS)
    if "start" in case:
        due = due_at(at(case["start"]), budget, calendar(case), end_of_day=case["roll_to_end_of_day"])
        assert due == at(case["expected_due"])
    else:
        due = due_at(date.fromisoformat(case["start_date"]), budget, calendar(case))
        assert calendar(case).last_day(due) == date.fromisoformat(case["expected_due_date"])


@pytest.mark.parametrize("key", kind("pre_breach_level"))
def test_a_level_before_the_breach_fires_at_its_hour_and_not_at_midnight(key):
    case = CASES[key]
    start, office = at(case["start"]), calendar(case)
    due = due_at(start, Budget(case["sla_minutes"], Unit.MINUTES), office)
    rung = Rung("warn", "warn", before=Budget(Decimal(case["level_minutes_before_due"]) / 60, Unit.HOURS))
    assert rung_instants([rung], start, due, office) == (("warn", "warn", at(case["expected_level_fires"])),)


def spread(texts):
    """Zammad's pauses ("12:15 +15min", "12:00, 5 days") as instants, day 0 being 1 June 2026."""
    zone, day = ZoneInfo("Europe/Berlin"), datetime(2026, 6, 1)  # noqa: DTZ001
    found = []
    for text in texts:
        hour, minute = (int(part) for part in text[:5].split(":"))
        length = timedelta(days=5) if "days" in text else timedelta(minutes=15)
        low = (day + timedelta(hours=hour, minutes=minute)).replace(tzinfo=zone)
        found.append((low.astimezone(UTC), (low + length).astimezone(UTC)))
    return found


@pytest.mark.parametrize("key", kind("pause_split_by_local_day"))
def test_a_pause_takes_its_part_of_each_local_day(key):
    """We keep pauses whole; what counts is that each day loses exactly the time Zammad cuts out of it."""
    case = CASES[key]
    always = Calendar(tz=ZoneInfo("Europe/Berlin"), hours=dict.fromkeys(range(7), ((0, 86400),)))
    rest = closed_pauses(spread(case["pauses_text"]))
    for days, spans in case["expected_by_day"].items():
        first, _, last = days.replace("day", "").partition("..")
        for number in range(int(first), int(last or first) + 1):
            low = datetime(2026, 6, 1, tzinfo=ZoneInfo("Europe/Berlin")) + timedelta(days=number)
            expected = sum(minutes(high) - minutes(low_) for low_, high in spans)
            worked = working_seconds(low.astimezone(UTC), (low + timedelta(days=1)).astimezone(UTC), always, rest)
            assert 1440 - worked / 60 == expected


def minutes(text):
    hour, minute = (int(part) for part in text.split(":"))
    return hour * 60 + minute


@pytest.mark.parametrize("key", sorted(DECIDED_AGAINST))
def test_a_case_decided_against_follows_the_plain_model(key):
    case = CASES[key]
    assert case["plain_model_agrees"] is False
    due = due_at(at(case["start"]), Budget(case["sla_minutes"], Unit.MINUTES), calendar(case), pauses=pauses(case))
    assert due == at(case["plain_model_due"]) != at(case["expected_due"])


def test_no_case_is_left_out():
    run = [
        *kind("due", "elapsed", "due_in_working_days", "pre_breach_level", "pause_split_by_local_day"),
        *DECIDED_AGAINST,
    ]
    assert sorted(run) == sorted(CASES)


@pytest.mark.parametrize("key", kind("due", "elapsed"))
def test_the_calculator_gives_the_same_answer(key):
    case = CASES[key]
    asked = {"id": key, "calendar": calendar_text(case), "start": case["start"], "pauses": case["pauses"]}
    if case["kind"] == "due":
        assert at(answer({**asked, "minutes": case["sla_minutes"]})["due"]) == at(case["expected_due"])
    else:
        assert answer({**asked, "end": case["end"]})["working_seconds"] == case["expected_working_seconds"]
