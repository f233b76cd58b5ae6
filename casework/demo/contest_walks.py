"""Contests in the demo: one whose result hangs on public notice, one that still takes entries."""

from typing import Any

from casework.demo.chapter_walks import _officers as officers
from casework.demo.chapter_walks import _person as person
from casework.demo.walks import HERE, days
from casework.demo.world import Case, Steps

ESSAYS, SPEECHES = "书香秦淮征文", "巾帼风采演讲赛"
WORKS = (("秦淮河畔的灯", 92, 95), ("外婆的蓝印花布", 88, 87), ("我家的书房", 87, 88), ("社区的清晨", 79, 84))


def _announced(case: Case, called: str, days_left: int, **facts: Any) -> None:
    """A contest with its judges, open for entries."""
    officer, other = officers(case)
    last = (case.world.at + days(days_left)).date().isoformat()
    rules = {"content": 40, "skill": 40, "effect": 20, "first": 1, "second": 2, "third": 1, "merit": 0}
    case.open(officer, {"place": HERE, "called": called, "entries_until": last, **rules, **facts}, "contest")
    case.do(officer, "claim")
    for judge in (officer, other):
        case.do(officer, "name_judge", judge=judge.id)
    case.do(officer, "announce")


def on_notice(case: Case, n: int, place: str) -> Steps:
    """An essay contest: four works, two of them share a rank, the result hangs on public notice."""
    officer, other = officers(case)
    _announced(case, ESSAYS, 9, kind="essay")
    yield days(2)
    works = [_entered(case, n + at, place, work) for at, (work, *_points) in enumerate(WORKS)]
    yield days(10)
    for work, (_title, *points) in zip(works, WORKS, strict=True):
        for judge, out_of_100 in zip((officer, other), points, strict=True):
            sheet = dict.fromkeys(("content", "skill", "effect"), out_of_100)
            case.do(judge, "score", entry=work, no_tie=True, **sheet)
    yield days(1)
    case.do(officer, "rank")
    for rank, prize in ((1, "first"), (2, "second"), (4, "third")):
        case.do(officer, "give_prize", rank=rank, prize=prize)
    case.do(officer, "publish_result")


def taking_entries(case: Case, n: int, place: str) -> Steps:
    """A speech contest that still takes entries: one work in the final round, one to be checked."""
    _announced(case, SPEECHES, 20, kind="speech", merit=5)
    yield days(1)
    _entered(case, n, place, "我身边的她", of=SPEECHES, kind="speech")
    _entered(case, n + 1, place, "写给女儿的信", of=SPEECHES, kind="speech", until="submitted")


def _entered(
    contest: Case, n: int, place: str, work: str, *, of: str = ESSAYS, kind: str = "essay", until: str = "final"
) -> str:
    """A work brought by the community, eligible and past its first round at the street; its number."""
    entry, street = Case(contest.world), contest.world.who("street", place[:9])
    told = {"contest": of, "kind": kind, "work": work, "own_work": True, "notice_consent": True}
    entry.open(contest.world.handler(place), {**person(n), "place": place, **told}, "contest_entry")
    if until == "final":
        entry.do(street, "claim")
        entry.do(street, "admit", contest_no=contest.number)
        entry.do(street, "judge", content=90, skill=88, effect=85, passes="yes", remarks="主题鲜明。")
    return entry.number
