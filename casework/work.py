"""A unit of work: rows that belong together are collected while the rules run, then written in sets."""

from datetime import datetime
from typing import Any

from casework import accounts, persons, rows
from casework.models import (
    Account,
    CaseFact,
    Clock,
    Contact,
    DispatchRow,
    Entry,
    Event,
    Notice,
    Outbox,
    Paper,
    Party,
    PartyCode,
    RungFired,
    Ticket,
    TicketLink,
    Watch,
)

TICKET_COLUMNS = (
    "state", "is_open", "is_waiting", "level", "unit", "assignee", "handler", "assisting", "category", "risk", "title_text",
    "outcome", "data", "cycle", "version", "head", "updated_at", "closed_at", "next_due_at", "breached_at", "wake_at",
)  # fmt: skip
CLOCK_COLUMNS = (
    "budget", "ledger", "started_at", "due_at", "provisional", "calendar", "rungs", "rung_no", "next_rung_at", "paused_at",
    "stopped_at", "breached_at",
)  # fmt: skip

FACT_COLUMNS = tuple(field.name for field in CaseFact._meta.concrete_fields if not field.primary_key)
RUNG_COLUMNS = ("rung_no", "next_rung_at", "breached_at")  # all that passing a rung changes
TOLD_COLUMNS = ("version", "head", "updated_at", "next_due_at", "breached_at", "wake_at")  # all that a reminder changes
TAKEN = (
    "opened", "parties", "ended_parties", "party_codes", "changed_codes", "contacts", "links", "papers", "voided", "watches", "dispatches", "changed_dispatches",
    "events", "tell", "new_clocks", "rungs", "accounts", "bookings", "entries", "notices", "ended_notices",
)  # fmt: skip


class Work:
    """Everything one transaction changes. `flush` writes it: one statement a table that has changes, however many tickets."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.opened: list[Ticket] = []
        self.bound: dict[
            str, tuple[Any, list[Clock]]
        ] = {}  # other tickets moved in this work: loaded once, moved in turn
        self.moved: dict[int, Ticket] = {}
        self.parties: list[Party] = []
        self.ended_parties: list[Party] = []
        self.party_codes: list[PartyCode] = []
        self.changed_codes: list[PartyCode] = []
        self.contacts: list[Contact] = []
        self.links: list[TicketLink] = []
        self.papers: list[Paper] = []
        self.voided: list[Paper] = []
        self.watches: list[Watch] = []
        self.dispatches: list[DispatchRow] = []
        self.changed_dispatches: list[DispatchRow] = []
        self.facts: dict[int, CaseFact] = {}
        self.events: list[Event] = []
        self.tell: list[tuple[Event, tuple[str, ...], int | None, str]] = []
        self.new_clocks: list[Clock] = []
        self.clocks: dict[int, Clock] = {}
        self.rung_passed: dict[int, Clock] = {}
        self.told_only: dict[int, Ticket] = {}
        self.rungs: list[RungFired] = []
        self.accounts: list[Account] = []
        self.bookings: list[accounts.Booking] = []
        self.entries: list[Entry] = []
        self.notices: list[Notice] = []
        self.ended_notices: list[Notice] = []

    def clock_changed(self, clock: Clock) -> None:
        if clock.pk is not None:
            self.clocks[clock.pk] = clock
            self.rung_passed.pop(clock.pk, None)
        elif clock not in self.new_clocks:
            self.new_clocks.append(clock)

    def rungs_passed(self, clock: Clock) -> None:
        if clock.pk not in self.clocks:
            self.rung_passed[clock.pk] = clock

    def ticket_changed(self, case: Ticket) -> None:
        if case.pk is not None:
            self.moved[case.pk] = case
            self.told_only.pop(case.pk, None)

    def ticket_told(self, case: Ticket) -> None:
        if case.pk not in self.moved:
            self.told_only[case.pk] = case

    def happened(self, event: Event, tell: tuple[str, ...], holder: int | None = None, former_unit: str = "") -> None:
        self.events.append(event)
        if tell:
            self.tell.append((event, tell, holder, former_unit))

    def take(self, other: "Work") -> None:
        """Add what another unit of work collected."""
        for name in TAKEN:
            getattr(self, name).extend(getattr(other, name))
        for name in ("moved", "clocks", "rung_passed", "told_only", "facts"):
            getattr(self, name).update(getattr(other, name))

    def flush(self) -> None:
        """Write everything; foreign keys are filled in from the rows inserted just before."""
        self._insert_tickets()
        rows.insert(persons.identify(self.parties, self.now))
        for party in self.parties:
            party.person_id = party.person.pk if party.person_id is None and party.person else party.person_id
        new = (
            self.parties, self.events, self.new_clocks, self.contacts, self.papers, self.links, self.party_codes, self.notices,
            self.dispatches,
        )  # fmt: skip
        for child in (one for rows_of in new for one in rows_of):
            child.ticket_id = child.ticket.pk
        for link in self.links:
            link.other_id = link.other.pk
        rows.insert(self.parties)
        rows.update(self.ended_parties, ("ended_at",))
        rows.insert(self.events)
        rows.insert(self.new_clocks)
        rows.update(list(self.clocks.values()), CLOCK_COLUMNS)
        rows.update(list(self.rung_passed.values()), RUNG_COLUMNS)
        rows.update(list(self.moved.values()), TICKET_COLUMNS)
        rows.update(list(self.told_only.values()), TOLD_COLUMNS)
        for rung in self.rungs:
            rung.clock_id = rung.clock.pk
        self._insert_rest()

    def _insert_tickets(self) -> None:
        """Parents before their children, whose foreign key they are."""
        rows.insert([ticket for ticket in self.opened if ticket.parent is None])
        children = [ticket for ticket in self.opened if ticket.parent is not None]
        for child in children:
            child.parent_id = child.parent.pk
        rows.insert(children)

    def _insert_rest(self) -> None:
        """What came with the moves beside tickets, events and clocks."""
        self._insert_accounts()
        rows.insert(self.notices)
        rows.update(self.ended_notices, ("ended_at", "result"))
        rows.insert(self.papers)
        rows.insert(self.dispatches)
        for watch in self.watches:
            watch.event_id = watch.event.pk
        outbox = [
            Outbox(event_id=event.pk, audiences=list(tell), holder_id=holder, former_unit=former, created_at=self.now)
            for event, tell, holder, former in self.tell
        ]
        rows.insert_last(self.rungs, outbox, self.contacts, self.links, self.party_codes, self.watches)
        rows.update(self.changed_codes, ("digest", "created_at", "shut_at", "shut_because"))
        rows.update(self.voided, ("voided_at", "void_reason"))
        rows.update(self.changed_dispatches, ("returned_at", "ground", "ruled_at", "upheld"))
        facts = list(self.facts.values())
        for fact in facts:
            fact.ticket_id, fact.family = fact.ticket.pk, fact.ticket.parent_id
        rows.upsert(facts, FACT_COLUMNS)

    def _insert_accounts(self) -> None:
        """Accounts before the bookings on them; what would overdraw one raises Refused and the transaction is undone."""
        accounts.settle(self.accounts, ())
        rows.insert(self.accounts)
        accounts.apply(self)
        accounts.settle((), self.entries)
        for entry in self.entries:
            entry.account_id = entry.account_id or entry.account.pk
        rows.insert(self.entries)
