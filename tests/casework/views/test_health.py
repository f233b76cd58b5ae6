"""The health page says whether deadlines are watched and messages sent."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from casework.models import Heartbeat
from casework.sweep import beat
from casework.views import health


@pytest.fixture
def running(db: None) -> None:
    beat("sweep")
    beat("deliver")


def test_all_is_well(running: None, client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["ok"] is True
    assert answer.json()["database"] is True


@pytest.mark.parametrize("name", ["sweep", "deliver"])
def test_a_task_that_stands_still_is_an_alarm(running: None, client: Client, name: str) -> None:
    Heartbeat.objects.filter(name=name).update(at=timezone.now() - timedelta(seconds=121))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()[name]["ok"] is False


def test_a_task_that_never_ran_is_an_alarm(db: None, client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["sweep"]["age_seconds"] is None


def test_a_database_that_does_not_answer_is_an_alarm(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(health, "health", away)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "database": False}


def test_no_login_is_asked_for_and_one_statement_is_enough(
    running: None, client: Client, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        client.get("/healthz")
