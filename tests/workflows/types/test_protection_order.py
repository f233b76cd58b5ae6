"""The protection order: offered, her will, applied for. At court and in force: tests/workflows/rights/test_order_*."""

from typing import Any

import pytest
from django.utils import timezone

from casework import gate
from casework.errors import Refused
from casework.models import Ticket
from tests.cast import DISTRICT, Cast
from tests.workflows.rights.ordered import APPLICATION, BREACH, accepted, in_force, prepared
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

pytestmark = pytest.mark.usefixtures("in_english")


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


def test_another_unit_does_not_touch_it(cast: Cast, order: Ticket) -> None:
    assert refused(cast, "wei", order, "record_wish", wish="yes", **HEARD).code == "not_found"


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
