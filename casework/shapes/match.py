"""The screen that brings two sides together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from casework.shapes.common import Link, Row, Text


@dataclass(frozen=True)
class Pick:
    """One of the other side: its number, why it fits, what is left on its account ("" without one), what is told of it."""

    number: str
    title: Text
    unit: Text
    reasons: Sequence[Text]
    left: str = ""
    money: bool = False
    facts: Sequence[tuple[Text, Text]] = ()


@dataclass(frozen=True)
class MatchPage:
    """`waiting`: the left side (row, address of this screen for it). `shut`: why the move is closed now, or "".

    `form`: what the move asks for beside the other side's number.
    """

    title: Text
    other: Text
    chapter: Link
    waiting: Sequence[tuple[Row, str]] = ()
    number: str = ""
    picks: Sequence[Pick] = ()
    field: str = ""
    label: Text = ""
    after: Text = ""
    shut: Text = ""
    form: Any = None
    url: str = ""
    seen: int = 0
    key: str = ""
