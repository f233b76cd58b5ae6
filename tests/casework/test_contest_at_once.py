"""A contest, used by many at once: no prize is given twice, no sheet and no entry is lost, and nobody ranks by half of the sheets."""

from collections import Counter

import pytest
from django.utils.translation import override

from tests.casework.test_chapters_at_once import at_once, move, sound
from tests.cast import populate
from tests.walks import contest, contest_entry
from tests.walks.parts import WHY, again, left
from tests.walks.walker import Walker
from workflows.shapes import ranking


@pytest.fixture
def walker(transactional_db: None) -> Walker:
    with override("en"):
        return Walker.of(populate())


def test_one_prize_given_by_many_is_given_once(walker: Walker) -> None:
    ticket, works = contest.ranked(walker, 90, 80, 70, first=1, second=1)
    first = {"rank": 1, "prize": "first"}
    found = at_once([move(walker, who, ticket, "give_prize", **first) for who in ("fang", "gao") * 3])
    assert found == {"done": 1, "invalid": 5}
    assert left(ticket, "first") == 0 and sound(ticket) == 1
    assert [one["prize"] for one in again(ticket).data["entries"].values() if one.get("prize")] == ["first"]
    assert again(works[0]).data["rank"] == 1


def test_ranks_decided_at_once_take_what_the_account_has(walker: Walker) -> None:
    """Three want the two merits; however they follow one another, what is booked is what the entries have."""
    ticket, _works = contest.ranked(walker, 90, 80, 70, first=0, merit=2)
    at_once([move(walker, "gao", ticket, "give_prize", rank=rank, prize="merit") for rank in (1, 2, 3)])
    given = sum(one.get("prize") == "merit" for one in again(ticket).data["entries"].values())
    assert 1 <= given <= 2 and given + left(ticket, "merit") == 2
    assert sound(ticket) == 2 - given


def test_a_prize_and_the_entry_being_left_out_at_once_keep_the_books(walker: Walker) -> None:
    ticket, (best, _second) = contest.ranked(walker, 90, 80, first=1)
    out = {"entry": best.number, "ground": "withdrawn", **WHY}
    found = at_once(
        [
            move(walker, "gao", ticket, "give_prize", rank=1, prize="first"),
            move(walker, "fang", ticket, "leave_out", **out),
        ]
    )
    assert found == {"done": 2}
    given = [number for number, one in again(ticket).data["entries"].items() if one.get("prize")]
    assert best.number not in given and len(given) + left(ticket, "first") == 1


def test_no_sheet_is_lost_and_nobody_ranks_before_the_last(walker: Walker) -> None:
    ticket, works = contest.scored(walker, 60, 70, 80, by=())
    sheets = {"content": 75, "skill": 75, "effect": 75, "no_tie": True}
    each = [move(walker, who, ticket, "score", entry=one.number, **sheets) for who in contest.JUDGES for one in works]
    found = at_once([*each, move(walker, "gao", ticket, "rank")])
    assert found["done"] >= 6
    data = again(ticket).data
    assert [len(one["sheets"]) for one in data["entries"].values()] == [2, 2, 2]
    if again(ticket).state == "judging":  # who asked for the ranking was too early: it named what was missing
        walker.does("gao", ticket, "rank")
    assert {one.rank for one in ranking.ranking(data)} == {1}


def test_entries_that_come_at_once_are_all_there(walker: Walker) -> None:
    ticket = contest.announced(walker)
    works = [contest_entry.begin(walker) for _n in range(6)]
    found = at_once([move(walker, "sun", one, "admit", contest_no=ticket.number) for one in works])
    assert found == {"done": 6}
    assert set(again(ticket).data["entries"]) == {one.number for one in works}


def test_a_contest_called_off_while_its_entries_move_leaves_none_behind(walker: Walker) -> None:
    """Entries lock upwards, the contest downwards: a deadlock is tried again, and in the end nothing stands open."""
    ticket = contest.announced(walker)
    works = [contest_entry.admitted(walker, ticket) for _n in range(4)]
    at_once(
        [
            *(move(walker, "sun", one, "judge", **contest_entry.SHEET) for one in works),
            move(walker, "fang", ticket, "call_off", **WHY),
        ]
    )
    if again(ticket).state != "cancelled":
        walker.does("fang", ticket, "call_off", **WHY)
    assert Counter(again(one).state for one in works) == {"out": 4}
