"""A demonstration household: visited by two, named, looked at every year until it is one no longer."""

from tests.walks.parts import PERSON, VISIT, claimed, refuses, to_district
from tests.walks.walker import Walker

HOUSE = {
    **PERSON, "members": 3, "books": 400, "hours": 7, "skills": ["reading"], "plan": "每周日晚家庭读书会。", "share": True,
}  # fmt: skip


def begin(cast: Walker):
    return cast.opens("mei", "learning_household", **HOUSE)


def walk(cast: Walker):
    ticket = cast.does("fang", to_district(cast, begin(cast), entered=VISIT), "decide", decision="grant", reason="")
    assert ticket.state == "named" and ticket.data["named_on"]
    ticket = cast.does("fang", ticket, "check_year", result="keep", lent=30, activities=4)
    assert (ticket.state, ticket.data["lent"], ticket.data["active"]) == ("named", 30, True)
    return cast.does("fang", ticket, "check_year", result="end", lent=0, activities=0)


def who_does_not_share_is_no_example(cast: Walker) -> None:
    cast.may_not_open("mei", "learning_household", "Sharing is what makes", at="share", **{**HOUSE, "share": False})


def one_person_alone_makes_no_visit(cast: Walker) -> None:
    ticket = claimed(cast, "mei", begin(cast))
    refuses(cast, "mei", ticket, "pass_up", "two people at least", at="visitors", **{**VISIT, "visitors": 1})


def a_year_is_not_reviewed_before_it_is_named(cast: Walker) -> None:
    refuses(cast, "mei", claimed(cast, "mei", begin(cast)), "check_year", "not possible while", result="keep", lent=0, activities=0)  # fmt: skip


REFUSALS = [
    who_does_not_share_is_no_example,
    one_person_alone_makes_no_visit,
    a_year_is_not_reviewed_before_it_is_named,
]
