"""One move, decided in memory: may it be made, is it open, what changes. Nothing here reads or writes a table
(a form with a choice of people reads that list); `casework.gate` loads before and writes after, for one ticket or many."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from casework import access, clocks, forms, history, orders, sealed
from casework.errors import Refused
from casework.models import Clock, Event
from casework.work import Work
from workflows import audiences as tell
from workflows.base import Action
from workflows.datetexts import joined
from workflows.roles import ASSISTANT, ROLES, SYSTEM, Actor

Before = tuple[str, int, str, int | None]  # state, level, unit and person in charge as they were


def find(case: Any, name: str) -> Action:
    """The move called `name` from the ticket's state; Refused("closed") if it starts elsewhere, "not_found" if nowhere."""
    found: Action | None = case.workflow.action_named(name, case.state)
    if found:
        return found
    state = case.workflow.state_named(case.state)
    elsewhere = [move for move in case.workflow.actions() if move.name == name]
    if not elsewhere:
        raise Refused("not_found", _("There is no move “%(name)s” for this kind of case.") % {"name": name})
    message = _("“%(move)s” is not possible while the case is “%(state)s”.") % {
        "move": elsewhere[0].label,
        "state": state.title,
    }
    raise Refused("closed", message)


def forbidden(case: Any, move: Action, actor: Actor) -> str:
    """Why this actor may not make the move (role or level), or ""."""
    if move.levels is not None and case.level not in move.levels:
        levels = joined(str(level.title) for level in sorted(move.levels))
        return _("“%(move)s” is done at this level: %(levels)s.") % {"move": move.label, "levels": levels}
    mine = access.roles_over(actor, case)
    if mine & move.by:
        return ""
    if mine == {ASSISTANT.code}:
        return _("Your unit assists: it can add notes. The responsible unit decides.")
    who = joined(str(role.title) for code, role in ROLES.items() if code in move.by and role is not SYSTEM) or str(
        SYSTEM.title
    )
    return _("“%(move)s” is done by: %(who)s.") % {"move": move.label, "who": who}


def closed(case: Any, move: Action, actor: Actor) -> str | Promise:
    """The first guard's sentence, or "" when the way is open."""
    return next((reason for guard in move.guards if (reason := guard(case, actor))), "")


def moves_for(case: Any, actor: Actor) -> list[tuple[Action, str | Promise]]:
    """Every move of this state that the actor's role may make, with "" or the reason why it is closed now."""
    found = []
    for move in case.workflow.actions_from(case.state):
        if SYSTEM.code in move.by and len(move.by) == 1:
            continue
        if not forbidden(case, move, actor):
            found.append((move, closed(case, move, actor)))
    return found


def make(
    work: Work, case: Any, running: list[Clock], name: str, actor: Actor, data: Mapping[str, Any], *,
    seen: int | None = None, key: bytes | None = None, fingerprint: bytes | None = None, facts: dict[str, Any] | None = None,
) -> Event:  # fmt: skip
    """Make a move on a bound ticket: changed since `seen`? may he? closed? form; django-fsm moves; clocks; event; outbox."""
    if seen is not None and seen != case.version:
        message = _(
            "The case has changed since you opened it. What you typed is kept; look at the changes and send again."
        )
        raise Refused("changed", message, version=case.version)
    move, form, cleaned = _admit(case, name, actor, data)
    plain, private = form.plain_and_private() if move.form else ({}, {})
    before = (case.state, case.level, case.unit_id, case.assignee_id)
    _carry_out(work, case, running, move, cleaned, actor, before)
    asked = orders.before_event(work, case)
    told = {**plain, **(facts or {}), **asked, **_what_changed(case, before)}
    sealed_part = None
    if private:
        sealed_part = sealed.seal(data_key(case), private, f"event|{case.number}|{case.version + 1}")
    event = history.append(
        case, name, actor, work.now, from_state=before[0], data=told, sealed=sealed_part, key=key, fingerprint=fingerprint
    )  # fmt: skip
    work.ticket_changed(case)
    former = before[2] if before[2] != case.unit_id else ""
    led = (tell.CASE_LEADER,) if case.data.get("leader") else ()  # who made the case his own is told of everything
    work.happened(event, (*move.tell, *case.also_tell, *led), case.assignee_id or before[3], former)
    case.also_tell = []
    orders.after_event(work, case, running, name, event)
    return event


def _admit(case: Any, name: str, actor: Actor, data: Mapping[str, Any]) -> tuple[Action, Any, dict[str, Any]]:
    """The move with its form and what was entered, if this actor may make it now; else Refused."""
    move = find(case, name)
    if reason := forbidden(case, move, actor):
        raise Refused("forbidden", reason)
    if why := closed(case, move, actor):
        raise Refused("closed", why)
    form, cleaned = forms.clean(move.form, case, actor, data)
    check(case, move, actor, cleaned)
    return move, form, cleaned


def _carry_out(
    work: Work, case: Any, running: list[Clock], move: Action, cleaned: dict[str, Any], actor: Actor, before: Before
) -> None:
    """The move itself, on the ticket in memory, and the clocks that follow it."""
    getattr(case, move.name)(**cleaned)
    if (case.unit_id, case.assignee_id) != before[2:]:
        case.workflow.changed_hands(case, before[3])
    settle_state(case)
    entered = case.state if case.state != before[0] else None
    clocks.follow(work, case, running, move.name, entered=entered, from_level=before[1])
    clocks.extend(work, case, running, actor)
    clocks.summarise(case, running)


def check(case: Any, move: Action, actor: Actor, cleaned: dict[str, Any]) -> None:
    """What the move's checks say of the data entered; Refused("invalid") with the sentences by field."""
    errors: dict[str, list[str]] = {}
    for one in move.checks:
        for name, sentence in one(case, actor, cleaned).items():
            errors.setdefault(name, []).append(str(sentence))
    if errors:
        raise Refused("invalid", next(iter(errors.values()))[0], errors)


def data_key(case: Any) -> bytes:
    """The ticket's data key, unwrapped once per loaded ticket."""
    if "_data_key" not in case.__dict__:
        case._data_key = sealed.unwrap(case.sealed_key, case.number)
    return case._data_key  # type: ignore[no-any-return]


def settle_state(case: Any) -> None:
    """Columns that follow from the state."""
    state = case.workflow.state_named(case.state)
    case.is_open, case.is_waiting = not state.is_end, state.kind == "waiting"
    case.closed_at = (case.closed_at or case.now) if state.is_end else None


def _what_changed(case: Any, before: Before) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    if case.unit_id != before[2]:
        changed["from_unit"] = before[2]
    if case.assignee_id != before[3]:
        changed["assignee"] = case.assignee_id
    return changed
