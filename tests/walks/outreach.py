"""Legal education: an activity with topics, a lecturer and a quiz before and after."""

from tests.walks.activities import HELD, SUM, Way
from tests.walks.parts import refuses
from tests.walks.walker import Walker

WAY = Way("outreach", topics=["violence"], days=["1125"], lecturer="张律师（某某所）")
QUIZ = {"before": 40, "after": 85, "handed_out": 200}


def walk(cast: Walker):
    ticket = cast.does("sun", WAY.approved(cast), "record_held", **HELD)
    ticket = cast.does("sun", ticket, "record_quiz", **QUIZ)
    assert (ticket.data["quiz_before"], ticket.data["quiz_after"]) == (40, 85)
    return cast.does("sun", ticket, "sum_up", **SUM)


def a_quiz_has_no_more_than_a_hundred_per_cent(cast: Walker) -> None:
    ticket = cast.does("sun", WAY.approved(cast), "record_held", **HELD)
    refuses(cast, "sun", ticket, "record_quiz", "100", at="after", **{**QUIZ, "after": 101})


REFUSALS = [*WAY.refusals(), a_quiz_has_no_more_than_a_hundred_per_cent]
