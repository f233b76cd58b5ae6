"""The helper of the tests at the same moment: nothing of a doing that fails stays behind."""

import pytest
from django.db import connection, transaction

from casework.models import Ticket
from tests.cast import populate
from tests.together import together, unexpected

OTHERS = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def _others() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        return {pid for (pid,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_a_doing_that_fails_with_a_lock_in_hand_leaves_neither_lock_nor_connection() -> None:
    ticket = populate().call()
    before = _others()  # a server that other tests share may have connections too

    def fails() -> None:
        transaction.set_autocommit(False)
        Ticket.objects.select_for_update().get(pk=ticket.pk)
        raise ValueError("on the way")

    found = together([fails, lambda: "done"])
    assert found[1] == "done" and isinstance(found[0], ValueError) and unexpected(found) == [found[0]]
    assert unexpected(found, ValueError) == []
    with transaction.atomic():
        Ticket.objects.select_for_update(nowait=True).get(pk=ticket.pk)
        assert _others() <= before


def test_nobody_waits_for_one_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    monkeypatch.setattr("tests.together.END_SECONDS", 0.05)
    over = threading.Event()
    with pytest.raises(AssertionError, match="doing 0"):
        together([over.wait])
    over.set()
