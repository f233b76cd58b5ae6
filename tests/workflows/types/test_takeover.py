"""The district takes over: within half an hour of office time, two hours at the latest, by a move or by signing for the case."""

from datetime import UTC, datetime, timedelta

import pytest

from casework.models import Clock, Ticket
from tests.cast import Cast
from tests.workflows.rights.protected import child, refused, running


def takeover(cast: Cast, now: datetime | None = None) -> Ticket:
    case = cast.call(violence_now="yes", now=now)
    return Ticket.objects.get(parent=case, type="takeover")


@pytest.mark.parametrize(
    ("called", "first", "minutes"),
    [
        (datetime(2026, 3, 4, 2, 0, tzinfo=UTC), "dv.takeover_office", 30),  # Wednesday 10:00: the office is open
        (datetime(2026, 3, 4, 14, 0, tzinfo=UTC), "dv.takeover", 120),  # Wednesday 22:00
        (datetime(2026, 3, 7, 2, 0, tzinfo=UTC), "dv.takeover", 120),  # Saturday
    ],
)
def test_the_first_of_the_two_clocks_counts(cast: Cast, called: datetime, first: str, minutes: int) -> None:
    ticket = takeover(cast, called)
    due = {clock.key: clock.due_at for clock in Clock.objects.filter(ticket=ticket)}
    assert min(due, key=lambda key: due[key]) == first
    assert ticket.next_due_at - called == timedelta(minutes=minutes)


def test_whoever_takes_it_is_named_and_both_clocks_end(cast: Cast) -> None:
    ticket = cast.does("gao", takeover(cast), "take")
    assert (ticket.state, ticket.assignee_id, running(ticket)) == ("taken", cast.gao.id, set())


def test_only_the_district_takes_over(cast: Cast) -> None:
    assert refused(cast, "ling", takeover(cast), "take").code == "forbidden"


@pytest.mark.parametrize("move", ["claim", "sign_in"])
def test_signing_for_the_case_is_taking_over(cast: Cast, move: str) -> None:
    case = cast.call(violence_now="yes")
    if move == "sign_in":
        cast.does("gao", case, "assign", assignee=cast.fang.id)
    cast.does("fang", case, move)
    assert Ticket.objects.get(parent=case, type="takeover").state == "taken"


def test_a_street_that_claims_an_ordinary_case_takes_nothing_over(cast: Cast) -> None:
    case = cast.call()
    ticket = child(cast, "takeover", case=case)
    cast.does("mei", case, "claim")
    assert Ticket.objects.get(pk=ticket.pk).state == "waiting"
