"""Taking out of a text what must not be read there: contacts of protected people, and who reported."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MARK = "〔略〕"
PROTECTED = frozenset({"petitioner", "victim", "minor", "representative", "witness", "reporter"})
CONTACT = ("phone", "safe_phone", "safe_time", "address", "id_number", "employer", "place_detail", "query_code")
FOR_OTHERS = frozenset({"relative", "body"})  # values of `caller`
BETWEEN = r"[\s\-－—–·.()（）]*"  # how people write phone numbers
PIECE = 5  # so long a piece of an address gives it away


def reports(role: str, person: Mapping[str, Any]) -> bool:
    """Did this person report what was done to somebody else?"""
    return role == "reporter" or (role == "petitioner" and person.get("caller") in FOR_OTHERS)


@dataclass(frozen=True)
class Secrets:
    """What has to go: `whole` words, and `pieces` of addresses."""

    whole: re.Pattern[str] | None
    pieces: frozenset[str]

    def out_of(self, text: str) -> str:
        """The text with every secret replaced by 〔略〕."""
        if not text or (self.whole is None and not self.pieces):
            return text
        plain = _half_width(text)
        gone = [False] * len(plain)
        if self.whole is not None:
            for match in self.whole.finditer(plain):
                gone[match.start() : match.end()] = [True] * (match.end() - match.start())
        for at in range(len(plain) - PIECE + 1):
            if plain[at : at + PIECE] in self.pieces:
                gone[at : at + PIECE] = [True] * PIECE
        return _marked(plain, gone) if any(gone) else text


def secrets(people: Mapping[str, list[dict[str, Any]]], *, for_respondent: bool) -> Secrets:
    """What a copy may not say, from the sealed values of the people of the case."""
    words: set[str] = set()
    pieces: set[str] = set()
    for role, those in people.items():
        for person in those:
            reporter = reports(role, person)
            if role == "reporter" or (for_respondent and role in PROTECTED):
                names = (*CONTACT, "name", "alias") if reporter else CONTACT
                values = [_half_width(str(person[name])) for name in names if person.get(name)]
                words.update(value for value in values if len(value.strip()) > 1)
                pieces.update(_pieces(_half_width(str(person.get("address") or ""))))
    patterns = sorted((_pattern(word) for word in words), key=len, reverse=True)
    return Secrets(re.compile("|".join(patterns)) if patterns else None, frozenset(pieces))


def _pattern(word: str) -> str:
    """The word however it is spaced; a number however it is grouped."""
    letters = [c for c in word if not c.isspace()]
    digits = [c for c in letters if c.isdigit()]
    if len(digits) >= 5 and re.fullmatch(r"[\d+\-－—–·.()（）]+", "".join(letters)):
        if len(digits) == 13 and digits[:2] == ["8", "6"]:
            digits = digits[2:]
        return BETWEEN.join(digits)
    return r"\s*".join(re.escape(c) for c in letters)


def _pieces(address: str) -> Iterable[str]:
    """Pieces of an address that have a number and a word in them: 街12号3."""
    for at in range(len(address) - PIECE + 1):
        piece = address[at : at + PIECE]
        if any(c.isdigit() for c in piece) and any("一" <= c <= "鿿" for c in piece):
            yield piece


def _half_width(text: str) -> str:
    """Full-width digits and letters folded, character by character, so that positions stay."""
    return "".join(folded if len(folded := unicodedata.normalize("NFKC", c)) == 1 and c.isalnum() else c for c in text)


def _marked(text: str, gone: list[bool]) -> str:
    out: list[str] = []
    for at, letter in enumerate(text):
        if not gone[at]:
            out.append(letter)
        elif at == 0 or not gone[at - 1]:
            out.append(MARK)
    return "".join(out)
