"""Papers of a case: numbered at signing, sealed, served, voided; and what no copy for the other party ever says."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from casework import sealed
from casework.binding import bind
from casework.errors import Refused
from casework.models import Event, Paper, ReadLog, Ticket
from casework.papers import compose, folding, identity, printing, snapshot
from tests.cast import CALL, Cast
from workflows.papers import KINDS
from workflows.papers.kinds import Asks

OPINION = {
    "kind": "opinion", "demand": "请求支付抚养费", "facts": "经调查，双方于 2024 年协议离婚。", "result": "support",
    "opinion": "支持其请求。", "law": "民法典 第一千零八十五条", "review_body": "秦淮区人民政府",
}  # fmt: skip
END_OF_YEAR = dt.datetime(2026, 12, 31, 15, 59, tzinfo=dt.UTC)  # 23:59 in Shanghai


def accepted(cast: Cast, **changes: Any) -> Ticket:
    ticket = cast.does("mei", cast.call(**changes), "claim")
    return cast.does("mei", ticket, "accept", track="xinfang", notice="paper", notice_no="")


def the_paper(ticket: Ticket, kind: str) -> Paper:
    return Paper.objects.get(ticket=ticket, kind=kind)


def refusal(call: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value


# ── Signing ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_accepting_by_paper_signs_the_notice_with_term_and_reasons(cast: Cast) -> None:
    ticket = accepted(cast)
    notice = the_paper(ticket, "acceptance")
    assert notice.number == f"秦妇信〔{timezone.localdate().year}〕1号"
    sheet = read(cast, "mei", ticket, notice)
    said = text_of(sheet)
    assert "王女士：" in said and ticket.number in said and "60" in said and "起算当天不计入" in said
    assert sheet.issuer == "秦淮区夫子庙街道贡院社区妇女联合会"


def test_accepting_by_voice_or_with_a_number_from_elsewhere_signs_nothing(cast: Cast) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    cast.does("mei", ticket, "accept", track="xinfang", notice="oral", notice_no="")
    other = cast.does("mei", cast.call(), "claim")
    cast.does("mei", other, "accept", track="xinfang", notice="paper", notice_no="街妇信〔2026〕7号")
    assert not Paper.objects.exists()


def test_the_extension_says_reason_old_and_new_date(cast: Cast) -> None:
    ticket = accepted(cast)
    cast.does("mei", ticket, "begin")
    cast.does("mei", ticket, "ask_extension", days=20, reason="需要等待评估结论。")
    cast.does("fang", ticket, "approve_extension", person_told=True)
    rows = dict(
        row
        for block in read(cast, "mei", ticket, the_paper(ticket, "extension")).blocks
        for row in block.rows
        if len(row) == 2
    )
    assert rows["延长的理由"] == "需要等待评估结论。"
    assert rows["原办理期限"] != rows["延长后的期限"] and "年" in rows["原办理期限"]
    assert rows["批准人"] == "方宁"


def test_a_letter_of_transfer_is_signed_where_none_was_written_elsewhere(cast: Cast) -> None:
    ticket = cast.does("sun", cast.call(place="320104001"), "claim")
    due = (timezone.localdate() + dt.timedelta(days=20)).isoformat()
    ticket = cast.does("sun", ticket, "transfer", body="labour", letter_no="", basis="consent", report_due=due)
    said = text_of(read(cast, "fang", ticket, the_paper(ticket, "assign_out")))
    assert "人力资源" in said and snapshot.day_words(due) in said


def test_the_notice_of_supervision_names_the_unit_the_facts_and_the_new_term(cast: Cast) -> None:
    ticket = accepted(cast)
    term = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    cast.does(
        "ding", ticket, "press", ground="overdue", facts="两次约见均未赴约。", new_term=term, demands="当面答复。"
    )
    notice = the_paper(ticket, "press")
    said = text_of(read(cast, "ding", ticket, notice))
    assert "贡院社区妇女联合会：" in said and "两次约见均未赴约。" in said and "书面说明逾期原因" in said
    assert snapshot.day_words(term) in said and "60" in said, "with the limit that was missed and its reasons"


def test_the_opinion_is_signed_by_the_leader_of_the_district_in_the_districts_name(cast: Cast) -> None:
    ticket = accepted(cast)
    refused = refusal(lambda: cast.does("mei", ticket, "sign_paper", **OPINION))
    assert refused.code == "invalid" and "Supervisor" in refused.errors["kind"][0]
    refused = refusal(lambda: cast.does("ding", ticket, "sign_paper", **OPINION))
    assert "kind" in refused.errors, "a street's supervisor does not sign for the district"
    ticket = cast.does("lu", ticket, "sign_paper", **OPINION)
    sheet = read(cast, "fang", ticket, the_paper(ticket, "opinion"))
    assert sheet.issuer == "秦淮区妇女联合会"
    said = text_of(sheet)
    assert all(
        words in said
        for words in ("请求支付抚养费", "支持信访请求", "第一千零八十五条", "30日", "秦淮区人民政府请求复查")
    )


def test_what_is_missing_is_named_field_by_field_and_no_number_is_taken(cast: Cast) -> None:
    ticket = accepted(cast)
    refused = refusal(lambda: cast.does("lu", ticket, "sign_paper", kind="opinion", demand="…"))
    assert set(refused.errors) == {"facts", "result", "opinion", "law", "review_body"}
    cast.does("lu", ticket, "sign_paper", **OPINION)
    assert the_paper(ticket, "opinion").seq == 2


@pytest.mark.parametrize(
    ("day", "words"),
    [(dt.timedelta(days=1), "still to come"), (dt.timedelta(days=-400), "this year")],
)
def test_a_date_that_cannot_be_is_refused(cast: Cast, day: dt.timedelta, words: str) -> None:
    dated = (timezone.localdate() + day).isoformat()
    refused = refusal(lambda: cast.does("mei", accepted(cast), "sign_paper", kind="file_cover", dated=dated))
    assert words in refused.errors["dated"][0]


def test_at_the_turn_of_the_year_the_offices_day_decides(cast: Cast) -> None:
    first = cast.does("mei", cast.call(now=END_OF_YEAR), "claim", now=END_OF_YEAR)
    second = cast.does("mei", cast.call(now=END_OF_YEAR), "claim", now=END_OF_YEAR)
    cast.does("mei", first, "accept", track="xinfang", notice="paper", notice_no="", now=END_OF_YEAR)
    later = END_OF_YEAR + dt.timedelta(minutes=2)
    cast.does("mei", second, "accept", track="xinfang", notice="paper", notice_no="", now=later)
    assert [one.number for one in Paper.objects.all()] == ["秦妇信〔2026〕1号", "秦妇信〔2027〕1号"]


def test_the_mediation_set_has_its_own_number(cast: Cast) -> None:
    ticket = accepted(cast)
    words = {"facts": "…", "terms": "每周六探望。", "plan": "自下周起。"}
    ticket = cast.does("mei", ticket, "sign_paper", kind="mediation_agreement", **words)
    assert the_paper(ticket, "mediation_agreement").number == f"（{timezone.localdate().year}）秦婚调字第1号"


def test_nothing_entered_or_named_lies_in_clear(cast: Cast) -> None:
    ticket = cast.does("lu", accepted(cast), "sign_paper", **OPINION)
    rows = [*Paper.objects.filter(ticket=ticket).values(), *Event.objects.filter(ticket=ticket).values()]
    rows += Ticket.objects.filter(pk=ticket.pk).values()
    for row in rows:
        for value in row.values():
            told = bytes(value).decode("utf-8", "ignore") if isinstance(value, bytes | memoryview) else str(value)
            assert "抚养费" not in told and "王女士" not in told and "2046" not in told


# ── Service and voiding ───────────────────────────────────────────────────────────────────────────────────────────────
def served(ticket: Ticket, **changes: Any) -> dict[str, Any]:
    petitioner = next(code for code, role in ticket.data["parties"].items() if role == "petitioner")
    number = ticket.data["papers"]["acceptance"][0]
    words = {"paper": number, "to": petitioner, "way": "hand", "served_on": timezone.localdate().isoformat()}
    return {**words, "signed_by": "王女士", "refusal": "", "witness": "", **changes}


def test_a_service_is_recorded_with_its_own_paper(cast: Cast) -> None:
    ticket = accepted(cast)
    ticket = cast.does("mei", ticket, "record_service", **served(ticket))
    number = ticket.data["papers"]["acceptance"][0]
    assert ticket.data["served"][number] == {
        "kind": "acceptance", "way": "hand", "on": timezone.localdate().isoformat(),
        "to": [served(ticket)["to"]], "refused": False,
    }  # fmt: skip
    said = text_of(read(cast, "mei", ticket, the_paper(ticket, "service_record")))
    assert "信访事项受理告知书" in said and number in said and "直接送达" in said and "王女士" in said


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"served_on": (timezone.localdate() + dt.timedelta(days=1)).isoformat()}, {"served_on"}),
        ({"served_on": (timezone.localdate() - dt.timedelta(days=1)).isoformat()}, {"served_on"}),
        ({"paper": "秦妇信〔2026〕99号"}, {"paper"}),
        ({"way": "left", "signed_by": ""}, {"refusal", "witness"}),
        ({"signed_by": ""}, {"signed_by"}),
        ({"to": "nobody"}, {"to"}),
    ],
)
def test_a_service_that_cannot_be_is_refused_at_its_fields(
    cast: Cast, changes: dict[str, str], fields: set[str]
) -> None:
    ticket = accepted(cast)
    refused = refusal(lambda: cast.does("mei", ticket, "record_service", **served(ticket, **changes)))
    assert set(refused.errors) == fields


def test_the_same_paper_is_not_served_twice_on_the_same_person(cast: Cast) -> None:
    ticket = accepted(cast)
    ticket = cast.does("mei", ticket, "record_service", **served(ticket))
    assert "to" in refusal(lambda: cast.does("mei", ticket, "record_service", **served(ticket))).errors


def test_a_void_paper_keeps_its_number_and_is_marked(cast: Cast) -> None:
    ticket = accepted(cast)
    number = ticket.data["papers"]["acceptance"][0]
    ticket = cast.does("sun", ticket, "annul_paper", paper=number, ground="wrong_text", note="日期写错。")
    assert ticket.data["papers"]["acceptance"] == []
    sheet = read(cast, "mei", ticket, the_paper(ticket, "acceptance"))
    assert sheet.void and sheet.void_reason == "文字有误" and sheet.number == number
    ticket = cast.does("mei", ticket, "sign_paper", kind="acceptance")
    assert ticket.data["papers"]["acceptance"] == [number.replace("1号", "2号")]
    assert (
        "paper"
        in refusal(lambda: cast.does("sun", ticket, "annul_paper", paper=number, ground="wrong_text", note="")).errors
    )


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def read(cast: Cast, who: str, ticket: Ticket, paper: Paper, copy: str = compose.FULL) -> compose.Sheet:
    actor = cast.actor(who)
    case = bind(Ticket.objects.get(pk=ticket.pk), actor, timezone.now())  # as the page does
    paper = Paper.objects.get(pk=paper.pk)
    return printing.paper(actor, case, paper, identity.open_paper(actor, case, "paper", paper), copy)


def text_of(sheet: compose.Sheet) -> str:
    parts = [sheet.issuer, sheet.title, sheet.number, sheet.copies, sheet.anchor]
    for block in sheet.blocks:
        parts += [block.text, *(cell for row in block.rows for cell in row)]
    return "\n".join(parts)


def test_reading_is_written_down_before_anything_is_shown(cast: Cast) -> None:
    ticket = accepted(cast)
    paper = the_paper(ticket, "acceptance")
    read(cast, "mei", ticket, paper)
    assert ReadLog.objects.get(ticket=ticket).what == f"paper:{paper.pk}"


def test_who_may_not_see_identity_reads_no_paper(cast: Cast) -> None:
    ticket = accepted(cast)
    paper = the_paper(ticket, "acceptance")
    for who in ("hua", "ling", "wei", "an", "lu"):
        with pytest.raises(Refused):
            read(cast, who, ticket, paper)
    assert not ReadLog.objects.exists()


def test_the_leader_who_signed_the_opinion_may_read_it(cast: Cast) -> None:
    ticket = cast.does("lu", accepted(cast), "sign_paper", **OPINION)
    assert "请求支付抚养费" in text_of(read(cast, "lu", ticket, the_paper(ticket, "opinion")))


def test_a_paper_says_what_it_said_when_it_was_signed(cast: Cast) -> None:
    ticket = accepted(cast)
    before = read(cast, "mei", ticket, the_paper(ticket, "acceptance"))
    cast.does("mei", ticket, "reclassify", category="0102", track="", reason="更正分类。")
    assert read(cast, "mei", ticket, the_paper(ticket, "acceptance")) == before


# ── The other party's copy ────────────────────────────────────────────────────────────────────────────────────────────
WOMAN = {
    "name": "王丽", "phone": "138 0000 2046", "safe_phone": "13900001234", "safe_time": "工作日上午十点", "sex": "女",
    "address": "夫子庙街道贡院街12号3幢501室", "id_number": "320104199001011234", "employer": "某某纺织有限公司",
}  # fmt: skip
CHILD = {"name": "小明", "address": "建邺区水西门大街9号", "phone": "025-84201234"}
MAN = {"name": "张强", "phone": "13700007777", "address": "瑞金路8号"}
NEIGHBOUR = {"name": "李大姐", "phone": "13611112222", "address": "贡院街14号"}
CONTACTS = ("phone", "safe_phone", "safe_time", "address", "id_number")
LEAKS = (
    "她的电话是１３８００００２０４６。", "可打 138-0000-2046 联系。", "她住在贡院街12号3幢，请勿前往。", "证件 320104199001011234。",
    "工作日上午十点方便。", "孩子在建邺区水西门大街9号，电话025 84201234。", "双方自愿达成协议。", "13900001234",
)  # fmt: skip


def flat(text: str) -> str:
    return "".join(c for c in folding.half_width(text) if c.isalnum())


@settings(max_examples=150, deadline=None)
@given(
    code=st.sampled_from(sorted(KINDS)),
    typed=st.lists(st.sampled_from(LEAKS), min_size=1, max_size=4),
    roles=st.permutations(["petitioner", "victim", "minor"]),
    spaced=st.sampled_from(["", " ", "-", "　"]),
)
def test_no_copy_for_the_other_party_says_where_she_is(
    code: str, typed: list[str], roles: list[str], spaced: str
) -> None:
    kind = KINDS[code]
    woman = {**WOMAN, "phone": spaced.join("13800002046")}
    people = {roles[0]: [woman], roles[1]: [CHILD], "other": [MAN], "reporter": [NEIGHBOUR]}
    fields = {one.name: "".join(typed) for one in kind.entries if one.asks in (Asks.TEXT, Asks.LONG)}
    private = {"story": "".join(typed), "request": typed[0], "receiver": "王丽"}
    sheet = compose.sheet(
        source_of(kind, fields, people, private), number="秦妇信〔2026〕1号", day=None, copy="respondent"
    )
    said = flat(text_of(sheet))
    for person in (woman, CHILD, NEIGHBOUR):
        for name in CONTACTS:
            if name in person:
                assert flat(person[name]) not in said, name
    assert flat("贡院街12号3幢") not in said
    assert "李大姐" not in said


@pytest.mark.parametrize("code", sorted(KINDS))
def test_no_paper_at_all_names_the_reporter(code: str) -> None:
    people = {"petitioner": [WOMAN], "reporter": [NEIGHBOUR]}
    kind = KINDS[code]
    fields = {one.name: "报告人李大姐，13611112222。" for one in kind.entries if one.asks in (Asks.TEXT, Asks.LONG)}
    said = text_of(compose.sheet(source_of(kind, fields, people, {}), number="1", day=None))
    assert "李大姐" not in said and "13611112222" not in said


def source_of(kind: Any, fields: dict[str, str], people: compose.People, private: dict[str, str]) -> compose.Source:
    facts = {f"case.{name}": "…" for name in ("number", "category", "channel", "opened_on", "accepted_on", "closed_on")}
    facts |= {"case.place": "…", "case.unit": "…", "case.outcome": "", "unit": "秦淮区妇女联合会", "signer": "梅芳"}
    content = {"fields": fields, "facts": facts, "layout": snapshot.layout(kind), "clocks": [], "index": []}
    return compose.Source(content, people, private)


def test_in_a_real_case_too(cast: Cast) -> None:
    ticket = accepted(cast, place_detail="贡院街12号3幢501室", safe_phone="13900001234", safe_time="上午十点")
    words = {"facts": "王女士住贡院街12号3幢501室，电话13800002046。", "terms": "每周六探望。", "plan": "自下周起。"}
    ticket = cast.does("mei", ticket, "sign_paper", kind="mediation_agreement", **words)
    paper = the_paper(ticket, "mediation_agreement")
    full, theirs = (text_of(read(cast, "mei", ticket, paper, copy)) for copy in ("full", "respondent"))
    assert "贡院街12号" in full and "王女士" in theirs
    for secret in ("贡院街12号", "13800002046", CALL["phone"], "13900001234"):
        assert secret not in theirs


def test_a_paper_not_meant_for_the_other_party_has_no_such_copy(cast: Cast) -> None:
    ticket = accepted(cast)
    assert refusal(lambda: read(cast, "mei", ticket, the_paper(ticket, "acceptance"), "respondent")).code == "forbidden"


def test_a_destroyed_key_takes_the_papers_with_it(cast: Cast) -> None:
    ticket = accepted(cast)
    Ticket.objects.filter(pk=ticket.pk).update(sealed_key=None)
    with pytest.raises(sealed.SealError):
        read(cast, "fang", ticket, the_paper(ticket, "acceptance"))
