"""Intake: who calls, what is asked, where the case goes, and what may lie in clear (domain.md §2.2)."""

import pytest

from casework import gate
from casework.errors import Refused
from casework.models import Event, Ticket
from tests.cast import COMMUNITY, STREET, Cast

pytestmark = pytest.mark.usefixtures("in_english")


def test_an_anonymous_caller_is_a_caller(cast: Cast) -> None:
    ticket = cast.call(phone="", name="", story="", refused_to_tell=True)
    assert ticket.data["anonymous"] is True
    assert ticket.parties.get().phone_index is None


def test_without_a_story_the_operator_is_told_what_to_do(cast: Cast) -> None:
    with pytest.raises(Refused) as caught:
        cast.call(story=" ")
    assert list(caught.value.errors) == ["story"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("violence_now", ""),
        ("place", "夫子庙"),
        ("place", "32010"),
        ("phone", "none"),
        ("category", "9999"),
        ("nature", "x"),
    ],
)
def test_each_wrong_field_is_named(cast: Cast, field: str, value: str) -> None:
    with pytest.raises(Refused) as caught:
        cast.call(**{field: value})
    assert list(caught.value.errors) == [field]
    assert not Ticket.objects.exists()


def test_if_the_community_may_not_know_the_street_handles_it(cast: Cast) -> None:
    ticket = cast.call(community_may_know="no")
    assert (ticket.unit_id, ticket.place_id) == (STREET, COMMUNITY)
    with pytest.raises(Refused):
        gate.perform(ticket.number, "claim", cast.actor("mei"))


def test_the_title_is_neutral_and_in_the_language_of_the_office(cast: Cast) -> None:
    ticket = cast.call(name="王秀英")
    assert "王" not in ticket.title_text
    assert ticket.title_text


def test_plain_data_holds_codes_only(cast: Cast) -> None:
    ticket = cast.call(place_detail="3 幢", safe_phone="13800000001", safe_time="中午", occurred_at="2026-01-01 10:00")
    opened = Event.objects.get(ticket=ticket)
    for data in (ticket.data, opened.data):
        assert not {
            "phone",
            "name",
            "story",
            "request",
            "safe_phone",
            "safe_time",
            "place_detail",
            "occurred_at",
        } & set(data)
