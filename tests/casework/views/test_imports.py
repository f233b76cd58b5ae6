"""The page of bulk intake: taking a file in, watching it, fetching its report."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.importing import run
from casework.models import ImportJob
from tests.cast import Cast

CONTENT = "工单编号,社区,内容,类别\nA-1,贡院社区,x,0104\nA-2,无此社区,x,0104\n".encode()


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, who))
    return client


def sent(client: Client, content: bytes = CONTENT, source: str = "12345"):
    return client.post("/imports", {"source": source, "file": SimpleUploadedFile("list.csv", content)})


def test_a_file_is_taken_in_and_its_rows_are_shown_when_it_is_done(cast: Cast) -> None:
    client = signed_in(cast, "ling")
    answer = sent(client)
    job = ImportJob.objects.get()
    assert answer["Location"] == f"/imports/{job.pk}"
    assert "every 2s" in client.get(answer["Location"]).content.decode()
    run.run(job)
    page = client.get(answer["Location"]).content.decode()
    assert "every 2s" not in page
    assert "没有叫这个名字的单位" in page or "No unit in use" in page
    report = b"".join(client.get(f"/imports/{job.pk}/report.jsonl").streaming_content).decode()
    assert report.count("\n") == 1
    assert '"line": 3' in report


@pytest.mark.parametrize(
    ("content", "source"), [(b"", "12345"), ("星座,社区,内容\n".encode(), "12345"), (CONTENT, "mars")]
)
def test_a_file_that_cannot_be_used_is_refused_on_the_page(cast: Cast, content: bytes, source: str) -> None:
    answer = sent(signed_in(cast, "ling"), content, source)
    assert answer.status_code == 422
    assert not ImportJob.objects.exists()


def test_nobody_else_sees_an_import(cast: Cast) -> None:
    sent(signed_in(cast, "ling"))
    job = ImportJob.objects.get()
    for path in (f"/imports/{job.pk}", f"/imports/{job.pk}/report.jsonl"):
        assert signed_in(cast, "fang").get(path).status_code == 404


@pytest.mark.parametrize("who", ["lu", "an"])
def test_who_registers_no_cases_has_no_such_page(cast: Cast, who: str) -> None:
    assert signed_in(cast, who).get("/imports").status_code == 403
