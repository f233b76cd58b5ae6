"""The mail gateway is down for a while: the inbox has everything at once, and afterwards no letter is missing."""

import re
import time

import psycopg
import pytest
from django.db import connection

from tests.chaos import oracle, worker
from tests.chaos.crew import Crew, in_a_process
from tests.chaos.databases import conninfo, copy_of
from tests.chaos.smtp import Gateway

pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
INBOX = """
SELECT count(DISTINCT ticket_id) FROM notifications_notification WHERE channel = 'inbox' AND kind = 'escalate_overdue'
"""
ATTEMPTS = "SELECT count(*), coalesce(min(attempts), 0) FROM notifications_notification WHERE channel = 'email'"
HURRY = "UPDATE notifications_notification SET next_try_at = now() WHERE sent_at IS NULL AND lease_until IS NULL"
# Numbers stand alone: a message id or a boundary may hold these digits among others.
PRIVATE = re.compile(r"王女士|探望|13800002046|(?<!\d)(2046|0106)(?!\d)")


def test_no_letter_is_lost_while_the_gateway_is_down_and_killed_senders_come_and_go() -> None:
    empty = str(connection.settings_dict["NAME"])
    with copy_of(empty, f"{empty}_gateway") as name, Gateway() as gateway:
        in_a_process(worker.fill, name, (100, 40))
        gateway.down = True
        with Crew(name, gateway) as crew, psycopg.connect(conninfo(name), autocommit=True) as db:
            _wait(lambda: db.execute(INBOX).fetchone()[0] == 100)
            for least in range(1, 6):  # the outage goes on: every letter fails several times, senders die
                crew.kill()
                _wait(lambda least=least: _in_a_hurry(db) and db.execute(ATTEMPTS).fetchone()[1] >= least)
            assert gateway.copies.total() == 0
            gateway.down = False
            _wait(lambda: _in_a_hurry(db) and not any(oracle.progress(db)))
        found = oracle.examine(conninfo(name))
        assert found.violations == {}
        assert gateway.copies.total() >= 200  # sun and qiu, for each of the hundred
        assert gateway.copies.total() - len(gateway.copies) <= crew.deliverers.kills
        assert not any(PRIVATE.search(text) for text in gateway.texts)


def _in_a_hurry(db: psycopg.Connection) -> bool:
    """Ten minutes pass at once for letters that wait; those in somebody's hands stay there."""
    db.execute(HURRY)
    return True


def _wait(condition, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.05)
