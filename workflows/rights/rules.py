"""The numbers of closing that are no limits in time (closing_rules.yaml): read once, checked by their types."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import Promise

from workflows.policy import bilingual

FILE = Path(__file__).with_name("closing_rules.yaml")


@dataclass(frozen=True)
class ReviewBody:
    """Who may be the level above that reviews a reply. `own`: our own district, for the reply of a unit below it."""

    code: str
    title: str | Promise
    own: bool = False


@dataclass(frozen=True)
class Rules:
    """`attempts`, `attempt_days`, `attempt_parts`: what "cannot be reached" needs. `retention`: years by class of file."""

    attempts: int
    attempt_days: int
    attempt_parts: int
    follow_up_tries: int
    sample_percent: int
    retention: dict[str, int]
    review_bodies: tuple[ReviewBody, ...]


@cache
def rules() -> Rules:
    """The rules as the file has them; KeyError or ValueError name what is missing or no number."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    attempts = found["attempts"]
    return Rules(
        attempts=int(attempts["count"]),
        attempt_days=int(attempts["days"]),
        attempt_parts=int(attempts["parts_of_day"]),
        follow_up_tries=int(found["follow_up_tries"]),
        sample_percent=int(found["consult_sample_percent"]),
        retention={name: int(years) for name, years in found["retention"].items()},
        review_bodies=tuple(
            ReviewBody(one["code"], bilingual(one["zh"], one["en"]), bool(one.get("own")))
            for one in found["review_bodies"]
        ),
    )
