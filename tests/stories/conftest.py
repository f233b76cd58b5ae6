"""The cast of the stories: what a person does goes over the REST API, and a file over the page, each at the story's moment."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from api import throttling
from casework.models import Ticket
from tests.cast import CALL, Cast, populate
from tests.doors.rest import Rest


@dataclass
class Told(Cast):
    """The cast at the API."""

    rest: Rest = field(default_factory=lambda: Rest({}))

    def call(self, **changes: Any) -> Ticket:
        words = {name: changes.pop(name) for name in ("now", "key") if name in changes}
        return self.rest.opens("ling", "rights", {**CALL, **changes}, **words)

    def does(self, who: str, ticket: Ticket | str, move: str, **data: Any) -> Ticket:
        words = {name: data.pop(name) for name in ("now", "seen", "key") if name in data}
        number = ticket if isinstance(ticket, str) else ticket.number
        return self.rest.does(who, number, move, data, **words)


@pytest.fixture
def cast(db: None, settings: Any) -> Told:
    settings.API_PER_MINUTE = {"user": 0, "address": 0, "login": 0}
    throttling.counter.forget()
    people = populate().people
    return Told(people=people, rest=Rest(people))
