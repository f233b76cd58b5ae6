"""What the settings promise: nothing unsafe starts, the address counts, sessions end, nothing is cached."""

import base64
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import RequestFactory

from config import checks, middleware
from config.celery import app
from config.safety import refuse_unsafe

ROOT = Path(__file__).resolve().parents[2]
KEY_A, KEY_B = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
SAFE = {
    "demo": False,
    "behind_tls": True,
    "debug": False,
    "secret_key": "x" * 60,
    "index_key": KEY_A,
    "sealed": [f"k1:{KEY_B}"],
}


def test_production_settings_with_chosen_keys_are_accepted():
    refuse_unsafe(**SAFE)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"demo": True}, "Unset SANJI_DEMO"),
        ({"debug": True}, "DEBUG=1"),
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"secret_key": "django-insecure-" + "x" * 60}, "SECRET_KEY"),
        ({"index_key": "not base64"}, "INDEX_KEY must be"),
        ({"index_key": KEY_B}, "must differ"),
        ({"sealed": []}, "SEALED_KEYS is empty"),
        ({"sealed": [KEY_B]}, "write kid:key"),
        ({"sealed": ["k1:c2hvcnQ="]}, "write kid:key"),
    ],
)
def test_unsafe_settings_are_refused_with_the_remedy(change, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        refuse_unsafe(**{**SAFE, **change})


def manage(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    full = {**os.environ, "SANJI_DEMO": "0", "BEHIND_TLS": "1", **environ}
    for name in ("SECRET_KEY_FILE", "SEALED_KEYS_FILE", "INDEX_KEY_FILE", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        full.pop(name, None)
    full |= {"SECRET_KEY": "x1Y" * 20 + "abcdefgh", "SEALED_KEYS": f"k1:{KEY_B}", "INDEX_KEY": KEY_A}
    return subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=full, capture_output=True, text=True)


def test_check_deploy_is_clean_with_production_settings():
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def test_a_demo_behind_tls_does_not_start():
    done = manage("check", SANJI_DEMO="1")
    assert done.returncode != 0
    assert "Unset SANJI_DEMO" in done.stderr


@pytest.mark.django_db
def test_the_database_of_the_tests_is_fit():
    assert [found for found in checks.database_is_fit(databases=["default"]) if found.is_serious()] == []


def test_celery_keeps_no_results_and_its_time_limit_is_below_the_visibility_timeout():
    conf = app.conf
    assert conf.task_ignore_result
    assert conf.result_backend in (None, "disabled://")
    assert conf.task_acks_late
    assert conf.task_reject_on_worker_lost
    assert conf.worker_prefetch_multiplier == 1
    assert conf.task_time_limit < conf.broker_transport_options["visibility_timeout"]
    assert conf.accept_content == ["json"]
    app.loader.import_default_modules()
    for entry in conf.beat_schedule.values():
        assert entry["options"]["expires"] <= entry["schedule"]
        assert entry["task"] in app.tasks


class Session(dict):
    flushed = False

    def flush(self):
        self.clear()
        self.flushed = True


def visit(session: Session, **headers: str) -> Session:
    request = RequestFactory().get("/queue", headers=headers)
    request.session = session
    middleware.SessionLimits(lambda request: HttpResponse())(request)
    return session


def signed_in(started: int, seen: int) -> Session:
    now = int(time.time())
    return Session({"_auth_user_id": "1", middleware.STARTED: now - started, middleware.SEEN: now - seen})


def test_an_idle_session_ends(settings):
    assert visit(signed_in(4000, settings.SESSION_IDLE_SECONDS + 5)).flushed


def test_a_session_ends_after_its_absolute_limit_even_when_used(settings):
    assert visit(signed_in(settings.SESSION_ABSOLUTE_SECONDS + 5, 5)).flushed


def test_a_used_session_goes_on_and_is_written_at_most_once_a_minute():
    fresh, older = signed_in(500, 20), signed_in(500, 90)
    before = fresh[middleware.SEEN], older[middleware.SEEN]
    assert visit(fresh)[middleware.SEEN] == before[0]
    assert visit(older)[middleware.SEEN] > before[1]


def test_a_page_that_polls_does_not_keep_an_unattended_session_alive():
    session = signed_in(500, 90)
    before = session[middleware.SEEN]
    assert visit(session, **{"Sanji-Poll": "1"})[middleware.SEEN] == before


def test_pages_are_kept_by_no_cache_and_static_files_may_be():
    answer = middleware.NoStore(lambda request: HttpResponse())
    assert answer(RequestFactory().get("/queue"))["Cache-Control"] == "no-store"
    assert "Cache-Control" not in answer(RequestFactory().get("/static/app.css"))


@pytest.mark.django_db
def test_an_unknown_api_address_answers_with_problem_json(client):
    answer = client.get("/api/v1/nothing-of-the-kind")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"
