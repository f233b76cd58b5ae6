"""A calendar edit over thousands of open clocks: the processes that carry it out are killed -9 half-way, others go on.

Every case is told once, every clock follows, and the history of no case has a gap or a fork.
"""

import random
import time
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.chaos import oracle, worker
from tests.chaos.crew import forks, in_a_process
from tests.chaos.databases import conninfo, copy_of

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
TICKETS, KILLS = 3000, 6
JOB = "SELECT seen, moved, finished_at IS NOT NULL FROM casework_redating"
TOLD = """
SELECT count(*) FILTER (WHERE n = 0), count(*) FILTER (WHERE n > 1), count(*) FROM (
    SELECT t.id, count(e.id) AS n FROM casework_ticket t
    LEFT JOIN casework_event e ON e.ticket_id = t.id AND e.name = 'redate' GROUP BY t.id) AS each
"""
VERSIONS = "SELECT count(DISTINCT calendar), count(*) FROM casework_clock WHERE stopped_at IS NULL"
MOVED = "SELECT coalesce(sum(jsonb_array_length(data -> 'clocks')), 0) FROM casework_event WHERE name = 'redate'"
NOT_AS_TOLD = """
SELECT count(*) FROM casework_event e, jsonb_array_elements(e.data -> 'clocks') AS c
JOIN casework_clock k ON k.key = c ->> 'key' WHERE e.name = 'redate' AND k.ticket_id = e.ticket_id
    AND k.due_at <> (c ->> 'new')::timestamptz
"""


def start(database: str) -> Any:
    process = forks.Process(target=worker.redates, args=(database,), daemon=True)
    process.start()
    return process


def follow(database: str, db: psycopg.Connection[Any]) -> int:
    """Two processes re-date; one of them is killed again and again while there is work. Returns the number of kills."""
    choose, kills, end = random.Random(20261124), 0, time.monotonic() + 60
    crew = [start(database), start(database)]
    try:
        while not (job := db.execute(JOB).fetchone())[2]:  # type: ignore[index]
            assert time.monotonic() < end, f"not done in time: {job}"
            time.sleep(choose.uniform(0.02, 0.1))
            if job[0] and kills < KILLS and job[0] > kills * TICKETS // KILLS:  # type: ignore[index]
                place = choose.randrange(2)
                crew[place].kill()
                crew[place].join()
                crew[place], kills = start(database), kills + 1
    finally:
        for process in crew:
            process.kill()
            process.join()
    return kills


def test_killed_half_way_another_goes_on_and_no_case_is_told_twice(django_db_setup: None) -> None:
    empty = str(connection.settings_dict["NAME"])
    with copy_of(empty, f"{empty}_redating") as name:
        in_a_process(worker.fill, name, (20, 0))
        in_a_process(worker.multiply, name, TICKETS)
        in_a_process(worker.edits, name)
        with psycopg.connect(conninfo(name), autocommit=True) as db:
            kills = follow(name, db)
            assert kills == KILLS
            assert db.execute(TOLD).fetchone() == (0, 0, TICKETS)
            versions, clocks = db.execute(VERSIONS).fetchone() or (0, 0)
            seen, moved, _finished = db.execute(JOB).fetchone() or (0, 0, False)
            assert (versions, seen) == (1, clocks), "each clock was looked at once"
            assert db.execute(MOVED).fetchone() == (moved,)
            assert db.execute(NOT_AS_TOLD).fetchone() == (0,)
            assert db.execute(oracle.GAPS).fetchone() == (0,)
