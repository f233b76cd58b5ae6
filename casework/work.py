"""A unit of work: rows that belong together are collected while the rules run, then written in sets."""

from datetime import datetime

from casework import rows
from casework.models import Clock, Event, Outbox, Party, RungFired, Ticket

TICKET_COLUMNS = (
    "state", "is_open", "is_waiting", "level", "unit", "assignee", "handler", "assisting", "category", "risk", "title_text",
    "outcome", "data", "cycle", "version", "head", "updated_at", "closed_at", "next_due_at", "breached_at", "wake_at",
)  # fmt: skip
CLOCK_COLUMNS = (
    "budget", "ledger", "started_at", "due_at", "provisional", "calendar", "rungs", "rung_no", "next_rung_at", "paused_at",
    "stopped_at", "breached_at",
)  # fmt: skip

RUNG_COLUMNS = ("rung_no", "next_rung_at", "breached_at")  # all that passing a rung changes
TOLD_COLUMNS = ("version", "head", "updated_at", "next_due_at", "breached_at", "wake_at")  # all that a reminder changes


class Work:
    """Everything one transaction changes. `flush` writes it: at most nine statements, however many tickets."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.opened: list[Ticket] = []
        self.moved: dict[int, Ticket] = {}
        self.parties: list[Party] = []
        self.events: list[Event] = []
        self.tell: list[tuple[Event, tuple[str, ...], int | None, str]] = []
        self.new_clocks: list[Clock] = []
        self.clocks: dict[int, Clock] = {}
        self.rung_passed: dict[int, Clock] = {}
        self.told_only: dict[int, Ticket] = {}
        self.rungs: list[RungFired] = []

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
        for name in ("opened", "parties", "events", "tell", "new_clocks", "rungs"):
            getattr(self, name).extend(getattr(other, name))
        for name in ("moved", "clocks", "rung_passed", "told_only"):
            getattr(self, name).update(getattr(other, name))

    def flush(self) -> None:
        """Write everything; foreign keys are filled in from the rows inserted just before."""
        rows.insert(self.opened)
        for child in (*self.parties, *self.events, *self.new_clocks):
            child.ticket_id = child.ticket.pk
        rows.insert(self.parties)
        rows.insert(self.events)
        rows.insert(self.new_clocks)
        rows.update(list(self.clocks.values()), CLOCK_COLUMNS)
        rows.update(list(self.rung_passed.values()), RUNG_COLUMNS)
        rows.update(list(self.moved.values()), TICKET_COLUMNS)
        rows.update(list(self.told_only.values()), TOLD_COLUMNS)
        for rung in self.rungs:
            rung.clock_id = rung.clock.pk
        rows.insert(self.rungs)
        rows.insert(
            [
                Outbox(
                    event_id=event.pk, audiences=list(tell), holder_id=holder, former_unit=former, created_at=self.now
                )
                for event, tell, holder, former in self.tell
            ]
        )
