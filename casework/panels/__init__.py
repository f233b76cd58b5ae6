"""Parts of the ticket page that only some types have: each module's `panel(whole)` gives its content, or None for nothing.

A panel reads what the page has in hand (`Whole`) and at most a constant number of rows of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casework.shapes import Text

if TYPE_CHECKING:
    from casework.queries.ticket import Whole


@dataclass(frozen=True)
class Panel:
    """One part: its heading, the template that draws it, and what that template reads as `panel.content`."""

    key: str
    title: Text
    template: str
    content: Any


Maker = Callable[["Whole"], Panel | None]


def panels(whole: "Whole") -> list[Panel]:
    """The parts that have something to show for this ticket, in the order of the page."""
    from casework.panels import (
        contest,
        dispatch,
        family,
        limits,
        mediation,
        papers,
        people,
        proof,
        risk,
        supervision,
        warning,
    )

    makers: tuple[Maker, ...] = (
        warning.panel,
        risk.panel,
        contest.panel,
        family.panel,
        limits.panel,
        mediation.panel,
        dispatch.panel,
        supervision.panel,
        proof.panel,
        people.panel,
        papers.panel,
    )
    return [found for make in makers if (found := make(whole)) is not None]
