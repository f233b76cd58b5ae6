"""The system administrator looks after people, posts and units, and sees nothing of any case."""

import pytest
from django.contrib import admin
from django.test import Client

from casework.models import Clock, Event, Jurisdiction, Membership, Ticket, User
from tests.cast import CALL, COMMUNITY, STREET, Cast

EDITABLE = {User, Membership, Jurisdiction}
LOOKED_UP = (Ticket, Event, Clock)


@pytest.fixture
def an(cast: Cast, client: Client) -> Client:
    client.force_login(cast.an)
    return client


def test_people_posts_and_units_are_listed(an: Client) -> None:
    for name in ("user", "membership", "jurisdiction"):
        assert an.get(f"/admin/casework/{name}/").status_code == 200
        assert an.get(f"/admin/casework/{name}/add/").status_code == 200


def test_tickets_events_and_clocks_cannot_be_changed(cast: Cast, an: Client) -> None:
    ticket = cast.call()
    for model in LOOKED_UP:
        name = model._meta.model_name
        one = model.objects.first()
        assert one is not None
        page = f"/admin/casework/{name}/{one.pk}/"
        assert an.get(f"{page}change/").status_code == 200
        assert an.get(f"/admin/casework/{name}/add/").status_code == 403
        assert an.post(f"{page}change/", {"state": "closed"}).status_code == 403
        assert an.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    ticket.refresh_from_db()
    assert ticket.version == 1


def test_nothing_of_the_matter_is_shown(cast: Cast, an: Client) -> None:
    ticket = cast.call()
    pages = ["/admin/casework/ticket/", f"/admin/casework/ticket/{ticket.pk}/change/", "/admin/casework/event/"]
    pages.append(f"/admin/casework/event/{ticket.events.first().pk}/change/")
    for page in pages:
        text = an.get(page).content.decode()
        for secret in (CALL["name"], CALL["story"], CALL["phone"], ticket.title_text):
            assert secret not in text


def test_a_ticket_is_found_by_its_whole_number_only(cast: Cast, an: Client) -> None:
    ticket = cast.call()
    found = an.get("/admin/casework/ticket/", {"q": ticket.number}).content.decode()
    part = an.get("/admin/casework/ticket/", {"q": "WQ"}).content.decode()
    assert f"{ticket.pk}/change" in found
    assert f"{ticket.pk}/change" not in part


@pytest.mark.parametrize("who", ["ling", "mei", "sun", "lu", "fang"])
def test_nobody_else_comes_in(cast: Cast, client: Client, who: str) -> None:
    User.objects.filter(pk=cast.people[who].pk).update(is_staff=True)
    client.force_login(cast.people[who])
    for page in ("/admin/", "/admin/casework/user/", "/admin/casework/ticket/"):
        assert client.get(page).status_code == 302


def test_an_administrator_whose_post_has_ended_comes_in_no_more(cast: Cast, an: Client) -> None:
    Membership.objects.filter(user=cast.an).update(valid_from="2020-01-01", valid_to="2020-12-31")
    assert an.get("/admin/casework/user/").status_code == 302


def a_post(person: User, role: str) -> dict[str, object]:
    return {"user": person.pk, "role": role, "jurisdiction": COMMUNITY, "valid_from": "2026-01-01", "valid_to": ""}


def test_a_post_is_given_to_somebody_else(cast: Cast, an: Client) -> None:
    post = a_post(cast.wei, "mediator")
    assert an.post("/admin/casework/membership/add/", post).status_code == 302
    assert Membership.objects.filter(user=cast.wei, jurisdiction_id=COMMUNITY).exists()


def test_nobody_gives_a_post_to_themselves(cast: Cast, an: Client) -> None:
    post = a_post(cast.an, "mediator")
    page = an.post("/admin/casework/membership/add/", post)
    assert page.status_code == 200
    assert not Membership.objects.filter(user=cast.an, role="mediator").exists()


def test_a_role_is_not_held_at_a_level_it_does_not_have(cast: Cast, an: Client) -> None:
    post = a_post(cast.wei, "street")
    assert an.post("/admin/casework/membership/add/", post).status_code == 200
    assert not Membership.objects.filter(user=cast.wei, role="street").exists()


def test_a_new_unit_knows_its_level_by_its_code(an: Client) -> None:
    form = {"code": f"{STREET}009", "name": "新社区", "name_en": "", "active": "on"}
    assert an.post("/admin/casework/jurisdiction/add/", form).status_code == 302
    assert Jurisdiction.objects.get(code=f"{STREET}009").level == 1


def test_a_new_person_has_no_rights_before_a_post(an: Client) -> None:
    form = {"username": "new", "full_name": "新人", "password1": "river-willow-88", "password2": "river-willow-88"}
    assert an.post("/admin/casework/user/add/", form).status_code == 302
    made = User.objects.get(username="new")
    assert not (made.is_staff or made.is_superuser or made.memberships.exists())


def test_rights_of_django_are_not_offered(cast: Cast, an: Client) -> None:
    text = an.get(f"/admin/casework/user/{cast.mei.pk}/change/").content.decode()
    assert 'name="is_superuser"' not in text
    assert 'name="user_permissions"' not in text


def test_people_posts_and_units_are_not_deleted(cast: Cast, an: Client) -> None:
    assert an.post(f"/admin/casework/user/{cast.mei.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=cast.mei.pk).exists()


def test_only_these_tables_of_casework_can_be_edited_here() -> None:
    ours = {model for model in admin.site._registry if model._meta.app_label == "casework"}
    assert ours >= EDITABLE
    assert not {model for model in admin.site._registry if model._meta.app_label in ("auth", "axes")}
