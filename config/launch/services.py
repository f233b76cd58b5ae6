"""The embedded services around something else: the demo, one command, the tests, the benchmark."""

from collections.abc import Iterator
from contextlib import contextmanager

from . import keys, postgres, valkey
from .commands import base_environ
from .home import Home
from .messages import say, step
from .processes import Ledger, only_one
from .supervisor import Child, Supervisor

STOP_SIGNALS = {"postgres": int(postgres.STOP_SIGNAL)}


@contextmanager
def held(home: Home) -> Iterator[Supervisor]:
    """Hold the data folder, clear what a killed run left, and end all children at the end, whatever happens."""
    home.prepare()
    with only_one(home.data / "run.lock"):
        ledger = Ledger(home.children)
        if left := ledger.stop_leftovers(STOP_SIGNALS):
            say(f"  The last run was killed; ended what it had left running: {', '.join(left)}.")
        supervisor = Supervisor(home.root, ledger)
        try:
            yield supervisor
        finally:
            supervisor.stop_all()


def start_embedded(home: Home, supervisor: Supervisor, *, broker: bool = True, throw_away: bool = False) -> None:
    """PostgreSQL and the broker, ready for use when this returns."""
    keys.ensure(home)
    postgres.prepare(home)
    environ = base_environ(home)
    with step("Starting PostgreSQL"):
        child = supervisor.start(
            Child(
                name="postgres",
                command=lambda: postgres.command(home, throw_away=throw_away),
                environ=environ,
                log=home.logs / "postgres.log",
                stop_signal=int(postgres.STOP_SIGNAL),
                patience=60,
            )
        )
        postgres.wait_ready(home, child.running)
        postgres.ensure_database(home)
    if broker:
        with step("Starting Valkey"):
            child = supervisor.start(Child("valkey", lambda: valkey.command(home), environ, home.logs / "valkey.log"))
            valkey.wait_ready(home, child.running)
