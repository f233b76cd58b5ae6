"""Words of violence in what was told, with a look for negations (rule R2, domain.md §4.7).

Only the kinds of words found are kept with the case, never the words: the story stays sealed.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FILE = Path(__file__).with_name("words.yaml")
CLAUSES = re.compile(r"[，。；！？、,;!?\n.:：…]|但是|但|可是|却")
GONE = "□"  # stands where a harmless compound stood

KINDS: dict[str, str | Promise] = {
    "hitting": _("Hitting"),
    "weapon": _("Weapon"),
    "threat": _("Threat"),
    "self_harm": _("Suicide or self-harm"),
    "injury": _("Injury"),
    "police": _("Police"),
    "child": _("A child is hit"),
}


class WordsError(ValueError):
    """words.yaml is wrong: what, and how to put it right."""


@dataclass(frozen=True)
class Words:
    """The lists, longest first, as patterns."""

    window: int
    negations: re.Pattern[str]
    not_negations: re.Pattern[str]
    harmless: re.Pattern[str]
    kinds: Mapping[str, re.Pattern[str]]

    def scan(self, text: str) -> list[str]:
        """Kinds of words of violence that the text says and does not deny, in alphabetical order."""
        folded = "".join(unicodedata.normalize("NFKC", text).replace("\n", "。").split())
        cleaned = self.harmless.sub(lambda found: GONE * len(found.group()), folded)
        clauses = CLAUSES.split(cleaned)
        return sorted(
            kind
            for kind, words in self.kinds.items()
            if any(not self.denied(clause, hit.start()) for clause in clauses for hit in words.finditer(clause))
        )

    def denied(self, clause: str, start: int) -> bool:
        """Does an odd number of negations stand shortly before the word? (“不是没打” says that he hit.)"""
        before = self.not_negations.sub(lambda found: GONE * len(found.group()), clause)[:start]
        return len(self.negations.findall(before[-self.window :])) % 2 == 1


@lru_cache(maxsize=1)
def words() -> Words:
    """The lists in force, read once. WordsError says what is wrong with the file."""
    return load(FILE)


def load(path: Path) -> Words:
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise WordsError(f"{path}: this is no YAML ({error}).") from None
    raw = raw if isinstance(raw, dict) else {}
    window, kinds = raw.get("negation_window"), raw.get("categories")
    if not isinstance(window, int) or not 0 < window < 50:
        raise WordsError(f"{path}: negation_window is {window!r}: write how many characters to look back, 1 to 49.")
    if not isinstance(kinds, dict) or set(kinds) - set(KINDS):
        raise WordsError(f"{path}: categories: write lists under {', '.join(KINDS)}.")
    lists = {name: _pattern(path, name, raw.get(name)) for name in ("negations", "not_negations", "harmless")}
    return Words(window, **lists, kinds={name: _pattern(path, name, found) for name, found in kinds.items()})


def _pattern(path: Path, name: str, found: Any) -> re.Pattern[str]:
    if (
        not isinstance(found, Sequence)
        or isinstance(found, str)
        or not all(isinstance(one, str) and one for one in found)
    ):
        raise WordsError(f"{path}: {name}: write a list of words (numbers in quotation marks).")
    return re.compile("|".join(re.escape(one) for one in sorted(found, key=len, reverse=True)) or r"(?!)")


def note_words(ticket: Any, *texts: str) -> None:
    """Keep with a new case which kinds of words of violence were told; nothing if there are none."""
    found = sorted({kind for text in texts if text for kind in words().scan(text)})
    if found:
        ticket.data["words"] = found


def note_words_again(ticket: Any, text: str) -> None:
    """The same of what was told at a later contact: the latest one that had any, with its moment."""
    if found := words().scan(text):
        ticket.data["contact_words"] = {"at": ticket.now.isoformat(), "words": sorted(found)}
