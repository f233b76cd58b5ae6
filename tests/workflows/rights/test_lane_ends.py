"""How an urgent case ends: never while a measure is open, and as “safe” only with a report, a shield and somebody who looks."""

from typing import Any

import pytest

from casework.models import Ticket
from tests.cast import Cast
from tests.workflows.rights.protected import NO, refused
from workflows.rights import lane_rules

GROUND = {"ground": "litigation", "body": "court", "how_to_reach": "立案庭", "notice": "oral"}
PLAN = {"safe_phone": "138 0000 7788", "safe_time": "中午", "place_to_go": "姐姐家", "shelter": "has_place"}
REPORT = {"way": "staff", "station": "夫子庙派出所", "receipt": "JJ1", "told": "丈夫动手。"}
RESULT: dict[str, Any] = {"outcome": "E2", "proof": "核查表1", "statement": "", "reply": "已落实安全措施。"}


def child(ticket: Ticket, slug: str) -> Ticket:
    return Ticket.objects.filter(parent=ticket, type=slug).latest("id")


def claimed(cast: Cast) -> Ticket:
    return cast.does("fang", cast.call(violence_now="yes", category="0205"), "claim")


def handled(cast: Cast) -> Ticket:
    ticket = claimed(cast)
    cast.does("fang", ticket, "accept", track="dv", notice="oral")
    return cast.does("fang", ticket, "begin")


def settle(cast: Cast, ticket: Ticket) -> None:
    """Everything but report and plan: bodily harm outside the home has neither order nor warning."""
    cast.does("fang", child(ticket, lane_rules.EVIDENCE), "guide", kept=["police"], safe_place=True)
    cast.does("fang", child(ticket, lane_rules.LEADER), "tell_leader", told=["leader"], way="phone")
    cast.does("fang", child(ticket, lane_rules.AID), "decline", **NO)


@pytest.mark.parametrize(
    ("move", "entered"),
    [
        ("not_accept", GROUND),
        ("withdraw", {"free_will": True, "statement": "她说不需要了。"}),
        ("transfer", {"body": "police", "basis": "duty", "notice": "oral", "letter_no": "1"}),
    ],
)
def test_no_move_ends_it_while_a_measure_is_open_and_the_sentence_names_it(
    cast: Cast, move: str, entered: dict[str, Any]
) -> None:
    ticket = claimed(cast)
    found = refused(cast, "fang", ticket, move, **entered)
    said = f"{found.reason} {found.errors}"
    assert "report to the police is not made" in said and f"{ticket.number}-BJ1" in said


def test_safe_is_only_what_is_reported_shielded_and_watched(cast: Cast) -> None:
    ticket = handled(cast)
    assert "safety measures" in refused(cast, "fang", ticket, "submit", **RESULT).errors["outcome"][0]
    settle(cast, ticket)
    cast.does("fang", child(ticket, lane_rules.POLICE), "report", **REPORT)
    cast.does("fang", child(ticket, lane_rules.PLAN), "decline_plan", **NO)
    found = refused(cast, "fang", ticket, "submit", **RESULT)
    assert "safety measures" in found.errors["outcome"][0], "a plan she did not want shields nobody"


def test_with_report_plan_and_looks_it_is_handed_in_and_signed_by_a_colleague_of_the_district(cast: Cast) -> None:
    ticket = handled(cast)
    settle(cast, ticket)
    cast.does("fang", child(ticket, lane_rules.POLICE), "report", **REPORT)
    cast.does("fang", child(ticket, lane_rules.PLAN), "make_plan", **PLAN)
    ticket = cast.does("fang", ticket, "submit", **RESULT)
    assert ticket.state == "pending_review"
    ticket = cast.does("gao", ticket, "reply", served="oral", served_on=ticket.data["handed_in_on"], paper_no="")
    assert (ticket.state, ticket.data["signed_off"]) == ("replied", cast.gao.id)
    assert child(ticket, lane_rules.PLAN).is_open, "the plan goes on being looked at after the case is closed"


def test_shelter_declined_is_no_shield(cast: Cast) -> None:
    ticket = handled(cast)
    settle(cast, ticket)
    cast.does("fang", child(ticket, lane_rules.POLICE), "report", **REPORT)
    declined = {**PLAN, "shelter": "declined", "options_told": ["order"], "words": "我想住自己家。"}
    cast.does("fang", child(ticket, lane_rules.PLAN), "make_plan", **declined)
    assert "outcome" in refused(cast, "fang", ticket, "submit", **RESULT).errors
