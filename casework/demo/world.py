"""The demo's clockwork: people by post, and a simulated time in which stories act through the gate, as people would."""

import heapq
import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from casework import access, gate
from casework.models import User
from casework.reports import frozen
from casework.ticking import tick
from casework.warnings.again import again
from casework.warnings.daily import daily
from casework.warnings.run import step as watch_step
from workflows.roles import CLOCK, Actor

Steps = Iterator[timedelta]  # a story says how long it waits before its next step
SWEEP_EVERY = timedelta(hours=6)


class World:
    """Everybody by post, and the stories waiting for their next step in order of time."""

    def __init__(self, now: datetime) -> None:
        self.now = self.at = now
        self._actors: dict[tuple[str, str], list[Actor]] = {}
        self._queue: list[tuple[datetime, int, Steps]] = []
        self._order = itertools.count()
        for user in User.objects.order_by("pk"):
            actor = access.actor_of(user)
            for post in actor.posts:
                self._actors.setdefault((post.role.code, post.unit), []).append(actor)

    def who(self, role: str, unit: str, nth: int = 0) -> Actor:
        """The n-th holder of a role in a unit (counted round)."""
        people = self._actors[role, unit]
        return people[nth % len(people)]

    def handler(self, unit: str) -> Actor:
        """Somebody who handles cases in the unit itself."""
        roles = ("mediator", "cadre", "street", "district")
        return next(self.who(role, unit) for role in roles if (role, unit) in self._actors)

    def begin(self, start: datetime, story: Callable[..., Steps], *args: Any, **kwargs: Any) -> None:
        """Let a story begin at `start`, or just now if that is still to come."""
        steps = story(Case(self), *args, **kwargs)
        heapq.heappush(self._queue, (min(start, self.now), next(self._order), steps))

    def run(self) -> None:
        """Play every story up to now, with the clocks ringing in between; what would come later is left out."""
        swept = self._queue[0][0]
        while self._queue:
            at, order, steps = heapq.heappop(self._queue)
            swept = _sweep(swept, at)
            self.at = at
            wait = next(steps, None)
            if wait is not None and at + wait < self.now:
                heapq.heappush(self._queue, (at + wait, order, steps))
        _sweep(swept, self.now)
        again(self.now)


def _sweep(since: datetime, until: datetime) -> datetime:
    """The sweeps that would have run between two moments; returns the last one."""
    while since + SWEEP_EVERY < until:
        since += SWEEP_EVERY
        while tick(now=since).full:
            pass
        while watch_step(now=since):
            pass
        daily(since)
        frozen.daily(since)
    return since


class Case:
    """A ticket in a story: opens it and makes its moves at the story's own time."""

    def __init__(self, world: World) -> None:
        self.world, self.number = world, ""

    def open(self, actor: Actor, data: dict[str, Any], slug: str = "rights") -> None:
        self.number = gate.open_ticket(slug, actor, data, now=self.world.at).ticket.number

    def do(self, actor: Actor, move: str, **data: Any) -> None:
        gate.perform(self.number, move, actor, data, now=self.world.at)

    def child(self, slug: str) -> "Case":
        """The newest child ticket of this type, as a case of its own."""
        found = Case(self.world)
        rows = access.tickets(CLOCK).filter(parent__number=self.number, type=slug).order_by("-id")
        found.number = rows.values_list("number", flat=True)[:1].get()
        return found

    def state(self) -> str:
        return access.tickets(CLOCK).values_list("state", flat=True).get(number=self.number)

    def has(self, slug: str) -> bool:
        return access.tickets(CLOCK).filter(parent__number=self.number, type=slug, is_open=True).exists()

    def add(self, actor: Actor, name: str, content: bytes, kind: str) -> None:
        gate.attach(self.number, actor, name, content, kind=kind, now=self.world.at)

    def party(self, role: str) -> str:
        """Code of the party of this role."""
        present = access.tickets(CLOCK).values_list("data", flat=True).get(number=self.number)["parties"]
        return next(code for code, one in present.items() if one == role)

    def paper(self, kind: str) -> str:
        """Number of the newest valid paper of this kind."""
        data = access.tickets(CLOCK).values_list("data", flat=True).get(number=self.number)
        return str(data["papers"][kind][-1])
