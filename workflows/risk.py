"""Risk: the five questions of intake, the full scored assessment, and the four levels (domain.md §4.5).

The points are a design of ours (no national norm exists); those of the full assessment are data in `risk.yaml`.
Nothing here knows a ticket: `workflows.rights.risk` applies it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.policy import bilingual

Text = str | Promise
FILE = Path(__file__).with_name("risk.yaml")

RISKS: dict[str, Text] = {"red": _("Red"), "orange": _("Orange"), "yellow": _("Yellow"), "blue": _("Blue")}
RISK_ORDER = ("blue", "yellow", "orange", "red")
ANSWERS: list[tuple[str, Text]] = [("no", _("No")), ("yes", _("Yes")), ("unsure", _("Not sure"))]
WORTH = {"yes": 2, "unsure": 1}  # halves of the points


@dataclass(frozen=True)
class Question:
    """One of the five questions. `points` when yes (half when not sure); `red`: a yes alone is red (domain.md §2.5)."""

    name: str
    text: Text
    points: int
    red: bool = False


QUESTIONS = (
    Question("violence_now", _("Is somebody hitting or threatening her now, or a moment ago?"), 40, red=True),
    Question("weapon_or_injury", _("Is she hurt, was she choked, is there a knife or another weapon?"), 40, red=True),
    Question("threat_to_life", _("Has anyone spoken of killing or of suicide?"), 40, red=True),
    Question("dependants", _("Is a child, a pregnant woman or a person who cannot look after themselves there?"), 30),
    Question(
        "police_before", _("Were the police called before? Is there a written warning or a protection order?"), 25
    ),
)


def higher_risk(first: str, second: str) -> str:
    """The graver of two risk levels."""
    return max(first, second, key=RISK_ORDER.index)


def is_higher(first: str, second: str) -> bool:
    """Is the first level graver than the second?"""
    return RISK_ORDER.index(first) > RISK_ORDER.index(second)


def score(answers: Mapping[str, str]) -> int:
    """Points of the five questions; "unsure" counts half, because not knowing is not the same as no."""
    return sum(question.points * WORTH.get(answers.get(question.name, ""), 0) // 2 for question in QUESTIONS)


def screened(answers: Mapping[str, str], *, violent: bool, child: bool, red: bool) -> str:
    """Level of the five answers. Violence is never below orange; violence against a child, or `red`, is red at once."""
    if red or (violent and child):
        return "red"
    if any(question.red and answers.get(question.name) == "yes" for question in QUESTIONS):
        return "red"
    level = scale().level(score(answers))
    return higher_risk(level, "orange") if violent else level


class RiskError(ValueError):
    """risk.yaml is wrong: what, and how to put it right."""


@dataclass(frozen=True)
class Item:
    """One item of the assessment. `count`: points for each up to `most`; `red_from`: so many are red by themselves."""

    key: str
    title: Text
    points: int
    red: bool = False
    sealed: bool = False
    count: bool = False
    most: int = 0
    red_from: int = 0

    def worth(self, answer: Any) -> int:
        """Points of an answer: "yes", "no", "unsure", or a number; None (not known) of a count is half of one."""
        if not self.count:
            return self.points * WORTH.get(answer, 0) // 2
        return self.points // 2 if answer is None else min(self.most, self.points * int(answer))

    def is_red(self, answer: Any) -> bool:
        if self.count:
            return bool(self.red_from and answer is not None and int(answer) >= self.red_from)
        return self.red and answer == "yes"


@dataclass(frozen=True)
class Rhythm:
    """What a level asks for: days of one quiet period, and days to the next assessment at most (0 = none)."""

    quiet_days: int
    reassess_days: int


@dataclass(frozen=True)
class Scored:
    """Result of an assessment: points by item (only those that count), their sum, the level, what was red by itself."""

    points: dict[str, int]
    total: int
    level: str
    reds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scale:
    """The whole of risk.yaml."""

    items: tuple[Item, ...]
    thresholds: tuple[tuple[str, int], ...]
    levels: dict[str, Rhythm]
    quiet_periods: int
    daily_contacts: int
    factors: dict[str, Text] = field(default_factory=dict)

    def level(self, points: int) -> str:
        return next((name for name, least in self.thresholds if points >= least), "blue")

    def assess(self, answers: Mapping[str, Any]) -> Scored:
        """Score the answers of a full assessment, by item key."""
        points = {one.key: one.worth(answers.get(one.key)) for one in self.items}
        reds = tuple(one.key for one in self.items if one.is_red(answers.get(one.key)))
        total = sum(points.values())
        found = {key: worth for key, worth in points.items() if worth}
        return Scored(found, total, "red" if reds else self.level(total), reds)

    def quiet_days(self, level: str) -> int:
        """Days without harm before a level may be lowered."""
        return self.quiet_periods * self.levels[level].quiet_days


@lru_cache(maxsize=1)
def scale() -> Scale:
    """The scale in force, read once. RiskError says what is wrong with the file."""
    return load(FILE)


def load(path: Path) -> Scale:
    """Read a scale. RiskError names the file, the place in it and the remedy."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise RiskError(f"{path}: this is no YAML ({error}).") from None
    if not isinstance(raw, dict):
        raise RiskError(f"{path}: write thresholds, levels, items, counts and factors.")
    items = [_item(path, one, count=name == "counts") for name in ("items", "counts") for one in raw.get(name) or ()]
    keys = [one.key for one in items]
    for key in keys:
        if keys.count(key) > 1:
            raise RiskError(f"{path}: the item {key!r} stands twice. Take one away.")
    return Scale(
        items=tuple(items),
        thresholds=_thresholds(path, raw.get("thresholds")),
        levels={name: _rhythm(path, name, (raw.get("levels") or {}).get(name)) for name in RISK_ORDER},
        quiet_periods=_whole(path, raw, "quiet_periods", least=1),
        daily_contacts=_whole(path, raw, "daily_contacts"),
        factors={one["key"]: bilingual(one["zh"], one["en"]) for one in raw.get("factors") or ()},
    )


def _item(path: Path, raw: Any, *, count: bool) -> Item:
    known = {"key", "zh", "en", "points", "red", "sealed", *({"most", "red_from"} if count else ())}
    if not isinstance(raw, dict) or not {"key", "zh", "en", "points"} <= set(raw):
        raise RiskError(f"{path}: {raw!r}: an item needs key, zh, en and points.")
    strange = sorted(set(raw) - known)
    if strange:
        raise RiskError(
            f"{path}: {raw['key']}: there is no word {strange[0]!r} here. Words: {', '.join(sorted(known))}."
        )
    more = {name: raw[name] for name in ("red", "sealed", "red_from") if name in raw}
    points = _whole(path, raw, "points")
    most = _whole(path, raw, "most") if "most" in raw else points
    return Item(raw["key"], bilingual(raw["zh"], raw["en"]), points, count=count, most=most, **more)


def _thresholds(path: Path, raw: Any) -> tuple[tuple[str, int], ...]:
    """Gravest first; each must lie above the next."""
    found = tuple((name, _whole(path, raw or {}, name, least=1)) for name in ("red", "orange", "yellow"))
    points = [least for _name, least in found]
    if points != sorted(set(points), reverse=True):
        raise RiskError(f"{path}: thresholds: red must lie above orange, and orange above yellow.")
    return found


def _rhythm(path: Path, name: str, raw: Any) -> Rhythm:
    if not isinstance(raw, dict):
        raise RiskError(f"{path}: levels: {name} is missing. Give it quiet_days and reassess_days.")
    return Rhythm(_whole(path, raw, "quiet_days"), _whole(path, raw, "reassess_days"))


def _whole(path: Path, raw: Mapping[str, Any], name: str, *, least: int = 0) -> int:
    value = raw.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise RiskError(f"{path}: {name} is {value!r}: write a whole number, {least} or more.")
    return value
