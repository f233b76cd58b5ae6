"""The list of units, kept in memory for half a minute: small, read on every page, changed a few times a year."""

import time
from dataclasses import dataclass

from django.utils.translation import get_language

from casework.models import Jurisdiction
from workflows.ladder import Level, parent_of
from workflows.roles import Post

KEEP_SECONDS = 30


@dataclass(frozen=True)
class Place:
    code: str
    name_zh: str
    name_en: str
    level: Level
    phone: str = ""

    @property
    def name(self) -> str:
        """Name in the reader's language."""
        return self.name_en if self.name_en and not (get_language() or "").startswith("zh") else self.name_zh


class _Directory:
    def __init__(self) -> None:
        self._places: dict[str, Place] = {}
        self._names: dict[bool, dict[str, str]] = {}
        self._until = 0.0

    def all(self) -> dict[str, Place]:
        if time.monotonic() > self._until:
            fresh = (
                Jurisdiction.objects.filter(active=True)
                .order_by("code")
                .values_list("code", "name", "name_en", "level", "phone")
            )
            self._places = {
                code: Place(code, name, english, Level(level), phone) for code, name, english, level, phone in fresh
            }
            self._names = {}
            self._until = time.monotonic() + KEEP_SECONDS
        return self._places

    def names(self, chinese: bool) -> dict[str, str]:
        known = self.all()
        if chinese not in self._names:
            self._names[chinese] = {
                code: one.name_zh if chinese else one.name_en or one.name_zh for code, one in known.items()
            }
        return self._names[chinese]

    def forget(self) -> None:
        self._until = 0.0


_directory = _Directory()
forget = _directory.forget


def all_places() -> dict[str, Place]:
    """Every unit in use, by code, in order of code."""
    return _directory.all()


def names() -> dict[str, str]:
    """Name of every unit in the reader's language, by code: for lists, which ask a hundred times."""
    return _directory.names((get_language() or "zh").startswith("zh"))


def name_of(code: str | None) -> str:
    """Name of a unit in the reader's language; the code itself if the unit is not known."""
    return names().get(code, code) if code else ""


def post_title(post: Post) -> str:
    """Role and unit in the reader's language; the role alone where a post belongs to no unit."""
    return f"{post.role.title} · {name_of(post.unit)}" if post.unit else str(post.role.title)


def phone_of(code: str) -> str:
    """The phone of a unit; "" if none was entered."""
    known = all_places().get(code)
    return known.phone if known else ""


def long_name(code: str) -> str:
    """Name with the unit above it: 月牙湖街道 · 秦淮区."""
    above = parent_of(code)
    return f"{name_of(code)} · {name_of(above)}" if above and above in all_places() else name_of(code)


def inside(area: str, levels: frozenset[int] | None = None) -> list[Place]:
    """Units inside an area (itself included), in order of code, of these levels."""
    return [
        place
        for code, place in all_places().items()
        if code.startswith(area) and (levels is None or int(place.level) in levels)
    ]
