"""Finding a case: by number, phone, name, place, category; never in an address, never beyond one's area."""

import pytest
from django.utils import timezone

from tests.cast import OTHER_COMMUNITY, SISTER, Cast


def found(browser, words: str) -> list[str]:
    response = browser.post("/search", {"q": words})
    assert response.status_code == 200
    return [row.number for row in response.context["page"].rows]


def test_a_full_number_leads_straight_to_the_case(cast: Cast, desk) -> None:
    ticket = cast.call()
    response = desk("mei").post("/search", {"q": ticket.number.lower()})
    assert (response.status_code, response["Location"]) == (303, f"/tickets/{ticket.number}")


@pytest.mark.parametrize(
    "words",
    [
        "138 0000 2046",
        "+86 13800002046",
        "１３８０００02046",
        "王女士",
        "贡院",
        "Gongyuan",
        "探望",
        "QH-WQ",
        "000001",
        "01",
        f"{timezone.localdate().year}-1",
    ],
)
def test_phone_name_place_category_and_beginning_of_the_number_find_it(cast: Cast, desk, words: str) -> None:
    ticket = cast.call()
    other = cast.call(place=SISTER, phone="025 5555 0000", name="李女士", category="0401")
    rows = found(desk("sun"), words)
    assert ticket.number in rows
    assert (other.number in rows) == (words == "QH-WQ")


@pytest.mark.parametrize("words", ["", "王", "  ", "%", "QH-WQ-1999-000001", "13900000000", "' OR 1=1 --", "\x00\x00"])
def test_what_is_not_there_finds_nothing(cast: Cast, desk, words: str) -> None:
    cast.call()
    assert found(desk("mei"), words) == []


def test_nobody_finds_what_he_may_not_see(cast: Cast, desk) -> None:
    ticket = cast.call()
    for words in (ticket.number, "13800002046", "王女士", "贡院", "探望"):
        assert found(desk("wei"), words) == []
    cast.call(place=OTHER_COMMUNITY)
    assert len(found(desk("wei"), "13800002046")) == 1


def test_what_was_typed_stands_in_no_address(cast: Cast, desk) -> None:
    cast.call()
    browser = desk("mei")
    assert browser.get("/search?q=13800002046").context["page"].rows == ()
    response = browser.post("/search", {"q": "13800002046"})
    assert "13800002046" not in response.headers.get("Location", "")
    assert "?q=" not in response.content.decode()
