"""A volunteer: pledged, checked, trained before duty, looked at every year, pausing, leaving."""

from tests.walks.parts import PERSON, WHY, claimed, on, refuses
from tests.walks.walker import Walker

VOLUNTEER = {
    **PERSON, "kinds": ["women"], "skills": ["law", "care"], "times": ["weekend"], "with_minors": True, "licence_no": "执业证13201", "pledge": True,
}  # fmt: skip
CHECK = {"suited": "yes", "record_asked": True, "remarks": "面谈一次，态度认真。"}
TRAINED = {"trained_on": on(), "hours": 8, "topics": ["privacy", "minors"]}


def begin(cast: Walker, **changes):
    return claimed(cast, "sun", cast.opens("mei", "volunteer", **{**VOLUNTEER, **changes}))


def active(cast: Walker, **changes):
    checked = {**CHECK, "record_asked": changes.get("with_minors", True)}
    ticket = cast.does("sun", begin(cast, **changes), "check_volunteer", **checked)
    return cast.does("sun", ticket, "record_training", **TRAINED)


def walk(cast: Walker):
    ticket = active(cast)
    assert (ticket.state, ticket.data["cleared_for_minors"]) == ("active", True)
    cast.does("sun", ticket, "record_training", **TRAINED)
    ticket = cast.does("sun", ticket, "recheck", **CHECK)
    assert (ticket.data["trained_hours"], ticket.data["rechecks"]) == (16, 1)
    cast.does("sun", ticket, "pause", **WHY)
    cast.does("sun", ticket, "resume")
    return cast.does("sun", ticket, "leave", **WHY)


def nobody_serves_without_the_pledge(cast: Walker) -> None:
    cast.may_not_open("mei", "volunteer", "Have it signed first", at="pledge", **{**VOLUNTEER, "pledge": False})


def for_work_with_minors_the_record_is_asked_for(cast: Walker) -> None:
    unasked = {**CHECK, "record_asked": False}
    refuses(cast, "sun", begin(cast), "check_volunteer", "ask the police", at="record_asked", **unasked)
    refuses(cast, "sun", active(cast), "recheck", "ask the police", at="record_asked", **unasked)


def every_training_teaches_privacy(cast: Walker) -> None:
    ticket = cast.does("sun", begin(cast), "check_volunteer", **CHECK)
    refuses(
        cast, "sun", ticket, "record_training", "part of every training", at="topics", **{**TRAINED, "topics": ["law"]}
    )


def a_record_that_is_no_longer_there_is_not_kept_as_one(cast: Walker) -> None:
    ticket = active(cast, with_minors=False)
    assert ticket.data["cleared_for_minors"] is False
    refuses(cast, "mei", ticket, "recheck", "", **CHECK)
    assert cast.does("sun", ticket, "recheck", **CHECK).data["cleared_for_minors"] is True
    unsuited = {**CHECK, "suited": "no", "record_asked": False}
    assert cast.does("sun", ticket, "recheck", **unsuited).data["cleared_for_minors"] is False


REFUSALS = [
    nobody_serves_without_the_pledge, for_work_with_minors_the_record_is_asked_for, every_training_teaches_privacy,
    a_record_that_is_no_longer_there_is_not_kept_as_one,
]  # fmt: skip
