"""A fund: opened, paid into, checked against the bank, what is left given back, closed when it is empty."""

from tests.cast import DISTRICT
from tests.walks.parts import WHY, left, on, refuses
from tests.walks.walker import Walker

OPENING = {"place": DISTRICT, "called": "巾帼助困金", "source": "budget", "document_no": "秦妇〔2026〕3号"}
SLIP = {"came_on": on(), "slip": "收据0017"}


def begin(cast: Walker, amount: str = "50000"):
    return cast.opens("fang", "fund", amount=amount, **OPENING)


def walk(cast: Walker):
    ticket = begin(cast)
    cast.does("fang", ticket, "deposit", amount="0.10", **SLIP)
    assert left(ticket) == 50000.10
    cast.does("lu", ticket, "check_balance", checked_on=on(), agrees=True, disclosed="区妇联公示栏")
    cast.does("fang", ticket, "give_back", amount="50000.10", **SLIP)
    assert left(ticket) == 0
    return cast.does("fang", ticket, "close_fund", **WHY)


def a_fund_with_money_in_it_is_not_closed(cast: Walker) -> None:
    refuses(cast, "fang", begin(cast), "close_fund", "still money in it", **WHY)


def no_more_is_given_back_than_is_there(cast: Walker) -> None:
    refuses(cast, "fang", begin(cast), "give_back", "50000.00 yuan left", amount="50000.01", **SLIP)


def a_balance_that_does_not_agree_is_not_checked_off(cast: Walker) -> None:
    refuses(cast, "fang", begin(cast), "check_balance", "Find the difference", at="agrees", checked_on=on())


def nothing_comes_in_tomorrow(cast: Walker) -> None:
    refuses(cast, "fang", begin(cast), "deposit", "", at="came_on", amount="1", came_on=on(1), slip="1")


def the_street_has_no_hand_in_it(cast: Walker) -> None:
    refuses(cast, "sun", begin(cast), "deposit", "", amount="1", **SLIP)


def money_raised_in_public_lies_with_a_charity(cast: Walker) -> None:
    cast.may_not_open("fang", "fund", "name it", at="charity", amount="1", **{**OPENING, "source": "charity"})


REFUSALS = [
    a_fund_with_money_in_it_is_not_closed, no_more_is_given_back_than_is_there,
    a_balance_that_does_not_agree_is_not_checked_off, nothing_comes_in_tomorrow, the_street_has_no_hand_in_it,
    money_raised_in_public_lies_with_a_charity,
]  # fmt: skip
