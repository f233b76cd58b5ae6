"""Codes of rights work and the five-question screen."""

import itertools

import pytest
from django.utils.translation import override

from workflows import classifications as codes

CALM = {question.name: "no" for question in codes.QUESTIONS}


def risk(category: str = "0104", age: str = "30_39", **answers: str) -> str:
    return codes.risk_of({**CALM, **answers}, category, age)


def test_five_times_no_is_blue() -> None:
    assert risk() == "blue"


@pytest.mark.parametrize("question", ["violence_now", "weapon_or_injury", "threat_to_life"])
def test_a_yes_to_danger_for_life_is_red(question: str) -> None:
    assert risk(**{question: "yes"}) == "red"


def test_a_child_in_the_house_alone_is_yellow() -> None:
    assert risk(dependants="yes") == "yellow"


def test_an_earlier_warning_and_a_child_are_orange() -> None:
    assert risk(dependants="yes", police_before="yes") == "orange"


def test_not_sure_counts_half_and_is_never_red_by_itself() -> None:
    assert codes.score({**CALM, "violence_now": "unsure"}) == 20
    assert risk(violence_now="unsure") == "yellow"
    assert risk(violence_now="unsure", threat_to_life="unsure") == "orange"


def test_everything_unsure_is_red_because_nobody_can_say_she_is_safe() -> None:
    assert codes.risk_of(dict.fromkeys(CALM, "unsure")) == "red"


def test_violence_is_never_below_orange() -> None:
    assert risk(category="0102") == "orange"


def test_violence_against_a_minor_and_trafficking_are_red_whatever_the_answers() -> None:
    assert risk(category="0102", age="14_17") == "red"
    assert risk(category="0802", age="unknown") == "red"
    assert risk(category="0203") == "red"


def test_a_worse_answer_never_lowers_the_risk() -> None:
    order = ("no", "unsure", "yes")
    names = list(CALM)
    for answers in itertools.product(order, repeat=5):
        now = codes.RISK_ORDER.index(codes.risk_of(dict(zip(names, answers, strict=True)), "0104"))
        for at, answer in enumerate(answers):
            if answer != "yes":
                worse = [*answers[:at], order[order.index(answer) + 1], *answers[at + 1 :]]
                assert codes.RISK_ORDER.index(codes.risk_of(dict(zip(names, worse, strict=True)), "0104")) >= now


def test_every_category_lies_in_an_area_and_has_its_own_code() -> None:
    assert all(code[:2] in codes.AREAS and len(code) == 4 for code in codes.CATEGORIES)
    shown = [code for _area, group in codes.category_choices() for code, _title in group]
    assert sorted(shown) == sorted(codes.CATEGORIES)


def test_a_category_is_told_with_its_area() -> None:
    with override("en"):
        assert codes.category_title("0106") == "Marriage and family · Custody and visits"
    assert codes.category_title("7777") == "7777"


def test_cases_that_were_never_ours_are_outside_the_closing_rate() -> None:
    assert all(codes.OUTCOMES[code].concluded is None for code in ("X1", "X2", "X3"))
    assert codes.OUTCOMES["B1"].concluded and codes.OUTCOMES["B1"].resolved
    assert codes.OUTCOMES["F1"].concluded and codes.OUTCOMES["F1"].resolved is False
