"""The settings of the statistics (rules.yaml)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("rules.yaml")


@dataclass(frozen=True)
class Rules:
    """See rules.yaml for the meaning and the source of each."""

    target_percent: int
    apart: tuple[str, ...]
    follow_up_tries: int
    settled_for_days: int
    repeat_windows: tuple[int, ...]
    recurrence_windows: tuple[int, ...]
    freeze_on_day: int
    small_cell: int
    trend_months: int
    act_today: int
    hot_contacts: int
    adjust_months: int


@cache
def rules() -> Rules:
    """The settings in force; read once."""
    found = yaml.safe_load(FILE.read_text(encoding="utf8"))
    values: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in found.items()}
    return Rules(**values)
