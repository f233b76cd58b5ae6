"""Ticket types from outside for the time of one test: neither the list of types nor the book of policies keeps them."""

import importlib.util
import inspect
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from workflows.base import Workflow
from workflows.policies import policies
from workflows.registry import registry


def module_of(path: Path) -> ModuleType:
    """The module in this file, made anew."""
    spec = importlib.util.spec_from_file_location(f"attached_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def attach(path: Path, monkeypatch: pytest.MonkeyPatch, rules: Path | None = None) -> type[Workflow]:
    """The type that this file registers; `rules`: its own policies.yaml."""
    monkeypatch.setattr(registry, "_types", dict(registry._types))
    monkeypatch.setattr(policies, "more", [*policies.more, *([rules] if rules else [])])
    monkeypatch.setattr(policies, "_versions", None)
    before = set(registry._types)
    module_of(path)
    [slug] = set(registry._types) - before
    return registry[slug]


def run_tests(path: Path, **fixtures: Any) -> int:
    """Run every test function of a file with these fixtures; how many there were."""
    found = [(name, one) for name, one in vars(module_of(path)).items() if name.startswith("test_")]
    for _name, test in found:
        test(**{name: fixtures[name] for name in inspect.signature(test).parameters})
    return len(found)
