"""Who may see which ticket. Wei, the mediator of the other street, must see nothing, anywhere."""

import datetime as dt

import pytest
from django.utils import timezone

from casework import access, gate, reading
from casework.errors import Refused
from casework.models import Membership, ReadLog
from tests.cast import CALL, DISTRICT, OTHER_COMMUNITY, STREET, Cast
from workflows.roles import CLOCK

SEES_COMMUNITY_TICKET = {
    "ling": True,  # opened it
    "mei": True,
    "hua": True,
    "cao": True,
    "jin": False,  # mediator of the sister community
    "qiu": False,  # mediator of the street: unit only
    "sun": True,
    "ding": True,
    "fang": True,
    "lu": True,
    "wei": False,
    "xia": False,
    "an": False,
}


@pytest.mark.parametrize(("who", "sees"), SEES_COMMUNITY_TICKET.items())
def test_who_sees_a_ticket_of_a_community(cast: Cast, who: str, sees: bool) -> None:
    ticket = cast.call()
    actor = cast.actor(who)
    assert access.tickets(actor).filter(pk=ticket.pk).exists() is sees
    if sees:
        assert access.ticket(actor, ticket.number).pk == ticket.pk
    else:
        with pytest.raises(Refused) as caught:
            access.ticket(actor, ticket.number)
        assert caught.value.code == "not_found"


def test_after_escalation_by_deadline_the_lower_level_sees_nothing_and_the_street_does(cast: Cast) -> None:
    ticket = cast.call(now=timezone.now() - dt.timedelta(days=40))
    gate.tick()
    ticket.refresh_from_db()
    assert ticket.unit_id == STREET
    assert not access.tickets(cast.actor("mei")).exists()
    assert not access.tickets(cast.actor("cao")).exists()
    assert access.tickets(cast.actor("qiu")).exists()


def test_a_unit_that_stays_as_assisting_still_sees_the_case_but_not_the_identity(cast: Cast) -> None:
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    cast.does("mei", ticket, "accept", track="xinfang", notice="oral")
    cast.does("mei", ticket, "hand_up", reason="beyond_powers", tried="11月20日上门一次，11月22日电话一次，均未谈成。")
    ticket.refresh_from_db()
    assert access.tickets(cast.actor("mei")).exists()
    assert not access.may_reveal(cast.actor("mei"), ticket)
    assert not access.tickets(cast.actor("wei")).exists()


def test_a_post_counts_from_its_first_to_its_last_day(cast: Cast) -> None:
    cast.call()
    post = Membership.objects.get(user=cast.mei)
    today = timezone.localdate()
    for first, last, sees in (
        (today, today, True),
        (today + dt.timedelta(1), None, False),
        (dt.date(2020, 1, 1), today - dt.timedelta(1), False),
    ):
        post.valid_from, post.valid_to = first, last
        post.save()
        assert access.tickets(cast.actor("mei")).exists() is sees


def test_nobody_without_a_post_sees_anything(cast: Cast) -> None:
    cast.call()
    Membership.objects.filter(user=cast.fang).delete()
    assert not access.tickets(cast.actor("fang")).exists()


def test_the_place_of_the_matter_gives_no_right_only_the_responsible_unit_does(cast: Cast) -> None:
    red = cast.call(place=OTHER_COMMUNITY, violence_now="yes")
    assert (red.place_id, red.unit_id) == (OTHER_COMMUNITY, DISTRICT)
    assert not access.tickets(cast.actor("wei")).exists()


class TestRevealing:
    """Identity is shown for a reason, to those who need it, and written down first."""

    def test_the_person_in_charge_gives_a_reason_and_it_is_written_down(self, cast: Cast) -> None:
        ticket = cast.does("mei", cast.call(), "claim")
        party = ticket.parties.get()
        grant = access.reveal(cast.actor("mei"), ticket, "call", party=party)
        assert reading.party(ticket, party, grant)["name"] == CALL["name"]
        assert ReadLog.objects.get().reason == "call"

    def test_a_mediator_who_is_not_in_charge_is_refused_and_nothing_is_logged(self, cast: Cast) -> None:
        ticket = cast.does("mei", cast.call(), "claim")
        with pytest.raises(Refused):
            access.reveal(cast.actor("hua"), ticket, "call", party=ticket.parties.get())
        assert not ReadLog.objects.exists()

    @pytest.mark.parametrize("who", ["ling", "lu", "ding"])
    def test_operators_and_supervisors_of_a_calm_case_are_refused(self, cast: Cast, who: str) -> None:
        with pytest.raises(Refused):
            access.reveal(cast.actor(who), cast.call(), "call")

    def test_a_supervisor_may_look_into_a_breached_case(self, cast: Cast) -> None:
        ticket = cast.call()
        ticket.breached_at = timezone.now()
        assert access.may_reveal(cast.actor("ding"), ticket)

    def test_a_reason_is_needed(self, cast: Cast) -> None:
        with pytest.raises(Refused) as caught:
            access.reveal(cast.actor("fang"), cast.call(), "")
        assert caught.value.errors.keys() == {"reason"}

    def test_after_five_minutes_it_is_covered_again(self, cast: Cast) -> None:
        ticket = cast.call()
        grant = access.reveal(cast.actor("fang"), ticket, "call")
        assert reading.narrative(ticket, grant)["story"] == CALL["story"]
        grant.until = timezone.now() - dt.timedelta(seconds=1)
        with pytest.raises(Refused):
            reading.narrative(ticket, grant)

    def test_a_grant_for_one_case_opens_no_other(self, cast: Cast) -> None:
        one, other = cast.call(), cast.call()
        grant = access.reveal(cast.actor("fang"), one, "call")
        with pytest.raises(Refused):
            reading.narrative(other, grant)


def test_there_is_no_other_door_to_tickets() -> None:
    """Only the core may touch Ticket.objects; everybody else asks access."""
    from pathlib import Path

    root = Path(__file__).resolve().parents[2]
    allowed = {"assignment.py", "redating.py", "ticking.py"}
    offenders = [
        str(path.relative_to(root))
        for folder in ("casework", "api", "notifications")
        for path in (root / folder).rglob("*.py")
        if "Ticket.objects" in path.read_text(encoding="utf8")
        and path.name not in allowed
        and not {"migrations", "access"} & set(path.parts)
    ]
    assert offenders == []


@pytest.mark.parametrize("who", SEES_COMMUNITY_TICKET)
def test_the_rule_for_a_ticket_in_hand_is_the_rule_for_rows(cast: Cast, who: str) -> None:
    long_ago = timezone.now() - dt.timedelta(days=40)
    made = [cast.call(), cast.call(now=long_ago), cast.call(violence_now="yes"), cast.call(place=OTHER_COMMUNITY)]
    cast.does("mei", made[0], "claim")
    gate.tick()
    actor = cast.actor(who)
    for number in [ticket.number for ticket in made]:
        ticket = access.tickets(CLOCK).get(number=number)
        assert access.sees(actor, ticket) is access.tickets(actor).filter(pk=ticket.pk).exists()
