"""A policy: one deadline rule of a law or of our own, as data.

A policy says how much time, counted how, from which event, who is bound by it, and where that is written.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from workflows.datetexts import amount_text
from workflows.due import Budget, Unit
from workflows.rungs import Rung

Who = Literal["ours", "party", "ext"]
Bound = Literal["at_most", "at_least", "fixed", "free"]


class PolicyError(ValueError):
    """A policy file is wrong: "file:line: what is wrong and how to put it right"."""


@dataclass(frozen=True)
class Extension:
    """How a deadline may be made longer: at most `budget` in all, `times` times, with both parties' `consent` if so."""

    budget: Budget
    times: int
    consent: bool = False
    key: str = ""


@dataclass(frozen=True)
class Policy:
    """One deadline rule, in one version.

    `amounts`: usually one; several are several dates from one start (follow-ups) or one for each level in turn.
    `start`: the event that starts it. `who`: ours = our duty, party = the citizen's right or limit, ext = the clock of
    another body, which we watch. `confidence`: S sure, L likely, V to verify, G our design (domain.md). `binding`: law,
    model, design, unverified. `bound`: what a district's override may do: at_most = only shorten, at_least = only
    lengthen, fixed = nothing, free = any. `any_hour`: its rungs do not wait for office hours. `pausable_grounds`: what
    allows a pause ("" = our own reasons).
    """

    key: str
    version: int
    valid_from: date
    title_zh: str
    title_en: str
    amounts: tuple[Budget, ...]
    unit: Unit
    start: str
    who: Who
    citation: str
    text_zh: str
    text_en: str
    confidence: str
    binding: str
    roll: str = "none"
    applies: str = ""
    pausable: bool = False
    pausable_grounds: str = ""
    bound: Bound = "free"
    any_hour: bool = False
    extension: Extension | None = None
    rungs: tuple[Rung, ...] = ()

    @property
    def budget(self) -> Budget:
        """The first (usually the only) amount."""
        return self.amounts[0]

    @property
    def title(self) -> str | Promise:
        """Name in the reader's language."""
        return bilingual(self.title_zh, self.title_en)

    @property
    def text(self) -> str | Promise:
        """The rule as one sentence, in the reader's language."""
        return bilingual(self.text_zh, self.text_en)

    @property
    def cap(self) -> Budget | None:
        """The most a deadline may be extended by, in all; None = it may not be extended."""
        return self.extension.budget if self.extension else None

    @property
    def max_times(self) -> int:
        return self.extension.times if self.extension else 0

    def allows(self, amount: int | float, *, place: int = 0) -> str | Promise:
        """May a district put `amount` (in the policy's unit) in place of the rule's? "" or the sentence why not."""
        law = self.amounts[place].amount
        if amount == law:
            return ""
        if amount < 0 or (amount == 0 and self.unit.in_days):
            return _("Give an amount above 0.")
        if self.unit.in_days and amount != int(amount):
            return _("Give a whole number.")
        if self.bound == "fixed":
            return format_lazy(
                _("{source} sets {law}; a unit cannot change it."),
                source=self.citation,
                law=amount_text(self.amounts[place]),
            )
        if self.bound == "at_most" and amount > law:
            return format_lazy(
                _("{source} allows {law} at most; give {law} or less."),
                source=self.citation,
                law=amount_text(self.amounts[place]),
            )
        if self.bound == "at_least" and amount < law:
            return format_lazy(
                _("{source} gives {law} at least; give {law} or more."),
                source=self.citation,
                law=amount_text(self.amounts[place]),
            )
        return ""


def _chosen(zh: str, en: str) -> str:
    return zh if (get_language() or "zh").startswith("zh") else en


_lazily = lazy(_chosen, str)


def bilingual(zh: str, en: str) -> str | Promise:
    """A text whose two languages live in the policy file: law is quoted, not translated by a catalogue."""
    chosen: str | Promise = _lazily(zh, en)
    return chosen
