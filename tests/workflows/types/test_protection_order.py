"""The protection order: offered, applied for, before the court, in force, breached, renewed, lapsed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import override

from casework import gate
from casework.errors import Refused
from casework.models import Ticket
from casework.warnings.run import step
from tests.cast import DISTRICT, Cast
from tests.workflows.rights.protected import (
    DAY,
    HEARD,
    HOUR,
    NO,
    child,
    due,
    in_clear,
    on,
    papers,
    pass_time,
    refused,
    running,
    told,
)

APPLICATION: dict[str, Any] = {
    "applicant": "self",
    "point": "applicant",
    "court": "秦淮区人民法院",
    "measures": ["violence", "contact"],
    "facts": "九月以来多次殴打。",
    "evidence": "报警回执、照片、病历",
}
BREACH = {"happened_on": on(), "kinds": ["contact"], "danger_now": "no", "story": "在单位门口等她，跟到车站。"}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def order(cast: Cast) -> Ticket:
    return child(cast, "protection_order")


def prepared(cast: Cast, order: Ticket, **application: Any) -> Ticket:
    cast.does("fang", order, "record_wish", wish="yes", **HEARD)
    return cast.does("fang", order, "write_application", **{**APPLICATION, **application})


def accepted(cast: Cast, order: Ticket, **court: Any) -> Ticket:
    prepared(cast, order)
    cast.does("fang", order, "file_application", filed_on=on(), way="window")
    return cast.does("fang", order, "court_accepts", case_no="（2026）苏0104民保令1号", **court)


def in_force(cast: Cast, order: Ticket, days: int = 100) -> Ticket:
    accepted(cast, order)
    return cast.does("fang", order, "record_result", **ruling(days))


def ruling(days: int = 100) -> dict[str, Any]:
    return {
        "result": "issued", "decided_on": on(), "paper_no": "1", "measures": ["violence"], "informed": ["her", "police"],
        "valid_until": on(days),
    }  # fmt: skip


def rejected(cast: Cast, order: Ticket) -> Ticket:
    accepted(cast, order)
    return cast.does(
        "fang", order, "record_result", result="rejected", decided_on=on(), paper_no="1", reason="证据不足"
    )


def test_it_stands_with_the_district_and_is_offered_within_its_hours(cast: Cast, order: Ticket) -> None:
    assert (order.state, order.unit_id, order.category) == ("to_offer", DISTRICT, "0102")
    assert running(order) == {"dv.order_offer"}
    pass_time(timezone.now() + 25 * HOUR)
    order.refresh_from_db()
    assert order.breached_at is not None


def test_nobody_opens_one_by_hand(cast: Cast) -> None:
    with pytest.raises(Refused) as caught:
        gate.open_ticket("protection_order", cast.actor("fang"), {})
    assert caught.value.code == "forbidden"


def test_from_her_wish_to_an_order_in_force(cast: Cast, order: Ticket) -> None:
    order = in_force(cast, order)
    assert (order.state, order.data["valid_until"], order.data["wish"]) == ("in_force", on(100), "yes")
    assert running(order) == {"dv.order_valid_max", "dv.order_check"}
    assert papers(order) == {"order_application"}
    assert "parent" in told(order, "record_result")


def test_what_she_and_the_application_say_is_sealed(cast: Cast, order: Ticket) -> None:
    in_force(cast, order)
    cast.does("fang", order, "record_breach", **BREACH)
    clear = in_clear(order)
    assert not [word for word in ("秦淮区人民法院", "殴打", "照片", "单位门口") if word in clear]


# ── Her will ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_no_is_recorded_with_the_ways_explained_and_in_her_words(cast: Cast, order: Ticket) -> None:
    bare = refused(cast, "fang", order, "record_wish", wish="no", **HEARD)
    assert set(bare.errors) == {"options_told", "words"}
    order = cast.does("fang", order, "record_wish", wish="no", explained=True, **NO)
    assert (order.state, order.is_open) == ("declined", False)
    assert not running(order)
    assert "先不要" not in in_clear(order)


@pytest.mark.parametrize("missing", ["explained", "heard_alone"])
def test_she_is_told_what_it_is_and_heard_alone(cast: Cast, order: Ticket, missing: str) -> None:
    assert missing in refused(cast, "fang", order, "record_wish", wish="yes", **{**HEARD, missing: False}).errors


def test_who_wants_to_think_is_asked_again(cast: Cast, order: Ticket) -> None:
    order = cast.does("fang", order, "record_wish", wish="later", **HEARD)
    assert (order.state, running(order)) == ("thinking", {"dv.order_think"})
    first = due(order, "dv.order_think")
    cast.does("fang", order, "still_thinking", reason="等孩子放假", now=timezone.now() + DAY)
    assert due(order, "dv.order_think") > first
    assert refused(cast, "fang", order, "record_wish", wish="later", **HEARD).errors.keys() == {"wish"}
    assert cast.does("fang", order, "record_wish", wish="yes", **HEARD).state == "preparing"


def test_her_mind_may_change(cast: Cast, order: Ticket) -> None:
    cast.does("fang", order, "record_wish", wish="no", explained=True, **NO)
    order = cast.does("fang", order, "apply_anew", reason="她来电说想申请")
    assert (order.state, order.is_open, order.cycle) == ("preparing", True, 2)
    assert running(order) == {"dv.order_prepare"}


def test_she_may_withdraw_but_only_heard_alone(cast: Cast, order: Ticket) -> None:
    accepted(cast, order)
    assert "heard_alone" in refused(cast, "fang", order, "withdraw", **{**NO, "heard_alone": False}).errors
    order = cast.does("fang", order, "withdraw", **NO)
    assert (order.state, running(order)) == ("declined", set())


def test_a_guardian_who_harms_declines_nothing_for_the_child(cast: Cast) -> None:
    order = child(cast, "protection_order", minor=True, guardian_is_abuser=True)
    assert "guardian" in str(
        refused(cast, "fang", order, "record_wish", wish="no", explained=True, **NO).errors["wish"]
    )
    cast.does("fang", order, "record_wish", wish="yes", **HEARD)
    assert refused(cast, "fang", order, "withdraw", **NO).code == "closed"


# ── Who applies ───────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"applicant": "relative"}, "ground"),
        ({"applicant": "civil_affairs", "ground": "coerced"}, "applicant"),
        ({"applicant": "elders", "ground": "old"}, "her_will"),
        ({"applicant": "federation", "ground": "ill", "will": "愿意", "cannot_because": "卧床"}, "her_will"),
        ({"applicant": "federation", "ground": "coerced", "cannot_because": "被看管"}, "will"),
        ({"measures": []}, "measures"),
    ],
)
def test_who_applies_on_whose_behalf_is_what_the_law_says(
    cast: Cast, order: Ticket, entered: dict[str, Any], field: str
) -> None:
    cast.does("fang", order, "record_wish", wish="yes", **HEARD)
    assert field in refused(cast, "fang", order, "write_application", **{**APPLICATION, **entered}).errors


@pytest.mark.parametrize(
    ("entered", "signed"),
    [
        ({"applicant": "federation", "ground": "incapable"}, {"order_application"}),
        (
            {
                "applicant": "federation",
                "ground": "old",
                "her_will": True,
                "will": "愿意",
                "cannot_because": "行动不便",
            },
            {"order_application", "order_will"},
        ),
        ({"applicant": "police", "ground": "coerced"}, set()),
    ],
)
def test_what_we_apply_for_is_signed_and_what_others_do_is_theirs(
    cast: Cast, order: Ticket, entered: dict[str, Any], signed: set[str]
) -> None:
    order = prepared(cast, order, **entered)
    assert papers(order) == signed
    assert cast.does("fang", order, "file_application", filed_on=on(), way="oral").state == "filed"


def test_nothing_is_filed_that_is_not_written(cast: Cast, order: Ticket) -> None:
    cast.does("fang", order, "record_wish", wish="yes", **HEARD)
    assert "Write it first" in str(refused(cast, "fang", order, "file_application", filed_on=on(), way="post"))


# ── The court ─────────────────────────────────────────────────────────────────────────────────────────────────────────
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


# ── In force ──────────────────────────────────────────────────────────────────────────────────────────────────────────
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


def test_another_unit_does_not_touch_it(cast: Cast, order: Ticket) -> None:
    assert refused(cast, "wei", order, "record_wish", wish="yes", **HEARD).code == "not_found"
