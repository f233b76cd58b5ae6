"""The application before the court: its hours, not accepted, ruled on, rejected and reconsidered (反家庭暴力法 art 28, 31)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.models import Ticket
from tests.cast import Cast
from tests.workflows.rights.ordered import accepted, prepared, ruling
from tests.workflows.rights.protected import (
    DAY,
    HOUR,
    due,
    on,
    pass_time,
    refused,
    running,
    told,
)

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.parametrize(("urgent", "key", "hours"), [(False, "dv.order_decide", 72), (True, "dv.order_urgent", 24)])
def test_the_courts_hours_run_from_its_acceptance_and_are_not_our_breach(
    cast: Cast, order: Ticket, urgent: bool, key: str, hours: int
) -> None:
    at = timezone.now() - HOUR
    order = accepted(cast, order, urgent=urgent, accepted_at=at.isoformat())
    assert running(order) == {key, "dv.order_result"}
    assert abs(due(order, key) - (at + hours * HOUR)) < timedelta(seconds=1)
    pass_time(at + (hours + 1) * HOUR)
    order.refresh_from_db()
    assert order.data["court_late"] and order.breached_at is None and order.state == "before_court"
    assert "holder" in told(order, "court_late")
    pass_time(timezone.now() + 97 * HOUR)
    order.refresh_from_db()
    assert order.breached_at is not None, "nobody asked the court what it ruled"


def test_a_court_that_does_not_accept_sends_it_back_or_ends_it(cast: Cast, order: Ticket) -> None:
    prepared(cast, order)
    cast.does("fang", order, "file_application", filed_on=on(), way="window")
    order = cast.does("fang", order, "court_refuses", outcome="incomplete", reason="缺身份证明")
    assert order.state == "preparing"
    cast.does("fang", order, "file_application", filed_on=on(), way="window")
    assert cast.does("fang", order, "court_refuses", outcome="refused", reason="不属于受理范围").state == "refused"


def test_an_order_lasts_six_months_at_the_longest(cast: Cast, order: Ticket) -> None:
    accepted(cast, order)
    assert "valid_until" in refused(cast, "fang", order, "record_result", **ruling(190)).errors
    assert "valid_until" in refused(cast, "fang", order, "record_result", **{**ruling(), "valid_until": ""}).errors
    assert "measures" in refused(cast, "fang", order, "record_result", **{**ruling(), "measures": []}).errors
    early = refused(cast, "fang", order, "record_result", **{**ruling(), "decided_on": on(-3)})
    assert set(early.errors) == {"decided_on"}


def test_a_rejection_names_its_reasons_and_may_be_reconsidered_once_in_time(cast: Cast, order: Ticket) -> None:
    accepted(cast, order)
    bare = refused(cast, "fang", order, "record_result", result="rejected", decided_on=on(), paper_no="1")
    assert set(bare.errors) == {"reason"}
    order = cast.does(
        "fang", order, "record_result", result="rejected", decided_on=on(), paper_no="1", reason="证据不足"
    )
    assert (order.state, order.is_open, running(order)) == ("rejected", False, {"dv.order_reconsider"})
    before = refused(cast, "fang", order, "ask_reconsideration", asked_on=on(-1), grounds="有新的病历")
    assert set(before.errors) == {"asked_on"}
    order = cast.does("fang", order, "ask_reconsideration", asked_on=on(), grounds="有新的病历")
    assert (order.state, running(order)) == ("before_court", {"dv.order_result"})
    cast.does("fang", order, "record_result", result="rejected", decided_on=on(), paper_no="2", reason="维持")
    again = refused(cast, "fang", order, "ask_reconsideration", asked_on=on(), grounds="再次")
    assert "once" in str(again.errors["asked_on"])


def test_after_its_days_reconsideration_is_over(cast: Cast, order: Ticket) -> None:
    order = accepted(cast, order, accepted_at=(timezone.now() - 30 * DAY).isoformat())
    cast.does("fang", order, "record_result", result="rejected", decided_on=on(-20), paper_no="1", reason="证据不足")
    late = refused(cast, "fang", order, "ask_reconsideration", asked_on=on(), grounds="有新的病历")
    assert "apply anew" in str(late.errors["asked_on"])
    order = cast.does("fang", order, "apply_anew", reason="新的伤情")
    assert order.state == "preparing" and "accepted_at" not in order.data
