"""A model post: three people at least, six in ten of them women, led by one."""

from tests.cast import COMMUNITY
from tests.walks import rounds
from tests.walks.walker import Walker

NOMINATION = {
    "place": COMMUNITY, "contact": "窗口负责人周某 025-52000000", "declared": True, "kind": "window", "unit_name": "政务服务一号窗口", "people": 5, "women": 3, "led_by_woman": True, "promises": ["posted"], "deeds": "三年零投诉，延时服务。",
}  # fmt: skip


def begin(cast: Walker):
    return cast.opens("mei", "model_post", **NOMINATION)


def walk(cast: Walker):
    return rounds.walk(cast, begin(cast), masked="一号窗口")


def less_than_six_in_ten_is_too_few(cast: Walker) -> None:
    cast.may_not_open("mei", "model_post", "60 per cent", at="women", **{**NOMINATION, "women": 2})


def more_women_than_people_is_a_slip(cast: Walker) -> None:
    cast.may_not_open("mei", "model_post", "Look at both", at="women", **{**NOMINATION, "women": 6})


def two_are_no_team(cast: Walker) -> None:
    cast.may_not_open("mei", "model_post", "3 people at least", at="people", **{**NOMINATION, "people": 2})


def a_woman_leads_it(cast: Walker) -> None:
    cast.may_not_open(
        "mei", "model_post", "One leader at least", at="led_by_woman", **{**NOMINATION, "led_by_woman": False}
    )


def an_offence_is_not_passed_over(cast: Walker) -> None:
    cast.may_not_open("mei", "model_post", "", at="declared", **{**NOMINATION, "declared": False})


def nobody_is_named_for_a_post(cast: Walker) -> None:
    cast.may_not_open("mei", "model_post", "no field “name”", at="name", **{**NOMINATION, "name": "王秀兰"})
    assert not begin(cast).parties.exists()


REFUSALS = [
    *rounds.refusals(begin, "model_post"),
    less_than_six_in_ten_is_too_few,
    more_women_than_people_is_a_slip,
    two_are_no_team,
    a_woman_leads_it,
    an_offence_is_not_passed_over,
    nobody_is_named_for_a_post,
]
