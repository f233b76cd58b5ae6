"""An enrolment: checked, waiting while the class is full, moved up by priority and time, taught, looked in on twice."""

from tests.walks.parts import WHY, again, left, looked_in, refuses
from tests.walks.training_class import LEARNER, enrolled, enrolling
from tests.walks.walker import Walker


def checked(cast: Walker, course, group: str = "other", name: str = "王秀兰"):
    return cast.does("fang", enrolled(cast, course, group, name), "check_enrolment", fits="yes")


def walk(cast: Walker):
    course = enrolling(cast)
    first = checked(cast, course)
    late, urgent = checked(cast, course, name="李桂英"), checked(cast, course, "unemployed", name="陈玉珍")
    assert [one.state for one in (first, late, urgent)] == ["learning", "waiting", "waiting"]
    cast.does("fang", first, "leave_class", **WHY)
    assert (again(urgent).state, again(late).state, left(course)) == ("learning", "waiting", 0), "her group goes first"
    cast.does("fang", urgent, "claim")
    ticket = cast.does("fang", urgent, "end_learning", result="completed", certificate="养护0018")
    return looked_in(cast, "fang", ticket, 2)


def nobody_moves_up_while_the_class_is_full(cast: Walker) -> None:
    course = enrolling(cast)
    checked(cast, course)
    refuses(cast, "fang", checked(cast, course, name="李桂英"), "move_up", "No seat is free")


def nobody_enrols_without_a_class(cast: Walker) -> None:
    cast.may_not_open("fang", "enrolment", "opened from another one", **LEARNER)


def who_waits_has_not_learned(cast: Walker) -> None:
    course = enrolling(cast)
    checked(cast, course)
    waiting = checked(cast, course, name="李桂英")
    refuses(cast, "fang", waiting, "end_learning", "not possible while", result="completed", certificate="1")


def a_name_is_asked_for(cast: Walker) -> None:
    refuses(cast, "fang", enrolling(cast), "enrol", "", at="name", **{**LEARNER, "name": ""})


REFUSALS = [
    nobody_moves_up_while_the_class_is_full, nobody_enrols_without_a_class, who_waits_has_not_learned, a_name_is_asked_for,
]  # fmt: skip
