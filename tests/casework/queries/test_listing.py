"""The list without HTTP: who sees what, in which order, and what a cursor is good for."""

from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.errors import Refused
from casework.models import Ticket
from casework.queries.listing import ORDERS, SALT, listing
from tests.cast import OTHER_COMMUNITY, SISTER


def numbers(page):
    return [one.number for one in page.tickets]


def all_of(actor, **given):
    found, cursor = [], ""
    while True:
        page = listing(actor, {**given, "limit": "2", **({"cursor": cursor} if cursor else {})})
        found += numbers(page)
        cursor = page.next
        if not cursor:
            return found


def closed(ticket):
    """Straight into the table, past the trigger that guards the state only."""
    Ticket.objects.filter(pk=ticket.pk).update(is_open=False, next_due_at=None)


def test_due_goes_from_the_nearest_to_undated_to_closed(cast):
    a, b, c, d, e = (cast.call() for _ in range(5))
    soon = timezone.now() + timedelta(hours=1)
    Ticket.objects.filter(pk=c.pk).update(next_due_at=soon)
    Ticket.objects.filter(pk=a.pk).update(next_due_at=soon + timedelta(hours=1))
    Ticket.objects.filter(pk=d.pk).update(next_due_at=None)
    closed(b)
    closed(e)
    assert all_of(cast.actor("sun")) == [one.number for one in (c, a, d, e, b)]


def test_equal_due_instants_lose_nothing_between_pages(cast):
    made = {cast.call().number for _ in range(5)}
    Ticket.objects.update(next_due_at=timezone.now())
    for order in ORDERS:
        found = all_of(cast.actor("sun"), ordering=order)
        assert len(found) == 5 and set(found) == made


def test_newest_and_longest_untouched_first(cast):
    a, b = cast.call(), cast.call()
    cast.does("mei", a, "claim")
    sun = cast.actor("sun")
    assert all_of(sun, ordering="-opened") == [b.number, a.number]
    assert all_of(sun, ordering="updated") == [b.number, a.number]


def test_overdue_is_what_the_screens_call_overdue(cast):
    a, b = cast.call(), cast.call()
    Ticket.objects.filter(pk=a.pk).update(next_due_at=timezone.now() - timedelta(minutes=1))
    sun = cast.actor("sun")
    assert numbers(listing(sun, {"overdue": "true"})) == [a.number]
    assert numbers(listing(sun, {"overdue": "false"})) == [b.number]
    closed(a)
    assert numbers(listing(sun, {"overdue": "true"})) == []


def test_nobody_sees_more_than_access_allows(cast):
    here, sister, other = cast.call(), cast.call(place=SISTER), cast.call(place=OTHER_COMMUNITY)
    seen = {"mei": {here}, "jin": {sister}, "wei": {other}, "sun": {here, sister}, "xia": {other}, "an": set()}
    for who, tickets in seen.items():
        for given in ({}, {"q": "13800002046"}, {"unit": "320104"}, {"unit": "32"}, {"assignee": "none"}):
            found = set(numbers(listing(cast.actor(who), given)))
            assert found == {one.number for one in tickets}, (who, given)


def test_several_values_are_separated_by_commas(cast):
    number = cast.call().number
    assert numbers(listing(cast.actor("sun"), {"risk": "red,orange,yellow,blue", "category": "0106,02"})) == [number]


@pytest.mark.parametrize(
    "text",
    ["x", "", " ", "a:b", "💥", signing.dumps(["x", 9, [1]], salt=SALT), signing.dumps(1, salt=SALT)],
    ids=["word", "nothing", "space", "colon", "emoji", "signed_list", "signed_number"],  # a signature tells the time
)
def test_a_cursor_of_ones_own_making_is_refused(cast, text):
    if not text:
        assert listing(cast.actor("sun"), {"cursor": text}).next == ""
        return
    with pytest.raises(Refused) as refused:
        listing(cast.actor("sun"), {"cursor": text})
    assert "cursor" in refused.value.errors


def test_a_cursor_keeps_nobody_elses_tickets(cast):
    for _ in range(3):
        cast.call()
    cursor = listing(cast.actor("sun"), {"limit": "2"}).next
    assert listing(cast.actor("wei"), {"limit": "2", "cursor": cursor}).tickets == []


def test_no_offset_and_no_count_on_the_way(cast):
    for _ in range(4):
        cast.call()
    sun = cast.actor("sun")
    with CaptureQueriesContext(connection) as asked:
        page = listing(sun, {"limit": "2"})
        listing(sun, {"limit": "2", "cursor": page.next})
    assert not any(word in one["sql"] for one in asked for word in ("OFFSET", "COUNT("))
