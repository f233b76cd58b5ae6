"""What every test of a type looks at: a refusal, the clocks that run, time passing."""

from datetime import datetime
from typing import Any

import pytest

from casework.errors import Refused
from casework.models import Clock, Ticket
from casework.ticking import tick
from tests.cast import Cast


def refusal(cast: Cast, who: str, ticket: Ticket, move: str, **data: Any) -> Refused:
    """The refusal of this move."""
    with pytest.raises(Refused) as caught:
        cast.does(who, ticket, move, **data)
    return caught.value


def running(ticket: Ticket) -> set[str]:
    """Keys of the clocks that run."""
    return set(Clock.objects.filter(ticket=ticket, stopped_at=None).values_list("key", flat=True))


def due(ticket: Ticket, key: str) -> datetime:
    """When the clock of this key that runs now ends."""
    return Clock.objects.filter(ticket=ticket, key=key, stopped_at=None).latest("generation").due_at


def pass_time(until: datetime) -> None:
    """Everything that falls due up to this instant happens."""
    while tick(now=until).full:
        pass
