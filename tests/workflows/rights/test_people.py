"""The people of a case: what intake makes of them, one person in many cases, correcting, leaving (domain.md §4.4)."""

import datetime as dt
import json
from typing import Any

import pytest

from casework import access, reading, sealed
from casework.errors import Refused
from casework.models import Contact, Event, Party, Person, Ticket
from tests.cast import OTHER_COMMUNITY, Cast
from tests.workflows.rights.known import HERS, ID, SECRET, in_hand, of_role, opened, refused, with_check_digit
from workflows.partyroles import age_on, band_of


# ── Intake ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_calls_for_herself_is_petitioner_with_all_that_is_known_of_her(cast: Cast) -> None:
    ticket = cast.call(**HERS)
    assert {party.role for party in ticket.parties.all()} == {"petitioner", "other"}
    hers = of_role(ticket, "petitioner")
    assert (
        hers.plain["age_band"] == "30_39" and hers.plain["marital"] == "married" and hers.plain["needs"] == ["dialect"]
    )
    found = opened(cast, ticket, "petitioner")
    assert (found["id_number"], found["birth_date"], found["health"]) == (ID, "1988-07-06", ["pregnant"])
    other = opened(cast, ticket, "other")
    assert other == {"name": "李强国", "phone": "13911112222", "employer": "宏大物流"}


def test_who_calls_for_another_is_petitioner_and_the_other_is_the_person_harmed(cast: Cast) -> None:
    ticket = cast.call(
        caller="relative", victim_name="王小梅", victim_relation="parent", birth_date="2015-03-01", sex="f"
    )
    assert of_role(ticket, "petitioner").plain["relation"] == "parent"
    assert "age_band" not in of_role(ticket, "petitioner").plain
    assert of_role(ticket, "victim").plain["age_band"] == "u14"
    assert ticket.data["minor"] and ticket.data["under_14"]
    assert opened(cast, ticket, "victim")["name"] == "王小梅"


def test_nothing_that_identifies_lies_in_clear_anywhere(cast: Cast) -> None:
    ticket = Ticket.objects.get(pk=cast.call(**HERS).pk)
    clear = json.dumps(
        [ticket.data, ticket.title_text, *(one.plain for one in ticket.parties.all())]
        + [event.data for event in Event.objects.filter(ticket=ticket)],
        ensure_ascii=False,
    )
    for secret in (*SECRET, "王女士", "2046"):
        assert secret not in clear, secret


def test_what_lies_in_a_party_is_not_repeated_in_the_tickets_own_sealed_part(cast: Cast) -> None:
    ticket = Ticket.objects.get(pk=cast.call(**HERS).pk)
    told = sealed.unseal(sealed.unwrap(ticket.sealed_key, ticket.number), ticket.sealed, f"ticket|{ticket.number}")
    assert "story" in told and not {"id_number", "other_name", "birth_date", "health"} & set(told)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("id_number", {"id_type": "resident", "id_number": "320104198807062"}),
        ("id_number", {"id_number": ID[:-1] + ("1" if ID[-1] != "1" else "2")}),
        ("id_number", {"id_type": "passport", "id_number": "护照"}),
        ("birth_date", {"id_number": ID, "birth_date": "1990-01-01"}),
        ("birth_date", {"birth_date": "2999-01-01"}),
        ("other_phone", {"other_phone": "no phone"}),
        ("persons", {"persons": "0"}),
    ],
)
def test_a_wrong_fact_is_named_with_the_remedy(cast: Cast, field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(Refused) as caught:
        cast.call(**changes)
    assert field in caught.value.errors


def test_the_age_follows_from_the_date_of_birth() -> None:
    born = dt.date(2012, 11, 24)
    assert (age_on(born, dt.date(2026, 11, 23)), age_on(born, dt.date(2026, 11, 24))) == (13, 14)
    assert band_of(born, dt.date(2026, 11, 23)) == "u14" and band_of(born, dt.date(2026, 11, 24)) == "14_17"
    assert band_of(dt.date(1950, 1, 1), dt.date(2026, 1, 1)) == "60_up"


def test_five_persons_are_a_group_and_are_counted_as_persons(cast: Cast) -> None:
    ticket = cast.call(persons="6", channel="visit")
    assert ticket.data["persons"] == 6 and ticket.data["group"]
    assert Contact.objects.get(ticket=ticket).persons == 6


FOREIGN = {
    "nationality": "越南", "registered_residence": "安徽省和县历阳镇陵园路77号", "id_type": "passport", "id_number": "C1234567",
}  # fmt: skip


def test_nationality_and_registered_residence_are_sealed_shown_with_a_grant_and_corrected(cast: Cast) -> None:
    ticket = in_hand(cast, **FOREIGN)
    clear = json.dumps(
        [Ticket.objects.get(pk=ticket.pk).data, *(one.plain for one in ticket.parties.all())]
        + [event.data for event in Event.objects.filter(ticket=ticket)],
        ensure_ascii=False,
    )
    assert "越南" not in clear and "陵园路" not in clear
    found = opened(cast, ticket, "petitioner")
    assert (found["nationality"], found["registered_residence"]) == ("越南", FOREIGN["registered_residence"])
    hers = of_role(ticket, "petitioner")
    cast.does("mei", ticket, "correct_person", party=hers.code, nationality="老挝", clear=["registered_residence"])
    found = opened(cast, ticket, "petitioner")
    assert found["nationality"] == "老挝" and "registered_residence" not in found
    assert not hers.household_index, "where she is registered is not where she lives"
    cast.does("mei", ticket, "add_person", role="other", name="李强", registered_residence="湖北省麻城市")
    assert opened(cast, ticket, "other")["registered_residence"] == "湖北省麻城市"


# ── Persons over tickets ──────────────────────────────────────────────────────────────────────────────────────────────
def test_one_identity_number_is_one_person_in_many_tickets(cast: Cast) -> None:
    first = cast.call(id_number=ID, phone="13800000001", name="王梅")
    second = cast.call(id_number=ID.lower(), phone="13800000002", name="王梅梅", place=OTHER_COMMUNITY)
    assert of_role(first, "petitioner").person_id == of_role(second, "petitioner").person_id
    assert Person.objects.count() == 1


def test_mother_and_daughter_of_one_name_at_one_phone_are_two_persons(cast: Cast) -> None:
    other = with_check_digit("32010420080101123")
    first, second = (cast.call(id_number=number, name="王梅") for number in (ID, other))
    assert of_role(first, "petitioner").person_id != of_role(second, "petitioner").person_id


def test_an_identity_number_entered_later_decides_who_it_is(cast: Cast) -> None:
    known = cast.call(id_number=ID, phone="13800000001", name="王梅")
    ticket = in_hand(cast, phone="13800000009", name="小王")
    cast.does("mei", ticket, "correct_person", party=of_role(ticket, "petitioner").code, id_number=ID)
    assert of_role(ticket, "petitioner").person_id == of_role(known, "petitioner").person_id


# ── Parties ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_correction_changes_only_what_was_entered_and_keeps_the_former_version(cast: Cast) -> None:
    ticket = in_hand(cast, **HERS)
    old = of_role(ticket, "petitioner")
    cast.does("mei", ticket, "correct_person", party=old.code, phone="13700007777", marital="divorced")
    new = of_role(ticket, "petitioner")
    assert new.replaces == old.code and new.plain["marital"] == "divorced" and new.plain["education"] == "junior"
    assert new.person_id == old.person_id and bytes(new.household_index) == bytes(old.household_index)
    assert bytes(new.phone_index) == sealed.blind("phone", "137 0000 7777")
    found = opened(cast, ticket, "petitioner")
    assert (found["phone"], found["name"], found["id_number"]) == ("13700007777", "王女士", ID)
    old.refresh_from_db()
    case = Ticket.objects.get(pk=ticket.pk)
    before = reading.party(case, old, access.reveal(cast.actor("fang"), case, "call", party=old))
    assert old.ended_at and before["phone"] == "138 0000 2046"


def test_a_wrong_fact_can_be_taken_away(cast: Cast) -> None:
    ticket = in_hand(cast, **HERS)
    cast.does("mei", ticket, "correct_person", party=of_role(ticket, "petitioner").code, clear=["phone", "id_number"])
    assert of_role(ticket, "petitioner").phone_index is None and of_role(ticket, "petitioner").id_index is None
    assert not {"phone", "id_number"} & set(opened(cast, ticket, "petitioner"))


def test_what_speaks_of_a_party_follows_its_new_version(cast: Cast) -> None:
    ticket = in_hand(cast, **HERS)
    hers, his = of_role(ticket, "petitioner"), of_role(ticket, "other")
    cast.does("mei", ticket, "relate", party=his.code, to=hers.code, relation="spouse")
    moved = cast.does("mei", ticket, "correct_person", party=hers.code, alias="梅子")
    assert moved.data["relations"] == [
        {"who": his.code, "to": of_role(ticket, "petitioner").code, "relation": "spouse"}
    ]
    assert set(moved.data["parties"].values()) == {"petitioner", "other"} and hers.code not in moved.data["parties"]


def test_a_correction_of_nothing_and_of_nobody_is_refused(cast: Cast) -> None:
    ticket = in_hand(cast)
    hers = of_role(ticket, "petitioner").code
    assert refused(cast, "mei", ticket, "correct_person", party=hers).errors
    cast.does("mei", ticket, "correct_person", party=hers, alias="梅子")
    assert "party" in refused(cast, "mei", ticket, "correct_person", party=hers, alias="x").errors


def test_a_witness_is_added_and_leaves_again(cast: Cast) -> None:
    ticket = in_hand(cast)
    moved = cast.does("mei", ticket, "add_person", role="witness", name="赵邻居", relation="neighbour")
    witness = of_role(moved, "witness")
    assert "赵邻居" not in json.dumps(Event.objects.get(ticket=ticket, name="add_person").data, ensure_ascii=False)
    moved = cast.does("mei", ticket, "end_person", party=witness.code, reason="与本事项无关")
    assert witness.code not in moved.data["parties"] and Party.objects.filter(code=witness.code).exists()


def test_the_petitioner_does_not_leave_and_nobody_is_related_to_herself(cast: Cast) -> None:
    ticket = in_hand(cast)
    hers = of_role(ticket, "petitioner").code
    assert "party" in refused(cast, "mei", ticket, "end_person", party=hers, reason="x").errors
    assert "to" in refused(cast, "mei", ticket, "relate", party=hers, to=hers, relation="spouse").errors
    assert refused(cast, "hua", ticket, "add_person", role="witness", name="x").code == "closed"
