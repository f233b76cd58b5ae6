"""Accounts that cannot be overdrawn, public notices, referrals: what the types of the other chapters ask the core for."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django import forms
from django.db import DatabaseError, transaction
from django.db.models import Sum

from casework import accounts, gate
from casework.errors import Refused
from casework.models import Account, Entry, Notice, Party, Ticket
from tests.cast import COMMUNITY, Cast, populate
from tests.together import together, unexpected
from workflows.base import SAME, Kind, State, Workflow, action
from workflows.deadlines import Deadline
from workflows.forms import MoveForm, TicketField
from workflows.ladder import level_of
from workflows.masking import masked_name
from workflows.registry import registry
from workflows.roles import DISTRICT, HANDLERS, SYSTEM

OPEN, WAITING, DONE = State("open", "Open"), State("waiting", "Waiting"), State("done", "Done", Kind.END)
PUBLIC = State("public", "On notice")


class PurseForm(MoveForm):
    amount = forms.DecimalField(max_digits=12, decimal_places=2)


class TakeForm(MoveForm):
    purse = TicketField()
    amount = forms.DecimalField(max_digits=12, decimal_places=2)


class Purse(Workflow):
    """A fund for the tests: money goes in at opening, other tickets take from it, it can be shown in public."""

    slug, prefix, title, plan_chapter = "purse", "QB", "Purse", 10
    states = (OPEN, PUBLIC, DONE)
    deadlines = (
        Deadline("wo.complaint", starts=("open",)),
        Deadline("aw.public_notice", starts=("show",), stops=(OPEN,), then="hide", each=True),
    )
    intake_form = PurseForm
    open_by = (DISTRICT,)

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        ticket.place_id = ticket.unit_id = COMMUNITY
        ticket.level = int(level_of(COMMUNITY))
        ticket.open_account("fund", cleaned["amount"], title="Test")
        return [{"role": "petitioner", "sealed": {"name": "王秀兰"}, "name": "王秀兰"}]

    @action([OPEN], SAME, by=HANDLERS, label="Take", form=TakeForm)
    def take(self, purse: str, amount: Decimal) -> None:
        self.book(purse, -amount, purpose="taken")

    @action([OPEN], SAME, by=HANDLERS, label="Take and give to the other", form=TakeForm)
    def pass_on(self, purse: str, amount: Decimal) -> None:
        self.book(self.number, -amount, purpose="passed")
        self.book(purse, amount, purpose="passed")
        self.move_other(purse, "touched")

    @action([OPEN], SAME, by=[SYSTEM], label="Touched")
    def touched(self) -> None:
        self.data["touched"] = True

    @action([OPEN], PUBLIC, by=HANDLERS, label="Show")
    def show(self) -> None:
        self.publish("purse", [("Name", masked_name("王秀兰"))])

    @action([PUBLIC], OPEN, by=[SYSTEM], label="Hide")
    def hide(self) -> None:
        self.withdraw_notice("over")

    @action([OPEN], DONE, by=HANDLERS, label="End")
    def finish(self) -> None: ...


@pytest.fixture
def purses() -> Iterator[None]:
    registry.register(Purse)
    yield
    del registry._types[Purse.slug]


def purse(cast: Cast, amount: str = "1000.00") -> Ticket:
    return gate.open_ticket("purse", cast.actor("fang"), {"amount": amount}).ticket


@pytest.mark.django_db
@pytest.mark.usefixtures("purses")
class TestAccounts:
    def test_what_goes_in_is_there_to_the_fen_and_the_entry_says_why(self, cast: Cast):
        one = purse(cast, "1000.10")
        assert accounts.left(one.number) == Decimal("1000.10")
        entry = Entry.objects.get()
        assert (entry.amount, entry.balance, entry.purpose) == (Decimal("1000.10"), Decimal("1000.10"), "opened")
        assert entry.event.ticket_id == one.pk

    def test_another_ticket_takes_from_it_and_both_the_entry_and_the_event_tell(self, cast: Cast):
        one, two = purse(cast), purse(cast)
        cast.does("mei", two, "take", purse=one.number, amount="333.33")
        assert accounts.left(one.number) == Decimal("666.67")
        event = two.events.order_by("seq").last()
        assert event.data["booked"] == [{"account": one.number, "amount": "-333.33", "purpose": "taken"}]
        assert Entry.objects.get(event=event).account.ticket_id == one.pk

    def test_what_would_overdraw_it_is_refused_with_what_is_left_and_changes_nothing(self, cast: Cast):
        one, two = purse(cast, "100.00"), purse(cast)
        with pytest.raises(Refused, match="100.00 yuan left; 100.01 are asked") as refused:
            cast.does("mei", two, "take", purse=one.number, amount="100.01")
        assert refused.value.code == "closed"
        assert accounts.left(one.number) == Decimal("100.00")
        assert Ticket.objects.get(pk=two.pk).version == two.version

    def test_a_ticket_without_an_account_is_named(self, cast: Cast):
        one, call = purse(cast), cast.call()
        with pytest.raises(Refused, match="has no account"):
            cast.does("fang", one, "take", purse=call.number, amount="1.00")

    def test_money_moves_between_two_and_the_other_ticket_moves_with_it(self, cast: Cast):
        one, two = purse(cast, "10.00"), purse(cast, "5.00")
        cast.does("mei", one, "pass_on", purse=two.number, amount="4.00")
        assert (accounts.left(one.number), accounts.left(two.number)) == (Decimal("6.00"), Decimal("9.00"))
        assert Ticket.objects.get(pk=two.pk).data["touched"] is True

    def test_the_table_itself_refuses_a_negative_balance_and_a_rewritten_entry(self, cast: Cast):
        purse(cast, "10.00")
        with pytest.raises(DatabaseError, match="account_not_overdrawn"), transaction.atomic():
            Account.objects.update(balance=Decimal("-0.01"))
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Entry.objects.update(amount=Decimal("99.00"))


@pytest.mark.django_db
@pytest.mark.usefixtures("purses")
class TestNotices:
    def test_a_notice_hangs_masked_for_the_working_days_of_its_policy_and_ends_by_itself(self, cast: Cast):
        one = cast.does("mei", purse(cast), "show")
        (notice,) = Notice.objects.all()
        assert notice.lines == [{"text": "王*兰", "zh": "Name", "en": "Name"}]
        assert notice.ended_at is None
        assert one.data["notice"] == {"code": notice.code, "until": notice.until.isoformat()}
        clock = one.clocks.get(key="aw.public_notice")
        gate.tick(now=clock.due_at)
        notice.refresh_from_db()
        assert notice.result == "over"
        assert Ticket.objects.get(pk=one.pk).state == "open"

    @pytest.mark.parametrize(
        ("name", "shown"), [("王秀兰", "王*兰"), ("王芳", "王*"), ("王", "*"), ("欧阳娜娜", "欧*娜")]
    )
    def test_a_name_is_masked_so_that_a_neighbour_can_object_and_nobody_is_found(self, name: str, shown: str):
        assert masked_name(name) == shown


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_never_overdraw_and_lose_nothing(purses: None):
    cast = populate()
    fund = purse(cast, "100.00")
    others = [purse(cast, "1.00") for _n in range(4)]
    actor, taken, refusals = cast.actor("mei"), [], set()

    def take_often(own: Ticket) -> None:
        for _n in range(12):
            try:
                gate.perform(own.number, "take", actor, {"purse": fund.number, "amount": "3.00"})
                taken.append(1)
            except Refused as refused:
                refusals.add(refused.code)

    assert not unexpected(together([partial(take_often, own) for own in others]))
    account = Account.objects.get(ticket=fund)
    assert refusals == {"closed"}
    assert len(taken) == 33, "100 yuan are 33 times 3"
    assert account.balance == Decimal("1.00")
    assert account.entries.aggregate(all=Sum("amount"))["all"] == account.balance


@pytest.mark.django_db
@pytest.mark.usefixtures("purses")
def test_a_person_with_nothing_against_her_is_eligible_and_only_a_bit_comes_out(cast: Cast):
    from casework import eligibility

    one = purse(cast)
    assert eligibility.eligible(one) is True
    assert Party.objects.filter(ticket=one).count() == 1
