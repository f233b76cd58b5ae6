"""Gifts: a list, approved, bought out of a fund by somebody else, handed out against signature, made public."""

from casework.models import Notice
from tests.cast import COMMUNITY
from tests.walks import fund
from tests.walks.parts import claimed, left, notice_over, on, refuses
from tests.walks.walker import Walker

LIST = {"place": COMMUNITY, "occasion": "spring", "households": 2, "each": "200", "names": "王秀兰一户\n李桂英一户"}
BILL = {"bought_on": on(), "slip": "发票0031"}


def begin(cast: Walker):
    return claimed(cast, "fang", cast.opens("cao", "gift_list", **LIST))


def approved(cast: Walker):
    return cast.does("fang", begin(cast), "approve", decision="approve", reason="")


def bought(cast: Walker, money):
    return cast.does("gao", approved(cast), "buy", fund=money.number, amount="398.50", **BILL)


def walk(cast: Walker):
    money = fund.begin(cast, amount="1000")
    ticket = bought(cast, money)
    assert left(money) == 601.5
    cast.does("fang", ticket, "hand_out", given=1, returned=1)
    cast.does("fang", ticket, "correct_count", given=2, returned=0)
    ticket = cast.does("fang", ticket, "make_public")
    assert "王秀兰" not in str(Notice.objects.get(ticket=ticket).lines)
    return notice_over(ticket)


def the_list_and_its_number_agree(cast: Walker) -> None:
    cast.may_not_open("cao", "gift_list", "The list has 2 lines", at="households", **{**LIST, "households": 3})


def no_household_stands_in_it_twice(cast: Walker) -> None:
    cast.may_not_open("cao", "gift_list", "twice", at="names", **{**LIST, "names": "王秀兰一户\n王秀兰一户"})


def who_approved_it_does_not_buy(cast: Walker) -> None:
    money, ticket = fund.begin(cast), approved(cast)
    refuses(cast, "fang", ticket, "buy", "A colleague carries it out", fund=money.number, amount="1", **BILL)


def no_more_is_bought_than_the_list_allows(cast: Walker) -> None:
    money, ticket = fund.begin(cast), approved(cast)
    refuses(cast, "gao", ticket, "buy", "The list allows 400", at="amount", fund=money.number, amount="400.01", **BILL)


def every_gift_is_told_of(cast: Walker) -> None:
    ticket = bought(cast, fund.begin(cast))
    refuses(cast, "fang", ticket, "hand_out", "make 2 together", at="given", given=2, returned=1)


REFUSALS = [
    the_list_and_its_number_agree, no_household_stands_in_it_twice, who_approved_it_does_not_buy,
    no_more_is_bought_than_the_list_allows, every_gift_is_told_of,
]  # fmt: skip
