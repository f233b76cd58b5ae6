"""A property: whatever is there or missing, and whoever tries, no case ends with an outcome that it does not prove."""

from random import Random
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import gate
from casework.binding import bind
from casework.errors import Refused
from casework.models import Ticket
from tests.cast import Cast
from tests.workflows.rights import agreed, ended
from tests.workflows.rights.ended import day
from workflows.outcomes import OUTCOMES
from workflows.rights import guards, proof
from workflows.rights.closing_forms import AGREED, HANDLED
from workflows.roles import CLOCK

PDF = b"%PDF-1.7 x"
KINDS = ("agreement", "statement", "receipt", "report", "payment", "record")
ENDS = {"closed", "withdrawn", "archived"}


def tries(cast: Cast, ticket: Ticket, who: str, move: str, **data: Any) -> bool:
    try:
        cast.does(who, ticket, move, **data)
    except Refused as refused:
        assert refused.code in {"closed", "invalid", "forbidden"}, (move, refused)
        return False
    return True


def evidence(cast: Cast, ticket: Ticket, random: Random) -> None:
    """Some of what outcomes ask for, at random: files, attempts, an answer of another body."""
    for kind in KINDS:
        if random.random() < 0.4:
            gate.attach(ticket.number, cast.actor("mei"), "凭证.pdf", PDF, kind=kind)
    for on, part in (("2026-11-01", "morning"), ("2026-11-04", "evening"), ("2026-11-09", "morning")):
        if random.random() < 0.7:
            cast.does("mei", ticket, "record_attempt", way="phone", tried_on=on, part=part)


def walk(cast: Cast, random: Random) -> Ticket:
    """A case handled with more or less proof, handed in again and again, signed, served, approved, called, filed."""
    category = random.choice(("0106", "0106", "0205"))
    mediated = category == "0106" and random.random() < 0.5
    ticket = agreed.mediating(cast) if mediated else ended.working(cast, category=category)
    evidence(cast, ticket, random)
    if mediated and random.random() < 0.8:
        agreed.agree(cast, ticket, kind=random.choice(("written", "oral")))
    for _step in range(6):
        outcome = random.choice((*AGREED, "B3") if mediated else HANDLED)
        words = {"proof": random.choice(("", "编号 1")), "statement": random.choice(("", "她说已经解决。"))}
        tries(cast, ticket, "mei", "submit", outcome=outcome, reply="答复内容", **words)
    signed = random.random() < 0.7 and tries(cast, ticket, "lu", "sign_paper", kind="opinion", **ended.OPINION)
    if signed and random.random() < 0.7:
        ended.serve(cast, ticket, "opinion")
    for who in ("sun", "fang"):
        tries(cast, ticket, who, "reply", served="hand", served_on=day(timezone.now()))
    tries(cast, ticket, "gao", "begin_follow_up")
    tries(cast, ticket, "gao", "close", **ended.CALLED)
    if random.random() < 0.3:
        tries(cast, ticket, "gao", "withdraw", free_will=True, statement="不再需要。")
    tries(cast, ticket, "fang", "archive")
    return Ticket.objects.get(pk=ticket.pk)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_no_case_ends_without_its_proof(cast: Cast, seed: int) -> None:
    ticket = walk(cast, Random(seed))
    assert (ticket.state in ENDS) is not ticket.is_open
    if not ticket.is_open:
        assert OUTCOMES[ticket.outcome].concluded is not None or ticket.outcome in ("C3", "F3")
        assert proof.missing(bind(ticket, CLOCK, timezone.now()), ticket.outcome) == []


@pytest.mark.slow
def test_the_walks_do_reach_ends(cast: Cast) -> None:
    walked = [walk(cast, Random(seed)) for seed in range(25)]
    ends = {ticket.outcome for ticket in walked if not ticket.is_open}
    assert len(ends) >= 3, f"only {sorted(ends)}: the property above would say little"
    assert any(ticket.is_open for ticket in walked)


@pytest.mark.slow
def test_without_the_guards_the_property_fails(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken on purpose: if the moves asked for nothing, some of these walks would end unproven."""
    truly = proof.missing

    def asks_little(ticket: Any, outcome: str, *rest: Any, **more: Any) -> list[proof.Need]:
        return truly(ticket, outcome, *rest, **more) if outcome in ("D1", "D2") else []  # a reply reads its service

    with monkeypatch.context() as broken:
        broken.setattr(proof, "missing", asks_little)
        broken.setattr(guards, "missing", asks_little)
        walked = [walk(cast, Random(seed)) for seed in range(12)]
    ended_unproven = [
        ticket for ticket in walked if not ticket.is_open and truly(bind(ticket, CLOCK, timezone.now()), ticket.outcome)
    ]
    assert ended_unproven, "the walks never try to end a case without proof: the property above says nothing"
