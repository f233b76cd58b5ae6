"""The scale of risk, and the moves that assess, raise, lower and keep in touch."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from casework import gate
from casework.errors import Refused
from casework.models import Clock, Ticket
from casework.ticking import tick
from tests.cast import DISTRICT, Cast
from workflows.risk import FILE, RISK_ORDER, RiskError, load, scale

CALM: dict[str, Any] = {one.key: 0 if one.count else "no" for one in scale().items}
ITEMS = {
    "violence_now": 40, "weapon": 40, "threat_to_life": 40, "injury": 30, "child_harmed": 30, "pregnant": 20,
    "protection_order": 25, "substances": 10, "psychiatric": 15, "separation": 10, "home_access": 10, "stalking": 10,
    "big_loss": 10, "isolation": 5,
}  # fmt: skip  # domain.md §4.5


@pytest.mark.parametrize(("item", "points"), ITEMS.items())
def test_each_item_has_the_points_of_the_fact_sheet(item: str, points: int):
    assert scale().assess({**CALM, item: "yes"}).total == points
    assert scale().assess({**CALM, item: "unsure"}).total == points // 2, "not known is not the same as no"


@pytest.mark.parametrize(("calls", "points"), [(0, 0), (1, 15), (2, 30), (3, 45), (9, 45), (None, 7)])
def test_police_calls_count_fifteen_each_and_forty_five_at_most(calls: int | None, points: int):
    assert scale().assess({**CALM, "police_calls": calls}).total == points


@pytest.mark.parametrize("item", ["violence_now", "weapon", "threat_to_life", "injury", "order_breached"])
def test_what_the_urgent_lane_names_is_red_by_itself(item: str):
    assert scale().assess({**CALM, item: "yes"}).level == "red"


def test_the_second_written_warning_is_red_and_the_first_is_not():
    assert scale().assess({**CALM, "written_warnings": 1}).level == "yellow"
    assert scale().assess({**CALM, "written_warnings": 2}).level == "red"


@pytest.mark.parametrize(
    ("points", "level"), [(0, "blue"), (19, "blue"), (20, "yellow"), (39, "yellow"), (40, "orange"), (69, "orange"), (70, "red")]
)  # fmt: skip
def test_the_thresholds(points: int, level: str):
    assert scale().level(points) == level


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("red: 70", "red: 30", "red must lie above orange"),
        ("quiet_periods: 2", "quiet_periods: 0", "quiet_periods is 0"),
        ("key: weapon, points: 40", "key: weapon, points: many", "points is 'many'"),
        ("key: weapon,", "key: injury,", "'injury' stands twice"),
        ("key: weapon,", "key: weapon, colour: 1,", "no word 'colour'"),
        ("  red: {quiet_days", "  rouge: {quiet_days", "red is missing"),
        ("thresholds:", "thresholds: [", "no YAML"),
    ],
)
def test_a_wrong_file_is_refused_and_says_what_to_write(tmp_path: Path, old: str, new: str, said: str):
    path = tmp_path / "risk.yaml"
    path.write_text(FILE.read_text().replace(old, new, 1))
    with pytest.raises(RiskError, match=said):
        load(path)


# ── Moves ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def assessed(**changes: Any) -> dict[str, Any]:
    return {**CALM, "decision": "score", **changes}


def taken(cast: Cast, now: datetime | None = None, **changes: Any) -> Ticket:
    """A case in the hands of Mei of the community."""
    ticket = cast.call(now=now, **changes)
    return cast.does("mei", ticket, "claim", now=now)


def contact(cast: Cast, who: str, ticket: Ticket, now: datetime, **said: Any) -> Ticket:
    given = {"reached": "yes", "way": "phone", "safe": "yes", "new_harm": "no", **said}
    return cast.does(who, ticket, "record_safety_contact", now=now, **given)


def running(ticket: Ticket) -> dict[str, Clock]:
    return {one.key: one for one in Clock.objects.filter(ticket=ticket, stopped_at=None)}


def test_an_assessment_sets_the_level_names_its_assessor_and_the_next_date(cast: Cast):
    ticket = cast.does("mei", taken(cast), "assess", **assessed(child_harmed="yes", stalking="yes", factors=["phone"]))
    made = ticket.data["assessment"]
    assert (ticket.risk, made["score"], made["by"]) == ("orange", 40, cast.mei.pk)
    assert made["points"] == {"child_harmed": 30, "stalking": 10} and made["factors"] == ["phone"]
    assert ticket.data["reassess_on"] == (timezone.localdate() + timedelta(days=14)).isoformat()
    assert "risk.reassess" in running(ticket)
    assert ticket.data["risk_log"][-1]["from"] == "blue" and ticket.data["risk_log"][-1]["by"] == cast.mei.pk


def test_health_and_habits_are_sealed(cast: Cast):
    ticket = cast.does("mei", taken(cast), "assess", **assessed(pregnant="yes", psychiatric="yes"))
    assert ticket.data["assessment"]["sealed_points"] == 35
    event = ticket.events.order_by("-seq").first()
    assert "pregnant" not in str(ticket.data) + str(event.data) and "psychiatric" not in str(ticket.data) + str(
        event.data
    )
    assert event.sealed is not None


def test_a_judgement_may_be_graver_than_the_score_but_never_hold_it_back(cast: Cast):
    ticket = taken(cast)
    with pytest.raises(Refused) as refused:
        cast.does("mei", ticket, "assess", **assessed(child_harmed="yes", decision="keep"))
    assert "never held back" in refused.value.errors["decision"][0]
    assert cast.does("mei", ticket, "assess", **assessed(decision="orange")).risk == "orange"


@pytest.mark.parametrize(("days", "fine"), [(14, True), (15, False)])
def test_the_next_assessment_lies_within_the_time_of_its_level(cast: Cast, days: int, fine: bool):
    day = (timezone.localdate() + timedelta(days=days)).isoformat()
    data = assessed(child_harmed="yes", stalking="yes", reassess_on=day)
    if fine:
        assert cast.does("mei", taken(cast), "assess", **data).data["reassess_on"] == day
    else:
        with pytest.raises(Refused, match="Orange is assessed again"):
            cast.does("mei", taken(cast), "assess", **data)


def test_only_two_quiet_periods_lower_a_level_and_the_refusal_names_the_date(cast: Cast):
    start = timezone.now() - timedelta(days=40)
    ticket = taken(cast, now=start)
    ticket = cast.does("mei", ticket, "assess", now=start, **assessed(decision="orange"))
    early = start + timedelta(days=13)
    with pytest.raises(Refused) as refused:
        cast.does("sun", ticket, "assess", now=early, **assessed())
    day = timezone.localtime(start + timedelta(days=14))
    assert f"{day.day} {day:%b} {day.year}" in refused.value.errors["decision"][0]
    cast.does("sun", ticket, "assess", now=early, **assessed(decision="keep"))  # to record it is always possible
    late = start + timedelta(days=14)
    with pytest.raises(Refused, match="0 of 2"):
        cast.does("sun", ticket, "assess", now=late, **assessed())
    contact(cast, "mei", ticket, start + timedelta(days=5))
    contact(cast, "mei", ticket, start + timedelta(days=10))
    with pytest.raises(Refused, match="street or the district"):
        cast.does("mei", ticket, "assess", now=late, **assessed())
    lowered = cast.does("sun", ticket, "assess", now=late, **assessed())
    assert lowered.risk == "blue" and lowered.data["assessment"]["by"] == cast.sun.pk
    assert not {key for key in running(lowered) if key.startswith("risk.")}, "blue has no rhythm"


def test_new_harm_begins_the_quiet_time_anew(cast: Cast):
    start = timezone.now() - timedelta(days=40)
    ticket = cast.does("mei", taken(cast, now=start), "assess", now=start, **assessed(decision="orange"))
    for day in (5, 10):
        ticket = contact(cast, "mei", ticket, start + timedelta(days=day))
    assert ticket.data["safe_contacts"] == 2
    ticket = contact(cast, "mei", ticket, start + timedelta(days=12), safe="no")
    assert ticket.risk == "orange"
    assert cast.does("sun", ticket, "assess", now=start + timedelta(days=15), **assessed()).risk == "blue"


@pytest.mark.parametrize(
    ("answers", "policy", "days"),
    [({"category": "0102"}, "risk.contact.orange", 7), ({"dependants": "yes"}, "risk.contact.yellow", 14)],
)
def test_the_level_of_the_screen_starts_its_rhythm_of_contacts(
    cast: Cast, answers: dict[str, str], policy: str, days: int
):
    ticket = cast.call(**answers)
    clock = running(ticket)[policy]
    assert timezone.localdate(clock.due_at) == timezone.localdate(ticket.opened_at) + timedelta(days=days + 1)


def test_a_calm_case_has_no_rhythm(cast: Cast):
    assert not {key for key in running(cast.call()) if key.startswith("risk.")}


def test_reaching_her_starts_the_next_period_and_trying_in_vain_buys_no_time(cast: Cast):
    start = timezone.now() - timedelta(days=10)
    ticket = taken(cast, now=start, dependants="yes")
    due = running(ticket)["risk.contact.yellow"].due_at
    tried = contact(cast, "mei", ticket, start + timedelta(days=3), reached="no", safe="", new_harm="")
    assert running(tried)["risk.contact.yellow"].due_at == due
    reached = contact(cast, "mei", ticket, start + timedelta(days=5))
    assert running(reached)["risk.contact.yellow"].due_at == due + timedelta(days=5)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reached": "yes", "safe": ""}, "safe"),
        ({"reached": "no"}, "safe"),
        ({"reached": "yes", "new_harm": ""}, "new_harm"),
    ],
)
def test_a_contact_says_what_was_learnt(cast: Cast, said: dict[str, str], field: str):
    with pytest.raises(Refused) as refused:
        contact(cast, "mei", taken(cast), timezone.now(), **said)
    assert field in refused.value.errors


@pytest.mark.parametrize("move", ["assess", "contact"])
def test_what_makes_it_red_takes_it_to_the_district_at_once(cast: Cast, move: str):
    ticket = taken(cast)
    if move == "assess":
        red = cast.does("mei", ticket, "assess", **assessed(weapon="yes"))
    else:
        red = contact(cast, "mei", ticket, timezone.now(), new_harm="yes", safe="no")
    assert (red.risk, red.unit_id, red.state) == ("red", DISTRICT, "escalated")
    assert red.data["urgent"] and red.data["lane"]
    assert "risk.contact.red" in running(red)


def test_a_red_case_is_lowered_by_the_district_alone(cast: Cast):
    start = timezone.now() - timedelta(days=30)
    ticket = taken(cast, now=start)
    ticket = cast.does("mei", ticket, "assess", now=start, **assessed(weapon="yes"))
    for day in (1, 8):
        ticket = contact(cast, "fang", ticket, start + timedelta(days=day))
    late = start + timedelta(days=14)
    with pytest.raises(Refused):
        cast.does("sun", ticket, "assess", now=late, **assessed())
    lowered = cast.does("fang", ticket, "assess", now=late, **assessed())
    assert lowered.risk == "blue" and not lowered.data["urgent"]


def test_red_is_contacted_daily_seven_times_then_weekly(cast: Cast):
    start = timezone.now() - timedelta(days=30)
    ticket = taken(cast, now=start)
    ticket = cast.does("mei", ticket, "assess", now=start, **assessed(weapon="yes"))
    for day in range(1, 8):
        assert "risk.contact.red" in running(ticket)
        ticket = contact(cast, "fang", ticket, start + timedelta(days=day))
    clocks = running(ticket)
    assert "risk.contact.red" not in clocks
    assert timezone.localdate(clocks["risk.contact.red_weekly"].due_at) == timezone.localdate(
        start + timedelta(days=15)
    )


def test_a_red_case_out_of_reach_for_48_hours_is_visited_with_the_police(cast: Cast):
    start = timezone.now() - timedelta(days=5)
    ticket = taken(cast, now=start)
    ticket = cast.does("mei", ticket, "assess", now=start, **assessed(weapon="yes"))
    ticket = contact(cast, "fang", ticket, start + timedelta(hours=1), reached="no", safe="", new_harm="")
    ring(start + timedelta(hours=48))
    assert not Ticket.objects.filter(type="warning").exists()
    ring(start + timedelta(hours=49, minutes=1))
    alert = Ticket.objects.get(type="warning")
    assert (alert.category, alert.data["task"], alert.unit_id) == ("R12", "visit_with_police", DISTRICT)


def test_reached_in_time_nobody_is_sent(cast: Cast):
    start = timezone.now() - timedelta(days=5)
    ticket = taken(cast, now=start)
    ticket = cast.does("mei", ticket, "assess", now=start, **assessed(weapon="yes"))
    contact(cast, "fang", ticket, start + timedelta(hours=1), reached="no", safe="", new_harm="")
    contact(cast, "fang", ticket, start + timedelta(hours=40))
    ring(start + timedelta(hours=60))
    assert not Ticket.objects.filter(type="warning").exists()


def ring(now: datetime) -> None:
    while tick(now=now).full:
        pass


def test_nobody_but_the_clock_raises_by_a_rule(cast: Cast):
    with pytest.raises(Refused) as refused:
        gate.perform(cast.call().number, "raise_risk", cast.actor("fang"), {"rule": "R1.30", "risk": "red"})
    assert refused.value.code == "forbidden"


def test_the_order_of_levels_is_known():
    assert RISK_ORDER == ("blue", "yellow", "orange", "red")
