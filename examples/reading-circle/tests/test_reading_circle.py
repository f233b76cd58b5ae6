"""The way of a reading circle, and what is refused. Run inside Sanji's checkout: the cast and the gate are Sanji's own.

SANJI_EXTRA_APPS=reading_circle PYTHONPATH=examples/reading-circle python3 run.py test examples/reading-circle/tests
"""

import pytest
from django.utils import timezone

from casework import gate
from casework.errors import Refused
from tests.cast import COMMUNITY, STREET, Cast, cast

__all__ = ["cast"]
CIRCLE = {"place": COMMUNITY, "called": "晨光读书会", "members": "12", "leader": "陈老师 025-0000 0000"}


def test_a_circle_is_registered_welcomed_and_reports(cast: Cast) -> None:
    ticket = gate.open_ticket("reading_circle", cast.actor("cao"), CIRCLE).ticket
    assert (ticket.unit_id, ticket.state) == (STREET, "registered")
    assert "陈老师" not in str(ticket.data)
    cast.does("sun", ticket, "claim")
    ticket = cast.does("sun", ticket, "answer", decision="yes", reason="")
    assert list(ticket.clocks.filter(stopped_at=None).values_list("key", flat=True)) == ["rc.meets"]
    ticket = cast.does("sun", ticket, "report", met_on=timezone.localdate().isoformat(), came="9")
    assert (ticket.state, ticket.data["meetings"]) == ("meeting", 1)


def test_who_sends_it_back_says_what_is_missing(cast: Cast) -> None:
    ticket = gate.open_ticket("reading_circle", cast.actor("cao"), CIRCLE).ticket
    cast.does("sun", ticket, "claim")
    with pytest.raises(Refused) as refused:
        cast.does("sun", ticket, "answer", decision="no", reason="")
    assert "reason" in refused.value.errors


def test_a_mediator_registers_no_circle(cast: Cast) -> None:
    with pytest.raises(Refused):
        gate.open_ticket("reading_circle", cast.actor("mei"), CIRCLE)
