"""What a screen shows, as plain frozen data: no table, no request. Views fill these shapes, templates read them.

Every text is already in the reader's language or lazy. An empty `url` means: not a link for this reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.utils.functional import Promise

from workflows.explain import Explanation

Text = str | Promise
Risk = Literal["red", "orange", "yellow", "blue"]
Whose = Literal["ours", "party", "ext"]
NO_TIME_LIMIT: Literal["none"] = "none"


@dataclass(frozen=True)
class TimeLeft:
    """How long until a due instant.

    `state`: calm, near (80 % used), over (due instant passed), hold (paused), none (no clock runs). `seconds_left` is
    negative after the due instant. `working_days_left`: whole working days, only for clocks counted in them.
    `used_percent`: 0 to 100. `until`: the day a pause ends, if it has one. `policy`: title of the rule.
    """

    state: Literal["calm", "near", "over", "hold", "none"] = NO_TIME_LIMIT
    due: datetime | None = None
    seconds_left: int = 0
    working_days_left: int | None = None
    used_percent: int = 0
    whose: Whose = "ours"
    provisional: bool = False
    policy: Text = ""
    citation: Text = ""
    until: date | None = None


@dataclass(frozen=True)
class Link:
    """A link or a number that leads to its list. `n`: the number ("99+" is the caller's word)."""

    label: Text
    url: str = ""
    n: int | str | None = None
    current: bool = False
    hot: bool = False
    meta: Text = ""


@dataclass(frozen=True)
class Chip:
    """A filter. Chosen: `value` names it and `url` takes it away. Not chosen: `options` lead to the filtered list."""

    label: Text
    url: str = ""
    value: Text = ""
    options: Sequence[Link] = ()


@dataclass(frozen=True)
class Row:
    """A ticket in a list. `group`: overdue, unclaimed, today, week, later or none."""

    number: str
    title: Text
    url: str
    time: TimeLeft
    clock_title: Text
    place: Text
    level: int
    unit: Text
    state: Text
    risk: Risk
    version: int
    due: datetime | None = None
    assignee: str | None = None
    assisting: bool = False
    can_claim: bool = False
    group: str = "none"


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
    urgent: Sequence[Text] = ()
    path: Sequence[LevelStep] = ()
    moves: Sequence[Move] = ()
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
    def our_clocks(self) -> list[ClockView]:
        return [clock for clock in self.clocks if clock.whose == "ours"]

    @property
    def their_clocks(self) -> list[ClockView]:
        return [clock for clock in self.clocks if clock.whose == "ext"]

    @property
    def rights_clocks(self) -> list[ClockView]:
        return [clock for clock in self.clocks if clock.whose == "party"]


@dataclass(frozen=True)
class Place:
    """A suggestion of the place search."""

    code: str
    name: Text
    inside: Text = ""


@dataclass(frozen=True)
class IntakePage:
    """The intake. `form` is the type's intake form, bound after an error or from a draft.

    `contacts`: casework.queries.contacts.Contacts or None while no number was typed. `red`: the sentences of the urgent
    banner (empty: no banner). `drafts`: other drafts of this person, each (link, saved at).
    """

    form: Any
    url: str
    draft_url: str
    key: str
    place_query: str = ""
    places: Sequence[Place] = ()
    places_asked: bool = False
    contacts: Any = None
    red: Sequence[Text] = ()
    saved_at: datetime | None = None
    drafts: Sequence[tuple[Link, datetime]] = ()
    types: Sequence[Link] = ()
    sections: Sequence[tuple[str, Text, Text, Sequence[str]]] = ()


@dataclass(frozen=True)
class Registered:
    """A ticket just registered: what to read to the caller. `steps`: what happens next, with its due instants."""

    number: str
    unit: Text
    risk: Risk
    steps: Sequence[tuple[Text, datetime | None]] = ()
    url: str = ""
    next_url: str = ""
    red: Sequence[Text] = ()


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
    pushable: Sequence[tuple[Row, Text]] = ()
    sweep_age: int | None = None
    sweep_red: bool = False
    alarms: Sequence[Text] = ()
    chips: Sequence[Chip] = ()
    live_url: str = ""


@dataclass(frozen=True)
class Message:
    """A line of the inbox. `kind`: word for the kind; `icon`: its symbol; `why`: why this person got it."""

    id: int
    at: datetime
    kind: Text
    text: Text
    number: str = ""
    url: str = ""
    icon: str = "bell"
    why: Text = ""
    unread: bool = False
    action: Link | None = None


@dataclass(frozen=True)
class InboxPage:
    """The inbox, by day."""

    days: Sequence[tuple[date, Sequence[Message]]]
    unread: int
    kinds: Sequence[Link] = ()
    read_all_url: str = ""
    next_url: str = ""
    first_url: str = ""


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
    note: Text = ""


@dataclass(frozen=True)
class SearchPage:
    """Results of a search. `words` is not repeated in the address when it may be a name or a phone number."""

    words: str
    rows: Sequence[Row] = ()
    asked: bool = False
    hint: Text = ""
    next_url: str = ""


@dataclass(frozen=True)
class DuePage:
    """The calculator. `why`: the explanation, or None before the first question; `form` a Django form."""

    form: Any
    url: str
    why: Explanation | None = None
    error: Text = ""
    policies: Sequence[tuple[str, Text]] = ()


@dataclass(frozen=True)
class CalendarDayView:
    """A day of the calendar editor. `kind`: plain, weekend, holiday, workday, local_off, local_on."""

    date: date
    kind: str
    name: Text = ""
    changed: bool = False


@dataclass(frozen=True)
class Moved:
    """An open clock that an edit would move."""

    number: str
    url: str
    clock: Text
    before: datetime
    after: datetime


@dataclass(frozen=True)
class CalendarPage:
    """The calendar editor. `preview`: what would move (None: not asked yet)."""

    year: int
    years: Sequence[Link]
    confirmed: bool
    source: Text
    months: Sequence[tuple[date, Sequence[Sequence[CalendarDayView | None]]]]
    form: Any
    url: str
    import_form: Any = None
    import_url: str = ""
    preview: Sequence[Moved] | None = None
    preview_total: int = 0
    may_edit: bool = True
    alarm: Text = ""
    running: Text = ""
    key: str = ""
    hidden: dict[str, str] = field(default_factory=dict)
