"""The way of every activity: approved by the level its size asks for, held after its permit, summed up, filed."""

from collections.abc import Callable
from typing import Any

from tests.cast import COMMUNITY
from tests.walks.parts import WHY, again, claimed, due, left, on, pass_time, refuses
from tests.walks.walker import Walker

PLAN: dict[str, Any] = {
    "place": COMMUNITY, "topic": "书香进社区", "on": on(40), "people": 60, "budget": "2000", "where": "社区广场",
    "safety": "两名医护在场，雨天改到室内。", "contact": "梅芳 13900001111",
}  # fmt: skip
HELD = {"held_on": on(), "attended": 58, "satisfied": 97}
SIGN_UP = {"places": 60, "until": on(30)}
COMING = {"name": "王秀兰", "phone": "13800002046", "people": 3}
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
        assert (ticket.state, ticket.data["on"]) == ("approved", on(40))
        cast.does("sun", ticket, "open_sign_up", **SIGN_UP)
        ticket = cast.does("mei", ticket, "sign_up", **COMING)
        cast.does("mei", ticket, "sign_off", name="王秀兰", people=1)
        assert (ticket.data["signed_up"], left(ticket), again(ticket).data["signed_up"]) == (3, 58, 2)
        ticket = cast.does("sun", ticket, "close_sign_up")
        ticket = cast.does("sun", ticket, "postpone", on=on(45), **WHY)
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
            cast.may_not_open("mei", self.slug, "Choose ", at="on", **late)

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

        def nobody_signs_up_beyond_the_places(cast: Walker) -> None:
            ticket = self.approved(cast)
            refuses(cast, "mei", ticket, "sign_up", "not possible while", **COMING)
            cast.does("sun", ticket, "open_sign_up", **{**SIGN_UP, "places": 2})
            refuses(cast, "mei", ticket, "sign_up", "2 places are left", at="people", **COMING)

        def no_more_step_back_than_signed_up(cast: Walker) -> None:
            ticket = cast.does("sun", self.approved(cast), "open_sign_up", **SIGN_UP)
            refuses(cast, "mei", ticket, "sign_off", "Not so many", at="people", name="王秀兰", people=1)

        def nobody_signs_up_for_what_is_over(cast: Walker) -> None:
            late = {**SIGN_UP, "until": on(41)}
            refuses(cast, "sun", self.approved(cast), "open_sign_up", "held before that", at="until", **late)

        return [
            nobody_signs_up_beyond_the_places, no_more_step_back_than_signed_up, nobody_signs_up_for_what_is_over,
            the_community_does_not_approve_its_own, a_large_one_is_for_the_district, a_dear_one_is_for_the_district,
            one_applies_in_time, a_thousand_people_need_the_permit_of_the_police, who_passed_it_up_does_not_approve_it,
        ]  # fmt: skip
