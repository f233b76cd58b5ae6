"""Tables of casework. Import from here."""

from casework.models.account import Account, Entry, Notice
from casework.models.catalogue import CatalogueEntry
from casework.models.clock import CalendarDay, CalendarYear, Clock, OfficeHours, PolicyOverride, Redating, RungFired
from casework.models.dispatch import DispatchRow
from casework.models.event import Event, Heartbeat, Outbox, ReadLog, Watch
from casework.models.imports import ImportJob, ImportRow
from casework.models.numbers import CaseFact, FactChange, KeptCount, PublicCopy, ReportEntry, Snapshot
from casework.models.paper import Paper
from casework.models.party import Contact, Party, PartyCode, Person
from casework.models.people import Jurisdiction, Membership, User
from casework.models.plan import PlanFigure
from casework.models.ticket import Attachment, Draft, NumberSeries, Ticket, TicketLink

__all__ = [
    "Account", "Attachment", "CalendarDay", "CalendarYear", "CaseFact", "CatalogueEntry", "Clock", "Contact", "DispatchRow", "Draft", "Entry",
    "Event", "FactChange", "Heartbeat", "ImportJob", "ImportRow", "Jurisdiction", "KeptCount", "Membership", "Notice", "NumberSeries",
    "OfficeHours", "Outbox", "Paper", "Party", "PartyCode", "Person", "PlanFigure", "PolicyOverride", "PublicCopy", "ReadLog", "Redating",
    "ReportEntry", "RungFired", "Snapshot", "Ticket",
    "TicketLink", "User", "Watch",
]  # fmt: skip
