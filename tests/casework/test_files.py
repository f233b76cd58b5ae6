"""Files of a case: what may come in, encrypted at rest, read with a grant only."""

from pathlib import Path
from typing import Any

import pytest

from casework import access, files, gate, reading
from casework.errors import Refused
from casework.models import Attachment, Ticket
from tests.cast import Cast

PDF = b"%PDF-1.7 signed agreement"


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def claimed(cast: Cast) -> Ticket:
    return cast.does("mei", cast.call(), "claim")


def test_a_file_is_stored_encrypted_and_counted(cast: Cast, claimed: Ticket, tmp_path: Path) -> None:
    gate.attach(claimed.number, cast.actor("mei"), "王女士的协议.pdf", PDF, kind="agreement")
    claimed.refresh_from_db()
    assert claimed.data["files"] == {"agreement": 1}
    stored = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(stored) == 1 and b"signed agreement" not in stored[0]
    one = Attachment.objects.get()
    grant = access.reveal(cast.actor("mei"), claimed, "paper", attachment=one, what="file")
    assert reading.attachment(claimed, one, grant) == PDF
    assert reading.attachment_name(claimed, one) == "王女士的协议.pdf"


def test_a_grant_for_another_file_does_not_open_it(cast: Cast, claimed: Ticket) -> None:
    gate.attach(claimed.number, cast.actor("mei"), "a.pdf", PDF)
    grant = access.reveal(cast.actor("mei"), claimed, "paper")
    with pytest.raises(Refused):
        reading.attachment(claimed, Attachment.objects.get(), grant)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""),
        ("a.exe", b"MZ"),
        ("a.svg", b"<svg onload=alert(1)>"),
        ("a.html", b"<script>"),
        ("a.pdf", b"<html>not a pdf"),
        ("a.png", b"GIF89a"),
        ("a.txt", b"\x00\x01"),
        ("a", b"%PDF-1.7"),
        ("a.pdf", b"%PDF-" + b"0" * files.MAX_BYTES),
    ],
)
def test_what_may_not_come_in_is_refused_with_the_remedy(
    cast: Cast, claimed: Ticket, name: str, content: bytes
) -> None:
    with pytest.raises(Refused) as caught:
        gate.attach(claimed.number, cast.actor("mei"), name, content)
    assert caught.value.errors.keys() == {"file"}
    assert not Attachment.objects.exists()


def test_a_path_in_the_name_is_cut_off() -> None:
    assert files.check("../../etc/passwd.pdf", PDF).name == "passwd.pdf"
    assert files.check("C:\\temp\\a.pdf", PDF).name == "a.pdf"


def test_only_those_who_handle_the_case_add_files(cast: Cast, claimed: Ticket) -> None:
    with pytest.raises(Refused) as caught:
        gate.attach(claimed.number, cast.actor("ling"), "a.pdf", PDF)
    assert caught.value.code == "forbidden"
    with pytest.raises(Refused) as caught:
        gate.attach(claimed.number, cast.actor("wei"), "a.pdf", PDF)
    assert caught.value.code == "not_found"


def test_the_same_upload_with_its_key_is_stored_once(cast: Cast, claimed: Ticket) -> None:
    for _ in range(2):
        gate.attach(claimed.number, cast.actor("mei"), "a.pdf", PDF, key="up")
    assert Attachment.objects.count() == 1
