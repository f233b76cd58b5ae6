"""Taking out of a text what must not be read there: contacts of protected people, and who reported."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MARK = "〔略〕"
PROTECTED = frozenset({"petitioner", "victim", "minor", "representative", "witness", "reporter"})
CONTACT = ("phone", "safe_phone", "safe_time", "address", "id_number", "employer", "place_detail", "query_code",
           "registered_residence")  # fmt: skip
FOR_OTHERS = frozenset({"relative", "body"})  # values of `caller`
DIGITS = str.maketrans("〇零一幺二三四五六七八九壹贰叁肆伍陆柒捌玖", "001123456789123456789")
NUMERAL = re.compile("[〇零一幺二三四五六七八九十百壹贰叁肆伍陆柒捌玖]+")
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
        """The text with every secret replaced by 〔略〕, however it is spaced, grouped or its numbers are written."""
        if not text or (self.whole is None and not self.pieces):
            return text
        plain, spans = _folded(text)
        found = [match.span() for match in self.whole.finditer(plain)] if self.whole is not None else []
        found += [(at, at + PIECE) for at in range(len(plain) - PIECE + 1) if plain[at : at + PIECE] in self.pieces]
        gone = [False] * len(text)
        for first, end in found:
            start, stop = spans[first][0], spans[end - 1][1]
            gone[start:stop] = [True] * (stop - start)
        return _marked(text, gone) if found else text


def secrets(people: Mapping[str, list[dict[str, Any]]], *, for_respondent: bool) -> Secrets:
    """What a copy may not say, from the sealed values of the people of the case."""
    words: set[str] = set()
    pieces: set[str] = set()
    for role, those in people.items():
        for person in those:
            reporter = reports(role, person)
            if role == "reporter" or (for_respondent and role in PROTECTED):
                names = (*CONTACT, "name", "alias") if reporter else CONTACT
                values = [_word(str(person[name])) for name in names if person.get(name)]
                words.update(value for value in values if len(value) > 1)
                for name in ("address", "registered_residence"):
                    pieces.update(_pieces(_folded(str(person.get(name) or ""))[0]))
    patterns = [re.escape(word) for word in sorted(words, key=len, reverse=True)]
    return Secrets(re.compile("|".join(patterns)) if patterns else None, frozenset(pieces))


def _word(value: str) -> str:
    """The value as it is looked for; a phone number also without the country's 86."""
    word = _folded(value)[0]
    return word[2:] if word.isdigit() and len(word) == 13 and word.startswith("86") else word


def _folded(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The letters and digits of a text, Chinese numerals as digits, and for each where it stands in the text (start, end)."""
    plain, at = _half_width(text), 0
    letters: list[str] = []
    spans: list[tuple[int, int]] = []
    while at < len(plain):
        numeral = NUMERAL.match(plain, at)
        end = numeral.end() if numeral else at + 1
        if numeral and set(numeral.group()) & set("十百"):
            value = str(_value(numeral.group()))
            letters += value
            spans += [(at, end)] * len(value)
        else:
            places = [one for one in range(at, end) if plain[one].isalnum()]
            letters += [plain[one].translate(DIGITS) for one in places]
            spans += [(one, one + 1) for one in places]
        at = end
    return "".join(letters), spans


def _value(numeral: str) -> int:
    """三十二 is 32, 一百零五 is 105."""
    whole, last = 0, 0
    for letter in numeral.translate(DIGITS):
        if letter in "十百":
            whole += max(last, 1) * (10 if letter == "十" else 100)
            last = 0
        else:
            last = int(letter)
    return whole + last


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
