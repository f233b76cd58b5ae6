"""The gate: every change to a ticket goes through one of these functions, each one transaction.

`open_ticket` and `perform` are for people and other systems, `tick` is for time, `attach` for files. All of them end in
the same few steps: rules in memory (`casework.moving`, `casework.clocks`), rows in sets (`casework.work`).
Lock order: ticket id ascending. No network inside. What is refused raises `Refused` and changes nothing.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import access, clocks, eligibility, files, history, moving, opening, sealed
from casework.binding import bind
from casework.errors import Refused
from casework.models import Attachment, Clock, Event, Party, Ticket
from casework.opening import Intake
from casework.ticking import Ticked, tick
from casework.work import Work
from workflows.base import Workflow
from workflows.forms import TicketField
from workflows.registry import registry
from workflows.roles import Actor

__all__ = ["Done", "Refused", "Ticked", "attach", "open_ticket", "perform", "tick"]

P = ParamSpec("P")
T = TypeVar("T")
ATTACH = "attach"  # name of the event
RETRY_CODES = {"40001", "40P01"}  # serialization failure, deadlock: nothing was done, try again


@dataclass(frozen=True)
class Done:
    """What a change did. `replayed`: the same request had been carried out before; nothing happened again (no clocks then).

    `clocks`, `parties`: what is in hand, so that an answer need not read it again; parties only after opening.
    """

    ticket: Ticket
    event: Event
    replayed: bool = False
    clocks: list[Clock] = field(default_factory=list)
    parties: list[Party] | None = None


def _again(door: Callable[P, T]) -> Callable[P, T]:
    """Run once more after a lost race: a unique key (the winner's result is then replayed), a deadlock (nothing was done)."""

    @wraps(door)
    def inner(*args: P.args, **kwargs: P.kwargs) -> T:
        for attempt in (1, 2, 3):
            try:
                return door(*args, **kwargs)
            except IntegrityError as error:
                if attempt == 3 or "event_key_once" not in str(error):
                    raise
            except DatabaseError as error:
                if attempt == 3 or getattr(error.__cause__, "sqlstate", "") not in RETRY_CODES:
                    raise
        raise AssertionError("unreachable")

    return inner


def may_open(workflow: type[Workflow], actor: Actor) -> None:
    """Does this actor open tickets of this type by hand? Refused("forbidden") if not."""
    if not actor.is_system and not actor.has(*workflow.open_by):
        raise Refused("forbidden", _("Your post does not register this kind of case."))
    if workflow.only_child:
        raise Refused("forbidden", _("This kind of case is opened from another one, by its moves."))


@_again
def open_ticket(
    slug: str, actor: Actor, data: Mapping[str, Any], *, key: str | None = None, now: datetime | None = None,
    beside: Sequence[Ticket] = (),
) -> Done:  # fmt: skip
    """Open a ticket of type `slug` from its intake form.

    `key`: idempotency key; the same key and data again returns the first ticket. `now`: for demo data and tests only,
    otherwise the database's clock decides. `beside`: tickets in hand to link the new one with. Raises Refused: not_found
    (no such type), forbidden, invalid, key_reused.
    """
    workflow = registry.get(slug)
    if workflow is None:
        kinds = ", ".join(each.slug for each in registry)
        raise Refused(
            "not_found", _("There is no kind of case “%(slug)s”. Kinds: %(kinds)s.") % {"slug": slug, "kinds": kinds}
        )
    may_open(workflow, actor)
    digest, fingerprint = _key(actor, key, [slug, data])
    if digest and (done := _replayed(digest, fingerprint)):
        return done
    case, form = opening.entered(workflow, actor, data)
    case.others = {one.number: one for one in beside}
    for one in beside:
        case.link(one.number, "related")
    (number,), moment = opening.next_numbers(workflow, now)
    work = Work(moment)
    event, running = opening.put(work, case, form, number, key=digest, fingerprint=fingerprint)
    mine = [party for party in work.parties if party.ticket is case]
    with transaction.atomic():
        work.flush()
    return Done(case, event, clocks=running, parties=mine)


@_again
def open_many(
    slug: str, actor: Actor, intakes: list[Intake], *, then: Callable[[list[Any]], None], now: datetime | None = None
) -> list[Any]:
    """Open many tickets in one transaction: for each a Done (replayed if its key was said before) or the Refused.

    `then` is called with the results inside the transaction, so that what counts them is written with them or not at all.
    """
    workflow = registry[slug]
    if not actor.has(*workflow.open_by):
        raise Refused("forbidden", _("Your post does not register this kind of case."))
    with transaction.atomic():
        known = {
            bytes(event.key or b""): Done(event.ticket, event, replayed=True)
            for event in Event.objects.filter(key__in=[one.key for one in intakes]).select_related("ticket")
        }
        fresh = {one.key: one for one in intakes if one.key not in known}
        work = Work(now or timezone.now())
        cases = opening.put_many(work, workflow, actor, list(fresh.values()), now)
        opened = dict(zip(fresh, cases, strict=True))
        first = {id(event.ticket): event for event in work.events if event.seq == 1}
        work.flush()
        results: list[Any] = []
        for one in intakes:
            if one.key in known:
                results.append(known[one.key])
            elif isinstance(case := opened[one.key], Refused):
                results.append(case)
            else:
                results.append(Done(case, first[id(case)]))
                known[one.key] = Done(case, first[id(case)], replayed=True)
        then(results)
    return results


@_again
def perform(
    number: str, name: str, actor: Actor, data: Mapping[str, Any] | None = None, *,
    seen: int | None = None, key: str | None = None, now: datetime | None = None,
) -> Done:  # fmt: skip
    """Make the move `name` on a ticket.

    `seen`: version the actor was looking at. Raises Refused: not_found (ticket or move), changed, forbidden, closed,
    invalid, key_reused.
    """
    asked: list[Any] = []
    try:
        return _performed(number, name, actor, data or {}, asked, seen=seen, key=key, now=now)
    finally:
        eligibility.written(asked)


@transaction.atomic
def _performed(
    number: str, name: str, actor: Actor, data: Mapping[str, Any], asked: list[Any], *, seen: int | None, key: str | None,
    now: datetime | None,
) -> Done:  # fmt: skip
    """`perform`, whole or not at all. `asked`: collects questions about persons, which are written down in any case."""
    digest, fingerprint = _key(actor, key, [number, name, data])
    try:
        others = _named(name, number, data)
        ticket, db_now, beside = access.lock_with(actor, number, others)
    except Refused:
        if digest and (done := _replayed(digest, fingerprint)):
            return done  # the first time may have moved the case out of his sight
        raise
    if digest and (done := _replayed(digest, fingerprint)):
        return done
    work = Work(now or db_now)
    case = bind(ticket, actor, work.now)
    case.asked_about = asked
    case.others = {one.number: bind(one, actor, work.now) for one in beside}
    running = clocks.of([case.pk])[case.pk]
    event = moving.make(work, case, running, name, actor, data, seen=seen, key=digest, fingerprint=fingerprint)
    work.flush()
    return Done(case, event, clocks=running)


@_again
@transaction.atomic
def attach(
    number: str, actor: Actor, name: str, content: bytes, *, kind: str = "other", key: str | None = None,
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """Add a file to a ticket, encrypted with its key. Counts per kind stand in `data["files"]`, where guards find them.

    `now`: for demo data and tests only. Raises Refused: not_found, forbidden (only who handles cases of this unit), closed (the case is done), invalid, key_reused.
    """
    checked = files.check(name, content)
    digest, fingerprint = _key(actor, key, [number, ATTACH, kind, checked.sha256])
    ticket, db_now = access.lock(actor, number)
    now = now or db_now
    if digest and (done := _replayed(digest, fingerprint)):
        return done
    case = bind(ticket, actor, now)
    if actor.id is None or not access.adds_files(actor, case):
        raise Refused("forbidden", _("Only those who handle this case can add files."))
    if not case.is_open and case.state not in case.workflow.filing:
        raise Refused("closed", _("The case is closed. Reopen it before you add a file."))
    data_key = moving.data_key(case)
    code = files.store(data_key, case.number, checked.content)
    Attachment.objects.create(
        ticket=ticket, code=code, kind=kind[:30], content_type=checked.content_type, size=len(content), sha256=checked.sha256,
        sealed_name=sealed.seal(data_key, checked.name, f"name|{case.number}|{code}"), added_by_id=actor.id, added_at=now,
    )  # fmt: skip
    counts = case.data.get("files", {})
    case.data["files"] = {**counts, kind: counts.get(kind, 0) + 1}
    work = Work(now)
    hidden = sealed.seal(data_key, {"name": checked.name}, f"event|{case.number}|{case.version + 1}")
    event = history.append(
        case, ATTACH, actor, now, from_state=case.state, data={"kind": kind, "size": len(content)}, sealed=hidden,
        key=digest, fingerprint=fingerprint,
    )  # fmt: skip
    work.ticket_changed(case)
    work.happened(event, ())
    work.flush()
    return Done(case, event)


def _named(move: str, number: str, data: Mapping[str, Any] | None) -> dict[str, bool]:
    """Numbers of other tickets that the move's form names (TicketField), and whether an offer will do; locked with this one."""
    workflow = registry.by_number(number)
    if not data or workflow is None:
        return {}
    forms_of = [one.form for one in workflow.actions() if one.name == move and one.form]
    named: dict[str, bool] = {}
    for name, asked in (found for form in forms_of for found in form.base_fields.items()):
        if isinstance(asked, TicketField) and data.get(name):
            other = str(data[name]).strip().upper()
            named[other] = asked.offers and named.get(other, True)
    return named


def _key(actor: Actor, key: str | None, asked: Any) -> tuple[bytes | None, bytes | None]:
    if not key:
        return None, None
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(f"{actor.id}|{key}".encode()).digest(), hmac.new(
        settings.INDEX_KEY.encode(), text.encode(), "sha256"
    ).digest()


def _replayed(digest: bytes, fingerprint: bytes | None) -> Done | None:
    """The result of the request that first used this key; Refused("key_reused") if it asked for something else."""
    with connection.cursor() as cursor:  # a plain probe: nearly every request asks, hardly any is a repetition
        cursor.execute("SELECT id FROM casework_event WHERE key = %s", [digest])
        row = cursor.fetchone()
    if row is None:
        return None
    event = Event.objects.select_related("ticket").get(pk=row[0])
    if bytes(event.fingerprint or b"") != fingerprint:
        raise Refused("key_reused", _("This Idempotency-Key was used for another request. Use a new key."))
    return Done(event.ticket, event, replayed=True)
