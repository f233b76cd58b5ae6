"""Ranking is exact: the same in whatever order entries, judges and sheets came, and as plain counting with fractions finds it."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from workflows.shapes import ranking

CRITERIA = ("content", "skill", "effect")
points = st.integers(0, 100)
sheet = st.fixed_dictionaries(dict.fromkeys(CRITERIA, points))


@st.composite
def contests(draw: st.DrawFn) -> dict[str, Any]:
    """Some judges, some of whom stand aside here and there; each entry with at least one sheet; few values, so that ties happen."""
    content = draw(st.integers(0, 100))
    skill = draw(st.integers(0, 100 - content))
    judges = draw(st.lists(st.integers(1, 9), min_size=1, max_size=4, unique=True))
    some = st.one_of(sheet, st.sampled_from([70, 80]).map(lambda one: dict.fromkeys(CRITERIA, one)))
    entries: dict[str, Any] = {}
    for n in range(draw(st.integers(0, 6))):
        aside = draw(st.lists(st.sampled_from(judges), max_size=len(judges) - 1, unique=True))
        sheets = {str(judge): draw(some) for judge in judges}
        stage = draw(st.sampled_from(["final", "final", "final", "out"]))
        entries[f"QH-ZP-{n}"] = {"stage": stage, "aside": aside, "sheets": sheets, "work": "灯", "by": "王*"}
    weights = dict(zip(CRITERIA, (content, skill, 100 - content - skill), strict=True))
    return {"weights": weights, "judges": judges, "entries": entries}


def naive(data: dict[str, Any]) -> dict[str, tuple[Fraction, int]]:
    """Every entry against every other: its mean, and one more than the number of those that are better."""
    means = {}
    for number, one in data["entries"].items():
        if one["stage"] == "final":
            each = [
                sum(
                    (Fraction(data["weights"][name], 100) * one["sheets"][str(judge)][name] for name in CRITERIA),
                    Fraction(0),
                )
                for judge in data["judges"]
                if judge not in one["aside"]
            ]
            means[number] = sum(each, Fraction(0)) / len(each)
    return {number: (mine, 1 + sum(other > mine for other in means.values())) for number, mine in means.items()}


@given(contests())
def test_it_finds_what_plain_counting_finds(data: dict[str, Any]) -> None:
    assert {one.number: (one.mean, one.rank) for one in ranking.ranking(data)} == naive(data)


@given(contests(), st.randoms())
def test_no_order_of_coming_changes_it(data: dict[str, Any], chance: Any) -> None:
    def mixed(one: dict[str, Any]) -> dict[str, Any]:
        keys = list(one)
        chance.shuffle(keys)
        return {key: one[key] for key in keys}

    judges = list(data["judges"])
    chance.shuffle(judges)
    entries = {number: {**one, "sheets": mixed(one["sheets"])} for number, one in mixed(data["entries"]).items()}
    other = {"weights": mixed(data["weights"]), "judges": judges, "entries": entries}
    assert ranking.ranking(other) == ranking.ranking(data)


@given(contests())
def test_who_is_equal_shares_a_rank_and_the_next_one_skips(data: dict[str, Any]) -> None:
    rows = ranking.ranking(data)
    assert [one.mean for one in rows] == sorted((one.mean for one in rows), reverse=True)
    for before, after in zip(rows, rows[1:], strict=False):
        assert (before.rank == after.rank) == (before.mean == after.mean)
    assert all(one.rank == 1 + sum(other.mean > one.mean for other in rows) for one in rows)


@given(contests())
def test_the_points_shown_are_the_mean_to_a_hundredth(data: dict[str, Any]) -> None:
    for one in ranking.ranking(data):
        assert one.points.as_tuple().exponent == -2
        assert -Fraction(1, 200) < Fraction(one.points) - one.mean <= Fraction(1, 200), "half goes up"


@given(contests(), st.data())
def test_one_missing_sheet_is_named_and_nothing_is_ranked(data: dict[str, Any], draw: st.DataObject) -> None:
    final = [number for number, one in data["entries"].items() if one["stage"] == "final"]
    if not final:
        return
    number = draw.draw(st.sampled_from(final))
    one = data["entries"][number]
    judge = draw.draw(st.sampled_from([judge for judge in data["judges"] if judge not in one["aside"]]))
    del one["sheets"][str(judge)]
    assert ranking.missing(data) == [number]
    assert ranking.ranking(data) == []


def test_an_entry_from_which_all_judges_stand_aside_is_missing_too() -> None:
    one = {"stage": "final", "aside": [1], "sheets": {}}
    data = {"weights": {"content": 100, "skill": 0, "effect": 0}, "judges": [1], "entries": {"QH-ZP-1": one}}
    assert ranking.missing(data) == ["QH-ZP-1"]


def test_thirds_are_equal_only_if_they_are() -> None:
    """66.67 and 66.666… read alike; they are ranked by what they are."""
    weights = {"content": 1, "skill": 0, "effect": 99}

    def entry(*points_of: int) -> dict[str, Any]:
        sheets = {str(n): {"content": each, "skill": 0, "effect": 66} for n, each in enumerate(points_of)}
        return {"stage": "final", "aside": [], "sheets": sheets, "work": "", "by": ""}

    data = {
        "weights": weights,
        "judges": [0, 1, 2],
        "entries": {"a": entry(67, 67, 66), "b": entry(67, 67, 67), "c": entry(66, 67, 67)},
    }
    rows = ranking.ranking(data)
    assert [(one.number, one.rank) for one in rows] == [("b", 1), ("a", 2), ("c", 2)]
    assert len({str(one.points) for one in rows}) == 1
