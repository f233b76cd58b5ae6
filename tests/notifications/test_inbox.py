"""The inbox on the screen and in the API."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from notifications import reading
from notifications.models import INBOX, Notification
from notifications.outbox import fan_out
from tests.cast import CALL, Cast


@pytest.fixture
def told(cast: Cast) -> Cast:
    """Three calls in Mei's community, told."""
    for _ in range(3):
        cast.call()
    fan_out()
    return cast


def signed_in(cast: Cast, name: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.people[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def numbers(page: reading.Page) -> list[str]:
    return [message.number for message in page.messages]


def test_the_page_says_what_happened_why_and_where_to(told: Cast) -> None:
    page = signed_in(told, "mei").get("/inbox").content.decode()
    newest = Notification.objects.filter(recipient=told.mei, channel=INBOX).latest("pk")
    assert newest.ticket.number in page
    assert f'href="/inbox/{newest.pk}"' in page


def test_the_page_holds_nothing_private(told: Cast) -> None:
    page = signed_in(told, "mei").get("/inbox").content.decode()
    for secret in (CALL["name"], CALL["story"], "2046"):
        assert secret not in page


def test_opening_a_message_marks_it_read_and_leads_to_the_ticket(told: Cast) -> None:
    message = reading.page(told.mei, told.actor("mei")).messages[0]
    answer = signed_in(told, "mei").get(f"/inbox/{message.id}")
    assert (answer.status_code, answer["Location"]) == (302, f"/tickets/{message.number}")
    assert reading.unread_count(told.mei) == 2
    assert reading.unread_count(told.hua) == 3


def test_somebody_elses_message_is_not_there(told: Cast) -> None:
    message = reading.page(told.mei, told.actor("mei")).messages[0]
    assert signed_in(told, "wei").get(f"/inbox/{message.id}").status_code == 404
    assert reading.unread_count(told.mei) == 3


def test_marking_all_marks_only_my_own(told: Cast) -> None:
    signed_in(told, "mei").post("/inbox/read")
    assert (reading.unread_count(told.mei), reading.unread_count(told.hua)) == (0, 3)


def test_the_inbox_asks_for_a_login(told: Cast) -> None:
    assert Client().get("/inbox")["Location"].startswith("/login")
    assert Client().post("/inbox/read")["Location"].startswith("/login")
    assert Client().get("/inbox/bell").status_code == 204


def test_unread_messages_come_first_and_pages_hold_each_once(told: Cast) -> None:
    actor = told.actor("mei")
    everything = reading.page(told.mei, actor).messages
    reading.mark_read(told.mei, [everything[0].id])
    first = reading.page(told.mei, actor, size=2)
    second = reading.page(told.mei, actor, first.next, size=2)
    assert [message.unread for message in first.messages + second.messages] == [True, True, False]
    assert sorted(numbers(first) + numbers(second)) == sorted(message.number for message in everything)
    assert second.next == ""


@pytest.mark.parametrize("cursor", ["", "x", "u", "u-1", "r²", "u99999999999999999999"])
def test_a_cursor_that_is_none_starts_anew(told: Cast, cursor: str) -> None:
    assert len(reading.page(told.mei, told.actor("mei"), cursor).messages) == 3


def test_a_case_that_left_can_no_longer_be_opened_from_the_inbox(told: Cast) -> None:
    number = reading.page(told.mei, told.actor("mei")).messages[0].number
    told.does("mei", number, "claim")
    told.does("mei", number, "escalate_severe", ground="violence", police="called", facts="邻居听到打斗，已报警。")
    shown = {message.number: message.open for message in reading.page(told.mei, told.actor("mei")).messages}
    assert shown[number] is False and sum(shown.values()) == 2


def test_the_inbox_costs_the_same_whatever_it_holds(told: Cast) -> None:
    client = signed_in(told, "mei")
    client.get("/inbox")
    with CaptureQueriesContext(connection) as three:
        client.get("/inbox")
    for _ in range(40):
        told.call()
    fan_out()
    with CaptureQueriesContext(connection) as many:
        client.get("/inbox")
    assert len(many) <= len(three)
    assert len(three) <= 9


def test_the_bell_counts_what_is_unread_and_is_silent_while_nothing_changes(told: Cast) -> None:
    client = signed_in(told, "mei")
    first = client.get("/inbox/bell")
    assert "<b>3</b>" in first.content.decode()
    assert client.get("/inbox/bell", headers={"if-none-match": first["ETag"]}).status_code == 304
    reading.mark_read(told.mei)
    after = client.get("/inbox/bell", headers={"if-none-match": first["ETag"]})
    assert after.status_code == 200 and "<b>" not in after.content.decode()


def test_the_bell_stops_counting_at_99(told: Cast) -> None:
    calls = [told.call().events.get() for _ in range(100)]
    Notification.objects.bulk_create(
        Notification(
            event=event, ticket_id=event.ticket_id, recipient=told.wei, channel=INBOX, kind="open", why="unit",
            created_at=event.at,
        )
        for event in calls
    )  # fmt: skip
    assert "<b>99+</b>" in signed_in(told, "wei").get("/inbox/bell").content.decode()
    assert reading.unread_count(told.wei) == 100


def api(cast: Cast, name: str) -> APIClient:
    client = APIClient()
    client.force_authenticate(cast.people[name])
    return client


def test_the_api_gives_the_same_messages(told: Cast) -> None:
    found = api(told, "mei").get("/api/v1/inbox").json()
    assert (found["unread"], found["next"]) == (3, "")
    assert [row["ticket"] for row in found["results"]] == numbers(reading.page(told.mei, told.actor("mei")))
    assert {row["kind"] for row in found["results"]} == {"open"}
    assert all(row["visible"] and row["unread"] for row in found["results"])


def test_the_api_marks_the_named_messages_or_all(told: Cast) -> None:
    client = api(told, "mei")
    first = client.get("/api/v1/inbox").json()["results"][0]["id"]
    theirs = Notification.objects.filter(recipient=told.hua, channel=INBOX).first().pk
    assert client.post("/api/v1/inbox/read", {"ids": [first, theirs]}, format="json").json() == {"marked": 1}
    assert client.post("/api/v1/inbox/read", {}, format="json").json() == {"marked": 2}
    assert reading.unread_count(told.hua) == 3


@pytest.mark.parametrize("ids", ["x", [0], [2**70], [None]])
def test_the_api_refuses_ids_that_are_none(told: Cast, ids: object) -> None:
    assert api(told, "mei").post("/api/v1/inbox/read", {"ids": ids}, format="json").status_code == 400


def test_the_api_asks_who_is_there(told: Cast) -> None:
    assert APIClient().get("/api/v1/inbox").status_code in (401, 403)
