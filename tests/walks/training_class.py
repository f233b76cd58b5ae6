"""A training class: approved by the district, enrolling, taught, examined, accepted by somebody else; its seats are an account."""

from casework.models import Ticket
from tests.cast import COMMUNITY
from tests.walks.parts import PERSON, WHY, again, child_of, claimed, left, on, refuses
from tests.walks.walker import Walker

PLAN = {
    "place": COMMUNITY, "subject": "elderly", "hours": 120, "seats": 1, "begins_on": on(20), "where": "社区活动室",
    "teacher": "周老师，养老护理高级技师", "cost": "3000", "paid_by": "区培训专项", "insured": True,
}  # fmt: skip
LEARNER = {**PERSON, "place": "", "group": "other", "education": "senior", "wants_work": True}
RESULT = {"ended_on": on(), "certificates": 1, "satisfied": 96}
FILE = {"papers": ["roll", "attendance", "marks", "certificates"], "cost": "2860.50"}


def begin(cast: Walker, seats: int = 1):
    ticket = cast.opens("cao", "training_class", **{**PLAN, "seats": seats})
    assert ticket.level == 3, "the district decides on classes"
    return ticket


def enrolling(cast: Walker, seats: int = 1):
    return cast.does("fang", claimed(cast, "fang", begin(cast, seats)), "approve", decision="approve", reason="")


def enrolled(cast: Walker, ticket: Ticket, group: str = "other", name: str = "王秀兰"):
    cast.does("fang", ticket, "enrol", **{**LEARNER, "group": group, "name": name})
    return child_of(ticket, "enrolment")


def walk(cast: Walker):
    ticket = enrolling(cast)
    learner = cast.does("fang", enrolled(cast, ticket), "check_enrolment", fits="yes")
    assert (learner.state, left(ticket)) == ("learning", 0)
    cast.does("fang", ticket, "begin_class")
    cast.does("fang", learner, "end_learning", result="completed", certificate="养护0017")
    ticket = cast.does("fang", ticket, "end_class", **RESULT)
    assert ticket.state == "examined"
    return cast.does("fang", ticket, "accept_class", **FILE)


def a_class_is_not_over_before_each_learner_is(cast: Walker) -> None:
    ticket = enrolling(cast)
    cast.does("fang", enrolled(cast, ticket), "check_enrolment", fits="yes")
    cast.does("fang", ticket, "begin_class")
    refuses(cast, "fang", ticket, "end_class", "how each learner has ended", **RESULT)


def a_class_does_not_begin_yesterday(cast: Walker) -> None:
    cast.may_not_open("cao", "training_class", "This day is over", at="begins_on", **{**PLAN, "begins_on": on(-1)})


def the_community_does_not_approve_it(cast: Walker) -> None:
    refuses(cast, "cao", begin(cast), "approve", "", decision="approve")


def nobody_enrols_before_it_is_approved(cast: Walker) -> None:
    refuses(cast, "fang", claimed(cast, "fang", begin(cast)), "enrol", "not possible while", **LEARNER)


def nobody_stays_on_a_list_of_a_class_that_is_called_off(cast: Walker) -> None:
    ticket = enrolling(cast)
    one, two = enrolled(cast, ticket), enrolled(cast, ticket, name="李桂英")
    for each in (one, two):
        cast.does("fang", each, "check_enrolment", fits="yes")
    cast.does("fang", ticket, "cancel", **WHY)
    assert {again(one).state, again(two).state} == {"left"}
    refuses(cast, "fang", ticket, "enrol", "not possible while", **LEARNER)


REFUSALS = [
    a_class_is_not_over_before_each_learner_is, a_class_does_not_begin_yesterday, the_community_does_not_approve_it,
    nobody_enrols_before_it_is_approved, nobody_stays_on_a_list_of_a_class_that_is_called_off,
]  # fmt: skip
