"""The referral to legal aid: opened by the lane or by hand, decided, appointed, objected to, ended."""

from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from casework import gate
from casework.errors import Refused
from casework.models import Party, Ticket
from tests.cast import COMMUNITY, DISTRICT, STREET, Cast
from tests.workflows.rights.protected import (
    DAY,
    NO,
    child,
    due,
    in_clear,
    on,
    papers,
    pass_time,
    refused,
    running,
    told,
)

pytestmark = pytest.mark.usefixtures("in_english")

BY_HAND: dict[str, Any] = {
    "name": "周女士", "phone": "139 1111 2222", "place": COMMUNITY, "category": "0404", "request": "被拖欠六个月工资", "means": "migrant",
}  # fmt: skip
LETTER: dict[str, Any] = {
    "body": "秦淮区法律援助中心",
    "received_on": on(),
    "matter": "离婚及人身保护",
    "basis": "consent",
}


@pytest.fixture
def aid(cast: Cast) -> Ticket:
    return child(cast, "legal_aid")


def submitted(cast: Cast, aid: Ticket, **more: Any) -> Ticket:
    return cast.does("fang", aid, "submit", **{**LETTER, **more})


def granted(cast: Cast, aid: Ticket) -> Ticket:
    submitted(cast, aid)
    return cast.does("fang", aid, "record_decision", decision="granted", decided_on=on(), paper_no="宁秦援〔2026〕5号")


def not_granted(cast: Cast, aid: Ticket) -> Ticket:
    submitted(cast, aid)
    no = {
        "decision": "refused",
        "decided_on": on(),
        "paper_no": "6",
        "ground": "facts",
        "reason": "事实不清",
        "rights_told": True,
    }
    return cast.does("fang", aid, "record_decision", **no)


def by_hand(cast: Cast, who: str = "fang", **more: Any) -> Ticket:
    return gate.open_ticket("legal_aid", cast.actor(who), {**BY_HAND, **more}).ticket


def test_after_violence_no_means_are_asked_for(cast: Cast, aid: Ticket) -> None:
    assert (aid.state, aid.unit_id, aid.data["means"]) == ("preparing", DISTRICT, "violence")
    assert running(aid) == {"la.prepare"}
    assert submitted(cast, aid).state == "submitted"


def test_from_the_letter_to_the_result(cast: Cast, aid: Ticket) -> None:
    aid = submitted(cast, aid)
    assert papers(aid) == {"legal_aid_referral"}
    assert running(aid) == {"la.decide", "la.follow"}
    aid = cast.does("fang", aid, "record_decision", decision="granted", decided_on=on(), paper_no="5")
    assert (aid.state, aid.data["days"], running(aid)) == ("granted", 0, {"la.appoint", "la.follow"})
    aid = cast.does("fang", aid, "record_lawyer", appointed_on=on(), lawyer="张律师 某某所")
    assert (aid.state, running(aid)) == ("running", {"la.progress"})
    first = due(aid, "la.progress")
    cast.does("fang", aid, "record_progress", asked_on=on(), progress="已立案", now=timezone.now() + DAY)
    assert due(aid, "la.progress") > first
    aid = cast.does("fang", aid, "record_result", result="settled", ended_on=on())
    assert (aid.state, aid.data["result"], running(aid)) == ("done", "settled", set())
    assert not [word for word in ("离婚", "张律师", "立案") if word in in_clear(aid)]


def test_their_time_over_is_told_and_ours_to_ask_is_a_duty(cast: Cast, aid: Ticket) -> None:
    aid = submitted(cast, aid)
    assert localdate(due(aid, "la.decide")) == localdate() + 8 * DAY, "seven days, the day of receipt not counted"
    pass_time(due(aid, "la.decide"))
    aid.refresh_from_db()
    assert (aid.data["late"], aid.breached_at, aid.state) == (1, None, "submitted")
    assert "holder" in told(aid, "body_late")
    pass_time(timezone.now() + 11 * DAY)
    aid.refresh_from_db()
    assert aid.breached_at is not None


# ── By hand ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("who", "unit"), [("fang", DISTRICT), ("sun", STREET)])
def test_the_street_and_the_district_register_it_by_hand(cast: Cast, who: str, unit: str) -> None:
    aid = by_hand(cast, who)
    assert (aid.unit_id, aid.place_id, aid.category, aid.data["means"]) == (unit, COMMUNITY, "0404", "migrant")
    assert aid.number.startswith("QH-FY-")
    assert Party.objects.get(ticket=aid).role == "petitioner"
    assert not [word for word in ("周女士", "1111", "工资") if word in in_clear(aid)]
    assert cast.does(who, aid, "submit", **LETTER).state == "submitted"


@pytest.mark.parametrize("missing", ["name", "place", "category", "request"])
def test_by_hand_it_says_what_is_missing(cast: Cast, missing: str) -> None:
    with pytest.raises(Refused) as caught:
        by_hand(cast, **{missing: ""})
    assert set(caught.value.errors) == {missing}


@pytest.mark.parametrize("place", ["nowhere", "32"])
def test_by_hand_the_place_is_one_we_know(cast: Cast, place: str) -> None:
    with pytest.raises(Refused) as caught:
        by_hand(cast, place=place)
    assert set(caught.value.errors) == {"place"}


def test_a_mediator_does_not_open_one(cast: Cast) -> None:
    with pytest.raises(Refused) as caught:
        by_hand(cast, "mei")
    assert caught.value.code == "forbidden"


def test_by_hand_nobody_claims_the_facts_of_the_lane(cast: Cast) -> None:
    aid = by_hand(cast, rules="王某打人", violence=True, means="")
    assert "violence" not in aid.data and "王某" not in in_clear(aid)
    assert set(refused(cast, "fang", aid, "submit", **LETTER).errors) == {"means"}
    assert cast.does("fang", aid, "submit", **LETTER, means="hardship").data["means"] == "hardship"


def test_by_hand_a_matter_of_violence_is_told_to_the_district(cast: Cast) -> None:
    aid = by_hand(cast, "sun", category="0102", means="")
    assert aid.data["means"] == "violence"
    assert "district_duty" in told(aid, "open")


# ── Urgency ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("days", "pressing"), [(6, True), (7, False), (-1, False)])
def test_less_than_seven_days_to_a_limit_is_pressing(cast: Cast, days: int, pressing: bool) -> None:
    aid = by_hand(cast, limit_on=on(days))
    assert aid.data["pressing"] is pressing
    assert ("la.prepare_urgent" in running(aid)) is pressing


def test_a_limit_that_runs_in_the_case_counts_too(cast: Cast) -> None:
    case = cast.call(category="0404")
    cast.does("mei", case, "claim")
    cast.does("mei", case, "add_limit", limit="lab.sue", since=on(-12))
    assert child(cast, "legal_aid", case=case).data["pressing"] is True


# ── Papers missing, refused, not wanted ───────────────────────────────────────────────────────────────────────────────
def test_what_is_missing_is_told_once_and_counts_as_withdrawn_if_not_supplied(cast: Cast, aid: Ticket) -> None:
    submitted(cast, aid)
    aid = cast.does("fang", aid, "record_missing", told_on=on(), missing="户口簿复印件")
    assert (aid.state, running(aid)) == ("supplementing", {"la.supplement"})
    submitted(cast, aid)
    again = refused(cast, "fang", aid, "record_missing", told_on=on(), missing="还缺")
    assert again.code == "closed" and "once" in str(again)


def test_not_supplied_is_withdrawn_and_she_may_apply_anew(cast: Cast, aid: Ticket) -> None:
    cast.does("fang", aid, "record_missing", told_on=on(), missing="户口簿复印件")
    assert "told_her" in refused(cast, "fang", aid, "not_supplied").errors
    assert cast.does("fang", aid, "not_supplied", told_her=True).state == "withdrawn"
    aid = cast.does("fang", aid, "apply_anew", reason="材料已齐")
    assert (aid.state, running(aid)) == ("preparing", {"la.prepare"})


def test_a_refusal_has_ground_reasons_and_the_right_to_object(cast: Cast, aid: Ticket) -> None:
    submitted(cast, aid)
    bare = refused(cast, "fang", aid, "record_decision", decision="refused", decided_on=on(), paper_no="6")
    assert set(bare.errors) == {"ground", "reason", "rights_told"}
    early = refused(cast, "fang", aid, "record_decision", decision="granted", decided_on=on(-2), paper_no="6")
    assert set(early.errors) == {"decided_on"}


@pytest.mark.parametrize(("upheld", "state"), [("yes", "granted"), ("no", "refused")])
def test_an_objection_is_decided_within_its_days(cast: Cast, aid: Ticket, upheld: str, state: str) -> None:
    aid = not_granted(cast, aid)
    assert (aid.state, aid.data["refused_because"], running(aid)) == ("refused", "facts", set())
    aid = cast.does("fang", aid, "object_to_refusal", received_on=on(), grounds="有新证据")
    assert (aid.state, running(aid)) == ("objecting", {"la.objection_decide", "la.follow"})
    assert localdate(due(aid, "la.objection_decide")) == localdate() + 6 * DAY
    aid = cast.does("fang", aid, "record_objection", upheld=upheld, decided_on=on(), paper_no="7")
    assert aid.state == state
    assert "la.objection_decide" not in running(aid)


def test_aid_ended_early_counts_as_refused_and_may_be_objected_to(cast: Cast, aid: Ticket) -> None:
    granted(cast, aid)
    assert "rights_told" in refused(cast, "fang", aid, "record_ended", ended_on=on(), reason="条件变化").errors
    aid = cast.does("fang", aid, "record_ended", ended_on=on(), reason="条件变化", rights_told=True)
    assert (aid.state, aid.data["refused_because"], running(aid)) == ("refused", "ended", set())
    assert cast.does("fang", aid, "object_to_refusal", received_on=on(), grounds="不服").state == "objecting"


def test_she_may_not_want_it(cast: Cast, aid: Ticket) -> None:
    assert "heard_alone" in refused(cast, "fang", aid, "decline", **{**NO, "heard_alone": False}).errors
    granted(cast, aid)
    aid = cast.does("fang", aid, "decline", **NO)
    assert (aid.state, running(aid)) == ("declined", set())
