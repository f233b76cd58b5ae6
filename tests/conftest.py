"""Fixtures on real parts: Chromium, workers and beats as processes. The cast of people is in tests/cast.py."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from django.conf import settings
from django.db import connections
from django.utils import translation

from tests.cast import _fresh_memory, cast
from tests.doors.console import counts

__all__ = ["_fresh_memory", "cast"]

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
left_out: list[str] = []


def pytest_configure(config: pytest.Config) -> None:
    # Playwright's synchronous API runs an event loop in this thread, which Django would take for an async view.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CELERY_TASK_ALWAYS_EAGER = False
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without Chromium, leave the browser tests out and say so at the end (run.py sets SANJI_NO_BROWSER)."""
    if not os.environ.get("SANJI_NO_BROWSER"):
        return
    away = [item for item in items if item.get_closest_marker("browser")]
    if away:
        left_out.extend(item.nodeid for item in away)
        config.hook.pytest_deselected(items=away)
        items[:] = [item for item in items if item not in away]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if left_out:
        why = os.environ["SANJI_NO_BROWSER"]
        terminalreporter.section("not run")
        terminalreporter.write_line(f"{len(left_out)} browser tests were NOT run: {why}.")
        for name in left_out:
            terminalreporter.write_line(f"  {name}")


@pytest.fixture
def in_english() -> Iterator[None]:
    """Sentences are compared in the language in which they are written."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences read outside a page are the msgids; pages are Chinese, for they choose their language themselves."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def browser():
    """Chromium of the system, headless."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()
        connections.close_all()  # inside this loop the thread has a connection of its own: nobody else closes it


@pytest.fixture
def console() -> list[str]:
    """What the browser's console complained about. A test that expects a complaint clears the list."""
    return []


@pytest.fixture
def new_page(browser, console):
    """Call it for a page in a context (cookies) of its own: `new_page()`, `new_page(java_script_enabled=False)`.

    At the end the console must be silent.
    """
    contexts = []

    def make(**options):
        defaults = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 1280, "height": 860}}
        context = browser.new_context(**{**defaults, **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: counts(said) and console.append(f"{page.url}: {said.text}"))
        page.on("pageerror", lambda error: console.append(f"{page.url}: {error}"))
        return page

    yield make
    for context in contexts:
        context.close()
    assert console == []


@pytest.fixture
def page(new_page):
    """One page."""
    return new_page()


class Services:
    """Real workers and beats on the test's database: `start("worker")`, `kill(name)` (-9), `stop(name)`."""

    def __init__(self, environ: dict[str, str], logs: Path) -> None:
        self.environ, self.logs = environ, logs
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, role: str, name: str = "", **environ: str) -> str:
        """Start `worker` or `beat` under `name` (several of a kind need names) with extra environment."""
        name = name or role
        celery = [sys.executable, "-m", "celery", "-A", "config", "--skip-checks"]
        words = {
            "worker": ["worker", "--concurrency", "2", "--hostname", f"{name}@test", "--loglevel", "INFO"],
            "beat": ["beat", "--schedule", str(self.logs / f"{name}.schedule"), "--pidfile=", "--loglevel", "INFO"],
        }[role]
        with self.log(name).open("ab") as log:
            self.running[name] = subprocess.Popen(
                [*celery, *words],
                env={**self.environ, **environ},
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return name

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def kill(self, name: str) -> None:
        """kill -9 of the whole group, as a power cut would."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self, name: str) -> None:
        process = self.running.pop(name)
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    @staticmethod
    def wait_for(condition, seconds: float = 60):
        """The first true answer of `condition()`; an assertion with its name if there is none within `seconds`."""
        until = time.monotonic() + seconds
        while not (answer := condition()):
            assert time.monotonic() < until, f"not within {seconds} s: {getattr(condition, '__name__', condition)}"
            time.sleep(0.1)
        return answer


def real_environ() -> dict[str, str]:
    """The environment for processes that shall work on this test's database, with a broker of their own."""
    from django.db import connection

    database = connection.settings_dict
    host, port = quote(database["HOST"], safe=""), f":{database['PORT']}" if database["PORT"] else ""
    login = quote(database["USER"]) + (f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else "")
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"postgres://{login}@{host}{port}/{database['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
    }


def _empty_broker() -> None:
    path, _, number = settings.REDIS_URL.partition("?virtual_host=")
    if path.startswith("redis+socket://"):
        client = redis.Redis(unix_socket_path=path.removeprefix("redis+socket://"), db=int(number or 0))
    else:
        client = redis.Redis.from_url(settings.REDIS_URL)
    with client:
        client.flushdb()


def _end_sessions() -> None:
    """End what killed processes left open in the database, so that emptying it meets no lock of theirs."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def services(transactional_db, tmp_path) -> Iterator[Services]:
    """Processes on the test database; all ended afterwards. Needs committed rows, hence `transactional_db`."""
    _empty_broker()
    found = Services(real_environ(), tmp_path)
    yield found
    for name in list(found.running):
        found.kill(name)
    _end_sessions()
    _empty_broker()
