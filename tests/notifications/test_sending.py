"""Letters: neutral, in the recipient's language, sent once, and never given up."""

import smtplib
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db.models.functions import Now
from django.utils import timezone

from casework.models import Heartbeat
from casework.sweep import health
from notifications import sending, texts
from notifications.delivery import deliver
from notifications.models import EMAIL, INBOX, Notification
from notifications.outbox import fan_out
from notifications.sending import Posted, send_due
from tests.cast import CALL, Cast
from workflows.registry import registry

pytestmark = pytest.mark.django_db
DOWN: dict[str, object] = {"opens": False, "refuses": ""}


class Gateway(EmailBackend):
    """Django's mailbox in memory, which can be out of order."""

    def open(self) -> bool:
        if DOWN["opens"]:
            raise ConnectionRefusedError("nobody listens")
        return True

    def send_messages(self, messages: list) -> int:
        for message in messages:
            if message.to[0] == DOWN["refuses"]:
                raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"no such user")})
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def gateway(settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Gateway"
    settings.SITE_URL = "https://sanji.example"
    DOWN.update(opens=False, refuses="")


def send() -> Posted:
    return send_due(time.monotonic() + 20)


def letters() -> list[Notification]:
    return list(Notification.objects.filter(channel=EMAIL).order_by("recipient__username"))


def make_due() -> None:
    Notification.objects.filter(sent_at=None, next_try_at__isnull=False).update(next_try_at=Now())


def test_a_letter_names_the_ticket_what_to_do_and_the_link_and_nothing_else(cast: Cast) -> None:
    ticket = cast.call()
    fan_out()
    assert send().sent == 3
    for letter in mail.outbox:
        text = letter.subject + letter.body
        assert ticket.number in letter.subject
        assert f"https://sanji.example/tickets/{ticket.number}" in letter.body
        for secret in (CALL["name"], CALL["phone"], "2046", CALL["story"], "家庭", "暴力", cast.mei.full_name):
            assert secret not in text


def test_a_letter_is_in_the_language_of_its_reader(cast: Cast) -> None:
    cast.hua.language = "en"
    cast.hua.save()
    cast.call()
    fan_out()
    send()
    bodies = {letter.to[0]: letter.body for letter in mail.outbox}
    assert "A new case has reached your unit." in bodies["hua@example.org"]
    assert "A new case has reached your unit." not in bodies["mei@example.org"]


def test_a_letter_is_sent_once(cast: Cast) -> None:
    cast.call()
    fan_out()
    assert (send().sent, send().sent) == (3, 0)
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 3


def test_while_the_gateway_is_down_the_inbox_has_the_message_and_nothing_is_lost(cast: Cast) -> None:
    cast.call()
    DOWN["opens"] = True
    fan_out()
    for attempt in range(1, 15):
        assert send().down == [EMAIL]
        assert {letter.attempts for letter in letters()} == {attempt}
        make_due()
    assert Notification.objects.filter(channel=INBOX).count() == 3
    DOWN["opens"] = False
    assert send().sent == 3
    assert all(letter.sent_at and not letter.last_error for letter in letters())


def test_the_pause_between_attempts_grows_to_ten_minutes_and_never_ends(cast: Cast) -> None:
    cast.call()
    fan_out()
    DOWN["opens"] = True
    pauses = []
    for _ in range(9):
        send()
        now = timezone.now()
        pauses.append((letters()[0].next_try_at - now).total_seconds())
        make_due()
    for pause, base in zip(pauses, [30, 60, 120, 240, 480, 600, 600, 600, 600], strict=True):
        assert base * 0.78 <= pause <= base * 1.2 + 1


def test_a_letter_that_is_not_due_waits(cast: Cast) -> None:
    cast.call()
    DOWN["opens"] = True
    fan_out()
    send()
    DOWN["opens"] = False
    assert send().sent == 0


def test_one_bad_address_does_not_stop_the_others(cast: Cast) -> None:
    cast.call()
    fan_out()
    DOWN["refuses"] = "hua@example.org"
    done = send()
    assert (done.sent, done.failed, done.down) == (2, 1, [])
    failed = Notification.objects.get(channel=EMAIL, sent_at=None)
    assert failed.recipient == cast.hua and failed.last_error == "SMTPRecipientsRefused"
    assert "@" not in failed.last_error


def test_a_letter_in_somebody_elses_hands_is_left_alone_until_the_lease_ends(cast: Cast) -> None:
    cast.call()
    fan_out()
    taken = sending._claim(EMAIL)
    assert len(taken) == 3 and send().sent == 0
    make_due()  # as if the lease had run out
    assert send().sent == 3


def test_a_sender_that_lost_its_lease_settles_nothing(cast: Cast) -> None:
    cast.call()
    fan_out()
    old = sending._claim(EMAIL)
    make_due()
    new = sending._claim(EMAIL)
    sending._settle(sending.FAILED_SQL, old, "late")
    assert {letter.last_error for letter in letters()} == {""}
    sending._settle(sending.SENT_SQL, new)
    assert all(letter.sent_at for letter in letters())


def test_who_has_left_gets_no_letter_any_more(cast: Cast) -> None:
    cast.call()
    fan_out()
    cast.mei.is_active = False
    cast.mei.save()
    assert send().sent == 2
    dropped = Notification.objects.get(channel=EMAIL, recipient=cast.mei)
    assert (dropped.sent_at, dropped.next_try_at, dropped.last_error) == (None, None, "no longer here")


def test_a_delivery_leaves_a_heartbeat(cast: Cast) -> None:
    cast.call()
    assert not health()["deliver"]["ok"]
    done = deliver()
    assert (done.events, done.sent) == (1, 3)
    assert health()["deliver"]["ok"]
    Heartbeat.objects.filter(name="deliver").update(at=timezone.now() - timedelta(seconds=121))
    assert not health()["deliver"]["ok"]


@pytest.mark.parametrize("language", ["zh-hans", "en", "", "xx"])
def test_no_letter_of_any_move_names_the_move(language: str) -> None:
    for workflow in registry:
        for move in workflow.actions():
            subject, body = texts.letter(move.name, "holder", "QH-WQ-2026-000001", language)
            if move.name not in texts.TEXTS:
                assert texts.letter("something", "holder", "QH-WQ-2026-000001", language) == (subject, body)


def test_every_audience_word_says_why() -> None:
    from workflows.audiences import AUDIENCES

    assert set(texts.WHY) == AUDIENCES


def test_who_supervises_is_asked_to_see_to_it_and_not_to_claim() -> None:
    handler, watcher = (
        texts.letter("escalate_overdue", why, "QH-WQ-2026-000001", "en")[1] for why in ("unit", "supervisors")
    )
    assert "Claim it" in handler and "Claim it" not in watcher
    assert "See that it is acted on." in watcher
