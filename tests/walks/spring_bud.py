"""A Spring Bud girl: visited by two, on hidden notice, matched with a pledge, paid term by term, visited, ended."""

from casework.models import Notice
from tests.walks import pledge
from tests.walks.parts import PERSON, VISIT, WHY, again, left, notice_over, on, refuses, to_district
from tests.walks.walker import Walker
from tests.workflows.rights.protected import due, pass_time, running, told

GIRL = {
    **PERSON, "name": "李晓雨", "stage": "junior", "grade": 8, "need": "1000", "school": "秦淮外国语学校", "guardian": "李奶奶某",
    "guardian_consents": True, "account": "学校专户0042", "family": "父亲病故，随祖母生活。",
}  # fmt: skip
TERM = {"term": "2026-1", "amount": "1000", "paid_on": on(), "slip": "拨付0101"}
SEEN = {"visited_on": on(), "marks": "good", "life": "住处整洁，祖母身体尚好。", "safe": "yes"}


def begin(cast: Walker):
    return cast.opens("mei", "spring_bud", **GIRL)


def to_match(cast: Walker):
    ticket = to_district(cast, begin(cast), entered=VISIT)
    ticket = notice_over(cast.does("fang", ticket, "decide", decision="grant", reason=""))
    return cast.does("gao", ticket, "claim")


def matched(cast: Walker, money):
    return cast.does("gao", to_match(cast), "match", pledge=money.number)


def walk(cast: Walker):
    money = pledge.free(cast)
    ticket = to_match(cast)
    lines = str(Notice.objects.get(ticket=ticket).lines)
    assert "李晓雨" not in lines and "贡院" not in lines, "no name and no place stands on the notice"
    cast.does("gao", ticket, "match", pledge=money.number)
    ticket = cast.does("gao", ticket, "pay_term", **TERM)
    assert (float(ticket.data["paid"]), left(money)) == (1000, 200)
    cast.does("mei", ticket, "visit", **SEEN)
    cast.does("gao", ticket, "begin_term")
    ticket = cast.does("gao", ticket, "replace_donor", **WHY)
    assert (ticket.state, again(money).state) == ("to_match", "free")
    return cast.does("gao", ticket, "end_support", ground="better", **WHY)


def a_term_begins_by_itself_and_the_donor_is_asked_for_what_is_missing(cast: Walker) -> None:
    money = pledge.free(cast)
    ticket = cast.does("gao", matched(cast, money), "pay_term", **TERM)
    assert {"sb.next"} == running(ticket) & {"sb.next", "sb.term"}
    pass_time(due(ticket, "sb.next"))
    assert "sb.term" in running(ticket) and "sb.next" in running(ticket), (
        "its payment is due, and the next term is awaited"
    )
    assert again(ticket).data["term_on"][5:] in ("03-01", "09-01")
    assert again(money).data["short"] and "sb.missed" in running(money), "200 yuan are left of 1000"
    pass_time(due(money, "sb.missed"))
    assert again(money).data["behind"] == 1 and "district_duty" in told(money, "donor_behind")
    cast.does("gao", money, "pay_in", amount="1000", came_on=on(), slip="收据77")
    assert "sb.missed" not in running(money)
    refuses(cast, "gao", ticket, "pay_term", "This term is paid", at="term", **TERM)


def the_books_of_a_pledge_agree_with_its_account(cast: Walker) -> None:
    money = pledge.free(cast, amount="5000")
    ticket = cast.does("gao", matched(cast, money), "pay_term", **TERM)
    cast.does("gao", ticket, "replace_donor", **WHY)
    cast.does("fang", money, "give_back", amount="500", came_on=on(), slip="退款1")
    kept = again(money).data
    assert (float(kept["paid_out"]), float(kept["balance"])) == (1000, left(money))
    refuses(cast, "fang", money, "give_back", "yuan left", amount="99999", came_on=on(), slip="退款2")


def who_decided_does_not_match(cast: Walker) -> None:
    ticket = to_district(cast, begin(cast), entered=VISIT)
    notice_over(cast.does("fang", ticket, "decide", decision="grant", reason=""))
    refuses(cast, "fang", ticket, "claim", "A colleague takes it over")


def a_term_is_paid_once(cast: Walker) -> None:
    ticket = cast.does("gao", matched(cast, pledge.free(cast, amount="9000")), "pay_term", **TERM)
    refuses(cast, "gao", ticket, "pay_term", "This term is paid", at="term", **TERM)


def no_more_is_paid_than_came_in(cast: Walker) -> None:
    ticket = matched(cast, pledge.free(cast))
    refuses(cast, "gao", ticket, "pay_term", "1200.00 yuan left", at="amount", **{**TERM, "amount": "1200.01"})


def one_pledge_is_not_matched_twice(cast: Walker) -> None:
    money = pledge.free(cast)
    matched(cast, money)
    refuses(cast, "gao", to_match(cast), "match", "not free any more", at="pledge", pledge=money.number)


def a_pledge_that_does_not_cover_a_term_does_not_fit(cast: Walker) -> None:
    money = pledge.free(cast, amount="999", **{"stage": "senior"})
    refuses(cast, "gao", to_match(cast), "match", "do not fit", at="pledge", pledge=money.number)


def the_guardian_agrees_in_writing(cast: Walker) -> None:
    cast.may_not_open("mei", "spring_bud", "", at="guardian_consents", **{**GIRL, "guardian_consents": False})


def a_term_is_written_as_year_and_half(cast: Walker) -> None:
    ticket = matched(cast, pledge.free(cast))
    refuses(cast, "gao", ticket, "pay_term", "as in 2026-1", at="term", **{**TERM, "term": "春季"})


REFUSALS = [
    a_term_begins_by_itself_and_the_donor_is_asked_for_what_is_missing, the_books_of_a_pledge_agree_with_its_account, who_decided_does_not_match,
    a_term_is_paid_once, no_more_is_paid_than_came_in, one_pledge_is_not_matched_twice,
    a_pledge_that_does_not_cover_a_term_does_not_fit, the_guardian_agrees_in_writing, a_term_is_written_as_year_and_half,
]  # fmt: skip
