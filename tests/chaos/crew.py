"""Workers as processes that are killed with -9 at random and replaced, until the work is done."""

import multiprocessing
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg

from tests.chaos import oracle, worker
from tests.chaos.databases import conninfo
from tests.chaos.smtp import Gateway

forks = multiprocessing.get_context("forkserver")
forks.set_forkserver_preload(["tests.chaos.worker"])


NO_SKEW = (0.0, 0.0, 0.0, 0.0)


@dataclass
class Kind:
    """Some workers of a kind: what they run, and the clock error of each in hours."""

    run: Callable[..., None]
    skews: tuple[float, ...]
    kills: int = 0
    living: list[Any] = field(default_factory=list)


class Crew:
    """`sweepers` and `deliverers` on one database. `kill()` ends one at random (-9) and starts another."""

    def __init__(
        self, database: str, gateway: Gateway, *, broken: bool = False, skews: tuple[float, ...] = NO_SKEW
    ) -> None:
        self.database, self.gateway, self.broken = database, gateway, broken
        self.choose = random.Random(20261123)
        self.sweepers = Kind(worker.sweeps, skews)
        self.deliverers = Kind(worker.delivers, skews[:2])

    def __enter__(self) -> "Crew":
        for kind in (self.sweepers, self.deliverers):
            kind.living = [self._start(kind, place) for place in range(len(kind.skews))]
        return self

    def __exit__(self, *error: object) -> None:
        for kind in (self.sweepers, self.deliverers):
            for process in kind.living:
                process.kill()
                process.join()

    def _start(self, kind: Kind, place: int) -> Any:
        last = self.gateway.port if kind is self.deliverers else self.choose.randrange(10**6)
        process = forks.Process(
            target=kind.run, args=(self.database, self.broken, kind.skews[place], last), daemon=True
        )
        process.start()
        return process

    def kill(self) -> None:
        kind = self.choose.choice((self.sweepers, self.deliverers))
        place = self.choose.randrange(len(kind.living))
        kind.living[place].kill()
        kind.living[place].join()
        kind.kills += 1
        kind.living[place] = self._start(kind, place)

    def work_until_quiet(self, *, kills: int, longest: float = 60) -> None:
        """Kill up to `kills` times while there is work; come back when none is left."""
        end = time.monotonic() + longest
        with psycopg.connect(conninfo(self.database), autocommit=True) as db:
            while any(left := oracle.progress(db)):
                assert time.monotonic() < end, f"not done within {longest} s: (due, open, unsent) = {left}"
                time.sleep(self.choose.uniform(0.05, 0.25))
                if self.sweepers.kills + self.deliverers.kills < kills:
                    self.kill()


def in_a_process(run: Callable[..., None], *arguments: Any) -> None:
    process = forks.Process(target=run, args=arguments)
    process.start()
    process.join(120)
    assert process.exitcode == 0, f"{run.__name__} ended with {process.exitcode}"
