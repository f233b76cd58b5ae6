"""Looking for work (by the street, which sees the vacancies of its street): verified, referred to a vacancy that fits, hired (a place is taken), looked in on twice."""

from tests.walks import vacancy
from tests.walks.parts import PERSON, again, claimed, left, looked_in, refuses
from tests.walks.walker import Walker

SEEKER = {
    **PERSON,
    "skills": ["kitchen", "shop"],
    "times": ["full"],
    "wage": "5000",
    "groups": ["single"],
    "share_cv": True,
}


def begin(cast: Walker):
    return claimed(cast, "sun", cast.opens("mei", "job_referral", **SEEKER))


def matching(cast: Walker):
    return cast.does("sun", begin(cast), "verify")


def hired(cast: Walker, job, who=None):
    ticket = who or matching(cast)
    cast.does("sun", ticket, "offer", vacancy=job.number)
    return cast.does("sun", ticket, "record_reply", reply="hired")


def walk(cast: Walker):
    job, ticket = vacancy.published(cast), matching(cast)
    cast.does("sun", ticket, "offer", vacancy=job.number)
    cast.does("sun", ticket, "ask_employer")
    ticket = cast.does("sun", ticket, "record_reply", reply="not")
    assert (ticket.state, left(job)) == ("matching", 2), "not hired: the next one is looked for"
    ticket = hired(cast, job, ticket)
    assert (ticket.state, left(job)) == ("tracking", 1)
    assert again(job).data["hired"] == 1, "the vacancy counts who was hired"
    return looked_in(cast, "sun", ticket, 2)


def what_does_not_fit_is_not_offered(cast: Walker) -> None:
    job, ticket = vacancy.published(cast, skills=["factory"]), matching(cast)
    refuses(cast, "sun", ticket, "offer", "do not fit", at="vacancy", vacancy=job.number)


def what_is_not_published_is_not_offered(cast: Walker) -> None:
    job, ticket = vacancy.begin(cast), matching(cast)
    refuses(cast, "sun", ticket, "offer", "not free any more", at="vacancy", vacancy=job.number)


def a_case_is_no_vacancy(cast: Walker) -> None:
    ticket, case = matching(cast), cast.call()
    refuses(cast, "sun", ticket, "offer", "not the number of one", at="vacancy", vacancy=case.number)


def nobody_is_hired_for_a_place_that_is_taken(cast: Walker) -> None:
    job = vacancy.published(cast, places=1)
    hired(cast, job)
    ticket = cast.does("sun", matching(cast), "offer", vacancy=job.number)
    refuses(cast, "sun", ticket, "record_reply", "0 left", reply="hired")


REFUSALS = [
    what_does_not_fit_is_not_offered, what_is_not_published_is_not_offered, a_case_is_no_vacancy,
    nobody_is_hired_for_a_place_that_is_taken,
]  # fmt: skip
