"""What the API shows: plain dictionaries (fifty rows a page need no serializer machinery). Their shapes: api/shapes.py.

Nothing here opens a seal: of a party only its role, its code and which facts there are.
"""

from datetime import UTC, datetime, time
from typing import Any

from django.db.models.functions import Now
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from casework import access, clocks, gate, moving, places
from casework.binding import bind
from casework.models import Clock, Event, Party, Ticket
from casework.queries import contacts
from casework.queries.listed import heading, holder, state_title
from casework.queries.times import clock_title
from casework.queries.why import explain_clock, policy_of
from workflows.base import Action, Workflow
from workflows.forms import json_schema
from workflows.ladder import Level
from workflows.policies import policies
from workflows.roles import ROLES, Actor


def moment(value: datetime | None) -> str | None:
    """An instant in UTC, `2026-10-09T01:30:00Z`."""
    if value is None:
        return None
    utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return utc.isoformat()[:-6] + "Z"


def person(user: Any) -> dict[str, Any] | None:
    return None if user is None else {"id": user.pk, "name": str(user)}


def unit(code: str) -> dict[str, str]:
    return {"code": code, "name": places.name_of(code)}


def row(ticket: Ticket, now: datetime) -> dict[str, Any]:
    """A ticket as one line of a list."""
    return {
        "number": ticket.number,
        "type": ticket.type,
        "title": str(heading(ticket)),
        "state": ticket.state,
        "state_title": state_title(ticket.type, ticket.state),
        "open": ticket.is_open,
        "waiting": ticket.is_waiting,
        "level": ticket.level,
        "place": unit(ticket.place_id),
        "unit": unit(ticket.unit_id),
        "assignee": {"id": ticket.assignee_id, "name": holder(ticket)} if ticket.assignee_id else None,
        "category": ticket.category,
        "risk": ticket.risk,
        "channel": ticket.channel,
        "outcome": ticket.outcome,
        "version": ticket.version,
        "opened_at": moment(ticket.opened_at),
        "updated_at": moment(ticket.updated_at),
        "closed_at": moment(ticket.closed_at),
        "next_due_at": moment(ticket.next_due_at),
        "breached_at": moment(ticket.breached_at),
        "overdue": bool(ticket.is_open and ticket.next_due_at and ticket.next_due_at <= now),
    }


def find(actor: Actor, number: str) -> Any:
    """The ticket bound to its type, `now` by the database's clock; Refused("not_found") if not there or not his."""
    found = access.tickets(actor).filter(number=number).annotate(db_now=Now()).select_related("assignee").first()
    if found is None:
        raise gate.Refused("not_found", access.NOT_HERE)
    return bind(found, actor, found.db_now)


def whole(actor: Actor, number: str) -> dict[str, Any]:
    """A ticket with its clocks, its people (covered) and the moves of this actor: three statements."""
    case = find(actor, number)
    return of_case(actor, case, clocks.of([case.pk])[case.pk])


def of_case(actor: Actor, case: Any, known: list[Clock], parties: list[Party] | None = None) -> dict[str, Any]:
    """The same for a ticket and clocks in hand."""
    return {
        **row(case, case.now),
        "in_sight": True,
        "clocks": [clock(one, case) for one in known],
        "transitions": [move(one, reason) for one, reason in moving.moves_for(case, actor)],
        "parties": [party(one) for one in (_present(case) if parties is None else parties)],
        "data": case.data,
    }


def _present(case: Any) -> Any:
    return Party.objects.filter(ticket_id=case.pk, ended_at__isnull=True)


def earlier(actor: Actor, entered: dict[str, str]) -> dict[str, Any]:
    """Earlier contacts of the same person or home: count, last unit, and the cases this actor sees anyway."""
    found = contacts.earlier(actor, entered)
    if found is None:
        return {"count": 0, "open": 0, "last_at": None, "last_unit": "", "by": [], "cases": []}
    return {
        "count": found.count,
        "open": found.open_count,
        "last_at": moment(found.last_at),
        "last_unit": found.last_unit,
        "by": list(found.matches),
        "cases": [{"number": one.number, "title": one.heading, "open": one.is_open} for one in found.mine],
    }


def party(one: Party) -> dict[str, Any]:
    """Role and which facts are there; the facts themselves only behind the reasoned reveal of the screens."""
    known = (("name", one.name_index), ("phone", one.phone_index))
    covered = [name for name, index in known if index is not None]
    return {"code": one.code, "role": one.role, "facts": one.plain, "covered": covered}


def clock(one: Clock, case: Any) -> dict[str, Any]:
    policy = policy_of(one)
    return {
        "id": one.pk,
        "key": one.key,
        "title": clock_title(one, case.type),
        "who": one.who,
        "running": clocks.is_running(one),
        "paused": one.paused_at is not None,
        "started_at": moment(one.started_at),
        "due_at": moment(one.due_at),
        "provisional": one.provisional or one.paused_at is not None,
        "breached_at": moment(one.breached_at),
        "stopped_at": moment(one.stopped_at),
        "citation": policy.citation if policy else "",
        "why": reverse("api_why", args=[case.number, one.pk]),
    }


def why(actor: Actor, number: str, pk: int) -> dict[str, Any]:
    """Why a clock of a ticket is due when it is."""
    case = find(actor, number)
    one = next((one for one in clocks.of([case.pk])[case.pk] if one.pk == pk), None)
    if one is None:
        raise gate.Refused("not_found", access.NOT_HERE)
    explained = explain_clock(one, case)
    return {"clock": clock(one, case), "explanation": explained.as_json() if explained else None}


def move(one: Action, reason: Any) -> dict[str, Any]:
    """A move that this actor's role may make now; `reason` says why it is closed."""
    return {
        "name": one.name,
        "label": str(one.label),
        "open": not reason,
        "reason": str(reason),
        "schema": json_schema(one.form),
    }


def events(actor: Actor, number: str, after: int, limit: int) -> dict[str, Any]:
    """The history of a ticket, oldest first, from event `after` on: two statements."""
    case = find(actor, number)
    rows = Event.objects.filter(ticket_id=case.pk, seq__gt=after).order_by("seq").select_related("actor")
    if case.workflow.confidential and not access.may_reveal(actor, case):
        rows = rows.exclude(name__in=case.workflow.confidential)
    found = list(rows.defer("key", "fingerprint", "actor__password")[: limit + 1])
    labels = {one.name: one.label for one in case.workflow.actions()}
    shown = [event(one, labels, case.type) for one in found[:limit]]
    return {"results": shown, "next": shown[-1]["seq"] if len(found) > limit else None}


def event(one: Event, labels: dict[str, Any], kind: str) -> dict[str, Any]:
    return {
        "seq": one.seq,
        "at": moment(one.at),
        "name": one.name,
        "label": str(labels.get(one.name, one.name)),
        "by": person(one.actor),
        "post": one.post,
        "from_state": one.from_state,
        "to_state": one.to_state,
        "level": one.level,
        "unit": unit(one.unit),
        "data": one.data,
        "sealed": one.sealed is not None,
    }


def type_line(kind: type[Workflow]) -> dict[str, Any]:
    opens = [role.code for role in kind.open_by]
    return {"slug": kind.slug, "title": str(kind.title), "prefix": kind.prefix, "opened_by": opens}


def type_whole(kind: type[Workflow]) -> dict[str, Any]:
    """A type with its states, moves, forms and deadlines, as it is installed."""
    return {
        **type_line(kind),
        "states": [
            {"code": state.code, "title": str(state.title), "kind": str(state.kind), "initial": state == kind.initial()}
            for state in kind.states
        ],
        "intake": json_schema(kind.intake_form),
        "transitions": [_move_of_type(one) for one in kind.actions()],
        "deadlines": [_deadline(kind, one) for one in kind.deadlines],
    }


def _move_of_type(one: Action) -> dict[str, Any]:
    levels = sorted(int(level) for level in (one.levels if one.levels is not None else Level))
    return {
        "name": one.name,
        "label": str(one.label),
        "sources": [state.code for state in one.sources],
        "targets": [state.code for state in one.targets],
        "by": [code for code in ROLES if code in one.by],
        "levels": levels,
        "schema": json_schema(one.form),
    }


def _deadline(kind: type[Workflow], one: Any) -> dict[str, Any]:
    policy = policies[one.policy] if one.policy in policies else None  # noqa: SIM401 - no dict
    return {
        "policy": one.policy,
        "title": str(one.title or (policy.title if policy else one.policy)),
        "who": policy.who if policy else one.who,
        "amount": str(policy.budget.amount) if policy else "",
        "unit": str(policy.unit) if policy else "",
        "citation": policy.citation if policy else "",
        "starts": [getattr(word, "code", word) for word in one.starts],
        "stops": [getattr(word, "code", word) for word in one.stops],
        "then": one.then,
    }


def board(found: Any) -> dict[str, Any]:
    """The supervisor's board (casework.queries.board.Board)."""
    return {
        "at": moment(found.now),
        "title": found.title,
        "areas": list(found.areas),
        "total": vars(found.total),
        "streets": [_board_unit(one) for one in found.streets],
        "communities": [_board_unit(one) for one in found.communities],
        "types": [
            {"slug": one.slug, "title": one.title, "counts": vars(one.counts), "rate": _rate(one.rate)}
            for one in found.types
        ],
        "oldest": {"number": found.oldest.number, "due_at": moment(found.oldest.due_at)} if found.oldest else None,
        "escalated": found.escalated,
        "escalations": [_escalation(one) for one in found.escalations],
        "month": _rate(found.month),
        "year": _rate(found.year),
        "health": found.health,
    }


def _board_unit(one: Any) -> dict[str, Any]:
    facts = {"code": one.code, "name": one.name, "level": int(one.level), "own": one.own}
    return {**facts, "counts": vars(one.counts), "rate": _rate(one.rate)}


def _escalation(one: Any) -> dict[str, Any]:
    names = ("number", "heading", "from_name", "to_name", "why", "taken")
    return {"at": moment(one.at), **{name: getattr(one, name) for name in names}}


def _rate(one: Any) -> dict[str, Any] | None:
    """A closure rate with numerator (`concluded`) and denominator (`due`)."""
    if one is None:
        return None
    names = ("concluded", "due", "percent", "carried_in", "accepted", "not_yet_due", "due_open", "unproven", "apart")
    since = datetime.combine(one.period.first, time(), get_current_timezone())
    return {"since": moment(since), **{name: getattr(one, name) for name in names}}
