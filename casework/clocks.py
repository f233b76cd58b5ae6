"""Clocks of a ticket: start, rest, stop, extend, date. In memory only; `casework.work` writes them.

A clock is a budget and a ledger. What is derived from them (`due_at`, the rungs of the ladder) is computed in `date_it`
and nowhere else, so an edited calendar, a pause or an extension can never leave half of it behind.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from casework import calendars, policybook
from casework.errors import Refused
from casework.models import Clock
from casework.work import Work
from workflows.calendars import Calendar, midnight
from workflows.deadlines import Deadline
from workflows.due import Budget, Pause, Unit, due_at, is_provisional
from workflows.policies import Policy, policies
from workflows.roles import Actor
from workflows.rungs import rung_instants

ACTS = ("breach", "then", "lapse")  # rungs at the due instant: a clock with a move makes it here
CLOCKS_SQL = "SELECT * FROM casework_clock WHERE ticket_id = ANY(%s) ORDER BY id"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def of(tickets: Iterable[int]) -> dict[int, list[Clock]]:
    """All clocks of these tickets, oldest first: one query."""
    found: dict[int, list[Clock]] = defaultdict(list)
    for clock in Clock.objects.raw(CLOCKS_SQL, [list(tickets)]):
        found[clock.ticket_id].append(clock)
    return found


def is_running(clock: Clock) -> bool:
    return clock.stopped_at is None


def follow(work: Work, case: Any, running: list[Clock], move: str, *, entered: str | None, from_level: int) -> None:
    """Stop, rest, wake and start the clocks of a type after a move.

    `entered`: the state the move led into, None if the state stayed. New clocks are appended to `running`.
    """
    ended = case.workflow.state_named(case.state).is_end
    begun_by = "" if ended and entered else move  # into an end, only a clock that names this end begins
    for clock in running:
        if is_running(clock) and clock.cycle != case.cycle:  # a reopened case has clocks of its own
            stop(work, clock)
    here = {one.policy for one in case.workflow.deadlines if one.level == case.level}
    for deadline in case.workflow.deadlines:
        misplaced = deadline.level is not None and case.level != deadline.level
        if misplaced and deadline.policy in here:
            continue  # one policy with an amount for each level: the deadline of this level speaks for all of them
        latest = _latest(running, deadline.policy, case.cycle)
        if latest and is_running(latest):
            ours_end = ended and latest.who == "ours" and not deadline.begins(begun_by, entered)
            if ours_end or misplaced or deadline.ends(move, entered) or deadline.left_out(case.data):
                stop(work, latest)
            else:
                _rest_or_wake(work, case, latest, deadline)
        if misplaced or not deadline.begins(begun_by, entered) or (deadline.only and not case.data.get(deadline.only)):
            continue
        if latest is None or (deadline.each and (not is_running(latest) or entered or case.level != from_level)):
            running.append(_start(work, case, deadline, latest, running))
        elif not is_running(latest):
            _go_on(work, case, latest, deadline, running)


def _latest(running: list[Clock], key: str, cycle: int) -> Clock | None:
    mine = [clock for clock in running if clock.key == key and clock.cycle == cycle]
    return max(mine, key=lambda clock: clock.generation) if mine else None


def _start(work: Work, case: Any, deadline: Deadline, previous: Clock | None, others: list[Clock]) -> Clock:
    if previous and is_running(previous):
        stop(work, previous)
    true_start = case.data.get(deadline.back_from) if deadline.back_from else None
    clock = Clock(
        ticket=case,
        key=deadline.policy,
        cycle=case.cycle,
        generation=previous.generation + 1 if previous else 1,
        then=deadline.then,
        started_at=datetime.fromisoformat(true_start).astimezone(UTC) if true_start else case.now,
        budget=_budget_until(case, deadline)
        if deadline.until
        else policybook.budget(case, deadline.policy, deadline.nth),
    )
    clock.who = clock.budget["who"]
    if true_start:
        _take_over_pauses(work, case, clock, deadline, others)
    date_it(clock, case)
    work.clock_changed(clock)
    return clock


def _budget_until(case: Any, deadline: Deadline) -> dict[str, Any]:
    """A date somebody set. Where the key is a policy's, its ladder speaks before it (version 0: there is none)."""
    version = policybook.policy(case, deadline.policy).version if deadline.policy in policies else 0
    return {"until": case.data[deadline.until], "who": deadline.who, "pausable": False, "version": version}


def stop(work: Work, clock: Clock) -> None:
    """The clock has done its duty; an open pause ends with it. A breach stays written on it."""
    _close_pause(clock, work.now)
    clock.stopped_at, clock.next_rung_at = work.now, None
    work.clock_changed(clock)


def _go_on(work: Work, case: Any, clock: Clock, deadline: Deadline, others: list[Clock]) -> None:
    """A state entered again: the same clock from its first start, so that going round buys no time."""
    clock.stopped_at = None
    if deadline.back_from and case.data.get(deadline.back_from):
        _take_over_pauses(work, case, clock, deadline, others)
    date_it(clock, case)
    work.clock_changed(clock)


def _take_over_pauses(work: Work, case: Any, clock: Clock, deadline: Deadline, others: list[Clock]) -> None:
    """A clock dated back has rested whenever the case rested since its start, whichever clock wrote that down.

    One rest stands in several ledgers under one event: the longest entry counts. The case may rest at this moment.
    """
    if not clock.budget["pausable"]:
        return
    rests: dict[int, dict[str, Any]] = {}
    for entry in (entry for one in (*others, clock) if one.cycle == case.cycle for entry in one.ledger):
        ended = entry["kind"] != "pause" or (
            entry["to"] is not None and datetime.fromisoformat(entry["to"]) <= clock.started_at
        )
        known = rests.get(entry["event"])
        if not ended and (
            known is None or (known["to"] is not None and (entry["to"] is None or entry["to"] > known["to"]))
        ):
            rests[entry["event"]] = {**entry, "from": max(entry["from"], _iso(clock.started_at))}
    resting = deadline.rests_in(case.state)
    entries = [rests[event] for event in sorted(rests)]
    if not resting:
        entries = [{**entry, "to": entry["to"] or _iso(work.now)} for entry in entries]
    elif not any(entry["to"] is None for entry in entries):
        entries.append({"kind": "pause", "from": _iso(work.now), "to": None, "event": case.version + 1})
    clock.ledger = [entry for entry in clock.ledger if entry["kind"] != "pause"] + entries
    clock.paused_at = datetime.fromisoformat(entries[-1]["from"]) if resting else None


def _rest_or_wake(work: Work, case: Any, clock: Clock, deadline: Deadline) -> None:
    rests = bool(clock.budget["pausable"]) and deadline.rests_in(case.state)
    if rests and clock.paused_at is None:
        clock.paused_at, clock.next_rung_at = work.now, None
        clock.ledger = [*clock.ledger, {"kind": "pause", "from": _iso(work.now), "to": None, "event": case.version + 1}]
        work.clock_changed(clock)
    elif not rests and clock.paused_at is not None:
        _close_pause(clock, work.now)
        date_it(clock, case)
        work.clock_changed(clock)


def _close_pause(clock: Clock, now: datetime) -> None:
    if clock.paused_at is None:
        return
    clock.ledger = [
        {**entry, "to": _iso(now)} if entry["kind"] == "pause" and entry["to"] is None else entry
        for entry in clock.ledger
    ]
    clock.paused_at = None


def extend(work: Work, case: Any, running: list[Clock], actor: Actor) -> None:
    """Carry out the extensions a move asked for; Refused("closed") after the due instant or past the cap of the policy."""
    for key, amount, unit in case.clock_orders:
        clock = _latest(running, key, case.cycle)
        if clock is None or not is_running(clock):
            raise Refused("closed", _("This deadline is not running, so it cannot be extended."))
        if work.now >= clock.due_at:
            raise Refused("closed", _("The deadline has passed. An extension has to be asked for before it."))
        given = [entry for entry in clock.ledger if entry["kind"] == "extension"]
        policy = policybook.policy(case, key)
        order = Budget(amount, Unit(unit) if unit else policybook.extension_unit(policy))
        if refusal := policybook.refuse_extension(policy, order, given):
            raise Refused("closed", refusal)
        entry = {"kind": "extension", "amount": amount, "unit": str(order.unit), "at": _iso(work.now), "by": actor.id}
        clock.ledger = [*clock.ledger, {**entry, "event": case.version + 1}]
        date_it(clock, case)
        work.clock_changed(clock)
    case.clock_orders = []


def pauses(ledger: list[dict[str, Any]]) -> list[Pause]:
    """The suspensions of a ledger as (from, to) instants; a running one has no end."""
    return [
        (datetime.fromisoformat(entry["from"]), datetime.fromisoformat(entry["to"]) if entry["to"] else None)
        for entry in ledger
        if entry["kind"] == "pause"
    ]


def extensions(ledger: list[dict[str, Any]]) -> list[Budget]:
    return [Budget(entry["amount"], Unit(entry["unit"])) for entry in ledger if entry["kind"] == "extension"]


def counted_on(budget: Budget, unit: str) -> Calendar:
    """The calendar a budget counts on: minutes run in the unit's office hours, everything else in whole days or hours."""
    return calendars.office(unit) if budget.unit is Unit.MINUTES else calendars.current()


def due_of(
    snapshot: dict[str, Any], started_at: datetime, ledger: list[dict[str, Any]], unit: str
) -> tuple[datetime, bool]:
    """(due instant, provisional?) of a budget and a ledger for a ticket of `unit`."""
    if "until" in snapshot:
        return midnight(date.fromisoformat(snapshot["until"]), SHANGHAI), False
    budget = policybook.as_budget(snapshot)
    due = due_at(
        started_at,
        budget,
        counted_on(budget, unit),
        roll=snapshot["roll"],
        pauses=pauses(ledger),
        extensions=extensions(ledger),
    )
    return due, is_provisional(due, started_at, budget, calendars.current())


def due_from_now(case: Any, key: str) -> datetime:
    """When the time a rule gives, counted from the case's present moment, is over: for a right that is no clock of ours."""
    return due_of(policybook.budget(case, key), case.now, [], case.unit_id)[0]


def date_it(clock: Clock, case: Any) -> None:
    """Derive `due_at`, the rungs and the next one from start, budget and ledger on the calendar as it is now."""
    clock.due_at, clock.provisional = due_of(clock.budget, clock.started_at, clock.ledger, case.unit_id)
    if "until" in clock.budget and not clock.budget["version"]:
        clock.rungs = [["due", "then" if clock.then else "lapse", clock.due_at.timestamp()]]
    else:
        clock.rungs = _ladder(clock, case)
    clock.calendar = calendars.current().version
    clock.next_rung_at = _rung_instant(clock) if is_running(clock) and clock.paused_at is None else None


def _ladder(clock: Clock, case: Any) -> list[list[Any]]:
    """The rungs already reached as they were, then the others at their new instants, in order of time."""
    policy: Policy = policybook.policy_version(clock.key, clock.budget["version"])
    office = calendars.office(case.unit_id)
    fired: list[list[Any]] = clock.rungs[: clock.rung_no]
    names = {name for name, _do, _at in fired}
    dated = rung_instants(
        policy.rungs,
        clock.started_at,
        clock.due_at,
        calendars.current(),
        office=office,
        pauses=pauses(clock.ledger),
        any_hour=policy.any_hour,
    )
    return fired + [[name, str(do), at.timestamp()] for name, do, at in dated if name not in names]


def _rung_instant(clock: Clock) -> datetime | None:
    if clock.rung_no >= len(clock.rungs):
        return None
    return datetime.fromtimestamp(clock.rungs[clock.rung_no][2], UTC)


def rungs_due(clock: Clock, now: datetime) -> list[tuple[str, str, datetime]]:
    """Take the rungs reached by `now` off the ladder, in order: (name, what to do, instant).

    Stops at an instant that makes a move: what the ladder says after it (press, leader) counts only if the move was closed,
    and is taken by the next tick.
    """
    reached = []
    while clock.next_rung_at is not None and clock.next_rung_at <= now:
        name, do, _at = clock.rungs[clock.rung_no]
        reached.append((name, do, clock.next_rung_at))
        if do == "breach":
            clock.breached_at = clock.next_rung_at
        clock.rung_no += 1
        clock.next_rung_at = _rung_instant(clock)
        if clock.then and do in ACTS:
            break
    return reached


def summarise(case: Any, running: list[Clock]) -> None:
    """The ticket's own columns: nearest due instant of ours, uncured breach, and when the sweep must look again."""
    going = [clock for clock in running if is_running(clock)]
    ours = [clock for clock in going if clock.who == "ours"]
    case.next_due_at = min((clock.due_at for clock in ours if clock.paused_at is None), default=None)
    case.breached_at = min((clock.breached_at for clock in ours if clock.breached_at is not None), default=None)
    case.wake_at = min((clock.next_rung_at for clock in going if clock.next_rung_at is not None), default=None)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
