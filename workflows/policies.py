"""The book of policies: every deadline rule of workflows/policies/*.yaml, read once and checked line by line.

The keys and their sources are those of domain.md §10. A wrong file is refused with its name, the line and the remedy.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.due import Budget, Unit
from workflows.policy import Bound, Extension, Policy, PolicyError, Who, bilingual
from workflows.rungs import LADDERS, Rung

__all__ = ["Extension", "Policy", "PolicyBook", "PolicyError", "bilingual", "load", "policies"]

FOLDER = Path(__file__).with_name("policies")
REQUIRED = (
    "key",
    "version",
    "valid_from",
    "title",
    "amount",
    "unit",
    "start",
    "who",
    "citation",
    "text",
    "confidence",
    "binding",
)
OPTIONAL = ("roll", "applies", "pausable", "pausable_grounds", "bound", "any_hour", "extend", "rungs")
CHOICES: dict[str, tuple[str, ...]] = {
    "unit": tuple(Unit),
    "who": get_args(Who),
    "roll": ("none", "next"),
    "confidence": ("S", "L", "V", "G"),
    "binding": ("law", "model", "design", "unverified"),
    "bound": get_args(Bound),
}
RUNG_WORDS = ("name", "do", "percent", "before", "at_due", "after")


@dataclass(frozen=True)
class Entry:
    """One mapping of a file, with the line of each of its words."""

    path: Path
    line: int
    values: dict[str, Any]
    lines: dict[str, int]

    def wrong(self, word: str, what: str) -> PolicyError:
        return PolicyError(f"{self.path}:{self.lines.get(word, self.line)}: {what}")


class PolicyBook:
    """All policies, every version. Read on first use; PolicyError then names what is wrong."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self.more: list[Path] = []
        self._versions: Mapping[str, tuple[Policy, ...]] | None = None

    @property
    def versions(self) -> Mapping[str, tuple[Policy, ...]]:
        """Key -> its versions, oldest first."""
        if self._versions is None:
            self._versions = load([*sorted(self.folder.glob("*.yaml")), *self.more])
        return self._versions

    def add(self, path: Path) -> None:
        """Read this file too: the `policies.yaml` of an app that brings ticket types of its own."""
        if path not in self.more:
            self.more.append(path)
            self._versions = None

    def __getitem__(self, key: str) -> Policy:
        """The version in force today; KeyError if there is no such policy."""
        return self.on(key, date.today())

    def on(self, key: str, day: date) -> Policy:
        """The version in force on a day (the first one, if the day is before all of them)."""
        versions = self.versions[key]
        return next((policy for policy in reversed(versions) if policy.valid_from <= day), versions[0])

    def get(self, key: str, version: int | None = None) -> Policy:
        """One version of a policy (default: the one in force today); KeyError if there is none."""
        if version is None:
            return self[key]
        found = next((policy for policy in self.versions[key] if policy.version == version), None)
        if found is None:
            raise KeyError(f"{key} has no version {version}.")
        return found

    def refuses(self, key: str, amount: Decimal | float, day: date) -> str | Promise:
        """Why a district may not put `amount` in place of the rule's from `day` on, in this or a later version; or ""."""
        versions = self.versions[key]
        in_force = [policy for policy in versions if policy == self.on(key, day) or policy.valid_from > day]
        if any(len(policy.amounts) > 1 for policy in in_force):
            return _("This rule has several dates from one start; one amount cannot stand for them.")
        refusals = (policy.allows(float(amount)) for policy in in_force)
        return next((refusal for refusal in refusals if refusal), "")

    def __contains__(self, key: object) -> bool:
        return key in self.versions

    def __iter__(self) -> Iterator[str]:
        return iter(self.versions)

    def __len__(self) -> int:
        return len(self.versions)


def load(paths: Iterable[Path]) -> dict[str, tuple[Policy, ...]]:
    """Read policy files: key -> versions, oldest first. PolicyError names file, line and remedy."""
    found: dict[str, list[tuple[Entry, Policy]]] = {}
    for path in paths:
        for entry in read(path):
            policy = build(entry)
            others = found.setdefault(policy.key, [])
            if any(policy.version == other.version for _entry, other in others):
                raise entry.wrong(
                    "version", f"{policy.key} has version {policy.version} twice: give the newer one a new number."
                )
            others.append((entry, policy))
    for others in found.values():
        others.sort(key=lambda pair: pair[1].version)
        for (_older, before), (entry, after) in zip(others, others[1:], strict=False):
            if after.valid_from <= before.valid_from:
                raise entry.wrong("valid_from", f"{after.key}: version {after.version} must be valid from a later day.")
    newest = {key: others[-1][1] for key, others in found.items()}
    return {key: tuple(_extended(entry, policy, newest) for entry, policy in others) for key, others in found.items()}


def read(path: Path) -> list[Entry]:
    """The entries of a file. PolicyError if it is no YAML list of mappings, or a word stands twice."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PolicyError(f"{path}:{line}: this is not YAML ({error.problem}): check indents and quotes.") from error
    if not isinstance(root, yaml.SequenceNode):
        raise PolicyError(f"{path}:1: write a list of policies, each beginning with '- key: …'.")
    return [_entry(path, node) for node in root.value]


def _entry(path: Path, node: yaml.Node) -> Entry:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise PolicyError(f"{path}:{line}: write a policy as '- key: …' with its words below.")
    loader = yaml.SafeLoader("")
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for word_node, value_node in node.value:
        word, at = str(word_node.value), word_node.start_mark.line + 1
        if word in values:
            raise PolicyError(f"{path}:{at}: {word!r} stands twice: remove one.")
        try:
            values[word] = loader.construct_object(value_node, deep=True)
        except (yaml.YAMLError, ValueError) as error:
            raise PolicyError(f"{path}:{at}: {word!r} cannot be read: {error}") from error
        lines[word] = at
    return Entry(path, line, values, lines)


def build(entry: Entry) -> Policy:
    """One entry as a policy, its extension not yet resolved. PolicyError if a word is wrong or missing."""
    values = entry.values
    for word in values:
        if word not in REQUIRED and word not in OPTIONAL:
            raise entry.wrong(word, f"{word!r} is not a word of a policy: use {', '.join((*REQUIRED, *OPTIONAL))}.")
    for word in REQUIRED:
        if values.get(word) in (None, ""):
            raise entry.wrong(word, f"{values.get('key', 'the policy')}: {word!r} is missing: add it.")
    for word, allowed in CHOICES.items():
        if word in values and values[word] not in allowed:
            raise entry.wrong(word, f"{word} is {values[word]!r}: write one of {', '.join(allowed)}.")
    for word, kind, example in (("version", int, "1"), ("valid_from", date, "2022-05-01")):
        if not isinstance(values[word], kind) or isinstance(values[word], bool):
            raise entry.wrong(word, f"{word} is {values[word]!r}: write it like {example}.")
    for word in ("pausable", "any_hour"):
        if not isinstance(values.get(word, False), bool):
            raise entry.wrong(word, f"{word} is {values[word]!r}: write true or false.")
    unit = Unit(values["unit"])
    title_zh, title_en = _both(entry, "title")
    text_zh, text_en = _both(entry, "text")
    return Policy(
        key=str(values["key"]),
        version=values["version"],
        valid_from=values["valid_from"],
        title_zh=title_zh,
        title_en=title_en,
        amounts=_amounts(entry, unit),
        unit=unit,
        start=str(values["start"]),
        who=values["who"],
        citation=str(values["citation"]),
        text_zh=text_zh,
        text_en=text_en,
        confidence=values["confidence"],
        binding=values["binding"],
        roll=values.get("roll", "none"),
        applies=str(values.get("applies", "")),
        pausable=values.get("pausable", False),
        pausable_grounds=str(values.get("pausable_grounds", "")),
        bound=_bound(entry),
        any_hour=values.get("any_hour", False),
        rungs=_rungs(entry),
    )


def _both(entry: Entry, word: str) -> tuple[str, str]:
    value = entry.values[word]
    if not isinstance(value, dict) or not value.get("zh") or not value.get("en") or len(value) != 2:
        raise entry.wrong(word, f"{word} needs both languages: write {word}: {{zh: …, en: …}}.")
    return str(value["zh"]), str(value["en"])


def _amounts(entry: Entry, unit: Unit) -> tuple[Budget, ...]:
    value = entry.values["amount"]
    amounts = value if isinstance(value, list) else [value]
    for amount in amounts or [None]:
        whole = isinstance(amount, int) and not isinstance(amount, bool)
        if (
            not (whole or (isinstance(amount, float) and not unit.in_days))
            or amount < 0
            or (unit.in_days and amount == 0)
        ):
            raise entry.wrong("amount", f"amount is {amount!r}: write a number above 0 (hours may be 0 or a fraction).")
    return tuple(Budget(amount, unit) for amount in amounts)


def _bound(entry: Entry) -> Bound:
    bound: Bound | None = entry.values.get("bound")
    law = entry.values["binding"] == "law"
    if law and bound in (None, "free"):
        raise entry.wrong(
            "bound", "a limit set by law needs bound: at_most, at_least or fixed (what a district may do)."
        )
    if entry.values.get("pausable") and law and not entry.values.get("pausable_grounds"):
        raise entry.wrong("pausable", "a limit set by law rests only on a ground the law gives: add pausable_grounds.")
    return bound or "free"


def _rungs(entry: Entry) -> tuple[Rung, ...]:
    value = entry.values.get("rungs", entry.values["who"])
    if isinstance(value, str):
        if value not in LADDERS:
            raise entry.wrong("rungs", f"rungs is {value!r}: write one of {', '.join(LADDERS)}, or a list of rungs.")
        return LADDERS[value]
    if not isinstance(value, list):
        raise entry.wrong("rungs", f"rungs is {value!r}: write the name of a ladder or a list of rungs.")
    found = []
    for step in value:
        if not isinstance(step, dict) or not {"name", "do"} <= set(step) <= set(RUNG_WORDS):
            raise entry.wrong("rungs", f"rung {step!r}: use the words {', '.join(RUNG_WORDS)}; name and do are needed.")
        words = dict(step)
        try:
            for word in ("before", "after"):
                if word in words:
                    words[word] = Budget(words[word][0], Unit(words[word][1]))
            found.append(Rung(**words))
        except (ValueError, TypeError, IndexError, KeyError) as error:
            raise entry.wrong(
                "rungs", f"rung {step.get('name')!r}: {error} Write before/after as [amount, unit]."
            ) from error
    if len({rung.name for rung in found}) != len(found):
        raise entry.wrong("rungs", "two rungs have one name: a rung fires once under its name, so rename one.")
    return tuple(found)


def _extended(entry: Entry, policy: Policy, book: Mapping[str, Policy]) -> Policy:
    """The policy with its extension: amount and unit of its own, or those of another policy (`by`)."""
    value = entry.values.get("extend")
    if value is None:
        return policy
    words = {"by", "amount", "unit", "times", "consent"}
    if not isinstance(value, dict) or not set(value) <= words or ("by" in value) == ("amount" in value):
        raise entry.wrong(
            "extend", "write extend: {by: <policy key>, times: 1} or {amount: 30, unit: natural_days, times: 1}."
        )
    if "by" in value and value["by"] not in book:
        raise entry.wrong("extend", f"there is no policy {value['by']!r} to extend by: correct the key.")
    try:
        other = book[value["by"]] if "by" in value else None
        budget = other.budget if other else Budget(value["amount"], Unit(value["unit"]))
        times = int(value.get("times", 1))
    except (KeyError, TypeError, ValueError) as error:
        raise entry.wrong("extend", f"the extension cannot be read ({error}): give amount, unit and times.") from error
    if budget.unit.in_days != policy.unit.in_days:
        raise entry.wrong(
            "extend", f"a deadline in {policy.unit} cannot be extended by {budget.unit}: use the same kind."
        )
    return replace(policy, extension=Extension(budget, times, bool(value.get("consent")), other.key if other else ""))


policies = PolicyBook()
