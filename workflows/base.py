"""The words of a ticket type: State, @action and Workflow.

A type is a plain class: a table of states and deadlines and one small method per move. `@action` is django-fsm's
`@transition` plus what screens, clocks and inboxes need to know about the move. Nothing here knows a table:
`casework.binding` lends the moves to a Ticket and `casework.gate` runs them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from django import forms
from django.utils.functional import Promise
from django_fsm import RETURN_VALUE, transition

from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.ladder import Level, level_of, parent_of
from workflows.orders import Asks
from workflows.roles import Actor, Role

Text = str | Promise
Guard = Callable[[Any, Actor], Text]
Check = Callable[[Any, Actor, dict[str, Any]], dict[str, Text]]
Move = TypeVar("Move", bound=Callable[..., Any])


class Kind(StrEnum):
    OPEN = "open"  # we are working
    WAITING = "waiting"  # somebody else is working, or the case rests
    END = "end"  # done; a later move may only reopen


@dataclass(frozen=True)
class State:
    """A state of a type. `no_clock` says why an open state may stand without a deadline; `step` groups states on the path."""

    code: str
    title: Text
    kind: Kind = Kind.OPEN
    no_clock: str = ""
    step: str = ""

    @property
    def is_end(self) -> bool:
        return self.kind is Kind.END

    def __str__(self) -> str:
        return str(self.title)


@dataclass(frozen=True)
class Same:
    """Target of a move that stays in its state."""


@dataclass(frozen=True)
class OneOf:
    """Target chosen by the move itself: the method returns the code of one of these states."""

    states: tuple[State, ...]


SAME = Same()
Target = State | Same | OneOf


@dataclass(frozen=True)
class Action:
    """One move from some states to a target, with everything the screens, the API and the inbox need.

    `by`: roles that may (over this ticket). `levels`: only while the ticket stands there. `guards`: each returns "" or the
    sentence shown to the user. `checks`: each looks at what was entered and returns sentences by field. `tell`: audiences
    told afterwards.
    """

    name: str
    label: Text
    sources: tuple[State, ...]
    target: Target
    by: frozenset[str]
    form: type[forms.Form] | None = None
    guards: tuple[Guard, ...] = ()
    checks: tuple[Check, ...] = ()
    tell: tuple[str, ...] = ()
    levels: frozenset[Level] | None = None
    icon: str = ""
    primary: bool = False
    after: Text = ""

    @property
    def targets(self) -> tuple[State, ...]:
        """Every state this move can end in."""
        if isinstance(self.target, OneOf):
            return self.target.states
        return (self.target,) if isinstance(self.target, State) else self.sources

    def edges(self) -> list[tuple[State, State]]:
        if isinstance(self.target, Same):
            return [(source, source) for source in self.sources]
        return [(source, target) for source in self.sources for target in self.targets]


def action(
    sources: Iterable[State],
    target: Target,
    *,
    by: Iterable[Role],
    label: Text,
    form: type[forms.Form] | None = None,
    guards: Sequence[Guard] = (),
    checks: Sequence[Check] = (),
    tell: Sequence[str] = (),
    levels: Iterable[Level] | None = None,
    icon: str = "",
    primary: bool = False,
    after: Text = "",
) -> Callable[[Move], Move]:
    """Make a method a move. Stack it to give one move several sources with different targets."""
    sources = tuple(sources)
    fsm_target: Any = None
    if isinstance(target, State):
        fsm_target = target.code
    elif isinstance(target, OneOf):
        fsm_target = RETURN_VALUE(*(state.code for state in target.states))

    def decorate(method: Move) -> Move:
        made = Action(
            name=method.__name__,
            label=label,
            sources=sources,
            target=target,
            by=frozenset(role.code for role in by),
            form=form,
            guards=tuple(guards),
            checks=tuple(checks),
            tell=tuple(tell),
            levels=None if levels is None else frozenset(levels),
            icon=icon,
            primary=primary,
            after=after,
        )
        codes = [state.code for state in sources]
        moved: Move = transition("state", source=codes, target=fsm_target, custom={"action": made})(method)
        return moved

    return decorate


class Workflow(Asks):
    """Base of every ticket type; subclass it, list the states and write the moves.

    Inside a move `self` is the ticket: the attributes annotated below. A move changes them and nothing else; the gate
    saves, dates the clocks, writes the event and tells people.
    """

    slug: ClassVar[str]
    prefix: ClassVar[str]
    title: ClassVar[Text]
    plan_chapter: ClassVar[int]
    states: ClassVar[tuple[State, ...]]
    deadlines: ClassVar[tuple[Deadline, ...]] = ()
    intake_form: ClassVar[type[forms.Form]]
    open_by: ClassVar[tuple[Role, ...]] = ()
    tell_on_open: ClassVar[tuple[str, ...]] = ()
    top_level: ClassVar[Level] = Level.DISTRICT
    path_steps: ClassVar[tuple[tuple[str, Text], ...]] = ()
    # Opened by moves of other types only, as a child of their ticket; nobody registers one by hand.
    only_child: ClassVar[bool] = False
    # Events after which the early-warning rules look at the ticket.
    watched: ClassVar[frozenset[str]] = frozenset()
    # Events that only those who may read what is sealed see at all: not assisting units, not the printouts.
    confidential: ClassVar[frozenset[str]] = frozenset()
    # Ends in which the file is still being put in order: files may be added.
    filing: ClassVar[frozenset[str]] = frozenset()
    # May a rights case open one beside itself? The sealed facts of the person concerned that go along, and no others.
    referral: ClassVar[tuple[str, ...] | None] = None
    # Opened under the case instead of beside it: its people stay with the case, and nothing of them is carried.
    referral_child: ClassVar[bool] = False
    # States in which it is an offer to the whole district (a vacancy, a volunteer, a class): whoever handles tickets there may
    # match his own with it and sees `offered_as`, its unit and why it fits; its page, people and history stay closed to him.
    shared: ClassVar[tuple[str, ...]] = ()
    # Is it a matter (件) of the statistics, with a row of facts?
    counted: ClassVar[bool] = False
    # What the page of its plan chapter counts.
    counters: ClassVar[tuple[Counter, ...]] = ()

    # What a move sees of its ticket.
    workflow: Any  # the ticket's type: its constants and classmethods
    number: str
    state: str
    level: int
    place_id: str
    unit_id: str
    assignee_id: int | None
    handler_id: int | None
    assisting: list[str]
    category: str
    risk: str
    channel: str
    outcome: str
    cycle: int
    version: int
    data: dict[str, Any]
    title_text: str
    opened_at: datetime
    closed_at: datetime | None
    actor: Actor
    now: datetime
    clock_orders: list[tuple[str, Any, str]]
    also_tell: list[str]
    parent_id: int | None
    family: Any  # casework.family.Family: children and parent, read when asked
    others: dict[str, Any]  # the tickets named in TicketFields of the move's form, by number
    due: Callable[
        [str], datetime
    ]  # when a rule's time, counted from now, is over: for a right that is no clock of ours
    left: Callable[
        ..., Decimal | None
    ]  # what is left on an account: left(number, key="", hold=False: nobody books meanwhile)
    alike: Callable[
        ..., list[Any]
    ]  # other tickets of this type for the same persons (home=True: households); for rules only
    eligible: Callable[[], bool]  # does nothing in the rights cases stand against its people? Never why
    suggestion: Callable[..., Any]  # who owns such a matter by the dispatch catalogue (casework.catalogue), or None

    @classmethod
    def initial(cls) -> State:
        return cls.states[0]

    @classmethod
    def actions(cls) -> tuple[Action, ...]:
        """Every move, in the order of the class body (inherited ones last)."""
        if "_actions" not in cls.__dict__:
            cls._actions = tuple(_collect(cls))  # type: ignore[attr-defined]
        return cls._actions  # type: ignore[attr-defined, no-any-return]

    @classmethod
    def actions_from(cls, state: str) -> list[Action]:
        return [move for move in cls.actions() if any(source.code == state for source in move.sources)]

    @classmethod
    def action_named(cls, name: str, state: str) -> Action | None:
        """The variant of move `name` that leaves `state`, or None."""
        return next((move for move in cls.actions_from(state) if move.name == name), None)

    @classmethod
    def state_named(cls, code: str) -> State:
        return next(state for state in cls.states if state.code == code)

    @classmethod
    def open_states(cls) -> tuple[State, ...]:
        return tuple(state for state in cls.states if not state.is_end)

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        """Fill a new ticket from its cleaned intake form; return its parties (role, plain and sealed fields)."""
        ticket.data.update(cleaned)
        return []

    @classmethod
    def referred(cls, case: Any, need: str) -> dict[str, Any]:
        """Intake data of a ticket that a rights case opens by referral: `need` in the words of who refers her."""
        return {"place": case.place_id}

    @classmethod
    def offered_as(cls, ticket: Any) -> list[tuple[Text, Text]]:
        """What the whole district reads of an offer (`shared`), as (label, text): codes and numbers, never a person."""
        return []

    @classmethod
    def code_unsafe(cls, ticket: Any) -> list[str]:
        """Why the party's query code must not work for this ticket now: codes of reasons; [] when it may."""
        return []

    @classmethod
    def changed_hands(cls, ticket: Any, holder: int | None) -> None:
        """After every move by which unit or person in charge changed (`holder`: who had it before): what goes along."""

    @classmethod
    def heading(cls, ticket: Any) -> Text:
        """Neutral title in the reader's language: never a name, a phone or a story."""
        return str(ticket.title_text) or cls.title

    def hand_to(self, unit: str, *, keep_assisting: bool = False) -> None:
        """Make `unit` responsible. The former unit stops seeing the content unless it stays as an assisting unit."""
        if keep_assisting and self.unit_id not in self.assisting:
            self.assisting = [*self.assisting, self.unit_id]
        self.assisting = [code for code in self.assisting if code != unit]
        self.unit_id = unit
        self.level = int(level_of(unit))
        self.assignee_id = None

    def extend(self, policy: str, amount: int, unit: str = "") -> None:
        """Ask for more time on a running clock (in the policy's own unit unless `unit` is given); the gate checks the cap."""
        self.clock_orders.append((policy, amount, unit))

    def unit_above(self) -> str:
        """The unit that takes over on escalation; ValueError at the top (guards keep moves from asking)."""
        above = parent_of(self.unit_id)
        if above is None or self.level >= self.top_level:
            raise ValueError(f"{self.unit_id} has no level above it in {self.slug}.")
        return above


def _collect(cls: type[Workflow]) -> Iterable[Action]:
    seen: set[str] = set()
    for owner in cls.__mro__:
        for name, method in vars(owner).items():
            meta = getattr(method, "_django_fsm", None)
            if meta is None or name in seen:
                continue
            seen.add(name)
            distinct = {id(step.custom["action"]): step.custom["action"] for step in meta.transitions.values()}
            yield from (replace(found, name=name) for found in distinct.values())
