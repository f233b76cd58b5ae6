"""Tables of casework. Import from here."""

from casework.models.clock import CalendarDay, CalendarYear, Clock, OfficeHours, PolicyOverride, Redating, RungFired
from casework.models.event import Event, Heartbeat, Outbox, ReadLog
from casework.models.people import Jurisdiction, Membership, User
from casework.models.ticket import Attachment, Draft, NumberSeries, Party, Ticket

__all__ = [
    "Attachment",
    "CalendarDay",
    "CalendarYear",
    "Clock",
    "Draft",
    "Event",
    "Heartbeat",
    "Jurisdiction",
    "Membership",
    "NumberSeries",
    "OfficeHours",
    "Outbox",
    "Party",
    "PolicyOverride",
    "ReadLog",
    "Redating",
    "RungFired",
    "Ticket",
    "User",
]
