"""Help beside a case: which kinds, what of her goes along, and what does not."""

from collections.abc import Iterator
from typing import Any

import pytest

from casework import moving, sealed
from casework.errors import Refused
from casework.models import Party, Ticket, TicketLink
from tests.cast import Cast
from workflows.registry import registry
from workflows.types.demo import Suggestion


class Ride(Suggestion):
    """Somebody accompanies her: the volunteer gets a first name and the place to meet, no phone."""

    slug, prefix, title, plan_chapter = "ride", "XC", "Accompanying", 4
    referral = ("name",)

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        super().opened(ticket, cleaned)
        return []

    @classmethod
    def referred(cls, case: Any, need: str) -> dict[str, Any]:
        return {"place": case.place_id, "suggestion": need}


@pytest.fixture
def ride() -> Iterator[None]:
    registry.register(Ride)
    yield
    del registry._types[Ride.slug]


@pytest.fixture
def case(cast: Cast, ride: None) -> Ticket:
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    return cast.does("mei", ticket, "accept", track="hotline", notice="oral")


def asks(cast: Cast, case: Ticket, **changes: Any) -> Ticket:
    (party,) = (code for code, role in case.data["parties"].items() if role == "petitioner")
    data = {"kind": "ride", "party": party, "need": "陪同去法院立案", "basis": "consent", **changes}
    return cast.does("mei", case, "open_help", **data)


def test_help_is_a_ticket_of_its_own_linked_with_the_case(cast: Cast, case: Ticket):
    after = asks(cast, case)
    link = TicketLink.objects.get(ticket=case)
    assert (link.kind, link.other.type, link.other.place_id) == ("related", "ride", case.place_id)
    assert after.data["helps"] == {"ride": 1}
    assert after.state == case.state


def test_only_what_the_kind_may_have_goes_along_and_she_is_found_there_by_nothing_else(cast: Cast, case: Ticket):
    asks(cast, case)
    helped = Ticket.objects.get(type="ride")
    (party,) = Party.objects.filter(ticket=helped)
    told = sealed.unseal(moving.data_key(helped), party.sealed, f"party|{helped.number}|{party.code}")
    assert told == {"name": "王女士"}
    assert party.phone_index is None
    assert party.name_index is not None


def test_the_story_of_the_case_does_not_go_along(cast: Cast, case: Ticket):
    asks(cast, case)
    helped = Ticket.objects.get(type="ride")
    said = str(sealed.unseal(moving.data_key(helped), helped.sealed, f"ticket|{helped.number}"))
    assert "陪同去法院立案" in said
    assert "争吵" not in said


def test_without_a_lawful_basis_nothing_is_passed_on(cast: Cast, case: Ticket):
    with pytest.raises(Refused) as refused:
        asks(cast, case, basis="")
    assert "basis" in refused.value.errors
    assert not Ticket.objects.filter(type="ride").exists()


def test_a_kind_that_takes_no_referrals_is_refused(cast: Cast, case: Ticket):
    with pytest.raises(Refused) as refused:
        asks(cast, case, kind="suggestion")
    assert "kind" in refused.value.errors


def test_another_streets_mediator_finds_no_such_case(cast: Cast, case: Ticket):
    with pytest.raises(Refused) as refused:
        cast.does("wei", case, "open_help", kind="ride")
    assert refused.value.code == "not_found"
