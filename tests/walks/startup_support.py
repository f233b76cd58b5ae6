"""Start-up support: checked, referred to who gives it, looked in on for a year."""

from tests.walks.parts import OPINION, PERSON, WHY, claimed, looked_in, on, refuses, to_district
from tests.walks.walker import Walker

APPLICATION = {
    **PERSON, "project": "云锦手作工作室", "stage": "start", "needs": ["loan", "mentor"], "amount": "100000", "staff": 4,
    "plan": "租用社区店面，带动四人就业。", "credit_consent": True,
}  # fmt: skip
GIVEN = {"agency": "区人社局", "given_on": on(), "amount": "80000", "result": "given"}


def begin(cast: Walker):
    return cast.opens("mei", "startup_support", **APPLICATION)


def referred(cast: Walker):
    return cast.does("fang", to_district(cast, begin(cast)), "decide", decision="grant", reason="")


def walk(cast: Walker):
    ticket = referred(cast)
    assert ticket.state == "referred"
    cast.does("fang", ticket, "ask_agency")
    ticket = cast.does("fang", ticket, "record_given", **GIVEN)
    assert (ticket.state, ticket.data["given"]) == ("tracking", "80000.00" if "." in ticket.data["given"] else "80000")
    return looked_in(cast, "fang", ticket, 3)


def a_loan_needs_her_consent_to_a_credit_check(cast: Walker) -> None:
    cast.may_not_open("mei", "startup_support", "Ask her first", at="credit_consent", **{**APPLICATION, "credit_consent": False})  # fmt: skip


def there_are_no_more_women_than_jobs(cast: Walker) -> None:
    cast.may_not_open("mei", "startup_support", "look at both numbers", at="women", **{**APPLICATION, "women": 5})


def what_the_agency_does_not_give_is_an_end_of_its_own(cast: Walker) -> None:
    ticket = cast.does("fang", referred(cast), "record_given", **{**GIVEN, "result": "not"})
    assert ticket.state == "not_given"
    refuses(cast, "fang", ticket, "look_in", "not possible while")


def the_community_does_not_decide(cast: Walker) -> None:
    refuses(cast, "mei", claimed(cast, "mei", begin(cast)), "decide", "is done by", decision="grant")


def an_opinion_rests_on_the_originals(cast: Walker) -> None:
    ticket = claimed(cast, "mei", begin(cast))
    refuses(cast, "mei", ticket, "pass_up", "", at="checked", **{**OPINION, "checked": False})


def nothing_is_given_before_it_is_granted(cast: Walker) -> None:
    refuses(cast, "mei", claimed(cast, "mei", begin(cast)), "record_given", "not possible while", **GIVEN)


def an_early_end_says_why(cast: Walker) -> None:
    ticket = cast.does("fang", referred(cast), "record_given", **GIVEN)
    refuses(cast, "fang", ticket, "stop_tracking", "", at="reason", reason="")
    assert cast.does("fang", ticket, "stop_tracking", **WHY).state == "done"


REFUSALS = [
    there_are_no_more_women_than_jobs, what_the_agency_does_not_give_is_an_end_of_its_own,
    a_loan_needs_her_consent_to_a_credit_check, the_community_does_not_decide, an_opinion_rests_on_the_originals,
    nothing_is_given_before_it_is_granted, an_early_end_says_why,
]  # fmt: skip
