"""Several doings at the same moment, each in a thread with a database connection of its own.

Whatever a doing does, its connection is closed when it ends, so that none of its locks outlives it; nobody waits for ever, for
those who start together or for one that hangs: the test then fails and names it, and the next one finds the database free.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections

START_SECONDS, END_SECONDS = 30, 120


def together(doings: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each doing returned or raised, in their order; AssertionError if one is still at work after END_SECONDS."""
    found: list[Any] = [None] * len(doings)
    gun = threading.Barrier(len(doings))

    def run(n: int) -> None:
        try:
            gun.wait(timeout=START_SECONDS)
            found[n] = doings[n]()
        except BaseException as error:  # noqa: BLE001  (the caller says which errors belong to the test)
            found[n] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,), name=f"doing {n}", daemon=True) for n in range(len(doings))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(END_SECONDS)
    hanging = [thread.name for thread in threads if thread.is_alive()]
    assert not hanging, f"still at work after {END_SECONDS} s: {', '.join(hanging)}"
    return found


def unexpected(found: Sequence[Any], *expected: type[BaseException]) -> list[BaseException]:
    """What was raised and belongs to no test."""
    return [one for one in found if isinstance(one, BaseException) and not isinstance(one, expected)]
