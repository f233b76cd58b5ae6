"""Every ticket type is walked on its main path and refuses what it has to: found by the registry, so that none is forgotten."""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import pytest
from django.utils.translation import override

from api import throttling
from casework import history
from casework.models import Clock
from tests.cast import Cast
from tests.doors.rest import Rest
from tests.doors.screens import Screens
from tests.walks.parts import again
from tests.walks.walker import Walker
from tests.workflows.rights.protected import in_clear
from workflows.base import Workflow
from workflows.registry import registry


def module_of(slug: str) -> ModuleType | None:
    name = f"tests.walks.{slug}"
    return import_module(name) if find_spec(name) else None


TYPES = [workflow for workflow in registry if workflow.__module__.startswith("workflows.")]
WALKED = [workflow for workflow in TYPES if module_of(workflow.slug)]
DOORS = ("rest", pytest.param("screens", marks=pytest.mark.browser))
REFUSALS = [(workflow.slug, refusal) for workflow in WALKED for refusal in module_of(workflow.slug).REFUSALS]


def once(refusals: list[tuple[str, Callable[[Walker], None]]]) -> list[tuple[str, Callable[[Walker], None]]]:
    """What several types refuse by one rule (`rounds.refusals`) once; but of every type one at least."""
    found: dict[tuple[str, str], tuple[str, Callable[[Walker], None]]] = {}
    for slug, refusal in refusals:
        found.setdefault((refusal.__module__, refusal.__qualname__), (slug, refusal))
    seen = {slug for slug, _refusal in found.values()}
    others = {slug: refusal for slug, refusal in refusals if slug not in seen}
    return [*found.values(), *others.items()]


# Over the API each of them; in the browser, where a look costs more, each rule once.
REFUSED = [
    *(pytest.param("rest", *one) for one in REFUSALS),
    *(pytest.param("screens", *one, marks=pytest.mark.browser) for one in once(REFUSALS)),
]


@pytest.fixture(autouse=True)
def _in_english(settings) -> Iterator[None]:
    settings.API_PER_MINUTE = {"user": 0, "address": 0, "login": 0}
    throttling.counter.forget()
    with override("en"):
        yield


@pytest.mark.parametrize("workflow", TYPES, ids=lambda workflow: workflow.slug)
def test_every_type_has_a_walk_and_refusals(workflow: type[Workflow]) -> None:
    module = module_of(workflow.slug)
    assert module, f"“{workflow.slug}” has no walk: write tests/walks/{workflow.slug}.py with walk(cast) and REFUSALS."
    assert module.REFUSALS, f"tests/walks/{workflow.slug}.py names nothing that is refused."


@pytest.mark.parametrize("desk", DOORS, indirect=True, scope="session")
@pytest.mark.parametrize("workflow", WALKED, ids=lambda workflow: workflow.slug)
def test_the_main_path_is_walked_to_its_end(cast: Cast, door: Rest | Screens, workflow: type[Workflow]) -> None:
    module, walker = module_of(workflow.slug), Walker.of(cast, workflow.slug, door)
    ticket = again(module.walk(walker))
    assert ticket.type == workflow.slug
    state, reason = workflow.state_named(ticket.state), getattr(module, "STAYS_OPEN", "")
    assert state.is_end or reason, f"the walk stops at “{ticket.state}”, which is no end"
    assert not (state.is_end and reason), "it says it stays open, and ends"
    assert walker.steps, "nobody has made a move"
    if state.is_end:
        going = Clock.objects.filter(ticket=ticket, stopped_at=None, who="ours").values_list("key", flat=True)
        assert not set(going), "a clock of ours runs on after the end"
    assert history.first_break(ticket, ticket.events.order_by("seq")) is None
    clear = in_clear(ticket)
    assert not [word for word in walker.private if word in clear], "something private lies in clear"


@pytest.mark.parametrize(
    ("desk", "slug", "refusal"),
    REFUSED,
    indirect=["desk"],
    scope="session",
    ids=lambda one: getattr(one, "__name__", one),
)
def test_it_refuses(cast: Cast, door: Rest | Screens, slug: str, refusal: Callable[[Walker], None]) -> None:
    refusal(Walker.of(cast, door=door))
