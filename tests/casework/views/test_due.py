"""The calculator as a page: the question is the address, the answer has its reasons, nothing is stored."""

import pytest
from django.test import Client

from tests.cast import Cast

HTMX = {"HTTP_HX_REQUEST": "true"}
FIVE_DAYS = {"amount": "5", "unit": "working_days", "start": "2026-09-23T09:42"}


@pytest.fixture
def mei(cast: Cast, client: Client) -> Client:
    client.force_login(cast.mei)
    return client


def plain(text: str) -> str:
    """Without the thin spaces between Chinese and digits."""
    return "".join(text.split())


def due_of(page: object) -> str:
    return f"{page.context['page'].why.due:%Y-%m-%d %H:%M %Z}"  # type: ignore[attr-defined]


def test_who_is_not_signed_in_is_sent_to_the_login(cast: Cast, client: Client) -> None:
    assert client.get("/due").headers["Location"] == "/login?next=%2Fdue"


def test_the_empty_page_asks_and_shows_no_error(mei: Client) -> None:
    page = mei.get("/due")
    assert page.status_code == 200
    assert page.context["page"].why is None
    assert page.context["page"].form.errors == {}


def test_working_days_cross_the_mid_autumn_and_national_holidays(mei: Client) -> None:
    page = mei.get("/due", FIVE_DAYS)
    assert due_of(page) == "2026-10-08 16:00 UTC", "the end of 8 October in Nanjing"
    text = page.content.decode()
    assert "10月8日（周四）24:00" in plain(text)
    assert "国庆节" in text and "中秋节" in text


def test_a_rule_brings_its_own_amount_and_its_article(mei: Client) -> None:
    page = mei.get("/due", {"policy": "xf.handle", "start": "2026-11-23T10:20"})
    assert due_of(page) == "2027-01-22 16:00 UTC"
    text = page.content.decode()
    assert "信访工作条例第34条" in plain(text)
    assert "暂定" in text, "2027 is not published"


def test_a_suspension_moves_the_date(mei: Client) -> None:
    plain = mei.get("/due", {"amount": "10", "unit": "natural_days", "start": "2026-03-02"})
    paused = {"pause_from": "2026-03-04", "pause_to": "2026-03-07"}
    moved = mei.get("/due", {"amount": "10", "unit": "natural_days", "start": "2026-03-02", **paused})
    assert (moved.context["page"].why.due - plain.context["page"].why.due).days == 3


def test_the_last_day_off_rolls_when_asked(mei: Client) -> None:
    ask = {"amount": "1", "unit": "natural_days", "start": "2026-03-06"}  # a Friday
    assert due_of(mei.get("/due", ask)) == "2026-03-07 16:00 UTC"
    assert due_of(mei.get("/due", {**ask, "roll": "on"})) == "2026-03-09 16:00 UTC"


def test_htmx_gets_the_answer_alone(mei: Client) -> None:
    text = mei.get("/due", FIVE_DAYS, **HTMX).content.decode()
    assert 'id="result"' in text
    assert "<html" not in text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"amount": ""}, "amount"),
        ({"amount": "many"}, "amount"),
        ({"amount": "99999999"}, "amount"),
        ({"unit": "moons"}, "unit"),
        ({"start": "soon"}, "start"),
        ({"start": ""}, "start"),
        ({"start": "0001-01-01"}, "start"),
        ({"start": "9999-12-31"}, "start"),
        ({"policy": "no.rule"}, "policy"),
        ({"pause_from": "2026-09-24"}, "pause_to"),
        ({"pause_from": "2026-09-24", "pause_to": "2026-09-20"}, "pause_to"),
        ({"pause_from": "0001-01-01", "pause_to": "2026-09-20"}, "pause_from"),
    ],
)
def test_a_wrong_question_is_answered_at_its_field(mei: Client, changed: dict[str, str], field: str) -> None:
    page = mei.get("/due", {**FIVE_DAYS, **changed})
    assert page.status_code == 200
    assert field in page.context["page"].form.errors
    assert page.context["page"].why is None


def test_minutes_cannot_be_counted_back_and_the_page_says_so(mei: Client) -> None:
    page = mei.get("/due", {**FIVE_DAYS, "amount": "-5", "unit": "minutes"})
    assert page.status_code == 200
    assert page.context["page"].error
    assert str(page.context["page"].error) in page.content.decode()


def test_the_calculator_reads_and_never_writes(mei: Client) -> None:
    assert mei.post("/due", FIVE_DAYS).status_code == 405
