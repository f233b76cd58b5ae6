"""A suggestion: claimed, answered, taken up or not."""

from tests.cast import COMMUNITY
from tests.walks.parts import claimed, refuses
from tests.walks.walker import Walker

BOX = {"place": COMMUNITY, "suggestion": "希望周末也开放妇女之家。", "phone": "13800002046"}
ANSWER = {"answer": "下月起每周六上午开放。", "taken_up": True}


def begin(cast: Walker):
    return cast.opens("ling", "suggestion", **BOX)


def walk(cast: Walker):
    ticket = cast.does("mei", claimed(cast, "mei", begin(cast)), "answer", **ANSWER)
    assert ticket.data["taken_up"] is True
    return ticket


def an_answer_is_a_sentence(cast: Walker) -> None:
    refuses(cast, "mei", claimed(cast, "mei", begin(cast)), "answer", "", at="answer", answer="")


def two_do_not_claim_it(cast: Walker) -> None:
    ticket = claimed(cast, "mei", begin(cast))
    refuses(cast, "hua", ticket, "claim", "not possible while")
    refuses(cast, "hua", ticket, "answer", "Only the person in charge", **ANSWER)


def a_place_is_chosen(cast: Walker) -> None:
    cast.may_not_open("ling", "suggestion", "Choose a place", at="place", **{**BOX, "place": "here"})


REFUSALS = [an_answer_is_a_sentence, two_do_not_claim_it, a_place_is_chosen]
