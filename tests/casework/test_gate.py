"""The gate: opening and moving, in one transaction, with every refusal saying why."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework import gate, history
from casework.errors import Refused
from casework.models import Clock, Event, Outbox, Party, Ticket
from tests.cast import CALL, COMMUNITY, DISTRICT, STREET, Cast


def refused(code: str) -> "pytest.RaisesContext[Refused]":
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def test_a_call_becomes_a_ticket_with_event_clocks_party_and_outbox(cast: Cast) -> None:
    ticket = cast.call()
    stored = Ticket.objects.get(number=ticket.number)
    assert (stored.state, stored.unit_id, stored.version) == ("registered", COMMUNITY, 1)
    assert stored.number.startswith("QH-WQ-")
    assert stored.events.get().name == "open"
    assert {clock.key for clock in stored.clocks.all()} == {"wo.sign_in", "xf.notify"}
    assert stored.next_due_at == min(clock.due_at for clock in stored.clocks.all())
    assert stored.parties.get().phone_index is not None
    assert Outbox.objects.get(event__ticket=stored).audiences == ["unit"]


def test_numbers_follow_one_another(cast: Cast) -> None:
    first, second = cast.call(), cast.call()
    assert int(second.number[-6:]) == int(first.number[-6:]) + 1


def test_nothing_private_is_stored_in_clear(cast: Cast) -> None:
    ticket = cast.call()
    with connection.cursor() as cursor:
        for table in ("ticket", "event", "party", "clock", "outbox"):
            cursor.execute(f"SELECT t::text FROM casework_{table} t")  # noqa: S608
            text = str(cursor.fetchall())
            for secret in ("王女士", "138 0000 2046", "13800002046", "探望孩子"):
                assert secret not in text, f"{secret} stands in casework_{table}"
    assert ticket.title_text


def test_a_missing_field_is_named_with_its_remedy(cast: Cast) -> None:
    with refused("invalid") as caught:
        cast.call(category="")
    assert list(caught.value.errors) == ["category"]
    assert not Ticket.objects.exists()


def test_a_field_that_does_not_exist_is_named(cast: Cast) -> None:
    with refused("invalid") as caught:
        gate.open_ticket("rights", cast.actor("ling"), {**CALL, "colour": "red"})
    assert list(caught.value.errors) == ["colour"]


def test_a_place_outside_the_district_is_refused(cast: Cast) -> None:
    with refused("invalid") as caught:
        cast.call(place="320105001")
    assert "place" in caught.value.errors


def test_an_unknown_kind_of_case_is_refused_with_the_list(cast: Cast) -> None:
    with refused("not_found") as caught:
        gate.open_ticket("nonsense", cast.actor("ling"), CALL)
    assert "rights" in str(caught.value.reason)


def test_an_administrator_opens_nothing(cast: Cast) -> None:
    with refused("forbidden"):
        gate.open_ticket("rights", cast.actor("an"), CALL)


def test_the_same_key_and_data_open_one_ticket(cast: Cast) -> None:
    first = gate.open_ticket("rights", cast.actor("ling"), CALL, key="call-1")
    again = gate.open_ticket("rights", cast.actor("ling"), CALL, key="call-1")
    assert again.replayed and again.ticket.number == first.ticket.number
    assert Ticket.objects.count() == 1


def test_the_same_key_with_other_data_is_refused(cast: Cast) -> None:
    gate.open_ticket("rights", cast.actor("ling"), CALL, key="call-1")
    with refused("key_reused"):
        gate.open_ticket("rights", cast.actor("ling"), {**CALL, "name": "李女士"}, key="call-1")


def test_a_key_belongs_to_the_person_who_used_it(cast: Cast) -> None:
    first = gate.open_ticket("rights", cast.actor("ling"), CALL, key="call-1")
    other = gate.open_ticket("rights", cast.actor("mei"), CALL, key="call-1")
    assert other.ticket.number != first.ticket.number


def test_the_first_to_claim_wins_and_the_second_gets_a_sentence(cast: Cast) -> None:
    ticket = cast.call()
    assert cast.does("mei", ticket, "claim").assignee_id == cast.mei.pk
    with refused("closed") as caught:
        cast.does("hua", ticket, "claim")
    assert str(caught.value.reason)


def test_a_move_made_on_an_old_page_is_refused(cast: Cast) -> None:
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    with refused("changed") as caught:
        cast.does("mei", ticket, "note", note="…", seen=1)
    assert caught.value.facts == {"version": 2}


def test_a_move_repeated_with_its_key_happens_once(cast: Cast) -> None:
    ticket = cast.call()
    cast.does("mei", ticket, "claim", key="k")
    done = gate.perform(ticket.number, "claim", cast.actor("mei"), {}, key="k")
    assert done.replayed and Event.objects.filter(ticket=ticket, name="claim").count() == 1


def test_a_move_repeated_after_the_case_left_is_still_answered(cast: Cast) -> None:
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    data = {"ground": "violence", "police": "called", "facts": "邻居听到打斗，已报警。"}
    gate.perform(ticket.number, "escalate_severe", cast.actor("mei"), data, key="up")
    assert gate.perform(ticket.number, "escalate_severe", cast.actor("mei"), data, key="up").replayed
    with refused("not_found"):
        cast.does("mei", ticket, "note", note="…")


def test_a_role_that_may_not_is_told_who_may(cast: Cast) -> None:
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    with refused("forbidden") as caught:
        cast.does("mei", ticket, "not_accept")
    assert str(caught.value.reason)


def test_a_move_from_another_state_is_closed(cast: Cast) -> None:
    with refused("closed"):
        cast.does("mei", cast.call(), "start_mediation")


def test_a_move_that_does_not_exist_is_not_found(cast: Cast) -> None:
    with refused("not_found"):
        cast.does("mei", cast.call(), "fly")


def test_somebody_elses_ticket_and_no_ticket_are_refused_alike(cast: Cast) -> None:
    ticket = cast.call()
    answers = []
    for number in (ticket.number, "QH-WQ-2026-999999"):
        with refused("not_found") as caught:
            cast.does("wei", number, "claim")
        answers.append(str(caught.value.reason))
    assert answers[0] == answers[1]


def test_a_refused_move_changes_nothing(cast: Cast) -> None:
    ticket = cast.call()
    before = Ticket.objects.values().get(pk=ticket.pk)
    with refused("closed"):
        cast.does("mei", ticket, "begin")
    assert Ticket.objects.values().get(pk=ticket.pk) == before


def test_a_move_that_keeps_the_state_does_not_restart_a_clock(cast: Cast) -> None:
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    before = list(Clock.objects.filter(ticket=ticket).values("key", "due_at", "generation"))
    cast.does("mei", ticket, "note", note="电话未接通。")
    assert list(Clock.objects.filter(ticket=ticket).values("key", "due_at", "generation")) == before


def test_the_history_is_chained_and_a_change_is_found(cast: Cast) -> None:
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    ticket.refresh_from_db()
    events = list(ticket.events.order_by("seq"))
    assert history.first_break(ticket, events) is None
    events[0].data = {**events[0].data, "channel": "letter"}
    assert history.first_break(ticket, events) == 1
    assert history.first_break(ticket, events[:1]) is not None


def test_a_red_call_goes_straight_to_the_district_and_the_street_is_told(cast: Cast) -> None:
    ticket = cast.call(violence_now="yes", dependants="yes")
    assert (ticket.risk, ticket.unit_id, ticket.assisting) == ("red", DISTRICT, [STREET])
    assert "dv.notify_district" in {clock.key for clock in ticket.clocks.all()}
    assert Ticket.objects.filter(parent=ticket, type="safety_plan", unit=DISTRICT).exists()


def test_opening_and_moving_stay_within_fifteen_statements(cast: Cast) -> None:
    cast.call()  # fills what the process keeps in memory
    ling, mei = cast.actor("ling"), cast.actor("mei")
    with CaptureQueriesContext(connection) as opening:
        ticket = gate.open_ticket("rights", ling, CALL, key="a").ticket
    with CaptureQueriesContext(connection) as moving:
        gate.perform(ticket.number, "claim", mei, {}, key="b", seen=1)
    assert len(_statements(opening)) <= 10  # three more for session, user and posts
    assert len(_statements(moving)) <= 8


def _statements(captured: CaptureQueriesContext) -> list[str]:
    return [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


def test_a_party_is_found_by_phone_however_it_is_written(cast: Cast) -> None:
    from casework import sealed

    cast.call()
    for written in ("13800002046", "138-0000-2046", "+86 138 0000 2046", "１３８００００２０４６"):
        assert Party.objects.filter(phone_index=sealed.blind("phone", written)).count() == 1
