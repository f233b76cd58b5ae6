"""Mediation by consent (人民调解法): who agrees, who mediates, what is kept, and how it ends."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.bodies import events as api_events
from casework import access, gate, history, moving, reading
from casework.binding import bind
from casework.errors import Refused
from casework.forms import bind_form
from casework.models import Event, Paper, Ticket
from casework.queries.ticket import history as lines_of
from casework.queries.ticket import load
from tests.cast import STREET, Cast
from tests.workflows.rights.agreed import (
    IMPARTIAL,
    SESSION,
    WRITTEN,
    clock,
    code_of,
    last_day,
    mediating,
    ready,
    refusal,
    running,
    says,
    working,
)
from tests.workflows.types.test_machines import filled
from workflows.rights.consent import needed

pytestmark = pytest.mark.usefixtures("in_english")

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 09:00 in Shanghai
DAY = timedelta(days=1)
SECRET = "她说只愿意每月一次，不要告诉他"


# ── Consent ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_mediation_begins_when_every_side_has_agreed_and_the_mediator_has_declared_herself(cast: Cast) -> None:
    ticket = working(cast)
    assert "Petitioner, Other party" in refusal(cast, "mei", ticket, "start_mediation", began_by="applied").reason
    says(cast, ticket, "petitioner", "written")
    assert "The agreement of Other party is missing" in refusal(cast, "mei", ticket, "start_mediation").reason
    says(cast, ticket, "other")
    assert "Declare first" in refusal(cast, "mei", ticket, "start_mediation").reason
    cast.does("mei", ticket, "declare_interest", **IMPARTIAL)
    assert cast.does("mei", ticket, "start_mediation", began_by="applied").state == "mediating"


def test_without_the_other_side_there_is_nobody_to_mediate_with(cast: Cast) -> None:
    ticket = working(cast, other=False)
    says(cast, ticket, "petitioner")
    assert "The other party is not recorded" in refusal(cast, "mei", ticket, "start_mediation").reason


def test_a_neighbour_who_reports_it_is_no_side_of_the_dispute(cast: Cast) -> None:
    ticket = working(cast, caller="relative")
    assert "victim" in ticket.data["parties"].values(), "intake records the person harmed"
    for role in ("victim", "other"):
        says(cast, ticket, role)
    cast.does("mei", ticket, "declare_interest", **IMPARTIAL)
    assert cast.does("mei", ticket, "start_mediation", began_by="offered").state == "mediating"


@pytest.mark.parametrize("role", ["petitioner", "other"])
def test_who_refuses_beforehand_shuts_the_way_and_hears_the_others(cast: Cast, role: str) -> None:
    ticket = ready(cast, working(cast))
    says(cast, ticket, role, "refused")
    found = refusal(cast, "mei", ticket, "start_mediation", began_by="applied")
    assert found.code == "closed"
    assert "refuses" in found.reason and "legal aid" in found.reason
    says(cast, ticket, role, "written")
    assert cast.does("mei", ticket, "start_mediation", began_by="applied").state == "mediating", "a change of mind"


def test_who_takes_her_consent_back_is_not_mediated(cast: Cast) -> None:
    ticket = ready(cast, working(cast))
    her = code_of(ticket, "petitioner")
    given = {"party": her, "purpose": "mediation", "basis": "consent", "given_by": "self", "told_by": "voice"}
    cast.does("mei", ticket, "record_privacy_consent", **given, told_on="2026-03-02")
    cast.does("mei", ticket, "withdraw_privacy_consent", consent=1)
    assert "taken back" in refusal(cast, "mei", ticket, "start_mediation", began_by="applied").reason
    cast.does("mei", ticket, "record_privacy_consent", **given, told_on="2026-03-03")
    assert cast.does("mei", ticket, "start_mediation", began_by="applied").state == "mediating"


def test_consent_taken_back_in_the_midst_of_it_stops_the_talks_until_she_is_asked_anew(cast: Cast) -> None:
    ticket = mediating(cast)
    both = [code_of(ticket, "petitioner"), code_of(ticket, "other")]
    given = {"party": both[0], "purpose": "mediation", "basis": "consent", "given_by": "self", "told_by": "voice"}
    cast.does("mei", ticket, "record_privacy_consent", **given, told_on="2026-03-02")
    cast.does("mei", ticket, "withdraw_privacy_consent", consent=1)
    talk = {"party": both[1], "held_on": "2026-03-02", "said": SECRET}
    for move, data in (("record_session", {**SESSION, "present": both}), ("record_private_talk", talk)):
        assert "taken back" in refusal(cast, "mei", ticket, move, **data).reason
    assert "taken back" in refusal(cast, "mei", ticket, "record_agreement", **WRITTEN, signed_by=both).reason
    says(cast, ticket, "petitioner")
    assert cast.does("mei", ticket, "record_session", **SESSION, present=both).data["sessions"] == 1


def test_agreeing_wants_the_duties_told_and_refusing_the_other_ways(cast: Cast) -> None:
    ticket = working(cast)
    entered = {"party": code_of(ticket, "other"), "given_on": "2026-03-02"}
    assert list(refusal(cast, "mei", ticket, "record_consent", **entered, answer="oral").errors) == ["rights_told"]
    assert list(refusal(cast, "mei", ticket, "record_consent", **entered, answer="refused").errors) == ["ways_told"]
    entered.update(party="zz", rights_told="on")
    assert list(refusal(cast, "mei", ticket, "record_consent", **entered, answer="oral").errors) == ["party"]


@pytest.mark.parametrize("role", ["petitioner", "other"])
def test_who_refuses_during_mediation_ends_it_at_once_and_gets_it_in_writing(cast: Cast, role: str) -> None:
    ticket = mediating(cast)
    assert "med.duration" in running(ticket)
    ticket = says(cast, ticket, role, "refused")
    assert (ticket.state, ticket.data["mediation_ended"]) == ("in_progress", "refused")
    assert "med.duration" not in running(ticket)
    assert Paper.objects.get(ticket=ticket).kind == "mediation_end"
    assert "refuses" in refusal(cast, "mei", ticket, "start_mediation", began_by="applied").reason


def test_mediation_without_result_ends_with_other_ways_told_and_a_new_one_needs_new_consent(cast: Cast) -> None:
    ticket = mediating(cast)
    found = refusal(cast, "mei", ticket, "stop_mediation", ground="refused", record="对方不来了", ways_told=[])
    assert set(found.errors) == {"refused_by", "ways_told"}
    words = {"ways_told": ["court", "legal_aid"], "record": "三次未达成"}
    ticket = cast.does("mei", ticket, "stop_mediation", ground="failed", **words)
    assert ticket.state == "in_progress"
    assert "is missing" in refusal(cast, "mei", ticket, "start_mediation", began_by="applied").reason


def test_a_corrected_party_keeps_her_word(cast: Cast) -> None:
    ticket = ready(cast, working(cast))
    ticket = cast.does(
        "mei", ticket, "correct_person", party=code_of(ticket, "other"), name="李先生", phone="13900001111"
    )
    assert code_of(ticket, "other") in ticket.data["consent"]
    assert cast.does("mei", ticket, "start_mediation", began_by="applied").state == "mediating"


# ── Who mediates ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("tie", [{"own_side": "family"}, {"other_side": "interest"}, {"may_judge": True}])
def test_a_mediator_with_a_tie_to_the_matter_does_not_mediate_it_and_another_takes_over(
    cast: Cast, tie: dict[str, Any]
) -> None:
    ticket = ready(cast, working(cast))
    cast.does("mei", ticket, "declare_interest", **{**IMPARTIAL, **tie})
    for move, data in (("start_mediation", {"began_by": "applied"}), ("declare_interest", IMPARTIAL)):
        assert "have it reassigned" in refusal(cast, "mei", ticket, move, **data).reason
    cast.does("sun", ticket, "reassign", assignee=cast.hua.pk, reason="回避")
    assert "Declare first" in refusal(cast, "hua", ticket, "start_mediation", began_by="applied").reason
    cast.does("hua", ticket, "declare_interest", **IMPARTIAL)
    assert cast.does("hua", ticket, "start_mediation", began_by="applied").state == "mediating"


def test_a_party_may_object_to_the_mediator(cast: Cast) -> None:
    ticket = mediating(cast)
    cast.does("mei", ticket, "object_to_mediator", party=code_of(ticket, "other"), reason="是女方的同学")
    assert refusal(cast, "mei", ticket, "record_session", **SESSION, present=[]).code == "closed"


# ── Sessions and private talks ────────────────────────────────────────────────────────────────────────────────────────
def test_a_session_says_who_was_there_and_whether_it_was_read_back(cast: Cast) -> None:
    ticket = mediating(cast)
    both = [code_of(ticket, "petitioner"), code_of(ticket, "other")]
    assert set(refusal(cast, "mei", ticket, "record_session", **{**SESSION, "signing": ""}, present=[]).errors) == {
        "present",
        "signing",
    }
    ticket = cast.does("mei", ticket, "record_session", **SESSION, present=both)
    assert ticket.data["sessions"] == 1
    newest = lines_of(load(cast.actor("mei"), ticket.number))[0]
    assert "Petitioner, Other party" in [str(value) for _label, value in newest.facts]
    assert newest.hidden and not newest.private


def test_a_private_talk_is_sealed_labelled_when_shown_and_unknown_to_assisting_units(cast: Cast) -> None:
    ticket = mediating(cast)
    cast.does("mei", ticket, "ask_help", reason="no_trust", tried="上门走访两次，没有谈成。", wanted="请派人一起谈")
    ticket = cast.does(
        "mei", ticket, "record_private_talk", party=code_of(ticket, "petitioner"), held_on="2026-03-02", said=SECRET
    )
    assert STREET in ticket.assisting
    event = Event.objects.get(ticket=ticket, name="record_private_talk")
    assert SECRET not in str(event.data)
    own = load(cast.actor("mei"), ticket.number)
    assert [line.name for line in lines_of(own)].count("record_private_talk") == 1
    assert not any(SECRET in str(line) for line in lines_of(own)), "covered without a reason given"
    access.reveal(cast.actor("mei"), ticket, "call", what="narrative")
    shown = next(one for one in lines_of(load(cast.actor("mei"), ticket.number)) if one.name == "record_private_talk")
    assert shown.private == (("Said in private: not to be shown to the other side", SECRET),)
    for who in ("qiu", "ding"):
        helper = cast.actor(who)
        assert "record_private_talk" not in [line.name for line in lines_of(load(helper, ticket.number))]
        assert "record_private_talk" not in str(api_events(helper, ticket.number, 0, 100))
    assert "record_private_talk" in str(api_events(cast.actor("mei"), ticket.number, 0, 100))


def test_no_paper_takes_anything_from_a_private_talk(cast: Cast) -> None:
    ticket = mediating(cast)
    cast.does("mei", ticket, "record_private_talk", party=code_of(ticket, "other"), held_on="2026-03-02", said=SECRET)
    talk = Event.objects.get(ticket=ticket, name="record_private_talk")
    ticket = cast.does("mei", ticket, "stop_mediation", ground="failed", ways_told=["court"], record="未达成")
    case = bind(ticket, cast.actor("mei"), MONDAY)
    paper = Paper.objects.get(ticket=ticket)
    from casework import sealed

    content = sealed.unseal(moving.data_key(case), paper.sealed, f"paper|{ticket.number}|{paper.number}")
    assert SECRET not in str(content)
    assert talk.seq not in [where[0] for where in content.get("events", {}).values()]
    grant = access.reveal(cast.actor("mei"), ticket, "call", what="narrative")
    assert reading.event(ticket, talk, grant)["said"] == SECRET


# ── Time ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_mediation_takes_thirty_days_and_longer_only_when_both_agree_to_the_same_number(cast: Cast) -> None:
    ticket = mediating(cast, now=MONDAY)
    assert last_day(ticket, "med.duration") == "2026-04-01"
    her, him = code_of(ticket, "petitioner"), code_of(ticket, "other")
    cast.does("mei", ticket, "agree_longer", party=her, days=20, way="oral", now=MONDAY + DAY)
    cast.does("mei", ticket, "agree_longer", party=him, days=10, way="oral", now=MONDAY + DAY)
    assert last_day(ticket, "med.duration") == "2026-04-01", "they did not agree on one number"
    cast.does("mei", ticket, "agree_longer", party=her, days=10, way="written", now=MONDAY + DAY)
    assert last_day(ticket, "med.duration") == "2026-04-11"
    cast.does("mei", ticket, "agree_longer", party=her, days=5, way="oral", now=MONDAY + 2 * DAY)
    again = refusal(cast, "mei", ticket, "agree_longer", party=him, days=5, way="oral", now=MONDAY + 2 * DAY)
    assert again.code == "closed", "once only"


def test_more_time_is_agreed_before_the_term_is_over(cast: Cast) -> None:
    ticket = mediating(cast, now=MONDAY)
    late = MONDAY + 31 * DAY
    cast.does("mei", ticket, "agree_longer", party=code_of(ticket, "petitioner"), days=5, way="oral", now=late)
    found = refusal(cast, "mei", ticket, "agree_longer", party=code_of(ticket, "other"), days=5, way="oral", now=late)
    assert found.code == "closed"


def test_a_work_dispute_may_go_to_arbitration_after_fifteen_days_of_mediation(cast: Cast) -> None:
    ticket = mediating(cast, now=MONDAY, category="0404")
    assert last_day(ticket, "med.labour") == "2026-03-17"
    assert clock(ticket, "med.labour").who == "party"


# ── Whoever does what ─────────────────────────────────────────────────────────────────────────────────────────────────
OFTEN = ("record_consent", "record_consent", "declare_interest", "start_mediation", "record_agreement")
SELDOM = ("add_person", "end_person", "record_session", "stop_mediation", "object_to_mediator")


def likely(move: str, case: Any, form: Any, random: Random) -> dict[str, Any]:
    """What people enter: mostly they agree and are tied to nobody, sometimes not."""
    data = filled(form, random)
    if move == "record_agreement":
        return {**WRITTEN, "signed_by": needed(case)}
    if move == "record_consent":
        answer = random.choice(("written", "oral", "oral", "refused"))
        return {**data, "given_on": "2026-03-02", "answer": answer, "rights_told": True}
    return IMPARTIAL if move == "declare_interest" and random.random() < 0.9 else data


def walked(cast: Cast, seed: int) -> tuple[Ticket, int]:
    """A random walk of 40 steps, held to the rule at each; (the case, how many agreements it came to)."""
    random, mei, agreements = Random(seed), cast.actor("mei"), 0
    ticket = working(cast, other=random.random() < 0.7)
    for _step in range(40):
        case = bind(Ticket.objects.get(pk=ticket.pk), mei, MONDAY)
        names = OFTEN if random.random() < 0.9 else SELDOM
        open_now = {one.name: one for one, why in moving.moves_for(case, mei) if not why and one.name in names}
        if not open_now:
            continue
        move = open_now[random.choice(sorted(open_now))]
        consent, sides = dict(case.data.get("consent", {})), needed(case)
        try:
            gate.perform(case.number, move.name, mei, likely(move.name, case, bind_form(move.form, case, mei), random))
        except Refused:
            continue
        after = Ticket.objects.get(pk=ticket.pk)
        if move.name == "record_agreement":
            agreements += 1
            assert all(consent[code]["answer"] in ("written", "oral") for code in sides)
            assert "other" in case.data["parties"].values() and len(sides) > 1
        if after.state == "mediating":
            said = after.data["consent"]
            assert not any(said.get(code, {}).get("answer") == "refused" for code in needed(after))
    return Ticket.objects.get(pk=ticket.pk), agreements


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(seed=st.integers(0, 2**32))
def test_no_walk_reaches_an_agreement_without_the_consent_of_every_side(cast: Cast, seed: int) -> None:
    ticket, _agreements = walked(cast, seed)
    assert history.first_break(ticket, ticket.events.order_by("seq")) is None


def test_the_walks_do_reach_agreements(cast: Cast) -> None:
    assert sum(walked(cast, seed)[1] for seed in range(8)) > 0
