"""The suite in two processes: each has its own broker and folder, and what belongs together stays together."""

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import side_by_side


def item(name: str, **params: str) -> SimpleNamespace:
    return SimpleNamespace(nodeid=f"tests/walks/test_every_type.py::{name}", callspec=SimpleNamespace(params=params))


def test_each_process_has_a_broker_and_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = set()
    for worker in ("gw0", "gw1"):
        monkeypatch.setenv("REDIS_URL", "redis+socket:///run/valkey?virtual_host=0")
        monkeypatch.setenv("SANJI_DATA_DIR", "/data")
        monkeypatch.setattr(side_by_side, "WORKER", worker)
        side_by_side._own_parts()
        seen |= {side_by_side.os.environ["REDIS_URL"], side_by_side.os.environ["SANJI_DATA_DIR"]}
    assert seen == {
        "redis+socket:///run/valkey?virtual_host=1", "/data/gw0", "redis+socket:///run/valkey?virtual_host=2", "/data/gw1",
    }  # fmt: skip


def test_a_broker_elsewhere_is_refused_because_two_would_empty_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://somewhere:6379/0")
    monkeypatch.setattr(side_by_side, "WORKER", "gw1")
    with pytest.raises(pytest.UsageError, match="-n 0"):
        side_by_side._own_parts()


def test_a_file_stays_together_and_walks_are_parted_by_their_door() -> None:
    one, other = item("test_a", desk="rest", slug="aid"), item("test_b", desk="rest", slug="fund")
    assert side_by_side.group_of(one) == side_by_side.group_of(other)
    assert side_by_side.group_of(one) != side_by_side.group_of(item("test_a", desk="screens"))
    assert side_by_side.group_of(item("test_c")) == "tests/walks/test_every_type.py"


def test_who_starts_workers_is_alone_and_the_others_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "FOLDER", tmp_path)
    came = threading.Event()

    def second(alone: bool) -> threading.Thread:
        def enter() -> None:
            with side_by_side._place(alone):
                came.set()

        thread = threading.Thread(target=enter)
        thread.start()
        return thread

    with side_by_side._place(alone=False):
        second(alone=False).join()
        assert came.is_set()
        came.clear()
        waiting = second(alone=True)
        assert not came.wait(0.2)
    waiting.join()
    came.clear()
    with side_by_side._place(alone=True):
        waiting = second(alone=False)
        assert not came.wait(0.2)
    waiting.join()
    assert came.is_set()
