"""Papers of the registration and of the mediation set: what they print, and to whom they never go."""

from typing import Any

import pytest

from casework.errors import Refused
from casework.models import Ticket
from tests.casework.papers.test_papers import read, text_of, the_paper
from tests.cast import Cast
from tests.workflows.rights import agreed
from tests.workflows.rights.known import HERS

HOME = "安徽省和县历阳镇陵园路77号"
REGISTERED: dict[str, Any] = {
    **HERS,
    "nationality": "越南",
    "registered_residence": HOME,
    "persons": "3",
    "channel": "visit",
}
INQUIRY = {
    "kind": "investigation_record", "asked_person": "赵邻居，双方的邻居", "held_on": "2026-03-02", "held_at": "贡院社区",
    "recorder": "曹兰", "inquiry": "问：您听到了什么？答：双方争吵了两次。", "read_back": True,
}  # fmt: skip


def test_the_registration_has_every_field_of_the_fact_sheet(cast: Cast) -> None:
    ticket = cast.does("mei", cast.call(**REGISTERED), "claim")
    cast.does("mei", ticket, "add_person", role="minor", name="小雨", relation="child", birth_date="2018-05-01")
    cast.does("mei", ticket, "sign_paper", kind="registration", receiver_opinion="受理")
    sheet = read(cast, "mei", ticket, the_paper(ticket, "registration"))
    rows = {row[0]: row[1] for block in sheet.blocks if block.kind == "rows" for row in reversed(block.rows)}
    said = text_of(sheet)
    for words in ("越南", HOME, "回族", "超市收银员", "城南超市", "一个女儿，七岁", "小雨", "2018年5月1日"):
        assert words in said, words
    assert (rows["信访人数"], rows["户籍地"]) == ("3", HOME)
    assert {"国籍", "婚姻状况", "文化程度", "经济状况", "健康状况", "子女情况"} <= set(rows)
    assert "受害人" not in [block.text for block in sheet.blocks], "she is the person harmed herself: printed once"


def test_where_she_is_registered_goes_to_the_other_party_neither_printed_nor_typed(cast: Cast) -> None:
    ticket = agreed.working(cast, **REGISTERED, other=False)
    words = {"facts": f"女方户籍在{HOME}。", "terms": f"男方不到陵园路 77 号去。{HOME}", "plan": "即日起。"}
    ticket = cast.does("mei", ticket, "sign_paper", kind="mediation_agreement", **words)
    paper = the_paper(ticket, "mediation_agreement")
    theirs = text_of(read(cast, "mei", ticket, paper, "respondent"))
    assert HOME in text_of(read(cast, "mei", ticket, paper))
    assert not any(words in theirs for words in (HOME, "陵园路 77 号", "越南"))


def test_an_inquiry_has_a_number_of_the_set_and_never_goes_to_the_other_party(cast: Cast) -> None:
    ticket = agreed.working(cast)
    ticket = cast.does("mei", ticket, "sign_paper", **INQUIRY)
    paper = the_paper(ticket, "investigation_record")
    assert "秦婚调字第" in paper.number
    said = text_of(read(cast, "mei", ticket, paper))
    assert all(words in said for words in ("人民调解调查记录", "赵邻居", "争吵了两次", "2026年3月2日", "是", "梅芳"))
    with pytest.raises(Refused):
        read(cast, "mei", ticket, paper, "respondent")
    assert "争吵" not in str(Ticket.objects.get(pk=ticket.pk).data)


def test_the_rest_of_the_mediation_set_is_signed_with_what_belongs_on_it(cast: Cast) -> None:
    ticket = agreed.working(cast)
    entered = {
        "mediation_intake": {"began_by": "offered", "dispute": "为探望孩子争吵。"},
        "performance_receipt": {
            "agreement_no": "（2026）秦婚调字第1号",
            "performed_on": "2026-04-01",
            "performed_what": "500元",
        },
    }
    for kind, words in entered.items():
        ticket = cast.does("mei", ticket, "sign_paper", kind=kind, **words)
    assert "主动调解" in text_of(read(cast, "mei", ticket, the_paper(ticket, "mediation_intake")))
    receipt = text_of(read(cast, "mei", ticket, the_paper(ticket, "performance_receipt")))
    assert "500元" in receipt and "2026年4月1日" in receipt
