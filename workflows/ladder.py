"""Levels and places: the national statistical division codes make "inside" a question of "starts with".

Source: 统计用区划代码 (National Bureau of Statistics): 2 digits province, 4 city, 6 district, 9 street, 12 community.
"""

from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LENGTHS = (2, 4, 6, 9, 12)


class Level(IntEnum):
    """The rungs of the network, lowest first; escalation goes to the next higher one."""

    COMMUNITY = 1
    STREET = 2
    DISTRICT = 3
    CITY = 4
    PROVINCE = 5

    @property
    def code(self) -> str:
        """Word used in the API and in URLs: `community`, `street`, ..."""
        return self.name.lower()

    @property
    def title(self) -> str | Promise:
        return TITLES[self]

    @classmethod
    def named(cls, word: str) -> "Level":
        """The level with this code word; KeyError if there is none."""
        return cls[word.upper()]


TITLES: dict[Level, str | Promise] = {
    Level.COMMUNITY: _("Community"),
    Level.STREET: _("Street"),
    Level.DISTRICT: _("District"),
    Level.CITY: _("City"),
    Level.PROVINCE: _("Province"),
}
_LEVEL_BY_LENGTH = dict(zip(LENGTHS, reversed(Level), strict=True))


def level_of(code: str) -> Level:
    """The level of a division code; ValueError for a code of another length or with other characters."""
    if not code.isdigit() or len(code) not in _LEVEL_BY_LENGTH:
        raise ValueError(f"{code!r} is not a division code: write 2, 4, 6, 9 or 12 digits.")
    return _LEVEL_BY_LENGTH[len(code)]


def parent_of(code: str) -> str | None:
    """The code of the unit one level up, or None for a province."""
    place = LENGTHS.index(len(code))
    return code[: LENGTHS[place - 1]] if place else None


def street_of(code: str) -> str:
    """The street that contains the unit; a unit above stays what it is."""
    return code[: _length(Level.STREET)]


def district_of(code: str) -> str:
    """The district that contains the unit; a city or province stays what it is."""
    return code[: _length(Level.DISTRICT)]


def _length(level: Level) -> int:
    return LENGTHS[len(LENGTHS) - level]


def ancestor_at(code: str, level: Level) -> str:
    """The unit of `level` that contains `code`; ValueError if `code` is above that level."""
    length = _length(level)
    if len(code) < length:
        raise ValueError(f"{code} is above the level {level.code}.")
    return code[:length]


def inside(code: str, area: str) -> bool:
    """Is `code` the area itself or a unit within it?"""
    return code.startswith(area)


def span(area: str) -> tuple[str, str]:
    """Half-open range of codes inside `area`, for an index range scan that needs no LIKE and no collation."""
    return area, str(int(area) + 1).zfill(len(area))
