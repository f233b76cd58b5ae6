"""A contest entry: own work, in time, judged in the first round by the street, then scored, ranked and awarded in its contest."""

from tests.walks import contest as contests
from tests.walks.parts import PERSON, WHY, again, claimed, notice_over, refuses
from tests.walks.walker import Walker

ENTRY = {
    **PERSON,
    "contest": "书香金陵征文",
    "kind": "essay",
    "work": "秦淮河畔的灯",
    "own_work": True,
    "notice_consent": True,
}
SHEET = {"content": 90, "skill": 88, "effect": 92, "passes": "yes", "remarks": "语言质朴，情感真挚。"}


def begin(cast: Walker):
    return claimed(cast, "sun", cast.opens("mei", "contest_entry", **ENTRY))


def admitted(cast: Walker, contest):
    return cast.does("sun", begin(cast), "admit", contest_no=contest.number)


def in_final(cast: Walker, contest, judge: str = "sun"):
    return cast.does(judge, admitted(cast, contest), "judge", **SHEET)


def walk(cast: Walker):
    contest = contests.announced(cast)
    ticket = in_final(cast, contest)
    assert (ticket.state, ticket.level, ticket.assisting) == ("final", 3, ["320104001"])
    contests.begun(contest)
    for judge, points in (("fang", 88), ("gao", 91)):
        contests.sheet(cast, judge, contest, ticket, points)
    cast.does("gao", contest, "rank")
    assert (again(ticket).state, again(ticket).data["points"], again(ticket).data["rank"]) == ("ranked", "89.50", 1)
    cast.does("gao", contest, "give_prize", rank=1, prize="first")
    cast.does("gao", contest, "publish_result")
    notice_over(contest)
    cast.does("fang", contest, "confirm_prizes")
    return again(ticket)


def only_own_work_is_taken(cast: Walker) -> None:
    cast.may_not_open("mei", "contest_entry", "Only own work", at="own_work", **{**ENTRY, "own_work": False})


def what_came_late_is_refused_with_the_day(cast: Walker) -> None:
    contest = contests.announced(cast)
    contest.data["entries_until"] = contests.on(-1)
    contest.save(update_fields=["data"])
    says = "the last day for entries. Tell her"
    refuses(cast, "sun", begin(cast), "admit", says, at="contest_no", contest_no=contest.number)


def it_enters_a_contest_of_its_kind(cast: Walker) -> None:
    other = contests.announced(cast, kind="dance")
    refuses(cast, "sun", begin(cast), "admit", "do not fit", at="contest_no", contest_no=other.number)


def nobody_enters_before_it_is_announced(cast: Walker) -> None:
    refuses(cast, "sun", begin(cast), "admit", "is not a case you can see", contest_no=contests.planned(cast).number)


def what_does_not_pass_leaves_the_contest(cast: Walker) -> None:
    contest = contests.announced(cast)
    ticket = cast.does("sun", admitted(cast, contest), "judge", **{**SHEET, "passes": "no"})
    gone = cast.does("sun", admitted(cast, contest), "not_eligible", **WHY)
    stages = {number: one["stage"] for number, one in again(contest).data["entries"].items()}
    assert stages == {ticket.number: "out", gone.number: "out"}
    refuses(cast, "gao", contests.begun(contest), "rank", "No entry is left")


def what_is_out_is_not_judged_again(cast: Walker) -> None:
    ticket = cast.does("sun", begin(cast), "not_eligible", **WHY)
    refuses(cast, "sun", ticket, "judge", "not possible while", **SHEET)


REFUSALS = [
    only_own_work_is_taken, what_came_late_is_refused_with_the_day, it_enters_a_contest_of_its_kind, nobody_enters_before_it_is_announced,
    what_does_not_pass_leaves_the_contest, what_is_out_is_not_judged_again,
]  # fmt: skip
