"""The rules of early warning as data (rules.yaml, domain.md §4.7): read once, checked line by line.

`casework.warnings` evaluates them; ticket types ask `watched` after which of their events to look.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.classifications import SEVERE_GROUNDS
from workflows.policies import Entry, PolicyError, policies, read
from workflows.policy import bilingual
from workflows.risk import RISK_ORDER

FILE = Path(__file__).with_name("rules.yaml")
RuleError = PolicyError  # "file:line: what is wrong and how to put it right"

SUBJECTS = ("household", "respondent", "community", "employer", "case")
LEVELS = ("community", "street", "district", "case", "above")
MEASURES = (
    "contacts", "words", "police_calls", "police_injury", "written_warnings", "order_breaches", "order_ends", "instalment_missed",
    "unsatisfied", "respondent_households", "divorce_after_violence", "minor_in_violence", "new_disputes", "employer_complaints",
    "unreachable", "group", "media", "new_harm", "words_again",
)  # fmt: skip
TASKS: dict[str, str | Promise] = {
    "visit": _("Visit the home or call the safe way; find out how she is."),
    "visit_with_police": _("Visit together with the police."),
    "human_check": _("Read what was told and decide how grave it is."),
    "renew_order": _("Ask her whether she wants the protection order extended, and help with the application."),
    "urge_performance": _("Ask the party who owes it why, and urge performance."),
    "supervise": _("Look into the case and press it if she is right."),
    "look_together": _("Look at the cases together: the same person may harm several."),
    "look_after_minor": _("See that the child has a ticket of its own and is safe."),
    "trend": _("Find out what lies behind it and plan visits and information in the community."),
    "talk_to_employer": _("Talk to the employer together with labour office and trade union (妇女权益保障法 art 74)."),
    "report_to_leader": _("Report to the leader (信访工作条例 art 25)."),
}
NEEDED = ("key", "rule", "zh", "en", "measure", "subject", "threshold", "alert", "confidence")
MAY = (
    "on",
    "daily",
    "clock",
    "types",
    "window",
    "back",
    "risk",
    "unless_risk",
    "opens",
    "lane",
    "note",
    "unswept_zh",
    "unswept_en",
)
LEARNT = ("assess",)  # events that tell of what has happened before; every other one is itself the thing that happened


@dataclass(frozen=True)
class Rule:
    """One variant of a rule. `window`: days, 0 = of all time. `risk`: "" = the case keeps its level. `clock`: policy that fires it.

    `on`: events after which it looks. Every rule is looked at by the daily sweep too: `daily` and `clock` ones by their dates,
    the others by the events of the last `back` days. `unswept`: what of it no sweep can find, and why; "" = it finds all.
    `level`: who gets the alert at least; `policy`: its clock; `task`: key of TASKS; `opens`: child ticket for the case.
    `lane`: what is counted is a fact of domain.md §2.5, of this ground: it counts each time, also while the alert is quiet.
    """

    key: str
    rule: str
    title: str | Promise
    on: frozenset[str]
    types: frozenset[str]
    daily: bool
    clock: str
    measure: str
    subject: str
    window: int
    back: int
    threshold: int
    risk: str
    unless_risk: str
    level: str
    policy: str
    task: str
    opens: str
    lane: str
    confidence: str
    note: str
    unswept: str | Promise

    @property
    def dated(self) -> bool:
        """A date or a clock fills it, not what happens."""
        return self.daily or bool(self.clock)

    @property
    def weight(self) -> tuple[int, int]:
        """Which of the variants of one rule counts when several are met: the gravest, then the highest threshold."""
        return (RISK_ORDER.index(self.risk) if self.risk else 0, self.threshold)


class RuleBook:
    """Every rule by key, in the order of the file."""

    def __init__(self, rules: list[Rule]) -> None:
        self._rules = {rule.key: rule for rule in rules}

    def __getitem__(self, key: str) -> Rule:
        return self._rules[key]

    def get(self, key: str) -> Rule | None:
        return self._rules.get(key)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules.values())

    def after(self, kind: str, event: str) -> list[Rule]:
        """The rules that look at a ticket of this type after this event, at its dates too."""
        return [rule for rule in self if event in rule.on and kind in rule.types]

    def variants(self, group: str) -> list[Rule]:
        """Of R1, R2 …: the variants that look at what happened."""
        return [rule for rule in self if rule.rule == group and not rule.dated]

    def groups(self) -> list[str]:
        """R1, R2, … in the order of the file."""
        return list(dict.fromkeys(rule.rule for rule in self))


@lru_cache(maxsize=1)
def book() -> RuleBook:
    """The rules in force. RuleError says what is wrong with the file."""
    return load(FILE)


def watched(kind: str) -> frozenset[str]:
    """Events of a ticket type after which a rule looks; none if the rules cannot be read (`manage.py check` says so)."""
    try:
        return frozenset(event for rule in book() for event in rule.on if kind in rule.types)
    except RuleError:
        return frozenset()


def load(path: Path) -> RuleBook:
    """Read and check the rules. RuleError names file, line and remedy."""
    found: list[Rule] = []
    for entry in read(path):
        rule = _rule(entry)
        if any(rule.key == other.key for other in found):
            raise entry.wrong("key", f"{rule.key} stands twice: give one of them another key.")
        found.append(rule)
    return RuleBook(found)


def _rule(entry: Entry) -> Rule:
    values = entry.values
    for word in values:
        if word not in NEEDED and word not in MAY:
            raise entry.wrong(word, f"{word!r} is not a word of a rule: use {', '.join((*NEEDED, *MAY))}.")
    for word in NEEDED:
        if values.get(word) in (None, ""):
            raise entry.wrong(word, f"{values.get('key', 'the rule')}: {word!r} is missing: add it.")
    if bool(values.get("on") or values.get("daily")) == bool(values.get("clock")):
        raise entry.wrong(
            "on", f"{values['key']}: say exactly one of on: [events] and/or daily: true, clock: <policy>."
        )
    if bool(values.get("unswept_zh")) != bool(values.get("unswept_en")):
        raise entry.wrong("unswept_zh", f"{values['key']}: say in both languages what the daily sweep cannot find.")
    _one_of(entry, "measure", MEASURES)
    _one_of(entry, "subject", SUBJECTS)
    _one_of(entry, "confidence", ("S", "L", "V", "G"))
    for word in ("risk", "unless_risk"):
        if values.get(word):
            _one_of(entry, word, RISK_ORDER[1:])
    if values.get("lane"):
        _one_of(entry, "lane", tuple(code for code, _title in SEVERE_GROUNDS))
    if values.get("clock") and values["clock"] not in policies:
        raise entry.wrong(
            "clock", f"there is no policy {values['clock']!r}: add it to workflows/policies or correct it."
        )
    alert = values["alert"]
    if not isinstance(alert, dict) or set(alert) != {"level", "policy", "task"}:
        raise entry.wrong("alert", "write alert: {level: …, policy: …, task: …}.")
    for word, allowed in (("level", LEVELS), ("task", tuple(TASKS))):
        if alert[word] not in allowed:
            raise entry.wrong("alert", f"{word} is {alert[word]!r}: write one of {', '.join(allowed)}.")
    if alert["policy"] not in policies or not str(alert["policy"]).startswith("warn."):
        raise entry.wrong(
            "alert", f"policy is {alert['policy']!r}: write a policy warn.… of workflows/policies/warnings.yaml."
        )
    return Rule(
        key=str(values["key"]), rule=str(values["rule"]), title=bilingual(str(values["zh"]), str(values["en"])),
        on=_names(entry, "on"), types=_names(entry, "types") or frozenset({"rights"}), daily=bool(values.get("daily")),
        clock=str(values.get("clock", "")), measure=values["measure"], subject=values["subject"],
        window=_days(entry, "window"), back=_days(entry, "back") or _days(entry, "window"), threshold=_count(entry, "threshold", least=1),
        risk=values.get("risk", ""), unless_risk=values.get("unless_risk", ""), level=alert["level"], policy=alert["policy"],
        task=alert["task"], opens=str(values.get("opens", "")), lane=str(values.get("lane", "")), confidence=values["confidence"], note=str(values.get("note", "")),
        unswept=bilingual(values["unswept_zh"], values["unswept_en"]) if values.get("unswept_zh") else "",
    )  # fmt: skip


def _one_of(entry: Entry, word: str, allowed: tuple[str, ...]) -> None:
    if entry.values[word] not in allowed:
        raise entry.wrong(word, f"{word} is {entry.values[word]!r}: write one of {', '.join(allowed)}.")


def _names(entry: Entry, word: str) -> frozenset[str]:
    value: Any = entry.values.get(word, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise entry.wrong(word, f"{word} is {value!r}: write a list of names.")
    return frozenset(value)


def _days(entry: Entry, word: str) -> int:
    return _count(entry, word, least=0) if word in entry.values else 0


def _count(entry: Entry, word: str, *, least: int) -> int:
    value = entry.values[word]
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise entry.wrong(word, f"{word} is {value!r}: write a whole number, {least} or more.")
    return value
