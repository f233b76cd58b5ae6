"""What a kind of paper is: title, number series, who signs it, what is entered, its layout (domain.md §8.1, §8.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from workflows.ladder import Level
from workflows.roles import ROLES

Text = str | Promise


class Asks(StrEnum):
    """What is typed into an entry of a paper."""

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    NUMBER = "int"
    YES = "bool"
    CHOICE = "choice"


@dataclass(frozen=True)
class Entry:
    """Something entered at signing. `printed`: its Chinese name on the paper; `label`: in the reader's language."""

    name: str
    printed: str
    label: Text
    asks: Asks = Asks.TEXT
    required: bool = True
    choices: Mapping[str, tuple[str, Text]] = field(default_factory=dict)


class Numbering(StrEnum):
    """How a number reads: LETTER 秦妇信〔2026〕12号 (GB/T 9704-2012), MEDIATION （2026）秦婚调字第12号."""

    LETTER = "letter"
    MEDIATION = "mediation"


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper.

    `series`: the word after the district's own in the number (信 → 秦妇信〔2026〕12号). `heading`: the title as printed.
    `signers`: codes of the roles that may sign, `level`: only posts of that level. `served`: wants a record of service.
    `respondent`: may a copy go to the other party? `live`: may be printed unsigned, made of what there is.
    `issuer`: unit, district (in the organ's own name), or committee (the mediation committee). `look`: letter or form.
    `also`: what moves of other tickets call an entry; `words`: printed words of codes that a move passes for an entry.
    `due`: when it is suggested (workflows/papers/due.py). `body`: layout items (workflows/papers/book.py).
    """

    code: str
    title: Text
    series: str
    anchor: str = ""
    heading: str = ""
    numbering: Numbering = Numbering.LETTER
    look: str = "letter"
    issuer: str = "unit"
    signers: frozenset[str] = frozenset()
    level: Level | None = None
    copies: tuple[str, ...] = ()
    served: bool = False
    respondent: bool = False
    live: bool = False
    to: str = ""
    by_move: str = ""
    due: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    body: tuple[Mapping[str, Any], ...] = ()

    def entry(self, name: str) -> Entry | None:
        return next((one for one in self.entries if one.name == name), None)

    def who_signs(self) -> str:
        """The roles that sign it, in the reader's language."""
        names = "、".join(str(role.title) for code, role in ROLES.items() if code in self.signers)
        return f"{names} ({self.level.title})" if self.level else names
