"""Events: making them, chaining them, and proving that the chain is whole."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from casework.models import Event, Ticket
from workflows.roles import Actor


def digest(event: Event, number: str) -> bytes:
    """SHA-256 over everything the event says and the hash of the one before; the sealed part counts as ciphertext."""
    facts = [
        number,
        event.seq,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor_id,
        event.post,
        event.name,
        event.from_state,
        event.to_state,
        event.level,
        event.unit,
        event.data,
        hashlib.sha256(bytes(event.sealed)).hexdigest() if event.sealed is not None else "",
        bytes(event.prev).hex() if event.prev is not None else "",
    ]
    return hashlib.sha256(
        json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).digest()


def post_of(actor: Actor, unit: str) -> str:
    """The post in which somebody acts on a ticket of `unit`: the one nearest to it, as `role@code`."""
    if actor.is_system:
        return "system"
    near = sorted(actor.posts, key=lambda post: (unit.startswith(post.unit), len(post.unit)), reverse=True)
    return f"{near[0].role.code}@{near[0].unit}" if near else ""


def append(
    case: Ticket, name: str, actor: Actor, now: datetime, *, from_state: str = "", data: dict[str, Any] | None = None,
    sealed: bytes | None = None, key: bytes | None = None, fingerprint: bytes | None = None,
) -> Event:  # fmt: skip
    """The next event of a ticket, chained to the last one; the ticket's version and head move with it. Not saved here."""
    event = Event(
        ticket=case,
        seq=case.version + 1,
        at=now,
        actor_id=actor.id,
        post=post_of(actor, case.unit_id),
        name=name,
        from_state=from_state,
        to_state=case.state,
        level=case.level,
        unit=case.unit_id,
        data=data or {},
        sealed=sealed,
        prev=bytes(case.head) if case.head is not None else None,
        key=key,
        fingerprint=fingerprint,
    )
    event.hash = digest(event, case.number)
    case.version, case.head, case.updated_at = event.seq, event.hash, now
    return event


def first_break(case: Ticket, events: Iterable[Event]) -> int | None:
    """Number of the first event that does not fit the chain, or None when it is whole up to the ticket's head."""
    prev: bytes | None = None
    seq = 0
    for seq, event in enumerate(events, start=1):
        stored_prev = bytes(event.prev) if event.prev is not None else None
        if event.seq != seq or stored_prev != prev or bytes(event.hash) != digest(event, case.number):
            return seq
        prev = bytes(event.hash)
    head = bytes(case.head) if case.head is not None else None
    return None if head == prev and seq == case.version else seq + 1
