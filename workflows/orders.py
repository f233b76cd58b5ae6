"""What a move may ask for beyond its own ticket's columns: parties, child tickets, papers, contacts, words in another case.

A move only says what it wants; `casework.orders` carries it out in the move's own transaction, or the move is undone whole.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

ACCOUNT_KINDS = ("fund", "pledge", "quota", "seats")


@dataclass
class PartyOrder:
    """A person to add (`replaces` = "") or a new version of one (`replaces` = its code; the old version is kept).

    `described`: role, plain, sealed, and for the blind indexes phone, name, id_no, household, employer.
    `ends`: only close the version `replaces`, adding nothing. `keeps`: what `described` does not name stays as it was
    (sealed again); `clears`: names of sealed facts to take away all the same.
    """

    described: dict[str, Any]
    replaces: str = ""
    ends: bool = False
    keeps: bool = False
    clears: tuple[str, ...] = ()


@dataclass
class ChildOrder:
    """A ticket of another type to open beside this one (`child`: under it, with a number made of this one's).

    `link`: how one beside it is linked. `parties`: codes of this ticket's parties that go along, sealed anew there;
    `carry`: of their sealed facts these only (None: all of them). `under`: number of another ticket in hand, whose child it
    becomes instead; the unit of this one assists there. `flags`: plain data it has before its own rules look at it.
    """

    slug: str
    data: dict[str, Any]
    child: bool = True
    link: str = "related"
    parties: tuple[str, ...] = ()
    carry: tuple[str, ...] | None = None
    under: str = ""
    flags: tuple[str, ...] = ()


@dataclass
class ChildMove:
    """A move to make on every open child of this type that it is open to, or on the one of number `only`.

    `by_clock`: as the system's, not the actor's.
    """

    slug: str
    move: str
    data: dict[str, Any]
    by_clock: bool = False
    only: str = ""


@dataclass
class OtherMove:
    """A move to make on another ticket that this move's form names (both are locked)."""

    number: str
    move: str
    data: dict[str, Any]
    by_clock: bool = True


@dataclass
class AdvanceOrder:
    """The first of the tickets waiting in `state` under `parent` (smallest `data["priority"]`, then oldest) moves on."""

    parent: str
    slug: str
    state: str
    move: str


@dataclass
class AccountOrder:
    """An account of this ticket, with what is in it at first; `key` tells several apart."""

    kind: str
    amount: Decimal
    key: str = ""
    title: str = ""


@dataclass
class BookingOrder:
    """Add to (+) or take from (-) the account `key` of ticket `number`; what would overdraw it undoes the whole move."""

    number: str
    amount: Decimal
    key: str = ""
    purpose: str = ""


@dataclass
class NoticeOrder:
    """Put up a public notice: masked lines of (label, text), for as long as `policy` says; or take it down (`ends`).

    `place`: code of the unit whose name stands among the lines ("" = none).
    """

    kind: str = ""
    lines: list[tuple[Any, Any]] = field(default_factory=list)
    policy: str = "aw.public_notice"
    place: str = ""
    ends: bool = False
    result: str = ""


@dataclass
class PaperOrder:
    """A paper to sign: numbered without gaps per code and year in this very transaction. `fields` are sealed."""

    kind: str
    fields: dict[str, Any]


@dataclass
class ContactOrder:
    """One contact (件次) about the matter, by `persons` people (人次)."""

    channel: str
    persons: int = 1
    at: datetime | None = None


@dataclass
class CodeOrder:
    """The party's query code: `do` = issue (a new one), shut (`because`: a code) or open."""

    do: str
    because: str = ""


@dataclass
class CatalogueOrder:
    """Who owns such matters from today on, as just decided in this case (domain.md §7.3)."""

    category: str
    words: str
    owner: str
    reason: str


@dataclass
class Orders:
    parties: list[PartyOrder] = field(default_factory=list)
    children: list[ChildOrder] = field(default_factory=list)
    child_moves: list[ChildMove] = field(default_factory=list)
    papers: list[PaperOrder] = field(default_factory=list)
    contacts: list[ContactOrder] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    voided: list[tuple[str, str]] = field(default_factory=list)
    catalogue: list[CatalogueOrder] = field(default_factory=list)
    codes: list[CodeOrder] = field(default_factory=list)
    other_moves: list[OtherMove] = field(default_factory=list)
    advances: list[AdvanceOrder] = field(default_factory=list)
    accounts: list[AccountOrder] = field(default_factory=list)
    bookings: list[BookingOrder] = field(default_factory=list)
    notices: list[NoticeOrder] = field(default_factory=list)


class Asks:
    """The words a move uses to ask. `self` is the ticket; nothing is carried out before the move has ended."""

    orders: Orders

    def add_party(self, described: dict[str, Any]) -> None:
        self.orders.parties.append(PartyOrder(described))

    def change_party(self, code: str, described: dict[str, Any]) -> None:
        """A new version of a party; the old one stays readable in the record."""
        self.orders.parties.append(PartyOrder(described, replaces=code))

    def correct_party(self, code: str, described: dict[str, Any], clears: tuple[str, ...] = ()) -> None:
        """A new version in which only what is named changes; the rest is taken over from the old one, sealed again."""
        self.orders.parties.append(PartyOrder(described, replaces=code, keeps=True, clears=clears))

    def end_party(self, code: str) -> None:
        """This person is no longer a party; the record keeps her."""
        self.orders.parties.append(PartyOrder({}, replaces=code, ends=True))

    def spawn(self, slug: str, **data: Any) -> None:
        """Open a child ticket of type `slug`; `data` goes through its intake form."""
        self.orders.children.append(ChildOrder(slug, data))

    def move_child(self, slug: str, move: str, *, by_clock: bool = False, only: str = "", **data: Any) -> None:
        """Make a move on the open children of a type in whose state it starts, so that nobody enters one thing twice.

        `only`: the number of the one child meant. What a child refuses undoes the whole. Locks go from the parent to its
        children only, never back.
        """
        self.orders.child_moves.append(ChildMove(slug, move, data, by_clock, only))

    def open_beside(self, slug: str, **data: Any) -> None:
        """Open a ticket of its own, linked to this one, with an ordinary number: it may go where this one may not."""
        self.orders.children.append(ChildOrder(slug, data, child=False))

    def split_off(
        self, slug: str, data: dict[str, Any], parties: tuple[str, ...] = (), *, flags: tuple[str, ...] = ()
    ) -> None:
        """Open a ticket of its own out of this one (linked `split`), with these of its parties; these flags hold there too."""
        self.orders.children.append(ChildOrder(slug, data, child=False, link="split", parties=parties, flags=flags))

    def refer(
        self, slug: str, data: dict[str, Any], *, parties: tuple[str, ...] = (), carry: tuple[str, ...] = ()
    ) -> None:
        """Open a ticket of its own, linked `related`, with these parties but no more of their sealed facts than `carry`."""
        self.orders.children.append(ChildOrder(slug, data, child=False, parties=parties, carry=carry))

    def open_under(self, number: str, slug: str, data: dict[str, Any], *, parties: tuple[str, ...] = ()) -> None:
        """Open a child of another ticket that this move names and moves (`move_other`), with these parties of this one."""
        carry = ("name", "phone", "id_number")
        self.orders.children.append(ChildOrder(slug, data, parties=parties, carry=carry, under=number))

    def move_other(self, number: str, move: str, *, by_clock: bool = True, **data: Any) -> None:
        """Make a move on another ticket: named in a TicketField of this move's form, or one joined with this by an earlier move.

        What it refuses undoes the whole.
        """
        self.orders.other_moves.append(OtherMove(number, move, data, by_clock))

    def advance(self, parent_number: str, slug: str, state: str, move: str) -> None:
        """Let the first ticket of a waiting list make its move, as the clock's; nothing if nobody waits."""
        self.orders.advances.append(AdvanceOrder(parent_number, slug, state, move))

    def open_account(self, kind: str, amount: Decimal | int, *, key: str = "", title: str = "") -> None:
        """An account of this ticket that can never be overdrawn: `fund`, `pledge` (yuan), `quota`, `seats` (whole)."""
        self.orders.accounts.append(AccountOrder(kind, Decimal(amount), key, title))

    def book(self, number: str, amount: Decimal | int, *, key: str = "", purpose: str = "") -> None:
        """Add to (+) or take from (-) an account of this or another ticket, in this very transaction."""
        self.orders.bookings.append(BookingOrder(number, Decimal(amount), key, purpose))

    def publish(
        self, kind: str, lines: list[tuple[Any, Any]], *, policy: str = "aw.public_notice", place: str = ""
    ) -> None:
        """Put up a public notice. The lines are shown to everybody as they are: mask them first (workflows.masking)."""
        self.orders.notices.append(NoticeOrder(kind, lines, policy, place))

    def withdraw_notice(self, result: str) -> None:
        """Take the notice down: its time is over, or it must not hang any longer (`result`: a code)."""
        self.orders.notices.append(NoticeOrder(ends=True, result=result))

    def give_code(self) -> None:
        """A new query code for the petitioner; one there was before counts no longer."""
        self.orders.codes.append(CodeOrder("issue"))

    def shut_code(self, because: str) -> None:
        self.orders.codes.append(CodeOrder("shut", because))

    def open_code(self) -> None:
        self.orders.codes.append(CodeOrder("open"))

    def sign(self, kind: str, **fields: Any) -> None:
        """Sign a paper of this kind (workflows/papers)."""
        self.orders.papers.append(PaperOrder(kind, fields))

    def void_paper(self, number: str, reason: str) -> None:
        """The paper counts no longer; its number stays taken."""
        self.orders.voided.append((number, reason))

    def count_contact(self, channel: str, persons: int = 1, at: datetime | None = None) -> None:
        self.orders.contacts.append(ContactOrder(channel, persons, at))

    def link(self, number: str, kind: str) -> None:
        """Link another ticket, named in a TicketField of the move's form: `related`, `merged` (this into that), `split`."""
        self.orders.links.append((number, kind))

    def add_to_catalogue(self, category: str, words: str, owner: str, reason: str) -> None:
        """What was decided here goes into the dispatch catalogue, with this ticket's number as its source."""
        self.orders.catalogue.append(CatalogueOrder(category, words, owner, reason))

    def tell_other(self, number: str, event: str, **data: Any) -> None:
        """Write an event into another ticket, named in a TicketField of the move's form."""
        self.orders.notes.append((number, event, data))
