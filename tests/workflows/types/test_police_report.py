"""The report to the police: whose word counts when, what is recorded, which clocks press."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from casework.binding import bind
from casework.forms import bind_form
from casework.models import Clock, Paper, Ticket
from tests.cast import Cast
from tests.workflows.rights.protected import HOUR, NO, child, due, in_clear, papers, pass_time, refused, running, told

REPORT: dict[str, Any] = {
    "way": "staff", "station": "夫子庙派出所", "receipt": "JJ20261126001", "receiver": "值班民警周某", "told": "丈夫持刀威胁。",
}  # fmt: skip
SAFE = {"how": "safe_place", "details": "已到姐姐家，姐姐在身边。"}


def test_outside_of_danger_an_adult_may_decline_in_her_own_words_with_the_other_ways_explained(cast: Cast) -> None:
    report = child(cast, "police_report")
    assert "options_told" in refused(cast, "fang", report, "decline", **{**NO, "options_told": []}).errors
    assert "heard_alone" in refused(cast, "fang", report, "decline", **{**NO, "heard_alone": False}).errors
    report = cast.does("fang", report, "decline", **NO)
    assert (report.state, running(report)) == ("declined", set())
    assert "先不要" not in in_clear(report)


def test_in_danger_the_police_are_called_whatever_she_wishes_until_the_danger_is_over(cast: Cast) -> None:
    report = child(cast, "police_report", danger=True)
    assert "dv.danger_call" in running(report)
    assert "danger now" in str(refused(cast, "fang", report, "decline", **NO).reason)
    report = cast.does("fang", report, "end_danger", **SAFE)
    assert "dv.danger_call" not in running(report) and "姐姐" not in in_clear(report)
    assert cast.does("fang", report, "decline", **NO).state == "declined"


def test_a_danger_that_was_never_there_cannot_be_ended(cast: Cast) -> None:
    assert "No danger" in str(refused(cast, "fang", child(cast, "police_report"), "end_danger", **SAFE).reason)


@pytest.mark.parametrize("who", ["fang", "gao"])
def test_what_the_law_requires_is_declined_by_nobody_not_even_when_she_is_safe(cast: Cast, who: str) -> None:
    report = child(cast, "police_report", mandatory=True, minor=True)
    assert "required by law" in str(refused(cast, who, report, "decline", **NO).reason)


def test_a_mandatory_report_presses_at_once_after_half_an_hour_and_hard_after_two(cast: Cast) -> None:
    report = child(cast, "police_report", mandatory=True, minor=True)
    clock = Clock.objects.get(ticket=report, key="dv.minor_report")
    assert clock.due_at == clock.started_at
    after = {name: round(at - clock.started_at.timestamp()) for name, _do, at in clock.rungs}
    assert (after["report_now"], after["alarm"], after["hard_alarm"]) == (0, 1800, 7200)
    pass_time(clock.started_at + 2 * HOUR + timedelta(minutes=1))
    assert Ticket.objects.get(pk=report.pk).breached_at is not None


def test_a_report_is_recorded_with_time_number_and_receiver_on_a_signed_paper(cast: Cast) -> None:
    report = child(cast, "police_report")
    report = cast.does("fang", report, "report", **REPORT)
    assert (report.state, report.data["receipt"], papers(report)) == ("reported", "JJ20261126001", {"police_record"})
    assert report.data["reported_at"][:16] == timezone.now().isoformat()[:16], "left empty it is now"
    assert "值班民警" not in in_clear(report) and "持刀" not in in_clear(report)


def test_a_report_that_nobody_could_trace_is_refused(cast: Cast) -> None:
    report = child(cast, "police_report")
    found = refused(cast, "fang", report, "report", **{**REPORT, "receipt": "", "receiver": ""})
    assert "receipt" in found.errors
    assert cast.does("fang", report, "report", **{**REPORT, "receipt": ""}).state == "reported"


def test_a_mandatory_report_names_its_ground_and_stays_open_until_the_other_bodies_know(cast: Cast) -> None:
    report = child(cast, "police_report", mandatory=True, minor=True)
    assert "ground" in refused(cast, "fang", report, "report", **REPORT).errors
    report = cast.does("fang", report, "report", ground="injuries", **REPORT)
    assert (report.state, running(report), papers(report)) == (
        "police_told",
        {"dv.report_others"},
        {"mandatory_report"},
    )
    assert "bodies" in refused(cast, "fang", report, "others_told", bodies=[], told_by="电话").errors
    assert cast.does("fang", report, "others_told", bodies=["civil_affairs"], told_by="电话").state == "reported"


def test_the_paper_never_lies_in_clear(cast: Cast) -> None:
    report = child(cast, "police_report")
    cast.does("fang", report, "report", **REPORT)
    assert "持刀".encode() not in bytes(Paper.objects.get(ticket=report).sealed)


def test_becoming_mandatory_starts_the_clock_of_the_law_and_tells_the_leaders(cast: Cast) -> None:
    case = cast.call(violence_now="yes")
    report = Ticket.objects.get(parent=case, type="police_report")
    assert "dv.minor_report" not in running(report)
    cast.does("fang", case, "claim")
    cast.does("fang", case, "raise_alarm", ground="minor", police="called", facts="孩子也被打。")
    assert "dv.minor_report" in running(report)
    assert {"leaders", "district_duty"} <= told(report, "make_mandatory")


def test_nobody_but_the_clock_makes_it_mandatory_or_dangerous(cast: Cast) -> None:
    report = child(cast, "police_report")
    for move in ("make_mandatory", "danger_now"):
        assert refused(cast, "fang", report, move).code == "forbidden"


def test_without_an_answer_the_district_is_pressed_within_a_day(cast: Cast) -> None:
    report = child(cast, "police_report")
    assert due(report, "dv.police_decide") - report.opened_at == 24 * HOUR


def test_the_situations_of_the_law_are_asked_only_where_it_applies(cast: Cast) -> None:
    for facts, asked in (({}, False), ({"mandatory": True, "minor": True}, True)):
        report = child(cast, "police_report", **facts)
        case = bind(report, cast.actor("fang"), timezone.now())
        form = bind_form(case.workflow.action_named("report", "to_report").form, case, cast.actor("fang"))
        assert ("ground" in form.fields) is asked
