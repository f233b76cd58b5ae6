"""A thousand overdue tickets, four sweepers, two senders, kill -9 at random: each escalates once, each is told once.

The twin without the row locks and the unique keys runs through the same oracle and has to fail it: an oracle that a
broken build passes proves nothing.
"""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from tests.chaos import oracle, worker
from tests.chaos.crew import Crew, in_a_process
from tests.chaos.databases import conninfo, copy_of
from tests.chaos.smtp import Gateway

pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TICKETS = 1000
KEYS = {  # what stands behind the row locks
    "casework_event": "event_once",
    "casework_rungfired": "rung_once",
    "casework_clock": "clock_once",
    "notifications_notification": "notification_once",
}


@pytest.fixture(scope="module")
def empty(django_db_setup: None) -> str:
    """Name of the test database: migrated, without rows."""
    return str(connection.settings_dict["NAME"])


@pytest.fixture(scope="module")
def overdue(empty: str) -> Iterator[str]:
    """A database with a thousand calls of forty days ago that nobody has touched."""
    with copy_of(empty, f"{empty}_overdue") as name:
        in_a_process(worker.fill, name, (TICKETS, 40))
        yield name


@pytest.fixture(scope="module")
def few(empty: str) -> Iterator[str]:
    """The same with a hundred and fifty: enough for a twin to be caught."""
    with copy_of(empty, f"{empty}_few") as name:
        in_a_process(worker.fill, name, (150, 40))
        yield name


def test_each_escalates_once_and_each_person_is_told_once_whoever_is_killed(overdue: str) -> None:
    with copy_of(overdue, f"{overdue}_intact") as name, Gateway() as gateway:
        with Crew(name, gateway) as crew:
            crew.work_until_quiet(kills=40)
        found = oracle.examine(conninfo(name))
        with psycopg.connect(conninfo(name)) as db:
            sent = {f"<notification-{pk}" for (pk,) in db.execute(SENT)}
        copies = gateway.copies
        print(
            found,
            f"kills {crew.sweepers.kills} + {crew.deliverers.kills}, letters {len(sent)}, copies {copies.total()}",
        )
        assert found.tickets == TICKETS
        assert found.violations == {}
        assert crew.sweepers.kills >= 10 and crew.deliverers.kills >= 10
        assert sent == {message_id.split("@")[0] for message_id in copies}
        assert copies.total() - len(copies) <= crew.deliverers.kills


SENT = "SELECT id FROM notifications_notification WHERE channel = 'email' AND sent_at IS NOT NULL"


def test_the_twin_without_locks_and_unique_keys_fails_the_same_oracle(few: str) -> None:
    with copy_of(few, f"{few}_broken") as name, Gateway() as gateway:
        with psycopg.connect(conninfo(name)) as db:
            for table, key in KEYS.items():
                db.execute(f"ALTER TABLE {table} DROP CONSTRAINT {key}")
        with Crew(name, gateway, broken=True) as crew:
            crew.work_until_quiet(kills=20)
        found = oracle.examine(conninfo(name))
        print(found)
        assert found.escalated_twice > 0
        assert found.told_twice > 0


def test_without_the_locks_the_unique_keys_still_hold(few: str) -> None:
    with copy_of(few, f"{few}_keys") as name, Gateway() as gateway:
        with Crew(name, gateway, broken=True) as crew:
            crew.work_until_quiet(kills=5)
        found = oracle.examine(conninfo(name))
        print(found)
        assert found.violations == {}


def test_a_worker_whose_clock_is_wrong_by_a_day_and_a_half_changes_nothing(empty: str) -> None:
    late, fresh = 60, 60
    with copy_of(empty, f"{empty}_skewed") as name, Gateway() as gateway:
        in_a_process(worker.fill, name, (late, 40), (fresh, 0))
        with Crew(name, gateway, skews=(36, -36, 36, -36)) as crew:
            crew.work_until_quiet(kills=4)
        found = oracle.examine(conninfo(name))
        print(found)
        assert found.not_escalated == fresh
        assert (found.rungs_early, found.rungs_missing, found.rungs_twice, found.rungs_out_of_order) == (0, 0, 0, 0)
        assert (found.escalated_twice, found.told_twice, found.unsent) == (0, 0, 0)
        with psycopg.connect(conninfo(name)) as db:
            assert db.execute(OUT_OF_TIME).fetchone() == (0,)
            assert db.execute(NOT_NOW).fetchone() == (0,)


OUT_OF_TIME = "SELECT count(*) FROM casework_event WHERE at > now() OR at < now() - interval '41 days'"
NOT_NOW = """
SELECT count(*) FROM notifications_notification
WHERE abs(extract(epoch FROM now() - created_at)) > 3600 OR abs(extract(epoch FROM now() - sent_at)) > 3600
"""
