"""A donor's pledge: agreed, paid in, matched with a girl, reported on, free again, what is left returned, ended."""

from tests.walks import spring_bud
from tests.walks.parts import PERSON, WHY, again, claimed, left, on, refuses
from tests.walks.walker import Walker

OFFER = {
    **PERSON, "name": "陈敬之", "kind": "person", "amount": "1200", "terms": 6, "stage": "any", "anonymous": True, "wish": "希望资助一名爱读书的孩子。",
}  # fmt: skip
SLIP = {"came_on": on(), "slip": "捐收0007"}


def agreed(cast: Walker, **changes):
    ticket = claimed(cast, "fang", cast.opens("mei", "pledge", **{**OFFER, **changes}))
    return cast.does("fang", ticket, "agree", agreement_no="春蕾2026-7", charity="市儿童少年基金会")


def free(cast: Walker, amount: str = "1200", **changes):
    return cast.does("fang", agreed(cast, **changes), "pay_in", amount=amount, **SLIP)


def walk(cast: Walker):
    ticket = free(cast)
    girl = cast.does("gao", spring_bud.to_match(cast), "match", pledge=ticket.number)
    assert again(ticket).state == "matched", "both change together"
    cast.does("fang", ticket, "report", told="孩子本学期成绩良好，性格开朗。")
    cast.does("fang", ticket, "pay_in", amount="300", **SLIP)
    cast.does("gao", girl, "end_support", ground="graduated", **WHY)
    assert again(ticket).state == "free", "the pledge of a girl who has finished is free again"
    cast.does("fang", ticket, "give_back", amount="1500", **SLIP)
    assert left(ticket) == 0
    return cast.does("fang", ticket, "end_pledge", **WHY)


def a_pledge_with_money_in_it_does_not_end(cast: Walker) -> None:
    refuses(cast, "fang", free(cast), "end_pledge", "still money of this pledge", **WHY)


def no_more_is_returned_than_came_in(cast: Walker) -> None:
    refuses(cast, "fang", free(cast), "give_back", "1200.00 yuan left", amount="1200.01", **SLIP)


def nothing_is_paid_in_before_it_is_agreed(cast: Walker) -> None:
    ticket = claimed(cast, "fang", cast.opens("mei", "pledge", **OFFER))
    refuses(cast, "fang", ticket, "pay_in", "not possible while", amount="1", **SLIP)


REFUSALS = [
    a_pledge_with_money_in_it_does_not_end, no_more_is_returned_than_came_in, nothing_is_paid_in_before_it_is_agreed,
]  # fmt: skip
