"""The safety plan: made within a day, looked at again in a rhythm, refused only in her own words."""

from typing import Any

from casework.models import Paper
from tests.cast import Cast
from tests.workflows.rights.protected import (
    DAY,
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

PLAN: dict[str, Any] = {
    "safe_phone": "138 0000 7788", "safe_time": "工作日中午", "place_to_go": "姐姐家，再去区庇护所", "shelter": "accepted",
    "children": "由外婆接送", "signal": "发“买菜”", "documents": True,
}  # fmt: skip
DECLINED = {**PLAN, "shelter": "declined"}


def test_it_is_to_be_made_within_a_day_and_then_looked_at_in_a_rhythm(cast: Cast) -> None:
    plan = child(cast, "safety_plan")
    assert due(plan, "dv.first_action") - plan.opened_at == 24 * HOUR
    plan = cast.does("fang", plan, "make_plan", **PLAN)
    assert (plan.state, plan.data["shelter"], papers(plan)) == ("in_force", "accepted", {"safety_plan"})
    assert running(plan) == {"dv.plan_review"}
    first = due(plan, "dv.plan_review")
    pass_time(plan.opened_at + 10 * DAY)
    cast.does("fang", plan, "look_again", looked_on=on(), safe_now="yes", now=plan.opened_at + 10 * DAY)
    assert due(plan, "dv.plan_review") > first


def test_nothing_of_where_she_goes_lies_in_clear(cast: Cast) -> None:
    plan = cast.does("fang", child(cast, "safety_plan"), "make_plan", **PLAN)
    clear = in_clear(plan)
    assert not any(word in clear for word in ("138", "姐姐家", "外婆", "买菜", "中午"))
    assert "姐姐家".encode() not in bytes(Paper.objects.get(ticket=plan).sealed)


def test_shelter_declined_is_recorded_with_her_words_and_the_ways_explained(cast: Cast) -> None:
    plan = child(cast, "safety_plan")
    assert {"words", "options_told"} <= set(refused(cast, "fang", plan, "make_plan", **DECLINED).errors)
    plan = cast.does("fang", plan, "make_plan", **DECLINED, options_told=["shelter", "order"], words="我先住姐姐家。")
    assert (plan.data["shelter"], plan.state) == ("declined", "in_force")
    assert "我先住" not in in_clear(plan)


def test_she_may_want_no_plan_but_not_by_a_tick_alone(cast: Cast) -> None:
    plan = child(cast, "safety_plan")
    assert "words" in refused(cast, "fang", plan, "decline_plan", **{**NO, "words": ""}).errors
    plan = cast.does("fang", plan, "decline_plan", **NO)
    assert (plan.state, plan.data["refused"], "shelter" in plan.data) == ("ended", True, False)


def test_a_guardian_who_harms_declines_no_plan_for_the_child(cast: Cast) -> None:
    plan = child(cast, "safety_plan", minor=True, guardian_is_abuser=True)
    assert "guardian" in str(refused(cast, "fang", plan, "decline_plan", **NO).reason)


def test_a_look_that_finds_her_unsafe_is_told_to_the_district_and_the_supervisors(cast: Cast) -> None:
    plan = cast.does("fang", child(cast, "safety_plan"), "make_plan", **PLAN)
    cast.does("fang", plan, "look_again", looked_on=on(), safe_now="unsure")
    assert {"district_duty", "supervisors", "parent"} <= told(plan, "look_again")


def test_a_new_plan_is_a_new_paper_and_the_old_one_stays(cast: Cast) -> None:
    plan = cast.does("fang", child(cast, "safety_plan"), "make_plan", **PLAN)
    plan = cast.does("fang", plan, "make_plan", **{**PLAN, "shelter": "has_place"})
    assert (plan.state, plan.data["shelter"], Paper.objects.filter(ticket=plan).count()) == ("in_force", "has_place", 2)


def test_it_is_ended_by_the_district_with_a_reason_and_leaves_no_clock(cast: Cast) -> None:
    plan = cast.does("fang", child(cast, "safety_plan"), "make_plan", **PLAN)
    assert "reason" in refused(cast, "fang", plan, "end_plan", reason="").errors
    plan = cast.does("fang", plan, "end_plan", reason="保护令期满，半年未再发生。")
    assert (plan.state, running(plan)) == ("ended", set())
