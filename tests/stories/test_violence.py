"""Stories of violence: at night with a child, the guardian who harms, the repeat caller who becomes orange."""

from typing import Any

from casework import partycodes
from casework.models import Event, Outbox, Ticket
from tests.cast import COMMUNITY, DISTRICT, STREET, Cast
from tests.stories.told import after, child, fact, fresh, moves, on, papers, pass_time, start, whole
from tests.workflows.rights import ended

REPORT = {"way": "staff", "station": "夫子庙派出所", "told": "丈夫酒后殴打，孩子在场。", "receipt": "JJ2026001"}
PLAN = {"safe_phone": "138 0000 7788", "safe_time": "上午", "place_to_go": "姐姐家", "shelter": "has_place"}
NO = {"heard_alone": True, "options_told": ["order", "legal_aid", "later"], "words": "先不申请，需要时再说。"}
CHILD = {
    "there": "yes", "harm": "saw", "safe": "yes", "heard": "alone", "guardian_is_abuser": "no", "found": "孩子在外婆家。",
}  # fmt: skip


def protect(cast: Cast, case: Ticket, now: Any) -> None:
    """What the district does in the first hours, one ticket after the other."""
    report = child(case, "police_report")
    ground = {"ground": "injuries"} if report.data.get("mandatory") else {}
    report = cast.does("fang", report, "report", **REPORT, **ground, at=now.isoformat(), now=now)
    if report.state == "police_told":
        cast.does("fang", report, "others_told", bodies=["civil_affairs"], told_by="电话", now=now)
    cast.does("fang", child(case, "leader_report"), "tell_leader", told=["leader"], way="phone", now=now)
    cast.does("fang", child(case, "safety_plan"), "make_plan", **PLAN, now=after(now, hours=1))
    cast.does(
        "fang",
        child(case, "evidence"),
        "guide",
        kept=["police"],
        told=["medical"],
        safe_place=True,
        now=after(now, hours=1),
    )
    for slug, move in (("written_warning", "decline"), ("legal_aid", "decline")):
        if Ticket.objects.filter(parent=case, type=slug).exists():
            cast.does("fang", child(case, slug), move, **NO, now=after(now, hours=2))
    if Ticket.objects.filter(parent=case, type="protection_order").exists():
        cast.does(
            "fang",
            child(case, "protection_order"),
            "record_wish",
            wish="no",
            explained=True,
            **NO,
            now=after(now, hours=2),
        )


def test_violence_at_night_with_a_child_is_with_the_district_at_once(cast: Cast):
    day = after(start(40), hours=13)  # 23 o'clock
    case = cast.call(violence_now="yes", dependants="yes", category="0102", now=day)
    assert (case.unit_id, case.risk, case.assisting) == (DISTRICT, "red", [STREET])
    opened = set(Ticket.objects.filter(parent=case).values_list("type", flat=True))
    assert {
        "police_report",
        "takeover",
        "safety_plan",
        "evidence",
        "protection_order",
        "minor_case",
        "leader_report",
    } <= opened
    told = set(Outbox.objects.get(event=Event.objects.get(ticket=case, name="open")).audiences)
    assert {"district_duty", "leaders"} <= told
    pass_time(after(day, hours=0.3))
    assert "deadline" in set(Event.objects.filter(ticket=case).values_list("name", flat=True)), "nights do not stop it"
    cast.does("fang", case, "claim", now=after(day, hours=0.4))
    assert fresh(child(case, "takeover")).state == "taken"
    cast.does("fang", case, "accept", track="dv", notice="oral", now=after(day, hours=1))
    cast.does("fang", case, "begin", now=after(day, hours=1))
    protect(cast, case, after(day, hours=1))
    minor = child(case, "minor_case")
    cast.does("fang", minor, "assess", **CHILD, now=after(day, hours=3))
    cast.does(
        "fang",
        minor,
        "record_report",
        told=["civil_affairs"],
        basis="duty",
        receiver="值班员",
        facts="孩子在场。",
        now=after(day, hours=3),
    )
    cast.does(
        "fang",
        minor,
        "record_measures",
        measures=["counselling"],
        done_on=on(after(day, hours=3)),
        details="学校心理老师",
        now=after(day, hours=4),
    )
    cast.does("fang", minor, "begin_visits", now=after(day, hours=4))
    result = {"outcome": "E2", "proof": "核查表1号", "statement": "", "reply": "安全措施已落实。"}
    cast.does("fang", case, "submit", **result, now=after(day, 2))
    case = ended.closed(cast, case, now=after(day, 3), by="gao")
    assert (case.state, case.outcome) == ("closed", "E2")
    assert fact(case).violent and fact(case).resolved is False, "it stays on the watch list"
    assert Ticket.objects.filter(parent=case, type="aftercare", is_open=True).exists()
    assert papers(child(case, "safety_plan")) == ["safety_plan"]
    whole(case)


def test_a_guardian_who_harms_is_never_asked_told_or_shown_anything(cast: Cast):
    """反家庭暴力法 art 23, 未成年人保护法 art 11: the law is the basis, not the guardian's word."""
    day = start(20)
    case = cast.call(category="0802", age_band="u14", caller="body", guardian_is_abuser="yes", now=day)
    report = child(case, "police_report")
    assert report.data["mandatory"] and report.data["guardian_is_abuser"]
    assert partycodes.danger(fresh(case)), "no query code works in such a case"
    cast.does("fang", case, "claim", now=after(day, hours=0.2))
    minor = child(case, "minor_case")
    cast.does(
        "fang",
        minor,
        "assess",
        **{**CHILD, "harm": "hurt", "guardian_is_abuser": "yes", "grounds": ["injuries"]},
        now=after(day, hours=1),
    )
    told: set[str] = set()
    for event in Outbox.objects.filter(event__ticket__in=[case, minor, report]):
        told |= set(event.audiences)
    assert not told & {"petitioner", "party", "guardian"}
    assert minor.data.get("consent") is None
    whole(case)


def test_a_repeat_caller_becomes_orange_by_the_rules(cast: Cast):
    """R1: three contacts of one household within ninety days (domain.md §4.7)."""
    from casework.warnings.run import step

    day = start(30)
    home = {"place": COMMUNITY, "place_detail": "3幢502室"}
    first = cast.call(**home, now=day)
    cast.call(**home, phone="138 0000 2047", name="王女士", now=after(day, 5))
    cast.call(**home, phone="138 0000 2048", name="王女士", now=after(day, 9))
    while step(now=after(day, 9, hours=1)):
        pass
    case = fresh(first)
    alerts = Ticket.objects.filter(type="warning")
    assert case.risk == "orange"
    assert alerts.exists()
    assert "raise_risk" in moves(case)
    whole(case)
