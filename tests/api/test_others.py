"""Types, board, calculator, the document and its page; two requests with one key at the same moment."""

import jsonschema
import pytest
from django.core.management import call_command

from casework.models import Event, Ticket
from tests.api.test_tickets import problem
from tests.cast import CALL, STREET, populate
from tests.together import together, unexpected
from workflows.registry import registry

QUESTION = {
    "id": 7,
    "calendar": {"tz": "Asia/Shanghai"},
    "start": "2026-11-23",
    "working_days": 5,
}


def test_every_kind_is_described(api):
    mei = api("mei")
    slugs = [one["slug"] for one in mei.get("types").json()["results"]]
    assert slugs == [kind.slug for kind in registry]
    for slug in slugs:
        found = mei.get(f"types/{slug}").json()
        codes = {state["code"] for state in found["states"]}
        assert all(set(move["sources"] + move["targets"]) <= codes for move in found["transitions"])
        for schema in [found["intake"], *(move["schema"] for move in found["transitions"])]:
            jsonschema.Draft202012Validator.check_schema(schema)
        assert all(line["citation"] for line in found["deadlines"] if line["amount"])


def test_a_call_fits_the_schema_of_the_intake(api):
    jsonschema.validate(CALL, api("ling").get("types/rights").json()["intake"])


def test_each_list_of_choices_offers_its_own(api):
    """Schemas are made once and kept: one list must not write its choices into another's."""
    shown = api("mei").get("types/volunteer").json()["intake"]["properties"]
    fields = registry["volunteer"].intake_form.base_fields
    for name in ("kinds", "skills", "times"):
        assert shown[name]["items"]["enum"] == [value for value, _label in fields[name].choices]


def test_the_board_is_for_those_who_answer_for_an_area(api, cast):
    cast.call()
    found = api("ding").get("board").json()
    assert found["areas"] == [STREET] and found["total"]["open"] == 1
    problem(api("mei").get("board"), 403, "forbidden")


def test_the_calculator_answers_and_says_what_is_wrong(api):
    found = api("mei").post("due", QUESTION)
    assert found.status_code == 200, found.content
    assert found.json()["id"] == 7 and found.json()["due"] and found.json()["why"]
    assert "start" in problem(api("mei").post("due", {**QUESTION, "start": "soon"}), 400, "invalid")["errors"]


def test_the_document_is_valid_and_names_every_route(api, capsys):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")
    found = api("mei").get("schema").json()
    for path in (
        "auth/token",
        "types/{slug}",
        "tickets",
        "tickets/{number}/transitions/{name}",
        "board",
        "inbox",
        "due",
    ):
        assert f"/api/v1/{path}" in found["paths"]
    for path in found["paths"].values():
        for operation in path.values():
            assert {"400", "401", "429"} <= set(operation["responses"])


@pytest.mark.browser
def test_the_page_of_the_document_shows_under_our_csp(live_server, page, cast, client):
    client.force_login(cast.mei)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/api/v1/docs")
    page.get_by_text("/api/v1/tickets/{number}/events").first.wait_for()


@pytest.mark.django_db(transaction=True)
def test_two_equal_posts_at_the_same_moment_open_one_ticket(rf, settings):
    from django.test import Client

    from api.models import issue

    token = issue(populate().ling)[0]

    def post():
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "the-same"}
        body = {"type": "rights", "data": CALL}
        return Client().post("/api/v1/tickets", body, content_type="application/json", headers=headers)

    found = together([post] * 4)
    assert not unexpected(found), found
    assert sorted(one.status_code for one in found) == [200, 200, 200, 201]
    assert len({one.json()["number"] for one in found}) == 1
    assert Ticket.objects.count() == 1 and Event.objects.count() == 1
