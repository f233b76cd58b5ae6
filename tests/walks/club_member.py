"""Membership in the entrepreneurs' club: checked from the street on, on public notice, a member who is looked at every year."""

from datetime import timedelta

from django.utils import timezone

from tests.walks.parts import OPINION, PERSON, WHY, again, claimed, notice_over, on, pass_time, refuses, to_district
from tests.walks.walker import Walker

APPLICATION = {
    **PERSON, "company": "金陵云锦有限公司", "credit_code": "91320104MA1P8AKE7X", "post": "总经理兼法人", "years": 8, "staff": 40,
}  # fmt: skip
COUNCIL = {"met_on": on(), "votes_for": 9, "votes_against": 1}
YEAR = {"donated": "5000", "jobs": 6, "remarks": "今年参加三次公益活动。"}


def begin(cast: Walker):
    ticket = cast.opens("mei", "club_member", **APPLICATION)
    assert ticket.level == 2, "the street handles it first"
    return ticket


def member(cast: Walker):
    ticket = to_district(cast, begin(cast))
    return notice_over(cast.does("fang", ticket, "decide", decision="grant", reason="", **COUNCIL))


def walk(cast: Walker):
    ticket = member(cast)
    assert ticket.state == "member" and ticket.is_open
    cast.does("fang", ticket, "check_year", **YEAR)
    ticket = cast.does("fang", ticket, "check_year", **YEAR)
    assert (float(ticket.data["donated"]), ticket.data["jobs"]) == (10000, 12), "the years add up"
    return cast.does("fang", ticket, "leave", **WHY)


def a_credit_code_has_eighteen_places(cast: Walker) -> None:
    wrong = {**APPLICATION, "credit_code": "91320104"}
    cast.may_not_open("mei", "club_member", "Copy it from the licence", at="credit_code", **wrong)


def who_is_no_member_yet_has_no_yearly_check(cast: Walker) -> None:
    refuses(cast, "sun", claimed(cast, "sun", begin(cast)), "check_year", "not possible while", **YEAR)


def only_the_district_lets_her_go(cast: Walker) -> None:
    refuses(cast, "sun", member(cast), "leave", "Your unit assists", **WHY)


def the_council_votes_for_her(cast: Walker) -> None:
    ticket, against = to_district(cast, begin(cast)), {**COUNCIL, "votes_for": 4, "votes_against": 4}
    refuses(
        cast, "fang", ticket, "decide", "Most of the council", at="votes_for", decision="grant", reason="", **against
    )


def the_street_says_its_word_in_time_or_the_district_has_it(cast: Walker) -> None:
    ticket = claimed(cast, "sun", begin(cast))
    pass_time(timezone.now() + timedelta(days=60))
    assert again(ticket).level == 3
    refuses(cast, "sun", ticket, "pass_up", "", **OPINION)


REFUSALS = [
    the_council_votes_for_her,
    a_credit_code_has_eighteen_places, who_is_no_member_yet_has_no_yearly_check, only_the_district_lets_her_go,
    the_street_says_its_word_in_time_or_the_district_has_it,
]  # fmt: skip
