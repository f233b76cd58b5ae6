"""The panel of a case's people: both counters, versions, lawful basis, the same person's other cases."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework.panels.people import Content, panel
from casework.queries.ticket import load
from tests.cast import OTHER_COMMUNITY, Cast
from tests.workflows.rights.known import CONSENT, HERS, ID, MERGE, in_hand, of_role
from workflows.partyroles import party_title


def content(cast: Cast, who: str, ticket: Any) -> Content:
    found = panel(load(cast.actor(who), ticket.number))
    assert found is not None
    return found.content


def test_other_cases_of_the_person_are_named_or_counted(cast: Cast) -> None:
    ticket, near = cast.call(id_number=ID), cast.call(id_number=ID, phone="13800001111")
    far = cast.call(id_number=ID, place=OTHER_COMMUNITY)
    mine = content(cast, "mei", ticket)
    assert [one.number for one in mine.same] == [near.number] and mine.same_hidden == 1
    districts = content(cast, "fang", ticket)
    assert {one.number for one in districts.same} == {near.number, far.number} and districts.same_hidden == 0


def test_a_supervisor_is_told_no_number_of_what_he_does_not_see(cast: Cast) -> None:
    ticket = cast.call(id_number=ID)
    cast.call(id_number=ID, place=OTHER_COMMUNITY)
    assert content(cast, "ding", ticket).same_hidden == 0


def test_the_same_home_is_found_and_the_other_sides_cases_are_not(cast: Cast) -> None:
    ticket = cast.call(**HERS)
    home = cast.call(phone="13800001111", name="张三妹", place_detail="12号院3幢502室")
    cast.call(phone="13911112222", name="李强国", place_detail="别处 1 号")
    assert [one.number for one in content(cast, "mei", ticket).same] == [home.number]


def test_both_counters_take_merged_cases_in(cast: Cast) -> None:
    master, double = cast.call(), cast.call(persons="3", channel="visit")
    cast.does("sun", double, "merge", other=master.number, **MERGE)
    shown = content(cast, "mei", master)
    assert (shown.contacts_n, shown.persons_n) == (2, 4)
    assert [line.merged for line in shown.contacts] == [True, False]


def test_who_stands_in_a_merged_case_alone_is_seen_from_the_case_that_goes_on(cast: Cast, client: Client) -> None:
    master, double = cast.call(**HERS), in_hand(cast, **HERS)
    cast.does("mei", double, "add_person", role="minor", name="赵小宝", birth_date="2016-05-01")
    cast.does("mei", double, "add_person", role="witness", name="邻居孙阿姨", phone="13800007788")
    cast.does("sun", double, "merge", other=master.number, **MERGE)
    shown = content(cast, "mei", master)
    assert [(str(one.who), one.number) for one in shown.brought] == [
        (str(party_title("minor")), double.number), (str(party_title("witness")), double.number),
    ]  # fmt: skip
    client.force_login(cast.mei)
    page = client.get(f"/tickets/{master.number}").content.decode()
    assert f'href="/tickets/{double.number}"' in page and "并入案件中的其他人员" in page
    assert "赵小宝" not in page and "孙阿姨" not in page, "their names stay sealed in that file"


def test_of_a_merged_case_out_of_sight_the_people_are_counted_only(cast: Cast) -> None:
    master, double = cast.call(**HERS), cast.call(**HERS, place=OTHER_COMMUNITY)
    cast.does("fang", double, "add_person", role="witness", name="邻居孙阿姨", phone="13800007788")
    cast.does("fang", double, "merge", other=master.number, **MERGE)
    shown = content(cast, "mei", master)
    assert (shown.brought, shown.brought_hidden) == ([], 1)
    assert [one.number for one in content(cast, "fang", master).brought] == [double.number]


def test_a_double_with_the_same_people_brings_nobody(cast: Cast) -> None:
    master, double = cast.call(**HERS), cast.call(**HERS)
    cast.does("sun", double, "merge", other=master.number, **MERGE)
    shown = content(cast, "mei", master)
    assert (shown.brought, shown.brought_hidden) == ([], 0)


def test_the_page_shows_consent_relations_and_former_versions_by_role(cast: Cast, client: Client) -> None:
    ticket = in_hand(cast, **HERS)
    hers, his = of_role(ticket, "petitioner"), of_role(ticket, "other")
    cast.does("mei", ticket, "record_privacy_consent", party=hers.code, **CONSENT)
    cast.does("mei", ticket, "relate", party=his.code, to=hers.code, relation="spouse")
    cast.does("mei", ticket, "correct_person", party=hers.code, phone="13700007777")
    client.force_login(cast.mei)
    page = client.get(f"/tickets/{ticket.number}")
    shown = next(one for one in page.context["page"].panels if one.key == "people").content
    assert len(shown.versions) == 1 and shown.consents[0].n == 1 and len(shown.relations) == 1
    assert len(page.context["page"].parties) == 2  # the former version stands apart
    text = page.content.decode()
    for secret in ("李强国", "13911112222", "13700007777", ID, "宏大物流"):
        assert secret not in text
    old = client.get(shown.versions[0].url, follow=True).context["page"]
    assert hers.code in {party.code for party in old.parties}


def test_it_costs_the_same_however_many_cases_there_are(cast: Cast) -> None:
    ticket = cast.call(id_number=ID)
    actor = cast.actor("mei")

    def statements() -> int:
        whole = load(actor, ticket.number)
        with CaptureQueriesContext(connection) as asked:
            panel(whole)
        return len([one for one in asked if "casework_jurisdiction" not in one["sql"]])

    few = statements()
    for _n in range(5):
        cast.call(id_number=ID)
    assert statements() == few <= 2


def test_what_was_taken_back_stands_above_the_list_until_something_lawful_takes_its_place(cast: Cast) -> None:
    ticket = in_hand(cast)
    words = {**CONSENT, "party": of_role(ticket, "petitioner").code}
    cast.does("mei", ticket, "record_privacy_consent", **words)
    assert content(cast, "mei", ticket).lacking == []
    cast.does("mei", ticket, "withdraw_privacy_consent", consent=1)
    assert [str(one) for one in content(cast, "mei", ticket).lacking] == ["To handle the matter and keep the file"]
    cast.does("mei", ticket, "record_privacy_consent", **{**words, "basis": "duty", "given_by": ""})
    assert content(cast, "mei", ticket).lacking == []
