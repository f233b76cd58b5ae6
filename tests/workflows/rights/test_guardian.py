"""A guardian who is said to harm the child is never asked, told or shown anything: every path where that could happen."""

from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from casework import access
from casework.binding import bind
from casework.errors import Refused
from casework.models import Paper, PartyCode, Ticket
from casework.papers import compose, identity, printing
from casework.queries.own import own
from notifications.delivery import deliver
from tests.casework.test_partycodes import code_of as query_code
from tests.cast import Cast
from tests.workflows.rights import agreed
from tests.workflows.rights.protected import NO, child, refused
from workflows.rights import guardian, lane_rules

CONSENT = {"purpose": "handle", "basis": "consent", "given_by": "guardian", "told_by": "voice", "told_on": "2026-03-02"}
FOUND = {
    "there": "yes", "harm": "hurt", "safe": "no", "heard": "alone", "grounds": ["injuries"], "guardian_is_abuser": "yes",
    "found": "孩子说是父亲打的。",
}  # fmt: skip
NEVER = "accused"


def accused(cast: Cast, how: str) -> Ticket:
    """A community case of Mei's with the father as the other side; how it becomes known that the guardian is the one."""
    told = {"at intake": {"guardian_is_abuser": "yes"}, "not sure at intake": {"guardian_is_abuser": "unsure"}}
    ticket = agreed.working(cast, category="0803", **told.get(how, {}))
    if how == "said later":
        ticket = cast.does("mei", ticket, "add_person", role="minor", name="小雨", relation="child")
        cast.does("mei", ticket, "set_guardian", guardian_is_abuser="yes", reason="孩子说是父亲打的")
    if how == "in the child's ticket":
        cast.does("fang", child(cast, "minor_case", case=ticket), "assess", **FOUND)
    return Ticket.objects.get(pk=ticket.pk)


HOW = pytest.mark.parametrize("how", ["at intake", "not sure at intake", "said later", "in the child's ticket"])


@HOW
def test_his_consent_to_handling_the_childs_data_is_not_taken(cast: Cast, how: str) -> None:
    ticket = accused(cast, how)
    found = refused(
        cast, "mei", ticket, "record_privacy_consent", party=agreed.code_of(ticket, "petitioner"), **CONSENT
    )
    assert NEVER in found.errors["given_by"][0]


@HOW
def test_he_is_not_asked_to_mediate_and_nobody_begins(cast: Cast, how: str) -> None:
    ticket = accused(cast, how)
    asked = {"party": agreed.code_of(ticket, "other"), "answer": "oral", "given_on": "2026-03-02", "rights_told": True}
    assert NEVER in str(refused(cast, "mei", ticket, "record_consent", **asked).reason)
    assert refused(cast, "mei", ticket, "start_mediation", began_by="applied").code == "closed"


def test_a_mediation_that_runs_can_only_be_ended_once_it_is_found_out(cast: Cast) -> None:
    ticket = agreed.mediating(cast, category="0803")
    cast.does("fang", child(cast, "minor_case", case=ticket), "assess", **FOUND)
    both = [agreed.code_of(ticket, role) for role in ("petitioner", "other")]
    assert NEVER in str(refused(cast, "mei", ticket, "record_session", present=both, **agreed.SESSION).reason)
    talk = {"party": both[1], "held_on": "2026-03-02", "said": "x"}
    assert NEVER in str(refused(cast, "mei", ticket, "record_private_talk", **talk).reason)
    assert NEVER in str(refused(cast, "mei", ticket, "record_agreement", signed_by=both, **agreed.WRITTEN).reason)
    ended = cast.does("mei", ticket, "stop_mediation", ground="danger", ways_told=["court"], record="终止")
    assert ended.state == "in_progress"


def test_the_query_code_dies_with_the_finding_even_where_the_district_had_switched_it_on(cast: Cast) -> None:
    ticket = agreed.working(cast, category="0803")
    code = query_code(cast, ticket)
    assert own(code) is not None
    one = child(cast, "minor_case", case=ticket)
    assert own(code) is not None, "a child's ticket alone says nothing yet"
    cast.does("fang", one, "assess", **FOUND)
    assert own(code) is None
    cast.does("mei", ticket, "note", note="x")
    assert PartyCode.objects.get(ticket=ticket).shut_because == "guardian"


@HOW
def test_no_paper_is_served_on_him_or_on_who_may_stand_for_him_but_a_lawyer_may_receive(cast: Cast, how: str) -> None:
    ticket = accused(cast, how)
    ticket = cast.does("mei", ticket, "add_person", role="representative", name="孟律师", relation="lawyer")
    cast.does("mei", ticket, "sign_paper", kind="acceptance")
    number = Ticket.objects.get(pk=ticket.pk).data["papers"]["acceptance"][-1]
    served = {"paper": number, "way": "hand", "served_on": "", "signed_by": "本人"}
    served["served_on"] = Ticket.objects.get(pk=ticket.pk).data["signed"][number]
    agent = agreed.code_of(ticket, "representative")
    for to in (agreed.code_of(ticket, "other"), agent):
        assert NEVER in refused(cast, "mei", ticket, "record_service", to=to, **served).errors["to"][0]
    cast.does("mei", ticket, "relate", party=agent, to=agreed.code_of(ticket, "petitioner"), relation="lawyer")
    assert cast.does("mei", ticket, "record_service", to=agent, **served).data["served"][number]["to"] == [agent]


@HOW
def test_there_is_no_copy_for_the_other_party(cast: Cast, how: str) -> None:
    ticket = agreed.mediating(cast, category="0803")
    cast.does("mei", ticket, "stop_mediation", ground="danger", ways_told=["court"], record="终止")
    paper = Paper.objects.get(ticket=ticket, kind="mediation_end")
    assert printing.may_go_to_respondent(bound(cast, ticket), paper), "an ordinary case has one"
    if how == "said later":
        ticket = cast.does("mei", ticket, "add_person", role="minor", name="小雨", relation="child")
        ticket = cast.does("mei", ticket, "set_guardian", guardian_is_abuser="yes", reason="孩子说是父亲打的")
    elif how != "in the child's ticket":
        Ticket.objects.filter(pk=ticket.pk).update(
            data={**Ticket.objects.get(pk=ticket.pk).data, "guardian_is_abuser": True}
        )
    else:
        cast.does("fang", child(cast, "minor_case", case=ticket), "assess", **FOUND)
    case, actor = bound(cast, ticket), cast.actor("mei")
    grant = identity.open_paper(actor, case, "paper", paper)
    assert printing.paper(actor, case, paper, grant).number
    with pytest.raises(Refused) as caught:
        printing.paper(actor, case, paper, grant, compose.RESPONDENT)
    assert caught.value.code == "forbidden"


def test_he_declines_neither_the_report_nor_the_plan_nor_the_order_for_the_child(cast: Cast) -> None:
    ticket = cast.call(category="0802", age_band="u14", caller="body", guardian_is_abuser="yes")
    for slug, move in ((lane_rules.POLICE, "decline"), (lane_rules.PLAN, "decline_plan"), (lane_rules.AID, "decline")):
        one = Ticket.objects.get(parent=ticket, type=slug)
        assert one.data["guardian_is_abuser"] is True
        assert refused(cast, "fang", one, move, **NO).code == "closed", slug


def test_what_is_sent_goes_to_staff_alone_and_names_neither_him_nor_the_child(cast: Cast) -> None:
    people = {"other_name": "赵大勇", "other_phone": "13911112222", "victim_name": "小雨点"}
    ticket = cast.call(category="0802", age_band="u14", caller="body", guardian_is_abuser="yes", **people)
    cast.does("fang", ticket, "claim")
    cast.does("fang", ticket, "raise_alarm", ground="minor", police="called", facts="赵大勇又来了")
    deliver()
    deliver()
    staff = {person.email for person in cast.people.values()}
    assert mail.outbox and {to for one in mail.outbox for to in one.to} <= staff
    said = " ".join(f"{one.subject} {one.body}" for one in mail.outbox)
    assert not any(word in said for word in people.values())


def test_splitting_a_matter_off_carries_the_warning_along(cast: Cast) -> None:
    ticket = accused(cast, "at intake")
    matter = {"category": "0107", "nature": "help", "story": "生活费", "reason": "另一件事"}
    cast.does("mei", ticket, "split", party=agreed.code_of(ticket, "petitioner"), **matter)
    assert Ticket.objects.latest("id").data["guardian_is_abuser"] is True


# ── It follows from how he stands to the child ────────────────────────────────────────────────────────────────────────
FATHER = {"role": "other", "name": "赵大勇"}


def by_relation(cast: Cast, how: str) -> Ticket:
    """Violence against a girl of 15 who calls herself; the last step makes the other side her father."""
    calls = {"category": "0802", "age_band": "14_17"}
    if how == "named at intake":
        return cast.does("fang", cast.call(**calls, other_name="赵大勇", other_relation="parent"), "claim")
    if how == "age put right":
        ticket = cast.call(category="0102", other_name="赵大勇", other_relation="parent")
        cast.does("mei", ticket, "claim")
        assert not known(cast, ticket), "a grown woman's father is nobody's guardian"
        ticket = cast.does(
            "mei", ticket, "correct_person", party=agreed.code_of(ticket, "petitioner"), age_band="14_17"
        )
        return cast.does("fang", ticket, "claim")
    ticket = cast.does("fang", cast.call(**calls), "claim")
    if how == "added":
        return cast.does("fang", ticket, "add_person", **FATHER, relation="guardian")
    ticket = cast.does("fang", ticket, "add_person", **FATHER, relation="relative")
    her, him = agreed.code_of(ticket, "petitioner"), agreed.code_of(ticket, "other")
    assert not known(cast, ticket)
    if how == "relation put right":
        return cast.does("fang", ticket, "correct_person", party=him, relation="parent")
    pair = (him, her, "parent") if how == "related" else (her, him, "child")
    return cast.does("fang", ticket, "relate", party=pair[0], to=pair[1], relation=pair[2])


RELATED = ("named at intake", "age put right", "added", "relation put right", "related", "related the other way")


@pytest.mark.parametrize("how", RELATED)
def test_a_father_said_to_have_hurt_the_child_is_the_accused_guardian_without_anybody_ticking_it(
    cast: Cast, how: str
) -> None:
    ticket = by_relation(cast, how)
    assert known(cast, ticket)
    her, him = agreed.code_of(ticket, "petitioner"), agreed.code_of(ticket, "other")
    for giver in ("guardian", "agent"):
        asked = {**CONSENT, "given_by": giver}
        found = refused(cast, "fang", ticket, "record_privacy_consent", party=her, **asked)
        assert NEVER in found.errors["given_by"][0]
    cast.does("fang", ticket, "sign_paper", kind="acceptance")
    number = Ticket.objects.get(pk=ticket.pk).data["papers"]["acceptance"][-1]
    day = Ticket.objects.get(pk=ticket.pk).data["signed"][number]
    served = {"paper": number, "way": "hand", "served_on": day, "signed_by": "本人"}
    assert NEVER in refused(cast, "fang", ticket, "record_service", to=him, **served).errors["to"][0]
    for slug, move in ((lane_rules.POLICE, "decline"), (lane_rules.PLAN, "decline_plan"), (lane_rules.AID, "decline")):
        one = Ticket.objects.get(parent=ticket, type=slug)
        assert refused(cast, "fang", one, move, **NO).code == "closed", slug
    childs = Ticket.objects.get(parent=ticket, type=lane_rules.CHILD)
    said = {"about": "help", "answer": "yes", "given_on": "2026-03-02"}
    assert refused(cast, "fang", childs, "record_consent", **said).code == "closed"


def test_what_is_found_in_the_childs_ticket_counts_in_the_other_tickets_of_the_case(cast: Cast) -> None:
    ticket = cast.does("fang", cast.call(category="0802", age_band="14_17"), "claim")
    order = Ticket.objects.get(parent=ticket, type=lane_rules.AID)
    cast.does("fang", Ticket.objects.get(parent=ticket, type=lane_rules.CHILD), "assess", **FOUND)
    assert refused(cast, "fang", order, "decline", **NO).code == "closed"


def test_only_the_district_says_that_it_is_not_so_and_then_the_relation_alone_says_nothing(cast: Cast) -> None:
    ticket = accused(cast, "said later")
    word = {"guardian_is_abuser": "no", "reason": "查明是邻居所为"}
    found = refused(cast, "mei", ticket, "set_guardian", **word)
    assert "Only the district" in found.errors["guardian_is_abuser"][0]
    cast.does("fang", ticket, "set_guardian", **word)
    assert not known(cast, ticket)
    related = by_relation(cast, "added")
    cast.does("fang", related, "set_guardian", **word)
    assert not Ticket.objects.filter(parent=related, data__guardian_is_abuser=True).exists()
    assert not known(cast, related)


def test_of_a_guardian_is_only_spoken_where_there_is_a_child(cast: Cast) -> None:
    ticket = agreed.working(cast)
    word = {"guardian_is_abuser": "yes", "reason": "x"}
    assert "No child is known" in str(refused(cast, "mei", ticket, "set_guardian", **word).reason)


def known(cast: Cast, ticket: Ticket) -> bool:
    actor = cast.actor("fang")
    return guardian.guardian_is_abuser(bind(access.ticket(actor, ticket.number), actor, timezone.now()))


def bound(cast: Cast, ticket: Ticket) -> Any:
    return bind(access.ticket(cast.actor("mei"), ticket.number), cast.actor("mei"), timezone.now())
