"""The suggestion box, and the document that explains it."""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from django.utils.translation import override

from casework import gate
from casework.models import Ticket
from casework.ticking import tick
from tests.cast import COMMUNITY, Cast
from workflows import diagrams
from workflows.registry import registry

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "adding-a-ticket-type.md"


def test_a_suggestion_is_answered(cast: Cast) -> None:
    ticket = gate.open_ticket("suggestion", cast.actor("ling"), {"place": COMMUNITY, "suggestion": "晚间开放"}).ticket
    cast.does("mei", ticket, "claim")
    ticket = cast.does("mei", ticket, "answer", answer="下月起试行", taken_up=True)
    assert (ticket.state, ticket.is_open, ticket.data["taken_up"]) == ("answered", False, True)


def test_a_suggestion_nobody_takes_is_given_to_somebody(cast: Cast) -> None:
    start = timezone.now() - timedelta(days=6)
    opened = gate.open_ticket(
        "suggestion", cast.actor("ling"), {"place": COMMUNITY, "suggestion": "x"}, now=start
    ).ticket
    tick(now=timezone.now())
    ticket = Ticket.objects.get(number=opened.number)
    assert ticket.state == "answering"
    assert ticket.assignee_id in {cast.mei.id, cast.hua.id}


def test_the_diagram_in_the_document_is_the_type_as_it_is() -> None:
    with override("en"):
        assert diagrams.as_mermaid(registry["suggestion"]) in DOCUMENT.read_text()
