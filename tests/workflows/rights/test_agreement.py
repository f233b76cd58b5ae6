"""What a mediation ends in: the agreement, its promises, what a court confirms of it, and what a court has delegated."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from casework.errors import Refused
from casework.models import Event, Paper, Ticket
from tests.cast import Cast
from tests.workflows.rights.agreed import (
    WRITTEN,
    agree,
    clock,
    last_day,
    mediating,
    ready,
    refusal,
    running,
    working,
)
from workflows.rights.confirmable import About, about, left_out

pytestmark = pytest.mark.usefixtures("in_english")

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 09:00 in Shanghai
DAY = timedelta(days=1)


# ── Agreement ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_written_agreement_is_signed_by_all_and_each_promise_becomes_a_task(cast: Cast) -> None:
    ticket = agree(cast, mediating(cast))
    assert ticket.state == "mediating"
    expected = {"kind": "written", "effective": "2026-03-02", "items": 2, "status_only": False, "no": 1}
    assert ticket.data["agreement"] == {**expected, "perform_by": "2026-05-01"}
    children = list(Ticket.objects.filter(parent=ticket).order_by("id"))
    assert [one.data["due_on"] for one in children] == ["2026-04-01", "2026-05-01"]
    assert [one.number for one in children] == [f"{ticket.number}-LX1", f"{ticket.number}-LX2"]
    assert "抚养费" not in str([one.data for one in children]), "what is promised is sealed"
    assert "抚养费" not in str(list(Event.objects.values_list("data", flat=True)))
    assert "Hand in the result" in refusal(cast, "mei", ticket, "record_agreement", **WRITTEN).reason


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"mediator_signed": False}, "mediator_signed"),
        ({"seal_affixed": False}, "seal_affixed"),
        ({"signed_by": []}, "signed_by"),
        ({"plan": ""}, "plan"),
        ({"effective_on": "2999-01-01"}, "effective_on"),
        ({"terms": ""}, "terms"),
    ],
)
def test_an_agreement_that_lacks_something_is_not_recorded(cast: Cast, change: dict[str, Any], field: str) -> None:
    ticket = mediating(cast)
    with pytest.raises(Refused) as caught:
        agree(cast, ticket, **change)
    assert field in caught.value.errors
    assert not Ticket.objects.filter(parent=ticket).exists()


def test_a_wrong_line_of_the_plan_is_named_with_the_remedy(cast: Cast) -> None:
    with pytest.raises(Refused) as caught:
        agree(cast, mediating(cast), plan="2026-04-01 500元 抚养费\n下月付清\n2026-02-30 100元\n\n2026年5月1日")
    said = caught.value.errors["plan"]
    assert said[0].startswith("Line 2: begin with the date")
    assert said[1].startswith("Line 3: this day is not in the calendar")
    assert said[2].startswith("Line 5: ")
    with pytest.raises(Refused) as caught:
        agree(cast, Ticket.objects.get(parent=None), plan="2026-01-01 道歉")
    assert "2026-01-01" in caught.value.errors["plan"][0]


def test_an_oral_agreement_needs_no_seal_and_is_in_force_when_reached(cast: Cast) -> None:
    ticket = agree(
        cast, mediating(cast), kind="oral", signed_by=[], mediator_signed=False, seal_affixed=False,
        plan="2026年4月1日 当面道歉",
    )  # fmt: skip
    assert (ticket.data["agreement"]["kind"], ticket.data["agreement"]["items"]) == ("oral", 1)


def test_both_have_thirty_days_to_ask_the_court_and_the_court_thirty_to_decide(cast: Cast) -> None:
    ticket = agree(cast, mediating(cast, now=MONDAY), now=MONDAY + 3 * DAY)
    assert last_day(ticket, "med.judicial_confirm") == "2026-04-01", "from the day it took effect"
    assert clock(ticket, "med.judicial_confirm").who == "party"
    found = refusal(cast, "mei", ticket, "record_confirmation", step="confirmed", on="2026-03-20")
    assert list(found.errors) == ["paper_no"]
    ticket = cast.does("mei", ticket, "record_confirmation", step="applied", on="2026-03-10", now=MONDAY + 9 * DAY)
    assert "med.judicial_confirm" not in running(ticket)
    assert last_day(ticket, "med.court_confirm") == "2026-04-09"
    number = {"paper_no": "（2026）苏0104民特5号", "on": "2026-03-20"}
    ticket = cast.does("mei", ticket, "record_confirmation", step="confirmed", **number)
    assert ticket.data["judicial_confirmed"] is True
    assert "med.court_confirm" not in running(ticket)
    assert "decision is recorded" in refusal(cast, "mei", ticket, "record_confirmation", step="applied").reason


def test_an_agreement_about_status_alone_starts_no_limit_for_the_court(cast: Cast) -> None:
    ticket = agree(cast, mediating(cast), status_only=True, plan="")
    assert "med.judicial_confirm" not in running(ticket)
    assert "cannot confirm" in refusal(cast, "mei", ticket, "record_confirmation", step="applied").reason


def test_the_agreement_counts_as_performed_when_every_promise_was_kept(cast: Cast) -> None:
    ticket = agree(cast, mediating(cast))
    first, second = Ticket.objects.filter(parent=ticket).order_by("id")
    kept = {"performed_on": "2026-03-30", "proof": "receipt"}
    cast.does("mei", first, "record_performed", **kept)
    assert "1 promises are still open" in refusal(cast, "mei", ticket, "confirm_performance").reason
    cast.does("mei", second, "release", reason="对方免除")
    assert cast.does("mei", ticket, "confirm_performance").data["performed"] == "2026-03-30"


# ── What a court confirms ─────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("terms", "acts", "found"),
    [
        ("双方自愿和好，今后互相尊重。", [], About.ALL),
        ("双方同意离婚。", [(None, "到民政局办理离婚登记")], About.ALL),
        ("解除收养关系；养女改回原姓。", [], About.ALL),
        ("双方自愿和好，元旦一起回家。", [], About.ALL),
        ("双方同意离婚。女儿由女方抚养，男方每月支付抚养费。", [], About.SOME),
        ("双方同意离婚。", [(500, "")], About.SOME),
        ("双方同意离婚。", [(None, "搬走个人物品")], About.SOME),
        ("双方同意离婚；男方给女方三万元。", [], About.SOME),
        ("离婚后男方每周六探望女儿一次。", [], About.NOTHING),
        ("每周六探望一次，每月支付抚养费。", [(500, "抚养费")], About.NOTHING),
        ("夜里十点以后不再大声放音乐。", [], About.NOTHING),
    ],
)
def test_status_is_told_from_what_a_court_confirms(terms: str, acts: list[Any], found: About) -> None:
    assert about(terms, acts) is found


def test_an_agreement_that_promises_only_status_is_recorded_as_such(cast: Cast) -> None:
    ticket = mediating(cast)
    only = {"terms": "双方自愿和好，今后互相尊重。", "plan": "2026-04-01 一起回家"}
    found = refusal(cast, "mei", ticket, "record_agreement", **{**WRITTEN, **only, "plan": "2026-04-01 和好"})
    assert "no court confirms that" in found.errors["status_only"][0]
    with pytest.raises(Refused) as caught:
        agree(cast, ticket, status_only=True)
    assert "Leave this box empty" in caught.value.errors["status_only"][0]
    ticket = agree(cast, ticket, **{**only, "plan": ""}, status_only=True)
    assert ticket.data["agreement"]["status_only"] and "med.judicial_confirm" not in running(ticket)
    said = refusal(cast, "mei", ticket, "record_confirmation", step="applied").reason
    assert "cannot confirm" in said and "money, property, visits and upkeep" in said
    paper = {
        "kind": "judicial_confirmation",
        "court": "秦淮区人民法院",
        "agreement_no": "x",
        "effective_on": "2026-03-02",
    }
    found = refusal(cast, "mei", ticket, "sign_paper", **paper, terms="确认双方和好")
    assert "money, property, visits and upkeep" in found.errors["kind"][0]


def test_status_and_money_go_to_the_court_without_the_status(cast: Cast) -> None:
    ticket = agree(cast, mediating(cast), terms="双方同意离婚；男方每月支付抚养费。")
    assert ticket.data["agreement"]["status_too"] and "med.judicial_confirm" in running(ticket)
    asked = {"step": "applied", "on": "2026-03-10"}
    assert (
        "Leave status out" in refusal(cast, "mei", ticket, "record_confirmation", **asked).errors["status_left_out"][0]
    )
    paper = {
        "kind": "judicial_confirmation",
        "court": "秦淮区人民法院",
        "agreement_no": "x",
        "effective_on": "2026-03-02",
    }
    found = refusal(cast, "mei", ticket, "sign_paper", **paper, terms="每月支付抚养费500元。双方同意离婚。")
    assert "Sentence 2" in found.errors["terms"][0] and not Paper.objects.filter(ticket=ticket).exists()
    cast.does("mei", ticket, "sign_paper", **paper, terms="男方每月支付抚养费500元。")
    ticket = cast.does("mei", ticket, "record_confirmation", **asked, status_left_out=True)
    assert "med.court_confirm" in running(ticket)


def test_without_an_agreement_nothing_is_put_before_a_court(cast: Cast) -> None:
    paper = {
        "kind": "judicial_confirmation",
        "court": "秦淮区人民法院",
        "agreement_no": "x",
        "effective_on": "2026-03-02",
    }
    found = refusal(cast, "mei", mediating(cast), "sign_paper", **paper, terms="支付抚养费")
    assert "Record the agreement first" in found.errors["kind"][0]


def test_after_the_thirty_days_the_court_takes_no_application(cast: Cast) -> None:
    ticket = agree(cast, mediating(cast))
    assert last_day(ticket, "med.judicial_confirm") == "2026-04-01"
    late = refusal(cast, "mei", ticket, "record_confirmation", step="applied", on="2026-04-02")
    assert "ended on 2026-04-01" in late.errors["on"][0] and "can be sued" in late.errors["on"][0]
    assert cast.does("mei", ticket, "record_confirmation", step="applied", on="2026-04-01").data["confirmation_asked"]


def test_an_application_names_no_status_sentence() -> None:
    assert left_out("男方每月支付抚养费500元。每周六探望。") == ""
    assert str(left_out("女方同意撤诉，双方和好")).startswith("Sentence 1 ")


# ── For a court ───────────────────────────────────────────────────────────────────────────────────────────────────────
DELEGATED = {"court": "秦淮区人民法院", "delegation_no": "（2026）委派12号", "delegated_on": "2026-02-27"}


def test_a_case_from_a_court_is_mediated_as_its_delegation_with_the_courts_limits(cast: Cast) -> None:
    ticket = working(cast, now=MONDAY, channel="court")
    assert "record its delegation" in refusal(cast, "mei", ticket, "start_mediation", began_by="offered").reason
    ticket = cast.does("mei", ticket, "record_delegation", **DELEGATED, now=MONDAY)
    assert last_day(ticket, "med.court_accept") == "2026-03-03", "28 February is a make-up day: worked"
    assert "Answer the court" in refusal(cast, "mei", ticket, "start_mediation", began_by="offered").reason
    ticket = cast.does("mei", ticket, "answer_delegation", answer="accept", now=MONDAY)
    assert last_day(ticket, "med.court_ask") == "2026-03-05"
    assert last_day(ticket, "med.court_delegated") == "2026-03-29"
    ready(cast, ticket, now=MONDAY + DAY)
    ticket = cast.does("mei", ticket, "start_mediation", began_by="offered", now=MONDAY + DAY)
    assert {"med.court_accept", "med.court_ask", "med.duration"}.isdisjoint(running(ticket))
    stop = {"ground": "failed", "ways_told": ["court"], "record": "未达成"}
    ticket = cast.does("mei", ticket, "stop_mediation", **stop, now=MONDAY + 2 * DAY)
    assert "med.court_delegated" not in running(ticket)
    assert last_day(ticket, "med.court_return") == "2026-03-09"
    ticket = cast.does("mei", ticket, "report_to_court", result="failed", reported_on="2026-03-05")
    assert "med.court_return" not in running(ticket)
    assert refusal(cast, "mei", ticket, "report_to_court", result="failed", reported_on="2026-03-05").code == "closed"


def test_a_delegation_not_accepted_goes_back_with_the_reason(cast: Cast) -> None:
    ticket = working(cast)
    cast.does("mei", ticket, "record_delegation", **DELEGATED)
    assert list(refusal(cast, "mei", ticket, "answer_delegation", answer="decline").errors) == ["reason"]
    ticket = cast.does("mei", ticket, "answer_delegation", answer="decline", reason="一方在外地")
    assert "med.court_return" in running(ticket)
    assert "med.court_delegated" not in running(ticket)


def test_an_agreement_reached_for_a_court_is_reported_to_it(cast: Cast) -> None:
    ticket = working(cast)
    cast.does("mei", ticket, "record_delegation", **DELEGATED)
    ticket = ready(cast, cast.does("mei", ticket, "answer_delegation", answer="accept"))
    ticket = agree(cast, cast.does("mei", ticket, "start_mediation", began_by="offered"))
    assert "med.court_return" in running(ticket)
    ticket = cast.does("mei", ticket, "report_to_court", result="agreed", reported_on="2026-03-05")
    assert ticket.data["court"]["reported"] == "agreed"


# ── A wrong tick at “only about status” ───────────────────────────────────────────────────────────────────────────────
def test_a_wrong_tick_at_only_about_status_is_corrected_and_the_thirty_days_run_from_the_agreement(cast: Cast) -> None:
    ticket = agree(cast, mediating(cast), status_only=True, plan="")
    assert "med.judicial_confirm" not in running(ticket)
    ticket = cast.does("mei", ticket, "correct_status", status_only="no", reason="另约定了探望。")
    assert (ticket.data["agreement"]["status_only"], ticket.data["confirmable"]) == (False, True)
    other = agree(cast, mediating(cast))
    assert last_day(ticket, "med.judicial_confirm") == last_day(other, "med.judicial_confirm"), (
        "as if it had been ticked rightly"
    )
    found = refusal(cast, "mei", ticket, "record_confirmation", step="applied", on="2026-03-10", paper_no="")
    assert "speaks of status too" in found.errors["status_left_out"][0], (
        "what was ticked as status is left out at court"
    )
    event = ticket.events.latest("seq")
    assert event.data["status_only"] == "no" and "reason" not in event.data


def test_a_tick_that_was_forgotten_ends_the_thirty_days(cast: Cast) -> None:
    ticket = agree(cast, mediating(cast), plan="2026-04-01 一起回家")
    assert "med.judicial_confirm" in running(ticket)
    ticket = cast.does("mei", ticket, "correct_status", status_only="yes", reason="只约定和好。")
    assert "med.judicial_confirm" not in running(ticket)
    assert "cannot confirm" in refusal(cast, "mei", ticket, "record_confirmation", step="applied").reason


def test_a_correction_of_the_tick_says_something_else_and_fits_what_is_promised(cast: Cast) -> None:
    ticket = mediating(cast)
    assert "no agreement yet" in refusal(cast, "mei", ticket, "correct_status", status_only="no", reason="x").reason
    ticket = agree(cast, ticket)
    found = refusal(cast, "mei", ticket, "correct_status", status_only="no", reason="无需更正")
    assert "Nothing is to be corrected" in found.errors["status_only"][0]
    found = refusal(cast, "mei", ticket, "correct_status", status_only="yes", reason="勾选有误")
    assert "Money is promised" in found.errors["status_only"][0]
    assert "reason" in refusal(cast, "mei", ticket, "correct_status", status_only="yes", reason="").errors


def test_once_the_court_is_asked_the_tick_stays(cast: Cast) -> None:
    ticket = agree(cast, mediating(cast))
    ticket = cast.does("mei", ticket, "record_confirmation", step="applied", on="2026-03-10", paper_no="")
    assert "The court has been asked" in refusal(
        cast, "mei", ticket, "correct_status", status_only="yes", reason="勾选有误"
    ).reason  # fmt: skip
