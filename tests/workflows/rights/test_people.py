"""The people of a case: what intake makes of them, correcting, consent, contacts, merging, splitting (domain.md §4.4, §1.12)."""

import datetime as dt
import json
import re
from typing import Any

import pytest

from casework import access, gate, reading, sealed
from casework.errors import Refused
from casework.models import CaseFact, Contact, Event, Party, Person, Ticket, TicketLink
from tests.cast import OTHER_COMMUNITY, STREET, Cast
from workflows.partyroles import age_on, band_of
from workflows.rights.intake_people import born_by

ID = "320104198807062345"  # check digit set below


def with_check_digit(first: str) -> str:
    return next(first[:17] + last for last in "0123456789X" if born_by(first[:17] + last))


ID = with_check_digit(ID)
HERS = {
    "id_type": "resident", "id_number": ID, "ethnic": "回族", "marital": "married", "education": "junior",
    "job": "超市收银员", "employer": "城南超市", "economy": "low_income", "health": ["pregnant"], "children": "一个女儿，七岁",
    "needs": ["dialect"], "place_detail": "12号院 3 幢 502", "other_name": "李强国", "other_phone": "13911112222",
    "other_relation": "spouse", "other_employer": "宏大物流", "other_same_home": "yes",
}  # fmt: skip
SECRET = (
    "李强国",
    "13911112222",
    "宏大物流",
    "城南超市",
    "超市收银员",
    "回族",
    "七岁",
    ID,
    "1988-07-06",
    "502",
    "pregnant",
)


def of_role(ticket: Ticket, role: str) -> Party:
    return Party.objects.get(ticket=ticket, role=role, ended_at__isnull=True)


def opened(cast: Cast, ticket: Ticket, role: str, who: str = "fang") -> dict[str, Any]:
    """A party's sealed part as somebody with a grant reads it."""
    party, case = of_role(ticket, role), Ticket.objects.get(pk=ticket.pk)
    return reading.party(case, party, access.reveal(cast.actor(who), case, "call", party=party))


def refused(cast: Cast, who: str, ticket: Ticket, move: str, **data: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        cast.does(who, ticket, move, **data)
    return caught.value


def in_hand(cast: Cast, **changes: Any) -> Ticket:
    return cast.does("mei", cast.call(**changes), "claim")


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


# ── Lawful basis ──────────────────────────────────────────────────────────────────────────────────────────────────────
CONSENT = {"purpose": "handle", "basis": "consent", "given_by": "self", "told_by": "voice", "told_on": "2026-11-02"}


def test_consent_is_recorded_and_withdrawn_by_its_number(cast: Cast) -> None:
    ticket = in_hand(cast)
    hers = of_role(ticket, "petitioner").code
    cast.does("mei", ticket, "record_privacy_consent", party=hers, **CONSENT, words="已说明用途")
    moved = cast.does("mei", ticket, "withdraw_privacy_consent", consent=1)
    assert moved.data["consents"][0]["withdrawn"]
    assert "consent" in refused(cast, "mei", ticket, "withdraw_privacy_consent", consent=1).errors
    assert "已说明用途" not in json.dumps(moved.data, ensure_ascii=False)


def test_after_an_emergency_she_is_told_and_a_clock_reminds_of_it(cast: Cast) -> None:
    ticket = in_hand(cast)
    hers = of_role(ticket, "petitioner").code
    words = {"purpose": "share", "basis": "emergency", "told_by": "not_yet"}
    cast.does("mei", ticket, "record_privacy_consent", party=hers, **words)
    clock = ticket.clocks.get(key="pi.inform_after")
    assert clock.stopped_at is None
    cast.does("mei", ticket, "record_privacy_consent", party=hers, **CONSENT)  # another one does not touch it
    assert ticket.clocks.filter(key="pi.inform_after").count() == 1
    moved = cast.does("mei", ticket, "tell_afterwards", told_by="voice", told_on="2026-11-20")
    clock.refresh_from_db()
    assert clock.stopped_at is not None and moved.data["consents"][0]["told_by"] == "voice"
    assert refused(cast, "mei", ticket, "tell_afterwards", told_by="voice", told_on="2026-11-20").code == "closed"


def test_only_an_emergency_lets_her_be_told_afterwards(cast: Cast) -> None:
    ticket = in_hand(cast)
    found = refused(
        cast, "mei", ticket, "record_privacy_consent", party=of_role(ticket, "petitioner").code,
        **{**CONSENT, "told_by": "not_yet", "told_on": ""},
    )  # fmt: skip
    assert "told_by" in found.errors


CHILD = {"caller": "relative", "age_band": "u14", "victim_name": "小雨", "category": "0803"}


def test_a_guardian_accused_of_the_harm_is_never_asked(cast: Cast) -> None:
    ticket = cast.does("mei", cast.call(**CHILD, guardian_is_abuser="yes"), "claim")
    child = of_role(ticket, "victim").code
    assert ticket.data["guardian_is_abuser"] is True
    by_guardian = refused(
        cast, "mei", ticket, "record_privacy_consent", party=child, **{**CONSENT, "given_by": "guardian"}
    )
    assert "given_by" in by_guardian.errors
    by_child = refused(cast, "mei", ticket, "record_privacy_consent", party=child, **CONSENT)
    assert "basis" in by_child.errors
    cast.does("mei", ticket, "record_privacy_consent", party=child, **{**CONSENT, "basis": "duty", "given_by": ""})


def test_under_fourteen_the_guardian_consents(cast: Cast) -> None:
    ticket = cast.does("mei", cast.call(**CHILD), "claim")
    child = of_role(ticket, "victim").code
    assert "given_by" in refused(cast, "mei", ticket, "record_privacy_consent", party=child, **CONSENT).errors
    cast.does("mei", ticket, "record_privacy_consent", party=child, **{**CONSENT, "given_by": "guardian"})


def test_an_adult_who_calls_for_a_child_consents_for_herself(cast: Cast) -> None:
    ticket = cast.does("mei", cast.call(**CHILD), "claim")
    cast.does("mei", ticket, "record_privacy_consent", party=of_role(ticket, "petitioner").code, **CONSENT)


@pytest.mark.parametrize(("born", "allowed"), [("2015-03-01", False), ("1990-03-01", True)])
def test_a_child_that_joins_the_case_later_does_not_consent_for_itself(cast: Cast, born: str, allowed: bool) -> None:
    ticket = in_hand(cast)
    cast.does("mei", ticket, "add_person", role="minor", name="小雨", relation="child", birth_date=born)
    code = of_role(ticket, "minor").code
    if allowed:
        cast.does("mei", ticket, "record_privacy_consent", party=code, **CONSENT)
        return
    for giver in ("self", "agent"):
        found = refused(cast, "mei", ticket, "record_privacy_consent", party=code, **{**CONSENT, "given_by": giver})
        assert "art 31" in found.errors["given_by"][0]
    cast.does("mei", ticket, "record_privacy_consent", party=code, **{**CONSENT, "given_by": "guardian"})


def test_a_wrong_age_put_right_frees_the_person_and_her_new_version_keeps_it(cast: Cast) -> None:
    ticket = in_hand(cast)
    cast.does("mei", ticket, "add_person", role="minor", name="小雨", relation="child", age_band="u14")
    moved = cast.does("mei", ticket, "correct_person", party=of_role(ticket, "minor").code, alias="雨雨")
    assert moved.data["ages"] == {of_role(ticket, "minor").code: "u14"}
    moved = cast.does("mei", ticket, "correct_person", party=of_role(ticket, "minor").code, birth_date="2000-01-01")
    assert moved.data["ages"] == {}
    cast.does("mei", ticket, "record_privacy_consent", party=of_role(ticket, "minor").code, **CONSENT)


def test_in_a_case_older_than_the_list_of_minors_the_child_harmed_is_known(cast: Cast) -> None:
    ticket = cast.does("mei", cast.call(**CHILD), "claim")
    Ticket.objects.filter(pk=ticket.pk).update(
        data={name: value for name, value in ticket.data.items() if name != "ages"}
    )
    child = of_role(ticket, "victim").code
    assert "given_by" in refused(cast, "mei", ticket, "record_privacy_consent", party=child, **CONSENT).errors
    cast.does("mei", ticket, "record_privacy_consent", party=of_role(ticket, "petitioner").code, **CONSENT)


def test_when_she_turns_out_to_be_a_child_everything_that_protects_a_child_counts(cast: Cast) -> None:
    ticket = in_hand(cast)
    assert ticket.data["code"] == "on"
    moved = cast.does(
        "mei", ticket, "correct_person", party=of_role(ticket, "petitioner").code, birth_date="2014-05-01"
    )
    assert (moved.data["minor"], moved.data["under_14"], moved.data["code"]) == (True, True, "off")
    moved = cast.does(
        "mei", ticket, "correct_person", party=of_role(ticket, "petitioner").code, birth_date="1990-05-01"
    )
    assert moved.data["minor"] is True, "the protection is not taken off by a correction"


def test_violence_against_somebody_who_turns_out_to_be_a_child_is_red_and_at_the_district_at_once(cast: Cast) -> None:
    ticket = in_hand(cast, category="0102")
    assert (ticket.risk, ticket.level) == ("orange", 1)
    moved = cast.does("mei", ticket, "correct_person", party=of_role(ticket, "petitioner").code, age_band="14_17")
    assert (moved.risk, moved.level, moved.state, moved.data["urgent"]) == ("red", 3, "escalated", True)


def test_the_other_sides_age_changes_nothing(cast: Cast) -> None:
    ticket = in_hand(cast, **HERS, category="0102")
    moved = cast.does("mei", ticket, "correct_person", party=of_role(ticket, "other").code, age_band="14_17")
    assert not moved.data.get("minor") and moved.risk == "orange"


LETTER = {"body": "labour", "letter_no": "", "report_due": "", "notice": "oral"}


def test_what_was_consented_and_taken_back_is_not_passed_on_by_consent(cast: Cast) -> None:
    ticket = cast.does("sun", cast.call(community_may_know="no"), "claim")
    hers = of_role(ticket, "petitioner").code
    cast.does("sun", ticket, "record_privacy_consent", party=hers, **{**CONSENT, "purpose": "share"})
    cast.does("sun", ticket, "withdraw_privacy_consent", consent=1)
    found = refused(cast, "sun", ticket, "transfer", **LETTER, basis="consent")
    assert "taken back" in found.errors["basis"][0] and "record the new consent" in found.errors["basis"][0]
    assert cast.does("sun", ticket, "transfer", **LETTER, basis="duty").state == "closed"


def test_what_was_taken_back_goes_to_no_help_beside_the_case_either(cast: Cast) -> None:
    ticket = cast.does("mei", cast.does("mei", in_hand(cast), "accept", track="hotline", notice="oral"), "begin")
    help_ = {"kind": "legal_aid", "party": of_role(ticket, "petitioner").code, "need": "想请律师"}
    cast.does("mei", ticket, "record_privacy_consent", party=help_["party"], **{**CONSENT, "purpose": "share"})
    cast.does("mei", ticket, "open_help", **help_, basis="consent")
    cast.does("mei", ticket, "withdraw_privacy_consent", consent=1)
    assert "taken back" in refused(cast, "mei", ticket, "open_help", **help_, basis="consent").errors["basis"][0]
    aid = Ticket.objects.get(parent=ticket, type="legal_aid")
    sent = {
        "body": "区法律援助中心",
        "received_on": "2026-11-02",
        "matter": "离婚",
        "means": "migrant",
        "basis": "consent",
    }
    assert "taken back" in refused(cast, "fang", aid, "submit", **sent).errors["basis"][0]


def test_a_new_consent_opens_the_way_again(cast: Cast) -> None:
    ticket = cast.does("sun", cast.call(community_may_know="no"), "claim")
    share = {**CONSENT, "purpose": "share", "party": of_role(ticket, "petitioner").code}
    cast.does("sun", ticket, "record_privacy_consent", **share)
    cast.does("sun", ticket, "withdraw_privacy_consent", consent=1)
    cast.does("sun", ticket, "record_privacy_consent", **share)
    assert cast.does("sun", ticket, "transfer", **LETTER, basis="consent").state == "closed"


def test_taking_back_the_consent_to_visits_tells_the_community_no_more(cast: Cast) -> None:
    ticket = in_hand(cast, may_visit=True, may_sms=True)
    hers = of_role(ticket, "petitioner").code
    cast.does("mei", ticket, "record_privacy_consent", party=hers, **{**CONSENT, "purpose": "visit"})
    moved = cast.does("mei", ticket, "withdraw_privacy_consent", consent=1)
    assert (moved.data["may_visit"], moved.data["community_may_know"], moved.data["code"]) == (False, "no", "off")
    assert of_role(ticket, "petitioner").plain["safe_contact"] == ["may_sms"]


def test_an_accident_of_numbers_takes_nothing_back(cast: Cast) -> None:
    ticket = in_hand(cast)
    hers = of_role(ticket, "petitioner").code
    cast.does("mei", ticket, "record_privacy_consent", party=hers, **{**CONSENT, "basis": "duty", "given_by": ""})
    assert "in force" in refused(cast, "mei", ticket, "withdraw_privacy_consent", consent=1).errors["consent"][0]


# ── Contacts, merging, splitting ──────────────────────────────────────────────────────────────────────────────────────
def test_another_contact_is_no_new_matter(cast: Cast) -> None:
    ticket = cast.call()
    cast.does("ling", ticket, "record_contact", channel="visit", persons="5", said="五人一起来访，补充情况。")
    moved = Ticket.objects.get(pk=ticket.pk)
    assert moved.data["contacts"] == 2 and moved.data["group"]
    assert [(one.channel, one.persons) for one in Contact.objects.filter(ticket=ticket)] == [
        ("hotline", 1),
        ("visit", 5),
    ]
    assert CaseFact.objects.get(ticket=ticket).contacts == 2
    assert "补充情况" not in json.dumps(
        Event.objects.get(ticket=ticket, name="record_contact").data, ensure_ascii=False
    )


MERGE = {"same_person": True, "same_matter": True, "reason": "同一人同一事项"}


def test_merging_ends_one_case_and_counts_it_as_contact_of_the_other(cast: Cast) -> None:
    master, double = cast.call(), cast.call(phone="13800002046", channel="visit")
    cast.does("ling", double, "record_contact", channel="phone", persons="1", said="又来电催问。")
    moved = cast.does("sun", double, "merge", other=master.number, **MERGE)
    assert (moved.state, moved.outcome, moved.is_open) == ("merged", "X2", False)
    master.refresh_from_db()
    assert master.data["contacts"] == 3
    facts = {one.ticket_id: one.contacts for one in CaseFact.objects.all()}
    assert facts == {master.pk: 3, double.pk: 0} and Contact.objects.count() == 3
    link = TicketLink.objects.get()
    assert (link.ticket_id, link.other_id, link.kind) == (double.pk, master.pk, "merged")
    there = Event.objects.filter(ticket=master).last()
    assert there.name == "merged_in" and there.data == {"case": double.number, "contacts": 2}
    assert Event.objects.filter(ticket=double).last().data["links"] == [{"number": master.number, "kind": "merged"}]
    assert not double.clocks.filter(stopped_at__isnull=True).exists()


def test_who_is_not_known_to_be_the_same_needs_a_reason_why_she_is(cast: Cast) -> None:
    master, double = cast.call(), cast.call(phone="13800009999", name="小王")
    assert "how_known" in refused(cast, "sun", double, "merge", other=master.number, **MERGE).errors
    cast.does("sun", double, "merge", other=master.number, **MERGE, how_known="她本人说明换了号码")


def test_the_same_home_is_enough(cast: Cast) -> None:
    master = cast.call(place_detail="12号院 3 幢 502 室")
    double = cast.call(phone="13800009999", name="小王", place_detail="12号院3幢502")
    assert cast.does("sun", double, "merge", other=master.number, **MERGE).state == "merged"


def test_merging_is_refused_with_the_reason(cast: Cast) -> None:
    master, double = cast.call(), cast.call()
    elsewhere = cast.call(place=OTHER_COMMUNITY)
    assert refused(cast, "mei", double, "merge", other=master.number, **MERGE).code == "forbidden"
    assert "other" in refused(cast, "sun", double, "merge", other=double.number, **MERGE).errors
    assert "other" in refused(cast, "sun", double, "merge", other=elsewhere.number, **MERGE).errors  # out of sight
    assert "other" in refused(cast, "sun", double, "merge", other="QH-WQ-2026-999999", **MERGE).errors
    assert (
        "same_matter"
        in refused(cast, "sun", double, "merge", other=master.number, **{**MERGE, "same_matter": ""}).errors
    )
    suggestion = gate.open_ticket("suggestion", cast.actor("ling"), {"place": STREET, "suggestion": "多讲座"}).ticket
    assert "other" in refused(cast, "sun", double, "merge", other=suggestion.number, **MERGE).errors
    cast.does("sun", master, "merge", other=double.number, **MERGE)
    assert (
        "other" in refused(cast, "sun", cast.call(), "merge", other=master.number, **MERGE).errors
    )  # that one is closed


def test_where_violence_is_involved_only_the_district_merges(cast: Cast) -> None:
    master, double = cast.call(), cast.call(category="0102")
    assert refused(cast, "sun", double, "merge", other=master.number, **MERGE).code == "closed"
    assert "other" in refused(cast, "sun", master, "merge", other=double.number, **MERGE).errors
    assert cast.does("fang", double, "merge", other=master.number, **MERGE).state == "merged"


def test_an_operator_marks_a_double_and_the_street_merges_it(cast: Cast) -> None:
    master, double = cast.call(), cast.call()
    assert cast.does("ling", double, "mark_repeat", other=master.number).data["same_as"] == master.number
    assert "other" in refused(cast, "ling", double, "mark_repeat", other=double.number).errors


def test_two_cases_are_linked_once_in_either_direction(cast: Cast) -> None:
    one, two = in_hand(cast), cast.call()
    cast.does("mei", one, "link_case", other=two.number, reason="同一小区的相关纠纷")
    assert Event.objects.filter(ticket=two).last().name == "linked"
    assert "other" in refused(cast, "mei", one, "link_case", other=two.number, reason="x").errors
    assert "other" in refused(cast, "mei", two, "link_case", other=one.number, reason="x").errors


def test_another_matter_becomes_a_case_of_its_own_with_the_people_named(cast: Cast) -> None:
    ticket = in_hand(cast, **HERS, may_sms=True)
    hers = of_role(ticket, "petitioner")
    story = "另反映单位拖欠两个月工资。"
    cast.does(
        "mei", ticket, "split", category="0404", nature="complaint", party=hers.code, other_party="", story=story,
        request="要回工资", reason="与家事纠纷无关",
    )  # fmt: skip
    link = TicketLink.objects.get()
    new = link.other
    assert (link.kind, new.category, new.parent_id) == ("split", "0404", None)
    assert re.fullmatch(r"QH-WQ-\d{4}-\d{6}", new.number)
    assert [party.role for party in new.parties.all()] == ["petitioner"]  # the other side stays behind
    found = opened(cast, new, "petitioner")
    assert found["id_number"] == ID and "query_code" not in found
    assert of_role(new, "petitioner").person_id == hers.person_id and new.data["anonymous"] is False
    assert "拖欠" not in json.dumps([one.data for one in Event.objects.all()], ensure_ascii=False)


def test_a_split_belongs_to_her(cast: Cast) -> None:
    ticket = in_hand(cast, **HERS)
    data = {"category": "0404", "nature": "help", "story": "x", "reason": "x"}
    found = refused(cast, "mei", ticket, "split", party=of_role(ticket, "other").code, **data)
    assert "party" in found.errors
