"""Supervision's lists, returned dispatches per dispatcher, and the catalogue: who reads, who changes, what it costs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from casework import catalogue
from casework.models import CatalogueEntry, Ticket
from casework.queries import supervised
from casework.ticking import tick
from tests.cast import DISTRICT, OTHER_STREET, SISTER, STREET, Cast
from tests.workflows.rights.agreed import working
from tests.workflows.rights.sent import BACK, RULED, at_street, dispatched, returned

Desk = Callable[..., Client]
ENTRY = {"category": "0404", "words": "", "owner": "labour", "reason": "拖欠工资由人社部门处理。"}


def soon(days: int = 2) -> str:
    return (localdate() + timedelta(days=days)).isoformat()


def pressed(cast: Cast) -> Ticket:
    facts = {"ground": "overdue", "facts": "超过办理期限。", "new_term": soon()}
    return cast.does("ding", working(cast, other=False), "press", **facts)


def tabs(page: Any) -> dict[str, int]:
    return {str(tab.url).partition("list=")[2]: tab.n for tab in page.context["page"].tabs}


# ── Lists ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_each_list_holds_what_it_says_and_only_of_the_own_area(cast: Cast, desk: Desk) -> None:
    press, led = pressed(cast), cast.does("lu", working(cast, other=False), "take_as_leader")
    meeting = {"question": "owner", "details": "归口不清，需会商。", "consult_on": soon(1), "bodies": ["police"]}
    consulted = cast.does("sun", working(cast, other=False), "call_consultation", **meeting)
    back = returned(cast)
    lu = desk("lu")
    assert tabs(lu.get("/supervision")) == {"to_press": 0, "pressed": 1, "to_rule": 1, "led": 1, "consulted": 1}
    for name, ticket in (("pressed", press), ("led", led), ("consulted", consulted), ("to_rule", back)):
        rows = lu.get(f"/supervision?list={name}").context["page"].rows
        assert [row.number for row in rows] == [ticket.number]
    assert tabs(desk("ding").get("/supervision"))["to_rule"] == 0, "a return stands at the district"
    assert not any(tabs(desk("xia").get("/supervision")).values())


def test_an_answered_press_leaves_the_list(cast: Cast, desk: Desk) -> None:
    ticket = pressed(cast)
    words = {"cause": "workload", "explanation": "同时办理事项较多，未及时回复。", "measures": "今天联系。"}
    cast.does("mei", ticket, "answer_press", **words)
    assert tabs(desk("lu").get("/supervision"))["pressed"] == 0


def test_the_ladder_puts_a_case_on_the_list_and_on_the_board_until_it_is_pressed(cast: Cast, desk: Desk) -> None:
    start = timezone.now() - timedelta(days=13)
    ticket = cast.call(now=start)
    cast.does("mei", ticket, "claim", now=start)
    cast.does("mei", ticket, "accept", track="hotline", notice="oral", now=start)
    while tick(now=timezone.now()).full:
        pass
    lu = desk("lu")
    assert [row.number for row in lu.get("/supervision?list=to_press").context["page"].rows] == [ticket.number]
    assert [link.n for _title, link, _words in lu.get("/board").context["page"].kpis][-1] == 1
    cast.does("lu", ticket, "press", ground="overdue", facts="超过办理期限。", new_term=soon())
    assert supervised.counts([DISTRICT])["to_press"] == 0
    assert [link.n for _title, link, _words in lu.get("/board").context["page"].kpis][-1] == 0


@pytest.mark.parametrize("address", ["/supervision", "/dispatches", "/dispatches/cases"])
@pytest.mark.parametrize("who", ["mei", "ling", "an"])
def test_supervision_is_refused_to_those_who_answer_for_no_area(cast: Cast, desk: Desk, who: str, address: str) -> None:
    assert desk(who).get(address).status_code == 403


def test_nonsense_in_the_address_does_no_harm(cast: Cast, desk: Desk) -> None:
    for address in (
        "/supervision?list=x&page=x", "/dispatches?period=x", "/dispatches/cases?what=x&unit=x&by=x&page=-1",
        "/dispatches/cases?what=returned&unit=²&by=999999999",
    ):  # fmt: skip
        assert desk("lu").get(address).status_code == 200


# ── Returned dispatches ───────────────────────────────────────────────────────────────────────────────────────────────
def numbers(page: Any) -> list[tuple[str, list[int], float | None]]:
    return [(row.name, [link.n for link in row.numbers], row.wrong) for row in page.context["page"].rows]


def test_returns_are_counted_for_who_dispatched(cast: Cast, desk: Desk) -> None:
    cast.does("fang", returned(cast), "rule_owner", **RULED)
    returned(cast)
    for _n in range(2):
        dispatched(cast)
    page = desk("lu").get("/dispatches")
    assert numbers(page) == [("孙建华", [4, 2, 1, 1], 25.0)]
    assert numbers(desk("ding").get("/dispatches?period=month")) == numbers(page)
    assert numbers(desk("xia").get("/dispatches")) == [], "another street's dispatches are not hers to see"


def test_behind_each_number_stands_its_list_and_what_left_the_area_is_only_counted(cast: Cast, desk: Desk) -> None:
    away = cast.does("fang", returned(cast), "rule_owner", **{**RULED, "unit": OTHER_STREET})
    here = cast.does("fang", returned(cast), "rule_owner", **RULED)
    address = f"/dispatches/cases?what=upheld&unit={STREET}&by={cast.sun.pk}"
    page = desk("lu").get(address)
    assert [row.number for row in page.context["rows"]] == [here.number, away.number]
    page = desk("ding").get(address)
    assert ([row.number for row in page.context["rows"]], page.context["hidden"]) == ([here.number], 1)
    assert away.number not in page.content.decode()


@pytest.mark.parametrize("address", ["/supervision?list=pressed", "/dispatches", "/dispatches/cases?what=dispatched"])
def test_a_page_costs_the_same_for_one_case_and_for_many(cast: Cast, desk: Desk, address: str) -> None:
    lu = desk("lu")
    pressed(cast)
    dispatched(cast)
    lu.get(address)
    with CaptureQueriesContext(connection) as few:
        lu.get(address)
    for _n in range(4):
        pressed(cast)
        dispatched(cast, unit=SISTER)
    with CaptureQueriesContext(connection) as many:
        lu.get(address)
    assert len(many) <= len(few)


def test_the_lists_read_an_index_and_not_the_whole_table(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for name in ("pressed", "led", "consulted"):
            plan = supervised.LISTS[name]([DISTRICT]).explain()
            assert "ticket_supervised" in plan, plan


# ── The catalogue ─────────────────────────────────────────────────────────────────────────────────────────────────────
def added(browser: Client, **changes: str) -> Any:
    return browser.post("/catalogue/add", {**ENTRY, "valid_from": soon(0), **changes})


def test_the_district_writes_and_everybody_in_the_network_reads(cast: Cast, desk: Desk) -> None:
    assert added(desk("fang")).status_code == 303
    for who in ("mei", "ling", "sun", "lu", "wei"):
        page = desk(who).get("/catalogue")
        text = page.content.decode()
        assert "拖欠工资由人社部门处理。" in text and "方宁" in text, who
        assert page.context["page"].form is None and "catalogue/add" not in text


@pytest.mark.parametrize("who", ["mei", "ling", "sun", "ding", "lu", "an"])
def test_nobody_else_changes_it(cast: Cast, desk: Desk, who: str) -> None:
    assert added(desk(who)).status_code == 403
    entry = catalogue.put(DISTRICT, "0404", "", "labour", "x", by=None, day=localdate())
    assert desk(who).post(f"/catalogue/{entry.pk}/end", {"reason": "不再适用"}).status_code == 403
    assert CatalogueEntry.objects.get().valid_to is None


def test_a_new_version_ends_the_old_one_and_both_stay_readable(cast: Cast, desk: Desk) -> None:
    fang = desk("fang")
    added(fang)
    catalogue.forget()
    added(fang, owner="union", reason="工会先行调解。", valid_from=soon(5))
    old, new = CatalogueEntry.objects.order_by("id")
    assert (old.valid_to, new.valid_from, new.valid_to) == (
        localdate() + timedelta(days=4),
        localdate() + timedelta(days=5),
        None,
    )
    assert [one.reason for one in fang.get("/catalogue").context["page"].entries] == [old.reason, new.reason]


def test_an_entry_ends_with_a_reason_and_is_then_among_the_former_ones(cast: Cast, desk: Desk) -> None:
    fang = desk("fang")
    added(fang)
    pk = CatalogueEntry.objects.get().pk
    assert fang.post(f"/catalogue/{pk}/end", {"reason": " "}, follow=True).context["page"].entries[0].ends
    fang.post(f"/catalogue/{pk}/end", {"reason": "职责已经调整"})
    CatalogueEntry.objects.update(valid_to=localdate() - timedelta(days=1))
    assert not fang.get("/catalogue").context["page"].entries
    (entry,) = fang.get("/catalogue?show=all").context["page"].entries
    assert (entry.over, entry.end_reason, entry.ended_by) == (True, "职责已经调整", "方宁")
    assert fang.post("/catalogue/999999/end", {"reason": "职责已经调整"}).status_code == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"owner": ""}, "owner"), ({"owner": "nobody"}, "owner"), ({"reason": ""}, "reason"), ({"category": "99"}, "category"),
        ({"valid_from": "2020-01-01"}, "valid_from"), ({"category": "", "words": " "}, "__all__"),
    ],
)  # fmt: skip
def test_a_wrong_entry_comes_back_with_what_was_typed(
    cast: Cast, desk: Desk, changed: dict[str, str], field: str
) -> None:
    page = added(desk("fang"), **changed)
    assert page.status_code == 400
    assert list(page.context["page"].form.errors) == [field]
    assert not CatalogueEntry.objects.exists()


def test_the_catalogue_is_searched_by_word_category_and_owner(cast: Cast, desk: Desk) -> None:
    fang = desk("fang")
    added(fang)
    added(fang, category="0106", owner="community", reason="探望安排先由社区调处。")
    for q, found in (("拖欠", 1), ("0106", 1), ("社区", 1), ("人力资源", 1), ("没有这样的词", 0)):
        assert len(fang.get("/catalogue", {"q": q}).context["page"].entries) == found, q


def test_a_case_that_fed_it_is_linked_only_for_who_may_see_it(cast: Cast, desk: Desk) -> None:
    learn = {"into_catalogue": True, "rule": "按居住地确定承办社区。"}
    ticket = cast.does("fang", returned(cast), "rule_owner", **RULED, **learn)
    assert desk("lu").get("/catalogue").context["page"].entries[0].source_url
    assert not desk("wei").get("/catalogue").context["page"].entries[0].source_url
    assert ticket.number in desk("lu").get("/catalogue").content.decode()


def test_the_suggestion_with_its_reason_stands_on_the_forms(cast: Cast, desk: Desk) -> None:
    catalogue.put(DISTRICT, "01", "", "community", "婚姻家庭先由社区调处。", by=None, day=localdate())
    ticket = at_street(cast, place=SISTER, community_may_know="no")
    form = desk("sun").get(f"/tickets/{ticket.number}?move=dispatch").context["page"].form.form
    assert "婚姻家庭先由社区调处。" in str(form.fields["unit"].help_text)
    assert form.initial["unit"] == SISTER
    catalogue.put(DISTRICT, "01", "", "court", "涉诉由法院处理。", by=None, day=localdate())
    form = desk("sun").get(f"/tickets/{ticket.number}?move=transfer").context["page"].form.form
    assert form.initial["body"] == "court" and "涉诉由法院处理。" in str(form.fields["body"].help_text)


# ── The parts of the case's page ──────────────────────────────────────────────────────────────────────────────────────
def text_of(desk: Desk, who: str, ticket: Ticket) -> str:
    return desk(who).get(f"/tickets/{ticket.number}").content.decode()


def test_the_case_shows_dispatch_return_and_ruling(cast: Cast, desk: Desk) -> None:
    ticket = dispatched(cast)
    assert "可以退回一次" in text_of(desk, "mei", ticket)
    ticket = cast.does("mei", ticket, "return_order", **BACK)
    text = text_of(desk, "fang", ticket)
    assert "金陵路社区" in text and "不在本辖区" in text
    text = text_of(desk, "jin", cast.does("fang", ticket, "rule_owner", **RULED))
    assert "裁定" in text and "方宁" in text


def test_an_assisting_unit_reads_what_it_is_asked_and_no_more(cast: Cast, desk: Desk) -> None:
    ticket = dispatched(
        cast, assisting=[SISTER, OTHER_STREET], tasks=["visit"], report_by=soon(), instruction="注意保密。"
    )
    cast.does("ding", ticket, "remind", about="no_progress")
    text = text_of(desk, "xia", ticket)
    assert "上门看望" in text and "注意保密" not in text
    panels = {panel.key: panel for panel in desk("xia").get(f"/tickets/{ticket.number}").context["page"].panels}
    assert [part.unit for part in panels["dispatch"].content.parts] == ["红花街道"]
    assert "supervision" not in panels
    assert desk("wei").get(f"/tickets/{ticket.number}").status_code == 404


def test_the_case_shows_what_supervision_did(cast: Cast, desk: Desk) -> None:
    ticket = pressed(cast)
    cast.does("lu", ticket, "take_as_leader")
    cast.does("sun", ticket, "remind", about="party")
    meeting = {"question": "owner", "details": "归口不清，需会商。", "consult_on": soon(1), "bodies": ["police"]}
    cast.does("sun", ticket, "call_consultation", **meeting)
    content = next(
        p for p in desk("mei").get(f"/tickets/{ticket.number}").context["page"].panels if p.key == "supervision"
    ).content
    assert (content.leader, content.reminders, content.presses[0].owing) == ("陆萍", 1, True)
    assert content.meetings[0].held_on is None
    text = text_of(desk, "mei", ticket)
    assert "超过办理期限。" not in text and "归口不清，需会商。" not in text
