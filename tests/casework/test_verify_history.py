"""manage.py verify_history says which history was touched."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.cast import Cast


def verify(*numbers: str) -> str:
    out = StringIO()
    call_command("verify_history", *numbers, stdout=out)
    return out.getvalue()


def test_whole_histories_are_said_to_be_whole(cast: Cast) -> None:
    cast.does("mei", cast.call(), "claim")
    assert "1 histories are whole" in verify()


def test_a_touched_event_is_named(cast: Cast) -> None:
    ticket, other = cast.does("mei", cast.call(), "claim"), cast.call()
    with connection.cursor() as cursor:  # as somebody could who owns the database
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE casework_event SET actor_id = %s WHERE ticket_id = %s AND seq = 2", [cast.hua.pk, ticket.pk]
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    with pytest.raises(CommandError, match="1 of 2"):
        verify()
    assert "whole" in verify(other.number)
