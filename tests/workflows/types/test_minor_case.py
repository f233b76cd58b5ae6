"""The child's own ticket: looked after at once, reported, measures, visits; a guardian who harms is left out of all of it."""

from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from casework.binding import bind
from casework.models import Ticket
from tests.cast import COMMUNITY, DISTRICT, Cast
from tests.workflows.rights.protected import (
    DAY,
    HOUR,
    child,
    due,
    in_clear,
    on,
    papers,
    pass_time,
    refused,
    running,
    told,
)
from workflows.rights import guardian

pytestmark = pytest.mark.usefixtures("in_english")

LOOKED: dict[str, Any] = {
    "there": "yes", "harm": "saw", "safe": "yes", "heard": "alone", "guardian_is_abuser": "no", "found": "孩子八岁，夜里惊醒",
}  # fmt: skip
TOLD: dict[str, Any] = {
    "told": ["police", "civil_affairs"], "basis": "duty", "ground": "injuries", "receiver": "值班民警", "receipt_no": "J320104", "facts": "多处淤青",
}  # fmt: skip
HELPED: dict[str, Any] = {"measures": ["medical", "counselling"], "done_on": on(), "details": "已到儿童医院检查"}
SEEN: dict[str, Any] = {"visited_on": on(), "saw_child": "alone", "safe": "yes", "found": "在奶奶家，情绪稳定"}


@pytest.fixture
def minor(cast: Cast) -> Ticket:
    return child(cast, "minor_case")


def visiting(cast: Cast, minor: Ticket, **looked: Any) -> Ticket:
    cast.does("fang", minor, "assess", **{**LOOKED, **looked})
    cast.does("fang", minor, "record_measures", **HELPED)
    return cast.does("fang", minor, "begin_visits")


def test_it_stands_with_the_district_wherever_its_case_is(cast: Cast) -> None:
    case = cast.call(category="0102")
    minor = child(cast, "minor_case", case=case)
    assert (Ticket.objects.get(pk=case.pk).unit_id, minor.unit_id, minor.assignee_id) == (COMMUNITY, DISTRICT, None)
    assert running(minor) == {"minor.assess"}
    pass_time(timezone.now() + 25 * HOUR)
    minor.refresh_from_db()
    assert minor.breached_at is not None


def test_looked_after_helped_visited_and_ended_when_it_was_safe_long_enough(cast: Cast, minor: Ticket) -> None:
    minor = cast.does("fang", minor, "assess", **LOOKED)
    assert (minor.state, running(minor)) == ("measures", {"minor.measures"})
    cast.does("fang", minor, "record_measures", **HELPED)
    assert "visits" in str(refused(cast, "fang", minor, "end", ground="safe", reason="平静").errors["ground"])
    minor = cast.does("fang", minor, "begin_visits")
    assert (minor.state, running(minor)) == ("visiting", {"minor.first_visit"})
    minor = cast.does("fang", minor, "record_visit", **SEEN)
    assert (minor.state, running(minor)) == ("visiting", {"minor.visit"})
    early = refused(cast, "fang", minor, "end", ground="safe", reason="平静")
    assert "go on until" in str(early.errors["ground"])
    Ticket.objects.filter(pk=minor.pk).update(data={**minor.data, "quiet_from": on(-100)})  # as if begun then
    minor = cast.does("fang", minor, "end", ground="safe", reason="三个月安全")
    assert (minor.state, running(minor)) == ("ended", set())


def test_all_that_tells_of_the_child_is_sealed(cast: Cast, minor: Ticket) -> None:
    visiting(cast, minor)
    cast.does("fang", minor, "record_visit", **SEEN)
    cast.does("fang", minor, "record_report", **TOLD)
    assert not [
        word for word in ("八岁", "惊醒", "儿童医院", "奶奶", "淤青", "J320104", "民警") if word in in_clear(minor)
    ]


def test_the_situation_found_is_sealed_too(cast: Cast, minor: Ticket) -> None:
    cast.does("fang", minor, "assess", **{**LOOKED, "harm": "hurt"}, grounds=["girl_under_14"])
    cast.does("fang", minor, "record_report", **{**TOLD, "ground": "girl_under_14"})
    assert "girl_under_14" not in in_clear(minor)


def test_measures_come_before_visits(cast: Cast, minor: Ticket) -> None:
    cast.does("fang", minor, "assess", **LOOKED)
    assert "measure" in str(refused(cast, "fang", minor, "begin_visits"))


# ── Looking ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_no_child_there_ends_it_but_not_where_one_was_harmed(cast: Cast, minor: Ticket) -> None:
    assert cast.does("fang", minor, "assess", there="no", found="家中只有老人").state == "ended"
    harmed = child(cast, "minor_case", minor=True, mandatory=True)
    assert set(refused(cast, "fang", harmed, "assess", there="no", found="无").errors) == {"there"}
    assert cast.does("fang", minor, "look_again", reason="邻居说有孩子").state == "to_assess"


def test_where_there_is_a_child_every_question_has_an_answer(cast: Cast, minor: Ticket) -> None:
    bare = refused(cast, "fang", minor, "assess", there="yes", found="见到孩子")
    assert set(bare.errors) == {"harm", "safe", "heard", "guardian_is_abuser"}
    hurt = refused(cast, "fang", minor, "assess", **{**LOOKED, "harm": "hurt"})
    assert set(hurt.errors) == {"grounds"}
    none = refused(cast, "fang", minor, "assess", there="no", grounds=["begging"], found="无")
    assert set(none.errors) == {"there"}


@pytest.mark.parametrize("safe", ["no", "unsure"])
def test_a_child_that_may_not_be_safe_is_told_to_all(cast: Cast, minor: Ticket, safe: str) -> None:
    minor = cast.does("fang", minor, "assess", **{**LOOKED, "safe": safe})
    assert {"parent", "district_duty", "leaders"} <= told(minor, "assess")


# ── The report ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_one_of_the_nine_situations_must_be_reported_at_once(cast: Cast, minor: Ticket) -> None:
    minor = cast.does("fang", minor, "assess", **{**LOOKED, "harm": "hurt"}, grounds=["injuries"])
    assert "dv.minor_report" in running(minor)
    cast.does("fang", minor, "record_measures", **HELPED)
    assert "at once" in str(refused(cast, "fang", minor, "begin_visits"))
    pass_time(timezone.now() + 3 * HOUR)
    minor.refresh_from_db()
    assert minor.breached_at is not None
    cast.does("fang", minor, "record_report", **{**TOLD, "told": ["education"], "receipt_no": ""})
    assert "dv.minor_report" in running(minor), "the school is not the police"
    assert "receipt_no" in refused(cast, "fang", minor, "record_report", **{**TOLD, "receipt_no": ""}).errors
    minor = cast.does("fang", minor, "record_report", **TOLD)
    assert "dv.minor_report" not in running(minor)
    assert minor.data["told"] == ["civil_affairs", "education", "police"]
    assert papers(minor) == {"mandatory_report"}
    assert cast.does("fang", minor, "begin_visits").state == "visiting"


def test_where_the_case_reports_to_the_police_the_other_bodies_are_told_here(cast: Cast) -> None:
    minor = child(cast, "minor_case", minor=True, mandatory=True)
    minor = cast.does("fang", minor, "assess", **{**LOOKED, "harm": "hurt"}, grounds=["injuries"])
    assert "dv.minor_report" not in running(minor)
    cast.does("fang", minor, "record_measures", **HELPED)
    assert "civil affairs" in str(refused(cast, "fang", minor, "begin_visits"))
    cast.does("fang", minor, "record_report", **{**TOLD, "told": ["civil_affairs"]})
    assert cast.does("fang", minor, "begin_visits").state == "visiting"


def test_a_report_by_law_rests_on_no_consent(cast: Cast, minor: Ticket) -> None:
    cast.does("fang", minor, "assess", **LOOKED)
    assert set(refused(cast, "fang", minor, "record_report", **{**TOLD, "basis": "consent"}).errors) == {"basis"}
    cast.does("fang", minor, "record_consent", about="share", answer="yes", given_on=on())
    assert cast.does("fang", minor, "record_report", **{**TOLD, "basis": "consent"}).data["told"]


# ── The guardian ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_a_guardian_who_harms_or_may_is_not_asked_told_or_shown_anything(
    cast: Cast, minor: Ticket, answer: str
) -> None:
    cast.does("fang", minor, "assess", **{**LOOKED, "guardian_is_abuser": answer})
    consent = refused(cast, "fang", minor, "record_consent", about="help", answer="yes", given_on=on())
    assert consent.code == "closed" and "never ask or tell" in str(consent)
    assert set(refused(cast, "fang", minor, "record_report", **{**TOLD, "basis": "consent"}).errors) == {"basis"}
    guided = {**HELPED, "measures": ["guidance"], "guided": "direct"}
    assert set(refused(cast, "fang", minor, "record_measures", **guided).errors) == {"guided"}
    assert cast.does("fang", minor, "record_measures", **{**guided, "guided": "court"}).data["measures"] == ["guidance"]


def test_what_the_case_knows_of_the_guardian_counts_here_and_the_other_way_round(cast: Cast) -> None:
    known = child(cast, "minor_case", guardian_is_abuser=True)
    assert refused(cast, "fang", known, "record_consent", about="help", answer="yes", given_on=on()).code == "closed"
    case = cast.call(category="0102")
    found = child(cast, "minor_case", case=case)
    cast.does("fang", found, "assess", **{**LOOKED, "guardian_is_abuser": "yes"})
    assert _abuser(cast, case), "the case learns it from the child's ticket"


def _abuser(cast: Cast, case: Ticket) -> bool:
    return guardian.guardian_is_abuser(bind(Ticket.objects.get(pk=case.pk), cast.actor("fang"), timezone.now()))


def test_the_guardians_guidance_says_how(cast: Cast, minor: Ticket) -> None:
    cast.does("fang", minor, "assess", **LOOKED)
    assert set(refused(cast, "fang", minor, "record_measures", **{**HELPED, "measures": ["guidance"]}).errors) == {
        "guided"
    }
    assert cast.does("fang", minor, "record_measures", **{**HELPED, "measures": ["guidance"], "guided": "direct"}).data[
        "measures"
    ]


# ── Visits ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_safe_is_only_what_was_seen_alone(cast: Cast, minor: Ticket) -> None:
    visiting(cast, minor)
    assert set(refused(cast, "fang", minor, "record_visit", **{**SEEN, "saw_child": "others"}).errors) == {"safe"}


@pytest.mark.parametrize("seen", [{"safe": "no"}, {"harmed": True}, {"grounds": ["abandoned"]}])
def test_new_harm_brings_it_back_to_measures_and_is_told_to_all(
    cast: Cast, minor: Ticket, seen: dict[str, Any]
) -> None:
    visiting(cast, minor)
    minor = cast.does("fang", minor, "record_visit", **{**SEEN, **seen})
    assert minor.state == "measures" and {"minor.measures"} <= running(minor)
    assert ("dv.minor_report" in running(minor)) is ("grounds" in seen)
    assert {"parent", "district_duty", "leaders"} <= told(minor, "record_visit")
    assert refused(cast, "fang", minor, "begin_visits").code == "closed", "measures are taken anew"


def test_the_monthly_rhythm_follows_each_visit(cast: Cast, minor: Ticket) -> None:
    visiting(cast, minor)
    assert localdate(due(minor, "minor.first_visit")) == localdate() + 8 * DAY
    cast.does("fang", minor, "record_visit", **SEEN)
    first = due(minor, "minor.visit")
    cast.does("fang", minor, "record_visit", **SEEN, now=timezone.now() + 5 * DAY)
    assert due(minor, "minor.visit") > first


def test_only_the_district_ends_it(cast: Cast, minor: Ticket) -> None:
    visiting(cast, minor)
    assert refused(cast, "lu", minor, "end", ground="handed_over", reason="已移交").code == "forbidden"
    assert refused(cast, "sun", minor, "end", ground="handed_over", reason="已移交").code == "not_found"
    assert cast.does("fang", minor, "end", ground="handed_over", reason="已移交民政，回执在卷").state == "ended"
