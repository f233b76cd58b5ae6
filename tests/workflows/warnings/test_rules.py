"""The rules as data: all thirteen are there, and a wrong file is refused with its line and the remedy."""

from pathlib import Path

import pytest

from casework.warnings.measures import MEASURES, NOT_BY_EVENT
from workflows.policies import policies
from workflows.registry import registry
from workflows.warnings.rules import FILE, RuleError, book, load, watched
from workflows.warnings.rules import MEASURES as NAMES


def test_all_thirteen_rules_are_there():
    assert book().groups() == [f"R{n}" for n in range(1, 14)]


def test_every_measure_is_counted_by_somebody():
    assert set(NAMES) == {*MEASURES, *NOT_BY_EVENT}
    for rule in book():
        assert (rule.measure in NOT_BY_EVENT) == (rule.daily or bool(rule.clock)), rule.key


def test_every_rule_looks_after_events_that_its_types_watch():
    for kind in ("rights",):
        assert registry[kind].watched == watched(kind) and "open" in watched(kind)


def test_every_number_says_how_sure_it_is():
    assert {rule.confidence for rule in book()} <= {"S", "L", "V", "G"}
    assert all(policies[rule.policy].confidence == "G" for rule in book())


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("R1.30", (30, 2, "yellow")), ("R1.90", (90, 3, "orange")), ("R3.1", (90, 1, "yellow")), ("R3.2", (90, 2, "orange")),
        ("R3.3", (180, 3, "red")), ("R4.warnings", (0, 2, "red")), ("R5", (15, 1, "")), ("R6", (3, 1, "yellow")),
        ("R7", (0, 2, "")), ("R9", (1825, 1, "orange")), ("R11.community", (7, 3, "")), ("R13.group", (0, 5, "")),
    ],
)  # fmt: skip
def test_the_values_are_those_of_the_fact_sheet(rule: str, values: tuple[int, int, str]):
    found = book()[rule]
    assert (found.window, found.threshold, found.risk) == values


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("measure: contacts", "measure: calls", "measure is 'calls': write one of contacts"),
        ("threshold: 2", "threshold: 0", "threshold is 0: write a whole number, 1 or more"),
        ("level: community", "level: village", "level is 'village'"),
        ("policy: warn.check_3wd", "policy: wo.help", "write a policy warn"),
        ("task: visit", "task: dance", "task is 'dance'"),
        ("risk: yellow", "risk: purple", "risk is 'purple'"),
        ("key: R1.90", "key: R1.30", "stands twice"),
        ("window: 30", "windows: 30", "'windows' is not a word of a rule"),
        ("on: [open, record_contact]", "daily: true, clock: risk.unreachable", "exactly one of on"),
        ("clock: risk.unreachable", "clock: risk.none", "there is no policy 'risk.none'"),
        ("back: 90", "back: some", "back is 'some': write a whole number"),
        ("   unswept_en:", "   note_en:", "'note_en' is not a word of a rule"),
        (
            "   unswept_zh: 叙述已加密封存，系统不重读原文，只核对受理时识别出的用语类别；词表新增的词只对今后的叙述生效。,\n",
            "",
            "in both languages",
        ),
        ("subject: household", "subject: planet", "subject is 'planet'"),
        ("confidence: G", "confidence: high", "confidence is 'high'"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, old: str, new: str, said: str):
    path = tmp_path / "rules.yaml"
    text = FILE.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(RuleError, match=said) as error:
        load(path)
    assert f"{path}:" in str(error.value)


def test_the_daily_sweep_has_days_to_look_back_or_open_cases_for_every_rule():
    for rule in book():
        assert rule.dated or rule.back or not rule.window, rule.key
        assert rule.key == "R2.contact" or rule.back <= max(rule.window, 90), (
            "no older than its own window, or a quarter"
        )
        assert rule.dated or rule in book().variants(rule.rule)
