"""The operator registers a call; nothing typed is lost; nobody learns more from a number than how often it called."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework import drafts
from casework.models import Draft, Ticket
from casework.queries.contacts import Contacts
from casework.views.intake import Pass
from tests.cast import CALL, COMMUNITY, STREET, Cast

PHONE = "138 0000 2046"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ling(cast: Cast, client: Client) -> Client:
    client.force_login(cast.ling)
    return client


def pass_of(cast: Cast, key: str = "key-1", who: str = "ling") -> str:
    return str(Pass(cast.people[who].pk, "rights", key))


def test_an_operator_gets_a_number_to_read_to_the_caller(cast: Cast, ling: Client) -> None:
    answer = ling.post("/intake", {**CALL, "key": pass_of(cast)})
    ticket = Ticket.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == f"/intake/done/{ticket.number}"
    page = ling.get(answer["Location"])
    assert ticket.number in page.content.decode()
    assert page.context["page"].unit == "贡院社区"


def test_registering_and_going_on_shows_the_number_above_an_empty_form(cast: Cast, ling: Client) -> None:
    page = ling.post("/intake", {**CALL, "key": pass_of(cast), "do": "next"}, follow=True)
    text = page.content.decode()
    assert Ticket.objects.get().number in text
    assert CALL["story"] not in text


def test_a_double_click_opens_one_ticket(cast: Cast, ling: Client) -> None:
    first = ling.post("/intake", {**CALL, "key": pass_of(cast)})
    second = ling.post("/intake", {**CALL, "key": pass_of(cast)})
    assert first["Location"] == second["Location"]
    assert Ticket.objects.count() == 1


def test_the_same_form_with_other_content_is_not_taken_for_a_double_click(cast: Cast, ling: Client) -> None:
    ling.post("/intake", {**CALL, "key": pass_of(cast)})
    page = ling.post("/intake", {**CALL, "story": "另一件事。", "key": pass_of(cast)})
    assert page.status_code == 200
    assert "另一件事。" in page.content.decode()
    assert Ticket.objects.count() == 1
    again = Pass.read(page.context["page"].key)
    assert again is not None
    ling.post("/intake", {**CALL, "story": "另一件事。", "key": str(again)})
    assert Ticket.objects.count() == 2


def test_an_anonymous_caller_is_a_caller(cast: Cast, ling: Client) -> None:
    ling.post("/intake", {**CALL, "phone": "", "name": "", "key": pass_of(cast)})
    assert Ticket.objects.get().data["anonymous"] is True


def test_an_error_keeps_everything_that_was_typed(cast: Cast, ling: Client) -> None:
    page = ling.post("/intake", {**CALL, "category": "", "key": pass_of(cast)})
    text = page.content.decode()
    assert page.status_code == 200
    assert Ticket.objects.count() == 0
    for typed in (CALL["story"], CALL["name"], CALL["phone"], "贡院社区"):
        assert typed in text
    assert page.context["page"].form.errors.keys() == {"category"}
    assert drafts.load(cast.ling.pk, "rights", "key-1") is not None


def test_a_place_outside_the_district_is_refused_beside_its_field(cast: Cast, ling: Client) -> None:
    page = ling.post("/intake", {**CALL, "place": "320105", "key": pass_of(cast)})
    assert "place" in page.context["page"].form.errors


def test_a_closed_tab_loses_nothing(cast: Cast, ling: Client) -> None:
    saved = ling.post("/intake/draft", {"story": "她说到一半", "phone": PHONE, "key": pass_of(cast)}, **HTMX)
    assert saved.status_code == 200
    page = ling.get("/intake").content.decode()
    assert "她说到一半" in page
    assert PHONE in page


def test_a_draft_is_stored_encrypted(cast: Cast, ling: Client) -> None:
    ling.post("/intake/draft", {"story": "她说到一半", "key": pass_of(cast)})
    assert "她说到一半".encode() not in bytes(Draft.objects.get().sealed)


def test_an_untouched_form_leaves_no_draft(cast: Cast, ling: Client) -> None:
    answer = ling.post("/intake/draft", {"channel": "hotline", "caller": "self", "story": "", "key": pass_of(cast)})
    assert answer.status_code == 204
    assert Draft.objects.count() == 0


def test_registering_deletes_the_draft(cast: Cast, ling: Client) -> None:
    ling.post("/intake/draft", {**CALL, "key": pass_of(cast)})
    ling.post("/intake", {**CALL, "key": pass_of(cast)})
    assert Draft.objects.count() == 0


def test_what_is_sent_after_the_login_has_expired_waits_behind_the_login(cast: Cast, ling: Client) -> None:
    ling.logout()
    answer = ling.post("/intake", {**CALL, "key": pass_of(cast)})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login?next=%2Fintake")
    assert Ticket.objects.count() == 0
    ling.force_login(cast.ling)
    assert CALL["story"] in ling.get("/intake").content.decode()


def test_autosave_goes_on_after_the_login_has_expired(cast: Cast, ling: Client) -> None:
    ling.logout()
    answer = ling.post("/intake/draft", {"story": "还在写", "key": pass_of(cast)}, **HTMX)
    assert answer.status_code == 200
    kept = drafts.load(cast.ling.pk, "rights", "key-1")
    assert kept is not None
    assert kept.data == {"story": ["还在写"]}


def test_nobody_writes_into_a_draft_without_the_pass_of_its_form(cast: Cast, ling: Client) -> None:
    assert ling.post("/intake/draft", {"story": "x", "key": "forged"}).status_code == 403
    assert ling.post("/intake/draft", {"story": "x", "key": pass_of(cast, who="mei")}).status_code == 403
    assert Draft.objects.count() == 0


def test_a_draft_is_shown_to_its_writer_only(cast: Cast, ling: Client, client: Client) -> None:
    ling.post("/intake/draft", {"story": "她说到一半", "key": pass_of(cast)})
    client.force_login(cast.mei)
    assert "她说到一半" not in client.get("/intake").content.decode()
    assert "她说到一半" not in client.get("/intake?draft=key-1").content.decode()


def test_two_calls_in_two_tabs_are_two_drafts(cast: Cast, ling: Client) -> None:
    ling.post("/intake/draft", {"story": "第一通", "key": pass_of(cast, "a")})
    ling.post("/intake/draft", {"story": "第二通", "key": pass_of(cast, "b")})
    assert "第二通" in ling.get("/intake").content.decode()
    assert "第一通" in ling.get("/intake?draft=a").content.decode()
    page = ling.get("/intake?new=1")
    assert len(page.context["page"].drafts) == 2
    assert "一通" not in page.content.decode()


def test_a_draft_can_be_thrown_away(cast: Cast, ling: Client) -> None:
    ling.post("/intake/draft", {"story": "打错了", "key": pass_of(cast)})
    ling.post("/intake/discard", {"key": pass_of(cast)})
    assert Draft.objects.count() == 0


def test_earlier_contacts_tell_count_and_last_unit_and_nothing_else(cast: Cast, ling: Client) -> None:
    cast.call()
    client = Client()
    client.force_login(cast.wei)
    page = client.post("/intake/contacts", {"phone": "+86 13800002046"})
    seen = page.context["contacts"]
    assert seen == Contacts(count=1, last_unit="贡院社区", open_count=0, last_at=None)
    told = re.sub(r"<[^>]+>|\s", "", page.content.decode())
    assert told == "此前联系1次近12个月来电单位贡院社区这里只看得到次数和单位。要看内容，请找区权益部。"


def test_an_unknown_number_has_no_earlier_contact(cast: Cast, ling: Client) -> None:
    cast.call()
    assert ling.post("/intake/contacts", {"phone": "13900000000"}).context["contacts"].any is False
    assert ling.post("/intake/contacts", {"phone": ""}).context["contacts"] is None


def test_earlier_contacts_are_not_asked_for_in_an_address(cast: Cast, ling: Client) -> None:
    assert ling.get("/intake/contacts?phone=13800002046").status_code == 405


def test_earlier_contacts_are_refused_to_those_who_register_nothing(cast: Cast, client: Client) -> None:
    for who in ("an", "lu"):
        client.force_login(cast.people[who])
        assert client.post("/intake/contacts", {"phone": PHONE}).status_code == 403


def test_earlier_contacts_cost_two_statements(cast: Cast) -> None:
    from casework.queries import contacts

    for _each in range(5):
        cast.call()
    actor = cast.actor("ling")
    with CaptureQueriesContext(connection) as few:
        found = contacts.earlier(actor, PHONE)
    assert found.count == 5
    assert len([q for q in few if "casework_jurisdiction" not in q["sql"]]) == 2


@pytest.mark.parametrize("question", ["violence_now", "weapon_or_injury", "threat_to_life"])
def test_a_red_answer_raises_the_banner_at_once(cast: Cast, ling: Client, question: str) -> None:
    red = ling.post("/intake/risk", {question: "yes", "key": pass_of(cast)}, **HTMX)
    calm = ling.post("/intake/risk", {question: "no", "key": pass_of(cast)}, **HTMX)
    assert 'role="alert"' in red.content.decode()
    assert 'role="alert"' not in calm.content.decode()


@pytest.mark.parametrize(
    ("typed", "police"),
    [
        ({"channel": "media"}, False),
        ({"persons": "5"}, False),
        ({"persons": "5", "weapon_or_injury": "yes"}, True),
        ({"category": "0203"}, True),
        ({"category": "0802"}, True),
        ({"category": "0102", "age_band": "u14"}, True),
        ({"category": "0102", "birth_date": "2015-05-05"}, True),
        ({"category": "0102", "health": "incapable"}, True),
    ],
)
def test_every_rule_of_the_urgent_lane_raises_the_banner_while_typing(
    cast: Cast, ling: Client, typed: dict[str, str], police: bool
) -> None:
    shown = ling.post("/intake/risk", {**typed, "key": pass_of(cast)}, **HTMX, headers={"accept-language": "en"})
    said = shown.content.decode()
    assert 'role="alert"' in said
    assert ("110" in said) is police
    assert ("分管领导" in said) is bool(typed.keys() & {"channel", "persons"})


@pytest.mark.parametrize("typed", [{"channel": "visit"}, {"persons": "4"}, {"persons": "x"}, {"category": "0102"}, {}])
def test_an_ordinary_call_or_half_a_number_raises_none(cast: Cast, ling: Client, typed: dict[str, str]) -> None:
    assert 'role="alert"' not in ling.post("/intake/risk", {**typed, "key": pass_of(cast)}, **HTMX).content.decode()


def test_the_page_asks_again_at_every_field_a_rule_reads(cast: Cast, ling: Client) -> None:
    page = ling.get("/intake?new=1").content.decode()
    asks = page.split("/intake/risk")[1].split(">")[0]
    for field in (
        "[data-risk]",
        "#id_age_band",
        "#id_category",
        "#id_channel",
        "#id_birth_date",
        "#id_persons",
        "[name=health]",
    ):
        assert f"from:{field}" in asks
        assert field.strip("#[]").replace("name=health", 'name="health"') in page


def test_without_script_the_banner_comes_with_the_next_page(cast: Cast, ling: Client) -> None:
    page = ling.post("/intake", {**CALL, "violence_now": "yes", "category": "", "key": pass_of(cast)})
    assert page.context["page"].red
    done = ling.post("/intake", {**CALL, "violence_now": "yes", "key": pass_of(cast)}, follow=True)
    assert done.context["page"].red
    assert done.context["page"].unit == "秦淮区"


def test_after_a_group_or_the_media_nobody_is_told_to_wait_for_the_police(cast: Cast, ling: Client) -> None:
    done = ling.post("/intake", {**CALL, "persons": "6", "key": pass_of(cast)}, follow=True)
    assert len(done.context["page"].red) == 1
    hurt = {**CALL, "persons": "6", "violence_now": "yes", "key": pass_of(cast, "key-2")}
    again = ling.post("/intake", hurt, follow=True).context["page"]
    assert again.number and len(again.red) == 2


def test_a_place_is_found_by_a_part_of_its_name(cast: Cast, ling: Client) -> None:
    found = ling.get("/places?q=贡院").json()["places"]
    assert [place["code"] for place in found] == [COMMUNITY]
    english = ling.get("/places?q=fuzimiao").json()["places"]
    assert [place["code"] for place in english][0] == STREET


def test_without_script_a_place_is_looked_up_by_its_button(cast: Cast, ling: Client) -> None:
    page = ling.post("/intake", {"place_query": "贡院", "find": "1", "story": "写到这里", "key": pass_of(cast)})
    assert [place.code for place in page.context["page"].places] == [COMMUNITY]
    assert "写到这里" in page.content.decode()
    assert Ticket.objects.count() == 0


def test_another_type_has_its_own_page(cast: Cast, ling: Client) -> None:
    assert ling.get("/intake/suggestion").status_code == 200
    data = {"place": COMMUNITY, "suggestion": "多办几次讲座", "phone": ""}
    answer = ling.post("/intake/suggestion", {**data, "key": str(Pass(cast.ling.pk, "suggestion", "k"))})
    assert answer.status_code == 303
    assert Ticket.objects.get().type == "suggestion"


def test_an_unknown_type_is_not_there(cast: Cast, ling: Client) -> None:
    assert ling.get("/intake/nothing").status_code == 404


@pytest.mark.parametrize("who", ["lu", "an"])
def test_who_registers_nothing_is_refused(cast: Cast, client: Client, who: str) -> None:
    client.force_login(cast.people[who])
    assert client.get("/intake").status_code == 403
    assert client.post("/intake", CALL).status_code == 403
    assert Ticket.objects.count() == 0


def test_a_stranger_is_sent_to_the_login(cast: Cast, client: Client) -> None:
    assert client.get("/intake")["Location"] == "/login?next=%2Fintake"


def test_the_receipt_is_for_whoever_registered_it(cast: Cast, ling: Client, client: Client) -> None:
    number = cast.call().number
    client.force_login(cast.wei)
    assert client.get(f"/intake/done/{number}").status_code == 404


def test_a_mediator_reads_the_number_out_even_when_the_case_goes_elsewhere(cast: Cast, client: Client) -> None:
    client.force_login(cast.wei)
    page = client.post("/intake", {**CALL, "violence_now": "yes", "key": pass_of(cast, who="wei")}, follow=True)
    assert page.status_code == 200
    assert page.context["page"].url == ""


def test_saving_takes_few_statements(cast: Cast, ling: Client) -> None:
    ling.post("/intake", {**CALL, "key": pass_of(cast, "warm")})
    with CaptureQueriesContext(connection) as asked:
        ling.post("/intake", {**CALL, "key": pass_of(cast, "counted")})
    statements = [q["sql"] for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(statements) <= 16, "\n".join(sql[:100] for sql in statements)


def test_the_page_names_no_caller_in_its_address(cast: Cast, ling: Client) -> None:
    ling.post("/intake/draft", {"story": "x", "phone": PHONE, "key": pass_of(cast)})
    page: Any = ling.get("/intake")
    assert all(PHONE not in link.url for link, _at in page.context["page"].drafts)


def test_the_district_registers_legal_aid_and_nothing_that_only_moves_open(cast: Cast, client: Client) -> None:
    client.force_login(cast.fang)
    page = client.get("/intake/legal_aid")
    assert page.status_code == 200
    offered = {link.url for link in page.context["page"].types}
    assert "/intake/legal_aid" in offered
    assert not offered & {
        f"/intake/{kind}" for kind in ("performance", "protection_order", "written_warning", "minor_case")
    }
    html = page.content.decode()
    assert 'name="category"' in html and 'type="hidden" name="guardian_is_abuser"' in html
    assert "fold-harmed" not in html, "a section of hidden fields alone is not shown"
    refused = client.get("/intake/enrolment")
    assert refused.status_code == 403, "nobody fills in a form that is not taken"
    assert "此类事项由其他案件的操作产生" in refused.content.decode()


def test_kinds_of_the_same_chapter_stand_at_hand_and_the_others_in_a_menu(cast: Cast, desk: Any) -> None:
    page = desk("fang").get("/intake/fund").context["page"]
    assert {link.meta for link in page.near} == {page.near[0].meta}
    assert "/intake/aid" in {link.url for link in page.near} and "/intake/rights" in {link.url for link in page.far}
    assert len(page.near) + len(page.far) == len(page.types)


def test_where_nobody_is_on_the_line_nothing_is_said_to_a_caller(cast: Cast, desk: Any) -> None:
    call, fund = (desk("fang").get(there).content.decode() for there in ("/intake", "/intake/fund"))
    for word in ("data-timer", "来电登记", "可以告诉她"):
        assert word in call and word not in fund, word
