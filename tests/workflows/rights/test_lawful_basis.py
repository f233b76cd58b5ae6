"""Consent, legal duty, emergency; consent taken back; who is under 14 (个人信息保护法; domain.md §1.12)."""

import json

import pytest

from casework.models import Ticket
from tests.cast import Cast
from tests.workflows.rights.known import CONSENT, HERS, in_hand, of_role, refused

# ── Lawful basis ──────────────────────────────────────────────────────────────────────────────────────────────────────


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
