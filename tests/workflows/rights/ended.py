"""Steps to the end of a case that several test files walk: a result, the opinion with its service, reply, call, closing."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from casework.models import Clock, Ticket
from tests.cast import Cast
from tests.workflows.rights import agreed
from tests.workflows.seen import pass_time, running  # noqa: F401 (taken from here by the tests)

OPINION = {
    "demand": "要求处理", "facts": "经查属实", "result": "support", "opinion": "予以支持", "law": "信访工作条例",
    "review_body": "市妇联",
}  # fmt: skip
REVIEW = {"demand": "请求复查", "facts": "经复查属实", "opinion": "维持原处理意见", "law": "信访工作条例"}
SETTLED = {"outcome": "B3", "proof": "", "statement": "她说双方已经和好。", "reply": "已了解情况，如有需要请再联系。"}
CALLED = {"result": "reached", "satisfaction": "satisfied", "safe_now": "yes", "answer": ""}


def day(moment: datetime) -> str:
    return localdate(moment).isoformat()


def working(cast: Cast, *, track: str = "mediation", **call: Any) -> Ticket:
    """Mei handles an ordinary call on the given track."""
    now = call.get("now")
    ticket = cast.call(**call)
    cast.does("mei", ticket, "claim", now=now)
    cast.does("mei", ticket, "accept", track=track, notice="oral", now=now)
    return cast.does("mei", ticket, "begin", now=now)


def settled(cast: Cast, ticket: Ticket, **gate: Any) -> Ticket:
    return cast.does("mei", ticket, "submit", **SETTLED, **gate)


def replied(cast: Cast, ticket: Ticket, *, now: datetime, who: str = "sun") -> Ticket:
    return cast.does(who, ticket, "reply", served="hand", served_on=day(now), paper_no="", now=now)


def closed(cast: Cast, ticket: Ticket, *, now: datetime, who: str = "ling", by: str = "sun", **changes: Any) -> Ticket:
    """Reply and follow-up call, both at `now`."""
    replied(cast, ticket, now=now, who=by)
    cast.does(who, ticket, "begin_follow_up", now=now)
    return cast.does(who, ticket, "close", **{**CALLED, **changes}, now=now)


def opinion(cast: Cast, ticket: Ticket, kind: str = "opinion", who: str = "lu", **gate: Any) -> Ticket:
    """The leader signs it: it has its number then."""
    return cast.does(who, ticket, "sign_paper", kind=kind, **(OPINION if kind == "opinion" else REVIEW), **gate)


def serve(cast: Cast, ticket: Ticket, kind: str, who: str = "fang", now: datetime | None = None) -> Ticket:
    ticket.refresh_from_db()
    words = {"to": agreed.code_of(ticket, "petitioner"), "way": "hand", "signed_by": "王女士"}
    on = localdate(now).isoformat()
    return cast.does(who, ticket, "record_service", paper=number(ticket, kind), served_on=on, now=now, **words)


def number(ticket: Ticket, kind: str) -> str:
    ticket.refresh_from_db()
    return str(ticket.data["papers"][kind][-1])


def due(ticket: Ticket, key: str) -> datetime:
    return Clock.objects.filter(ticket=ticket, key=key).latest("generation").due_at


def days(amount: float) -> timedelta:
    return timedelta(days=amount)
