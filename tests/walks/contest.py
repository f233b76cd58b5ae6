"""A contest: announced with its judges, entered until its last day, scored by all, ranked, prizes in order, on notice, confirmed."""

from casework.models import Notice
from tests.cast import DISTRICT, STREET
from tests.walks import contest_entry as entries
from tests.walks import rounds
from tests.walks.parts import WHY, again, due, left, notice_over, on, pass_time, refuses
from tests.walks.walker import Walker

CONTEST = {
    "place": DISTRICT, "called": "书香金陵征文", "kind": "essay", "entries_until": on(10), "content": 40, "skill": 40, "effect": 20,
    "first": 1, "second": 0, "third": 0, "merit": 0,
}  # fmt: skip
JUDGES = ("fang", "gao")


def planned(cast: Walker, **facts: object):
    ticket = cast.does("fang", cast.opens("fang", "contest", **{**CONTEST, **facts}), "claim")
    for judge in JUDGES:
        ticket = cast.does("fang", ticket, "name_judge", judge=cast.people[judge].pk)
    return ticket


def announced(cast: Walker, **facts: object):
    return cast.does("fang", planned(cast, **facts), "announce")


def begun(ticket):
    """Its last day is over: the judging begins by itself."""
    pass_time(due(ticket, "ct.entries"))
    assert again(ticket).state == "judging"
    return again(ticket)


def sheet(cast: Walker, who: str, ticket, entry, points: int):
    scores = dict.fromkeys(("content", "skill", "effect"), points)
    return cast.does(who, ticket, "score", entry=entry.number, no_tie=True, remarks="结构完整，情感真挚。", **scores)


def scored(cast: Walker, *points: int, by=JUDGES, **prizes: int):
    """A contest whose entries have these points from each of `by`; the contest and its entries."""
    ticket = announced(cast, **prizes)
    works = [entries.in_final(cast, ticket) for _one in points]
    begun(ticket)
    for one, each in zip(works, points, strict=True):
        for judge in by:
            ticket = sheet(cast, judge, ticket, one, each)
    return ticket, works


def ranked(cast: Walker, *points: int, **prizes: int):
    ticket, works = scored(cast, *points, **prizes)
    return cast.does("gao", ticket, "rank"), works


def on_notice(cast: Walker, *points: int, **prizes: int):
    ticket, works = ranked(cast, *points, **prizes)
    cast.does("gao", ticket, "give_prize", rank=1, prize="first")
    return cast.does("gao", ticket, "publish_result"), works


def walk(cast: Walker):
    ticket, (low, high, tied) = scored(cast, 71, 88, 88, first=2, merit=1)
    ticket = cast.does("gao", ticket, "rank")
    told = [
        (one.state, one.data["rank"], one.data["among"], one.data["points"]) for one in map(again, (low, high, tied))
    ]
    assert told == [("ranked", 3, 3, "71.00"), ("ranked", 1, 3, "88.00"), ("ranked", 1, 3, "88.00")]
    cast.does("gao", ticket, "give_prize", rank=1, prize="first")
    ticket = cast.does("gao", ticket, "give_prize", rank=3, prize="merit")
    assert (left(ticket, "first"), left(ticket, "merit")) == (0, 0)
    ticket = cast.does("gao", ticket, "publish_result")
    said = str(Notice.objects.get(ticket=ticket).lines)
    assert "王秀兰" not in said and "王*兰" in said and "秦淮河畔的灯" in said and "一等奖" in said
    ticket = notice_over(ticket)
    assert ticket.state == "confirm" and again(high).state == "ranked", "nobody has a prize before it is confirmed"
    ticket = cast.does("fang", ticket, "confirm_prizes")
    assert [(again(one).state, again(one).data["prize"]) for one in (low, high)] == [
        ("awarded", "merit"),
        ("awarded", "first"),
    ]
    return ticket


def nothing_is_ranked_before_all_have_scored(cast: Walker) -> None:
    ticket, (_one, two) = scored(cast, 70, 80, by=("fang",))
    refuses(cast, "gao", ticket, "rank", f"Not scored by all judges yet: {_one.number}, {two.number}")
    for one in (_one, two):
        sheet(cast, "gao", ticket, one, 75)
    assert cast.does("gao", ticket, "rank").state == "ranked"


def what_is_in_the_first_round_is_named(cast: Walker) -> None:
    ticket = announced(cast)
    waiting = entries.admitted(cast, ticket)
    refuses(cast, "gao", begun(ticket), "rank", f"Still in the first round: {waiting.number}")


def who_is_no_judge_scores_nothing(cast: Walker) -> None:
    ticket, (one,) = scored(cast, 70)
    cast.does("fang", ticket, "drop_judge", judge=cast.people["gao"].pk)
    entered = {"entry": one.number, "content": 9, "skill": 9, "effect": 9, "no_tie": True}
    refuses(cast, "gao", ticket, "score", "You are not a judge", **entered)
    refuses(cast, "gao", ticket, "rank", "at least 2 judges")


def nobody_scores_a_relation(cast: Walker) -> None:
    """Who stands aside scores no more, a sheet of his counts no more, and the others decide without him."""
    ticket, (one, other) = scored(cast, 70, 60)
    entered = {"entry": one.number, "content": 99, "skill": 99, "effect": 99}
    refuses(cast, "gao", ticket, "score", "Do this first", at="no_tie", no_tie=False, **entered)
    sheet(cast, "gao", ticket, one, 99)
    cast.does("gao", ticket, "stand_aside", entry=one.number, tie="family")
    refuses(cast, "gao", ticket, "score", "not in the running", at="entry", no_tie=True, **entered)
    cast.does("gao", ticket, "rank")
    assert [again(each).data["points"] for each in (one, other)] == ["70.00", "60.00"]


def who_judged_the_first_round_does_not_score_the_final(cast: Walker) -> None:
    ticket = announced(cast)
    work = entries.in_final(cast, ticket, judge="fang")
    entered = {"entry": work.number, "content": 9, "skill": 9, "effect": 9, "no_tie": True}
    refuses(cast, "fang", begun(ticket), "score", "not in the running", at="entry", **entered)


def prizes_follow_the_ranking(cast: Walker) -> None:
    ticket, _works = ranked(cast, 60, 70, 80, first=2, second=1)
    refuses(cast, "gao", ticket, "give_prize", "Rank 1 is next", at="rank", rank=2, prize="first")
    cast.does("gao", ticket, "give_prize", rank=1, prize="second")
    refuses(cast, "gao", ticket, "give_prize", "the same prize or a lower one", at="prize", rank=2, prize="first")
    refuses(cast, "gao", ticket, "give_prize", "Rank 2 is next", at="rank", rank=1, prize="second")
    refuses(cast, "gao", ticket, "give_prize", "Choose the prize", at="prize", rank=2, prize="")


def no_more_prizes_than_there_are(cast: Walker) -> None:
    ticket, _works = ranked(cast, 70, 70, first=1)
    refuses(cast, "gao", ticket, "give_prize", "is used up", rank=1, prize="first")
    cast.does("fang", ticket, "more_prizes", prize="first", more=1, **WHY)
    ticket = cast.does("gao", ticket, "give_prize", rank=1, prize="first")
    refuses(cast, "gao", ticket, "give_prize", "has its prize already", at="rank", rank=2, prize="first")
    assert left(ticket, "first") == 0


def nothing_is_published_without_a_prize(cast: Walker) -> None:
    ticket, _works = ranked(cast, 70)
    refuses(cast, "gao", ticket, "publish_result", "No prize is given yet")


def who_published_the_result_does_not_confirm_it(cast: Walker) -> None:
    ticket, _works = on_notice(cast, 70)
    refuses(cast, "gao", notice_over(ticket), "confirm_prizes", "A colleague decides it")


def an_upheld_objection_leaves_the_entry_out_and_the_others_move_up(cast: Walker) -> None:
    ticket, (second, first) = on_notice(cast, 70, 80)
    refuses(cast, "gao", ticket, "take_down", "No objection was upheld")
    cast.does("fang", rounds.object_to(ticket), "uphold", **WHY)
    ticket = cast.does("gao", ticket, "take_down")
    cast.does("gao", ticket, "leave_out", entry=first.number, ground="objection", **WHY)
    assert (again(first).state, again(second).data["rank"], left(ticket, "first")) == ("out", 1, 1)
    refuses(
        cast,
        "gao",
        ticket,
        "leave_out",
        "not in the running",
        at="entry",
        entry=first.number,
        ground="objection",
        **WHY,
    )
    cast.does("gao", ticket, "give_prize", rank=1, prize="first")
    ticket = notice_over(cast.does("gao", ticket, "publish_result"))
    cast.does("fang", ticket, "confirm_prizes")
    assert (again(second).state, again(first).state) == ("awarded", "out")


def a_sheet_is_corrected_and_the_prizes_are_given_anew(cast: Walker) -> None:
    ticket, (one, other) = on_notice(cast, 70, 80)
    cast.does("fang", rounds.object_to(ticket), "uphold", **WHY)
    cast.does("gao", ticket, "take_down")
    ticket = cast.does("gao", ticket, "reopen_judging", **WHY)
    assert left(ticket, "first") == 1
    refuses(cast, "gao", ticket, "give_prize", "not possible while", rank=1, prize="first")
    sheet(cast, "gao", ticket, one, 100)
    cast.does("gao", ticket, "rank")
    assert [again(each).data["rank"] for each in (one, other)] == [1, 2]


def called_off_it_leaves_nobody_waiting(cast: Walker) -> None:
    ticket = announced(cast)
    work, early = entries.in_final(cast, ticket), entries.admitted(cast, ticket)
    cast.does("fang", ticket, "move_last_day", on=on(20), **WHY)
    cast.does("fang", ticket, "call_off", **WHY)
    assert [(again(one).state, again(one).data["ground"]) for one in (work, early)] == [("out", "off")] * 2
    refuses(cast, "fang", ticket, "announce", "not possible while")


def it_is_announced_with_judges(cast: Walker) -> None:
    refuses(cast, "fang", cast.opens("fang", "contest", **CONTEST), "announce", "at least 2 judges")
    ticket = planned(cast)
    refuses(cast, "fang", ticket, "name_judge", "is a judge already", at="judge", judge=cast.people["gao"].pk)
    refuses(cast, "fang", ticket, "name_judge", "", at="judge", judge=cast.people["sun"].pk)
    cast.does("fang", ticket, "drop_judge", judge=cast.people["gao"].pk)
    refuses(cast, "fang", ticket, "drop_judge", "is no judge", at="judge", judge=cast.people["gao"].pk)


def a_last_day_that_is_over_is_moved_first(cast: Walker) -> None:
    ticket = planned(cast, entries_until=on(-1))
    refuses(cast, "fang", ticket, "announce", "The last day for entries is over")
    refuses(cast, "fang", ticket, "correct_last_day", "Choose a day from today on", at="on", on=on(-1), **WHY)
    cast.does("fang", ticket, "correct_last_day", on=on(3), **WHY)
    assert cast.does("fang", ticket, "announce").state == "entries"


def a_judge_who_has_left_the_unit_is_not_waited_for(cast: Walker) -> None:
    ticket, (one,) = scored(cast, 70, by=("fang",))
    cast.people["gao"].memberships.update(jurisdiction_id=STREET, role="street")
    refuses(cast, "fang", ticket, "rank", f"Not scored by all judges yet: {one.number}")
    cast.does("fang", ticket, "drop_judge", judge=cast.people["gao"].pk)
    refuses(cast, "fang", ticket, "rank", "at least 2 judges")


def it_offers_a_prize(cast: Walker) -> None:
    cast.may_not_open("fang", "contest", "at least one prize", at="first", **{**CONTEST, "first": 0})


def the_weights_make_a_hundred(cast: Walker) -> None:
    cast.may_not_open("fang", "contest", "do not make 100", at="content", **{**CONTEST, "skill": 50})


def a_street_opens_none(cast: Walker) -> None:
    cast.may_not_open("sun", "contest", "does not register", **CONTEST)


REFUSALS = [
    nothing_is_ranked_before_all_have_scored, what_is_in_the_first_round_is_named, who_is_no_judge_scores_nothing, nobody_scores_a_relation,
    who_judged_the_first_round_does_not_score_the_final, prizes_follow_the_ranking, no_more_prizes_than_there_are,
    nothing_is_published_without_a_prize, who_published_the_result_does_not_confirm_it,
    an_upheld_objection_leaves_the_entry_out_and_the_others_move_up, a_sheet_is_corrected_and_the_prizes_are_given_anew,
    called_off_it_leaves_nobody_waiting, a_judge_who_has_left_the_unit_is_not_waited_for, it_is_announced_with_judges, a_last_day_that_is_over_is_moved_first, it_offers_a_prize, the_weights_make_a_hundred, a_street_opens_none,
]  # fmt: skip
