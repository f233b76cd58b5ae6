"""Opening a ticket, decided in memory: the intake form, what the type makes of it, its clocks and its first event.

`casework.gate` opens one for a person, `casework.orders` opens children for a move, `casework.importing` many at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import clocks, forms, history, moving, orders, partycodes, persons, places, sealed
from casework.binding import bind
from casework.errors import Refused
from casework.models import Clock, Contact, Event, Party, Ticket
from casework.work import Work
from workflows.base import Workflow
from workflows.orders import Orders
from workflows.roles import CLOCK, Actor
from workflows.soundness import OPEN_MOVE

SERIES_SQL = (
    "INSERT INTO casework_numberseries (series, last) VALUES (%s, %s) "
    "ON CONFLICT (series) DO UPDATE SET last = casework_numberseries.last + %s "
    "RETURNING last, clock_timestamp(), set_config('synchronous_commit', %s, true)"
)


@dataclass(frozen=True)
class Intake:
    """One of many tickets to open: intake data, the key it is said with once, plain data to add, and how an old case ended."""

    data: Mapping[str, Any]
    key: bytes
    extra: Mapping[str, Any]
    old: dict[str, Any] | None = None


TAKE_OVER = "take_over_old"  # the move by which a case concluded before this system is filed


def entered(
    workflow: type[Workflow], actor: Actor, data: Mapping[str, Any], parent: Any = None, flags: tuple[str, ...] = ()
) -> tuple[Any, Any]:
    """(the new case as its type fills it, its form). Refused("invalid") naming the field. Nothing is read but choices.

    `flags`: what is known of it already, from the case it comes out of; its type's rules see them.
    """
    blank = Ticket(type=workflow.slug, state=workflow.initial().code, opened_by_id=actor.id, level=0)
    case = bind(blank, actor, datetime.min)
    case.data.update(dict.fromkeys(flags, True))
    if parent is not None:
        case.parent = parent
        case.family.set_parent(parent)
        case.place_id, case.unit_id, case.level = parent.place_id, parent.unit_id, parent.level
    form, cleaned = forms.clean(workflow.intake_form, case, actor, data)
    case.described = workflow.opened(case, cleaned)
    _check_place(case, actor)
    return case, form


def put(
    work: Work, case: Any, form: Any, number: str, *, key: bytes | None = None, fingerprint: bytes | None = None,
    silent: bool = False,
) -> tuple[Event, list[Clock]]:  # fmt: skip
    """Add a case that has its number to the unit of work: parties, clocks, first event, and what its opening asked for."""
    workflow: type[Workflow] = case.workflow
    case.number, case.now = number, work.now
    case.opened_at = case.updated_at = work.now
    case.sealed_key = sealed.new_key(number)
    plain, private = form.plain_and_private()
    partycodes.at_opening(work, case)
    mine = [party_of(case, one) for one in case.described]
    for party, described in zip(mine, case.described, strict=True):
        persons.index(party, described, case.place_id)
    work.parties.extend(mine)
    if mine:
        case.data["parties"] = {party.code: party.role for party in mine}
    for party in mine:
        persons.note(case.data, party)
    if private:
        case.sealed = sealed.seal(moving.data_key(case), private, f"ticket|{number}")
    moving.settle_state(case)
    running: list[Clock] = []
    clocks.follow(work, case, running, OPEN_MOVE, entered=case.state, from_level=case.level)
    clocks.summarise(case, running)
    told = {name: value for name, value in plain.items() if value not in ("", None, [])}
    if case.parent_id or case.parent:
        told["parent"] = case.parent.number
    if workflow.counted:
        persons_n = int(case.data.get("persons") or 1)
        work.contacts.append(
            Contact(ticket=case, at=work.now, channel=case.channel, persons=persons_n, place=case.place_id)
        )
    orders.before_event(work, case)
    event = history.append(case, OPEN_MOVE, case.actor, work.now, data=told, key=key, fingerprint=fingerprint)
    work.opened.append(case)
    work.happened(event, () if silent else (*workflow.tell_on_open, *case.also_tell), case.assignee_id)
    case.also_tell = []
    orders.after_event(work, case, running, OPEN_MOVE, event)
    return event, running


def put_many(
    work: Work, workflow: type[Workflow], actor: Actor, intakes: list[Intake], now: datetime | None
) -> list[Any]:
    """Open these in one unit of work: for each the case, or the Refused that names what is wrong with it."""
    found: list[Any] = []
    for intake in intakes:
        try:
            found.append(entered(workflow, actor, intake.data))
        except Refused as refused:
            found.append(refused)
    good = [at for at, one in enumerate(found) if not isinstance(one, Refused)]
    numbers, work.now = next_numbers(workflow, now, len(good)) if good else ([], work.now)
    for at, number in zip(good, numbers, strict=True):
        (case, form), intake = found[at], intakes[at]
        case.data.update(intake.extra)
        if intake.old:  # concluded long ago: nobody is told, and nothing is opened beside it
            case.orders, case.also_tell = Orders(), []
        _event, running = put(work, case, form, number, key=intake.key, fingerprint=intake.key, silent=bool(intake.old))
        if intake.old:
            moving.make(work, case, running, TAKE_OVER, CLOCK, intake.old)
        found[at] = case
    return found


def party_of(case: Any, described: dict[str, Any]) -> Party:
    """A party row from its description; identity sealed with the ticket's key."""
    party = Party(ticket=case, role=described["role"], plain=described.get("plain", {}), created_at=case.now)
    hidden = {name: value for name, value in described.get("sealed", {}).items() if value}
    if hidden:
        party.sealed = sealed.seal(moving.data_key(case), hidden, f"party|{case.number}|{party.code}")
    return party


def next_numbers(workflow: type[Workflow], now: datetime | None, count: int = 1) -> tuple[list[str], datetime]:
    """(numbers, the database's clock), in a transaction of its own: a row-locked counter, never reused.

    That transaction does not wait for the disk, so the counter is never the queue in which all intakes stand. It is safe:
    the ticket's own commit comes later in the same log and waits. A number whose ticket failed stays a gap. Inside a
    caller's transaction it is that one's commit that counts.
    """
    series = f"QH-{workflow.prefix}-{timezone.localdate(now).year if now else timezone.localdate().year}"
    waits = "on" if connection.in_atomic_block else "off"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SERIES_SQL, [series, count, count, waits])
        last, db_now, _off = cursor.fetchone()
    return [f"{series}-{number:06d}" for number in range(last - count + 1, last + 1)], now or db_now


def child_number(parent: Any, workflow: type[Workflow]) -> str:
    """`QH-WQ-2026-000123-BH2`: the parent's number and which child of its type it is; the parent's row is locked."""
    counts = dict(parent.data.get("children", {}))
    counts[workflow.slug] = counts.get(workflow.slug, 0) + 1
    parent.data["children"] = counts
    return f"{parent.number}-{workflow.prefix}{counts[workflow.slug]}"


def _check_place(case: Any, actor: Actor) -> None:
    """The place must be a unit in use inside the actor's own district."""
    for name, code in (("place", case.place_id), ("unit", case.unit_id)):
        if code not in places.all_places():
            message = _("“%(code)s” is not a unit we know. Choose a place from the list.") % {"code": code}
            raise Refused("invalid", message, {name: [message]})
    if actor.is_system or case.parent is not None:
        return
    if not any(case.place_id.startswith(post.district) for post in actor.posts):
        message = _(
            "This place is outside your district. Tell the caller which district helps, or choose a place here."
        )
        raise Refused("invalid", message, {"place": [message]})
