"""From the result to the archive: redo with defects, follow-up call, reopening, withdrawal, filing (domain.md §2.2, §8.4)."""

from typing import Any

import pytest
from django.utils import timezone

from casework import gate
from casework.errors import Refused
from casework.models import CaseFact, Clock, Event, Ticket
from tests.cast import Cast
from tests.workflows.rights import ended
from tests.workflows.rights.ended import closed, day, days, due, running, settled, working
from tests.workflows.seen import refusal

PDF = b"%PDF-1.7 x"


# ── Redo ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_defects_are_a_list_with_a_redo_clock_and_the_hand_in_day_is_taken_back(cast: Cast) -> None:
    ticket = settled(cast, working(cast))
    ticket = cast.does("sun", ticket, "send_back", defects="缺少当事人书面说明\n\n 没有写明处理经过 ")
    assert (ticket.state, ticket.outcome, ticket.data["sent_back"], ticket.data["defects"]) == ("in_progress", "", 1, 2)
    assert "handed_in_on" not in ticket.data
    assert "wo.redo" in running(ticket)
    assert refusal(cast, "mei", ticket, "submit", **ended.SETTLED).code == "closed", "the defects come first"
    assert list(refusal(cast, "mei", ticket, "answer_defects", answers="已补").errors) == ["answers"]
    ticket = cast.does("mei", ticket, "answer_defects", answers="已补书面说明\n已补办理经过")
    assert refusal(cast, "mei", ticket, "answer_defects", answers="已补书面说明\n再补").code == "closed"
    assert "wo.redo" not in running(settled(cast, ticket))


def test_a_defect_says_what_is_missing(cast: Cast) -> None:
    ticket = settled(cast, working(cast))
    found = refusal(cast, "sun", ticket, "send_back", defects="缺少书面说明\n不行")
    assert "不行" in found.errors["defects"][0]


# ── The follow-up call ────────────────────────────────────────────────────────────────────────────────────────────────
def in_follow_up(cast: Cast) -> Ticket:
    ended.replied(cast, settled(cast, working(cast)), now=timezone.now())
    return cast.does("ling", Ticket.objects.get(), "begin_follow_up")


def test_not_reached_counts_after_three_tries(cast: Cast) -> None:
    ticket = in_follow_up(cast)
    assert "3 more times" in refusal(cast, "ling", ticket, "close", result="not_reached").errors["result"][0]
    for part in ("morning", "afternoon", "evening"):
        cast.does("ling", ticket, "not_reached", way="phone", tried_on=day(timezone.now()), part=part)
    ticket = cast.does("ling", ticket, "close", result="not_reached")
    assert (ticket.state, ticket.data["follow_up"], ticket.data["calls"]) == ("closed", "not_reached", 3)


def test_that_a_call_is_not_suitable_is_for_officers_to_say_and_why(cast: Cast) -> None:
    ticket = in_follow_up(cast)
    found = refusal(cast, "ling", ticket, "close", result="unsafe", why_not="abuser_near")
    assert "officer" in found.errors["result"][0]
    assert list(refusal(cast, "fang", ticket, "close", result="unsafe").errors) == ["why_not"]
    ticket = cast.does("fang", ticket, "close", result="unsafe", why_not="abuser_near")
    assert (ticket.state, ticket.data["follow_up"]) == ("closed", "unsafe")


def test_each_unsatisfied_answer_is_counted_once(cast: Cast) -> None:
    ticket = closed(cast, settled(cast, working(cast)), now=timezone.now(), satisfaction="unsatisfied")
    assert ticket.data["unsatisfied"] == 1
    ticket = cast.does("sun", ticket, "reopen", ground="unsatisfied", reason="有道理")
    assert ticket.data["unsatisfied"] == 1, "the call has counted it"
    assert "satisfaction" not in ticket.data
    cast.does("mei", ticket, "claim")
    ended.replied(cast, settled(cast, ticket), now=timezone.now())
    ticket = cast.does("sun", ticket, "reopen", ground="unsatisfied", reason="仍不满意")
    assert ticket.data["unsatisfied"] == 2


# ── Ends without a review ─────────────────────────────────────────────────────────────────────────────────────────────
def accepted_at_street(cast: Cast, **call: Any) -> Ticket:
    ticket = cast.call(community_may_know="no", **call)
    cast.does("sun", ticket, "claim")
    return ticket


LETTER = {"body": "labour", "letter_no": "秦妇函〔2026〕1号", "basis": "consent"}


def test_passing_on_without_a_report_needs_the_notice(cast: Cast) -> None:
    ticket = accepted_at_street(cast)
    assert list(refusal(cast, "sun", ticket, "transfer", **LETTER).errors) == ["notice"]
    ticket = cast.does("sun", ticket, "transfer", **LETTER, notice="oral")
    assert (ticket.state, ticket.outcome, ticket.data["told_on"]) == ("closed", "C3", day(timezone.now()))


def test_a_body_that_never_answers_is_written_down_after_its_time(cast: Cast) -> None:
    start = timezone.now() - days(20)
    ticket = cast.call(community_may_know="no", now=start)
    cast.does("sun", ticket, "claim", now=start)
    cast.does("sun", ticket, "transfer", **LETTER, notice="oral", report_due=day(timezone.now()), now=start)
    words = {"pressed_no": "秦妇督〔2026〕1号", "reason": "两次催办均无答复"}
    assert "still has time" in str(
        refusal(cast, "sun", ticket, "submit_unanswered", **words, now=start + days(5)).reason
    )
    ticket = cast.does("sun", ticket, "submit_unanswered", **words, now=timezone.now() + days(1))
    assert (ticket.state, ticket.outcome) == ("pending_review", "C3")


def test_nobody_is_refused_without_being_told(cast: Cast) -> None:
    words = {"ground": "litigation", "body": "court", "how_to_reach": "秦淮区人民法院立案庭", "notice": "none"}
    known, unknown = accepted_at_street(cast), accepted_at_street(cast, name="", phone="")
    assert list(refusal(cast, "sun", known, "not_accept", **words).errors) == ["notice"]
    assert cast.does("sun", unknown, "not_accept", **words).outcome == "X1"


# ── The archive ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_complete_file_goes_to_the_archive_for_its_years(cast: Cast) -> None:
    ticket = closed(cast, settled(cast, working(cast)), now=timezone.now())
    assert running(ticket) == {"rec.archive"}
    assert Ticket.objects.get().next_due_at is None, "the archive's days make no closed case late"
    assert refusal(cast, "sun", ticket, "archive").code == "forbidden"
    assert list(refusal(cast, "fang", ticket, "archive", retention="consult").errors) == ["retention"]
    ticket = cast.does("fang", ticket, "archive", shelf="2026-12-3")
    assert (ticket.state, ticket.data["retention"]["class"], ticket.data["retention"]["years"]) == (
        "archived",
        "ordinary",
        10,
    )
    assert running(ticket) == set()


def test_a_file_with_a_child_or_an_opinion_is_kept_thirty_years(cast: Cast) -> None:
    ticket = closed(cast, settled(cast, working(cast, age_band="u14")), now=timezone.now(), by="fang")
    assert cast.does("lu", ticket, "archive").data["retention"]["years"] == 30


def test_an_incomplete_file_is_refused_with_the_list(cast: Cast) -> None:
    ticket = closed(cast, settled(cast, working(cast)), now=timezone.now())
    Ticket.objects.filter(pk=ticket.pk).update(data={**ticket.data, "stated": False})
    assert "the party's statement" in str(refusal(cast, "fang", ticket, "archive").reason)
    gate.attach(ticket.number, cast.actor("fang"), "说明.pdf", PDF, kind="statement")
    assert cast.does("fang", ticket, "archive").state == "archived"


def test_what_is_filed_takes_no_more_files_and_only_the_district_takes_it_out(cast: Cast) -> None:
    ticket = cast.does("fang", closed(cast, settled(cast, working(cast)), now=timezone.now()), "archive")
    with pytest.raises(Refused):
        gate.attach(ticket.number, cast.actor("fang"), "x.pdf", PDF)
    assert refusal(cast, "sun", ticket, "reopen", ground="new_facts", reason="新情况").code == "forbidden"
    ticket = cast.does("fang", ticket, "reopen", ground="new_facts", reason="新情况")
    assert (ticket.state, ticket.cycle) == ("reopened", 2)
    assert "retention" not in ticket.data


def test_the_archive_clock_speaks_to_the_leaders_and_blames_nobody(cast: Cast) -> None:
    start = timezone.now() - days(60)
    ticket = closed(cast, settled(cast, working(cast, now=start), now=start), now=start)
    ended.pass_time(due(ticket, "rec.archive") + days(12))
    ticket.refresh_from_db()
    assert ticket.breached_at is None
    assert Clock.objects.get(ticket=ticket, key="rec.archive").breached_at is None
    assert "leader" in str(Event.objects.filter(ticket=ticket, name="deadline").latest("seq").data)


# ── What the statistics read ──────────────────────────────────────────────────────────────────────────────────────────
def test_the_days_of_telling_and_handing_in_stand_in_the_facts(cast: Cast) -> None:
    now = timezone.now()
    ticket = closed(cast, settled(cast, working(cast)), now=now)
    fact = CaseFact.objects.get(ticket=ticket)
    assert (str(fact.told_on), str(fact.handed_in_on), str(fact.closed_on)) == (day(now),) * 3
    assert (fact.satisfaction, fact.follow_up, fact.proven) == ("satisfied", "reached", True)
