"""A type's deadlines: which policy runs between which moves, where it rests, and what happens at the due instant."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workflows.ladder import Level

if TYPE_CHECKING:
    from workflows.base import State, Text

ESCALATE = "escalate_overdue"  # hand the ticket up one level
AUTO_ASSIGN = "auto_assign"  # give it to the least loaded handler of the unit


@dataclass(frozen=True)
class Deadline:
    """One clock of a type.

    `policy`: key in workflows/policies (amount, unit, citation). `starts` / `stops`: names of moves, or states entered.
    `pauses`: states in which a pausable policy rests. `level`: runs only while the ticket stands at that level.
    `then`: move made by the clock at the due instant (ESCALATE, AUTO_ASSIGN or a move of the type); "" = press only.
    `each`: every start opens a new clock; otherwise a state left and entered again does not buy time.
    `nth`: which amount of a policy that has several.
    `only`: key in `ticket.data` that must be true for the clock to start (the urgent lane); once false, the clock stops.
    `until`: key in `ticket.data` holding the date the clock ends on, instead of a policy's amount.
    `who`: with `until`, whose clock it is ("ours", "party", "ext"); a policy says that itself.
    `back_from`: key in `ticket.data` holding the instant the clock truly started (else the moment of the move). Such a
    clock also takes over the rests the case has had since then, if its policy may rest.
    """

    policy: str
    starts: tuple["str | State", ...]
    stops: tuple["str | State", ...] = ()
    pauses: tuple["State", ...] = ()
    level: Level | None = None
    then: str = ""
    each: bool = False
    nth: int = 0
    only: str = ""
    until: str = ""
    back_from: str = ""
    who: str = "ours"
    title: "Text" = ""

    def left_out(self, data: dict[str, Any]) -> bool:
        """Is this a clock of other cases than this one (it was of this kind, and is no longer)?"""
        return bool(self.only and self.only in data and not data[self.only])

    def begins(self, move: str, entered: str | None) -> bool:
        """Does this move, or the state it enters (None when the state stays), start the clock?"""
        return _named(self.starts, move, entered)

    def ends(self, move: str, entered: str | None) -> bool:
        return _named(self.stops, move, entered)

    def rests_in(self, state: str) -> bool:
        return any(pause.code == state for pause in self.pauses)


def _named(words: tuple[Any, ...], move: str, entered: str | None) -> bool:
    return any(word == move if isinstance(word, str) else word.code == entered for word in words)
