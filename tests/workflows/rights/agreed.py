"""Steps of a mediation that several test files walk: parties, agreement to mediate, impartiality, the agreement."""

from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from casework.models import Clock, Party, Ticket
from tests.cast import Cast
from tests.workflows.seen import refusal, running  # noqa: F401 (taken from here by the tests)

IMPARTIAL = {"own_side": "none", "other_side": "acquainted", "may_judge": False}
SESSION = {"mode": "room", "record": "双方陈述了经过。", "signing": "signed", "held_on": "2026-03-02"}
WRITTEN: dict[str, Any] = {
    "kind": "written",
    "effective_on": "2026-03-02",
    "facts": "双方因探望孩子争吵。",
    "terms": "每周六探望一次，每月支付抚养费。",
    "plan": "2026-04-01 500元 抚养费\n2026-05-01 500元 抚养费",
    "mediator_signed": True,
    "seal_affixed": True,
}


def code_of(ticket: Ticket, role: str) -> str:
    """The present party of this role."""
    return Party.objects.filter(ticket=ticket, role=role, ended_at=None).latest("id").code


def accepted(cast: Cast, **call: Any) -> Ticket:
    """Mei, mediator of the community, has claimed and accepted a call."""
    now = call.get("now")
    ticket = cast.call(**call)
    cast.does("mei", ticket, "claim", now=now)
    return cast.does("mei", ticket, "accept", track="mediation", notice="oral", now=now)


def working(cast: Cast, *, other: bool = True, **call: Any) -> Ticket:
    """Mei handles an ordinary case; its other side is recorded."""
    now = call.get("now")
    ticket = cast.does("mei", accepted(cast, **call), "begin", now=now)
    if other:
        ticket = cast.does("mei", ticket, "add_person", role="other", name="李先生", relation="spouse", now=now)
    return ticket


def says(cast: Cast, ticket: Ticket, role: str, answer: str = "oral", **more: Any) -> Ticket:
    """A party's word on mediation."""
    words = {"ways_told": ["court"]} if answer == "refused" else {"rights_told": True}
    entered = {"party": code_of(ticket, role), "answer": answer, "given_on": "2026-03-02", **words, **more}
    return cast.does("mei", ticket, "record_consent", **entered)


def ready(cast: Cast, ticket: Ticket, **more: Any) -> Ticket:
    """Both agree and Mei is related to nobody: mediation may begin."""
    says(cast, ticket, "petitioner", "written", **more)
    says(cast, ticket, "other", **more)
    return cast.does("mei", ticket, "declare_interest", **IMPARTIAL, **more)


def mediating(cast: Cast, **call: Any) -> Ticket:
    now = call.get("now")
    ticket = ready(cast, working(cast, **call), now=now)
    return cast.does("mei", ticket, "start_mediation", began_by="applied", now=now)


def agree(cast: Cast, ticket: Ticket, **changes: Any) -> Ticket:
    signed = [code_of(ticket, "petitioner"), code_of(ticket, "other")]
    return cast.does("mei", ticket, "record_agreement", **{**WRITTEN, "signed_by": signed, **changes})


def clock(ticket: Ticket, key: str) -> Clock:
    return Clock.objects.filter(ticket=ticket, key=key).latest("generation")


def last_day(ticket: Ticket, key: str) -> str:
    """The local day that ends at the due instant."""

    return localdate(clock(ticket, key).due_at - timedelta(microseconds=1)).isoformat()
