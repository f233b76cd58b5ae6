"""Files of a case: taken in encrypted, handed out one by one, each written down."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from casework import files
from casework.models import Attachment, ReadLog
from tests.cast import Cast

TEXT = "调解协议：双方同意周末接送。".encode()


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def upload(browser, ticket, name: str = "协议.txt", content: bytes = TEXT, kind: str = "agreement"):
    return browser.post(f"/tickets/{ticket.number}/files", {"file": SimpleUploadedFile(name, content), "kind": kind})


def test_a_file_is_taken_in_encrypted_and_stands_in_the_history(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    browser = desk("mei")
    assert upload(browser, ticket).status_code == 303
    page = browser.get(f"/tickets/{ticket.number}").context["page"]
    assert [(one.name, one.size, one.who) for one in page.files] == [("协议.txt", len(TEXT), "梅芳")]
    assert page.history[0].who == "梅芳"
    stored = files.path_of(Attachment.objects.get().code).read_bytes()
    assert TEXT not in stored
    assert str(files.path_of(Attachment.objects.get().code)).startswith(str(settings.MEDIA_ROOT))


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.exe", b"MZ"), ("a.pdf", b"not a pdf"), ("leer.txt", b""), ("groß.txt", b"x" * (files.MAX_BYTES + 1))],
)
def test_what_may_not_come_in_is_refused_beside_the_field(cast: Cast, desk, name: str, content: bytes) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    response = upload(desk("mei"), ticket, name, content)
    assert response.status_code == 400
    assert response.context["page"].upload_form.errors["file"]
    assert not Attachment.objects.exists()


def test_a_download_asks_why_and_writes_it_down_first(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    browser = desk("mei")
    upload(browser, ticket)
    url = browser.get(f"/tickets/{ticket.number}").context["page"].files[0].url
    assert browser.get(url).status_code == 200
    assert browser.post(url, {}).status_code == 400
    assert not ReadLog.objects.exists()
    answer = browser.post(url, {"reason": "paper"})
    assert answer.content == TEXT
    log = ReadLog.objects.get()
    assert (log.actor, log.reason, log.what, log.attachment) == (
        cast.mei,
        "paper",
        "attachment",
        Attachment.objects.get(),
    )


def test_a_download_is_never_shown_in_our_own_origin(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    browser = desk("mei")
    upload(browser, ticket)
    url = browser.get(f"/tickets/{ticket.number}").context["page"].files[0].url
    answer = browser.post(url, {"reason": "paper"})
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"


def test_others_get_no_file(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    upload(desk("mei"), ticket)
    url = f"/tickets/{ticket.number}/files/{Attachment.objects.get().code}"
    assert desk("wei").get(url).status_code == 404
    assert desk("wei").post(url, {"reason": "paper"}).status_code == 404
    assert desk("hua").post(url, {"reason": "paper"}).status_code == 403
    assert upload(desk("wei"), ticket).status_code == 404
    assert not ReadLog.objects.exists()


def test_a_file_of_another_case_is_not_here(cast: Cast, desk) -> None:
    mine, other = cast.does("mei", cast.call(), "claim"), cast.does("mei", cast.call(), "claim")
    upload(desk("mei"), other)
    url = f"/tickets/{mine.number}/files/{Attachment.objects.get().code}"
    assert desk("mei").post(url, {"reason": "paper"}).status_code == 404


def test_a_file_sent_twice_is_kept_once(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    browser = desk("mei")
    key = browser.get(f"/tickets/{ticket.number}").context["page"].upload_form["key"].value()
    assert key
    for _time in range(2):
        sent = {"file": SimpleUploadedFile("协议.txt", TEXT), "kind": "agreement", "key": key}
        assert browser.post(f"/tickets/{ticket.number}/files", sent).status_code == 303
    assert Attachment.objects.count() == 1
