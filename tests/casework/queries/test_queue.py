"""The queue's rows: in order, never beyond what may be seen, in a constant number of statements."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from casework import access, gate
from casework.models import Clock, Ticket
from casework.queries import listed, queue, times
from casework.queries.queue import Cursor
from tests.cast import PEOPLE, SISTER, STREET, Cast


@given(st.integers(0, 2**40), st.one_of(st.none(), st.datetimes(datetime(1980, 1, 1), datetime(2200, 1, 1))))
def test_a_cursor_comes_back_as_it_was(pk: int, due: datetime | None) -> None:
    cursor = Cursor(due.replace(tzinfo=UTC) if due else None, pk)
    assert Cursor.read(str(cursor)) == cursor


@given(st.text(max_size=30))
def test_any_text_is_a_cursor_or_none_and_never_an_error(text: str) -> None:
    Cursor.read(text)


def several(cast: Cast) -> list[Ticket]:
    """Cases in different hands and states, over both streets."""
    calls = [
        cast.call(),
        cast.call(),
        cast.call(place=SISTER),
        cast.call(place=STREET),
        cast.call(place="320104002001"),
    ]
    cast.does("mei", calls[0], "claim")
    cast.does("qiu", calls[3], "claim")
    gate.tick(now=Clock.objects.filter(ticket=calls[1], then="escalate_overdue").get().due_at)
    return calls


@pytest.mark.parametrize("who", PEOPLE)
def test_a_queue_never_shows_what_may_not_be_seen(cast: Cast, who: str) -> None:
    several(cast)
    actor = cast.actor(who)
    seen = set(access.tickets(actor).values_list("pk", flat=True))
    later = timezone.now() + timedelta(days=400)
    for tab in queue.TABS:
        page = queue.page(actor, tab, Q(), now=later)
        shown = {ticket.pk for ticket in (*page.tickets, *page.unclaimed)}
        assert shown <= seen
        raw = set(Ticket.objects.filter(queue.condition(actor, tab, later)).values_list("pk", flat=True))
        assert raw <= seen, "the index condition itself stays inside what may be seen"


@pytest.mark.parametrize("who", PEOPLE)
def test_the_counts_are_those_of_the_lists(cast: Cast, who: str) -> None:
    several(cast)
    actor, now = cast.actor(who), timezone.now()
    counts = queue.counts(actor, now)
    for tab in queue.TABS:
        assert counts[tab] == len(queue.page(actor, tab, Q(), now=now).tickets) or tab == queue.MINE
    assert counts[queue.MINE] == Ticket.objects.filter(queue.condition(actor, queue.MINE, now)).count()


def test_counting_is_one_statement_without_count_and_stops_at_a_hundred(cast: Cast, monkeypatch) -> None:
    for _n in range(4):
        cast.call()
    monkeypatch.setattr(queue, "CAP", 2)
    with CaptureQueriesContext(connection) as asked:
        counts = queue.counts(cast.actor("sun"))
    assert counts[queue.UNCLAIMED] == 3
    statements = [one["sql"] for one in asked if "casework_ticket" in one["sql"]]
    assert len(statements) == 1
    assert "COUNT(" not in statements[0].upper()


def test_pages_follow_each_other_without_gap_or_repeat_and_resting_ones_come_last(cast: Cast, monkeypatch) -> None:
    for _n in range(7):
        cast.call()
    resting = cast.call()
    Clock.objects.filter(ticket=resting).update(stopped_at=timezone.now())
    Ticket.objects.filter(pk=resting.pk).update(next_due_at=None)
    monkeypatch.setattr(queue, "PAGE", 3)
    actor, cursor, seen = cast.actor("sun"), None, []
    for _page in range(5):
        page = queue.page(actor, queue.UNCLAIMED, Q(), cursor)
        seen += [ticket.pk for ticket in page.tickets]
        if not page.next:
            break
        cursor = Cursor.read(page.next)
    assert seen == list(Ticket.objects.order_by("next_due_at", "id").values_list("pk", flat=True))
    assert seen[-1] == resting.pk


def test_no_page_walks_over_rows_it_does_not_show(cast: Cast) -> None:
    cast.call()
    with CaptureQueriesContext(connection) as asked:
        queue.page(cast.actor("mei"), queue.UNCLAIMED, Q(), Cursor(timezone.now(), 1))
    text = " ".join(one["sql"].upper() for one in asked)
    assert "OFFSET" not in text
    assert "COUNT(" not in text


def test_the_nearest_running_clock_of_ours_decides(cast: Cast) -> None:
    ticket = cast.call()
    clock = queue.deciding_clocks([ticket])[ticket.pk]
    assert clock.due_at == Ticket.objects.get(pk=ticket.pk).next_due_at
    nearest = Clock.objects.filter(ticket=ticket).order_by("due_at").first()
    assert clock.pk == nearest.pk
    Clock.objects.filter(pk=nearest.pk).update(paused_at=timezone.now())
    assert queue.deciding_clocks([ticket])[ticket.pk].pk != nearest.pk


def test_time_left_is_calm_then_near_then_over(cast: Cast) -> None:
    ticket = cast.call()
    clock = queue.deciding_clocks([ticket])[ticket.pk]
    whole = clock.due_at - clock.started_at
    assert times.time_left(clock, clock.started_at + whole * 0.5).state == "calm"
    assert times.time_left(clock, clock.started_at + whole * 0.81).state == "near"
    over = times.time_left(clock, clock.due_at)
    assert (over.state, over.seconds_left, over.used_percent) == ("over", 0, 100)
    assert times.time_left(None, clock.due_at).state == "none"
    clock.paused_at = clock.started_at
    assert times.time_left(clock, clock.due_at).state == "hold"


def test_rows_stand_in_the_part_of_their_due_day(db: None) -> None:
    tz = timezone.get_default_timezone()
    now = datetime(2026, 10, 9, 10, 20, tzinfo=tz)  # a Friday

    def part(due: datetime | None) -> str:
        return listed.group_of(Ticket(next_due_at=due), now)

    assert part(now) == "overdue"
    assert part(datetime(2026, 10, 9, 18, tzinfo=tz)) == "today"
    assert part(datetime(2026, 10, 11, tzinfo=tz)) == "today", "the end of tomorrow is tomorrow"
    assert part(datetime(2026, 10, 11, 0, 1, tzinfo=tz)) == "week"
    assert part(datetime(2026, 10, 19, tzinfo=tz)) == "week"
    assert part(datetime(2026, 10, 19, 0, 1, tzinfo=tz)) == "later"
    assert part(None) == "none"


def test_neighbours_are_those_of_the_place_even_after_the_case_has_left_it(cast: Cast) -> None:
    first, second, third = (cast.call() for _n in range(3))
    actor, here = cast.actor("mei"), Cursor.of(second)

    def around() -> dict[str, str]:
        return {side: number for side, (number, _at) in queue.neighbours(actor, queue.UNCLAIMED, Q(), here).items()}

    assert around() == {"before": first.number, "behind": third.number}
    cast.does("mei", second, "claim")
    assert around() == {"before": first.number, "behind": third.number}
    cast.does("mei", third, "claim")
    assert around() == {"before": first.number}
