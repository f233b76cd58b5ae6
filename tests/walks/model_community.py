"""A model community: scored by itself, checked, visited, on public notice, named, put right after a look, withdrawn at last."""

from tests.cast import COMMUNITY
from tests.walks.parts import WHY, notice_over, on, refuses, to_district
from tests.walks.walker import Walker

APPLICATION = {
    "place": COMMUNITY, "kind": "community", "items": ["organised", "rights"], "volunteers": 40, "activities": 18, "self_score": 91,
    "evidence": "妇联组织健全，维权站每周开放。",
}  # fmt: skip
SITE = {"visited_on": on(), "reached": ["organised", "rights"], "score": 88, "decision": "grant", "reason": ""}
LOOK = {"result": "keep", "score": 90, "found": "各项指标保持良好。"}
UP = {"document_no": "秦妇〔2026〕30号", "sent_on": on()}


def begin(cast: Walker):
    return cast.opens("cao", "model_community", **APPLICATION)


def named(cast: Walker):
    return notice_over(cast.does("fang", to_district(cast, begin(cast)), "decide", **SITE))


def walk(cast: Walker):
    ticket = named(cast)
    assert ticket.state == "named" and ticket.data["named_on"]
    ticket = cast.does("fang", ticket, "recheck", **{**LOOK, "result": "rectify"})
    assert ticket.state == "rectifying"
    ticket = cast.does("fang", ticket, "recheck", **LOOK)
    assert (ticket.state, ticket.data["reviews"]) == ("named", 2)
    return cast.does("fang", ticket, "recheck", **{**LOOK, "result": "withdraw"})


def the_next_title_is_asked_for_after_two_years(cast: Walker) -> None:
    refuses(cast, "fang", named(cast), "send_city", "for two years", **UP)


def the_province_is_asked_by_who_has_the_title_of_the_city(cast: Walker) -> None:
    refuses(cast, "fang", named(cast), "send_province", "The city has not named it yet", **UP)


def a_refusal_says_why(cast: Walker) -> None:
    ticket = to_district(cast, begin(cast))
    refuses(cast, "fang", ticket, "decide", "Say why", at="reason", **{**SITE, "decision": "refuse"})


def a_score_has_a_hundred_points(cast: Walker) -> None:
    ticket = to_district(cast, begin(cast))
    refuses(cast, "fang", ticket, "decide", "100", at="score", **{**SITE, "score": 101})


def a_mediator_does_not_apply_for_the_community(cast: Walker) -> None:
    cast.may_not_open("mei", "model_community", "does not register", **APPLICATION)


def a_title_is_withdrawn_with_a_reason(cast: Walker) -> None:
    refuses(cast, "fang", named(cast), "withdraw_title", "", at="reason", **{**WHY, "reason": ""})


REFUSALS = [
    the_next_title_is_asked_for_after_two_years, a_score_has_a_hundred_points, a_mediator_does_not_apply_for_the_community,
    a_title_is_withdrawn_with_a_reason, the_province_is_asked_by_who_has_the_title_of_the_city, a_refusal_says_why,
]  # fmt: skip
