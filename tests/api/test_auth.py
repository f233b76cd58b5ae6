"""Tokens: made with a password or by command, shown once, ended in many ways; and how often one may ask."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api import models, throttling
from api.models import ApiToken
from casework.models import Membership
from tests.api.test_tickets import problem
from tests.cast import PASSWORD


def ask(caller, name="mei", password=PASSWORD):
    return caller.post("auth/token", {"username": name, "password": password})


def test_a_password_gives_a_token_that_works(api):
    caller = api()
    response = ask(caller)
    assert response.status_code == 201 and response["Cache-Control"] == "no-store"
    caller.token = response.json()["token"]
    assert caller.get("types").status_code == 200


def test_the_token_is_not_stored(api):
    token = ask(api()).json()["token"]
    row = ApiToken.objects.get()
    assert token not in str(vars(row)) and bytes(row.digest) == models.digest_of(token)


@pytest.mark.parametrize("name", ["mei", "nobody"])
def test_a_wrong_password_is_refused_with_the_same_words(api, name):
    assert problem(ask(api(), name, "wrong"), 401, "unauthenticated")["detail"].startswith(
        "The user name or the password"
    )


def test_too_many_wrong_passwords_are_throttled(api, settings):
    answers = [ask(api(), password="wrong") for _ in range(settings.AXES_FAILURE_LIMIT + 1)]
    found = answers[-1]
    problem(found, 429, "throttled")
    assert int(found["Retry-After"]) > 0
    problem(ask(api()), 429, "throttled")


@pytest.mark.parametrize("header", ["Bearer", "Bearer a b", "Bearer nothing", "Token é", "Basic bWVpOng="])
def test_a_bad_header_is_refused(api, header):
    problem(api("mei").get("types", headers={"Authorization": header}), 401, "unauthenticated")


def test_the_word_token_is_as_good_as_bearer(api):
    mei = api("mei")
    assert mei.get("types", headers={"Authorization": f"Token {mei.token}"}).status_code == 200


def test_a_token_ends_by_time(api):
    mei = api("mei")
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    problem(mei.get("types"), 401, "unauthenticated")


def test_a_token_ends_with_the_password_and_with_the_account(api, cast):
    mei, hua = api("mei"), api("hua")
    cast.mei.set_password("another-river-2027")
    cast.mei.save()
    cast.hua.is_active = False
    cast.hua.save()
    for caller in (mei, hua):
        problem(caller.get("types"), 401, "unauthenticated")


def test_a_post_that_ended_counts_from_the_next_request_on(api, cast):
    number, mei = cast.call().number, api("mei")
    assert mei.get(f"tickets/{number}").status_code == 200
    Membership.objects.filter(user=cast.mei).update(valid_to=timezone.localdate() - timedelta(days=1))
    assert mei.get(f"tickets/{number}").status_code == 404


def test_knowing_who_asks_is_one_statement(api):
    mei = api("mei")
    with CaptureQueriesContext(connection) as asked:
        assert mei.get("types").status_code == 200
    assert len(asked) == 1


def test_a_session_writes_only_with_its_csrf_token(api, cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ling)
    assert client.get("/api/v1/types").status_code == 200
    response = client.post("/api/v1/tickets", "{}", content_type="application/json")
    assert response.status_code == 403 and response.json()["code"] == "forbidden"


def test_the_command_makes_lists_and_revokes(cast, api, capsys):
    call_command("api_token", "make", "mei", "--label", "registry", "--days", "2")
    caller = api()
    caller.token = capsys.readouterr().out.split()[0]
    assert caller.get("types").status_code == 200
    call_command("api_token", "list", "mei")
    assert "registry" in capsys.readouterr().out
    call_command("api_token", "revoke", "mei")
    problem(caller.get("types"), 401, "unauthenticated")


def test_the_administration_revokes_and_shows_nothing_secret(api, admin_client):
    api("mei")
    row = ApiToken.objects.get()
    page = admin_client.get(f"/admin/api/apitoken/{row.pk}/change/")
    assert page.status_code == 200 and bytes(row.digest).hex() not in page.content.decode()
    assert row.password_mark not in page.content.decode()
    assert admin_client.get("/admin/api/apitoken/add/").status_code == 403
    admin_client.post(f"/admin/api/apitoken/{row.pk}/delete/", {"post": "yes"})
    assert not ApiToken.objects.exists()


def test_a_person_may_ask_only_so_often(api, settings):
    settings.API_PER_MINUTE = {"user": 2, "address": 0, "login": 0}
    mei = api("mei")
    answers = [mei.get("types") for _ in range(6)]  # six: the window of a minute may change in between once
    assert answers[0].status_code == 200
    problem(answers[-1], 429, "throttled")
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert api("hua").get("types").status_code == 200


def test_a_name_and_an_address_may_try_only_so_often(api, settings):
    settings.API_PER_MINUTE = {"user": 0, "address": 0, "login": 2}
    name = f"nobody{timezone.now().timestamp()}"
    assert [ask(api(), name, "wrong") for _ in range(6)][-1].status_code == 429


def test_without_redis_the_api_answers(api, settings, caplog):
    settings.REDIS_URL = "redis+socket:///nowhere/vk.sock?virtual_host=1"
    settings.API_PER_MINUTE = {"user": 1, "address": 1, "login": 1}
    throttling.counter.forget()
    mei = api("mei")
    assert [mei.get("types").status_code for _ in range(4)] == [200] * 4
    assert caplog.text.count("are not counted") == 1
    throttling.counter.forget()


def test_the_broker_address_of_celery_is_understood():
    unix = throttling.client_of("redis+socket:///run/vk.sock?virtual_host=3").connection_pool.connection_kwargs
    assert (unix["path"], unix["db"]) == ("/run/vk.sock", 3)
    tcp = throttling.client_of("redis://example.org:6380/2").connection_pool.connection_kwargs
    assert (tcp["host"], tcp["port"], tcp["db"]) == ("example.org", 6380, 2)
