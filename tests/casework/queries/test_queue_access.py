"""Every tab of the queue is a part of what the actor may see: held against the access rule for the whole cast."""

import datetime as dt

import pytest
from django.utils import timezone

from casework import access, gate
from casework.queries import queue
from tests.cast import OTHER_COMMUNITY, PEOPLE, SISTER, Cast


@pytest.fixture
def varied(cast: Cast) -> Cast:
    """Tickets of three communities: unclaimed, in hand, climbed, red, with an assisting unit."""
    long_ago = timezone.now() - dt.timedelta(days=40)
    for place in (None, SISTER, OTHER_COMMUNITY):
        where = {"place": place} if place else {}
        cast.call(**where)
        cast.call(**where, now=long_ago)
        cast.call(**where, violence_now="yes")
    gate.tick()
    ticket = cast.does("mei", cast.call(), "claim")
    cast.does("mei", ticket, "accept", track="xinfang", notice="oral")
    cast.does("mei", ticket, "hand_up", reason="beyond_powers", tried="11月20日上门一次，11月22日电话一次，均未谈成。")
    return cast


@pytest.mark.parametrize("who", PEOPLE)
def test_no_tab_shows_more_than_the_actor_may_see(varied: Cast, who: str) -> None:
    actor, now = varied.actor(who), timezone.now()
    allowed = set(access.tickets(actor).values_list("pk", flat=True))
    for tab in queue.TABS:
        assert set(access.within(queue.condition(actor, tab, now)).values_list("pk", flat=True)) <= allowed, tab
