"""Sliding windows against a naive count."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.warnings.windows import Item, fullest

START = datetime(2026, 3, 1, tzinfo=UTC)
HOURS = st.lists(st.integers(0, 24 * 20), min_size=1, max_size=12)


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


@given(hours=HOURS, which=st.integers(0, 11), days=st.integers(1, 9))
def test_it_is_the_fullest_window_that_holds_the_instant(hours: list[int], which: int, days: int):
    items = [Item(at(hour), n) for n, hour in enumerate(hours)]
    mine = hours[which % len(hours)]
    span = 24 * days
    naive = max(
        sum(1 for hour in hours if start < hour <= start + span)
        for start in range(mine - span, mine)  # every window, to the hour, that holds it
    )
    found = fullest(items, at(mine), days)
    assert found is not None and found.n == naive
    assert found.last - found.first < timedelta(days=days)
    assert len(found.tickets) == found.n


@given(
    events=st.lists(st.tuples(st.integers(0, 12), st.sampled_from([None, "a", "b"])), min_size=1, max_size=10),
    which=st.integers(0, 9),
    days=st.integers(0, 4),
)
def test_things_that_are_the_same_count_once_in_whatever_window(events, which: int, days: int):
    """Against every window that ends with an item, looked at one by one."""
    items = [Item(START + timedelta(days=day), n, what) for n, (day, what) in enumerate(events)]
    mine = items[which % len(items)].at

    def count(window: list[Item]) -> int:
        return len({one.what for one in window if one.what}) + sum(1 for one in window if not one.what)

    span = timedelta(days=days)
    ends = [one.at for one in items if mine <= one.at < mine + span]
    naive = [count([one for one in items if end - span < one.at <= end]) for end in ends] if days else [count(items)]
    found = fullest(items, mine, days)
    assert found is not None and found.n == max(naive)
    assert found.first <= mine <= found.last or not days


@pytest.mark.parametrize(("later", "n"), [(timedelta(days=7) - timedelta(microseconds=1), 2), (timedelta(days=7), 1)])
def test_what_lies_exactly_a_window_back_is_outside(later: timedelta, n: int):
    found = fullest([Item(START, 1), Item(START + later, 2)], START + later, 7)
    assert found is not None and found.n == n


def test_what_happened_just_after_counts_too():
    """Of two calls at once the evaluator of either sees both."""
    items = [Item(START, 1), Item(START + timedelta(seconds=1), 2)]
    assert [fullest(items, one.at, 30).n for one in items] == [2, 2]  # type: ignore[union-attr]


def test_the_same_thing_counts_once_and_nothing_at_the_instant_is_nothing():
    items = [
        Item(START, 1, "home"),
        Item(START + timedelta(days=1), 2, "home"),
        Item(START + timedelta(days=2), 3, "other"),
    ]
    assert fullest(items, START, 30).n == 2  # type: ignore[union-attr]
    assert fullest(items, START + timedelta(days=3), 30) is None
