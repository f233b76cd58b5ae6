"""A legal question: a lawyer, an answer, understood; words of violence are told to the district, and it may become a case."""

from casework.models import Event, Outbox, Ticket
from tests.walks.parts import PERSON, WHY, claimed, on, refuses
from tests.walks.walker import Walker
from tests.workflows.rights.protected import running, told

QUESTION = {**PERSON, "topic": "0106", "question": "离婚后孩子的抚养费如何计算？", "wants_lawyer": True}
LAWYER = {"lawyer": "张律师（某某所）", "meets_on": on(2), "no_conflict": True}
ANSWER = {"answer": "按子女需要、双方能力和当地水平确定。"}
MATTER = {"means": "hardship", "matter": "离婚及抚养费诉讼"}
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


def words_of_violence_hold_it_open_until_somebody_has_spoken_with_her(cast: Walker) -> None:
    ticket = begin(cast, question="丈夫昨晚打我，离婚怎么办？")
    assert "warn.check_now" in running(ticket), "a person looks within half an hour"
    for move, entered in (("answer", ANSWER), ("arrange", LAWYER), ("into_legal_aid", MATTER)):
        refuses(cast, "mei", ticket, move, "Speak with her first", **entered)
    cast.does("mei", ticket, "no_violence", spoken_on=on(), found=True, words="说的是邻居家的事。")
    assert "warn.check_now" not in running(ticket) and "supervisors" in told(ticket, "no_violence")
    assert cast.does("mei", ticket, "answer", **ANSWER).state == "answered"


def without_such_words_nothing_is_to_be_looked_at(cast: Walker) -> None:
    ticket = begin(cast)
    assert "warn.check_now" not in running(ticket)
    refuses(cast, "mei", ticket, "no_violence", "No words of violence wait", spoken_on=on(), found=True, words="无。")


def legal_aid_gets_her_name_and_phone_and_the_matter(cast: Walker) -> None:
    ticket = begin(cast, limit_on=on(20))
    refuses(cast, "mei", ticket, "into_legal_aid", "", at="matter", means="")
    assert cast.does("mei", ticket, "into_legal_aid", **MATTER).state == "into_aid"
    referral = Ticket.objects.get(type="legal_aid")
    assert (referral.parties.count(), referral.data["limit_on"], referral.level) == (1, on(20), 2)
    assert referral.parties.get().phone_index == ticket.parties.get().phone_index


REFUSALS = [
    words_of_violence_hold_it_open_until_somebody_has_spoken_with_her, without_such_words_nothing_is_to_be_looked_at,
    legal_aid_gets_her_name_and_phone_and_the_matter,
    a_lawyer_of_the_other_side_is_none, an_appointment_is_not_yesterday, what_has_become_a_case_is_answered_there,
    whether_there_is_danger_is_answered, an_answer_is_confirmed_with_a_word,
]  # fmt: skip
