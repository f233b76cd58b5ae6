"""A model community climbs one title after the other: each is held for two years before the next is asked for."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override

from casework.models import Clock, Ticket
from tests.cast import Cast
from tests.walks.model_community import UP, begin, named
from tests.walks.parts import OPINION, claimed, on, refuses
from tests.walks.walker import Walker

YEAR = timedelta(days=376)  # the notice hangs for some days before the title counts


@pytest.fixture
def walker(cast: Cast) -> Iterator[Walker]:
    with override("en"):
        yield Walker.of(cast)


def answered(walker: Walker, ticket: Ticket, answer: str = "named") -> Ticket:
    return walker.does(
        "fang",
        ticket,
        "record_answer",
        answer=answer,
        document_no="宁妇〔2028〕3号",
        answered_on=on(),
        now=timezone.now(),
    )


def test_community_and_street_have_ten_working_days_and_the_site_visit_twenty(walker: Walker):
    ticket = begin(walker)
    seen = [amount(ticket)]
    for who in ("mei", "sun"):
        claimed(walker, who, ticket)
        walker.does(who, ticket, "pass_up", **OPINION)
        seen.append(amount(ticket))
    assert seen == [10, 10, 20]


def amount(ticket: Ticket) -> int:
    return Clock.objects.get(ticket=ticket, key="aw.site", stopped_at=None).budget["amount"]


def test_two_years_after_each_title_the_next_one_is_asked_for(walker: Walker):
    ticket = named(walker)
    with time_machine.travel(timezone.now() + 2 * YEAR):
        walker.does("gao", ticket, "send_city", **UP, now=timezone.now())
        ticket = answered(walker, ticket)
        assert (ticket.state, ticket.data["city"], ticket.data["city_on"]) == ("named", "named", on())
        refuses(walker, "gao", ticket, "send_province", "title of the city is held for two years", **UP)
    with time_machine.travel(timezone.now() + 4 * YEAR):
        walker.does("gao", ticket, "send_province", **UP, now=timezone.now())
        assert answered(walker, ticket).data["province"] == "named"


def test_whom_the_city_did_not_choose_is_not_sent_to_the_province(walker: Walker):
    ticket = named(walker)
    with time_machine.travel(timezone.now() + 2 * YEAR):
        walker.does("gao", ticket, "send_city", **UP, now=timezone.now())
        answered(walker, ticket, "not")
        refuses(walker, "gao", ticket, "send_province", "The city has not named it yet", **UP)
