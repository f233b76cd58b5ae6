"""Wei mediates in another street. Of a case of this street she must see nothing, anywhere: list, page, counts, search, history,
files, messages, API. What is invisible answers exactly like what does not exist."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from api.models import issue
from casework import access, gate
from casework.models import ReadLog, Ticket
from notifications.delivery import deliver
from tests.cast import CALL, Cast

NOWHERE = "QH-WQ-2026-999999"
SECRETS = ("王女士", "13800002046", "138 0000 2046", "探望孩子")


@pytest.fixture
def case(cast: Cast, settings: Any, tmp_path: Path) -> Ticket:
    """A case of Mei's with a file, a note and a message or two."""
    settings.MEDIA_ROOT = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ticket = cast.does("mei", cast.call(), "claim")
    cast.does("mei", ticket, "note", note="与对方通话，约定周五上午见面。")
    gate.attach(ticket.number, cast.actor("mei"), "协议.pdf", b"%PDF-1.7 x")
    deliver()
    return Ticket.objects.get(pk=ticket.pk)


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, who), backend="django.contrib.auth.backends.ModelBackend")
    return client


def api(cast: Cast, who: str) -> Client:
    return Client(headers={"authorization": f"Bearer {issue(getattr(cast, who))[0]}"})


def paths(case: Ticket, number: str) -> list[tuple[str, str]]:
    """Every address of one case, as (method, address)."""
    party, file = case.parties.get().code, case.attachments.get().code
    clock = case.clocks.first()
    assert clock is not None
    screens = [
        ("get", f"/tickets/{number}"),
        ("get", f"/tickets/{number}?move=accept"),
        ("post", f"/tickets/{number}/moves/claim"),
        ("post", f"/tickets/{number}/reveal/{party}"),
        ("post", f"/tickets/{number}/files"),
        ("post", f"/tickets/{number}/files/{file}"),
        ("get", f"/tickets/{number}/files/{file}"),
    ]
    routes = [
        ("get", f"/api/v1/tickets/{number}"),
        ("get", f"/api/v1/tickets/{number}/events"),
        ("get", f"/api/v1/tickets/{number}/clocks/{clock.pk}/why"),
        ("post", f"/api/v1/tickets/{number}/transitions/claim"),
    ]
    return screens + routes


def answer(client: Client, method: str, path: str) -> tuple[int, str]:
    data: Any = {"data": {}} if path.startswith("/api") else {"reason": "call"}
    kind = {"content_type": "application/json"} if path.startswith("/api") and method == "post" else {}
    response = getattr(client, method)(path, json.dumps(data) if kind else data, **kind)
    return response.status_code, response.content.decode()


def test_every_address_of_the_case_answers_like_one_that_does_not_exist(cast: Cast, case: Ticket) -> None:
    screen, machine = browser(cast, "wei"), api(cast, "wei")
    for (method, there), (_same, nowhere) in zip(paths(case, case.number), paths(case, NOWHERE), strict=True):
        client = machine if there.startswith("/api") else screen
        status, body = answer(client, method, there)
        expected_status, expected_body = answer(client, method, nowhere)
        assert status == expected_status and status in (404, 405), (method, there, status)
        assert _neutral(body, case.number) == _neutral(expected_body, NOWHERE), (method, there)
    assert not ReadLog.objects.exists()
    assert Ticket.objects.get(pk=case.pk).version == case.version


def _neutral(body: str, number: str) -> str:
    """The body without what differs on every page: tokens, the minute in its foot and the number asked for."""
    without = re.sub(r'(value|content|X-CSRFToken": )="?[A-Za-z0-9]{64}"?', "", body.replace(number, "N"))
    return re.sub(r'"X-CSRFToken": "[^"]+"|\d\d:\d\d</span>', "", without)


def test_lists_counts_search_and_messages_are_empty(cast: Cast, case: Ticket) -> None:
    screen, machine = browser(cast, "wei"), api(cast, "wei")
    pages = [screen.get(f"/queue?tab={tab}") for tab in ("mine", "unclaimed", "waiting", "overdue")]
    pages += [screen.get("/"), screen.get("/inbox")]
    pages += [
        screen.post("/search", {"q": word}, follow=True) for word in (case.number, CALL["phone"], CALL["name"], "贡院")
    ]
    for page in pages:
        assert page.status_code == 200
        text = page.content.decode()
        assert f"/tickets/{case.number}" not in text  # the search box repeats what was asked
        assert not any(secret in text for secret in SECRETS if secret not in (CALL["phone"], CALL["name"]))
    for query in ("", "?open=true", f"?q={case.number[-6:]}", f"?q={CALL['phone']}", f"?unit={case.unit_id}"):
        found = machine.get(f"/api/v1/tickets{query}")
        assert found.json().get("results", []) == [], query
    assert machine.get("/api/v1/inbox").json()["results"] == []
    assert not access.tickets(cast.actor("wei")).exists()


def test_the_board_of_the_other_street_counts_nothing(cast: Cast, case: Ticket) -> None:
    text = browser(cast, "xia").get("/board").content.decode()
    assert case.number not in text and "贡院社区" not in text


def test_mei_herself_does_find_it(cast: Cast, case: Ticket) -> None:
    """The tests above could pass on an empty system; this one shows that they do not."""
    screen, machine = browser(cast, "mei"), api(cast, "mei")
    assert case.number in screen.get("/queue?tab=mine").content.decode()
    assert case.number in screen.post("/search", {"q": CALL["phone"]}, follow=True).content.decode()
    assert machine.get("/api/v1/tickets").json()["results"][0]["number"] == case.number
    assert answer(screen, "get", f"/tickets/{case.number}")[0] == 200
    assert answer(machine, "get", f"/api/v1/tickets/{case.number}/events")[0] == 200
