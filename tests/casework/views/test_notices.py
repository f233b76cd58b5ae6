"""Public notices: read by anybody, telling nothing of the ticket; objections go through the gate."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import gate, throttle
from casework.models import Notice, Ticket
from casework.queries.notices import rules
from tests.cast import DISTRICT, Cast

HER = {"place": DISTRICT, "name": "王秀兰", "phone": "13800002046", "address": "贡院街9号2单元", "difficulty": ["illness"], "item": "cash", "wanted": "3000",
       "story": "丈夫早逝，独自抚养两个孩子", "notice_consent": True}  # fmt: skip


@pytest.fixture(autouse=True)
def _uncounted(settings: Any) -> None:
    settings.PARTY_CODE_PER_MINUTE = {"address": 0, "all": 0}
    throttle.counter.forget()


@pytest.fixture
def aid(cast: Cast) -> Ticket:
    """An aid application on public notice."""
    ticket = gate.open_ticket("aid", cast.actor("ling"), HER).ticket
    cast.does("fang", ticket, "claim")
    cast.does("fang", ticket, "record_visit", visited_on=timezone.localdate().isoformat(), visitors=2, found="情况属实")
    return cast.does("fang", ticket, "decide", decision="grant", amount="2000", reason="")


def address(ticket: Ticket) -> str:
    return f"/notices/{ticket.notices.get().code}"


def objected(ticket: Ticket, text: str = "她家有两套房", **more: str) -> Any:
    return Client().post(address(ticket), {"objection": text, "name": "", "phone": "", "key": "k1", **more})


def test_a_neighbour_reads_who_gets_what_and_how_long_it_hangs(aid: Ticket) -> None:
    text = Client().get(address(aid)).content.decode()
    for word in ("王*兰", "2000", "秦淮区", "5 个工作日", "生活救助"):
        assert word in text, word
    assert "王*兰" in Client().get("/notices").content.decode()


def test_it_reads_english_in_english_whoever_put_it_up(aid: Ticket) -> None:
    browser = Client(headers={"accept-language": "en"})
    browser.cookies["django_language"] = "en"
    assert "Living aid" in browser.get(address(aid)).content.decode()


def test_nothing_of_the_ticket_can_be_read(aid: Ticket) -> None:
    text = "".join(Client().get(there).content.decode() for there in (address(aid), "/notices"))
    for secret in ("王秀兰", "13800002046", "早逝", aid.number, aid.number[-6:], "方宁", "public", "receive_objection"):
        assert secret not in text, secret


def test_an_objection_opens_a_ticket_and_is_sealed(aid: Ticket) -> None:
    answer = objected(aid, name="李邻居", phone="13900001111")
    assert answer.status_code == 303
    child = Ticket.objects.get(type="objection", parent=aid)
    assert "两套房" not in str(child.data) and "李邻居" not in str(child.data)
    aid.refresh_from_db()
    assert aid.data["objections"] == 1
    assert "异议已收到" in Client().get(answer["Location"]).content.decode()


def test_the_same_form_sent_twice_is_one_objection(aid: Ticket) -> None:
    objected(aid)
    objected(aid)
    assert Ticket.objects.filter(type="objection").count() == 1


def test_an_empty_objection_says_what_is_missing_and_keeps_the_rest(aid: Ticket) -> None:
    answer = objected(aid, "", name="李邻居")
    assert answer.status_code == 400
    text = answer.content.decode()
    assert 'aria-invalid="true"' in text and "李邻居" in text
    assert Ticket.objects.filter(type="objection").count() == 0


def test_asking_too_often_is_put_off(aid: Ticket, settings: Any) -> None:
    settings.PARTY_CODE_PER_MINUTE = {"address": 1, "all": 100}
    throttle.counter.forget()
    codes = [objected(aid, key=f"k{n}", REMOTE_ADDR="10.9.8.7").status_code for n in range(2)]
    if codes != [303, 429]:  # the minute turned between the two
        codes = [objected(aid, key=f"m{n}").status_code for n in range(2)]
    assert codes[-1] == 429


def test_an_ended_notice_says_so_takes_no_objection_and_is_gone_later(aid: Ticket) -> None:
    notice = aid.notices.get()
    Notice.objects.filter(pk=notice.pk).update(ended_at=timezone.now())
    answer = Client().get(address(aid))
    assert "本公示已结束" in answer.content.decode() and "<textarea" not in answer.content.decode()
    assert objected(aid).status_code == 409
    Notice.objects.filter(pk=notice.pk).update(ended_at=timezone.now() - timedelta(days=rules()["keep_days"] + 1))
    gone, never = Client().get(address(aid)), Client().get("/notices/nosuchcode")
    assert gone.status_code == never.status_code == 404
    assert plain(gone) == plain(never)
    assert "王*兰" not in Client().get("/notices").content.decode()


def plain(answer: Any) -> str:
    """Without the tokens and addresses that differ from page to page."""
    text = re.sub(r'value="[A-Za-z0-9]{40,}"', "", answer.content.decode())
    return re.sub(r'name="next" value="[^"]*"', "", text)


def test_the_list_costs_the_same_for_one_and_for_many(aid: Ticket) -> None:
    Client().get("/notices")
    with CaptureQueriesContext(connection) as few:
        Client().get("/notices")
    row = aid.notices.get()
    Notice.objects.bulk_create(
        [Notice(ticket=aid, unit=row.unit, kind=row.kind, lines=row.lines, policy=row.policy, posted_at=row.posted_at, until=row.until) for _n in range(rules()["page"] + 2)]
    )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        page = Client().get("/notices")
    assert len(many) <= len(few)
    assert len(page.context["notices"]) == rules()["page"]
    rest = Client().get(f"/notices?before={page.context['following']}")
    assert len(rest.context["notices"]) == 3


def test_the_list_can_be_narrowed_to_an_area(aid: Ticket) -> None:
    assert len(Client().get(f"/notices?area={DISTRICT}").context["notices"]) == 1
    assert len(Client().get("/notices?area=999999").context["notices"]) == 0
    assert Client().get("/notices?area=x&before=y").status_code == 200
