"""Is a ticket type sound? Each problem is a sentence with its remedy; `workflows.checks` makes them `manage.py check`.

The clock question is answered by exhaustive search over (state, clocks running): a path that reaches an open state with
no clock running is a case that can be forgotten, and the path itself is shown as the counter-example.
"""

import inspect
from collections import deque
from collections.abc import Iterable, Iterator

from workflows import counters
from workflows.audiences import AUDIENCES
from workflows.base import Action, State, Workflow
from workflows.deadlines import Deadline
from workflows.roles import ROLES, SYSTEM

OPEN_MOVE = "open"  # the name of the event that opens a ticket


def problems(workflow: type[Workflow], policy_keys: Iterable[str], reserved: Iterable[str] = ()) -> list[str]:
    """Everything that is wrong with a type, as sentences; empty when it is sound."""
    found = [*_names(workflow, set(reserved)), *_words(workflow, set(policy_keys))]
    if not found:
        found = [*_graph(workflow), *_clocks(workflow), *counters.problems(workflow), *_offers(workflow)]
    return found


def where(workflow: type[Workflow]) -> str:
    """File and line of a type, for messages."""
    try:
        return f"{inspect.getsourcefile(workflow)}:{inspect.getsourcelines(workflow)[1]}"
    except (OSError, TypeError):
        return f"{workflow.__module__}.{workflow.__qualname__}"


def _names(workflow: type[Workflow], reserved: set[str]) -> Iterator[str]:
    for needed in ("slug", "prefix", "title", "states", "intake_form", "open_by"):
        if not getattr(workflow, needed, None):
            yield f"it has no `{needed}`. Give it one."
            return
    codes = [state.code for state in workflow.states]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"two states are called {code!r}. Rename one."
    for move in workflow.actions():
        if move.name in reserved or move.name == OPEN_MOVE:
            yield f"the move `{move.name}` has the name of something a Ticket already has. Rename the method."
        for state in (*move.sources, *move.targets):
            if state not in workflow.states:
                yield f"the move `{move.name}` uses the state {state.code!r}, which is not in `states`. Add it there."


def _words(workflow: type[Workflow], policy_keys: set[str]) -> Iterator[str]:
    moves = {move.name for move in workflow.actions()} | {OPEN_MOVE}
    for move in workflow.actions():
        unknown = sorted(move.by - set(ROLES))
        if unknown:
            yield f"the move `{move.name}` names the unknown role {unknown[0]!r}. Use one of workflows/roles.py."
        elif not _somebody_may(move):
            yield f"nobody may make the move `{move.name}`. Give it `by=` roles that exist at its levels."
        for word in move.tell:
            if word not in AUDIENCES:
                yield f"the move `{move.name}` tells the unknown audience {word!r}. Use one of workflows/audiences.py."
    for word in workflow.tell_on_open:
        if word not in AUDIENCES:
            yield f"`tell_on_open` names the unknown audience {word!r}. Use one of workflows/audiences.py."
    for role in workflow.open_by:
        if ROLES.get(role.code) is not role:
            yield f"`open_by` names the unknown role {role.code!r}. Use one of workflows/roles.py."
    for clock in workflow.deadlines:
        if not clock.until and clock.policy not in policy_keys:
            yield f"the deadline {clock.policy!r} is not a key in workflows/policies/*.yaml. Add it or correct it."
        if clock.then and clock.then not in moves:
            yield f"the deadline {clock.policy!r} makes the move `{clock.then}`, which the type lacks. Write it."
        for trigger in (*clock.starts, *clock.stops):
            if isinstance(trigger, str) and trigger not in moves:
                yield (
                    f"the deadline {clock.policy!r} waits for the move `{trigger}`, which the type does not have. "
                    "Correct it."
                )
            elif isinstance(trigger, State) and trigger not in workflow.states:
                yield f"the deadline {clock.policy!r} names the state {trigger.code!r}, not in `states`. Add it."


def _somebody_may(move: Action) -> bool:
    if SYSTEM.code in move.by:
        return True
    return any(move.levels is None or _sees(code, move) for code in move.by)


def _sees(code: str, move: Action) -> bool:
    """A role of a higher level sees down, so it may act at any level at or below one where it can be held."""
    return move.levels is not None and min(move.levels) <= max(ROLES[code].levels)


def _graph(workflow: type[Workflow]) -> Iterator[str]:
    edges = [(a, b) for move in workflow.actions() for a, b in move.edges()]
    reached = _closure({workflow.initial()}, edges)
    for state in workflow.states:
        if state not in reached:
            yield f"no move leads to the state {state.code!r}. Add one or remove the state."
    ends = {state for state in workflow.states if state.is_end}
    if not ends:
        yield "no state is an end. Mark at least one with kind=Kind.END."
        return
    can_end = _closure(ends, [(b, a) for a, b in edges])
    for state in workflow.states:
        if state in reached and state not in can_end:
            yield f"the state {state.code!r} has no way to an end. Add a move out of it."


def _offers(workflow: type[Workflow]) -> Iterator[str]:
    """What a type offers to the whole district is under way, and told in few words."""
    open_codes = {state.code for state in workflow.open_states()}
    for code in workflow.shared:
        if code not in open_codes:
            yield f"`shared` names {code!r}, which is no open state of it. Only what is under way is offered."


def _closure(start: set[State], edges: list[tuple[State, State]]) -> set[State]:
    found = set(start)
    while more := {b for a, b in edges if a in found} - found:
        found |= more
    return found


def _clocks(workflow: type[Workflow]) -> Iterator[str]:
    """Search every (state, clocks running); report each open state that some path reaches with no clock."""
    clocks = workflow.deadlines
    first = (workflow.initial(), after_move(clocks, OPEN_MOVE, workflow.initial(), frozenset(), entered=True))
    queue: deque[tuple[tuple[State, frozenset[int]], tuple[str, ...]]] = deque([(first, (OPEN_MOVE,))])
    seen, told = {first}, set()
    while queue:
        (state, running), path = queue.popleft()
        if not state.is_end and not running and not state.no_clock and state not in told:
            told.add(state)
            yield (
                f"the open state {state.code!r} can stand without a clock (after {' → '.join(path)}). Start a deadline "
                "there, or say why not with no_clock=."
            )
        for move in workflow.actions_from(state.code):
            for target in {b for a, b in move.edges() if a == state}:
                node = (target, after_move(clocks, move.name, target, running, entered=target != state))
                if node not in seen:
                    seen.add(node)
                    queue.append((node, (*path, move.name)))


def after_move(
    clocks: tuple[Deadline, ...], move: str, state: State, running: frozenset[int], *, entered: bool
) -> frozenset[int]:
    """Which clocks (by position) run after a move.

    The level of a clock is taken as met; a clock of some cases only (`only`) is taken as not running.
    """
    if state.is_end:
        return frozenset()
    name = state.code if entered else None
    kept = {n for n in running if not clocks[n].ends(move, name)}
    return frozenset(kept | {n for n, clock in enumerate(clocks) if not clock.only and clock.begins(move, name)})
