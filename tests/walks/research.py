"""Research: studied, written so that nobody is recognised, signed by somebody else, sent, answered."""

from tests.cast import DISTRICT
from tests.walks.parts import claimed, on, refuses
from tests.walks.walker import Walker

TOPIC = {"place": DISTRICT, "topic": "社区托育服务供给", "problem": "双职工家庭三岁以下托育难。"}
DRAFT = {
    "figures": "全区三岁以下儿童2140名，托位410个（区统计局）。",
    "proposal": "建议利用社区用房设普惠托育点。",
    "nobody_named": True,
}
SIGN = {"decision": "send", "body": "区政协", "document_no": "秦妇函〔2026〕9号"}


def begin(cast: Walker):
    return claimed(cast, "fang", cast.opens("cao", "research", **TOPIC))


def written(cast: Walker):
    return cast.does("fang", begin(cast), "write", **DRAFT)


def walk(cast: Walker):
    ticket = cast.does("lu", written(cast), "sign_off", **{**SIGN, "decision": "back"})
    assert ticket.state == "chosen", "back to be reworked"
    cast.does("fang", ticket, "write", **DRAFT)
    cast.does("lu", ticket, "sign_off", **SIGN)
    cast.does("fang", ticket, "ask_again")
    return cast.does("fang", ticket, "record_answer", answer="adopted", answered_on=on(), words="已列入明年民生实事。")


def nobody_signs_what_he_wrote(cast: Walker) -> None:
    refuses(cast, "fang", written(cast), "sign_off", "A colleague decides it", **SIGN)


def a_letter_has_a_body_and_a_number(cast: Walker) -> None:
    refuses(cast, "lu", written(cast), "sign_off", "Name the body", at=["body", "document_no"], decision="send")


def nobody_is_recognised_in_it(cast: Walker) -> None:
    refuses(cast, "fang", begin(cast), "write", "", at="nobody_named", **{**DRAFT, "nobody_named": False})


REFUSALS = [nobody_signs_what_he_wrote, a_letter_has_a_body_and_a_number, nobody_is_recognised_in_it]
