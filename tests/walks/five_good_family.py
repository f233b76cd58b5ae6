"""A five-good family: all adults agree, they have lived here a year at least."""

from tests.walks import rounds
from tests.walks.parts import PERSON
from tests.walks.walker import Walker

NOMINATION = {
    **PERSON, "road": "neighbours", "kinds": ["learning", "filial"], "members": 4, "address": "贡院街9号1单元202室", "years": 6, "deeds": "三代同堂，照顾邻里老人十年。", "all_agree": True, "declared": True, "notice_consent": True,
}  # fmt: skip


def begin(cast: Walker):
    return cast.opens("mei", "five_good_family", **NOMINATION)


def walk(cast: Walker):
    return rounds.walk(cast, begin(cast))


def all_adults_agree(cast: Walker) -> None:
    cast.may_not_open("mei", "five_good_family", "", at="all_agree", **{**NOMINATION, "all_agree": False})


def without_a_declaration_there_is_no_nomination(cast: Walker) -> None:
    cast.may_not_open("mei", "five_good_family", "", at="declared", **{**NOMINATION, "declared": False})


def a_year_of_residence_is_asked_for(cast: Walker) -> None:
    cast.may_not_open("mei", "five_good_family", "One year of residence", at="years", **{**NOMINATION, "years": 0})


REFUSALS = [
    *rounds.refusals(begin, "five_good_family"),
    all_adults_agree,
    without_a_declaration_there_is_no_nomination,
    a_year_of_residence_is_asked_for,
]
