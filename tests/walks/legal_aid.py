"""A referral to legal aid: submitted with a letter, granted, a lawyer appointed, its progress asked for, its result."""

from tests.walks.parts import on, refuses
from tests.walks.walker import Walker
from tests.workflows.types.test_legal_aid import BY_HAND, LETTER


def begin(cast: Walker):
    return cast.opens("fang", "legal_aid", **BY_HAND)


def walk(cast: Walker):
    ticket = cast.does("fang", begin(cast), "submit", **LETTER)
    cast.does("fang", ticket, "record_decision", decision="granted", decided_on=on(), paper_no="宁秦援5号")
    cast.does("fang", ticket, "record_lawyer", appointed_on=on(), lawyer="张律师（某某所）")
    cast.does("fang", ticket, "record_progress", asked_on=on(), progress="法院已经立案，等待开庭。")
    return cast.does("fang", ticket, "record_result", result="settled", ended_on=on())


def a_no_names_its_ground(cast: Walker) -> None:
    ticket = cast.does("fang", begin(cast), "submit", **LETTER)
    refuses(cast, "fang", ticket, "record_decision", "", at="ground", decision="refused", decided_on=on(), paper_no="6")


def no_lawyer_before_it_is_granted(cast: Walker) -> None:
    refuses(cast, "fang", begin(cast), "record_lawyer", "not possible while", appointed_on=on(), lawyer="张律师")


def it_says_what_it_is_about(cast: Walker) -> None:
    cast.may_not_open("fang", "legal_aid", "", at="request", **{**BY_HAND, "request": ""})


REFUSALS = [a_no_names_its_ground, no_lawyer_before_it_is_granted, it_says_what_it_is_about]
