"""What rights cases say of a household that is to be honoured: yes or no, for everybody who lives there, never why; and who asked."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils.translation import override

from casework import access
from casework.models import Party, ReadLog, Ticket
from tests.cast import Cast
from tests.walks import five_good_family, rounds
from tests.walks.parts import claimed, refuses
from tests.walks.walker import Walker
from tests.workflows.rights.protected import child
from tests.workflows.shapes.test_nomination import issued

HOME = five_good_family.NOMINATION["address"]


@pytest.fixture
def walker(cast: Cast) -> Iterator[Walker]:
    with override("en"):
        yield Walker.of(cast)


def nominated(walker: Walker, **changes: object) -> Ticket:
    ticket = walker.opens("mei", "five_good_family", **{**five_good_family.NOMINATION, **changes})
    return claimed(walker, "mei", ticket)


def warned_at(walker: Walker, home: str, **who: object) -> Ticket:
    """A rights case of other people at this address, with a written warning that was issued."""
    case = walker.call(category="0102", name="陈玉珍", phone="13911112222", place_detail=home, **who)
    issued(child(walker, "written_warning", case=case))
    return case


def test_somebody_of_the_household_whom_nobody_named_stands_against_it(walker: Walker) -> None:
    ticket = nominated(walker)
    warned_at(walker, HOME)
    refuses(walker, "mei", ticket, "hold_vote", "Not eligible.", **rounds.VOTE)


def test_the_house_next_door_does_not(walker: Walker) -> None:
    ticket = nominated(walker)
    warned_at(walker, "贡院街9号1单元203室")
    assert walker.does("mei", ticket, "hold_vote", **rounds.VOTE).state == "public"


def test_the_home_is_found_however_it_was_written(walker: Walker) -> None:
    ticket = nominated(walker)
    warned_at(walker, "贡院街９号 1单元 202室")
    refuses(walker, "mei", ticket, "hold_vote", "Not eligible.", **rounds.VOTE)


def test_a_member_found_by_the_home_is_looked_for_where_she_stands_without_it(walker: Walker) -> None:
    """She asked for help from here once; the case with the warning says nothing of where she lives."""
    ticket = nominated(walker)
    walker.call(name="陈玉珍", phone="13911112222", place_detail=HOME)
    warned_at(walker, "")
    refuses(walker, "mei", ticket, "hold_vote", "Not eligible.", **rounds.VOTE)


def test_a_home_is_asked_for(walker: Walker) -> None:
    walker.may_not_open("mei", "five_good_family", "", at="address", **{**five_good_family.NOMINATION, "address": ""})


def test_the_address_lies_sealed_and_only_its_index_is_kept(walker: Walker) -> None:
    ticket = nominated(walker)
    assert Party.objects.get(ticket=ticket).household_index is not None
    assert HOME not in str(ticket.data) + str(list(ticket.events.values_list("data", flat=True)))


class TestTheLog:
    """Each question about people is written down, also when the move was refused; it opens nothing."""

    def test_a_refused_move_leaves_the_question_in_the_log(self, walker: Walker) -> None:
        ticket = nominated(walker)
        warned_at(walker, HOME)
        refuses(walker, "mei", ticket, "hold_vote", "Not eligible.", **rounds.VOTE)
        row = ReadLog.objects.get(what="eligibility")
        assert (row.ticket_id, row.actor_id, row.party_id, row.until) == (ticket.pk, walker.mei.pk, None, row.at)
        assert not access.grants(walker.actor("mei"), ticket), "the question shows nothing sealed"

    def test_who_looks_at_the_page_has_asked_too_once_within_minutes(self, walker: Walker) -> None:
        ticket = nominated(walker)
        browser = Client()
        browser.force_login(walker.mei, backend="django.contrib.auth.backends.ModelBackend")
        for _n in range(2):
            assert browser.get(f"/tickets/{ticket.number}").status_code == 200
        assert ReadLog.objects.filter(what="eligibility", actor=walker.mei).count() == 1

    def test_neither_page_nor_history_says_why(self, walker: Walker) -> None:
        ticket = nominated(walker)
        case = warned_at(walker, HOME)
        browser = Client()
        browser.force_login(walker.mei, backend="django.contrib.auth.backends.ModelBackend")
        page = browser.get(f"/tickets/{ticket.number}").content.decode()
        assert case.number not in page and "warning" not in page.lower()
        assert "Not eligible" in page or "不符合条件" in page
