"""What the two sides of a match share, and how they come together and part."""

from types import SimpleNamespace
from typing import Any

from workflows.guards import needs, not_yet
from workflows.shapes import answer, matching

SKILLS, TIMES = [("care", "Care"), ("shop", "Shop")], [("full", "Full time")]
NEXT_DOOR, SAME_STREET, ELSEWHERE = "110101001001", "110101001002", "110101002001"


class Side(SimpleNamespace):
    """A ticket as `fit` and the moves see it."""

    def move_other(self, number: str, move: str, **data: Any) -> None:
        self.asked = (number, move, data)


def side(place: str = NEXT_DOOR, **data: Any) -> Side:
    return Side(place_id=place, data=data, asked=None, workflow=SimpleNamespace(match_field="vacancy"))


def said(found: list[Any]) -> list[str]:
    return [str(one) for one in found]


def test_without_a_common_skill_common_times_are_no_reason():
    mine, other = side(skills=["care"], times=["full"]), side(skills=["shop"], times=["full"])
    assert matching.skilled(mine, other, SKILLS, TIMES, "Time: {found}") == []


def test_skills_and_times_that_two_share_are_a_reason_each():
    mine, other = side(skills=["care", "shop"], times=["full"]), side(skills=["shop"], times=["full"])
    skill, times = said(matching.skilled(mine, other, SKILLS, TIMES, "Time: {found}"))
    assert (skill.endswith("Shop"), times) == (True, "Time: Full time")


def test_near_goes_as_far_as_she_can():
    there = {
        how: [matching.near(side(), side(place), how) for place in (NEXT_DOOR, SAME_STREET, ELSEWHERE)]
        for how in ("community", "street", "")
    }
    assert there == {"community": [True, False, False], "street": [True, True, False], "": [True, True, True]}


def test_what_was_joined_parts_once_and_the_other_side_hears_of_it():
    mine = side()
    matching.join(mine, "QH-GW-2026-000001", "referred_one", seeker="x")
    assert (mine.data, mine.asked) == (
        {"vacancy": "QH-GW-2026-000001"},
        ("QH-GW-2026-000001", "referred_one", {"seeker": "x"}),
    )
    matching.part(mine, "unmatched")
    assert (mine.data, mine.asked) == ({}, ("QH-GW-2026-000001", "unmatched", {}))
    mine.asked = None
    matching.part(mine, "unmatched")
    assert mine.asked is None


def test_a_guard_of_one_fact_says_its_sentence_and_only_then():
    asked, nobody = side(asked=True), side()
    assert [needs("asked", "Ask first.")(one, None) for one in (asked, nobody)] == ["", "Ask first."]
    assert [not_yet("asked", "Asked already.")(one, None) for one in (asked, nobody)] == ["Asked already.", ""]


def test_who_owes_an_answer_is_asked_any_number_of_times_and_each_is_counted():
    ask, mine = answer.asked_again([], "Asked again", counted="times"), side()
    ask.__wrapped__(mine), ask.__wrapped__(mine)
    assert mine.data == {"times": 2}
