"""Sliding windows: the fullest one that holds a given instant. Pure; nothing is read."""

from bisect import bisect_left, bisect_right
from collections import Counter
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


def ordered(items: Iterable[Item]) -> list[Item]:
    """Each once, in the order in which they happened."""
    return sorted(set(items), key=lambda one: (one.at, one.ticket, str(one.what)))


def fullest(items: Iterable[Item], at: datetime, days: int) -> Found | None:
    """The fullest window of `days` that holds an item at `at`; None if there is no such item. `days` 0 = of all time."""
    return fullest_of(ordered(items), at, days)


def fullest_of(items: list[Item], at: datetime, days: int) -> Found | None:
    """The same for items that are `ordered` already; of windows that hold as many the earliest.

    A window is open at its far end: what happened exactly `days` before its last item is outside. Items after `at` count
    too, so that of two things that happen at once the one looked at first does not miss the other.
    """
    here = bisect_left(items, at, key=_at)
    if here == len(items) or items[here].at != at:
        return None
    if not days:
        return _found(items)
    span, best, most = timedelta(days=days), (0, 0), 0
    low = high = bisect_right(items, at - span, key=_at)
    inside: Counter[Hashable] = Counter()
    while high < len(items) and items[high].at < at + span:
        end = items[max(high, here)].at  # a window ends with an item, and not before `at`
        while high < len(items) and items[high].at <= end:
            inside[_what(items, high)] += 1
            high += 1
        while items[low].at <= end - span:
            gone = _what(items, low)
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            low += 1
        if len(inside) > most:
            best, most = (low, high), len(inside)
    return _found(items[slice(*best)])


def _at(item: Item) -> datetime:
    return item.at


def _what(items: list[Item], n: int) -> Hashable:
    return n if items[n].what is None else ("as", items[n].what)


def _found(window: list[Item]) -> Found:
    different = {_what(window, n) for n in range(len(window))}
    return Found(len(different), window[0].at, window[-1].at, frozenset(one.ticket for one in window))
