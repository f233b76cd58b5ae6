"""A request of a club member: answered by the street, or explained."""

from tests.walks.parts import PERSON, claimed, refuses
from tests.walks.walker import Walker

REQUEST = {**PERSON, "kind": "finance", "request": "希望了解小额贴息贷款的办理。"}
ANSWER = {"answer": "已与区人社局联系，材料清单发给她。"}


def begin(cast: Walker):
    return cast.opens("ling", "club_request", **REQUEST)


def walk(cast: Walker):
    ticket = claimed(cast, "sun", begin(cast))
    return cast.does("sun", ticket, "solve", **ANSWER)


def an_answer_says_something(cast: Walker) -> None:
    refuses(cast, "sun", claimed(cast, "sun", begin(cast)), "solve", "", at="answer", answer=" ")


def only_who_has_claimed_it_answers(cast: Walker) -> None:
    refuses(cast, "sun", begin(cast), "solve", "Only the person in charge", **ANSWER)


def what_is_explained_is_not_solved_afterwards(cast: Walker) -> None:
    ticket = cast.does("sun", claimed(cast, "sun", begin(cast)), "explain", **ANSWER)
    refuses(cast, "sun", ticket, "solve", "not possible while", **ANSWER)


REFUSALS = [an_answer_says_something, only_who_has_claimed_it_answers, what_is_explained_is_not_solved_afterwards]
