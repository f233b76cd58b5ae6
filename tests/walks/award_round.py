"""An award round: it rests on a document, gives each street its places, gives more, and closes."""

from tests.cast import DISTRICT, OTHER_STREET, STREET
from tests.walks import rounds
from tests.walks.parts import WHY, left, refuses
from tests.walks.walker import Walker

ROUND = {"place": DISTRICT, "award": "post_star", "year": 2026, "basis_no": "宁妇〔2026〕2号", "quotas": f"{STREET} 5"}


def walk(cast: Walker):
    ticket = rounds.round_of(cast, "post_star", places=5)
    cast.does("fang", ticket, "claim")
    cast.does("fang", ticket, "add_places", unit=STREET, places=2, **WHY)
    cast.does("fang", ticket, "add_places", unit=OTHER_STREET, places=1, **WHY)
    assert (left(ticket, STREET), left(ticket, OTHER_STREET)) == (7, 1)
    return cast.does("fang", ticket, "close_round", **WHY)


def a_district_sets_up_no_award_of_its_own(cast: Walker) -> None:
    cast.may_not_open("fang", "award_round", "rests on a document", at="basis_no", **{**ROUND, "basis_no": ""})


def a_line_without_a_street_is_named(cast: Walker) -> None:
    quotas = f"{STREET} 5\n夫子庙 三个"
    cast.may_not_open("fang", "award_round", "Line 2", at="quotas", **{**ROUND, "quotas": quotas})


def a_street_opens_none(cast: Walker) -> None:
    cast.may_not_open("sun", "award_round", "does not register", **ROUND)


def a_closed_round_gets_no_more_places(cast: Walker) -> None:
    ticket = cast.does("fang", rounds.round_of(cast, "post_star"), "close_round", **WHY)
    refuses(cast, "fang", ticket, "add_places", "not possible while", unit=STREET, places=1, **WHY)


def a_community_has_no_places_of_its_own(cast: Walker) -> None:
    ticket = rounds.round_of(cast, "post_star")
    refuses(cast, "fang", ticket, "add_places", "", at="unit", unit="320104001001", places=1, **WHY)


REFUSALS = [
    a_district_sets_up_no_award_of_its_own, a_line_without_a_street_is_named, a_street_opens_none,
    a_closed_round_gets_no_more_places, a_community_has_no_places_of_its_own,
]  # fmt: skip
