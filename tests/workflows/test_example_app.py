"""The worked example of docs/adding-a-ticket-type.md: an app of its own, attached by its name alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.workflows.attached import attach, run_tests
from workflows.policies import policies
from workflows.soundness import problems

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "reading-circle"
TYPES = EXAMPLE / "reading_circle" / "ticket_types.py"
RULES = EXAMPLE / "reading_circle" / "policies.yaml"


def manage(*words: str) -> subprocess.CompletedProcess[str]:
    attached = {"SANJI_EXTRA_APPS": "reading_circle", "PYTHONPATH": str(EXAMPLE)}
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env={**os.environ, **attached}, capture_output=True, text=True
    )


def test_named_in_the_settings_the_app_passes_the_check() -> None:
    done = manage("check", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def test_without_its_policies_the_check_would_refuse_it(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = attach(TYPES, monkeypatch)
    assert any("rc.look" in one for one in problems(kind, list(policies)))


def test_every_text_of_the_app_has_its_chinese() -> None:
    said = manage("texts").stdout
    assert [line for line in said.splitlines() if "reading_circle" in line] == []


def test_its_own_tests_pass(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    attach(TYPES, monkeypatch, RULES)
    assert run_tests(EXAMPLE / "tests" / "test_reading_circle.py", cast=cast) == 3


def test_it_needs_no_migration() -> None:
    assert manage("makemigrations", "--check", "--dry-run").returncode == 0
