"""The launcher's parts, one by one, on files and processes of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.launch import cli, environment, keys, postgres, processes, roles, supervisor, testing
from config.launch.home import Home
from config.launch.messages import Refusal
from config.launch.supervisor import Child, Supervisor


@pytest.fixture
def home(tmp_path, monkeypatch) -> Home:
    for name in (*roles.REQUIRED, "SANJI_DEMO"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    root = tmp_path / "checkout"
    root.mkdir()
    (root / "requirements.txt").write_text("a==1\n")
    (root / "requirements-dev.txt").write_text("a==1\nb==1\n")
    found = Home(root, tmp_path / "data")
    found.prepare()
    return found


@pytest.fixture
def environment_of(home):
    """An environment with the running interpreter's version and a stamp for the run-time lock."""
    home.python.parent.mkdir(parents=True)
    home.python.symlink_to(sys.executable)
    stamp = {"run": environment.fingerprint(environment.lock_file(home, dev=False))}
    environment._stamp(home).write_text(json.dumps(stamp))
    return home


def test_an_environment_with_the_stamp_of_its_lock_is_not_installed_again(environment_of, monkeypatch):
    monkeypatch.setattr(environment, "_install", lambda *a, **k: pytest.fail("installed"))
    environment.ensure(environment_of)


def test_a_changed_lock_is_installed(environment_of):
    (environment_of.root / "requirements.txt").write_text("a==2\n")
    assert not environment.is_ready(environment_of, dev=False)


def test_the_tests_need_the_development_lock_too(environment_of):
    assert environment.is_ready(environment_of, dev=False)
    assert not environment.is_ready(environment_of, dev=True)


def test_a_half_finished_environment_is_removed_and_made_anew(environment_of, monkeypatch, capsys):
    environment._marker(environment_of).touch()
    (environment_of.venv / "half").touch()
    monkeypatch.setattr(environment, "_create", lambda home, uv: home.venv.mkdir())
    monkeypatch.setattr(environment, "_install", lambda home, uv, dev: (home.venv / "installed").touch())
    environment.ensure(environment_of)
    assert sorted(path.name for path in environment_of.venv.iterdir()) == ["installed"]
    assert "half finished" in capsys.readouterr().out


def test_a_missing_venv_module_names_the_package(home, monkeypatch):
    monkeypatch.setattr(environment.shutil, "which", lambda name: None)
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Refusal, match="apt-get install python3-venv"):
        environment.ensure(home)
    assert not home.venv.exists()


def test_a_failed_installation_is_not_taken_for_a_finished_one(environment_of, monkeypatch):
    monkeypatch.setattr(environment, "_install_with", lambda *a: "no network")
    (environment_of.root / "requirements.txt").write_text("a==2\n")
    with pytest.raises(Refusal, match="no network"):
        environment.ensure(environment_of)
    assert environment._marker(environment_of).exists()
    assert not environment.is_ready(environment_of, dev=False)


def test_secrets_are_made_once_and_only_their_owner_reads_them(home):
    keys.ensure(home)
    first = {name: keys.read(home, name) for name in keys.MAKERS}
    keys.ensure(home)
    assert {name: keys.read(home, name) for name in keys.MAKERS} == first
    assert {path.stat().st_mode & 0o777 for path in home.secrets.iterdir()} == {0o600}
    assert len(set(first.values())) == len(first)


def test_a_lost_key_is_never_replaced_while_there_is_a_database(home):
    keys.ensure(home)
    home.postgres.mkdir()
    keys.secret_file(home, "SEALED_KEYS").unlink()
    with pytest.raises(Refusal, match="sealed_keys.*backup.*reset"):
        keys.ensure(home)


def test_a_half_written_database_folder_is_refused_with_the_remedy(home):
    home.postgres.mkdir()
    (home.postgres / "base").mkdir()
    with pytest.raises(Refusal, match="PG_VERSION is missing.*backup.*reset"):
        postgres.prepare(home)


def test_an_initdb_that_was_broken_off_is_started_anew(home, monkeypatch):
    unfinished = home.data / "postgres.new"
    unfinished.mkdir()
    (unfinished / "half").touch()

    def initdb(home, folder):
        assert not folder.exists()
        home.postgres.mkdir()

    monkeypatch.setattr(postgres, "_initdb", initdb)
    postgres.prepare(home)
    assert home.postgres.exists()


def test_a_busy_port_names_who_holds_it_and_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refusal, match=rf"Port {port} .*process {os.getpid()} .*--port {port + 1}"):
            processes.refuse_busy_port(port)


def test_a_free_port_is_taken_without_a_word():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    processes.refuse_busy_port(port)


def test_two_launchers_never_share_a_data_folder(home):
    lock = home.data / "run.lock"
    with (
        processes.only_one(lock),
        pytest.raises(Refusal, match=rf"pid {os.getpid()}\).*--data-dir"),
        processes.only_one(lock),
    ):
        pytest.fail("held twice")
    with processes.only_one(lock):
        pass


def test_a_folder_of_somebody_else_is_refused(home, monkeypatch):
    monkeypatch.setattr("config.launch.home.os.geteuid", lambda: os.getuid() + 4711)
    with pytest.raises(Refusal, match="belongs to another account"):
        home.prepare()


def test_long_paths_get_a_short_socket_folder(tmp_path):
    far = Home(tmp_path, tmp_path / ("long" * 30))
    assert len(str(far.sockets / ".s.PGSQL.5432.lock")) < 108
    assert far.sockets != Home(tmp_path, tmp_path / ("other" * 30)).sockets


def sleeper(home: Home, name: str = "sleeper", words: str = "import time; time.sleep(60)") -> Child:
    return Child(name, lambda: [sys.executable, "-c", words], dict(os.environ), home.logs / f"{name}.log")


@pytest.fixture
def watch(home):
    found = Supervisor(home.root, processes.Ledger(home.children))
    yield found
    found.stop_all()


def test_a_child_that_dies_is_started_again_after_a_pause_and_it_is_said(home, watch, capsys, monkeypatch):
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE", 0.2)
    child = watch.start(sleeper(home))
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    child.process.wait()
    watch.look_after()
    assert "sleeper ended by itself (signal SIGKILL)" in capsys.readouterr().out
    assert child.process is None
    time.sleep(0.3)
    watch.look_after()
    assert child.running()
    assert child.process.pid != first


def test_stopping_ends_our_children_and_nobody_else(home, watch):
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    child = watch.start(sleeper(home))
    process = child.process
    watch.stop_all()
    assert process.poll() is not None
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_child_that_does_not_listen_is_ended_by_force(home, watch, capsys):
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    child = sleeper(home, "deaf", deaf)
    child.patience = 0.3
    watch.start(child)
    process = child.process
    processes.wait_gone(lambda: not child.log.read_text(), 10)
    watch.stop_all()
    assert process.wait(5) == -signal.SIGKILL
    assert "by force" in capsys.readouterr().err


def test_what_a_killed_launcher_left_is_ended_at_the_next_start(home, watch):
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    watch.ledger.write({"web": processes.mark(left.pid)})
    assert watch.ledger.stop_leftovers({}) == ["web"]
    assert left.wait(5) == -signal.SIGTERM
    assert not home.children.exists()


def test_a_process_that_inherited_the_id_is_left_alone(home, watch):
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    real = processes.mark(stranger.pid)
    watch.ledger.write({"web": processes.Mark(real.pid, real.start - 1, real.boot)})
    assert watch.ledger.stop_leftovers({}) == []
    watch.ledger.write({"web": processes.Mark(real.pid, real.start, "another boot")})
    assert watch.ledger.stop_leftovers({}) == []
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_the_demo_is_refused_on_a_real_database(home, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/sanji")
    monkeypatch.setenv("SANJI_DEMO", "1")
    with pytest.raises(Refusal, match="unset SANJI_DEMO"):
        roles.real_environ(home)


def test_a_single_role_names_every_missing_setting(home, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/sanji")
    monkeypatch.setenv("SECRET_KEY_FILE", "/run/secrets/key")
    with pytest.raises(Refusal, match="Set REDIS_URL, SEALED_KEYS, INDEX_KEY in the environment"):
        roles.real_environ(home)


def test_a_number_of_workers_that_is_none_is_refused(home):
    with pytest.raises(Refusal, match="WEB_WORKERS=many"):
        roles.web(home, {"WEB_WORKERS": "many"}, "127.0.0.1:8000")


def test_words_behind_test_are_passed_to_pytest_unread():
    assert cli.split(["--port", "9000", "test", "-k", "gate", "--port"]) == (
        ["--port", "9000", "test"],
        ["-k", "gate", "--port"],
    )
    assert cli.split(["--data-dir", "test", "reset"]) == (["--data-dir", "test", "reset"], [])


def test_the_whole_suite_runs_in_two_processes_and_a_part_of_it_in_one(home, monkeypatch):
    monkeypatch.setattr(testing.os, "sched_getaffinity", lambda _: {0, 1, 2})
    for whole in ([], ["-q", "--durations=15"]):
        assert testing._side_by_side(whole) == ["-n", "2", "--dist", "loadgroup"]
    for part in (["tests/api"], ["-k", "gate"], ["-n", "0"], ["-n0"], ["-q", "--numprocesses=3"]):
        assert testing._side_by_side(part) == []
    monkeypatch.setenv("REDIS_URL", "redis://given:6379/0")
    assert testing._side_by_side([]) == []
    monkeypatch.delenv("REDIS_URL")
    monkeypatch.setattr(testing.os, "sched_getaffinity", lambda _: {0})
    assert testing._side_by_side([]) == []


def test_reset_deletes_what_is_ours_after_a_yes_and_nothing_else(home, monkeypatch):
    (home.data / "letter.txt").write_text("mine")
    (home.postgres).mkdir()
    monkeypatch.setattr("builtins.input", lambda prompt: "no")
    assert cli.reset(home, ask=True) == 1
    assert home.postgres.exists()
    monkeypatch.setattr("builtins.input", lambda prompt: "yes")
    assert cli.reset(home, ask=True) == 0
    assert not home.postgres.exists()
    assert not home.secrets.exists()
    assert (home.data / "letter.txt").read_text() == "mine"


def test_reset_never_touches_a_real_database(home, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/sanji")
    with pytest.raises(Refusal, match="never a real database"):
        cli.reset(home, ask=False)


def test_without_chromium_the_reason_and_the_remedy_are_given(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(testing, "CHROMIUM", ("/nowhere",))
    monkeypatch.setattr("config.launch.testing.os.geteuid", lambda: 1000)
    assert "apt-get install chromium" in testing.ensure_browser()


def test_ci_refuses_to_leave_browser_tests_out(home, monkeypatch):
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(testing.environment, "ensure", lambda home, dev: None)
    monkeypatch.setattr(testing, "ensure_browser", lambda: "there is no Chromium here")
    with pytest.raises(Refusal, match="every test must run"):
        testing.test(home, [])


def test_the_console_words_are_explained(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"], str(Path.cwd()))
    assert ended.value.code == 0
    assert "web|worker|beat" in capsys.readouterr().out
