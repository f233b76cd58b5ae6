"""Dispatch that cannot be bounced: one return in time, a binding ruling, assisting units that see their part (§7.3)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone

from casework import access, gate, moving
from casework.binding import bind
from casework.models import CaseFact, CatalogueEntry, Clock, DispatchRow, Ticket
from casework.ticking import tick
from tests.cast import CALL, COMMUNITY, DISTRICT, OTHER_COMMUNITY, OTHER_STREET, SISTER, STREET, Cast
from tests.workflows.rights.sent import BACK, RULED, at_street, dispatched, returned, running
from tests.workflows.seen import refusal

PICTURE = b"\xff\xd8\xff\xe0 x"
MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def sees(cast: Cast, who: str, ticket: Ticket) -> bool:
    return access.tickets(cast.actor(who)).filter(pk=ticket.pk).exists()


# ── Dispatch ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_clocks_run_from_dispatch_and_the_limit_keeps_its_day(cast: Cast) -> None:
    ticket = at_street(cast)
    before = Clock.objects.get(ticket=ticket, key="wo.complaint").due_at
    ticket = cast.does("sun", ticket, "dispatch", unit=COMMUNITY)
    assert {"wo.sign_in", "wo.complaint"} <= running(ticket)
    assert Clock.objects.get(ticket=ticket, key="wo.complaint").due_at == before
    row = DispatchRow.objects.get()
    assert (row.by, row.unit, row.to, row.returned_at, row.upheld) == (cast.sun, STREET, COMMUNITY, None, None)


def test_it_is_not_dispatched_to_where_it_stands(cast: Cast) -> None:
    assert list(refusal(cast, "sun", at_street(cast), "dispatch", unit=STREET).errors) == ["unit"]


# ── One return ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_return_goes_to_the_district_and_the_limits_run_on(cast: Cast) -> None:
    ticket = returned(cast)
    assert (ticket.state, ticket.unit_id, ticket.level) == ("returned", DISTRICT, 3)
    assert {"wo.arbitrate", "wo.complaint"} <= running(ticket) and "wo.sign_in" not in running(ticket)
    row = DispatchRow.objects.get()
    assert (row.ground, row.upheld, row.returned_at is None) == ("other_area", None, False)
    assert CaseFact.objects.get(ticket=ticket).returned == 1
    assert not sees(cast, "mei", ticket), "the unit that returned it no longer sees it"
    assert sees(cast, "sun", ticket) and sees(cast, "fang", ticket)


def test_a_return_names_who_should_have_it(cast: Cast) -> None:
    ticket = dispatched(cast)
    nobody = {**BACK, "proposed": ""}
    assert list(refusal(cast, "mei", ticket, "return_order", **nobody).errors) == ["proposed"]
    both = {**BACK, "body": "court"}
    assert list(refusal(cast, "mei", ticket, "return_order", **both).errors) == ["proposed"]
    own = {**BACK, "proposed": COMMUNITY}
    assert list(refusal(cast, "mei", ticket, "return_order", **own).errors) == ["proposed"]
    ticket = cast.does("mei", ticket, "return_order", **{**nobody, "body": "labour"})
    assert ticket.data["dispatches"][-1]["returned"]["proposed"] == "labour"


@pytest.mark.parametrize(("channel", "days"), [("hotline", 2), ("from_12345", 2), ("petition_office", 5)])
def test_the_time_to_return_is_two_working_days_and_five_for_a_forwarded_matter(
    cast: Cast, channel: str, days: int
) -> None:
    ticket = dispatched(cast, call={"now": MONDAY, "channel": channel})
    last = MONDAY.replace(hour=23, minute=59) + timedelta(days=days if days < 5 else 7)
    late = refusal(cast, "mei", ticket, "return_order", **BACK, now=last + timedelta(minutes=2))
    assert late.code == "closed" and "ended on" in str(late.reason) and "hand it up" in str(late.reason)
    assert cast.does("mei", ticket, "return_order", **BACK, now=last).state == "returned"


def test_who_has_signed_may_still_return_it_in_time(cast: Cast) -> None:
    ticket = cast.does("mei", dispatched(cast), "claim")
    assert ticket.state == "in_progress"
    assert cast.does("mei", ticket, "return_order", **BACK).state == "returned"


def test_what_was_not_dispatched_is_not_returned_and_nothing_urgent_is(cast: Cast) -> None:
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    cast.does("mei", ticket, "accept", track="hotline", notice="oral")
    cast.does("mei", ticket, "begin")
    assert "not dispatched" in str(refusal(cast, "mei", ticket, "return_order", **BACK).reason)
    urgent = cast.call(violence_now="yes", place=STREET)
    cast.does("fang", urgent, "claim")
    cast.does("fang", urgent, "accept", track="dv", notice="oral")
    cast.does("fang", urgent, "dispatch", unit=STREET)
    assert "urgent" in str(refusal(cast, "sun", urgent, "return_order", **BACK).reason)


def test_only_the_unit_it_was_dispatched_to_returns_it(cast: Cast) -> None:
    ticket = dispatched(cast)
    assert refusal(cast, "sun", ticket, "return_order", **BACK).code == "closed"
    assert refusal(cast, "wei", ticket, "return_order", **BACK).code == "not_found"


# ── The ruling ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_ruling_is_final_and_names_the_owner(cast: Cast) -> None:
    ticket = cast.does("fang", returned(cast), "rule_owner", **RULED)
    assert (ticket.state, ticket.unit_id, ticket.assisting) == ("dispatched", SISTER, [])
    assert "wo.arbitrate" not in running(ticket) and {"wo.sign_in", "wo.complaint"} <= running(ticket)
    assert "final" in str(refusal(cast, "jin", ticket, "return_order", **BACK).reason)
    cast.does("jin", ticket, "claim")
    assert refusal(cast, "jin", ticket, "return_order", **BACK).code == "closed"
    row = DispatchRow.objects.get()
    assert (row.upheld, row.ruled_at is None) == (True, False)


def test_a_ruling_against_the_return_sends_it_back_for_good(cast: Cast) -> None:
    ticket = cast.does("fang", returned(cast), "rule_owner", **{**RULED, "unit": COMMUNITY})
    assert DispatchRow.objects.get().upheld is False
    assert "final" in str(refusal(cast, "mei", ticket, "return_order", **BACK).reason)


def test_who_was_ruled_to_be_in_charge_does_not_send_it_on(cast: Cast) -> None:
    ticket = cast.does("fang", returned(cast), "rule_owner", **{**RULED, "unit": OTHER_STREET})
    cast.does("xia", ticket, "claim")
    assert "final" in str(refusal(cast, "xia", ticket, "dispatch", unit=OTHER_COMMUNITY).reason)


def test_the_ruling_is_for_the_district_and_not_for_the_dispatcher(cast: Cast) -> None:
    ticket = returned(cast)
    assert refusal(cast, "sun", ticket, "rule_owner", **RULED).code == "forbidden"
    at_district = cast.call(place=DISTRICT)
    cast.does("fang", at_district, "claim")
    cast.does("fang", at_district, "accept", track="hotline", notice="oral")
    cast.does("fang", at_district, "dispatch", unit=STREET)
    cast.does("sun", at_district, "return_order", **BACK)
    assert "dispatched it yourself" in str(refusal(cast, "fang", at_district, "rule_owner", **RULED).reason)
    assert cast.does("gao", at_district, "rule_owner", **RULED).unit_id == SISTER


def test_the_ruling_enters_the_catalogue_in_the_same_move(cast: Cast) -> None:
    ticket = returned(cast)
    learn = {"into_catalogue": True, "words": "探望"}
    assert list(refusal(cast, "fang", ticket, "rule_owner", **RULED, **learn).errors) == ["rule"]
    assert not CatalogueEntry.objects.exists()
    cast.does("fang", ticket, "rule_owner", **RULED, **learn, rule="探望纠纷由居住地社区承办。")
    entry = CatalogueEntry.objects.get()
    assert (entry.category, entry.words, entry.owner) == (CALL["category"], "探望", "community")
    assert (entry.source, entry.decided_by) == (ticket.number, cast.fang)


def test_a_ruling_in_time_is_asked_for_by_a_clock(cast: Cast) -> None:
    ticket = dispatched(cast, call={"now": MONDAY})
    cast.does("mei", ticket, "return_order", **BACK, now=MONDAY)
    while tick(now=MONDAY + timedelta(days=3)).full:
        pass
    assert Clock.objects.get(ticket=ticket, key="wo.arbitrate").breached_at is not None


# ── Who sees what ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_after_the_ruling_former_units_see_nothing_unless_they_assist(cast: Cast) -> None:
    ticket = cast.does("fang", returned(cast), "rule_owner", **{**RULED, "unit": OTHER_STREET})
    for who in ("mei", "sun", "jin", "qiu"):
        assert not sees(cast, who, ticket), who
    assert sees(cast, "xia", ticket)
    ticket = cast.does("xia", ticket, "claim")
    cast.does("xia", ticket, "ask_assistance", assisting=[COMMUNITY], tasks=["visit"])
    assert sees(cast, "mei", ticket) and not sees(cast, "sun", ticket)


def test_an_assisting_unit_sees_its_part_and_nothing_sealed(cast: Cast) -> None:
    ticket = dispatched(cast, assisting=[SISTER, OTHER_STREET], tasks=["visit", "children"], report_by="")
    assert set(ticket.assisting) == {STREET, SISTER, OTHER_STREET}
    for who in ("jin", "xia"):
        assert sees(cast, who, ticket)
        assert not access.may_reveal(cast.actor(who), ticket)
        actor = cast.actor(who)
        offered = {move.name for move, _shut in moving.moves_for(bind(ticket, actor, timezone.now()), actor)}
        assert offered == {"note", "assist_report"}, "an assisting unit decides nothing"
        cast.does(who, ticket, "assist_report", done=["visit"], report="已上门看望，情况平稳。")
    assert refusal(cast, "xia", ticket, "return_order", **BACK).code == "forbidden"
    gate.attach(ticket.number, cast.actor("jin"), "走访照片.jpg", PICTURE, kind="evidence")
    assert not sees(cast, "wei", ticket)
    ticket.refresh_from_db()
    assert [one["done"] for one in ticket.data["assists"][OTHER_STREET]["reports"]] == [["visit"]]
    assert "平稳" not in str(ticket.data), "what was seen is sealed"


def test_assisting_is_asked_for_with_tasks_and_released(cast: Cast) -> None:
    ticket = cast.does("mei", dispatched(cast), "claim")
    assert list(refusal(cast, "mei", ticket, "ask_assistance", assisting=[SISTER]).errors) == ["tasks"]
    assert list(refusal(cast, "mei", ticket, "ask_assistance", assisting=[COMMUNITY], tasks=["visit"]).errors)
    cast.does("mei", ticket, "ask_assistance", assisting=[SISTER], tasks=["visit"])
    assert sees(cast, "jin", ticket)
    assert list(refusal(cast, "mei", ticket, "release_assisting", units=[OTHER_COMMUNITY]).errors) == ["units"]
    ticket = cast.does("mei", ticket, "release_assisting", units=[SISTER])
    assert not sees(cast, "jin", ticket) and ticket.data["assists"][SISTER]["released"]
    assert refusal(cast, "jin", ticket, "assist_report", done=["visit"], report="已经去过。").code == "not_found"


def test_who_does_not_assist_records_no_part(cast: Cast) -> None:
    ticket = dispatched(cast)
    assert refusal(cast, "mei", ticket, "assist_report", done=["visit"], report="已经去过。").code == "forbidden"


def test_the_lead_unit_does_not_assist_itself(cast: Cast) -> None:
    ticket = at_street(cast)
    wrong = {"unit": COMMUNITY, "assisting": [COMMUNITY], "tasks": ["visit"]}
    assert list(refusal(cast, "sun", ticket, "dispatch", **wrong).errors) == ["assisting"]


def test_what_failed_leaves_no_row(cast: Cast) -> None:
    ticket = at_street(cast)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        cast.does("sun", ticket, "dispatch", unit=COMMUNITY)
        raise ZeroDivisionError
    assert not DispatchRow.objects.exists()
