"""Corrections: through the gate, with a reason, every version kept; only what is filled in changes."""

from collections.abc import Iterator

import pytest
from django import forms
from django.utils.translation import override

from casework import access, reading
from casework.forms import bind_form
from casework.models import Ticket
from tests.cast import Cast
from tests.walks import aid, enrolment, job_referral, legal_consultation, vacancy, volunteer_task
from tests.walks.parts import WHY, again, claimed, refuses
from tests.walks.training_class import enrolled, enrolling
from tests.walks.walker import Walker
from workflows.registry import registry

WHO = {"name": "王桂兰", "reason": "身份证上是这个字。"}
CORRECTED = [kind for kind in registry if any(move.name == "correct" for move in kind.actions())]


@pytest.fixture
def walker(cast: Cast) -> Iterator[Walker]:
    with override("en"):
        yield Walker.of(cast)


def applied(walker: Walker) -> Ticket:
    return claimed(walker, "mei", aid.begin(walker, item="cash"))


def helped(walker: Walker, kind: str) -> Ticket:
    """What a rights case opens beside itself."""
    case = walker.does("mei", walker.call(), "claim")
    case = walker.does("mei", case, "accept", track="hotline", notice="oral")
    (party,) = (code for code, role in case.data["parties"].items() if role == "petitioner")
    walker.does("mei", case, "open_help", kind=kind, party=party, need="需要帮助", basis="consent")
    return claimed(walker, "mei", Ticket.objects.get(type=kind))


def test_a_fact_is_corrected_and_the_rest_stays(walker: Walker):
    ticket = walker.does("mei", applied(walker), "correct", wanted="3000", reason="金额写错。")
    assert (ticket.data["wanted"], ticket.data["difficulty"], ticket.data["masked"]) == ("3000", ["illness"], "王*兰")
    first, last = ticket.events.get(seq=1), ticket.events.latest("seq")
    assert (first.data["wanted"], last.data["wanted"]) == ("10000", "3000"), "both versions stand in the history"
    assert "reason" not in last.data, "the reason is sealed"


def test_her_name_is_corrected_in_a_new_version_and_what_was_not_entered_is_taken_over(walker: Walker):
    ticket = applied(walker)
    before = ticket.parties.get()
    ticket = walker.does("mei", ticket, "correct", **WHO)
    old, new = ticket.parties.order_by("id")
    assert (old.code, old.ended_at is None, new.replaces) == (before.code, False, before.code)
    shown = reading.party(ticket, new, access.reveal(walker.actor("mei"), ticket, "call", party=new))
    assert (shown["name"], shown["phone"]) == ("王桂兰", aid.APPLICATION["phone"])
    assert new.phone_index == before.phone_index and new.name_index != before.name_index
    assert ticket.data["masked"] == "王*兰", "the notice will show the corrected name"
    assert "王桂兰" not in str(ticket.data) + str(list(ticket.events.values_list("data", flat=True)))


def test_the_same_aid_is_found_under_the_corrected_name(walker: Walker):
    first = applied(walker)
    second = claimed(walker, "mei", aid.begin(walker, item="cash", name="王桂兰"))
    assert not {one.number for one in _alike(walker, second)}
    walker.does("mei", first, "correct", **WHO)
    assert {one.number for one in _alike(walker, second)} == {first.number}


def _alike(walker: Walker, ticket: Ticket):
    from casework.eligibility import alike

    return alike(again(ticket))


def test_a_correction_has_a_reason_and_corrects_something(walker: Walker):
    ticket = applied(walker)
    refuses(walker, "mei", ticket, "correct", "", at="reason", wanted="3000")
    refuses(walker, "mei", ticket, "correct", "Nothing is entered that differs", **WHY)
    refuses(walker, "mei", ticket, "correct", "", at="wanted", wanted="-1", **WHY)


def shown(walker: Walker, who: str, ticket: Ticket, **data):
    """The form as its page has it: empty, or as it comes back."""
    (move,) = (one for one in ticket.workflow.actions() if one.name == "correct")
    return bind_form(move.form, ticket, walker.actor(who), data or None)


def test_the_form_shows_what_stands_in_clear_and_nothing_that_is_sealed(walker: Walker):
    ticket = applied(walker)
    form = shown(walker, "mei", ticket)
    assert (form["wanted"].value(), form["difficulty"].value(), form["item"].value()) == (10000, ["illness"], "cash")
    assert not any(form[name].value() for name in form.private)
    assert "10000" in str(form["wanted"]) and aid.APPLICATION["phone"] not in form.as_p()
    assert all("Left empty, it stays" in str(form.fields[name].help_text) for name in form.private if name != "reason")


def test_of_a_form_sent_back_whole_only_what_differs_is_entered(walker: Walker):
    ticket = applied(walker)
    whole = {name: ticket.data[name] for name in ("wanted", "difficulty", "item")}
    refuses(walker, "mei", ticket, "correct", "Nothing is entered that differs", **whole, **WHY)
    ticket = walker.does("mei", ticket, "correct", **{**whole, "wanted": "3000.00"}, **WHY)
    event = ticket.events.latest("seq")
    assert (ticket.data["wanted"], event.data["wanted"]) == ("3000.00", "3000.00")
    assert not {"difficulty", "item"} & set(event.data), "the history names what was corrected, not what was shown"


def test_what_stood_before_is_not_judged_again_when_something_else_is_corrected(walker: Walker):
    ticket = applied(walker)
    ticket.data["difficulty"] = ["of_an_older_list"]
    form = shown(walker, "mei", ticket, difficulty=["of_an_older_list"], wanted="3000", reason="金额写错。")
    assert form.is_valid() and set(form.cleaned_data) >= {"wanted"} and "difficulty" not in form.cleaned_data
    other = shown(walker, "mei", ticket, difficulty=["invented"], wanted="3000", reason="金额写错。")
    assert set(other.errors) == {"difficulty"}


def test_a_yes_or_no_stands_in_the_form_and_is_turned_by_a_correction(walker: Walker):
    seeker = {**job_referral.SEEKER, "care": True}
    ticket = claimed(walker, "sun", walker.opens("mei", "job_referral", **seeker))
    assert shown(walker, "sun", ticket)["care"].value() == "yes"
    refuses(walker, "sun", ticket, "correct", "Nothing is entered that differs", care="yes", **WHY)
    ticket = walker.does("sun", ticket, "correct", care="no", **WHY)
    assert ticket.data["care"] is False and shown(walker, "sun", ticket)["care"].value() == "no"


def test_only_who_has_it_corrects_it_and_not_after_the_decision(walker: Walker):
    ticket = aid.begin(walker, item="cash")
    refuses(walker, "mei", ticket, "correct", "Only the person in charge", wanted="3000", **WHY)
    paying = aid.to_pay(walker)
    refuses(walker, "gao", paying, "correct", "not possible while", wanted="3000", **WHY)


def test_consents_are_no_matter_of_a_correction(walker: Walker):
    refuses(walker, "mei", applied(walker), "correct", "no field", notice_consent=True, **WHY)
    ticket = claimed(walker, "sun", walker.opens("mei", "job_referral", **job_referral.SEEKER))
    refuses(walker, "sun", ticket, "correct", "no field", share_cv=True, **WHY)


def test_what_was_opened_beside_a_case_is_completed_before_anybody_acts_on_it(walker: Walker):
    job = helped(walker, "job_referral")
    assert job.data["incomplete"] and job.parties.count() == 1
    refuses(walker, "mei", job, "verify", "complete it by")
    walker.does("mei", job, "correct", skills=["kitchen"], times=["part"], care="yes", reason="电话核实。")
    job = walker.does("mei", job, "verify")
    assert (job.state, job.data["skills"], job.data["care"]) == ("matching", ["kitchen"], True)
    task = helped(walker, "volunteer_task")
    refuses(walker, "mei", task, "send_out", "complete it by")
    walker.does("mei", task, "correct", skills=["law"], meet_at="社区服务中心", reason="电话核实。")
    assert walker.does("mei", task, "send_out").state == "sent"


def test_of_the_case_nothing_but_her_name_and_safe_contact_goes_along_to_a_class(walker: Walker):
    wish = helped(walker, "class_wish")
    grant = access.reveal(walker.actor("mei"), wish, "call")
    shown = reading.party(wish, wish.parties.get(), grant)
    assert set(shown) <= {"name", "phone", "safe_phone", "safe_time"} and shown["name"]
    refuses(walker, "mei", wish, "enrol_in", "complete it by", course=enrolling(walker).number)


def test_a_corrected_group_changes_her_place_on_the_waiting_list(walker: Walker):
    course = enrolling(walker)
    first, early, late = (enrolled(walker, course, name=f"学员{n}某") for n in range(3))
    for one in (first, early, late):
        walker.does("fang", one, "check_enrolment", fits="yes")
    claimed(walker, "fang", late)
    walker.does("fang", late, "correct", group="unemployed", reason="已核对失业登记。")
    walker.does("fang", first, "leave_class", **WHY)
    assert (again(late).state, again(early).state) == ("learning", "waiting")
    assert enrolment.checked(walker, course, name="学员九某").state == "waiting"


def test_a_vacancy_whose_text_limits_women_is_corrected_before_it_is_published(walker: Walker):
    job = vacancy.begin(walker, text="限男性，30岁以下。")
    refuses(walker, "sun", job, "audit", "limit by sex", at="not_meant", **vacancy.AUDIT)
    job = walker.does("sun", job, "correct", text="男女不限。", reason="用人单位已改正。")
    assert job.data["words_found"] == []
    assert walker.does("sun", job, "audit", **vacancy.AUDIT).state == "published"


def test_an_auditor_may_have_looked_at_the_words_and_a_refusal_says_why(walker: Walker):
    job = vacancy.begin(walker, text="照护对象为离异独居老人。")
    assert job.data["words_found"] == ["marriage"]
    refuses(walker, "sun", job, "audit", "Say why", at="reason", lawful=["licence"], decision="reject", reason="")
    assert walker.does("sun", job, "audit", **vacancy.AUDIT, not_meant=True).state == "published"


def test_a_question_corrected_to_words_of_violence_is_held_open(walker: Walker):
    ticket = legal_consultation.begin(walker)
    walker.does("mei", ticket, "correct", question="他昨晚又打我。", reason="补记。")
    refuses(walker, "mei", ticket, "answer", "Speak with her first", **legal_consultation.ANSWER)
    assert again(ticket).risk == "orange"


@pytest.mark.parametrize("kind", CORRECTED, ids=lambda kind: kind.slug)
def test_every_correction_asks_for_a_reason_and_seals_what_the_intake_seals(kind):
    form = next(move.form for move in kind.actions() if move.name == "correct")
    assert form.base_fields["reason"].required and not any(
        field.required for name, field in form.base_fields.items() if name != "reason"
    )
    assert set(kind.intake_form.private) & set(form.base_fields) <= set(form.private)
    assert set(form.base_fields) <= {*kind.intake_form.base_fields, "reason", "clear"} - {"place"}


def test_a_task_opened_by_hand_is_complete(walker: Walker):
    assert "incomplete" not in volunteer_task.begin(walker).data


# ── Taking away ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_optional_fact_that_was_wrong_is_taken_away_and_both_versions_stay(walker: Walker):
    seeker = {**job_referral.SEEKER, "wage": "5000"}
    ticket = claimed(walker, "sun", walker.opens("mei", "job_referral", **seeker))
    ticket = walker.does("sun", ticket, "correct", clear=["wage"], **WHY)
    assert "wage" not in ticket.data and ticket.data["corrections"] == 1
    assert ticket.events.get(seq=1).data["wage"] == "5000" and ticket.events.latest("seq").data["clear"] == ["wage"]
    assert "wage" not in dict(shown(walker, "sun", ticket).fields["clear"].choices), "nothing is left to take away"


def test_a_phone_that_was_not_hers_is_taken_away_in_a_new_version(walker: Walker):
    ticket = applied(walker)
    before = ticket.parties.get()
    ticket = walker.does("mei", ticket, "correct", clear=["phone"], **WHY)
    old, new = ticket.parties.order_by("id")
    assert (old.code, old.ended_at is None, new.replaces) == (before.code, False, before.code)
    seen = reading.party(ticket, new, access.reveal(walker.actor("mei"), ticket, "call", party=new))
    assert "phone" not in seen and seen["name"] == aid.APPLICATION["name"]
    assert new.phone_index is None and new.name_index == before.name_index, "she is not found by it any more"
    assert reading.party(ticket, old, access.reveal(walker.actor("mei"), ticket, "call", party=old))["phone"]


def test_what_has_to_be_there_is_not_taken_away_nor_entered_and_taken_away_at_once(walker: Walker):
    ticket = applied(walker)
    refuses(walker, "mei", ticket, "correct", "", at="clear", clear=["name"], **WHY)
    refuses(walker, "mei", ticket, "correct", "decide for one", at="phone", clear=["phone"], phone="13800002222", **WHY)
    assert again(ticket).data.get("corrections") is None


@pytest.mark.parametrize("kind", CORRECTED, ids=lambda kind: kind.slug)
def test_every_optional_field_of_every_correction_can_be_taken_away_and_no_other(kind):
    (move,) = (one for one in kind.actions() if one.name == "correct")
    clear = move.form.base_fields.get("clear")
    asked = {name: field for name, field in kind.intake_form.base_fields.items() if name in move.form.base_fields}
    optional = {
        name for name, field in asked.items() if not field.required and not isinstance(field, forms.BooleanField)
    }
    assert {name for name, _label in clear.choices} == optional if clear else optional == set()
