"""Looking for work (by the street, which sees the vacancies of its street): verified, referred to a vacancy that fits, hired (a place is taken), looked in on twice."""

from tests.cast import OTHER_COMMUNITY
from tests.walks import vacancy
from tests.walks.parts import PERSON, again, claimed, left, looked_in, refuses
from tests.walks.walker import Walker
from tests.workflows.rights.protected import told

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


def she_is_not_sent_farther_than_she_can_go(cast: Walker) -> None:
    job = vacancy.published(cast, place=OTHER_COMMUNITY, who="xia")
    near, far = (
        claimed(cast, "sun", cast.opens("mei", "job_referral", **{**SEEKER, "near": near}))
        for near in ("street", "district")
    )
    for ticket in (near, far):
        cast.does("sun", ticket, "verify")
    refuses(cast, "sun", near, "offer", "do not fit", at="vacancy", vacancy=job.number)
    assert cast.does("sun", far, "offer", vacancy=job.number).state == "offered"


def what_is_not_published_is_not_offered(cast: Walker) -> None:
    job, ticket = vacancy.begin(cast), matching(cast)
    refuses(cast, "sun", ticket, "offer", "not free any more", at="vacancy", vacancy=job.number)


def a_case_is_no_vacancy(cast: Walker) -> None:
    ticket, case = matching(cast), cast.call()
    refuses(cast, "sun", ticket, "offer", "not the number of one", at="vacancy", vacancy=case.number)


def nobody_is_hired_for_a_place_that_is_taken(cast: Walker) -> None:
    job = vacancy.published(cast, places=1)
    ticket = cast.does("sun", matching(cast), "offer", vacancy=job.number)
    hired(cast, job)
    assert again(job).state == "filled", "its last place is taken"
    refuses(cast, "sun", ticket, "record_reply", "0 left", reply="hired")


def employers_learn_of_nobody_who_has_not_agreed(cast: Walker) -> None:
    job, ticket = (
        vacancy.published(cast),
        claimed(cast, "sun", cast.opens("mei", "job_referral", **{**SEEKER, "share_cv": False})),
    )
    cast.does("sun", ticket, "verify")
    refuses(cast, "sun", ticket, "offer", "Ask her and record it first", vacancy=job.number)
    cast.does("sun", ticket, "agree_to_share", agrees=True, given="oral")
    assert cast.does("sun", ticket, "offer", vacancy=job.number).state == "offered"


def after_three_offers_in_vain_one_looks_back_first(cast: Walker) -> None:
    job, ticket = vacancy.published(cast), matching(cast)
    for _n in range(3):
        cast.does("sun", ticket, "offer", vacancy=job.number)
        cast.does("sun", ticket, "record_reply", reply="not")
    assert "supervisors" in told(ticket, "record_reply")
    refuses(cast, "sun", ticket, "offer", "Look back with her", vacancy=job.number)
    cast.does("sun", ticket, "look_back", change=["class"], remarks="先参加育婴培训。")
    assert cast.does("sun", ticket, "offer", vacancy=job.number).state == "offered"


REFUSALS = [
    she_is_not_sent_farther_than_she_can_go,
    employers_learn_of_nobody_who_has_not_agreed, after_three_offers_in_vain_one_looks_back_first,
    what_does_not_fit_is_not_offered, what_is_not_published_is_not_offered, a_case_is_no_vacancy,
    nobody_is_hired_for_a_place_that_is_taken,
]  # fmt: skip
