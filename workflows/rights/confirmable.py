"""What of an agreement a court confirms (司法确认): money, property, visits, upkeep; never marriage, adoption or status.

The words are in confirmable.yaml. They find what deserves a warning; what the agreement is, its parties say.
"""

import re
from collections.abc import Iterable
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.base import Text

FILE = Path(__file__).with_name("confirmable.yaml")
SENTENCES = re.compile(r"[。；;！!？?\n]+")
SUM = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千万两半]\s*(?:元|块|万)")  # 500元, 三万; not the 元 of 元旦
CONFIRMED = _(
    "A court confirms what is promised of money, property, visits and upkeep. Divorce and adoption go to the civil affairs office or to a lawsuit."  # noqa: E501
)


class About(Enum):
    """How much of an agreement is about status."""

    NOTHING = "nothing"
    SOME = "some"
    ALL = "all"


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of the two lists. KeyError names a list that is missing."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    status, confirmable = ("|".join(map(re.escape, found[name])) for name in ("status", "confirmable"))
    return re.compile(status), re.compile(confirmable)


def of_status(text: str) -> list[int]:
    """Which sentences of a text (from 1) speak of status and of nothing that a court confirms."""
    status, confirmable = _words()
    sentences = [one for one in SENTENCES.split(text) if one.strip()]
    return [
        n
        for n, one in enumerate(sentences, start=1)
        if status.search(one) and not confirmable.search(one) and not SUM.search(one)
    ]


def about(terms: str, acts: Iterable[tuple[Any, str]]) -> About:
    """What is promised: the terms, and each line of the plan as (amount in yuan or None, what is done)."""
    _status, confirmable = _words()
    lines = list(acts)
    said = [terms, *(act for _amount, act in lines)]
    if not any(of_status(text) for text in said):
        return About.NOTHING
    more = any(amount is not None or not of_status(act) for amount, act in lines)
    if more or any(confirmable.search(text) or SUM.search(text) for text in said):
        return About.SOME
    return About.ALL


def left_out(terms: str) -> Text:
    """ "" if an application to the court speaks of nothing but what it confirms, else which sentence does not belong there."""
    found = of_status(terms)
    if not found:
        return ""
    sentence = _("Sentence {n} is about marriage, adoption or status, and no court confirms that: leave it out. {what}")
    return format_lazy(sentence, n=", ".join(map(str, found)), what=CONFIRMED)
