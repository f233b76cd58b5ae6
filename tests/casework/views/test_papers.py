"""Papers as pages: the panel, signing after a look, reading after saying why, printing, .docx; and closed doors."""

from io import BytesIO
from typing import Any

import pytest
from docx import Document

from casework.models import Paper, ReadLog, Ticket
from tests.cast import Cast


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    found = cast.does("mei", cast.call(place_detail="贡院街12号3幢501室"), "claim")
    return cast.does("mei", found, "accept", track="xinfang", notice="paper", notice_no="")


def at(ticket: Ticket, rest: Any) -> str:
    return f"/tickets/{ticket.number}/papers/{rest}"


def opened(browser, ticket: Ticket, rest: Any):
    """The page of a paper, after the reader has said why."""
    response = browser.post(at(ticket, rest), {"reason": "paper"})
    assert response.status_code == 303
    return browser.get(response["Location"])


def words(response) -> str:
    return response.content.decode()


def all_words(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_ticket_shows_what_is_signed_and_what_is_not_served_yet(cast: Cast, desk, ticket: Ticket) -> None:
    page = words(desk("mei").get(f"/tickets/{ticket.number}"))
    paper = Paper.objects.get()
    assert paper.number in page and at(ticket, paper.pk) in page
    assert "尚未送达" in page


def test_the_ticket_suggests_the_paper_that_is_due(cast: Cast, desk) -> None:
    found = cast.does("mei", cast.call(), "claim")
    cast.does("mei", found, "accept", track="mediation", notice="oral", notice_no="")
    ticket = cast.does("mei", found, "begin")
    Ticket.objects.filter(pk=ticket.pk).update(outcome="D1")
    page = words(desk("mei").get(f"/tickets/{ticket.number}"))
    assert "信访事项处理意见书" in page and "分管领导" not in page
    leaders = words(desk("lu").get(f"/tickets/{ticket.number}"))
    assert at(ticket, "new") + "?kind=opinion" in leaders


def test_a_paper_asks_why_before_it_is_shown_and_writes_it_down(cast: Cast, desk, ticket: Ticket) -> None:
    paper, browser = Paper.objects.get(), desk("mei")
    page = browser.get(at(ticket, paper.pk))
    assert "王女士" not in words(page) and "受理" in words(page)
    assert browser.post(at(ticket, paper.pk), {"reason": ""}).status_code == 400
    assert not ReadLog.objects.exists()
    shown = words(opened(browser, ticket, paper.pk))
    assert "王女士：" in shown and paper.number in shown and "查阅打印：梅芳" in shown
    assert [log.what for log in ReadLog.objects.all()] == [f"paper:{paper.pk}"]


def test_a_signed_paper_prints_chinese_for_an_english_reader(cast: Cast, desk, ticket: Ticket) -> None:
    browser = desk("mei")
    browser.post("/language", {"language": "en", "next": "/"})
    shown = words(opened(browser, ticket, Paper.objects.get().pk))
    assert "Download as .docx" in shown and "信访事项受理告知书" in shown and "起算当天不计入" in shown


def test_the_docx_opens_and_says_the_same(cast: Cast, desk, ticket: Ticket) -> None:
    paper, browser = Paper.objects.get(), desk("mei")
    opened(browser, ticket, paper.pk)
    response = browser.get(at(ticket, paper.pk) + "?as=docx")
    assert response["Content-Disposition"].startswith("attachment")
    document = Document(BytesIO(response.content))
    said = all_words(document)
    assert paper.number in said and "信访事项受理告知书" in said and "王女士：" in said and "起算当天不计入" in said
    assert "梅芳" in document.sections[0].footer.paragraphs[0].text
    assert round(document.sections[0].page_width.mm) == 210
    assert set(ReadLog.objects.values_list("what", flat=True)) == {f"paper:{paper.pk}", f"docx:{paper.pk}"}


def test_an_inquiry_of_a_mediation_is_a_page_and_a_docx_like_the_others(cast: Cast, desk, ticket: Ticket) -> None:
    words_ = {
        "asked_person": "赵邻居，双方的邻居",
        "held_on": "2026-03-02",
        "inquiry": "问：听到什么？答：争吵了两次。",
    }
    cast.does("mei", ticket, "sign_paper", kind="investigation_record", **words_)
    paper, browser = Paper.objects.get(kind="investigation_record"), desk("mei")
    assert "争吵了两次" in words(opened(browser, ticket, paper.pk))
    said = all_words(Document(BytesIO(browser.get(at(ticket, paper.pk) + "?as=docx").content)))
    assert "人民调解调查记录" in said and "争吵了两次" in said and paper.number in said


def test_a_docx_is_not_handed_out_without_a_reason(cast: Cast, desk, ticket: Ticket) -> None:
    response = desk("mei").get(at(ticket, Paper.objects.get().pk) + "?as=docx")
    assert response["Content-Type"].startswith("text/html") and "王女士" not in words(response)


def test_looking_at_a_draft_takes_no_number_and_is_written_down(cast: Cast, desk, ticket: Ticket) -> None:
    data = {"do": "look", "kind": "registration", "receiver_opinion": "拟由社区先行调解。"}
    shown = words(desk("mei").post(at(ticket, "new"), data))
    assert "草稿" in shown and "拟由社区先行调解。" in shown and "王女士" in shown and "贡院街12号" in shown
    assert Paper.objects.count() == 1
    assert [log.reason for log in ReadLog.objects.all()] == ["paper"]


def test_signing_leads_back_to_the_case(cast: Cast, desk, ticket: Ticket) -> None:
    data = {"do": "sign", "kind": "registration", "receiver_opinion": "拟由社区先行调解。"}
    response = desk("mei").post(at(ticket, "new"), data)
    assert response.status_code == 303
    assert Paper.objects.filter(kind="registration").count() == 1


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_stays(cast: Cast, desk, ticket: Ticket) -> None:
    data = {"do": "sign", "kind": "interview_record", "held_at": "社区谈话室"}
    response = desk("mei").post(at(ticket, "new"), data)
    assert response.status_code == 400
    assert {"held_on", "questions", "read_back"} <= set(response.context["form"].errors)
    assert "社区谈话室" in words(response)


def test_who_may_not_sign_is_told_who_does(cast: Cast, desk, ticket: Ticket) -> None:
    data = {
        "do": "sign",
        "kind": "opinion",
        "demand": "…",
        "facts": "…",
        "result": "support",
        "opinion": "…",
        "law": "…",
    }
    response = desk("mei").post(at(ticket, "new"), {**data, "review_body": "…"})
    assert response.status_code == 400
    assert "kind" in response.context["form"].errors


def test_the_other_partys_copy_covers_her_address(cast: Cast, desk, ticket: Ticket) -> None:
    said = {"facts": "她住贡院街12号3幢501室。", "terms": "每周六探望。", "plan": "自下周起。"}
    cast.does("mei", ticket, "sign_paper", kind="mediation_agreement", **said)
    paper, browser = Paper.objects.get(kind="mediation_agreement"), desk("mei")
    assert "贡院街12号" in words(opened(browser, ticket, paper.pk))
    for how in ("?copy=respondent", "?copy=respondent&as=docx"):
        response = browser.get(at(ticket, paper.pk) + how)
        said_there = all_words(Document(BytesIO(response.content))) if "docx" in how else words(response)
        assert "贡院街12号" not in said_there and "13800002046" not in said_there and "138 0000 2046" not in said_there
        assert "每周六探望" in said_there


def test_the_whole_file_has_cover_index_and_every_paper_void_ones_too(cast: Cast, desk, ticket: Ticket) -> None:
    number = Paper.objects.get().number
    cast.does("sun", ticket, "annul_paper", paper=number, ground="reissued", note="")
    cast.does("mei", ticket, "sign_paper", kind="acceptance")
    shown = words(opened(desk("mei"), ticket, "all"))
    assert "卷宗封面" in shown and "卷内目录" in shown and "作废" in shown
    assert shown.count("<article") == 5
    assert shown.index("卷宗封面") < shown.index("卷内目录") < shown.index("王女士：") < shown.index("卷宗封底")


@pytest.mark.parametrize("who", ["wei", "xia", "an", "jin"])
def test_for_outsiders_and_the_administrator_there_is_no_such_case(cast: Cast, desk, ticket: Ticket, who: str) -> None:
    browser, paper = desk(who), Paper.objects.get()
    for rest in ("new", "all", paper.pk):
        assert browser.get(at(ticket, rest)).status_code == 404
        assert browser.post(at(ticket, rest), {"reason": "paper", "do": "look"}).status_code == 404


def test_who_sees_the_case_but_not_its_people_opens_no_paper(cast: Cast, desk, ticket: Ticket) -> None:
    for who in ("ling", "hua"):
        assert desk(who).get(at(ticket, Paper.objects.get().pk)).status_code == 403
    assert not ReadLog.objects.exists()


def test_a_paper_of_another_case_is_not_found_here(cast: Cast, desk, ticket: Ticket) -> None:
    other = cast.does("mei", cast.call(), "claim")
    assert desk("mei").get(at(other, Paper.objects.get().pk)).status_code == 404
