"""Has this person or home been in touch before? The count for all who register, cases for those who see them anyway."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.errors import Refused
from casework.queries import contacts
from tests.cast import COMMUNITY, OTHER_COMMUNITY, STREET, Cast
from tests.workflows.rights.known import ID, MERGE, of_role


def found(cast: Cast, who: str, **entered: str) -> contacts.Contacts:
    answer = contacts.earlier(cast.actor(who), entered)
    assert answer is not None
    return answer


@pytest.mark.parametrize(
    ("entered", "by"),
    [
        ({"phone": "+86 138-0000-2046"}, ("phone",)),
        ({"id_number": ID}, ("id_number",)),
        ({"name": "王 小梅", "place": COMMUNITY}, ("name_place",)),
        ({"place_detail": "12号院3幢502室", "place": COMMUNITY}, ("household",)),
        ({"phone": "13800002046", "id_number": ID, "place": COMMUNITY}, ("phone", "id_number")),
    ],
)
def test_a_person_is_found_by_phone_id_name_with_community_and_home(cast: Cast, entered: dict, by: tuple) -> None:
    cast.call(id_number=ID, name="王小梅", place_detail="12号院 3 幢 502")
    answer = found(cast, "mei", **entered)
    assert (answer.count, answer.open_count, answer.last_unit, answer.matches) == (1, 1, "Gongyuan Community", by)
    far = found(cast, "wei", **entered)
    assert far == contacts.Contacts(count=1, last_unit="Gongyuan Community", open_count=0, last_at=None), "no more"


@pytest.mark.parametrize(
    "entered",
    [
        {"name": "王小梅", "place": OTHER_COMMUNITY},
        {"name": "王小梅", "place": STREET},
        {"name": "王女士", "place": COMMUNITY},
        {"place_detail": "3幢502", "place": OTHER_COMMUNITY},
        {"place_detail": "菜场旁", "place": COMMUNITY},
        {"phone": "2046"},
    ],
)
def test_what_would_find_strangers_finds_nobody(cast: Cast, entered: dict) -> None:
    cast.call(name="王小梅", place_detail="3幢502")
    cast.call(name="王女士", place_detail="菜场旁")
    answer = contacts.earlier(cast.actor("wei"), entered)
    assert answer is None or not answer.any


def test_cases_are_named_to_those_who_see_them_anyway(cast: Cast) -> None:
    ticket = cast.call()
    assert [one.number for one in found(cast, "mei", phone="13800002046").mine] == [ticket.number]
    assert [one.number for one in found(cast, "ling", phone="13800002046").mine] == [ticket.number]  # she registered it
    far = found(cast, "wei", phone="13800002046")
    assert (far.mine, far.last_at, far.count, far.last_unit) == ((), None, 1, "Gongyuan Community")
    assert found(cast, "mei", phone="13800002046").last_at is not None


def test_who_sees_one_of_two_cases_is_told_nothing_more_of_the_other(cast: Cast) -> None:
    """Not that it is open, nor when it came in, nor that it is her home."""
    now = timezone.now()
    mine = cast.call(now=now - timedelta(days=40), id_number=ID, name="王小梅", place_detail="3幢502")
    cast.does("mei", mine, "claim", now=now - timedelta(days=39))
    cast.does("mei", mine, "withdraw", now=now - timedelta(days=39), free_will=True, statement="不再需要。")
    answer = found(cast, "mei", phone="13800002046", id_number=ID)
    cast.call(now=now, place=OTHER_COMMUNITY, id_number=ID, phone="13700007777", place_detail="9幢101")
    entered = {"phone": "13800002046", "id_number": ID, "place": OTHER_COMMUNITY, "place_detail": "9幢101"}
    both = found(cast, "mei", **entered)
    assert answer.matches == both.matches == ("phone", "id_number")
    assert (both.open_count, both.last_at, both.mine) == (answer.open_count, answer.last_at, answer.mine)
    assert (both.count, answer.count) == (2, 1) and both.last_unit != answer.last_unit


def test_a_merged_case_counts_as_one_more_contact_and_not_twice(cast: Cast) -> None:
    master, double = cast.call(), cast.call()
    cast.does("ling", master, "record_contact", channel="phone", persons="1", said="来电补充。")
    assert found(cast, "wei", phone="13800002046").count == 3
    cast.does("sun", double, "merge", other=master.number, **MERGE)
    assert found(cast, "wei", phone="13800002046").count == 3
    answer = found(cast, "mei", phone="13800002046")
    assert (answer.count, answer.open_count) == (3, 1)


def test_a_number_that_was_corrected_finds_nobody_any_more(cast: Cast) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    cast.does("mei", ticket, "correct_person", party=of_role(ticket, "petitioner").code, phone="13700007777")
    assert not found(cast, "wei", phone="13800002046").any
    assert found(cast, "wei", phone="13700007777").count == 1


def test_nothing_entered_is_nothing_asked(cast: Cast) -> None:
    assert contacts.earlier(cast.actor("ling"), {"phone": "", "name": "王小梅"}) is None


def test_who_registers_nothing_is_refused(cast: Cast) -> None:
    for who in ("an", "lu"):
        with pytest.raises(Refused):
            contacts.earlier(cast.actor(who), "13800002046")


def test_two_statements_whatever_is_entered(cast: Cast) -> None:
    for _n in range(4):
        cast.call(id_number=ID, name="王小梅", place_detail="3幢502")
    actor = cast.actor("ling")
    with CaptureQueriesContext(connection) as asked:
        entered = {
            "phone": "13800002046",
            "id_number": ID,
            "name": "王小梅",
            "place": COMMUNITY,
            "place_detail": "3幢502",
        }
        assert contacts.earlier(actor, entered).count == 4
    assert len([one for one in asked if "casework_jurisdiction" not in one["sql"]]) == 2


def test_the_receipt_offers_to_mark_it_as_another_contact(cast: Cast, client: Client) -> None:
    first = cast.call()
    client.force_login(cast.ling)
    second = cast.call()
    page = client.get(f"/intake/done/{second.number}")
    assert page.context["contacts"].mine[0].number == first.number
    assert f"/tickets/{second.number}/moves/mark_repeat" in page.content.decode()
    client.post(f"/tickets/{second.number}/moves/mark_repeat", {"other": first.number, "key": "k"})
    second.refresh_from_db()
    assert second.data["same_as"] == first.number


def test_the_receipt_of_another_street_tells_only_the_count(cast: Cast, client: Client) -> None:
    from casework import gate
    from tests.cast import CALL

    first = cast.call()
    second = gate.open_ticket("rights", cast.actor("wei"), {**CALL, "place": OTHER_COMMUNITY}).ticket
    client.force_login(cast.wei)
    page = client.get(f"/intake/done/{second.number}")
    assert page.context["contacts"].count == 1 and first.number not in page.content.decode()
