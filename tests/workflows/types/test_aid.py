"""Aid: one person is not helped twice for the same thing, an advance where it cannot wait, and what the public notice shows."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from casework.models import Notice, Ticket
from tests.cast import Cast
from tests.walks import fund, pledge
from tests.walks.aid import APPLICATION, GRANT, PAYMENT
from tests.walks.parts import OPINION, VISIT, WHY, claimed, due, left, notice_over, refuses, to_district
from tests.walks.rounds import object_to
from tests.walks.walker import Walker
from tests.workflows.rights.protected import on, pass_time, running, told


@pytest.fixture
def walker(cast: Cast) -> Iterator[Walker]:
    with override("en"):
        yield Walker.of(cast)


def applies(walker: Walker, **changes: object) -> Ticket:
    return walker.opens("mei", "aid", **{**APPLICATION, "item": "cash", **changes})


def at_district(walker: Walker, **changes: object) -> Ticket:
    return to_district(walker, applies(walker, **changes), entered=VISIT)


def shown(ticket: Ticket) -> str:
    return str(Notice.objects.get(ticket=ticket).lines)


def test_two_applications_for_the_same_thing_at_once_are_not_granted(walker: Walker):
    first, second = at_district(walker), applies(walker)
    refuses(walker, "fang", first, "decide", "is under way", at="decision", **GRANT)
    claimed(walker, "mei", second)
    walker.does("mei", second, "refuse", **WHY)
    assert walker.does("fang", first, "decide", **GRANT).state == "public"


def test_another_item_or_another_woman_is_no_duplicate(walker: Walker):
    applies(walker, item="study")
    applies(walker, name="李桂英", phone="13800002099", address="长乐路3号1单元")
    assert walker.does("fang", at_district(walker), "decide", **GRANT).state == "public"


def test_the_same_item_is_granted_again_only_with_a_reason(walker: Walker):
    walker.does("fang", at_district(walker), "decide", **GRANT)
    second = at_district(walker)
    refuses(walker, "fang", second, "decide", "Say why once more", at="again", **GRANT)
    assert walker.does("fang", second, "decide", **GRANT, again="病情复发，需二次手术。").state == "public"


def test_two_cancers_aid_is_given_once_in_a_life_whatever_the_reason(walker: Walker):
    walker.does("fang", at_district(walker, item="two_cancers"), "decide", **GRANT)
    second = at_district(walker, item="two_cancers")
    refuses(walker, "fang", second, "decide", "once in a life", at="decision", **GRANT, again="再次申请。")


def test_a_grant_that_an_objection_undid_does_not_count_as_had(walker: Walker):
    first = walker.does("fang", at_district(walker, item="two_cancers"), "decide", **GRANT)
    objection = object_to(first)
    walker.does("gao", objection, "uphold", **WHY)
    assert walker.does("fang", first, "take_down").state == "refused"
    second = at_district(walker, item="two_cancers")
    assert walker.does("fang", second, "decide", **GRANT).state == "public"


def test_two_cancers_aid_is_no_more_than_its_amount(walker: Walker):
    ticket = at_district(walker, item="two_cancers")
    refuses(walker, "fang", ticket, "decide", "10000 yuan", at="amount", **{**GRANT, "amount": "10000.01"})


def test_urgent_need_is_told_to_the_district_and_has_its_own_time(walker: Walker):
    ticket = applies(walker, urgent_first=True)
    assert "aid.advance" in running(ticket)
    assert due(ticket, "aid.advance") < due(ticket, "aid.review")
    assert "district_duty" in told(ticket, "open")
    assert "aid.advance" not in running(applies(walker, name="李桂英"))


def test_an_advance_counts_towards_what_is_granted_and_who_paid_it_does_not_decide(walker: Walker):
    money, ticket = fund.begin(walker), applies(walker)
    claimed(walker, "mei", ticket)
    walker.does("mei", ticket, "ask_advance", **WHY)
    assert "aid.advance" in running(ticket)
    ticket = walker.does("gao", ticket, "pay_advance", fund=money.number, amount="800", **PAYMENT)
    assert (ticket.state, ticket.level, left(money)) == ("checking", 1, 49200.0)
    assert "aid.advance" not in running(ticket)
    walker.does("mei", ticket, "pass_up", **VISIT)
    ticket = to_district(walker, ticket, entered=VISIT)
    refuses(walker, "fang", ticket, "decide", "800 yuan were advanced", at="amount", **{**GRANT, "amount": "500"})
    ticket = walker.does("fang", ticket, "decide", **{**GRANT, "amount": "800"})
    notice_over(ticket)
    claimed(walker, "gao", ticket)
    refuses(walker, "gao", ticket, "pay", "0 yuan are still granted", fund=money.number, amount="1", **PAYMENT)
    assert walker.does("gao", ticket, "all_paid").state == "tracking"
    assert left(money) == 49200.0


def test_an_advance_is_small_asked_for_and_paid_once(walker: Walker):
    money, ticket = fund.begin(walker), applies(walker)
    refuses(walker, "gao", ticket, "pay_advance", "Nobody asked", fund=money.number, amount="800", **PAYMENT)
    walker.does("mei", ticket, "ask_advance", **WHY)
    refuses(walker, "mei", ticket, "ask_advance", "asked for already", **WHY)
    big = {"fund": money.number, "amount": "1000.01", **PAYMENT}
    refuses(walker, "gao", ticket, "pay_advance", "1000 yuan at most", at="amount", **big)
    walker.does("gao", ticket, "pay_advance", fund=money.number, amount="1000", **PAYMENT)
    refuses(walker, "mei", ticket, "ask_advance", "the rest is for the decision", **WHY)
    refuses(walker, "fang", ticket, "pay_advance", "Nobody asked", fund=money.number, amount="1", **PAYMENT)


def test_a_declined_advance_stops_its_clock_and_the_review_goes_on(walker: Walker):
    ticket = applies(walker, urgent_first=True)
    ticket = walker.does("fang", ticket, "no_advance", **WHY)
    assert {"aid.review"} <= running(ticket) and "aid.advance" not in running(ticket)


def test_nothing_is_left_open_to_pay_before_all_is_paid(walker: Walker):
    ticket = walker.does("fang", at_district(walker), "decide", **GRANT)
    notice_over(ticket)
    claimed(walker, "gao", ticket)
    refuses(walker, "gao", ticket, "all_paid", "Pay the rest")


def test_nobody_is_aided_out_of_a_pledge_for_a_girl(walker: Walker):
    given, ticket = pledge.free(walker), walker.does("fang", at_district(walker), "decide", **GRANT)
    notice_over(ticket)
    claimed(walker, "gao", ticket)
    refuses(walker, "gao", ticket, "pay", "not the number of an open fund", at="fund", fund=given.number, amount="1", **PAYMENT)  # fmt: skip


def test_the_notice_shows_masked_name_community_and_item_and_nothing_else(walker: Walker):
    lines = Notice.objects.get(ticket=walker.does("fang", at_district(walker), "decide", **GRANT)).lines
    assert [line["text"] for line in lines] == ["王*兰", "贡院社区", "生活救助"]
    assert [line["en"] for line in lines] == ["Name", "Community or street", "Item"]


def test_who_has_not_agreed_is_neither_named_nor_placed_on_the_notice(walker: Walker):
    ticket = walker.does("fang", at_district(walker, notice_consent=False), "decide", **GRANT)
    assert "王" not in shown(ticket) and "贡院" not in shown(ticket)
    assert ticket.number[-6:] in shown(ticket)


def test_aid_beside_a_rights_case_has_no_consent_that_she_never_gave(walker: Walker):
    case = walker.does("mei", walker.call(), "claim")
    case = walker.does("mei", case, "accept", track="hotline", notice="oral")
    (party,) = (code for code, role in case.data["parties"].items() if role == "petitioner")
    walker.does("mei", case, "open_help", kind="aid", party=party, need="需要生活费", basis="consent")
    ticket = Ticket.objects.get(type="aid")
    assert "masked" not in ticket.data and ticket.data["difficulty"] == ["other"]
    to_district(walker, ticket, entered=VISIT)
    refuses(walker, "fang", ticket, "decide", "complete it by", at="decision", **GRANT)
    refuses(walker, "fang", ticket, "correct", "left open when a case", at="address", wanted="2000", reason="已核实。")
    walker.does(
        "fang", ticket, "correct", wanted="2000", difficulty=["single"], address="贡院街3号", reason="已向本人核实。"
    )
    assert ticket.parties.filter(ended_at=None).count() == 1, "she is the only person of it, not a dash beside her"
    ticket = walker.does("fang", ticket, "decide", **GRANT)
    assert "王" not in shown(ticket) and "贡院" not in shown(ticket)


def test_one_roof_is_not_helped_twice_for_the_same_thing_without_a_word(walker: Walker):
    home = {"address": "贡院街12号3室"}
    walker.does("fang", at_district(walker, **home), "decide", **GRANT)
    second = at_district(walker, name="李桂英", phone="13800002099", address="贡院街 12号 3室")
    refuses(walker, "fang", second, "decide", "She or her household", at="again", **GRANT)
    assert walker.does("fang", second, "decide", **GRANT, again="两人均患重病。").state == "public"


def test_two_cancers_aid_rests_on_both_proofs(walker: Walker):
    ticket = at_district(walker, item="two_cancers", proofs=["diagnosis"])
    refuses(walker, "fang", ticket, "decide", "not both there", at="decision", **GRANT)
    walker.does("fang", ticket, "correct", proofs=["diagnosis", "low_income"], reason="补交低保证。")
    assert walker.does("fang", ticket, "decide", **GRANT).state == "public"


def test_what_came_up_by_deadline_without_a_visit_is_visited_before_it_is_granted(walker: Walker):
    ticket = applies(walker)
    for _level in range(2):
        pass_time(due(ticket, "aid.review"))
    claimed(walker, "fang", ticket)
    refuses(walker, "fang", ticket, "decide", "Nobody has visited", at="decision", **GRANT)
    seen = {"visited_on": on(), "found": "两间平房，母女同住。"}
    refuses(walker, "mei", ticket, "record_visit", "two people at least", at="visitors", visitors=1, **seen)
    walker.does("fang", ticket, "record_visit", visitors=2, **seen)
    assert walker.does("fang", ticket, "decide", **GRANT).state == "public"


def test_only_the_first_opinion_says_who_was_there(walker: Walker):
    ticket = claimed(walker, "mei", applies(walker))
    refuses(walker, "mei", ticket, "pass_up", "", at="visitors", **OPINION)
    walker.does("mei", ticket, "pass_up", **VISIT)
    claimed(walker, "sun", ticket)
    assert walker.does("sun", ticket, "pass_up", **OPINION).level == 3


def test_a_payment_of_nothing_is_none(walker: Walker):
    money = fund.begin(walker)
    refuses(
        walker, "fang", money, "deposit", "above zero", at="amount", amount="0", came_on=PAYMENT["paid_on"], slip="1"
    )
    assert left(money) == 50000.0
