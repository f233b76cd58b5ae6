"""A vacancy: audited for discrimination before it is published, kept open, filled."""

from tests.cast import COMMUNITY
from tests.walks.parts import WHY, claimed, due, left, pass_time, refuses
from tests.walks.walker import Walker

VACANCY = {
    "place": COMMUNITY, "employer": "夫子庙餐饮有限公司", "contact": "刘经理 025-52200000", "job": "面点师", "skills": ["kitchen"],
    "times": ["full"], "places": 2, "wage": "5200", "text": "早班，包午餐。",
}  # fmt: skip
AUDIT = {"lawful": ["licence", "wage", "no_sex"], "decision": "publish", "reason": ""}


def begin(cast: Walker, who: str = "sun", **changes):
    return claimed(cast, who, cast.opens("mei", "vacancy", **{**VACANCY, **changes}))


def published(cast: Walker, who: str = "sun", **changes):
    return cast.does(who, begin(cast, who, **changes), "audit", **AUDIT)


def walk(cast: Walker):
    ticket = published(cast)
    assert left(ticket) == 2, "two places to fill"
    first = due(ticket, "va.expire")
    cast.does("sun", ticket, "renew")
    assert due(ticket, "va.expire") >= first
    return cast.does("sun", ticket, "fill", **WHY)


def what_was_not_checked_in_full_is_not_published(cast: Walker) -> None:
    half = {**AUDIT, "lawful": ["licence", "wage"]}
    refuses(cast, "sun", begin(cast), "audit", "What discriminates is not published", at="lawful", **half)


def only_who_has_claimed_it_audits(cast: Walker) -> None:
    ticket = cast.opens("mei", "vacancy", **VACANCY)
    refuses(cast, "sun", ticket, "audit", "Only the person in charge", **AUDIT)


def nothing_is_kept_open_after_its_time(cast: Walker) -> None:
    ticket = published(cast)
    pass_time(due(ticket, "va.expire"))
    refuses(cast, "sun", ticket, "renew", "not possible while")


def a_vacancy_offers_a_place_at_least(cast: Walker) -> None:
    cast.may_not_open("mei", "vacancy", "", at="places", **{**VACANCY, "places": 0})


REFUSALS = [
    what_was_not_checked_in_full_is_not_published, only_who_has_claimed_it_audits, nothing_is_kept_open_after_its_time,
    a_vacancy_offers_a_place_at_least,
]  # fmt: skip
