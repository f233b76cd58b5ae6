"""The suite in several processes: what each has for itself, which tests stay together, and which run alone.

Loaded before Django's settings (`-p` in pyproject.toml). pytest-django gives each process a database of its own; here each gets a
broker of its own and a folder for what people upload. Tests with real workers have deadlines in seconds: while one of them runs the
other processes wait.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("SANJI_DATA_DIR", "."))  # common to all
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")  # "gw0", "gw1", …; "" where the suite runs in one process


def _own_parts() -> None:
    """A number of the broker's and a folder for this process. Real workers of a test empty and read one broker alone."""
    url, _, query = os.environ.get("REDIS_URL", "").partition("?virtual_host=")
    if not url.startswith("redis+socket://"):
        raise pytest.UsageError("REDIS_URL is no broker of run.py's own: run the suite in one process with -n 0.")
    os.environ["REDIS_URL"] = f"{url}?virtual_host={int(query or 0) + 1 + int(WORKER.removeprefix('gw'))}"
    if folder := os.environ.get("SANJI_DATA_DIR"):
        os.environ["SANJI_DATA_DIR"] = f"{folder}/{WORKER}"


if WORKER:
    _own_parts()


def group_of(item: pytest.Item) -> str:
    """A file is one group: what it makes once is made once. A file of walks goes through two doors, each a group."""
    file = item.nodeid.partition("::")[0]
    door = getattr(item, "callspec", None) and item.callspec.params.get("desk")
    return f"{file} {door}" if door else file


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Name each test's group for `--dist loadgroup`."""
    if not WORKER:
        return
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(group_of(item)))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """One test with its fixtures: alone if it starts real workers, beside others if not."""
    with _place(alone=item.get_closest_marker("services") is not None) if WORKER else ExitStack():
        return (yield)


@contextmanager
def _place(alone: bool) -> Iterator[None]:
    """Everybody passes the door; who has to be alone keeps it shut, so that the others cannot keep him waiting for ever."""
    with (FOLDER / "door.lock").open("w") as door, (FOLDER / "room.lock").open("w") as room:
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        if not alone:
            fcntl.flock(door, fcntl.LOCK_UN)
        yield
