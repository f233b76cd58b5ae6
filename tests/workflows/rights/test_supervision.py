"""Supervision: reminding, pressing with a paper and a new term, the answer, the leader's own cases, the ladder (§2.4)."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from casework import access
from casework.models import CaseFact, Clock, Event, Outbox, Paper, Ticket
from casework.ticking import tick
from notifications import texts
from notifications.models import Notification
from notifications.outbox import fan_out
from tests.cast import STREET, Cast
from tests.workflows.rights.agreed import working
from tests.workflows.rights.ended import SETTLED, settled
from tests.workflows.rights.sent import at_street, running
from tests.workflows.seen import refusal

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PRESSED = {"ground": "overdue", "facts": "超过办理期限，当事人未收到答复。", "demands": "当面答复当事人。"}
ANSWER = {"cause": "oversight", "explanation": "因人员调整疏忽，未及时联系当事人。", "measures": "明日上门。"}


def soon(days: int = 2) -> str:
    return (localdate() + timedelta(days=days)).isoformat()


def pressed(cast: Cast, ticket: Ticket | None = None, who: str = "ding") -> Ticket:
    return cast.does(who, ticket or working(cast, other=False), "press", **PRESSED, new_term=soon())


def told(ticket: Ticket) -> dict[str, str]:
    """Who is told of what has happened so far: user name -> why."""
    while fan_out():
        pass
    mine = Notification.objects.filter(ticket=ticket, channel="inbox").select_related("recipient").order_by("id")
    return {one.recipient.username: one.why for one in mine}


# ── Reminding ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_reminders_come_from_above_and_are_counted(cast: Cast) -> None:
    ticket = working(cast, other=False)
    for who in ("ding", "sun", "fang"):
        ticket = cast.does(who, ticket, "remind", about="no_progress", words="请今天联系当事人。")
    assert [one["by"] for one in ticket.data["reminders"]] == [cast.ding.pk, cast.sun.pk, cast.fang.pk]
    assert "联系当事人" not in str(ticket.data)
    assert told(ticket)["mei"] == "holder"


def test_nobody_reminds_in_the_own_unit_or_the_own_case(cast: Cast) -> None:
    ticket = working(cast, other=False)
    assert refusal(cast, "hua", ticket, "remind", about="overdue").code == "forbidden"
    at_home = at_street(cast)
    assert "in charge of it yourself" in str(refusal(cast, "sun", at_home, "remind", about="overdue").reason)
    cast.does("sun", at_home, "hand_back", reason="手头事项较多。")
    assert "level above" in str(refusal(cast, "sun", at_home, "remind", about="overdue").reason)
    assert cast.does("ding", at_home, "remind", about="overdue").data["reminders"]
    assert refusal(cast, "xia", ticket, "remind", about="overdue").code == "not_found"


# ── Pressing ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_pressing_signs_a_numbered_notice_and_starts_the_new_term(cast: Cast) -> None:
    ticket = pressed(cast)
    paper = Paper.objects.get(ticket=ticket)
    assert (paper.kind, paper.signed_by, paper.number.endswith("〕1号")) == ("press", cast.ding, True)
    assert {"sup.press", "sup.answer"} <= running(ticket)
    term = Clock.objects.get(ticket=ticket, key="sup.press")
    assert localdate(term.due_at - timedelta(microseconds=1)).isoformat() == soon()
    assert (ticket.data["presses"], ticket.data["press_log"][0]["unit"]) == (1, ticket.unit_id)
    assert CaseFact.objects.get(ticket=ticket).pressed == 1
    assert "未收到答复" not in str(ticket.data) + str(Event.objects.get(ticket=ticket, name="press").data)
    assert {"mei", "sun", "fang"} & set(told(ticket)) >= {"mei", "sun"}


def test_the_new_term_lies_within_the_rule(cast: Cast) -> None:
    ticket = working(cast, other=False)
    for day in (soon(-1), soon(30)):
        assert list(refusal(cast, "ding", ticket, "press", **PRESSED, new_term=day).errors) == ["new_term"]
    assert not Paper.objects.exists()


def test_pressing_is_for_supervisors_and_the_district(cast: Cast) -> None:
    ticket = working(cast, other=False)
    for who in ("sun", "mei", "cao"):
        assert refusal(cast, who, ticket, "press", **PRESSED, new_term=soon()).code == "forbidden"
    assert cast.does("fang", ticket, "press", **PRESSED, new_term=soon()).data["presses"] == 1


def test_the_notice_is_signed_by_pressing_and_in_no_other_way(cast: Cast) -> None:
    ticket = working(cast, other=False)
    found = refusal(cast, "ding", ticket, "sign_paper", kind="press", facts="逾期未办结。")
    assert "Press" in found.errors["kind"][0]


def test_the_pressed_unit_explains_itself_before_it_hands_in(cast: Cast) -> None:
    ticket = pressed(cast)
    assert "explain" in str(refusal(cast, "mei", ticket, "submit", **SETTLED).reason).lower()
    assert "answered yet" in str(refusal(cast, "ding", ticket, "press", **PRESSED, new_term=soon()).reason)
    assert list(refusal(cast, "mei", ticket, "answer_press", **{**ANSWER, "explanation": ""}).errors) == ["explanation"]
    assert refusal(cast, "sun", ticket, "answer_press", **ANSWER).code == "closed", "only the unit itself answers"
    ticket = cast.does("mei", ticket, "answer_press", **ANSWER)
    assert "sup.answer" not in running(ticket) and "sup.press" in running(ticket)
    assert ticket.data["press_log"][0]["answered"]["cause"] == "oversight"
    ticket = settled(cast, ticket)
    assert "sup.press" not in running(ticket), "the result is handed in within the term"
    assert refusal(cast, "mei", ticket, "answer_press", **ANSWER).code == "closed"


def test_a_second_press_is_counted_and_has_its_own_number_and_term(cast: Cast) -> None:
    ticket = cast.does("mei", pressed(cast), "answer_press", **ANSWER)
    ticket = pressed(cast, ticket, who="lu")
    assert ticket.data["presses"] == 2
    assert len({paper.number for paper in Paper.objects.filter(ticket=ticket)}) == 2
    assert Clock.objects.filter(ticket=ticket, key="sup.press").count() == 2


def test_a_press_ends_for_the_unit_that_loses_the_case(cast: Cast) -> None:
    ticket = pressed(cast)
    ticket = cast.does("mei", ticket, "hand_up", reason="mediation_failed", tried="上门走访两次，电话三次。")
    assert not {"sup.press", "sup.answer"} & running(ticket)
    assert refusal(cast, "sun", ticket, "answer_press", **ANSWER).code == "closed"


def test_a_term_that_passes_is_a_breach_of_ours(cast: Cast) -> None:
    ticket = pressed(cast)
    while tick(now=datetime.now(ZoneInfo("UTC")) + timedelta(days=4)).full:
        pass
    assert Clock.objects.get(ticket=ticket, key="sup.press").breached_at is not None


# ── The ladder ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_two_days_after_a_missed_deadline_the_street_and_after_five_the_leader_are_told(cast: Cast) -> None:
    ticket = cast.call(now=MONDAY)
    cast.does("mei", ticket, "claim", now=MONDAY)
    cast.does("mei", ticket, "accept", track="hotline", notice="oral", now=MONDAY)
    for days in range(1, 17):
        while tick(now=MONDAY + timedelta(days=days)).full:
            pass
    fired = {
        rung["do"]: set(Outbox.objects.get(event=event).audiences)
        for event in Event.objects.filter(ticket=ticket, name="deadline")
        for rung in event.data["rungs"]
        if rung["key"] == "wo.complaint"
    }
    assert {"holder", "supervisors", "level_up"} <= fired["press"]
    assert "leaders" in fired["leader"]
    names = told(ticket)
    assert {"ding", "sun", "lu"} <= set(names) and "wei" not in names and "xia" not in names


def test_an_assisting_unit_is_told_of_its_part_and_not_that_the_case_is_its_own() -> None:
    asked, sent = texts.text_of("dispatch", "assisting"), texts.text_of("dispatch", "unit")
    assert "asked to assist" in str(asked.happened) and "sent to your unit" in str(sent.happened)
    assert texts.text_of("rule_owner", "assisting").happened == asked.happened


# ── A leader's own case ───────────────────────────────────────────────────────────────────────────────────────────────
def test_a_leader_makes_a_case_his_own_and_is_told_of_everything(cast: Cast) -> None:
    ticket = cast.does("lu", working(cast, other=False), "take_as_leader")
    assert ticket.data["leader"] == cast.lu.pk
    while fan_out():
        pass
    Notification.objects.all().delete()
    cast.does("mei", ticket, "note", note="已电话联系。")
    assert told(ticket) == {"lu": "case_leader"}, "even of a note, of which nobody else is told"


def test_only_a_leader_of_the_district_and_one_at_a_time(cast: Cast) -> None:
    ticket = working(cast, other=False)
    assert "leader of the district" in str(refusal(cast, "ding", ticket, "take_as_leader").reason)
    cast.does("lu", ticket, "take_as_leader")
    assert "your own" in str(refusal(cast, "lu", ticket, "take_as_leader").reason)
    assert refusal(cast, "ding", ticket, "give_back_as_leader", reason="误点").code == "closed"
    ticket = cast.does("lu", ticket, "give_back_as_leader", reason="矛盾已经缓和。")
    assert "leader" not in ticket.data
    assert refusal(cast, "lu", ticket, "give_back_as_leader", reason="再退").code == "closed"


# ── Joint consultation ────────────────────────────────────────────────────────────────────────────────────────────────
CALLED: dict[str, Any] = {
    "question": "owner",
    "details": "三个部门都认为不归自己管。",
    "bodies": ["police"],
    "units": [],
}


def consulted(cast: Cast, ticket: Ticket, who: str = "sun") -> Ticket:
    return cast.does(who, ticket, "call_consultation", **CALLED, consult_on=soon(1))


def test_a_consultation_runs_beside_the_work_with_a_clock(cast: Cast) -> None:
    ticket = consulted(cast, working(cast, other=False))
    assert (ticket.state, "sup.consult" in running(ticket)) == ("in_progress", True)
    assert refusal(cast, "sun", ticket, "call_consultation", **CALLED, consult_on=soon(1)).code == "closed"
    ticket = cast.does("sun", ticket, "record_consultation", held_on=soon(0), decision="由社区继续办理，派出所配合。")
    assert (ticket.state, "sup.consult" in running(ticket)) == ("in_progress", False)
    assert "派出所配合" not in str(ticket.data), "the decision's words are sealed"
    assert refusal(cast, "sun", ticket, "record_consultation", held_on=soon(0), decision="再次决定。").code == "closed"


def test_nobody_consults_alone_or_on_a_day_too_far(cast: Cast) -> None:
    ticket = working(cast, other=False)
    alone = {**CALLED, "bodies": []}
    assert refusal(cast, "sun", ticket, "call_consultation", **alone, consult_on=soon(1)).code == "invalid"
    late = refusal(cast, "sun", ticket, "call_consultation", **CALLED, consult_on=soon(40))
    assert list(late.errors) == ["consult_on"]
    assert refusal(cast, "mei", ticket, "call_consultation", **CALLED, consult_on=soon(1)).code == "forbidden"


def test_a_decision_binds_and_feeds_the_catalogue(cast: Cast) -> None:
    ticket = consulted(cast, working(cast, other=False))
    decided = {"held_on": soon(0), "decision": "由街道牵头。", "unit": STREET, "into_catalogue": True}
    found = refusal(cast, "sun", ticket, "record_consultation", **decided)
    assert set(found.errors) == {"owner", "rule"}
    rule = {"owner": "street", "rule": "多部门事项由街道牵头。", "words": "多部门"}
    ticket = cast.does("sun", ticket, "record_consultation", **decided, **rule)
    assert (ticket.state, ticket.unit_id, ticket.data["decided"]["how"]) == ("dispatched", STREET, "consultation")
    suggested = ticket.suggestion("涉及多部门")
    assert (suggested.owner, suggested.unit, suggested.entry.source) == ("street", STREET, ticket.number)
    assert not access.tickets(cast.actor("mei")).filter(pk=ticket.pk).exists(), "the former unit does not assist"
    cast.does("sun", ticket, "claim")
    assert "final" in str(refusal(cast, "sun", ticket, "dispatch", unit="320104001001").reason)


def test_a_street_does_not_decide_over_another_street(cast: Cast) -> None:
    ticket = consulted(cast, working(cast, other=False))
    away = {"held_on": soon(0), "decision": "由红花街道办理。", "unit": "320104002"}
    assert "district" in refusal(cast, "sun", ticket, "record_consultation", **away).errors["unit"][0]
    assert cast.does("fang", ticket, "record_consultation", **away).unit_id == "320104002"


def test_a_consultation_is_called_off_with_a_reason(cast: Cast) -> None:
    ticket = cast.does("sun", consulted(cast, working(cast, other=False)), "drop_consultation", reason="已协商一致。")
    assert "consult_on" not in ticket.data and "sup.consult" not in running(ticket)
    assert ticket.data["consultations"][0]["dropped"]
