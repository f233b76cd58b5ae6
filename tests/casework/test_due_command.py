"""`manage.py due`: one answer a line, errors that name the field and the remedy, and a run that goes on."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from workflows.due_lines import answer_line

ROOT = Path(__file__).parents[2]
DAY = {"calendar": "cn", "start": "2026-09-23T01:42:00Z"}
OFFICE = {
    "tz": "Asia/Shanghai",
    "hours": {"mon": [["09:00", "12:00"], ["14:00", "18:00"]], "tue": [["09:00", "18:00"]]},
}


def run(monkeypatch, text, *options):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text if isinstance(text, bytes) else text.encode())))
    out = io.StringIO()
    call_command("due", *options, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def ask(**facts):
    with translation.override("en"):
        return answer_line(json.dumps({"id": 1, **facts}))


def test_each_line_is_answered_in_order(monkeypatch):
    lines = [{"id": number, **DAY, "working_days": number} for number in (1, 2, 3)]
    found = run(monkeypatch, "\n".join(json.dumps(line) for line in lines))
    assert [(line["id"], line["day"]) for line in found] == [(1, "2026-09-24"), (2, "2026-09-28"), (3, "2026-09-29")]
    assert all(line["why"] and line["provisional"] is False for line in found)


def test_a_bad_line_is_answered_and_the_run_goes_on(monkeypatch):
    good = json.dumps({"id": "x", **DAY, "natural_days": 60})
    found = run(monkeypatch, b"{nope\n\n[1]\n\xff\xfe\n" + good.encode() + b"\n")
    assert ["error" in line for line in found] == [True, True, True, False]
    assert found[-1]["due"] == "2026-11-22T16:00:00Z"


def test_the_reasons_can_be_left_out(monkeypatch):
    (found,) = run(monkeypatch, json.dumps({"id": 1, **DAY, "hours": 72}), "--no-why")
    assert sorted(found) == ["day", "due", "id", "provisional"]


def test_it_starts_as_a_program_and_needs_no_database(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")
    line = json.dumps({"id": 1, **DAY, "months": 1})
    done = subprocess.run(
        [sys.executable, "manage.py", "due"],
        cwd=ROOT,
        input=line + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout)["due"] == "2026-10-23T16:00:00Z"


def test_a_start_may_be_a_bare_date():
    assert ask(calendar="cn", start="2026-01-31", months=1)["due"] == "2026-02-28T16:00:00Z"


def test_an_end_instead_of_a_budget_gives_the_working_seconds():
    asked = {"calendar": OFFICE, "start": "2026-11-23T00:00:00Z", "end": "2026-11-24T02:00:00Z"}
    assert ask(**asked) == {"id": 1, "working_seconds": 8 * 3600}
    assert ask(**asked, pauses=[["2026-11-23T02:00:00Z", None]]) == {"id": 1, "working_seconds": 3600}


def test_a_policy_brings_its_own_time_and_roll():
    assert ask(calendar="cn", start="2026-09-18", policy="xf.review_request")["day"] == "2026-10-19"


def test_extensions_are_counted_from_the_due_day():
    assert ask(**DAY, working_days=5, extensions=[{"working_days": 10}])["day"] == ask(**DAY, working_days=15)["day"]


def test_yearly_holidays_and_24_00_are_understood():
    calendar = {
        "tz": "UTC",
        "hours": {"thu": [["20:00", "24:00"]], "fri": [["00:00", "24:00"]]},
        "holidays": ["--12-25"],
    }
    assert ask(calendar=calendar, start="2026-12-24T23:00:00Z", minutes=61)["due"] == "2026-12-31T20:01:00Z"


def test_an_id_is_given_back_as_it_came():
    assert ask(**DAY, hours=1, id={"a": [1.5, None]})["id"] == {"a": [1.5, None]}
    assert "id" in answer_line('{"calendar": "cn", "id": 1e999, "start": "2026-01-01", "hours": 1}')


def test_budgets_may_have_fractions_of_minutes():
    calendar = {
        "tz": "UTC",
        "hours": {day: [["00:00", "24:00"]] for day in ("fri", "sat", "sun", "mon", "tue", "wed", "thu")},
    }
    assert ask(calendar=calendar, start="2015-02-20T22:10:05Z", minutes=6140.25)["due"] == "2015-02-25T04:30:20Z"


@pytest.mark.parametrize("amount", ["1e-999999999", "0.0000000001", "-0.0", "0e999999999"])
def test_a_number_that_is_nearly_nothing_is_nothing(amount):
    found = answer_line(f'{{"id": 1, "calendar": "cn", "start": "2026-09-23T01:42:00Z", "hours": {amount}}}')
    assert found["due"] == "2026-09-23T01:42:00Z"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"start": "2026-09-23T01:42:00Z", "hours": 1}, "calendar: "),
        ({"calendar": "us", "start": "2026-09-23", "hours": 1}, "calendar: "),
        ({"calendar": {"hours": {}}, "start": "2026-09-23", "hours": 1}, "calendar.tz: "),
        ({"calendar": {"tz": "Mars/Base"}, "start": "2026-09-23", "hours": 1}, "calendar.tz: "),
        ({"calendar": {"tz": "../etc/passwd"}, "start": "2026-09-23", "hours": 1}, "calendar.tz: "),
        ({"calendar": {"tz": "Asia"}, "start": "2026-09-23", "hours": 1}, "calendar.tz: "),
        ({"calendar": {"tz": 8}, "start": "2026-09-23", "hours": 1}, "calendar.tz: "),
        ({"calendar": {"tz": "UTC", "hours": []}, "start": "2026-09-23", "hours": 1}, "calendar.hours: "),
        (
            {"calendar": {"tz": "UTC", "hours": {"monday": []}}, "start": "2026-09-23", "hours": 1},
            "calendar.hours.monday: ",
        ),
        (
            {"calendar": {"tz": "UTC", "hours": {"mon": [["09:00"]]}}, "start": "2026-09-23", "hours": 1},
            "calendar.hours.mon: ",
        ),
        (
            {"calendar": {"tz": "UTC", "hours": {"mon": [["9", "17"]]}}, "start": "2026-09-23", "hours": 1},
            "calendar.hours.mon: ",
        ),
        (
            {"calendar": {"tz": "UTC", "hours": {"mon": [["17:00", "09:00"]]}}, "start": "2026-09-23", "hours": 1},
            "calendar.hours.mon: ",
        ),
        (
            {"calendar": {"tz": "UTC", "hours": {"mon": [["09:00", "25:00"]]}}, "start": "2026-09-23", "hours": 1},
            "calendar.hours.mon: ",
        ),
        (
            {"calendar": {"tz": "UTC", "holidays": ["2026-02-30"]}, "start": "2026-09-23", "hours": 1},
            "calendar.holidays[0]: ",
        ),
        (
            {"calendar": {"tz": "UTC", "holidays": ["--13-01"]}, "start": "2026-09-23", "hours": 1},
            "calendar.holidays[0]: ",
        ),
        (
            {"calendar": {"tz": "UTC", "holidays": "2026-10-01"}, "start": "2026-09-23", "hours": 1},
            "calendar.holidays: ",
        ),
        (
            {"calendar": {"tz": "UTC", "workdays": [20261010]}, "start": "2026-09-23", "hours": 1},
            "calendar.workdays[0]: ",
        ),
        ({"calendar": "cn", "hours": 1}, "start: "),
        ({"calendar": "cn", "start": "yesterday", "hours": 1}, "start: "),
        ({"calendar": "cn", "start": "2026-02-30", "hours": 1}, "start: "),
        ({"calendar": "cn", "start": "2026-09-23T01:42:00", "hours": 1}, "start: "),
        ({"calendar": "cn", "start": "2026-09-23T25:00:00Z", "hours": 1}, "start: "),
        ({"calendar": "cn", "start": 20260923, "hours": 1}, "start: "),
        ({"calendar": "cn", "start": "0001-01-01T00:00:00+14:00", "hours": 1}, "start: "),
        ({"calendar": "cn", "start": "2026-09-23"}, "budget: "),
        ({**DAY, "hours": 1, "minutes": 1}, "hours: "),
        ({**DAY, "hours": 1, "end": "2026-09-24T00:00:00Z"}, "end: "),
        ({**DAY, "hours": "1"}, "hours: "),
        ({**DAY, "hours": True}, "hours: "),
        ({**DAY, "hours": None}, "hours: "),
        ({**DAY, "hours": float("nan")}, "hours: "),
        ({**DAY, "hours": float("inf")}, "hours: "),
        ({**DAY, "hours": -1}, "hours: "),
        ({**DAY, "hours": 10**30}, "hours: "),
        ({**DAY, "working_days": 1.5}, "working_days: "),
        ({**DAY, "working_days": 100_000_000}, "working_days: "),
        ({**DAY, "natural_days": -100_000_000}, "natural_days: "),
        ({**DAY, "months": 100_000_000}, "months: "),
        ({**DAY, "minutes": 5}, "calendar: "),
        ({"calendar": {"tz": "UTC", "hours": {"mon": []}}, "start": "2026-09-23", "minutes": 5}, "calendar: "),
        ({**DAY, "end": "2026-09-24T01:42:00Z"}, "calendar: "),
        ({"calendar": OFFICE, "start": "2026-09-23T01:42:00Z", "end": "2026-09-22T01:42:00Z"}, "end: "),
        ({"calendar": OFFICE, "start": "0002-09-23T01:42:00Z", "end": "2026-09-22T01:42:00Z"}, "end: "),
        ({"calendar": OFFICE, "start": "2026-09-23T01:42:00Z", "end": "2026-09-24"}, "end: "),
        ({**DAY, "hours": 1, "roll": "back"}, "roll: "),
        ({**DAY, "hours": 1, "end_of_day": "yes"}, "end_of_day: "),
        ({**DAY, "hours": 1, "pauses": {}}, "pauses: "),
        ({**DAY, "hours": 1, "pauses": [["2026-09-24T00:00:00Z"]]}, "pauses[0]: "),
        ({**DAY, "hours": 1, "pauses": [["2026-09-24T00:00:00Z", "2026-09-23T00:00:00Z"]]}, "pauses[0]: "),
        ({**DAY, "hours": 1, "pauses": [[None, "2026-09-23T00:00:00Z"]]}, "pauses[0][0]: "),
        ({**DAY, "working_days": -1, "pauses": [["2026-09-24T00:00:00Z", None]]}, "pauses: "),
        ({**DAY, "policy": "xf.nothing"}, "policy: "),
        ({**DAY, "policy": "xf.handle", "hours": 1}, "policy: "),
        ({**DAY, "working_days": 1, "extensions": [{"hours": 1}]}, "extensions[0]: "),
        ({**DAY, "working_days": 1, "extensions": [5]}, "extensions[0]: "),
    ],
)
def test_an_error_names_the_field_and_the_remedy(facts, field):
    found = ask(**facts)
    assert sorted(found) == ["error", "id"]
    assert found["id"] == 1
    assert found["error"].startswith(field)
    assert len(found["error"]) > len(field) + 10


@pytest.mark.parametrize("line", ["", "null", "3", '"x"', "[" * 100_000, '{"id": 1', "\x00", "1" * 5000])
def test_a_line_that_is_no_object_is_answered_without_an_id(line):
    found = answer_line(line)
    assert found["id"] is None
    assert found["error"]
