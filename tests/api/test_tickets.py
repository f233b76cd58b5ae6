"""Tickets through the API: open, list, read, move."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Ticket
from tests.cast import CALL, COMMUNITY, DISTRICT, OTHER_STREET


def problem(response, status, code):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    found = response.json()
    assert found["code"] == code and found["status"] == status and found["title"]
    return found


def test_an_operator_opens_a_ticket(api):
    response = api("ling").post("tickets", {"type": "rights", "data": CALL})
    assert response.status_code == 201, response.content
    found = response.json()
    assert response["Location"] == f"/api/v1/tickets/{found['number']}"
    assert response["ETag"] == f'"{found["version"]}"'
    assert found["unit"]["code"] == COMMUNITY and found["clocks"][0]["citation"]


def test_the_answer_shows_nothing_that_is_sealed(api):
    text = api("ling").post("tickets", {"type": "rights", "data": CALL}).content.decode()
    for private in (CALL["story"], CALL["name"], "2046", CALL["request"]):
        assert private not in text


def test_the_same_key_and_body_open_one_ticket(api):
    ling = api("ling")
    first, second = (
        ling.post("tickets", {"type": "rights", "data": CALL}, headers={"Idempotency-Key": "call-1"}) for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (201, 200)
    assert second["Idempotent-Replay"] == "true" and "Idempotent-Replay" not in first
    assert first.json() == second.json() and Ticket.objects.count() == 1


def test_a_key_is_not_used_for_another_body(api):
    ling = api("ling")
    ling.post("tickets", {"type": "rights", "data": CALL}, headers={"Idempotency-Key": "call-1"})
    other = {"type": "rights", "data": {**CALL, "category": "0107"}}
    problem(ling.post("tickets", other, headers={"Idempotency-Key": "call-1"}), 409, "key_reused")


def test_a_key_is_printable_and_not_endless(api):
    for key in ("a b", "x" * 201):
        response = api("ling").post("tickets", {"type": "rights", "data": CALL}, headers={"Idempotency-Key": key})
        assert "Idempotency-Key" in problem(response, 400, "invalid")["errors"]


def test_missing_answers_are_named(api):
    data = {name: value for name, value in CALL.items() if name not in ("weapon_or_injury", "place")}
    found = problem(api("ling").post("tickets", {"type": "rights", "data": data}), 400, "invalid")
    assert set(found["errors"]) == {"weapon_or_injury", "place"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("story", ["a"]),
        ("story", {"a": 1}),
        ("place", True),
        ("refused_to_tell", "perhaps"),
        ("phone", 10**30),
        ("x", 1),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(api, field, value):
    response = api("ling").post("tickets", {"type": "rights", "data": {**CALL, field: value}})
    assert field in problem(response, 400, "invalid")["errors"]


@pytest.mark.parametrize("text", ['"a\\u0000b"', '"\\ud800"'])
def test_text_that_cannot_be_stored_is_refused_with_its_field(api, text):
    body = f'{{"type": "rights", "data": {{"story": {text}}}}}'
    assert "data.story" in problem(api("ling").post("tickets", body), 400, "invalid")["errors"]


def test_the_administrator_opens_nothing(api):
    problem(api("an").post("tickets", {"type": "rights", "data": CALL}), 403, "forbidden")


def test_an_unknown_kind_of_ticket_is_not_there(api):
    problem(api("ling").post("tickets", {"type": "nothing", "data": {}}), 404, "not_found")


def test_a_mediator_claims_and_sees_the_ticket_after_it(api, cast):
    number = cast.call().number
    mei = api("mei")
    seen = mei.get(f"tickets/{number}").json()
    assert {"name": "claim", "open": True}.items() <= next(
        m for m in seen["transitions"] if m["name"] == "claim"
    ).items()
    found = mei.post(f"tickets/{number}/transitions/claim", {"seen": seen["version"]}).json()
    assert found["assignee"] == {"id": cast.mei.pk, "name": "梅芳"} and found["version"] == seen["version"] + 1


def test_a_second_claim_is_closed_with_its_reason(api, cast):
    number = cast.call().number
    api("mei").post(f"tickets/{number}/transitions/claim")
    assert problem(api("hua").post(f"tickets/{number}/transitions/claim"), 409, "closed")["detail"]


def test_a_move_on_an_old_version_is_refused(api, cast):
    ticket = cast.call()
    mei, path = api("mei"), f"tickets/{ticket.number}/transitions/claim"
    assert problem(mei.post(path, {"seen": ticket.version + 1}), 412, "changed")["version"] == ticket.version
    problem(mei.post(path, {}, headers={"If-Match": f'"{ticket.version + 4}"'}), 412, "changed")
    problem(mei.post(path, {"seen": 1}, headers={"If-Match": '"2"'}), 400, "invalid")
    problem(mei.post(path, {}, headers={"If-Match": "soon"}), 400, "invalid")
    assert mei.post(path, {}, headers={"If-Match": f'"{ticket.version}"'}).status_code == 200


def test_a_move_nobody_knows_is_not_there(api, cast):
    problem(api("mei").post(f"tickets/{cast.call().number}/transitions/fly"), 404, "not_found")


def test_a_move_of_another_role_is_forbidden(api, cast):
    problem(api("ling").post(f"tickets/{cast.call().number}/transitions/claim"), 403, "forbidden")


def test_a_move_is_made_once_per_key(api, cast):
    path, mei = f"tickets/{cast.call().number}/transitions/claim", api("mei")
    first, second = (mei.post(path, {}, headers={"Idempotency-Key": "c"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200) and second["Idempotent-Replay"] == "true"
    assert first.json() == second.json()


def test_a_ticket_that_goes_out_of_sight_says_so_and_again_for_the_same_key(api, cast):
    ticket = cast.call()
    mei, path = api("mei"), f"tickets/{ticket.number}/transitions/escalate_severe"
    form = mei.get(f"tickets/{ticket.number}").json()["transitions"]
    ground = next(move for move in form if move["name"] == "escalate_severe")["schema"]["properties"]["ground"]["enum"][
        0
    ]
    body = {"data": {"ground": ground, "police": "called", "facts": "男方持械，已报警，人员已转移。"}}
    first, second = (mei.post(path, body, headers={"Idempotency-Key": "up"}) for _ in range(2))
    assert first.status_code == 200, first.content
    assert first.json() == {
        "number": ticket.number,
        "version": ticket.version + 1,
        "in_sight": False,
        "detail": "Done. The case is with another unit now and no longer in your list.",
    }
    assert second.json() == first.json() and second["Idempotent-Replay"] == "true"
    problem(mei.get(f"tickets/{ticket.number}"), 404, "not_found")


def test_another_streets_mediator_finds_nothing_anywhere(api, cast):
    number = cast.call().number
    wei, clock = api("wei"), api("mei").get(f"tickets/{number}").json()["clocks"][0]["id"]
    nowhere = number[:-6] + "999999"
    for path in ("tickets/{}", "tickets/{}/events", f"tickets/{{}}/clocks/{clock}/why"):
        mine, none = wei.get(path.format(number)), wei.get(path.format(nowhere))
        assert (mine.status_code, mine.content) == (404, none.content)
    move = "tickets/{}/transitions/claim"
    for body in ({}, {"seen": 99}, {"data": {"x": ["y"]}}):
        mine, none = wei.post(move.format(number), body), wei.post(move.format(nowhere), body)
        assert (mine.status_code, mine.content) == (none.status_code, none.content)
        assert mine.status_code in (400, 404)
    for query in ({}, {"q": "138 0000 2046"}, {"q": number}, {"q": "王女士"}, {"unit": DISTRICT}):
        assert wei.get("tickets", **query).json() == {"results": [], "next": None}


def test_the_administrator_sees_no_ticket(api, cast):
    number = cast.call().number
    problem(api("an").get(f"tickets/{number}"), 404, "not_found")
    assert api("an").get("tickets").json()["results"] == []


def test_filters_narrow_the_list(api, cast):
    number = cast.call().number
    sun = api("sun")
    for yes in (
        {"type": "rights"}, {"level": "1"}, {"level": "1,2"},
        {"unit": COMMUNITY}, {"unit": DISTRICT}, {"assignee": "none"},
        {"category": "01"}, {"category": "0106"}, {"overdue": "false"}, {"open": "true"}, {"q": "138-0000-2046"},
        {"q": "王女士"}, {"q": number}, {"q": number[-6:]}, {"q": "贡院"}, {"updated_since": "2020-01-01T00:00:00Z"},
        {"due_before": "2999-01-01T00:00:00+08:00"}, {"ordering": "-opened"}, {"ordering": "updated"},
    ):  # fmt: skip
        assert number in [one["number"] for one in sun.get("tickets", **yes).json()["results"]], yes
    for no in ({"unit": OTHER_STREET}, {"assignee": "me"}, {"overdue": "true"}, {"open": "false"}, {"q": "李"}):
        assert sun.get("tickets", **no).json()["results"] == [], no


@pytest.mark.parametrize(
    "query",
    [
        {"colour": "red"}, {"risk": "pink"}, {"type": "x"}, {"state": "x"}, {"level": "9"}, {"unit": "12x"},
        {"unit": "1"},
        {"assignee": "you"}, {"category": "99999"}, {"overdue": "1"}, {"due_before": "soon"}, {"limit": "0"},
        {"due_before": "2026-10-09T01:30:00"}, {"updated_since": "0001-01-01T00:00:00Z"}, {"limit": "201"},
        {"ordering": "name"}, {"cursor": "x"}, {"cursor": "a:b:c"}, {"q": "a\0"}, {"q": "x" * 201},
        {"risk": ["red", "blue"]},
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_is_named(api, query):
    assert next(iter(query)) in problem(api("sun").get("tickets", **query), 400, "invalid")["errors"]


def test_pages_follow_one_another_without_gap_or_double(api, cast):
    numbers = {cast.call().number for _ in range(7)}
    sun = api("sun")
    for order in ("due", "-opened", "updated"):
        found, cursor = [], ""
        while cursor is not None:
            page = sun.get("tickets", limit=3, ordering=order, **({"cursor": cursor} if cursor else {})).json()
            found += [one["number"] for one in page["results"]]
            cursor = page["next"]
        assert len(found) == 7 and set(found) == numbers
    cursor = sun.get("tickets", limit=3).json()["next"]
    assert "cursor" in problem(sun.get("tickets", cursor=cursor, open="true"), 400, "invalid")["errors"]


def test_the_history_goes_on_after_a_number(api, cast):
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    mei = api("mei")
    first = mei.get(f"tickets/{ticket.number}/events", limit=1).json()
    assert [one["seq"] for one in first["results"]] == [1] and first["next"] == 1
    second = mei.get(f"tickets/{ticket.number}/events", after=first["next"]).json()
    assert [one["name"] for one in second["results"]] == ["claim"] and second["next"] is None
    for bad in ({"after": "-1"}, {"limit": "0"}, {"limit": "9" * 30}, {"page": "2"}):
        problem(mei.get(f"tickets/{ticket.number}/events", **bad), 400, "invalid")


def test_a_clock_says_why(api, cast):
    number = cast.call().number
    mei = api("mei")
    for clock in mei.get(f"tickets/{number}").json()["clocks"]:
        found = mei.client.get(clock["why"], headers=mei._headers(None)).json()
        assert found["clock"] == clock and found["explanation"]["due"] == clock["due_at"]
    problem(mei.get(f"tickets/{number}/clocks/999999999/why"), 404, "not_found")


def statements(call):
    with CaptureQueriesContext(connection) as asked:
        response = call()
    assert response.status_code in (200, 201), response.content
    return len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_the_number_of_statements_does_not_grow(api, cast):
    for _ in range(3):
        last = cast.call()
    sun, mei, ling = api("sun"), api("mei"), api("ling")
    few = statements(lambda: sun.get("tickets"))
    for _ in range(52):
        cast.call()
    assert statements(lambda: sun.get("tickets")) <= few <= 6
    assert statements(lambda: mei.get(f"tickets/{last.number}")) <= 6
    assert statements(lambda: mei.get(f"tickets/{last.number}/events")) <= 4
    intake = statements(
        lambda: ling.post("tickets", {"type": "rights", "data": CALL}, headers={"Idempotency-Key": "n"})
    )
    move = statements(lambda: mei.post(f"tickets/{last.number}/transitions/claim", {"seen": last.version}))
    print(few, intake, move)
    assert (intake, move) <= (18, 18)
