"""Kinds of moves that the tickets of protection share: made at its own unit, her refusal, beginning anew after an end.

Each is `workflows.base.action` with what must never be left out already in it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from workflows import audiences as tell
from workflows.base import Guard, Move, State, Target, Text, action
from workflows.rights.guards import in_my_unit
from workflows.rights.protection import DeclineForm, own_word
from workflows.roles import HANDLERS, Role
from workflows.standard import ReasonForm


def at_unit(
    sources: Iterable[State], target: Target, *, label: Text, guards: Sequence[Guard] = (), **more: Any
) -> Callable[[Move], Move]:
    """A move that whoever handles cases makes at the unit where the ticket stands; another unit does not."""
    return action(sources, target, by=HANDLERS, label=label, guards=(in_my_unit, *guards), **more)


def refusal(
    sources: Iterable[State], target: Target, *, label: Text, by: Iterable[Role] = HANDLERS, guards: Sequence[Guard] = (), **more: Any,
) -> Callable[[Move], Move]:  # fmt: skip
    """She does not want it: never a tick alone, and never the word of a guardian who harms the child.

    The form is `DeclineForm`, so the method takes `heard_alone`, `options_told` and `words`.
    """
    return action(sources, target, by=by, label=label, form=DeclineForm, guards=(*guards, own_word), icon="x", **more)


def anew(ends: Iterable[State], first: State, *, label: Text, after: Text = "") -> Callable[[Move], Move]:
    """Out of an end back to the beginning, with a reason: her mind may change, and new facts count. The method counts the cycle."""
    return at_unit(ends, first, label=label, form=ReasonForm, tell=[tell.PARENT], icon="play", after=after)
