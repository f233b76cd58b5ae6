"""A contest entry: own work, judged twice by different people, on public notice, awarded."""

from casework.models import Notice
from tests.walks.parts import PERSON, WHY, claimed, notice_over, refuses
from tests.walks.walker import Walker

ENTRY = {
    **PERSON,
    "contest": "书香金陵征文",
    "kind": "essay",
    "work": "秦淮河畔的灯",
    "own_work": True,
    "notice_consent": True,
}
SCORE = {"content": 36, "skill": 35, "effect": 18, "passes": "yes", "remarks": "语言质朴，情感真挚。"}


def begin(cast: Walker):
    return claimed(cast, "sun", cast.opens("mei", "contest_entry", **ENTRY))


def in_final(cast: Walker):
    cast.does("sun", ticket := begin(cast), "admit")
    return cast.does("sun", ticket, "judge", **SCORE)


def walk(cast: Walker):
    ticket = in_final(cast)
    assert (ticket.state, ticket.level, ticket.data["score"]) == ("final", 3, 89)
    ticket = cast.does("fang", ticket, "judge_final", prize="first", **SCORE)
    assert "王秀兰" not in str(Notice.objects.get(ticket=ticket).lines)
    return notice_over(ticket)


def only_own_work_is_taken(cast: Walker) -> None:
    cast.may_not_open("mei", "contest_entry", "Only own work", at="own_work", **{**ENTRY, "own_work": False})


def a_prize_is_named(cast: Walker) -> None:
    refuses(cast, "fang", in_final(cast), "judge_final", "Choose the prize", at="prize", prize="", **SCORE)


def nobody_judges_both_rounds(cast: Walker) -> None:
    cast.does("sun", ticket := begin(cast), "admit")
    ticket = cast.does("fang", ticket, "judge", **SCORE)
    refuses(cast, "fang", ticket, "judge_final", "A colleague decides it", prize="first", **SCORE)


def what_is_out_is_not_judged_again(cast: Walker) -> None:
    ticket = cast.does("sun", begin(cast), "not_eligible", **WHY)
    refuses(cast, "sun", ticket, "judge", "not possible while", **SCORE)


REFUSALS = [only_own_work_is_taken, a_prize_is_named, nobody_judges_both_rounds, what_is_out_is_not_judged_again]
