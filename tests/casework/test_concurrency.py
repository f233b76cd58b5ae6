"""Several people, and several requests, at the same moment: real connections, real locks."""

from collections.abc import Callable
from typing import Any

import pytest

from casework import gate, history
from casework.errors import Refused
from casework.models import Event, Ticket
from tests.cast import CALL, Cast, populate
from tests.together import together, unexpected

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*doings: Callable[[], Any]) -> list[Any]:
    """Run all at the same moment, each in a thread with a connection of its own; results or refusals, in order."""
    results = together(doings)
    assert not unexpected(results, Refused), results
    return results


@pytest.fixture
def people() -> Cast:
    return populate()


def refusals(results: list[Any]) -> list[str]:
    return [result.code for result in results if isinstance(result, Refused)]


def test_of_two_who_claim_at_once_one_wins_and_the_other_gets_a_sentence(people: Cast) -> None:
    for _ in range(5):
        ticket = people.call()
        results = at_once(
            lambda: people.does("mei", ticket, "claim"),  # noqa: B023
            lambda: people.does("hua", ticket, "claim"),  # noqa: B023
        )
        assert refusals(results) == ["closed"]
        assert Event.objects.filter(ticket=ticket, name="claim").count() == 1


def test_the_same_call_sent_twice_at_once_opens_one_ticket(people: Cast) -> None:
    ling = people.actor("ling")
    results = at_once(*[lambda: gate.open_ticket("rights", ling, CALL, key="double-click")] * 4)
    assert len({done.ticket.number for done in results}) == 1
    assert sorted(done.replayed for done in results) == [False, True, True, True]
    assert Ticket.objects.count() == 1


def test_the_same_move_sent_twice_at_once_happens_once(people: Cast) -> None:
    ticket = people.does("mei", people.call(), "claim")
    mei = people.actor("mei")
    results = at_once(*[lambda: gate.perform(ticket.number, "note", mei, {"note": "…"}, key="double-click")] * 4)
    assert sorted(done.replayed for done in results) == [False, True, True, True]
    assert Event.objects.filter(ticket=ticket, name="note").count() == 1


def test_numbers_are_given_out_once_and_in_order(people: Cast) -> None:
    ling = people.actor("ling")
    results = at_once(*[lambda: [gate.open_ticket("rights", ling, CALL).ticket.number for _ in range(5)]] * 4)
    numbers = sorted(int(number[-6:]) for result in results for number in result)
    assert numbers == list(range(1, 21))


def test_notes_written_at_once_all_stand_in_one_whole_chain(people: Cast) -> None:
    ticket = people.does("mei", people.call(), "claim")
    mei = people.actor("mei")
    at_once(*[lambda: [gate.perform(ticket.number, "note", mei, {"note": "…"}) for _ in range(5)]] * 3)
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert ticket.version == 2 + 15
    assert history.first_break(ticket, ticket.events.order_by("seq")) is None


def test_a_move_and_the_sweep_at_once_leave_one_of_them_second_not_lost(people: Cast) -> None:
    import datetime as dt

    from django.utils import timezone

    ticket = people.call(now=timezone.now() - dt.timedelta(days=40))
    at_once(lambda: people.does("mei", ticket, "claim"), lambda: gate.tick(), lambda: gate.tick())
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert Event.objects.filter(ticket=ticket, name="escalate_overdue").count() <= 1
    assert history.first_break(ticket, ticket.events.order_by("seq")) is None


def test_of_two_mergings_that_cross_one_wins_and_no_case_is_lost(people: Cast) -> None:
    same = {"same_person": True, "same_matter": True, "reason": "同一事项"}
    for _ in range(4):
        one, two = people.call(), people.call()
        results = at_once(
            lambda one=one, two=two: people.does("sun", one, "merge", other=two.number, **same),
            lambda one=one, two=two: people.does("fang", two, "merge", other=one.number, **same),
        )
        assert len(refusals(results)) == 1
        open_ones = Ticket.objects.filter(number__in=[one.number, two.number], is_open=True)
        assert [case.data["contacts"] for case in open_ones] == [2]
        for case in Ticket.objects.filter(number__in=[one.number, two.number]):
            assert history.first_break(case, Event.objects.filter(ticket=case).order_by("seq")) is None
