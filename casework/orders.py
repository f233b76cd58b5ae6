"""Carrying out what a move asked for beyond its own ticket (workflows.orders), in the move's own transaction.

Two moments: before the event is written, what the event must speak of (parties, papers, links); after it, what follows
from it (children, words in other cases, the facts of the statistics, the watch of the early-warning rules).
"""

from typing import Any

from django.utils.translation import gettext as _

from casework import (
    access,
    accounts,
    catalogue,
    clocks,
    dispatches,
    facts,
    history,
    moving,
    notices,
    opening,
    partycodes,
    persons,
)
from casework.binding import bind
from casework.errors import Refused
from casework.models import Clock, Contact, Event, Party, TicketLink, Watch
from casework.papers import signing
from casework.work import Work
from workflows.base import Workflow
from workflows.orders import AccountOrder, AdvanceOrder, BookingOrder, ChildMove, ChildOrder, Orders, PartyOrder
from workflows.registry import registry
from workflows.roles import CLOCK, Actor


def before_event(work: Work, case: Any) -> dict[str, Any]:
    """Parties, papers, contacts and links; returns what the event says of them."""
    asked = case.orders
    told: dict[str, Any] = {}
    if codes := partycodes.carry_out(work, case):  # first: a new code is a new version of the petitioner
        told["query_code"] = codes
    if asked.parties:
        told["parties"] = [_party(work, case, order) for order in asked.parties]
    if asked.papers:
        told["papers"] = [signing.sign(work, case, order) for order in asked.papers]
    if asked.voided:
        told["voided"] = [signing.void(work, case, number, reason) for number, reason in asked.voided]
    for order in asked.contacts:
        at = order.at or work.now
        work.contacts.append(
            Contact(ticket=case, at=at, channel=order.channel, persons=order.persons, place=case.place_id)
        )
        case.data["contacts"] = case.data.get("contacts", 1) + 1
    if asked.links:
        told["links"] = [_link(work, case, number, kind) for number, kind in asked.links]
    if asked.notices:
        told["notices"] = [notices.carry_out(work, case, order) for order in asked.notices]
    if asked.bookings or asked.accounts:
        told["booked"] = [_said(order) for order in (*asked.accounts, *asked.bookings)]
    if asked.catalogue:
        told["catalogue"] = [catalogue.decided(case, order) for order in asked.catalogue]
    return told


def after_event(work: Work, case: Any, running: list[Clock], move: str, event: Event) -> None:
    """Children, events in other tickets, facts and watch."""
    for account in case.orders.accounts:
        accounts.open_account(work, case, account, event)
    work.bookings.extend(accounts.Booking(booking, event) for booking in case.orders.bookings)
    for other_move in case.orders.other_moves:
        who = CLOCK if other_move.by_clock else case.actor
        other, theirs = _partner(work, case, other_move.number, who)
        moving.make(work, other, theirs, other_move.move, who, other_move.data)
    _hold_children(work, case)
    for one in case.orders.child_moves:
        _move_children(work, case, one)
    for order in case.orders.children:
        child(work, case, order)
    for advance in case.orders.advances:
        _advance(work, case, advance)
    for number, name, data in case.orders.notes:
        other = _other(case, number)
        noted = history.append(other, name, case.actor, work.now, from_state=other.state, data=data)
        work.ticket_changed(other)
        work.happened(noted, ())
        count(work, other, None)
    case.orders = Orders()  # carried out: nothing is left to ask
    dispatches.follow(work, case, move)
    count(work, case, running, move)
    if move in case.workflow.watched:
        work.watches.append(Watch(event=event))


def count(work: Work, case: Any, running: list[Clock] | None, move: str = "") -> None:
    """Bring a counted ticket's row of facts up to date with it; `running` None = its clocks are as they were."""
    if case.workflow.counted or case.type in facts.AROUND:
        work.facts[id(case)] = facts.of(case, running, move)


def _party(work: Work, case: Any, order: PartyOrder) -> dict[str, str]:
    present = dict(case.data.get("parties", {}))
    old: Party | None = None
    if order.replaces:
        old = Party.objects.filter(ticket_id=case.pk, code=order.replaces, ended_at__isnull=True).first()
        if old is None:
            message = _("This person is not a party of the case any more. Reload the page and choose again.")
            raise Refused("changed", message, {"party": [message]})
        old.ended_at = work.now
        work.ended_parties.append(old)
        present.pop(old.code, None)
        persons.note(case.data, old)
    if order.ends:
        case.data["parties"] = present
        return {"ended": order.replaces}
    described = persons.merged(case, old, order) if old is not None and order.keeps else order.described
    party = opening.party_of(case, described)
    persons.index(party, described, case.place_id)
    party.replaces = order.replaces
    if old is not None:
        case.data = persons.renamed(case.data, old.code, party.code)
        party.person_id = old.person_id if persons.still_the_same(old, party) else None
    work.parties.append(party)
    persons.note(case.data, party)
    case.data["parties"] = {**present, party.code: party.role}
    return {"code": party.code, "role": party.role, **({"replaces": order.replaces} if order.replaces else {})}


def _link(work: Work, case: Any, number: str, kind: str) -> dict[str, str]:
    other = _other(case, number)
    work.links.append(TicketLink(ticket=case, other=other, kind=kind, at=work.now, by_id=case.actor.id))
    return {"number": number, "kind": kind}


def _other(case: Any, number: str) -> Any:
    """A ticket named in the move's form, locked by the gate before the move began."""
    return case.others[number]


def _partner(work: Work, case: Any, number: str, who: Actor) -> tuple[Any, list[Clock]]:
    """The other ticket of a move: named in the form, or known from an earlier one and locked now (a deadlock is tried again)."""
    if number in case.others:
        return case.others[number], clocks.of([case.others[number].pk])[case.others[number].pk]
    return _in_hand(work, who, number)


def child(work: Work, case: Any, order: ChildOrder) -> None:
    """Open the ticket a move asked for: under this one (or another one in hand), or beside it."""
    workflow: type[Workflow] = registry[order.slug]
    parent = _other(case, order.under) if order.under else case
    opened, form = opening.entered(
        workflow, case.actor, order.data, parent=parent if order.child else None, flags=order.flags
    )
    number = opening.child_number(parent, workflow) if order.child else opening.next_numbers(workflow, work.now)[0][0]
    if not order.child or order.under:
        work.links.append(TicketLink(ticket=case, other=opened, kind=order.link, at=work.now, by_id=case.actor.id))
        persons.bring_along(case, opened, order.parties, order.carry)
    if order.under and case.unit_id != opened.unit_id:
        opened.assisting = [case.unit_id]
    opening.put(work, opened, form, number)


def _hold_children(work: Work, case: Any) -> None:
    """Lock the children that the clock moves along with the case, all of them and their clocks in one statement each."""
    asked = [one for one in case.orders.child_moves if one.by_clock]
    wanted = {row.number for one in asked for row in _meant(case, one)} - work.bound.keys()
    if len(wanted) > 1:
        held = access.lock_children(wanted)
        running = clocks.of([child.pk for child in held])
        for child in held:
            work.bound[child.number] = bind(child, CLOCK, work.now), running[child.pk]


def _meant(case: Any, order: ChildMove) -> list[Any]:
    """The open children that an order is about."""
    return [row for row in case.family.open_children(order.slug) if order.only in ("", row.number)]


def _move_children(work: Work, case: Any, order: ChildMove) -> None:
    """The move on each open child of the type that stands in one of its states; children are locked in order of id."""
    actor = CLOCK if order.by_clock else case.actor
    for row in _meant(case, order):
        child, running = _in_hand(work, actor, row.number)
        if child.workflow.action_named(order.move, child.state) is None:
            continue
        child.family.set_parent(case)
        moving.make(work, child, running, order.move, actor, order.data)


def _in_hand(work: Work, actor: Actor, number: str) -> tuple[Any, list[Clock]]:
    """Another ticket, locked and bound, with its clocks; one that was moved in this very work as that move left it."""
    if number not in work.bound:
        locked, _now = access.lock(actor, number)
        work.bound[number] = bind(locked, actor, work.now), clocks.of([locked.pk])[locked.pk]
    case, running = work.bound[number]
    case.actor = actor
    return case, running


def _said(order: AccountOrder | BookingOrder) -> dict[str, str]:
    """What the event tells of a booking: whose account, how much, what for. Accounts name no person."""
    if isinstance(order, AccountOrder):
        return {"opens": order.kind, "amount": str(order.amount), **({"key": order.key} if order.key else {})}
    said = {"account": order.number, "amount": str(order.amount), "purpose": order.purpose, "key": order.key}
    return {name: value for name, value in said.items() if value}


def _advance(work: Work, case: Any, order: AdvanceOrder) -> None:
    """The first of a waiting list that can go makes its move. Siblings are locked one at a time; a deadlock is tried again.

    The parent's account is held first: who is just being put on the list is waited for, and is on it then.
    """
    accounts.left(order.parent, hold=True)
    for number in access.waiting(order.parent, order.slug, order.state):
        first, running = _in_hand(work, CLOCK, number)
        if first.state != order.state or first.pk == case.pk:
            continue
        moving.make(work, first, running, order.move, CLOCK, {})
        return
