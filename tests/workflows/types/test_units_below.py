"""What the units that passed something up go on doing: they live next door to the people, the level above decides."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from tests.cast import Cast
from tests.walks import aid, pledge, spring_bud
from tests.walks.activities import HELD, SUM, Way
from tests.walks.parts import VISIT, WHY, on, refuses, to_district
from tests.walks.walker import Walker


@pytest.fixture
def walker(cast: Cast) -> Iterator[Walker]:
    with override("en"):
        yield Walker.of(cast)


def test_the_community_holds_and_sums_up_the_activity_the_street_approved(walker: Walker):
    ticket = Way("culture_activity", kind="reading").approved(walker)
    walker.does("mei", ticket, "postpone", on=on(45), **WHY)
    walker.does("mei", ticket, "record_held", **HELD)
    assert walker.does("mei", ticket, "sum_up", **SUM).state == "filed"


def test_the_community_does_not_approve_what_it_passed_up(walker: Walker):
    ticket = Way("culture_activity", kind="reading").at_street(walker)
    refuses(walker, "mei", ticket, "approve", "Your unit assists", decision="approve")


def test_the_community_supplies_what_the_district_misses(walker: Walker):
    ticket = to_district(walker, aid.begin(walker), entered=VISIT)
    walker.does("fang", ticket, "ask_supplement", missing="缺低保证复印件。")
    assert walker.does("mei", ticket, "supplemented").state == "checking"


def test_the_community_brings_her_wish_for_a_review(walker: Walker):
    ticket = to_district(walker, aid.begin(walker), entered=VISIT)
    walker.does("fang", ticket, "decide", decision="refuse", **WHY)
    assert walker.does("mei", ticket, "ask_review", **WHY).state == "checking"


def test_the_community_visits_the_girl_and_does_not_pay(walker: Walker):
    ticket = spring_bud.matched(walker, pledge.free(walker))
    assert walker.does("mei", ticket, "visit", **spring_bud.SEEN).data["visits"] == 1
    refuses(walker, "mei", ticket, "pay_term", "Your unit assists", **spring_bud.TERM)


def test_another_streets_mediator_finds_nothing_to_visit(walker: Walker):
    ticket = spring_bud.matched(walker, pledge.free(walker))
    refuses(walker, "wei", ticket, "visit", "", **spring_bud.SEEN)
