"""The supervisor's board."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.shapes.cockpit import Act
from casework.shapes.common import Chip, Link, Text


@dataclass(frozen=True)
class AreaRow:
    """A line of the board: counts of one street, community or type, each leading to its list."""

    title: Link
    open: Link
    overdue: Link
    soon: Link
    closed: Link
    rate: Text = ""

    @property
    def parts(self) -> tuple[int, int, int]:
        """(overdue, due soon, the rest), for the small bar."""
        over, soon, whole = (link.n if isinstance(link.n, int) else 0 for link in (self.overdue, self.soon, self.open))
        return over, soon, max(0, whole - over - soon)


@dataclass(frozen=True)
class Rise:
    """An escalation of today."""

    at: datetime
    number: str
    url: str
    from_unit: Text
    to_unit: Text
    why: Text
    now: Text
    hot: bool = False


@dataclass(frozen=True)
class Rate:
    """The closure rate with everything it is made of. `needed`: closures still missing to the target (0: reached)."""

    closed: Link
    due: Link
    target: float = 98.0
    parts: Sequence[tuple[Text, Link]] = ()
    excluded: Sequence[Link] = ()
    periods: Sequence[Link] = ()
    title: Text = ""
    best: float | None = None
    needed: int = 0
    basis_url: str = ""

    @property
    def percent(self) -> float | None:
        """Rounded down to one decimal, so that 97.96 never reads as 98. None when nothing was due: 0 of 0 is no rate."""
        closed, due = self.closed.n, self.due.n
        return 1000 * closed // due / 10 if isinstance(closed, int) and isinstance(due, int) and due else None


@dataclass(frozen=True)
class BoardPage:
    """The supervisor's board."""

    area: Text
    at: datetime
    kpis: Sequence[tuple[Text, Link, Text]]
    rate: Rate | None
    streets: Sequence[AreaRow] = ()
    communities: Sequence[AreaRow] = ()
    types: Sequence[AreaRow] = ()
    total: AreaRow | None = None
    rises: Sequence[Rise] = ()
    rises_url: str = ""
    pushable: Sequence[Act] = ()
    sweep_age: int | None = None
    sweep_red: bool = False
    alarms: Sequence[Text] = ()
    calendar_alarm: Text = ""
    chips: Sequence[Chip] = ()
    live_url: str = ""
