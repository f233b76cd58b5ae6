"""Triage: not accepted with a direction, passed on with and without a date (信访工作条例 art 23)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.models import Clock
from tests.cast import STREET, Cast
from tests.workflows.rights.agreed import accepted
from tests.workflows.seen import refusal

pytestmark = pytest.mark.usefixtures("in_english")


def test_who_is_not_accepted_is_told_the_right_body(cast: Cast) -> None:
    ticket = cast.call(place=STREET)
    cast.does("sun", ticket, "claim")
    answer = {"ground": "litigation", "how_to_reach": "区法院立案庭", "notice": "oral"}
    assert list(refusal(cast, "sun", ticket, "not_accept", **answer).errors) == ["body"]
    ticket = cast.does("sun", ticket, "not_accept", body="court", **answer)
    assert (ticket.state, ticket.outcome, ticket.data["body"]) == ("not_accepted", "X1", "court")


def test_a_community_does_not_refuse_a_case(cast: Cast) -> None:
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    assert refusal(cast, "mei", ticket, "not_accept").code == "forbidden"


def test_a_case_passed_on_with_a_date_is_watched_and_without_one_is_closed(cast: Cast) -> None:
    letter = {"body": "labour", "letter_no": "秦妇转〔2026〕1号", "basis": "consent", "notice": "oral"}
    watched, closed = (accepted(cast) for _ in range(2))
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    watched = cast.does("sun", watched, "transfer", report_due=day, **letter)
    assert (watched.state, watched.is_waiting) == ("transferred_out", True)
    assert Clock.objects.get(ticket=watched, key="ext.report").who == "ext"
    closed = cast.does("sun", closed, "transfer", report_due="", **letter)
    assert (closed.state, closed.outcome) == ("closed", "C3")
    watched = cast.does("sun", watched, "record_report", report_no="宁人社〔2026〕5号", report="已补发")
    assert (watched.state, watched.outcome) == ("pending_review", "C2")
