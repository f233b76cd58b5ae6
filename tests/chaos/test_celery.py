"""The same thousand tickets with the real thing: two Celery workers and two beats on a real broker, kill -9 in between,
and the broker emptied on the way. Nothing but time may be lost."""

import psycopg
import pytest
from django.db import connection

from notifications.sending import LEASE_SECONDS
from tests.chaos import oracle, worker
from tests.chaos.crew import in_a_process
from tests.chaos.databases import conninfo, copy_of, url
from tests.conftest import Services, _empty_broker

pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.timeout(2 * LEASE_SECONDS + 180)]
TICKETS = 1000
MADE = "SELECT count(*) FROM casework_event WHERE name = 'escalate_overdue'"
TOLD = "SELECT count(*) FROM casework_outbox WHERE done_at IS NOT NULL"


def test_two_workers_and_two_beats_killed_in_between_tell_everybody_once(services: Services, tmp_path) -> None:
    empty = str(connection.settings_dict["NAME"])
    with copy_of(empty, f"{empty}_celery") as name:
        in_a_process(worker.fill, name, (TICKETS, 40))
        environ = {
            "DATABASE_URL": url(name),
            "SWEEP_SECONDS": "1",
            "SANJI_DATA_DIR": str(tmp_path / "var"),
            "SMTP_HOST": "",
        }
        with psycopg.connect(conninfo(name), autocommit=True) as db:
            _work(services, db, environ)
        found = oracle.examine(conninfo(name))
        print(found)
        assert found.tickets == TICKETS
        assert found.violations == {}
        for role in list(services.running):
            services.kill(role)


def _work(services: Services, db: psycopg.Connection, environ: dict[str, str]) -> None:
    def reached(sql: str, count: int):
        return lambda: db.execute(sql).fetchone()[0] >= count

    for role, role_name in (("worker", "w1"), ("worker", "w2"), ("beat", "b1"), ("beat", "b2")):
        services.start(role, role_name, **environ)
    services.wait_for(reached(MADE, 100))
    services.kill("w1")
    services.kill("b1")
    _empty_broker()
    services.start("worker", "w1", **environ)
    services.start("beat", "b1", **environ)
    services.wait_for(reached(TOLD, 4 * TICKETS // 10))
    services.kill("w2")
    services.start("worker", "w2", **environ)
    # A sender killed in the middle leaves letters under its lease: they are free again when that is over, and may call for more.
    services.wait_for(lambda: not any(oracle.progress(db)), LEASE_SECONDS + 90)
