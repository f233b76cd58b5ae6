"""A wish to learn: registered in the community, corrected, placed in a class of the district that fits; the unit follows the enrolment."""

from casework import access
from tests.cast import COMMUNITY
from tests.walks.parts import PERSON, WHY, again, child_of, claimed, left, refuses
from tests.walks.training_class import enrolling
from tests.walks.walker import Walker

WISH = {
    **PERSON,
    "subjects": ["elderly", "child"],
    "times": ["weekend"],
    "group": "rural",
    "age": 43,
    "education": "junior",
}


def begin(cast: Walker, **changes):
    return claimed(cast, "mei", cast.opens("mei", "class_wish", **{**WISH, **changes}))


def walk(cast: Walker):
    course, ticket = enrolling(cast), begin(cast, subjects=["home"])
    cast.does("mei", ticket, "correct", subjects=[again(course).data["subject"]], reason="她改了主意。")
    ticket = cast.does("mei", ticket, "enrol_in", course=course.number)
    enrolment = child_of(course, "enrolment")
    assert (enrolment.state, enrolment.assisting) == ("applied", [COMMUNITY])
    assert enrolment.data["group"] == "rural" and enrolment.parties.count() == 1
    assert enrolment.parties.get().person_id == ticket.parties.get().person_id, "the same person is found there"
    assert access.tickets(cast.actor("mei")).filter(pk=enrolment.pk).exists(), "who brought her follows it"
    assert again(course).data["enrolled"] == 1 and left(course) == again(course).data["seats"]
    return ticket


def what_she_does_not_wish_for_does_not_fit(cast: Walker) -> None:
    course, ticket = enrolling(cast), begin(cast, subjects=["online"])
    refuses(cast, "mei", ticket, "enrol_in", "do not fit", at="course", course=course.number)


def a_correction_corrects_something(cast: Walker) -> None:
    refuses(cast, "mei", begin(cast), "correct", "Nothing is entered that differs", **WHY)


def a_case_is_no_class(cast: Walker) -> None:
    refuses(cast, "mei", begin(cast), "enrol_in", "not the number of one", at="course", course=cast.call().number)


def a_class_of_another_district_is_not_there(cast: Walker) -> None:
    refuses(cast, "mei", begin(cast), "enrol_in", "is not a case you can see", course="QH-KB-2026-000999")


REFUSALS = [
    what_she_does_not_wish_for_does_not_fit, a_correction_corrects_something, a_case_is_no_class, a_class_of_another_district_is_not_there,
]  # fmt: skip
