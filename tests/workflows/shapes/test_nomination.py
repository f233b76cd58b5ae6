"""Nominations: the vote and the notice where they live, and what stops somebody who has become ineligible meanwhile."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.utils.translation import override

from casework.models import Notice, Ticket
from tests.cast import STREET, Cast
from tests.walks import five_good_family, post_star, rounds
from tests.walks.parts import PERSON, SCORE, WHY, again, claimed, due, left, notice_over, pass_time, refuses
from tests.walks.walker import Walker
from tests.workflows.rights.protected import child, running


@pytest.fixture
def walker(cast: Cast) -> Iterator[Walker]:
    with override("en"):
        yield Walker.of(cast)


def warned(walker: Walker, *, role: str = "other") -> None:
    """A written warning was delivered in a case of violence in which the person nominated has this part."""
    case = walker.call(category="0102", name="刘小娟", phone="13800007001")
    walker.does("mei", case, "claim")
    walker.does("mei", case, "add_person", role=role, name=PERSON["name"], phone=PERSON["phone"], relation="spouse")
    issued(child(walker, "written_warning", case=case))


def issued(warning: Ticket) -> None:
    """As if it had been delivered."""
    with transaction.atomic(), connection.cursor() as cursor:  # its own walk shows the way there
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE casework_ticket SET state = 'visiting' WHERE id = %s", [warning.pk])


def nominated(walker: Walker) -> Ticket:
    return five_good_family.begin(walker)


def put_up(walker: Walker) -> Ticket:
    return walker.does("mei", claimed(walker, "mei", nominated(walker)), "hold_vote", **rounds.VOTE)


def test_the_vote_hangs_in_the_community_and_its_time_to_recommend_begins_afterwards(walker: Walker):
    ticket = put_up(walker)
    notice = Notice.objects.get(ticket=ticket)
    assert (ticket.state, ticket.level, notice.unit) == ("public", 1, ticket.place_id)
    assert "aw.level" not in running(ticket)
    ticket = notice_over(ticket)
    assert (ticket.state, ticket.level, ticket.data["votes_for"]) == ("recommended", 1, 36)
    assert "aw.level" in running(ticket)


def test_an_objection_in_the_community_keeps_it_from_going_up(walker: Walker):
    ticket = put_up(walker)
    objection = rounds.object_to(ticket)
    pass_time(due(ticket, "aw.public_notice"))
    assert again(ticket).state == "public"
    refuses(walker, "mei", objection, "reject", "", **WHY)
    walker.does("sun", objection, "uphold", **WHY)
    ticket = walker.does("fang", ticket, "take_down")
    assert (ticket.state, "round" in ticket.data) == ("not_chosen", False)


def test_a_notice_held_up_by_an_objection_alone_ends_at_once_when_that_is_rejected(walker: Walker):
    ticket = put_up(walker)
    objection = rounds.object_to(ticket)
    pass_time(due(ticket, "aw.public_notice"))
    assert again(ticket).state == "public"
    walker.does("sun", objection, "reject", now=due(ticket, "aw.objection_wait"), **WHY)
    assert again(ticket).state == "recommended"
    assert not Notice.objects.filter(ticket=ticket, ended_at=None).exists()


def test_an_objection_rejected_in_time_leaves_the_notice_its_days(walker: Walker):
    ticket = put_up(walker)
    walker.does("sun", rounds.object_to(ticket), "reject", **WHY)
    assert again(ticket).state == "public"
    assert notice_over(ticket).state == "recommended"


@pytest.mark.parametrize(("second", "state"), [("reject", "recommended"), ("uphold", "public")])
def test_while_another_objection_is_open_it_hangs_on(walker: Walker, second: str, state: str):
    ticket = put_up(walker)
    one, two = rounds.object_to(ticket), rounds.object_to(ticket)
    when = due(ticket, "aw.public_notice")
    pass_time(when)
    walker.does("sun", one, "reject", now=when, **WHY)
    assert again(ticket).state == "public"
    walker.does("sun", two, second, now=when, **WHY)
    assert again(ticket).state == state


def test_an_objection_rejected_after_the_notice_was_taken_down_moves_nothing(walker: Walker):
    ticket = put_up(walker)
    one, two = rounds.object_to(ticket), rounds.object_to(ticket)
    walker.does("sun", one, "uphold", **WHY)
    walker.does("fang", ticket, "take_down")
    assert walker.does("sun", two, "reject", **WHY).state == "rejected"
    assert again(ticket).state == "not_chosen"


def test_who_became_ineligible_meanwhile_stays_up_for_the_district_to_take_down(walker: Walker):
    ticket = put_up(walker)
    objection = rounds.object_to(ticket)
    warned(walker)
    when = due(ticket, "aw.public_notice")
    pass_time(when)
    walker.does("sun", objection, "reject", now=when, **WHY)
    assert again(ticket).state == "public"


def test_a_second_vote_is_not_recorded(walker: Walker):
    refuses(walker, "mei", notice_over(put_up(walker)), "hold_vote", "The vote is recorded", **rounds.VOTE)


def test_what_the_community_lets_lie_goes_up_and_the_street_asks_for_the_vote(walker: Walker):
    ticket = nominated(walker)
    pass_time(due(ticket, "aw.level"))
    ticket = claimed(walker, "sun", ticket)
    assert ticket.level == 2
    refuses(walker, "sun", ticket, "recommend", "how people voted", **SCORE)
    ticket = notice_over(walker.does("sun", ticket, "hold_vote", **rounds.VOTE))
    assert walker.does("sun", ticket, "recommend", **SCORE).level == 3


def test_who_becomes_ineligible_during_the_notice_is_not_named_and_the_place_comes_back(walker: Walker):
    places = rounds.round_of(walker, "five_good_family")
    ticket = rounds.chosen(walker, nominated(walker), places)
    assert left(places, STREET) == 0
    warned(walker)
    pass_time(due(ticket, "aw.public_notice"))
    assert again(ticket).state == "public"
    refuses(walker, "gao", ticket, "end_notice", "Not eligible.")
    ticket = walker.does("gao", ticket, "take_down")
    assert (ticket.state, left(places, STREET)) == ("not_chosen", 1)


def test_nobody_below_learns_why(walker: Walker):
    ticket = claimed(walker, "mei", nominated(walker))
    warned(walker)
    refuses(walker, "mei", ticket, "hold_vote", "Not eligible.", **rounds.VOTE)
    said = str(list(again(ticket).events.values_list("data", flat=True))) + str(again(ticket).data)
    assert "warning" not in said and "violence" not in said


def test_a_family_is_not_honoured_over_the_one_who_was_beaten_in_it(walker: Walker):
    ticket = claimed(walker, "mei", nominated(walker))
    warned(walker, role="victim")
    refuses(walker, "mei", ticket, "hold_vote", "Not eligible.", **rounds.VOTE)


def test_who_was_beaten_may_be_the_star_of_her_post(walker: Walker):
    ticket = claimed(walker, "mei", post_star.begin(walker))
    warned(walker, role="victim")
    assert walker.does("mei", ticket, "hold_vote", **rounds.VOTE).state == "public"


def test_the_same_name_with_another_phone_is_somebody_else(walker: Walker):
    ticket = claimed(
        walker, "mei", walker.opens("mei", "post_star", **{**post_star.NOMINATION, "phone": "13900008888"})
    )
    warned(walker)
    assert walker.does("mei", ticket, "hold_vote", **rounds.VOTE).state == "public"


def test_without_an_objection_and_eligible_no_notice_is_taken_down(walker: Walker):
    refuses(walker, "fang", put_up(walker), "take_down", "No objection was upheld")


def test_two_objections_count_as_one_nomination_with_objections(walker: Walker):
    ticket = put_up(walker)
    for _n in range(2):
        rounds.object_to(ticket)
    assert (again(ticket).data["objections"], again(ticket).data["objected"]) == (2, True)
