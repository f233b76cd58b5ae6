"""What can run out, taken by many at once: places of a quota, seats of a class, money of a fund and of a pledge.

Threads with connections of their own race for it. Nothing is given twice, nothing is lost, and the waiting list keeps its order.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from casework import gate
from casework.errors import Refused
from casework.models import Account, Entry, Ticket
from tests.cast import Cast, populate
from tests.together import together, unexpected
from tests.walks import aid, fund, pledge, post_star, rounds, spring_bud
from tests.walks.parts import WHY, again, to_district
from tests.walks.training_class import enrolled, enrolling
from tests.walks.walker import Walker
from workflows.shapes import seats

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def walker(transactional_db: None) -> Walker:
    return Walker.of(populate())


def at_once(moves: Sequence[Callable[[], Any]]) -> Counter[str]:
    """Make all moves at the same moment, each in a thread; how often each went well ("done") or was refused (its code)."""
    results = together(moves)
    broken = unexpected(results, Refused)
    assert not broken, broken
    return Counter(one.code if isinstance(one, Refused) else "done" for one in results)


def move(cast: Cast, who: str, ticket: Ticket, name: str, **data: Any) -> Callable[[], Any]:
    actor = cast.actor(who)
    return lambda: gate.perform(ticket.number, name, actor, data)


def sound(ticket: Ticket) -> Decimal:
    """What is left, after a look at the books: never below nothing, and the sum of the entries in their order."""
    total = Decimal(0)
    for account in Account.objects.filter(ticket=ticket):
        running = Decimal(0)
        for entry in account.entries.order_by("id"):
            running += entry.amount
            assert entry.balance == running >= 0
        assert account.balance == running
        total += running
    return total


def test_a_quota_is_never_given_twice(walker: Walker) -> None:
    award = rounds.round_of(walker, "post_star", places=2)
    nominated = [rounds.recommended(walker, post_star.begin(walker)) for _n in range(5)]
    entered = {**rounds.CHOSEN, "round": award.number}
    found = at_once([move(walker, "fang", one, "select", **entered) for one in nominated])
    assert found == {"done": 2, "closed": 3}
    assert Counter(again(one).state for one in nominated) == {"public": 2, "recommended": 3}
    assert sound(award) == 0


def test_a_place_given_back_and_places_asked_for_at_once(walker: Walker) -> None:
    """One notice is taken down while three wait for its place: one of them at most gets it."""
    award = rounds.round_of(walker, "post_star", places=1)
    first = rounds.chosen(walker, post_star.begin(walker), award)
    walker.does("gao", rounds.object_to(first), "uphold", **WHY)
    others = [rounds.recommended(walker, post_star.begin(walker)) for _n in range(3)]
    entered = {**rounds.CHOSEN, "round": award.number}
    at_once(
        [move(walker, "fang", first, "take_down"), *(move(walker, "fang", one, "select", **entered) for one in others)]
    )
    public = sum(again(one).state == "public" for one in others)
    assert again(first).state == "not_chosen"
    assert (public, sound(award)) in {(0, 1), (1, 0)}


def test_seats_are_never_oversold_and_nobody_checked_is_lost(walker: Walker) -> None:
    course = enrolling(walker, seats=3)
    people = [enrolled(walker, course, name=f"学员{n}某") for n in range(7)]
    found = at_once([move(walker, "fang", one, "check_enrolment", fits="yes") for one in people])
    for one in people:  # who lost the race for the last seat is asked to try again, and waits then
        if again(one).state == "applied":
            walker.does("fang", one, "check_enrolment", fits="yes")
    assert found["done"] >= 3
    assert Counter(again(one).state for one in people) == {"learning": 3, "waiting": 4}
    assert sound(course) == 0


def test_seats_given_back_at_once_go_to_the_first_who_wait_in_their_order(walker: Walker) -> None:
    course = enrolling(walker, seats=3)
    groups = ["other"] * 5 + ["unemployed", "graduate", "other"]
    people = [enrolled(walker, course, group, f"学员{n}某") for n, group in enumerate(groups)]
    for one in people:
        walker.does("fang", one, "check_enrolment", fits="yes")
    assert [again(one).state for one in people] == ["learning"] * 3 + ["waiting"] * 5
    found = at_once([move(walker, "fang", one, "leave_class", **WHY) for one in people[:3]])
    assert found == {"done": 3}
    learning = [n for n, one in enumerate(people) if again(one).state == "learning"]
    assert learning == [3, 5, 6], "the unemployed, the graduate, then who came first"
    assert sound(course) == 0


def test_a_seat_given_back_while_others_are_checked_leaves_nobody_waiting_beside_it(walker: Walker) -> None:
    course = enrolling(walker, seats=1)
    first, *others = [enrolled(walker, course, name=f"学员{n}某") for n in range(4)]
    for one in (first, others[0]):
        walker.does("fang", one, "check_enrolment", fits="yes")
    at_once(
        [
            move(walker, "fang", first, "leave_class", **WHY),
            *(move(walker, "fang", one, "check_enrolment", fits="yes") for one in others[1:]),
        ]
    )
    assert again(others[0]).state == "learning", "who waited first has the seat, whoever is checked meanwhile"
    assert sound(course) == 0


def test_nobody_is_put_on_the_list_beside_a_seat_given_back_at_that_moment(
    walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The narrow moment made wide: who is checked has seen that all seats are taken, and the seat is given back before she is
    on the list. Without the account held meanwhile she would wait beside a free seat."""
    course = enrolling(walker, seats=1)
    first, second = (enrolled(walker, course, name=f"学员{n}某") for n in range(2))
    walker.does("fang", first, "check_enrolment", fits="yes")
    looked, looks = threading.Event(), seats.a_seat_left

    def slowly(ticket: Any, **how: Any) -> bool:
        found = looks(ticket, **how)
        if ticket.number == second.number and not looked.is_set():
            looked.set()
            time.sleep(1)
        return found

    monkeypatch.setattr(seats, "a_seat_left", slowly)

    def leave() -> None:
        assert looked.wait(timeout=30)
        move(walker, "fang", first, "leave_class", **WHY)()

    assert at_once([move(walker, "fang", second, "check_enrolment", fits="yes"), leave]) == {"done": 2}
    assert (again(second).state, sound(course)) == ("learning", 0)


def paying(walker: Walker, amount: str, name: str = "王秀兰") -> Ticket:
    """Fang has granted it, Gao is to pay it."""
    ticket = to_district(walker, aid.begin(walker, name=name, address=f"贡院街{name}家"), entered=aid.VISIT)
    aid.notice_over(walker.does("fang", ticket, "decide", **{**aid.GRANT, "amount": amount}))
    return walker.does("gao", ticket, "claim")


def test_several_aids_paid_out_of_one_fund_never_overdraw_it(walker: Walker) -> None:
    money = fund.begin(walker, amount="250")
    tickets = [paying(walker, "100", f"申请人{n}某") for n in range(4)]
    slip = {**aid.PAYMENT, "fund": money.number}
    found = at_once([move(walker, "gao", one, "pay", amount="100", **slip) for one in tickets])
    assert found == {"done": 2, "closed": 2}
    assert Counter(again(one).state for one in tickets) == {"tracking": 2, "paying": 2}
    assert sound(money) == Decimal("50.00")
    assert -Entry.objects.filter(account__ticket=money, amount__lt=0).aggregate(all=Sum("amount"))["all"] == sum(
        Decimal(again(one).data.get("paid", "0")) for one in tickets
    )


def test_one_woman_is_not_granted_the_same_aid_twice_by_two_officers_at_once(walker: Walker) -> None:
    """Each sees the other application still under way, so neither grants before one of the two has ended."""
    tickets = [to_district(walker, aid.begin(walker), entered=aid.VISIT) for _n in range(2)]
    found = at_once([move(walker, "fang", one, "decide", **aid.GRANT) for one in tickets])
    assert found == {"invalid": 2}
    walker.does("fang", tickets[1], "refuse", **WHY)
    assert walker.does("fang", tickets[0], "decide", **aid.GRANT).state == "public"


def test_one_payment_sent_twice_at_once_is_made_once(walker: Walker) -> None:
    money, ticket = fund.begin(walker, amount="1000"), paying(walker, "100")
    actor, slip = walker.actor("gao"), {**aid.PAYMENT, "fund": money.number, "amount": "100"}
    send = [lambda: gate.perform(ticket.number, "pay", actor, slip, key="pay-once")] * 3
    assert at_once(send) == {"done": 3}
    assert sound(money) == Decimal("900.00")
    assert again(ticket).data["slips"] == [aid.PAYMENT["slip"]]


def test_one_pledge_is_matched_with_one_girl(walker: Walker) -> None:
    money = pledge.free(walker)
    girls = [spring_bud.to_match(walker) for _n in range(3)]
    found = at_once([move(walker, "gao", girl, "match", pledge=money.number) for girl in girls])
    assert found == {"done": 1, "invalid": 2}
    assert Counter(again(girl).state for girl in girls) == {"matched": 1, "to_match": 2}
    assert again(money).data["matches"] == 1


def test_terms_paid_and_money_coming_in_at_once_keep_the_pledge_right(walker: Walker) -> None:
    money = pledge.free(walker, amount="2000")
    girl = spring_bud.matched(walker, money)
    terms = [{**spring_bud.TERM, "term": f"{year}-1"} for year in (2026, 2027, 2028)]
    found = at_once(
        [
            *(move(walker, "gao", girl, "pay_term", **term) for term in terms),
            move(walker, "fang", money, "pay_in", amount="500", **pledge.SLIP),
        ]
    )
    assert found["done"] == 3, "two terms and what came in; a third is not covered"
    assert sound(money) == Decimal("500.00")
    assert Decimal(again(girl).data["paid"]) == Decimal("2000.00")


class Ledger(RuleBasedStateMachine):
    """One fund: money comes in, is paid, is returned, in any order; beside it a plain Decimal that does the same."""

    walker: Walker
    amounts = st.decimals(min_value="0.01", max_value="5000", places=2)

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.fund = fund.begin(self.walker, amount="100.05")
        self.model = Decimal("100.05")

    def _try(self, name: str, amount: Decimal, change: Decimal) -> None:
        entered = {**fund.SLIP, "amount": str(amount)}
        before = again(self.fund).version
        if self.model + change < 0:
            with pytest.raises(Refused) as caught:
                self.walker.does("fang", self.fund, name, **entered)
            assert f"{self.model:.2f} yuan left" in str(caught.value)
            assert again(self.fund).version == before, "what is refused leaves no trace"
        else:
            self.walker.does("fang", self.fund, name, **entered)
            self.model += change

    @rule(amount=amounts)
    def money_comes_in(self, amount: Decimal) -> None:
        self._try("deposit", amount, amount)

    @rule(amount=amounts)
    def money_is_returned(self, amount: Decimal) -> None:
        self._try("give_back", amount, -amount)

    @rule()
    def all_of_it_is_returned(self) -> None:
        if self.model:
            self._try("give_back", self.model, -self.model)

    @rule()
    def it_is_closed_only_when_it_is_empty(self) -> None:
        with transaction.atomic():
            if self.model:
                with pytest.raises(Refused, match="still money in it"):
                    self.walker.does("fang", self.fund, "close_fund", **WHY)
            else:
                assert self.walker.does("fang", self.fund, "close_fund", **WHY).state == "closed"
                transaction.set_rollback(True)

    @invariant()
    def the_books_agree_to_the_fen(self) -> None:
        assert sound(self.fund) == self.model >= 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)


@pytest.mark.django_db
def test_an_account_is_never_negative_and_equals_a_plain_sum(cast: Cast) -> None:
    Ledger.walker = Walker.of(cast)
    run_state_machine_as_test(Ledger, settings=settings(max_examples=15, stateful_step_count=15, deadline=None))
