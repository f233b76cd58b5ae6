"""The queue, the first page, the search."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.shapes.common import Chip, Link, Row, Text
from casework.shapes.ticket import Move


@dataclass(frozen=True)
class Group:
    """Rows under one head."""

    code: str
    rows: Sequence[Row]
    title: Text
    meta: Text = ""


@dataclass(frozen=True)
class QueuePage:
    """The queue. `key`: idempotency key of the claim form. `here`: this page's own address, to come back to."""

    tabs: Sequence[Link]
    groups: Sequence[Group]
    chips: Sequence[Chip] = ()
    summary: Text = ""
    title: Text = ""
    empty: Text = ""
    key: str = ""
    here: str = ""
    next_url: str = ""
    first_url: str = ""
    intake_url: str = ""

    @property
    def count(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    @property
    def claimable(self) -> bool:
        return any(row.can_claim for group in self.groups for row in group.rows)


@dataclass(frozen=True)
class HomePage:
    """The first page: what this role does first.

    `first`: the few tickets that come first; `counts`: links with numbers.
    """

    name: str
    role: Text
    unit: Text
    main: Move | None = None
    counts: Sequence[Link] = ()
    first: Sequence[Row] = ()
    first_title: Text = ""
    first_url: str = ""
    drafts: Sequence[tuple[Link, datetime]] = ()
    recent: Sequence[tuple[Link, Text]] = ()
    links: Sequence[Link] = ()
    links_title: Text = ""
    note: Text = ""


@dataclass(frozen=True)
class SearchPage:
    """Results of a search. `words` is not repeated in the address when it may be a name or a phone number."""

    words: str
    rows: Sequence[Row] = ()
    asked: bool = False
    hint: Text = ""
    next_url: str = ""
