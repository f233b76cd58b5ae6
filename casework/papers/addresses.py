"""An address given away by its numbers: 3幢2单元501室 is also 3-2-501, 三栋 501 or 501室."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from casework.papers.folding import fold

PIECE = 5  # so long a piece of an address gives it away
LONG = 3  # digits of a number that says by itself which door it is, beside another one or before 室
UNIT = "号楼|号院|号|號|幢|栋|棟|座|楼|樓|院|单元|單元|门|門|梯|层|層|室|房|户|戶|弄|巷|组|組|队|隊|期"
DOOR = re.compile("[^\\w]{0,3}(?:号)?[室房户戶]")
HOUSE = re.compile("楼|樓|幢|栋|棟|座|单元|單元|门|門|梯|层|層|室|房|户|戶|弄|巷")
GAP = re.compile(f"[\\W_]{{0,4}}(?:[甲乙丙丁东西南北中]?(?:{UNIT})[\\W_]{{0,4}}){{0,3}}")
BEHIND = re.compile(f"(?:[\\W_]{{0,2}}[甲乙丙丁东西南北中]?(?:{UNIT}))+")
DAY = re.compile(r"(?<!\d)(?:19|20)\d\d([-./])\d{1,2}\1\d{1,2}(?!\d)")
# A number, or a letter by itself; but nothing that is counted, paid or a day, and no year of a paper's number (〔2026〕12号).
NUMBER = re.compile(
    r"(?:(?<!\d)(?!(?<=〔)\d{4}〕)\d++|(?<![a-z])[a-z](?![a-z]))(?!\s*(?:[元块角年月日天次人岁点时万千%个名件份]|分钟))"
)
AREA = re.compile(".*(?:省|市|县|旗|镇|乡|街道|社区|村委会|(?<!小)区)")


@dataclass(frozen=True)
class Addresses:
    """What gives away the addresses of some people: `pieces` of their wording, and the `numbers` of the house and the door."""

    pieces: set[str] = field(default_factory=set)
    numbers: list[frozenset[str]] = field(default_factory=list)

    def add(self, address: str, landmarks: bool = True) -> None:
        """One more address. `landmarks`: pieces of it without a number give it away too."""
        folded = fold(address)
        self.pieces.update(_pieces(folded.bare().text, landmarks))
        self.numbers.append(frozenset(match.group() for match in NUMBER.finditer(folded.text)))

    def told_in(self, text: str, covered: list[bool]) -> Iterator[tuple[int, int]]:
        """Where a folded text says the numbers of an address; also what is left of one that is `covered` in part."""
        text = DAY.sub(lambda day: "日" * len(day.group()), text)
        for first, end, numbers in _chains(text):
            if any(covered[first:end]) or any(self._same(text[first:end], numbers, own) for own in self.numbers):
                yield first, end

    @staticmethod
    def _same(said: str, numbers: list[str], own: frozenset[str]) -> bool:
        known = {number for number in numbers if number in own}
        long = any(len(number) >= LONG for number in known)
        if len(known) > 1:
            return long or HOUSE.search(said) is not None or len(known) > 2
        return long and DOOR.search(said) is not None


def _chains(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Numbers with nothing but marks and words like 栋 and 单元 between them: (start, end with the word behind, numbers)."""
    found = list(NUMBER.finditer(text))
    at = 0
    while at < len(found):
        last = at
        while last + 1 < len(found) and GAP.fullmatch(text, found[last].end(), found[last + 1].start()):
            last += 1
        behind = BEHIND.match(text, found[last].end())
        end = behind.end() if behind else found[last].end()
        yield found[at].start(), end, [match.group() for match in found[at : last + 1]]
        at = last + 1


def _pieces(address: str, landmarks: bool) -> Iterator[str]:
    """Pieces with a number and a word in them (街12号3), and below town and street every piece (王家村祠堂)."""
    area = AREA.match(address)
    below = (area.end() if area else 0) if landmarks else len(address)
    for at in range(len(address) - PIECE + 1):
        piece = address[at : at + PIECE]
        word = any("一" <= c <= "鿿" for c in piece)
        if word and (at >= below or any(c.isdigit() for c in piece)):
            yield piece
