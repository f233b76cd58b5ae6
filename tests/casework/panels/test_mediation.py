"""The parts of the case's page about mediation and about her limits: what they say, and to whom."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from casework.models import Ticket
from casework.panels import limits, mediation
from casework.queries.ticket import load
from casework.timewords import short_day
from tests.cast import Cast
from tests.workflows.rights.agreed import agree, code_of, mediating, ready, says, working

pytestmark = pytest.mark.usefixtures("in_english")


def shown(cast: Cast, who: str, ticket: Ticket, part: Any) -> str:
    """The part as this person reads it; "" if there is none."""
    panel = part.panel(load(cast.actor(who), ticket.number))
    return "" if panel is None else render_to_string(panel.template, {"panel": panel})


def test_a_case_without_mediation_and_limits_shows_neither_part(cast: Cast) -> None:
    ticket = working(cast)
    assert shown(cast, "mei", ticket, mediation) == shown(cast, "mei", ticket, limits) == ""


def test_it_says_who_agreed_who_was_not_asked_and_who_refuses(cast: Cast) -> None:
    ticket = says(cast, working(cast), "petitioner", "written")
    text = shown(cast, "mei", ticket, mediation)
    assert "Agrees in writing" in text and "Not asked yet" in text and "not declared" in text
    assert "Refuses" in shown(cast, "mei", says(cast, ticket, "other", "refused"), mediation)


def test_a_consent_taken_back_is_no_agreement_any_more(cast: Cast) -> None:
    ticket = says(cast, working(cast), "petitioner", "written")
    given = {"party": code_of(ticket, "petitioner"), "purpose": "mediation", "basis": "consent", "given_by": "self"}
    cast.does("mei", ticket, "record_privacy_consent", **given, told_by="voice", told_on="2026-03-02")
    cast.does("mei", ticket, "withdraw_privacy_consent", consent=1)
    text = shown(cast, "mei", ticket, mediation)
    assert "Consent taken back" in text and "Agrees in writing" not in text
    assert "Agrees by voice" in shown(cast, "mei", says(cast, ticket, "petitioner"), mediation)


def test_it_warns_of_a_limit_that_ends_within_the_term_and_only_of_that(cast: Cast) -> None:
    ticket = ready(cast, working(cast))
    for limit, days in (("adm.reconsider", 40), ("civ.general", 40)):
        since = (localdate() - timedelta(days=days)).isoformat()
        ticket = cast.does("mei", ticket, "add_limit", limit=limit, since=since)
    text = shown(cast, "mei", ticket, mediation)
    assert "Mediation does not stop these limits" in text and "Ask for administrative reconsideration" in text
    assert "General limitation" not in text
    both = shown(cast, "mei", ticket, limits)
    assert both.index("Ask for administrative reconsideration") < both.index("General limitation"), "the nearest first"


def test_it_says_what_a_court_confirms_and_until_when_both_may_ask(cast: Cast) -> None:
    ticket = agree(cast, mediating(cast), effective_on=localdate().isoformat(), plan=f"{localdate()} 500元 抚养费")
    text = shown(cast, "mei", ticket, mediation)
    assert "if both ask for it together" in text and "Ask the court to confirm" in text and "第33条" in text
    assert "leave that out" not in text
    mixed = agree(cast, mediating(cast), terms="双方同意离婚；男方每月支付抚养费。")
    text = shown(cast, "mei", mixed, mediation)
    assert "leave that out of the joint application" in text and "time for asking the court is over" in text
    cast.does("mei", mixed, "record_confirmation", step="not_wanted", on="2026-03-20")
    assert "joint application" not in shown(cast, "mei", mixed, mediation)


def test_an_agreement_is_shown_with_what_became_of_each_promise(cast: Cast) -> None:
    ticket = agree(cast, mediating(cast))
    first = Ticket.objects.filter(parent=ticket).earliest("id")
    cast.does("mei", first, "record_performed", performed_on="2026-03-30", proof="receipt")
    text = shown(cast, "mei", ticket, mediation)
    assert "1 of 2 performed" in text and "500 yuan" in text and first.number in text
    assert "抚养费" not in text, "what is promised is sealed"


def test_an_agreement_about_status_says_that_no_court_confirms_it(cast: Cast) -> None:
    ticket = agree(cast, mediating(cast), status_only=True, plan="")
    assert "a court cannot confirm it" in shown(cast, "mei", ticket, mediation)
    assert "Ask the court to confirm" not in shown(cast, "mei", ticket, limits)


def test_the_number_of_private_talks_is_not_told_to_who_may_not_read_them(cast: Cast) -> None:
    ticket = mediating(cast)
    cast.does("mei", ticket, "ask_help", reason="no_trust", tried="上门走访两次，没有谈成。", wanted="请派人一起谈")
    talk = {"party": code_of(ticket, "other"), "held_on": "2026-03-02", "said": "他愿意让步"}
    ticket = cast.does("mei", ticket, "record_private_talk", **talk)
    assert "private talk" in shown(cast, "mei", ticket, mediation)
    assert "private talk" not in shown(cast, "qiu", ticket, mediation)


def test_ended_limits_and_the_time_he_may_not_file_are_told(cast: Cast) -> None:
    ticket = cast.does("mei", working(cast), "add_limit", limit="lab.sue", since="2026-03-02")
    ticket = cast.does("mei", ticket, "limit_done", limit="lab.sue", how="used", ended_on="2026-03-10")
    birth = localdate().isoformat()
    ticket = cast.does("mei", ticket, "record_no_filing", situation="born", day=birth)
    text = shown(cast, "mei", ticket, limits)
    assert "Used: she applied or sued in time" in text
    assert f"Until {short_day(date.fromisoformat(ticket.data['no_filing']['until']))} the husband" in text
