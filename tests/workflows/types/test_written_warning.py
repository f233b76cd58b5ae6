"""The written warning: asked for, delivered, visited; a second one; refused by the police; not wanted."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from casework.models import Ticket
from casework.warnings.run import step
from tests.cast import DISTRICT, Cast
from tests.workflows.rights.protected import DAY, NO, child, due, in_clear, on, pass_time, refused, running, told

pytestmark = pytest.mark.usefixtures("in_english")

ASKED: dict[str, Any] = {
    "asked_on": on(-120), "way": "with_her", "her_will": True, "station": "夫子庙派出所", "facts": "殴打一次，有照片",
}  # fmt: skip
SERVED: dict[str, Any] = {"paper_no": "告诫〔2026〕8号", "informed": ["other", "her", "committee"]}
VISIT: dict[str, Any] = {
    "visitors": ["police", "committee"], "spoken_with": ["her", "other"], "alone": True, "again": "no", "found": "双方情绪平稳",
}  # fmt: skip


@pytest.fixture
def warning(cast: Cast) -> Ticket:
    return child(cast, "written_warning")


def delivered(cast: Cast, warning: Ticket, days: int = -100) -> Ticket:
    cast.does("fang", warning, "ask_police", **ASKED)
    return cast.does("fang", warning, "record_delivery", issued_on=on(days - 1), delivered_on=on(days), **SERVED)


def visit(cast: Cast, warning: Ticket, days: int = 0, **more: Any) -> Ticket:
    return cast.does("fang", warning, "record_visit", **{**VISIT, "visited_on": on(days), **more})


def test_it_is_asked_for_delivered_and_visited_until_it_has_been_quiet(cast: Cast, warning: Ticket) -> None:
    assert (warning.state, warning.unit_id, running(warning)) == ("to_ask", DISTRICT, {"dv.warn_ask"})
    warning = cast.does("fang", warning, "ask_police", **ASKED)
    assert (warning.state, running(warning)) == ("asked", {"dv.warn_answer"})
    warning = cast.does("fang", warning, "record_delivery", issued_on=on(-101), delivered_on=on(-100), **SERVED)
    assert (warning.state, warning.data["served"]) == ("visiting", 1)
    assert running(warning) == {"dv.warn_first_visit"}
    visit(cast, warning, -95)
    assert running(warning) == {"dv.warn_visit"}
    visit(cast, warning)
    warning = cast.does("fang", warning, "end_visits", reason="三个月未再发生")
    assert (warning.state, running(warning)) == ("visited", set())


def test_the_first_visit_counts_from_the_delivery(cast: Cast, warning: Ticket) -> None:
    warning = delivered(cast, warning, 0)
    assert localdate(due(warning, "dv.warn_first_visit") - timedelta(seconds=1)) == localdate() + 7 * DAY
    pass_time(timezone.now() + 9 * DAY)
    warning.refresh_from_db()
    assert warning.breached_at is not None


def test_station_facts_and_findings_are_sealed(cast: Cast, warning: Ticket) -> None:
    visit(cast, delivered(cast, warning))
    assert not [word for word in ("派出所", "殴打", "平稳") if word in in_clear(warning)]


def test_delivery_is_not_before_issue_nor_a_visit_before_delivery(cast: Cast, warning: Ticket) -> None:
    cast.does("fang", warning, "ask_police", **ASKED)
    wrong = refused(cast, "fang", warning, "record_delivery", issued_on=on(), delivered_on=on(-1), **SERVED)
    assert set(wrong.errors) == {"delivered_on"}
    cast.does("fang", warning, "record_delivery", issued_on=on(-1), delivered_on=on(), **SERVED)
    assert set(refused(cast, "fang", warning, "record_visit", **VISIT, visited_on=on(-1)).errors) == {"visited_on"}


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"visitors": ["federation"]}, "visitors"),
        ({"alone": False}, "alone"),
        ({"spoken_with": ["other"], "again": "no"}, "again"),
    ],
)
def test_a_visit_is_joint_at_first_and_hears_her_alone(
    cast: Cast, warning: Ticket, entered: dict[str, Any], field: str
) -> None:
    delivered(cast, warning)
    assert field in refused(cast, "fang", warning, "record_visit", **{**VISIT, "visited_on": on(), **entered}).errors


def test_later_visits_may_be_made_by_the_committee_alone(cast: Cast, warning: Ticket) -> None:
    visit(cast, delivered(cast, warning), -90)
    assert visit(cast, warning, visitors=["committee"]).data["visits"] == 2


def test_visits_do_not_end_before_the_quiet_time_nor_without_a_calm_last_visit(cast: Cast, warning: Ticket) -> None:
    visit(cast, delivered(cast, warning, -95), -94)
    last = refused(cast, "fang", warning, "end_visits", reason="平静")
    assert last.code == "closed" and "last visit" in str(last)
    visit(cast, warning, -10, again="yes", found="又推搡")
    early = refused(cast, "fang", warning, "end_visits", reason="平静")
    assert early.code == "closed" and "go on until" in str(early)


def test_a_recurrence_is_told_upwards_and_counts_the_quiet_time_anew(cast: Cast, warning: Ticket) -> None:
    warning = visit(cast, delivered(cast, warning), -5, again="yes", found="又推搡")
    assert (warning.data["quiet_from"], warning.data["recurred"]) == (on(-5), 1)
    assert {"parent", "district_duty", "leaders"} <= told(warning, "record_visit")


def test_a_second_warning_turns_the_case_red(cast: Cast) -> None:
    case = cast.call(category="0102")
    warning = delivered(cast, child(cast, "written_warning", case=case))
    while step():
        pass
    assert Ticket.objects.get(pk=case.pk).risk != "red", "one warning is no second one"
    visit(cast, warning, -90)
    warning = cast.does("fang", warning, "record_delivery", issued_on=on(-1), delivered_on=on(), **SERVED)
    assert (warning.state, warning.data["served"]) == ("visiting", 2)
    assert "dv.warn_first_visit" in running(warning), "the visits begin again, with the police"
    assert (
        "visitors"
        in refused(
            cast, "fang", warning, "record_visit", **{**VISIT, "visited_on": on(), "visitors": ["committee"]}
        ).errors
    )
    while step():
        pass
    case.refresh_from_db()
    assert (case.risk, case.unit_id) == ("red", DISTRICT)
    assert "order_breach" in case.data["lane"]


def test_the_police_are_asked_again_and_their_no_has_a_ground(cast: Cast, warning: Ticket) -> None:
    cast.does("fang", warning, "ask_police", **ASKED)
    first = due(warning, "dv.warn_answer")
    cast.does("fang", warning, "press_police", reason="电话催问", now=timezone.now() + 2 * DAY)
    assert due(warning, "dv.warn_answer") > first
    assert "ground" in refused(cast, "fang", warning, "record_refusal", told_on=on(), reason="已调解").errors
    warning = cast.does("fang", warning, "record_refusal", ground="mediated", told_on=on(), reason="已调解")
    assert (warning.state, warning.data["refused_because"]) == ("refused", "mediated")
    warning = cast.does("fang", warning, "ask_anew", reason="向分局反映")
    assert (warning.state, running(warning)) == ("to_ask", {"dv.warn_ask"})


def test_she_may_not_want_it_in_her_own_words(cast: Cast, warning: Ticket) -> None:
    assert "words" in refused(cast, "fang", warning, "decline", **{**NO, "words": ""}).errors
    assert "options_told" in refused(cast, "fang", warning, "decline", **{**NO, "options_told": []}).errors
    assert cast.does("fang", warning, "decline", **NO).state == "declined"
    assert "先不要" not in in_clear(warning)


def test_a_guardian_who_harms_declines_nothing(cast: Cast) -> None:
    warning = child(cast, "written_warning", minor=True, guardian_is_abuser=True)
    assert refused(cast, "fang", warning, "decline", **NO).code == "closed"
