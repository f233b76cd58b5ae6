"""The ticket page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from casework.shapes.common import Link, Risk, Text, TimeLeft
from workflows.explain import Explanation


@dataclass(frozen=True)
class Step:
    """A step inside the current level. `at`: past, now or ahead."""

    label: Text
    at: Literal["past", "now", "ahead"]


@dataclass(frozen=True)
class LevelStep:
    """One of the three levels on the ticket's path; `words` says how long it took or when it goes up by itself."""

    level: int
    unit: Text
    state: Literal["done", "now", "ahead"]
    words: Text = ""
    steps: Sequence[Step] = ()


@dataclass(frozen=True)
class Move:
    """A move that may be made now; `url` is its form, in place or as a page of its own."""

    name: str
    label: Text
    url: str
    icon: str = ""
    primary: bool = False
    current: bool = False


@dataclass(frozen=True)
class Fold:
    """Moves of one kind behind one line of a long toolbar."""

    title: Text
    moves: Sequence[Move]


@dataclass(frozen=True)
class ShutMove:
    """A move that is closed, with the guard's own sentence."""

    label: Text
    reason: Text


@dataclass(frozen=True)
class MoveForm:
    """The form of a move, open on the page.

    `seen`: version of the ticket the person looks at. `conflict`: who changed it since. `after`: what happens once it is sent.
    """

    name: str
    label: Text
    form: Any
    url: str
    cancel_url: str
    seen: int
    key: str
    after: Sequence[Text] = ()
    conflict: Text = ""
    draft_saved: datetime | None = None
    primary_label: Text = ""
    refused: Text = ""


@dataclass(frozen=True)
class ClockView:
    """A running clock with its article and its explanation."""

    title: Text
    time: TimeLeft
    citation: Text = ""
    why: Explanation | None = None
    note: Text = ""
    key: str = ""

    @property
    def whose(self) -> str:
        return self.time.whose

    @property
    def due(self) -> datetime | None:
        return self.time.due


@dataclass(frozen=True)
class PartyView:
    """A person of the case. `fields`: (label, text, masked?). `reveal_url` is empty for those who may not ask."""

    code: str
    role: Text
    facts: Text = ""
    fields: Sequence[tuple[Text, Text, bool]] = ()
    reveal_url: str = ""
    revealed_until: datetime | None = None
    asking: bool = False
    error: Text = ""
    why_not: Text = ""


@dataclass(frozen=True)
class HistoryLine:
    """Something that happened. `kind`: move, system, up (a level higher) or note. `url` opens the sealed part."""

    at: datetime
    what: Text
    who: Text = ""
    detail: Text = ""
    kind: Literal["move", "system", "up", "note"] = "move"
    has_sealed: bool = False
    url: str = ""
    sealed: Sequence[tuple[Text, Text]] = ()


@dataclass(frozen=True)
class FileView:
    """An attachment; `url` opens the page that asks why before it hands the file out."""

    name: str
    kind: Text
    size: int
    at: datetime
    who: Text = ""
    url: str = ""


@dataclass(frozen=True)
class Related:
    """Another ticket of the same matter."""

    number: str
    title: Text
    url: str = ""
    meta: Text = ""


@dataclass(frozen=True)
class TicketPage:
    """Everything the ticket page shows."""

    number: str
    title: Text
    type: Text
    risk: Risk
    level: int
    unit: Text
    state: Text
    version: int
    url: str
    holder: str | None = None
    assisting: Sequence[Text] = ()
    track: Text = ""
    next_step: Text = ""
    channel: Text = ""
    closed: bool = False
    urgent: Any = None  # casework.queries.urgent.Alarm
    path: Sequence[LevelStep] = ()
    moves: Sequence[Move] = ()
    folds: Sequence[Fold] = ()
    shut: Sequence[ShutMove] = ()
    form: MoveForm | None = None
    clocks: Sequence[ClockView] = ()
    parties: Sequence[PartyView] = ()
    facts: Sequence[tuple[Text, Text]] = ()
    history: Sequence[HistoryLine] = ()
    history_more_url: str = ""
    mine_only: Link | None = None
    files: Sequence[FileView] = ()
    upload_form: Any = None
    upload_url: str = ""
    related: Sequence[Related] = ()
    panels: Sequence[Any] = ()
    diagram: Any = ""
    chain_checked: datetime | None = None
    chain_broken: bool = False
    story: PartyView | None = None
    reveal_reasons: Sequence[tuple[str, Text]] = ()
    back: Link | None = None
    before_url: str = ""
    behind_url: str = ""
    done: Text = ""

    @property
    def main_move(self) -> Move | None:
        """The move for the bottom bar of a phone: the primary one, else the first."""
        return next((move for move in self.moves if move.primary), self.moves[0] if self.moves else None)

    @property
    def at_hand(self) -> list[Move]:
        """The moves that stand in the open, in their order."""
        away = {move.name for fold in self.folds for move in fold.moves}
        return [move for move in self.moves if move.name not in away]

    @property
    def our_clocks(self) -> list[ClockView]:
        return [clock for clock in self.clocks if clock.whose == "ours"]

    @property
    def their_clocks(self) -> list[ClockView]:
        return [clock for clock in self.clocks if clock.whose == "ext"]

    @property
    def rights_clocks(self) -> list[ClockView]:
        return [clock for clock in self.clocks if clock.whose == "party"]
