"""Follow-up plans: which case gets which dates, who calls, and what comes of a call (domain.md §4.8)."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from casework import gate
from casework.errors import Refused
from casework.models import Clock, Outbox, Ticket
from tests.cast import COMMUNITY, DISTRICT, Cast
from tests.workflows.rights import agreed, ended
from tests.workflows.rights.ended import day, days, pass_time, working
from tests.workflows.seen import refusal
from workflows.rights import plans

PDF = b"%PDF-1.7 x"
WELL = {"satisfaction": "satisfied", "safe_now": "yes", "performed": "yes"}


def plan_of(case: Ticket) -> Ticket:
    return Ticket.objects.get(parent=case, type="aftercare")


def offsets(plan: Ticket, start: datetime) -> list[int]:
    """Days of the plan counted from the local day of `start`."""
    return [(date.fromisoformat(one) - localdate(start)).days for one in plan.data["dates"]]


def mediated(cast: Cast, now: datetime) -> Ticket:
    """An oral agreement that takes effect and is closed at `now`."""
    ticket = agreed.mediating(cast)
    agreed.agree(cast, ticket, kind="oral", effective_on=day(now), plan=f"{day(now)} 当场道歉")
    cast.does("mei", ticket, "submit", outcome="B2", proof="", statement="", reply="双方达成口头协议。")
    return ended.closed(cast, ticket, now=now)


def aided(cast: Cast, now: datetime) -> Ticket:
    ticket = working(cast, now=now)
    gate.attach(ticket.number, cast.actor("mei"), "发放单.pdf", PDF, kind="payment")
    cast.does("mei", ticket, "submit", outcome="E1", proof="", statement="", reply="救助金已发放。", now=now)
    return ended.closed(cast, ticket, now=now)


# ── Which plan ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_after_mediation_days_3_30_and_90_and_the_day_after_a_promise(cast: Cast) -> None:
    now = timezone.now()
    plan = plan_of(mediated(cast, now))
    assert (plan.number[-4:], plan.state, plan.unit_id) == ("-HF1", "watching", COMMUNITY)
    assert offsets(plan, now) == [1, 3, 30, 90]
    assert plan.next_due_at is not None


def test_after_aid_days_30_and_180(cast: Cast) -> None:
    now = timezone.now()
    assert offsets(plan_of(aided(cast, now)), now) == [30, 180]


def test_violence_is_watched_by_the_district_whatever_the_outcome(cast: Cast) -> None:
    now = timezone.now()
    ticket = settled_violence(cast, now)
    plan = plan_of(ticket)
    assert (plan.unit_id, plan.data["plan"]) == (DISTRICT, "violence")
    assert offsets(plan, now) == [1, 3, 7, 14, 21, 30, 60, 90, 120, 150, 180]


def settled_violence(cast: Cast, now: datetime) -> Ticket:
    ticket = working(cast, category="0205", now=now)
    return cast.does(
        "mei", ticket, "submit", outcome="D2", proof="", statement="", reply="已答复。", now=now
    )  # fmt: skip


def test_a_red_case_is_called_every_day_of_the_first_week(cast: Cast) -> None:
    today = timezone.localdate()
    found = sorted({*plans.dates("fu.dv", today), *plans.dates("fu.red", today)})
    assert [(one - today).days for one in found][:7] == [1, 2, 3, 4, 5, 6, 7]


def test_what_was_passed_on_is_asked_after_three_days_after_its_date(cast: Cast) -> None:
    due = timezone.now() + days(10)
    ticket = cast.call(community_may_know="no")
    cast.does("sun", ticket, "claim")
    letter = {"body": "labour", "letter_no": "秦妇函〔2026〕1号", "basis": "consent", "notice": "oral"}
    ticket = cast.does("sun", ticket, "transfer", report_due=day(due), **letter)
    assert offsets(plan_of(ticket), due) == [3]


def test_consultations_are_sampled_by_their_number() -> None:
    drawn = [number for number in range(10_000) if plans.in_sample(f"QH-WQ-2026-{number:06d}")]
    assert 900 < len(drawn) < 1100
    assert plans.in_sample("QH-WQ-2026-000001") == plans.in_sample("QH-WQ-2026-000001")


def test_closing_again_opens_no_second_plan_beside_a_running_one(cast: Cast) -> None:
    now = timezone.now()
    ticket = aided(cast, now)
    cast.does("sun", ticket, "reopen", ground="new_facts", reason="新情况")
    cast.does("mei", ticket, "claim")
    cast.does("mei", ticket, "submit", outcome="E1", proof="", statement="", reply="再次发放。")
    ended.closed(cast, ticket, now=now)
    assert Ticket.objects.filter(parent=ticket, type="aftercare").count() == 1


# ── The dates ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_on_its_date_it_falls_due_with_a_clock_and_goes_on_to_the_next(cast: Cast) -> None:
    now = timezone.now()
    plan = plan_of(aided(cast, now))
    pass_time(now + days(29))
    plan.refresh_from_db()
    assert plan.state == "watching"
    first = now + days(30) + timedelta(hours=1)
    pass_time(first)
    plan.refresh_from_db()
    assert plan.state == "call_due"
    assert Clock.objects.filter(ticket=plan, key="fu.call", stopped_at=None).exists()
    plan = cast.does("hua", plan, "reached", **WELL, now=first)
    assert (plan.state, offsets(plan, now)) == ("watching", [180])
    pass_time(now + days(181))
    plan = cast.does("hua", plan, "reached", **WELL, now=now + days(181))
    assert (plan.state, plan.is_open) == ("done", False)
    assert [one["result"] for one in plan.data["done"]] == ["reached", "reached"]


def test_one_call_covers_every_date_that_has_passed(cast: Cast) -> None:
    now = timezone.now()
    plan = plan_of(mediated(cast, now))
    late = now + days(31)
    pass_time(late)
    plan = cast.does("hua", plan, "reached", **WELL, now=late)
    assert offsets(plan, now) == [90]


def due_plan(cast: Cast) -> Ticket:
    now = timezone.now()
    plan = plan_of(aided(cast, now))
    return cast.does("hua", plan, "call_early", now=now)


def test_who_has_the_case_now_does_not_call_either(cast: Cast) -> None:
    plan = due_plan(cast)
    case = cast.does("sun", Ticket.objects.get(pk=plan.parent_id), "reopen", ground="new_facts", reason="新情况")
    cast.does("hua", case, "claim")
    assert "Who handled" in str(refusal(cast, "hua", plan, "reached", **WELL).reason)


def test_who_handled_the_case_does_not_call(cast: Cast) -> None:
    plan = due_plan(cast)
    for move, data in (("reached", WELL), ("claim", {}), ("give_up", {}), ("not_reached", {"way": "phone"})):
        assert "Who handled" in str(refusal(cast, "mei", plan, move, **data).reason)


def test_a_date_is_given_up_after_three_tries(cast: Cast) -> None:
    plan = due_plan(cast)
    assert "Try 3 more" in str(refusal(cast, "hua", plan, "give_up").reason)
    for _ in range(3):
        cast.does("hua", plan, "not_reached", way="phone", tried_on=day(timezone.now()))
    plan = cast.does("hua", plan, "give_up")
    assert (plan.state, plan.data["done"][0]["result"]) == ("watching", "not_reached")


def test_not_suitable_is_said_by_an_officer_with_a_reason(cast: Cast) -> None:
    plan = due_plan(cast)
    assert refusal(cast, "hua", plan, "not_suitable", why="abuser_near", reason="x").code == "forbidden"
    assert list(refusal(cast, "sun", plan, "not_suitable", reason="家中有人").errors) == ["why"]
    plan = cast.does("sun", plan, "not_suitable", why="abuser_near", reason="家中有人")
    assert plan.data["done"][0]["result"] == "unsafe"


# ── New harm ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_is_not_safe_is_never_just_ticked_off(cast: Cast) -> None:
    plan = due_plan(cast)
    assert "New harm" in refusal(cast, "hua", plan, "reached", **{**WELL, "safe_now": "no"}).errors["safe_now"][0]
    harm = {"danger_now": "yes", "story": "昨晚又被打了"}
    assert list(refusal(cast, "hua", plan, "new_harm", **harm).errors) == ["new_case"]


def test_new_harm_is_told_up_and_opens_a_case_in_the_urgent_lane(cast: Cast) -> None:
    plan = due_plan(cast)
    cast.does("hua", plan, "new_harm", danger_now="yes", story="昨晚又被打了", new_case=True)
    told = Outbox.objects.filter(event__ticket=plan, event__name="new_harm").get().audiences
    assert {"parent", "district_duty", "leaders"} <= set(told)
    case = Ticket.objects.filter(type="rights").latest("id")
    assert (case.pk != plan.parent_id, case.risk, case.unit_id) == (True, "red", DISTRICT)
    assert Ticket.objects.get(pk=plan.parent_id).state == "closed", "a child does not reopen its parent"


def test_unsatisfied_answers_add_up(cast: Cast) -> None:
    plan = cast.does("hua", due_plan(cast), "reached", **{**WELL, "satisfaction": "unsatisfied"})
    assert plan.data["unsatisfied"] == 1


def test_an_officer_adds_a_date_and_may_stop_the_plan(cast: Cast) -> None:
    now = timezone.now()
    plan = plan_of(aided(cast, now))
    plan = cast.does("sun", plan, "add_date", on=day(now + days(5)))
    assert offsets(plan, now) == [5, 30, 180]
    due = Clock.objects.get(ticket=plan, key="fu.next", stopped_at=None).due_at
    assert localdate(due) == localdate(now + days(5))
    assert cast.does("sun", plan, "stop_plan", reason="当事人迁居外地").state == "stopped"


def test_nobody_opens_a_plan_by_hand(cast: Cast) -> None:
    with pytest.raises(Refused) as caught:
        gate.open_ticket("aftercare", cast.actor("fang"), {"plan": "aid", "dates": "2027-01-01"})
    assert caught.value.code == "forbidden"
