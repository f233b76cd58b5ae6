"""The banner of a red case: the next tasks with time left and their door; never a word that all is done while it is not."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.models import Ticket
from casework.queries.ticket import load
from casework.queries.urgent import Alarm, alarm
from tests.cast import Cast


def banner(cast: Cast, who: str, ticket: Ticket) -> Alarm | None:
    return alarm(load(cast.actor(who), ticket.number))


def test_three_tasks_stand_in_the_order_of_the_lane_and_the_rest_is_counted(cast: Cast) -> None:
    ticket = cast.call(violence_now="yes", category="0102")
    found = banner(cast, "fang", ticket)
    assert found is not None
    assert [str(task.title) for task in found.tasks] == [
        "Report to the police",
        "The district takes over",
        "Safety plan",
    ]
    assert found.more == Ticket.objects.filter(parent=ticket).count() - 3
    assert found.elsewhere == 0 and not found.settled


def test_each_task_says_what_to_do_how_long_there_is_and_leads_to_its_form(cast: Cast) -> None:
    ticket = cast.call(violence_now="yes")
    first = banner(cast, "fang", ticket).tasks[0]  # type: ignore[union-attr]
    assert str(first.label) == "Record the report to the police"
    assert first.url.endswith("-BJ1?move=report")
    assert "left" in first.words


def test_a_task_that_is_late_says_so(cast: Cast) -> None:
    ticket = cast.call(violence_now="yes")
    Ticket.objects.filter(parent=ticket).update(next_due_at=timezone.now() - timedelta(minutes=90))
    assert banner(cast, "fang", ticket).tasks[0].words == "1 hour overdue"  # type: ignore[union-attr]


def test_after_the_last_task_one_red_line_stays(cast: Cast) -> None:
    ticket = cast.call(persons=5)
    assert len(banner(cast, "fang", ticket).tasks) == 2  # type: ignore[union-attr]
    cast.does("fang", ticket, "claim")
    assert [str(task.title) for task in banner(cast, "fang", ticket).tasks] == ["Report to the leader"]  # type: ignore[union-attr]
    leader = Ticket.objects.get(parent=ticket, type="leader_report")
    cast.does("fang", leader, "tell_leader", told=["leader", "committee"], way="phone")
    assert banner(cast, "fang", ticket) == Alarm([], 0, 0, settled=True)


def test_who_may_not_open_the_tasks_is_told_that_some_are_open_not_that_all_is_done(cast: Cast) -> None:
    ticket = cast.call(violence_now="yes", category="0102")
    found = banner(cast, "qiu", ticket)  # the street is copied: it sees the case, not its tickets
    assert found is not None and not found.tasks and not found.settled
    assert found.elsewhere == Ticket.objects.filter(parent=ticket).count()


def test_a_red_case_from_before_the_lane_claims_nothing(cast: Cast) -> None:
    ticket = cast.call()
    Ticket.objects.filter(pk=ticket.pk).update(risk="red")
    assert banner(cast, "mei", ticket) == Alarm([], 0, 0, settled=False)
    assert banner(cast, "fang", cast.call()) is None


def test_the_banner_costs_one_query_however_many_tasks_there_are(cast: Cast) -> None:
    ticket = cast.call(violence_now="yes", category="0102", dependants="yes")
    few = cast.call(persons=5)
    counts = []
    for one in (ticket, few):
        whole = load(cast.actor("fang"), one.number)
        with CaptureQueriesContext(connection) as asked:
            alarm(whole)
        counts.append(len(asked))
    assert counts == [1, 1]
