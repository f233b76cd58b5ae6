"""A follow-up plan after aid: a call on each of its dates, by somebody who did not handle the case."""

from datetime import timedelta

from django.utils import timezone

from tests.walks.parts import again, on, pass_time, refuses
from tests.walks.walker import Walker
from tests.workflows.types.test_aftercare import WELL, aided, due_plan, plan_of


def walk(cast: Walker):
    start = timezone.now()
    ticket = plan_of(aided(cast, start))
    assert ticket.state == "watching"
    for days in (31, 181):
        pass_time(start + timedelta(days=days))
        assert again(ticket).state == "call_due"
        ticket = cast.does("hua", ticket, "reached", **WELL, now=start + timedelta(days=days))
    return ticket


def who_handled_the_case_does_not_call(cast: Walker) -> None:
    refuses(cast, "mei", due_plan(cast), "reached", "Who handled", **WELL)


def who_is_not_safe_is_never_ticked_off(cast: Walker) -> None:
    refuses(cast, "hua", due_plan(cast), "reached", "New harm", at="safe_now", **{**WELL, "safe_now": "no"})


def a_date_is_given_up_after_three_tries_only(cast: Walker) -> None:
    plan = cast.does("hua", due_plan(cast), "not_reached", way="phone", tried_on=on())
    refuses(cast, "hua", plan, "give_up", "Try 2 more")


REFUSALS = [
    who_handled_the_case_does_not_call, who_is_not_safe_is_never_ticked_off, a_date_is_given_up_after_three_tries_only,
]  # fmt: skip
