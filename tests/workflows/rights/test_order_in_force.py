"""A protection order in force: lapses, is extended, changed and lifted, is kept or breached (反家庭暴力法 art 30, 34)."""

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from casework.models import Ticket
from casework.warnings.run import step
from tests.cast import DISTRICT, Cast
from tests.workflows.rights.ordered import BREACH, in_force
from tests.workflows.rights.protected import DAY, HOUR, child, due, on, pass_time, refused, running, told

pytestmark = pytest.mark.usefixtures("in_english")


def test_it_warns_a_month_and_a_fortnight_before_and_lapses_after_its_last_day(cast: Cast, order: Ticket) -> None:
    order = in_force(cast, order)
    clock = order.clocks.get(key="dv.order_valid_max", stopped_at=None)
    left = {name: (clock.due_at.timestamp() - at) / 86400 for name, _do, at in clock.rungs}
    assert 30 >= left["month_left"] > left["fortnight_left"] > left["lapse"] == 0, "after a holiday it speaks later"
    assert left["fortnight_left"] <= 15
    pass_time(clock.due_at - HOUR)
    order.refresh_from_db()
    assert order.state == "in_force", "the whole last day counts"
    pass_time(clock.due_at)
    order.refresh_from_db()
    assert (order.state, order.is_open) == ("expired", False)
    assert {"parent", "holder"} <= told(order, "expire")


def test_it_is_extended_before_it_lapses_and_then_lasts_longer(cast: Cast, order: Ticket) -> None:
    in_force(cast, order, 20)
    assert refused(cast, "fang", order, "record_change", granted="yes", decided_on=on(), paper_no="2").code == "closed"
    assert (
        "her_will"
        in refused(cast, "fang", order, "ask_change", change="extend", asked_on=on(), grounds="仍有危险").errors
    )
    order = cast.does("fang", order, "ask_change", change="extend", asked_on=on(), her_will=True, grounds="仍有危险")
    assert "dv.order_change" in running(order)
    assert (
        refused(cast, "fang", order, "ask_change", change="vary", asked_on=on(), her_will=True, grounds="x").code
        == "closed"
    )
    for until in ("", on(20), on(200)):
        wrong = refused(
            cast, "fang", order, "record_change", granted="yes", decided_on=on(), paper_no="2", valid_until=until
        )
        assert set(wrong.errors) == {"valid_until"}
    order = cast.does("fang", order, "record_change", granted="yes", decided_on=on(), paper_no="2", valid_until=on(150))
    assert (order.state, order.data["valid_until"], order.data["extended"]) == ("in_force", on(150), 1)
    assert localdate(due(order, "dv.order_valid_max")) == localdate() + 151 * DAY


def test_a_refused_extension_leaves_it_as_it_is_and_a_lifted_order_ends(cast: Cast, order: Ticket) -> None:
    in_force(cast, order)
    cast.does("fang", order, "ask_change", change="extend", asked_on=on(), her_will=True, grounds="仍有危险")
    order = cast.does("fang", order, "record_change", granted="no", decided_on=on(), paper_no="2")
    assert (order.state, order.data["valid_until"]) == ("in_force", on(100))
    cast.does("fang", order, "ask_change", change="revoke", asked_on=on(), her_will=True, grounds="已搬离")
    order = cast.does("fang", order, "record_change", granted="yes", decided_on=on(), paper_no="3")
    assert (order.state, order.data["lifted"], running(order)) == ("expired", True, set())


def test_somebody_looks_once_a_month_whether_it_is_kept(cast: Cast, order: Ticket) -> None:
    order = in_force(cast, order)
    first = due(order, "dv.order_check")
    cast.does("fang", order, "record_check", checked_on=on(), kept="kept", said="近期平静", now=timezone.now() + DAY)
    assert due(order, "dv.order_check") > first


def test_a_breach_is_told_to_all_and_somebody_acts_within_its_hours(cast: Cast, order: Ticket) -> None:
    in_force(cast, order)
    assert refused(cast, "fang", order, "act_on_breach", done=["police"]).code == "closed"
    assert "police_called" in refused(cast, "fang", order, "record_breach", **{**BREACH, "danger_now": "yes"}).errors
    order = cast.does("fang", order, "record_breach", **BREACH)
    assert order.data["breaches"] == 1 and "dv.breach_act" in running(order)
    assert {"parent", "supervisors", "district_duty", "leaders"} <= told(order, "record_breach")
    order = cast.does("fang", order, "act_on_breach", done=["police", "court"])
    assert "dv.breach_act" not in running(order)
    assert refused(cast, "fang", order, "act_on_breach", done=["police"]).code == "closed"


def test_a_breach_turns_its_case_red_and_opens_an_alert_at_the_district(cast: Cast) -> None:
    case = cast.call(category="0102")
    order = in_force(cast, child(cast, "protection_order", case=case))
    assert Ticket.objects.get(pk=case.pk).risk != "red"
    cast.does("fang", order, "record_breach", **BREACH)
    while step():
        pass
    case.refresh_from_db()
    assert (case.risk, case.unit_id) == ("red", DISTRICT)
    assert "order_breach" in case.data["lane"]
    assert Ticket.objects.get(type="warning", category="R4.breach").unit_id == DISTRICT
