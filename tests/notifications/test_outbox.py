"""Fan-out: who is told what, once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import access
from casework.models import Membership, Outbox, Ticket
from casework.ticking import tick
from notifications import audiences
from notifications.audiences import Happened, People
from notifications.models import EMAIL, INBOX, Notification
from notifications.outbox import fan_out
from tests.cast import COMMUNITY, PEOPLE, STREET, Cast
from workflows import audiences as tell


def inbox_of(kind: str, channel: str = INBOX) -> list[str]:
    rows = Notification.objects.filter(kind=kind, channel=channel).order_by("recipient__username")
    return list(rows.values_list("recipient__username", flat=True))


def overdue(cast: Cast) -> Ticket:
    """A call of long ago that nobody touched: the first tick finds everything due at once."""
    ticket = cast.call(now=timezone.now() - timedelta(days=40))
    fan_out()
    Notification.objects.all().delete()
    tick()
    return ticket


def test_a_new_call_is_told_to_the_handlers_of_its_community(cast: Cast) -> None:
    cast.call()
    assert fan_out() == 1
    assert inbox_of("open") == ["cao", "hua", "mei"]
    assert Outbox.objects.get().done_at is not None
    assert set(Notification.objects.values_list("why", flat=True)) == {tell.UNIT}


def test_telling_again_tells_nobody_twice(cast: Cast) -> None:
    cast.call()
    fan_out()
    before = Notification.objects.count()
    Outbox.objects.update(done_at=None)  # as after a crash that lost the mark
    fan_out()
    assert Notification.objects.count() == before
    assert fan_out() == 0


def test_who_did_it_is_not_told(cast: Cast) -> None:
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    Outbox.objects.all().update(done_at=timezone.now())
    cast.does("mei", ticket, "hand_back", reason="本周外出培训")
    fan_out()
    assert inbox_of("hand_back") == ["cao", "ding", "hua"]


def test_an_escalation_is_told_to_the_street_and_the_community_learns_only_that_it_was_taken_over(cast: Cast) -> None:
    ticket = overdue(cast)
    ticket.refresh_from_db()
    assert ticket.unit_id == STREET
    fan_out()
    assert inbox_of("escalate_overdue") == ["ding", "qiu", "sun"]
    assert inbox_of("taken_over") == ["cao", "hua", "mei"]
    assert not {"cao", "hua", "mei"} & set(inbox_of("deadline.breach") + inbox_of("deadline.leader"))


def test_several_rungs_and_the_escalation_make_one_letter_for_each_person(cast: Cast) -> None:
    ticket = overdue(cast)
    fan_out()
    letters = Notification.objects.filter(channel=EMAIL, ticket=ticket)
    assert sorted(letters.values_list("recipient__username", flat=True)) == sorted(
        set(Notification.objects.filter(channel=INBOX).values_list("recipient__username", flat=True))
    )
    assert letters.filter(recipient=cast.sun).get().kind == "escalate_overdue"


def test_somebody_of_another_street_is_never_told(cast: Cast) -> None:
    overdue(cast)
    cast.call(violence_now="yes")
    fan_out()
    assert not Notification.objects.filter(recipient__in=[cast.wei, cast.xia, cast.an]).exists()


def test_who_no_longer_sees_the_ticket_is_not_told_of_what_happened_before(cast: Cast) -> None:
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    cast.does("mei", ticket, "escalate_severe", ground="violence", police="called", facts="邻居听到打斗，已报警。")
    fan_out()
    assert not Notification.objects.filter(kind="open", ticket=ticket).exists()
    assert "mei" not in inbox_of("escalate_severe")


def test_a_person_without_an_address_gets_no_letter(cast: Cast) -> None:
    cast.mei.email = ""
    cast.mei.save()
    cast.call()
    fan_out()
    assert inbox_of("open") == ["cao", "hua", "mei"]
    assert inbox_of("open", EMAIL) == ["cao", "hua"]


def test_who_has_left_is_not_told(cast: Cast) -> None:
    cast.mei.is_active = False
    cast.mei.save()
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=cast.hua).update(valid_from=yesterday, valid_to=yesterday)
    cast.call()
    fan_out()
    assert inbox_of("open") == ["cao"]


def test_a_batch_costs_the_same_whatever_its_size(cast: Cast) -> None:
    cast.call()
    with CaptureQueriesContext(connection) as one:
        fan_out()
    for _ in range(12):
        cast.call()
    with CaptureQueriesContext(connection) as twelve:
        assert fan_out() == 12
    assert len(twelve) == len(one)


def test_a_batch_is_no_larger_than_asked(cast: Cast) -> None:
    for _ in range(3):
        cast.call()
    assert [fan_out(2), fan_out(2), fan_out(2)] == [2, 1, 0]


def _happened(ticket: Ticket, words: tuple[str, ...] = ()) -> Happened:
    return Happened(
        outbox=0, event=0, words=words, holder=ticket.assignee_id, former_unit="", kind="x", actor=None,
        unit=ticket.unit_id, ticket=ticket.pk, unit_id=ticket.unit_id, assisting=tuple(ticket.assisting),
        assignee_id=ticket.assignee_id, opened_by_id=ticket.opened_by_id,
    )  # fmt: skip


def test_the_access_rule_in_memory_and_in_the_database_agree(cast: Cast) -> None:
    tickets = [
        cast.call(),
        cast.call(place=STREET),
        cast.call(violence_now="yes"),
        cast.does("mei", cast.call(), "claim"),
        cast.does("wei", cast.call(place="320104002001"), "claim"),
    ]
    people = People([_happened(ticket) for ticket in tickets], timezone.localdate())
    for ticket in tickets:
        stored = Ticket.objects.get(pk=ticket.pk)
        for name in PEOPLE:
            person = people.by_id.get(cast.people[name].pk)
            visible = access.tickets(cast.actor(name)).filter(pk=ticket.pk).exists()
            assert (person is not None and person.sees(_happened(stored))) == visible, (name, stored.unit_id)


def test_every_audience_word_has_its_people(cast: Cast) -> None:
    assert set(audiences.WORDS) == tell.AUDIENCES
    ticket = cast.does("mei", cast.call(), "claim")
    people = People([_happened(ticket)], timezone.localdate())
    names = {
        word: sorted({_name(cast, p.id) for p in of(people, _happened(ticket))}) for word, of in audiences.WORDS.items()
    }
    assert names == {
        tell.HOLDER: ["mei"],
        tell.OPENER: ["ling"],
        tell.UNIT: ["cao", "hua", "mei"],
        tell.FORMER_UNIT: [],
        tell.ASSISTING: [],
        tell.PARENT: [],
        tell.CASE_LEADER: [],
        tell.DISPATCHER: [],
        tell.SUPERVISORS: ["ding"],
        tell.LEVEL_UP: ["ding", "sun"],
        tell.DISTRICT_DUTY: ["fang", "gao"],
        tell.LEADERS: ["lu"],
    }


def _name(cast: Cast, pk: int) -> str:
    return next(name for name, user in cast.people.items() if user.pk == pk)


def test_an_officer_of_an_assisting_street_sees_and_is_told(cast: Cast) -> None:
    ticket = cast.call(violence_now="yes")
    row = _happened(Ticket.objects.get(pk=ticket.pk), (tell.ASSISTING,))
    told = audiences.resolve([row], timezone.localdate())
    assert {_name(cast, one.person.id) for one in told} == {"qiu", "sun"}


@pytest.mark.parametrize("unit", [COMMUNITY, STREET])
def test_supervisors_of_a_community_are_those_of_its_street(cast: Cast, unit: str) -> None:
    ticket = cast.call(place=unit)
    people = People([_happened(ticket)], timezone.localdate())
    found = audiences.WORDS[tell.SUPERVISORS](people, _happened(ticket))
    assert [_name(cast, one.id) for one in found] == ["ding"]
