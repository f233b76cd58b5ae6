"""What a screen shows, as plain frozen data: no table, no request. Views fill these shapes, templates read them.

Every text is already in the reader's language or lazy. An empty `url` means: not a link for this reader.
"""

from casework.shapes.board import AreaRow, BoardPage, Rate, Rise
from casework.shapes.common import Chip, Link, Risk, Row, Text, TimeLeft, Whose
from casework.shapes.intake import IntakePage, Place, Registered
from casework.shapes.lists import Group, HomePage, QueuePage, SearchPage
from casework.shapes.ticket import (
    ClockView,
    FileView,
    Fold,
    HistoryLine,
    LevelStep,
    Move,
    MoveForm,
    PartyView,
    Related,
    ShutMove,
    Step,
    TicketPage,
)
from casework.shapes.time import CalendarDayView, CalendarPage, DuePage, Moved

__all__ = [
    "AreaRow",
    "BoardPage",
    "CalendarDayView",
    "CalendarPage",
    "Chip",
    "ClockView",
    "DuePage",
    "FileView",
    "Fold",
    "Group",
    "HistoryLine",
    "HomePage",
    "IntakePage",
    "LevelStep",
    "Link",
    "Move",
    "MoveForm",
    "Moved",
    "PartyView",
    "Place",
    "QueuePage",
    "Rate",
    "Registered",
    "Related",
    "Rise",
    "Risk",
    "Row",
    "SearchPage",
    "ShutMove",
    "Step",
    "Text",
    "TicketPage",
    "TimeLeft",
    "Whose",
]
