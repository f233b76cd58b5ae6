"""Sliding windows: the fullest one that holds a given instant. Pure; nothing is read."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Item:
    """Something that counts: when, on which ticket, and as what (things that are the same count once)."""

    at: datetime
    ticket: int
    what: Hashable = None


@dataclass(frozen=True)
class Found:
    """What a measure found: how often, from when to when, and the tickets it rests on."""

    n: int
    first: datetime
    last: datetime
    tickets: frozenset[int]


def fullest(items: Iterable[Item], at: datetime, days: int) -> Found | None:
    """The fullest window of `days` that holds an item at `at`; None if there is no such item. `days` 0 = of all time.

    A window is open at its far end: what happened exactly `days` before its last item is outside. Items after `at` count
    too, so that of two things that happen at once the one looked at first does not miss the other.
    """
    found = sorted(set(items), key=lambda one: (one.at, one.ticket, str(one.what)))
    if not any(one.at == at for one in found):
        return None
    if not days:
        return _found(found)
    span = timedelta(days=days)
    ends = [one.at for one in found if at <= one.at < at + span]
    windows = [[one for one in found if end - span < one.at <= end] for end in dict.fromkeys(ends)]
    return max((_found(window) for window in windows), key=lambda one: one.n)


def _found(window: list[Item]) -> Found:
    different = {one.what if one.what is not None else (one.at, one.ticket, n) for n, one in enumerate(window)}
    return Found(len(different), window[0].at, window[-1].at, frozenset(one.ticket for one in window))
