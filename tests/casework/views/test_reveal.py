"""Looking at identity and narrative: asked why, written down, five minutes."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from casework.models import Party, ReadLog
from tests.cast import CALL, Cast


def test_a_person_is_shown_after_the_reason_is_written_down(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    party = Party.objects.get(ticket=ticket)
    browser = desk("mei")
    shown = browser.get(f"/tickets/{ticket.number}").context["page"].parties[0]
    assert all(masked for _label, _text, masked in shown.fields)
    response = browser.post(shown.reveal_url, {"reason": "call"})
    assert response.status_code == 303
    text = browser.get(f"/tickets/{ticket.number}").content.decode()
    assert CALL["phone"] in text
    assert CALL["name"] in text
    assert CALL["story"] not in text
    log = ReadLog.objects.get()
    assert (log.actor, log.party, log.reason, log.what) == (cast.mei, party, "call", "party")


def test_after_five_minutes_it_is_covered_again(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    browser = desk("mei")
    url = browser.get(f"/tickets/{ticket.number}").context["page"].parties[0].reveal_url
    browser.post(url, {"reason": "call"})
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert CALL["phone"] not in browser.get(f"/tickets/{ticket.number}").content.decode()


def test_htmx_gets_the_people_alone(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    browser = desk("mei")
    url = browser.get(f"/tickets/{ticket.number}").context["page"].parties[0].reveal_url
    response = browser.post(url, {"reason": "call"}, headers={"HX-Request": "true", "HX-Target": "parties"})
    text = response.content.decode()
    assert text.lstrip().startswith('<section class="block" id="parties"')
    assert CALL["phone"] in text


def test_without_a_reason_nothing_is_shown_and_the_page_asks_again(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    browser = desk("mei")
    url = browser.get(f"/tickets/{ticket.number}").context["page"].parties[0].reveal_url
    response = browser.post(url, {"reason": ""})
    assert response.status_code == 400
    assert response.context["page"].parties[0].error
    assert CALL["phone"] not in response.content.decode()
    assert not ReadLog.objects.exists()


def test_the_story_and_the_private_notes_are_behind_one_door(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    cast.does("mei", ticket, "note", note="她愿意再谈一次。")
    browser = desk("mei")
    page = browser.get(f"/tickets/{ticket.number}").context["page"]
    assert [line.has_sealed for line in page.history] == [True, False, False]
    browser.post(page.story.reveal_url, {"reason": "paper"})
    text = browser.get(f"/tickets/{ticket.number}").content.decode()
    assert CALL["story"] in text
    assert "她愿意再谈一次。" in text
    assert CALL["phone"] not in text


def test_a_colleague_of_the_same_unit_may_not_look(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    party = Party.objects.get(ticket=ticket)
    browser = desk("hua")
    assert browser.get(f"/tickets/{ticket.number}").context["page"].parties[0].reveal_url == ""
    assert browser.post(f"/tickets/{ticket.number}/reveal/{party.code}", {"reason": "call"}).status_code == 403
    assert not ReadLog.objects.exists()


def test_a_grant_is_for_its_reader_alone(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    url = desk("mei").get(f"/tickets/{ticket.number}").context["page"].parties[0].reveal_url
    desk("mei").post(url, {"reason": "call"})
    assert CALL["phone"] not in desk("sun").get(f"/tickets/{ticket.number}").content.decode()


def test_a_person_of_another_case_is_not_here(cast: Cast, desk) -> None:
    mine, other = cast.does("mei", cast.call(), "claim"), cast.does("hua", cast.call(), "claim")
    strange = Party.objects.get(ticket=other).code
    assert desk("mei").post(f"/tickets/{mine.number}/reveal/{strange}", {"reason": "call"}).status_code == 404


def test_opening_the_address_asks_why_and_shows_nothing(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    response = desk("mei").get(f"/tickets/{ticket.number}/reveal/story", follow=True)
    assert response.context["page"].story.asking
    assert not ReadLog.objects.exists()
