"""The example of `workflows/shapes/README.md` is a sound type, and goes its way through the gate."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import workflows.shapes
from tests.cast import Cast
from tests.walks import fund
from tests.walks.parts import OPINION, PERSON, again, claimed, left, on, to_district
from tests.walks.walker import Walker
from workflows.base import Kind, State, Workflow
from workflows.deadlines import Deadline
from workflows.policies import policies
from workflows.registry import registry
from workflows.shapes import review
from workflows.shapes.frame import ChapterType, PersonForm, some_money
from workflows.shapes.payment import paid
from workflows.soundness import problems
from workflows.standard import assignment

README = Path(workflows.shapes.__path__[0]) / "README.md"
PAYING, DONE = State("paying", "To be paid"), State("done", "Finished", Kind.END)


class BursaryForm(PersonForm):
    wanted = some_money("Amount")


@pytest.fixture
def bursary() -> Iterator[type[Workflow]]:
    names: dict[str, Any] = {
        "register": registry.register, "assignment": assignment, "review": review, "paid": paid, "ChapterType": ChapterType, "Deadline": Deadline,
        "PAYING": PAYING, "DONE": DONE, "BursaryForm": BursaryForm, "_": str, "__name__": __name__,
    }  # fmt: skip
    exec(README.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0], names)  # noqa: S102
    yield registry["bursary"]
    del registry._types["bursary"]


def test_the_shortest_example_is_sound(bursary: type[Workflow]):
    assert problems(bursary, policies) == []


def test_and_pays_what_was_granted_by_another_pair_of_eyes(cast: Cast, bursary: type[Workflow]):
    walker = Walker.of(cast)
    money, ticket = fund.begin(walker), walker.opens("mei", "bursary", **PERSON, wanted="300")
    to_district(walker, ticket, entered=OPINION)
    ticket = walker.does("fang", ticket, "decide", decision="grant", reason="")
    claimed(walker, "gao", ticket)
    walker.does("gao", ticket, "pay", fund=money.number, amount="300", paid_on=on(), slip="7")
    assert (again(ticket).state, left(money)) == ("done", 49700.0)
