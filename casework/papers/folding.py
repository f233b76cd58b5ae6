"""A text as it is searched: every way a number is written as digits, and for each letter where it stands in the text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# 幺, 洞, 拐 and 勾 are how numbers are read out; O and l are typed for 0 and 1.
SAID = {
    "0": "〇零○洞oO", "1": "一壹弌幺lIi", "2": "二贰貳弍两俩〢", "3": "三叁參弎〣", "4": "四肆〤", "5": "五伍〥", "6": "六陆陸〦", "7": "七柒拐〧",
    "8": "八捌〨", "9": "九玖勾〩",
}  # fmt: skip
DIGITS = str.maketrans({letter: digit for digit, letters in SAID.items() for letter in letters})
TENS = {"廿": 20, "卅": 30, "卌": 40}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10000, "萬": 10000}
WORDS = frozenset("百佰千仟万萬")  # without a digit before them they are words: 百货, 万家
NUMERAL = re.compile("[〇零○一壹幺二贰貳两三叁參四肆五伍六陆陸七柒八捌九玖廿卅卌十拾百佰千仟万萬]+")


@dataclass(frozen=True)
class Folded:
    """`text`: the folded letters; `spans`: for each of them where it stands in what was folded (start, end)."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def bare(self) -> "Folded":
        """Without spaces and marks."""
        kept = [at for at, letter in enumerate(self.text) if letter.isalnum()]
        return Folded("".join(self.text[at] for at in kept), tuple(self.spans[at] for at in kept))


def fold(text: str) -> Folded:
    """十二 and １２ as 12, 一百零五 as 105, letters small; marks and spaces stay."""
    letters: list[str] = []
    spans: list[tuple[int, int]] = []
    for start, end, value in _parts(half_width(text)):
        letters += value
        spans += [(start, end)] * len(value)
    return Folded("".join(letters), tuple(spans))


def _parts(plain: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, folded): a numeral with 十, 百, 千 or 万 as a whole, everything else letter by letter."""
    at = 0
    while at < len(plain):
        numeral = NUMERAL.match(plain, at)
        said = numeral.group() if numeral else plain[at]
        if numeral and not WORDS.issuperset(said) and set(said) & {*UNITS, *TENS}:
            yield at, at + len(said), str(_value(said))
        else:
            yield from ((at + n, at + n + 1, letter.translate(DIGITS).lower()[:1]) for n, letter in enumerate(said))
        at += len(said)


def _value(numeral: str) -> int:
    """三十二 is 32, 一百零五 is 105, 一百五 is 150, 一千二百零三 is 1203, 廿三 is 23."""
    whole, section, last, unit = 0, 0, 0, 1
    for letter in numeral:
        if letter in TENS:
            section, last, unit = section + TENS[letter], 0, 1
        elif letter not in UNITS:
            digit = int(letter.translate(DIGITS))
            last, unit = last * 10 + digit, unit if digit else 1
        elif UNITS[letter] == 10000:
            whole, section, last, unit = (whole + section + last) * 10000, 0, 0, 10000
        else:
            section, last, unit = section + max(last, 1) * UNITS[letter], 0, UNITS[letter]
    return whole + section + last * (unit // 10 if unit > 10 and last < 10 else 1)


def half_width(text: str) -> str:
    """Full-width, circled and other digits and letters folded, character by character, so that positions stay."""
    return "".join(map(_half_width, text))


def _half_width(letter: str) -> str:
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    folded = unicodedata.normalize("NFKC", letter)
    return folded if len(folded) == 1 and letter.isalnum() else letter
