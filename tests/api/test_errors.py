"""Every way to ask wrongly is answered with problem+json, never with a page and never with 500."""

import json

import pytest
from django.db import OperationalError

from api import errors, views
from casework.errors import STATUS
from tests.api.test_tickets import problem

BODY = {"type": "rights", "data": {}}


def test_every_refusal_of_the_gate_has_the_same_code_and_status_here():
    assert {code: errors.CODES[code][0] for code in STATUS} == STATUS


@pytest.mark.parametrize(
    "path", ["nothing", "tickets/", "tickets/%00", "tickets/x/y/z", "types/none", "tickets/QH-ZZ-1"]
)
def test_an_unknown_address_is_not_found(api, path):
    problem(api("mei").get(path), 404, "not_found")


@pytest.mark.parametrize("path", ["types", "tickets", "board", "schema", "docs", "inbox", "tickets/QH-WQ-2026-000001"])
def test_without_a_token_nothing_is_shown(api, path):
    response = api().get(path)
    assert response.status_code == 401 and response["WWW-Authenticate"] == "Bearer"
    if path != "docs":
        problem(response, 401, "unauthenticated")


def test_a_wrong_method_says_which_are_right(api):
    response = api("mei").post("types")
    problem(response, 405, "method_not_allowed")
    assert "GET" in response["Allow"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_only_json_is_read(api, kind):
    problem(api("ling").post("tickets", "a=1", kind=kind), 415, "unsupported_media_type")


@pytest.mark.parametrize(
    "body",
    ["{", b"\xff\xfe", "[]", "null", '"x"', '{"a": NaN}', "[" * 100_000, '{"a": ' * 20 + "1" + "}" * 20, "1" * 5000],
)
def test_a_body_that_is_no_json_object_is_a_parse_error(api, body):
    problem(api("ling").post("tickets", body), 400, "parse_error")


def test_a_body_has_a_largest_size(api):
    body = json.dumps({"type": "rights", "data": {"story": "x" * 1024 * 1024}})
    problem(api("ling").post("tickets", body), 413, "too_large")


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "type"), ({"type": []}, "type"), ({"type": "rights"}, "data"), ({"type": "rights", "data": []}, "data"),
     ({**BODY, "colour": 1}, "colour"), ({"type": "x" * 41, "data": {}}, "type")],
)  # fmt: skip
def test_a_wrong_body_names_its_field(api, body, field):
    assert field in problem(api("ling").post("tickets", body), 400, "invalid")["errors"]


@pytest.mark.parametrize("seen", ["1", -1, 2**70, [], True, 1.5])
def test_seen_is_a_version(api, cast, seen):
    number = cast.call().number
    response = api("mei").post(f"tickets/{number}/transitions/claim", {"seen": seen})
    if seen == "1":
        assert response.status_code == 200
    else:
        assert "seen" in problem(response, 400, "invalid")["errors"]


def test_sentences_follow_accept_language(api):
    english, chinese = api("mei", "en").get("nothing"), api("mei", "zh-CN").get("nothing")
    assert english.json()["title"] == "Not there" and chinese.json()["title"] == "找不到"
    assert chinese["Content-Language"] == "zh-hans" and english["Content-Language"] == "en"
    for words, title in (("fr", "请先登录"), ("en", "Sign in first")):
        assert api(language=words).get("types").json()["title"] == title


def test_a_database_that_is_busy_says_try_again(api, monkeypatch):
    def busy(*_args, **_kwargs):
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(views.gate, "open_ticket", busy)
    response = api("ling").post("tickets", BODY)
    problem(response, 503, "busy")
    assert response["Retry-After"] == "2"


def test_an_error_of_ours_is_a_problem_too(api, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(views, "listing", broken)
    caller = api("mei")
    caller.client.raise_request_exception = False
    response = caller.get("tickets")
    problem(response, 500, "server_error")
    assert b"secret" not in response.content
