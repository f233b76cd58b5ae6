"""The tools' verdicts are part of the suite: style, types, direction of imports, migrations."""

import ast
import os
import subprocess
import sys
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def verdict(*words: str) -> str:
    """ "" if the tool is content, else what it said."""
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, env=os.environ)
    return "" if done.returncode == 0 else done.stdout[-6000:] + done.stderr[-3000:]


def test_ruff_finds_nothing():
    assert verdict("-m", "ruff", "check", ".") == ""


def test_ruff_would_format_nothing():
    assert verdict("-m", "ruff", "format", "--check", ".") == ""


@pytest.mark.slow
def test_mypy_finds_nothing():
    assert verdict("-m", "mypy") == ""


def test_imports_go_down_only():
    program = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"
    assert verdict("-c", program) == ""


def test_the_words_and_types_know_no_tables_and_no_http():
    forbidden = ("django.db", "django.http", "django.views", "django.contrib")
    guilty = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "workflows").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in getattr(node, "names", [])]
        )
        if isinstance(node, (ast.Import, ast.ImportFrom)) and name and name.startswith(forbidden)
    ]
    assert guilty == []


def test_no_migration_is_missing():
    assert verdict("manage.py", "makemigrations", "--check", "--dry-run") == ""


def test_the_project_checks_itself():
    assert verdict("manage.py", "check", "--fail-level", "WARNING") == ""


def test_the_state_machine_is_django_fsm_2_and_nothing_else():
    # django-fsm (inactive, later AGPL) installs a module of the same name over ours.
    assert packages_distributions()["django_fsm"] == ["django-fsm-2"]
    assert distribution("django-fsm-2").metadata["License-Expression"] in ("MIT", "MIT License", None)


def test_files_stay_readable_in_one_sitting():
    folders = ("config", "api", "notifications", "casework", "workflows", "bench")
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 400
    ]
    assert long == []
