"""A legal question: a lawyer, an answer, understood; words of violence are told to the district, and it may become a case."""

from casework.models import Event, Outbox, Ticket
from tests.walks.parts import PERSON, WHY, claimed, on, refuses
from tests.walks.walker import Walker

QUESTION = {**PERSON, "topic": "0106", "question": "离婚后孩子的抚养费如何计算？", "wants_lawyer": True}
LAWYER = {"lawyer": "张律师（某某所）", "meets_on": on(2), "no_conflict": True}
ANSWER = {"answer": "按子女需要、双方能力和当地水平确定。"}
CASE = {"story": "她说昨晚又被打，孩子在场。", "danger_now": "no"}


def begin(cast: Walker, **changes):
    return claimed(cast, "mei", cast.opens("mei", "legal_consultation", **{**QUESTION, **changes}))


def walk(cast: Walker):
    ticket = cast.does("mei", begin(cast), "arrange", **LAWYER)
    ticket = cast.does("mei", ticket, "answer", **ANSWER)
    return cast.does("mei", ticket, "confirm", reason="她表示已经明白。")


def a_lawyer_of_the_other_side_is_none(cast: Walker) -> None:
    refuses(cast, "mei", begin(cast), "arrange", "", at="no_conflict", **{**LAWYER, "no_conflict": False})


def an_appointment_is_not_yesterday(cast: Walker) -> None:
    refuses(cast, "mei", begin(cast), "arrange", "This day is over", at="meets_on", **{**LAWYER, "meets_on": on(-1)})


def what_has_become_a_case_is_answered_there(cast: Walker) -> None:
    ticket = begin(cast, topic="0102", question="丈夫经常打我，我该怎么办？")
    first = Event.objects.filter(ticket=ticket).earliest("seq")
    assert "district_duty" in Outbox.objects.get(event=first).audiences, (
        "words of violence are told to the district at once"
    )
    cast.does("mei", ticket, "into_case", **CASE)
    case = Ticket.objects.get(type="rights")
    assert case.category == "0102"
    refuses(cast, "mei", ticket, "answer", "not possible while", **ANSWER)


def whether_there_is_danger_is_answered(cast: Walker) -> None:
    refuses(cast, "mei", begin(cast), "into_case", "", at="danger_now", **{**CASE, "danger_now": ""})


def an_answer_is_confirmed_with_a_word(cast: Walker) -> None:
    ticket = cast.does("mei", begin(cast), "answer", **ANSWER)
    refuses(cast, "mei", ticket, "confirm", "", at="reason", **{**WHY, "reason": ""})


REFUSALS = [
    a_lawyer_of_the_other_side_is_none, an_appointment_is_not_yesterday, what_has_become_a_case_is_answered_there,
    whether_there_is_danger_is_answered, an_answer_is_confirmed_with_a_word,
]  # fmt: skip
