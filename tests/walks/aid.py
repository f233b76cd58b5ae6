"""Aid: visited by two, checked by three levels, on public notice, paid out of a fund by somebody else, looked in on twice."""

from tests.walks import fund
from tests.walks.parts import PERSON, VISIT, WHY, claimed, left, looked_in, notice_over, on, refuses, to_district
from tests.walks.walker import Walker

APPLICATION = {
    **PERSON, "address": "贡院街9号2单元", "difficulty": ["illness"], "item": "two_cancers", "wanted": "10000", "household": 3, "income": "2100",
    "proofs": ["low_income", "diagnosis", "identity"],
    "story": "今年三月确诊，正在化疗。", "notice_consent": True,
}  # fmt: skip
GRANT = {"decision": "grant", "amount": "10000", "reason": ""}
PAYMENT = {"paid_on": on(), "slip": "拨付2026-17"}


def begin(cast: Walker, **changes):
    return cast.opens("mei", "aid", **{**APPLICATION, **changes})


def decided(cast: Walker):
    return cast.does("fang", to_district(cast, begin(cast), entered=VISIT), "decide", **GRANT)


def to_pay(cast: Walker):
    notice_over(ticket := decided(cast))
    return claimed(cast, "gao", ticket)


def walk(cast: Walker):
    money = fund.begin(cast)
    ticket = decided(cast)
    assert ticket.data["masked"] == "王*兰", "the notice shows a masked name"
    ticket = notice_over(ticket)
    assert ticket.state == "paying"
    claimed(cast, "gao", ticket)
    ticket = cast.does("gao", ticket, "pay", fund=money.number, amount="4000", **PAYMENT)
    assert (ticket.state, left(money)) == ("paying", 46000.0), "a part is paid; the rest is still to be paid"
    ticket = cast.does("gao", ticket, "pay", fund=money.number, amount="6000", **PAYMENT)
    assert (float(ticket.data["paid"]), left(money)) == (10000, 40000)
    return looked_in(cast, "gao", ticket, 2)


def who_granted_does_not_pay(cast: Walker) -> None:
    money, ticket = fund.begin(cast), decided(cast)
    notice_over(ticket)
    refuses(cast, "fang", ticket, "claim", "A colleague takes it over")
    refuses(cast, "fang", ticket, "assign", "Choose somebody else", at="assignee", assignee=cast.fang.pk)
    refuses(cast, "fang", ticket, "pay", "Only the person in charge", fund=money.number, amount="1", **PAYMENT)
    cast.does("fang", ticket, "assign", assignee=cast.gao.pk)
    refuses(cast, "gao", ticket, "reassign", "Choose somebody else", assignee=cast.fang.pk, **WHY)


def a_household_is_visited_by_two(cast: Walker) -> None:
    ticket = claimed(cast, "mei", begin(cast))
    refuses(cast, "mei", ticket, "pass_up", "two people at least", at="visitors", **{**VISIT, "visitors": 1})


def only_who_has_claimed_it_passes_it_up(cast: Walker) -> None:
    refuses(cast, "mei", begin(cast), "pass_up", "Only the person in charge", **VISIT)


def a_grant_names_its_amount(cast: Walker) -> None:
    ticket = to_district(cast, begin(cast), entered=VISIT)
    refuses(cast, "fang", ticket, "decide", "Enter the amount", at="amount", decision="grant")


def a_no_says_why(cast: Walker) -> None:
    ticket = to_district(cast, begin(cast), entered=VISIT)
    refuses(cast, "fang", ticket, "decide", "Say why", at="reason", decision="refuse")


def no_more_is_paid_than_was_granted(cast: Walker) -> None:
    money, ticket = fund.begin(cast), to_pay(cast)
    refuses(cast, "gao", ticket, "pay", "10000 yuan are still granted", at="amount", fund=money.number, amount="10000.01", **PAYMENT)  # fmt: skip


def no_more_is_paid_than_is_there(cast: Walker) -> None:
    money, ticket = fund.begin(cast, amount="100"), to_pay(cast)
    refuses(cast, "gao", ticket, "pay", "100.00 yuan left", fund=money.number, amount="100.01", **PAYMENT)


def it_is_paid_out_of_a_fund_only(cast: Walker) -> None:
    ticket, call = to_pay(cast), cast.call()
    refuses(cast, "gao", ticket, "pay", "not the number of an open fund", at="fund", fund=call.number, amount="1", **PAYMENT)  # fmt: skip


def a_notice_hangs_until_its_time_is_over(cast: Walker) -> None:
    refuses(cast, "fang", decided(cast), "end_notice", "still has to hang")


def a_refusal_is_reviewed_once_and_by_other_eyes(cast: Walker) -> None:
    ticket = cast.does("fang", to_district(cast, begin(cast), entered=VISIT), "decide", decision="refuse", **WHY)
    cast.does("mei", ticket, "ask_review", **WHY)
    claimed(cast, "fang", ticket)
    refuses(cast, "fang", ticket, "decide", "A colleague decides it", **GRANT)
    cast.does("fang", ticket, "hand_back", **WHY)
    claimed(cast, "gao", ticket)
    cast.does("gao", ticket, "decide", decision="refuse", **WHY)
    refuses(cast, "mei", ticket, "ask_review", "reviewed once", **WHY)


REFUSALS = [
    who_granted_does_not_pay, a_household_is_visited_by_two, only_who_has_claimed_it_passes_it_up, a_grant_names_its_amount, a_no_says_why,
    no_more_is_paid_than_was_granted, no_more_is_paid_than_is_there, it_is_paid_out_of_a_fund_only,
    a_notice_hangs_until_its_time_is_over, a_refusal_is_reviewed_once_and_by_other_eyes,
]  # fmt: skip
