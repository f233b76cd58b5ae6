"""One matter or two: contacts, merging, linking, splitting (domain.md §2.2, §2.7)."""

import json
import re

import pytest

from casework import gate
from casework.models import CaseFact, Contact, Event, Ticket, TicketLink
from tests.cast import OTHER_COMMUNITY, STREET, Cast
from tests.workflows.rights.agreed import agree, mediating, running
from tests.workflows.rights.known import HERS, ID, MERGE, in_hand, of_role, opened, refused


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


def test_what_protects_her_in_the_case_that_ends_protects_her_in_the_one_that_goes_on(cast: Cast) -> None:
    master = cast.call()
    double = cast.call(category="0102", community_may_know="no", phone_use="shared", guardian_is_abuser="yes")
    assert (master.risk, double.risk, master.data["code"]) == ("blue", "orange", "on")
    cast.does("fang", double, "merge", other=master.number, **MERGE)
    master.refresh_from_db()
    assert (master.category, master.risk, master.data["risk_log"][-1]["why"]) == ("0102", "orange", "merged")
    kept = ("community_may_know", "phone_shared", "guardian_is_abuser", "code")
    assert [master.data[name] for name in kept] == ["no", True, True, "off"]
    assert "risk.contact.orange" in running(master)
    assert CaseFact.objects.get(ticket=master).contacts == 2


def test_a_graver_case_that_goes_on_stays_what_it_is(cast: Cast) -> None:
    master, double = cast.call(category="0102"), cast.call()
    cast.does("fang", double, "merge", other=master.number, **MERGE)
    master.refresh_from_db()
    assert (master.category, master.risk) == ("0102", "orange") and "risk_log" not in master.data


def test_a_case_in_which_her_limits_or_an_agreement_stand_is_not_merged_away(cast: Cast) -> None:
    master, double = cast.call(), in_hand(cast)
    cast.does("mei", double, "add_limit", limit="lab.arb_claim", since="2026-03-02")
    found = refused(cast, "sun", double, "merge", other=master.number, **MERGE)
    assert "Count them in that case first" in found.errors["other"][0]
    cast.does("mei", cast.does("mei", master, "claim"), "add_limit", limit="lab.arb_claim", since="2026-03-02")
    assert cast.does("sun", double, "merge", other=master.number, **MERGE).state == "merged"
    agreed = agree(cast, mediating(cast))
    for promise in Ticket.objects.filter(parent=agreed):
        cast.does("mei", promise, "release", reason="对方免除")
    found = refused(cast, "sun", agreed, "merge", other=master.number, **MERGE)
    assert found.code == "closed" and "hand in the result" in found.reason


def test_who_is_split_off_takes_the_age_that_was_put_right_along(cast: Cast) -> None:
    ticket = in_hand(cast)
    cast.does("mei", ticket, "correct_person", party=of_role(ticket, "petitioner").code, birth_date="2010-05-01")
    hers = of_role(ticket, "petitioner").code
    matter = {"category": "0501", "nature": "help", "story": "辍学", "reason": "另一件事"}
    cast.does("mei", ticket, "split", party=hers, **matter)
    assert Ticket.objects.latest("id").data["minor"] is True


@pytest.mark.parametrize(("category", "urgent"), [("0102", True), ("0404", False)])
def test_who_cannot_protect_herself_is_protected_in_the_case_split_off_too(cast: Cast, category: str, urgent: bool):
    ticket = in_hand(cast, health=["incapable"], dependants="unsure", phone_use="shared")
    assert ticket.data["incapable"] is True
    hers = of_role(ticket, "petitioner").code
    matter = {"category": category, "nature": "help", "story": "另一件事的经过", "reason": "另一件事"}
    cast.does("mei", ticket, "split", party=hers, **matter)
    new = TicketLink.objects.get(ticket=ticket, kind="split").other
    assert (new.data.get("incapable"), new.data.get("phone_shared")) == (True, True)
    assert bool(new.data.get("urgent")) is urgent, "with violence it comes into the urgent lane by that alone"
    assert ("incapable" in new.data.get("lane", [])) is urgent


def test_a_child_that_was_there_is_known_in_the_case_split_off_and_a_crowd_is_not(cast: Cast):
    ticket = in_hand(cast)
    Ticket.objects.filter(pk=ticket.pk).update(data={**ticket.data, "group": True, "media": True})
    cast.does("mei", ticket, "add_person", role="minor", name="赵小宝", birth_date="2016-05-01")
    hers = of_role(ticket, "petitioner").code
    matter = {"category": "0404", "nature": "help", "story": "另一件事的经过", "reason": "另一件事"}
    cast.does("mei", ticket, "split", party=hers, **matter)
    new = TicketLink.objects.get(ticket=ticket, kind="split").other
    assert new.data["child_there"] is True and not {"group", "media"} & set(new.data)


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
