"""Taking out of a text what must not be read there: contacts of protected people, and who reported."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from casework.papers.addresses import PIECE, Addresses
from casework.papers.folding import Folded, fold

MARK = "〔略〕"
PROTECTED = frozenset({"petitioner", "victim", "minor", "representative", "witness", "reporter"})
CONTACT = ("phone", "safe_phone", "safe_time", "address", "id_number", "employer", "place_detail", "query_code",
           "registered_residence")  # fmt: skip
FOR_OTHERS = frozenset({"relative", "body"})  # values of `caller`
ADDRESSES = ("address", "place_detail", "registered_residence")
PHONES = ("phone", "safe_phone", "safe_time")  # where a number to call stands, perhaps among words
TAIL = 7  # the last digits of a phone number that give it away; the first ones it has in common with many


def reports(role: str, person: Mapping[str, Any]) -> bool:
    """Did this person report what was done to somebody else?"""
    return role == "reporter" or (role == "petitioner" and person.get("caller") in FOR_OTHERS)


@dataclass(frozen=True)
class Secrets:
    """What has to go: `whole` words, and `addresses`."""

    whole: re.Pattern[str] | None
    addresses: Addresses

    def out_of(self, text: str) -> str:
        """The text with every secret replaced by 〔略〕, however it is spaced, grouped or its numbers are written."""
        if not text or (self.whole is None and not self.addresses.numbers):
            return text
        loose = fold(text)
        gone = [False] * len(text)
        for start, stop in self._words(loose.bare()):
            gone[start:stop] = [True] * (stop - start)
        covered = [any(gone[start:stop]) for start, stop in loose.spans]
        for first, end in self.addresses.told_in(loose.text, covered):
            start, stop = loose.spans[first][0], loose.spans[end - 1][1]
            gone[start:stop] = [True] * (stop - start)
        return _marked(text, gone) if any(gone) else text

    def _words(self, plain: Folded) -> Iterator[tuple[int, int]]:
        """Where in the text a whole word or a piece of an address stands."""
        found = [match.span() for match in self.whole.finditer(plain.text)] if self.whole is not None else []
        ends = range(PIECE, len(plain.text) + 1)
        found += [(end - PIECE, end) for end in ends if plain.text[end - PIECE : end] in self.addresses.pieces]
        return ((plain.spans[first][0], plain.spans[end - 1][1]) for first, end in found)


def secrets(people: Mapping[str, list[dict[str, Any]]], *, for_respondent: bool) -> Secrets:
    """What a copy may not say, from the sealed values of the people of the case."""
    words: set[str] = set()
    addresses = Addresses()
    for role, those in people.items():
        for person in those:
            reporter = reports(role, person)
            if role == "reporter" or (for_respondent and role in PROTECTED):
                names = (*CONTACT, "name", "alias") if reporter else CONTACT
                values = [_word(str(person[name])) for name in names if person.get(name)]
                words.update(value for value in values if len(value) > 1)
                words.update(tail for name in PHONES for tail in _phones(str(person.get(name) or "")))
                for name in ADDRESSES:
                    if person.get(name):
                        addresses.add(str(person[name]), landmarks=name != "place_detail")
    patterns = [re.escape(word) for word in sorted(words, key=len, reverse=True)]
    return Secrets(re.compile("|".join(patterns)) if patterns else None, addresses)


def _word(value: str) -> str:
    """The value as it is looked for; a phone number also without the country's 86."""
    word = fold(value).bare().text
    return word[2:] if word.isdigit() and len(word) == 13 and word.startswith("86") else word


def _phones(value: str) -> Iterable[str]:
    """Phone numbers among words, each also without what stands before its last eight and seven digits."""
    for number in re.findall(r"\d{7,}", fold(re.sub(r"[\s\-]", "", value)).text):
        yield from (number[-length:] for length in {len(number), TAIL + 1, TAIL})


def _marked(text: str, gone: list[bool]) -> str:
    out: list[str] = []
    for at, letter in enumerate(text):
        if not gone[at]:
            out.append(letter)
        elif at == 0 or not gone[at - 1]:
            out.append(MARK)
    return "".join(out)
