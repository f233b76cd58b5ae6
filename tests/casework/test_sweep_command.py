"""manage.py sweep."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from casework.models import Clock, Event, Heartbeat, Outbox, RungFired, Ticket
from tests.cast import Cast


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("sweep", *arguments, stdout=out)
    return out.getvalue()


def everything() -> list[object]:
    return [
        list(model.objects.order_by("pk").values()) for model in (Ticket, Clock, Event, RungFired, Outbox, Heartbeat)
    ]


def test_a_dry_run_says_what_would_happen_and_changes_nothing(cast: Cast) -> None:
    ticket = cast.call()
    before = everything()
    due = Clock.objects.get(ticket=ticket, key="xf.notify").due_at
    said = run("--dry-run", "--at", (due + timedelta(hours=1)).isoformat())
    assert everything() == before
    assert ticket.number in said
    assert "xf.notify  breach (breach)  tells: holder, supervisors, level_up" in said
    assert "→ escalate_overdue  tells: unit, supervisors, former_unit, holder" in said
    assert "→ auto_assign  person" in said
    assert "1 tickets" in said


def test_a_dry_run_names_no_person_and_no_story(cast: Cast) -> None:
    cast.call()
    said = run("--dry-run", "--at", "2030-01-01T09:00")
    assert "王女士" not in said and "2046" not in said


def test_a_dry_run_of_this_moment_finds_nothing_due(cast: Cast) -> None:
    cast.call()
    assert "0 tickets, 0 rungs, 0 moves" in run("--dry-run")


def test_a_time_without_an_offset_is_shanghai_time(cast: Cast) -> None:
    assert "At 2026-12-31 09:00 +0800" in run("--dry-run", "--at", "2026-12-31T09:00")
    assert "At 2026-12-31 09:00 +0800" in run("--dry-run", "--at", "2026-12-31T01:00Z")


@pytest.mark.parametrize("at", ["tomorrow", "2026-02-30T09:00", "2026-12-31T25:00", ""])
def test_a_moment_that_is_none_gets_one_clear_sentence(at: str) -> None:
    with pytest.raises(CommandError, match="is not a moment. Write it like 2026-12-31T09:00"):
        run("--dry-run", "--at", at)


def test_at_without_a_dry_run_is_refused() -> None:
    with pytest.raises(CommandError, match="--at goes with --dry-run"):
        run("--once", "--at", "2026-12-31T09:00")


@pytest.mark.parametrize("limit", ["0", "-1"])
def test_a_limit_counts_tickets(limit: str) -> None:
    with pytest.raises(CommandError, match="write 1 or more"):
        run("--once", "--limit", limit)


def test_a_dry_run_shows_no_more_than_the_limit_and_says_so(cast: Cast) -> None:
    for _ in range(3):
        cast.call()
    said = run("--dry-run", "--limit", "2", "--at", "2030-01-01T09:00")
    assert "2 tickets" in said and "More are due: raise --limit above 2." in said


def test_once_fires_what_is_due_and_ends(cast: Cast) -> None:
    ticket = cast.call(now=timezone.now() - timedelta(days=40))
    said = run("--once")
    assert "tickets" in said
    assert Event.objects.filter(ticket=ticket, name="escalate_overdue").count() == 1
    assert Heartbeat.objects.filter(name="sweep").exists()
