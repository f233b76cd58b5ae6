"""The database's own promises hold even for somebody who goes round the gate."""

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from casework.models import Event, ReadLog, Ticket
from tests.cast import SISTER, Cast


def goes_round(sql: str, *params: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "change",
    ["state = 'closed'", "level = 2", f"unit_id = '{SISTER}'", "assignee_id = opened_by_id", "version = version + 1"],
)
def test_a_ticket_does_not_change_without_its_event(cast: Cast, change: str) -> None:
    ticket = cast.call()
    with pytest.raises(IntegrityError, match="without its event"):
        goes_round(f"UPDATE casework_ticket SET {change} WHERE id = %s", ticket.pk)  # noqa: S608


def test_a_ticket_is_never_deleted(cast: Cast) -> None:
    ticket = cast.call()
    with pytest.raises(IntegrityError, match="never deleted"):
        goes_round("DELETE FROM casework_ticket WHERE id = %s", ticket.pk)


@pytest.mark.parametrize("table", ["event", "readlog"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET at = now()", "DELETE FROM {}"])
def test_history_and_read_log_are_append_only(cast: Cast, table: str, verb: str) -> None:
    ticket = cast.call()
    if table == "readlog":
        ReadLog.objects.create(
            ticket=ticket, actor=cast.fang, what="party", reason="call", at=ticket.opened_at, until=ticket.opened_at
        )
    with pytest.raises((IntegrityError, InternalError), match="append-only"):
        goes_round(verb.format(f"casework_{table}"))


def test_a_number_in_the_history_is_given_once(cast: Cast) -> None:
    event = cast.call().events.get()
    event.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.bulk_create([event])


def test_the_state_cannot_be_assigned_and_reloading_does_not_open_it(cast: Cast) -> None:
    ticket = Ticket.objects.get(pk=cast.call().pk)
    ticket.refresh_from_db()
    with pytest.raises(AttributeError):
        ticket.state = "closed"
    with pytest.raises(Ticket.DoesNotExist):
        Ticket(pk=0, state="x").refresh_from_db()
    with pytest.raises(AttributeError):
        ticket.state = "closed"
