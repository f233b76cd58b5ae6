"""The way of every activity: approved by the level its size asks for, held after its permit, summed up, filed."""

from collections.abc import Callable
from typing import Any

from tests.cast import COMMUNITY
from tests.walks.parts import WHY, again, claimed, due, on, pass_time, refuses
from tests.walks.walker import Walker

PLAN: dict[str, Any] = {
    "place": COMMUNITY, "topic": "书香进社区", "on": on(20), "people": 60, "budget": "2000", "where": "社区广场",
    "safety": "两名医护在场，雨天改到室内。", "contact": "梅芳 13900001111",
}  # fmt: skip
HELD = {"held_on": on(), "attended": 58, "satisfied": 97}
SUM = {"cost": "1850.50", "summary": "现场气氛热烈，居民反响好。"}
YES = {"decision": "approve", "reason": ""}


class Way:
    """An activity of one type; `more`: what its form asks beyond the common things."""

    def __init__(self, slug: str, **more: Any) -> None:
        self.slug, self.more = slug, more

    def begin(self, cast: Walker, **changes: Any):
        return cast.opens("mei", self.slug, **{**PLAN, **self.more, **changes})

    def at_street(self, cast: Walker, **changes: Any):
        ticket = claimed(cast, "mei", self.begin(cast, **changes))
        cast.does("mei", ticket, "pass_up")
        return claimed(cast, "sun", ticket)

    def approved(self, cast: Walker, **changes: Any):
        return cast.does("sun", self.at_street(cast, **changes), "approve", **YES)

    def walk(self, cast: Walker):
        ticket = self.approved(cast)
        assert (ticket.state, ticket.data["on"]) == ("approved", on(20))
        ticket = cast.does("sun", ticket, "postpone", on=on(25), **WHY)
        pass_time(due(ticket, "ac.hold"))
        assert again(ticket).data["day_over"] is True, "after its day somebody is asked how it was"
        ticket = cast.does("sun", ticket, "record_held", **HELD)
        return cast.does("sun", ticket, "sum_up", **SUM)

    def refusals(self) -> list[Callable[[Walker], None]]:
        def the_community_does_not_approve_its_own(cast: Walker) -> None:
            ticket = self.begin(cast)
            refuses(cast, "sun", ticket, "approve", "Pass it up", **YES)

        def a_large_one_is_for_the_district(cast: Walker) -> None:
            refuses(cast, "sun", self.at_street(cast, people=101), "approve", "for the district", **YES)

        def a_dear_one_is_for_the_district(cast: Walker) -> None:
            refuses(cast, "sun", self.at_street(cast, budget="5000.01"), "approve", "for the district", **YES)

        def one_applies_in_time(cast: Walker) -> None:
            late = {**PLAN, **self.more, "on": on(9)}
            cast.may_not_open("mei", self.slug, "10 days before at least", at="on", **late)

        def a_thousand_people_need_the_permit_of_the_police(cast: Walker) -> None:
            ticket = self.at_street(cast, people=1000)
            cast.does("sun", ticket, "pass_up")
            claimed(cast, "fang", ticket)
            cast.does("fang", ticket, "approve", **YES)
            refuses(cast, "fang", ticket, "record_held", "permit of the police", **HELD)
            cast.does("fang", ticket, "record_permit", permit_no="公安许可7号")
            assert cast.does("fang", ticket, "record_held", **HELD).state == "held"

        def who_passed_it_up_does_not_approve_it(cast: Walker) -> None:
            ticket = claimed(cast, "sun", self.begin(cast))
            cast.does("sun", ticket, "pass_up")
            claimed(cast, "sun", ticket)
            refuses(cast, "sun", ticket, "approve", "A colleague decides it", **YES)

        return [
            the_community_does_not_approve_its_own, a_large_one_is_for_the_district, a_dear_one_is_for_the_district,
            one_applies_in_time, a_thousand_people_need_the_permit_of_the_police, who_passed_it_up_does_not_approve_it,
        ]  # fmt: skip
