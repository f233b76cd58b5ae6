"""Closing needs proof: every outcome code, what it is refused for, and what lets it through (domain.md §2.6)."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils.translation import override

from casework import gate
from casework.models import Ticket
from tests.cast import Cast
from tests.workflows.rights import agreed
from tests.workflows.rights.ended import opinion, serve
from tests.workflows.seen import refusal
from workflows.classifications import OUTCOMES
from workflows.rights import proof
from workflows.rights.proof import Stage

PDF = b"%PDF-1.7 x"
RESULT = {"proof": "", "statement": "", "reply": "答复内容"}


class NoFamily:
    def children(self, slug: str = "") -> list[Any]:
        return []

    def open_children(self, *slugs: str) -> list[Any]:
        return []


@dataclass
class Child:
    """As much of a child ticket as the table of needs reads."""

    type: str
    state: str
    is_open: bool = True
    number: str = "QH-WQ-2026-000001-AQ1"
    data: dict[str, Any] = field(default_factory=dict)


@dataclass
class Shielded:
    """She has a safe place, and somebody looks at the plan again and again."""

    def children(self, slug: str = "") -> list[Any]:
        plan = Child("safety_plan", "in_force", data={"shelter": "accepted"})
        return [plan] if slug in ("", plan.type) else []

    def open_children(self, *slugs: str) -> list[Any]:
        return self.children()


@dataclass
class Case:
    """As much of a ticket as the table of needs reads."""

    data: dict[str, Any] = field(default_factory=dict)
    category: str = "0106"
    risk: str = "blue"
    family: Any = field(default_factory=NoFamily)


DAYS = ["2026-11-01", "2026-11-04", "2026-11-08"]
COMPLETE: dict[str, dict[str, Any]] = {  # outcome -> data of a case that proves it
    "A1": {},
    "B1": {"agreement": {"kind": "written"}, "files": {"agreement": 1}},
    "B2": {"agreement": {"kind": "oral"}},
    "B3": {"stated": True},
    "C1": {"proof_no": "（2026）苏0104民初1号", "files": {"receipt": 1}},
    "C2": {"proof_no": "人社函1号", "report_no": "人社函1号"},
    "C3": {"letter_no": "秦妇函〔2026〕1号", "told_on": "2026-11-01"},
    "D1": {"papers": {"opinion": ["秦妇信〔2026〕1号"]}, "served": {"秦妇信〔2026〕1号": {"on": "2026-11-02"}}},
    "D2": {"papers": {"opinion": ["秦妇信〔2026〕1号"]}, "served": {"秦妇信〔2026〕1号": {"on": "2026-11-02"}}},
    "E1": {"files": {"payment": 1}},
    "E2": {"children": {"aftercare": 1, "safety_plan": 1}, "signed_off": 7},
    "F1": {"mediation_ended": "refused"},
    "F2": {"stated": True},
    "F3": {"attempts": DAYS, "attempt_parts": ["evening", "morning"]},
    "X1": {"told_on": "2026-11-01"},
    "Z1": {"papers": {"re_review_opinion": ["秦妇信〔2026〕2号"]}},
}
LACKING: list[
    tuple[str, dict[str, Any], str]
] = [  # outcome, data of a case that lacks one thing, words of the sentence
    ("A1", {"refused_to_tell": True}, "record of the call"),
    ("B1", {"files": {"agreement": 1}}, "written agreement"),
    ("B1", {"agreement": {"kind": "oral"}, "files": {"agreement": 1}}, "written agreement"),
    ("B1", {"agreement": {"kind": "written"}}, "file of the kind “Agreement”"),
    ("B2", {"agreement": {"kind": "written"}}, "oral agreement"),
    ("B3", {}, "statement"),
    ("C1", {"files": {"receipt": 1}}, "number of the paper"),
    ("C1", {"proof_no": "1"}, "receipt"),
    ("C2", {"proof_no": "1"}, "report"),
    ("C3", {"told_on": "2026-11-01"}, "transfer letter"),
    ("C3", {"letter_no": "1"}, "notice"),
    ("D1", {}, "opinion"),
    ("D1", {"papers": {"opinion": ["1"]}}, "record of service"),
    ("D2", {"papers": {"opinion": []}, "served": {"1": {}}}, "opinion"),
    ("D2", {"papers": {"opinion": ["2"]}, "served": {"1": {}}}, "record of service"),
    ("E1", {"files": {"agreement": 3}}, "payment"),
    ("E2", {"children": {"aftercare": 1}, "signed_off": 7}, "safety measures"),
    ("E2", {"children": {"safety_plan": 1}, "signed_off": 7}, "follow-up plan"),
    ("E2", {"children": {"aftercare": 1, "safety_plan": 1}}, "signed off by the district"),
    ("F1", {}, "End mediation"),
    ("F2", {}, "statement"),
    ("F3", {"attempts": DAYS[:2], "attempt_parts": ["evening", "morning"]}, "3 attempts"),
    ("F3", {"attempts": ["2026-11-01", "2026-11-02", "2026-11-03"], "attempt_parts": ["evening", "morning"]}, "7 days"),
    ("F3", {"attempts": DAYS, "attempt_parts": ["evening"]}, "2 different times"),
    ("X1", {}, "notice"),
    ("Z1", {"papers": {"opinion": ["1"]}}, "re-review"),
]


def test_every_outcome_has_its_row() -> None:
    assert set(proof.REQUIRED) | {"X2", "X3"} == set(OUTCOMES)
    assert set(COMPLETE) == set(proof.REQUIRED)


@pytest.mark.parametrize("outcome", list(COMPLETE))
def test_a_case_with_its_proof_lacks_nothing(outcome: str) -> None:
    family = Shielded() if outcome == "E2" else NoFamily()
    assert proof.missing(Case(COMPLETE[outcome], family=family), outcome) == []


@pytest.mark.parametrize(("outcome", "data", "words"), LACKING)
def test_what_is_missing_is_named_with_the_way_to_get_it(outcome: str, data: dict[str, Any], words: str) -> None:
    gaps = proof.missing(Case(data), outcome)
    sentence = proof.sentence(outcome, gaps)
    assert words in sentence
    assert sentence.startswith(f"“{OUTCOMES[outcome].title}” needs: ")
    assert all(str(gap.remedy) in sentence for gap in gaps)


def test_the_sentences_are_there_in_chinese() -> None:
    for outcome, data, _words in LACKING:
        with override("en"):
            english = proof.sentence(outcome, proof.missing(Case(data), outcome))
        with override("zh-hans"):
            chinese = proof.sentence(outcome, proof.missing(Case(data), outcome))
        assert english != chinese
        assert not any(word in chinese for word in (" needs", "Use ", "Add ", "Record "))


@pytest.mark.parametrize("outcome", proof.MEDIATED)
def test_where_there_is_violence_talks_alone_prove_nothing(outcome: str) -> None:
    case = Case(COMPLETE[outcome], category="0102")
    assert [gap.code for gap in proof.missing(case, outcome)] == ["measures", "watch"]
    case.data = {**case.data, "children": {"aftercare": 1, "safety_plan": 1}}
    assert proof.missing(case, outcome) == []


def test_the_opinion_is_asked_for_when_it_is_time_to_reply() -> None:
    assert proof.missing(Case(), "D1", Stage.SUBMIT) == []
    assert [gap.code for gap in proof.missing(Case(), "D1", Stage.REPLY)] == ["opinion", "served"]


# ── Through the gate ──────────────────────────────────────────────────────────────────────────────────────────────────
def submits(cast: Cast, ticket: Ticket, outcome: str, **more: Any) -> Ticket:
    return cast.does("mei", ticket, "submit", outcome=outcome, **{**RESULT, **more})


@pytest.mark.parametrize("outcome", ["B3", "C1", "C2", "E1", "F1", "F3"])
def test_a_result_without_its_proof_is_refused_at_the_field_and_nothing_changes(cast: Cast, outcome: str) -> None:
    ticket = agreed.working(cast, other=False)
    found = refusal(cast, "mei", ticket, "submit", outcome=outcome, **RESULT)
    assert found.code == "invalid"
    assert "needs: " in found.errors["outcome"][0]
    ticket.refresh_from_db()
    assert (ticket.state, ticket.outcome) == ("in_progress", "")


@pytest.mark.parametrize(
    ("outcome", "kind", "entered"),
    [
        ("B3", "", {"statement": "她说双方已经和好。"}),
        ("B3", "statement", {}),
        ("C1", "receipt", {"proof": "（2026）苏0104民初1号"}),
        ("C2", "report", {"proof": "人社函〔2026〕9号"}),
        ("E1", "payment", {}),
        ("A1", "", {}),
    ],
)
def test_with_its_proof_it_goes_to_the_reviewer(cast: Cast, outcome: str, kind: str, entered: dict[str, str]) -> None:
    ticket = agreed.working(cast, other=False)
    if kind:
        gate.attach(ticket.number, cast.actor("mei"), "凭证.pdf", PDF, kind=kind)
    ticket = submits(cast, ticket, outcome, **entered)
    assert (ticket.state, ticket.outcome, ticket.handler_id) == ("pending_review", outcome, cast.mei.id)
    assert ticket.data["handed_in_on"]
    assert "她说" not in str(ticket.data), "her words are sealed in the event"


def test_a_written_agreement_needs_its_record_and_its_scan(cast: Cast) -> None:
    ticket = agreed.mediating(cast)
    assert "written agreement" in refusal(cast, "mei", ticket, "submit", outcome="B1", **RESULT).errors["outcome"][0]
    ticket = agreed.agree(cast, ticket)
    assert "Agreement" in refusal(cast, "mei", ticket, "submit", outcome="B1", **RESULT).errors["outcome"][0]
    gate.attach(ticket.number, cast.actor("mei"), "协议.pdf", PDF, kind="agreement")
    assert submits(cast, ticket, "B1").outcome == "B1"


def test_cannot_be_reached_is_a_log_of_different_days_and_hours(cast: Cast) -> None:
    ticket = agreed.working(cast, other=False)
    for day, part in (("2026-11-01", "morning"), ("2026-11-04", "morning"), ("2026-11-08", "morning")):
        cast.does("mei", ticket, "record_attempt", way="phone", tried_on=day, part=part)
    assert "times of the day" in refusal(cast, "mei", ticket, "submit", outcome="F3", **RESULT).errors["outcome"][0]
    cast.does("mei", ticket, "record_attempt", way="visit", tried_on="2026-11-09", part="evening")
    ticket = submits(cast, ticket, "F3")
    assert refusal(cast, "hua", ticket, "reply", served="other", served_on="2026-11-10").code in {"closed", "forbidden"}
    assert cast.does("sun", ticket, "reply", served="other", served_on="2026-11-10").state == "replied"


def test_an_opinion_is_signed_and_served_before_the_reply(cast: Cast) -> None:
    ticket = submits(cast, agreed.working(cast, other=False), "D2")
    served = {"served": "hand", "served_on": "2026-11-02", "paper_no": ""}
    assert "处理意见书" in str(refusal(cast, "sun", ticket, "reply", **served).reason)
    ticket = opinion(cast, ticket)
    assert "送达回证" in str(refusal(cast, "sun", ticket, "reply", **served).reason)
    serve(cast, ticket, "opinion")
    assert list(refusal(cast, "sun", ticket, "reply", **{**served, "served": "oral"}).errors) == ["served"]
    ticket = cast.does("sun", ticket, "reply", **served)
    assert ticket.data["served_on"] == ticket.data["served"][ticket.data["papers"]["opinion"][0]]["on"]


def test_a_voided_opinion_shuts_the_way_to_closing(cast: Cast) -> None:
    ticket = submits(cast, agreed.working(cast, other=False), "D1")
    serve(cast, opinion(cast, ticket), "opinion")
    cast.does("sun", ticket, "reply", served="hand", served_on="2026-11-02")
    ticket = cast.does("ling", ticket, "begin_follow_up")
    number = ticket.data["papers"]["opinion"][0]
    cast.does("lu", ticket, "annul_paper", paper=number, ground="wrong_text", note="金额写错")
    called = {"result": "reached", "satisfaction": "satisfied", "safe_now": "yes"}
    assert "处理意见书" in str(refusal(cast, "ling", ticket, "close", **called).reason)
