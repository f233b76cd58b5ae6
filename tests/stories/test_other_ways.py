"""Stories of other ways: bounced and ruled on, petition to the end, another body that never answers, lost contact, withdrawal, merged."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from casework.errors import Refused
from casework.models import Clock, TicketLink
from tests.cast import SISTER, Cast
from tests.stories.told import after, fact, file_away, fresh, moves, on, papers, pass_time, share, start, whole
from tests.workflows.rights import ended
from tests.workflows.rights.sent import BACK, at_street
from tests.workflows.rights.test_petition import terminated


def test_a_bounced_order_is_returned_once_and_ruled_on_for_good(cast: Cast):
    day = start(25)
    case = at_street(cast, now=day)
    cast.does("sun", case, "dispatch", unit="320104001001", now=after(day, hours=1))
    case = cast.does("mei", case, "return_order", **BACK, now=after(day, hours=3))
    assert case.state == "returned"
    case = cast.does("fang", case, "rule_owner", unit=SISTER, reason="按居住地确定。", now=after(day, 1))
    assert (case.unit_id, case.state) == (SISTER, "dispatched")
    with pytest.raises(Refused):
        cast.does("jin", case, "return_order", **BACK, now=after(day, 1, hours=1))
    cast.does("jin", case, "claim", now=after(day, 1, hours=2))
    cast.does("jin", case, "submit", **ended.SETTLED, now=after(day, 3))
    case = ended.closed(cast, case, now=after(day, 4))
    assert (case.state, fact(case).returned) == ("closed", 1)
    assert share("returned", day) == (1, 1)
    whole(case)


def test_a_petition_goes_through_review_and_re_review_and_ends_for_good(cast: Cast):
    """信访工作条例 art 35, 36: two reviews, thirty days each, then 三级终结."""
    case = terminated(cast)
    assert (case.state, case.outcome) == ("terminated", "Z1")
    assert {"review_opinion", "re_review_opinion"} <= set(papers(case))
    assert moves(case).count("decide_review") == 1
    row = fact(case)
    assert not row.is_open and row.closed_on is not None, "the reviews do not open the statistics again"
    whole(case)


def test_another_body_never_answers_and_the_case_is_not_forgotten(cast: Cast):
    day = start(3)
    case = cast.call(now=day)
    cast.does("mei", case, "claim", now=day)
    expected = localdate() + timedelta(days=6)
    words = {"body": "labour", "basis": "duty", "letter_no": "", "notice": "paper", "report_due": expected.isoformat()}
    case = cast.does("sun", case, "transfer", **words, now=after(day, hours=2))
    assert (case.state, case.is_open) == ("transferred_out", True)
    assert "assign_out" in papers(case)
    pass_time(after(day, 20))
    assert Clock.objects.filter(ticket=case, key="ext.report").exists()
    assert fresh(case).is_open, "silence of the other body ends nothing"
    later = after(day, 20)
    cast.does("sun", case, "submit_unanswered", pressed_no="秦妇督〔2026〕1号", reason="两次催办未答复。", now=later)
    cast.does("fang", case, "reply", served="oral", served_on=on(day), paper_no="", now=after(later, 1))
    cast.does("ling", case, "begin_follow_up", now=after(later, 2))
    case = cast.does("ling", case, "close", **ended.CALLED, now=after(later, 2))
    assert (case.state, case.outcome) == ("closed", "C3")
    assert share("closing", day)[0] == 0, "passed on without a result: shown apart, not as a success"
    whole(case)


def test_lost_contact_is_ended_only_after_tries_on_several_days_and_hours(cast: Cast):
    day = start(40)
    case = ended.working(cast, now=day)
    lost = {"outcome": "F3", "proof": "", "statement": "", "reply": "多次联系不上。"}
    with pytest.raises(Refused) as refused:
        cast.does("mei", case, "submit", **lost, now=after(day, hours=1))
    assert "attempts" in str(refused.value.reason)
    for ahead, part in ((0, "morning"), (3, "evening"), (8, "afternoon")):
        cast.does(
            "mei",
            case,
            "record_attempt",
            way="phone",
            tried_on=on(after(day, ahead)),
            part=part,
            now=after(day, ahead, hours=2),
        )
    cast.does("mei", case, "submit", **lost, now=after(day, 9))
    cast.does("sun", case, "reply", served="oral", served_on=on(after(day, 10)), paper_no="", now=after(day, 10))
    case = fresh(case)
    assert case.outcome == "F3"
    assert moves(case).count("record_attempt") == 3
    assert share("closing", day)[0] == 0, "a lost contact is shown apart, not as a success"
    whole(case)


def test_a_withdrawal_where_there_is_violence_is_checked_by_the_district(cast: Cast):
    """反家庭暴力法 art 5: somebody makes sure that it is her own will."""
    day = start(15)
    case = cast.call(category="0102", now=day)
    cast.does("mei", case, "claim", now=day)
    with pytest.raises(Refused) as refused:
        cast.does("mei", case, "withdraw", free_will=True, statement="不想再追究。", now=after(day, hours=1))
    assert "district speaks with her first" in str(refused.value.reason)
    case = cast.does("fang", case, "withdraw", free_will=True, statement="单独谈话，本人自愿。", now=after(day, 1))
    assert (case.state, case.outcome) == ("withdrawn", "F2")
    assert "aftercare" in fresh(case).data["children"], "violence is looked after although she withdrew"
    whole(case)


def test_a_repeated_call_is_merged_and_counts_as_a_contact_not_as_a_case(cast: Cast):
    day = start(20)
    first, second = ended.working(cast, now=day), cast.call(now=after(day, 2))
    cast.does(
        "sun",
        second,
        "merge",
        other=first.number,
        same_person=True,
        same_matter=True,
        reason="同一事项",
        how_known="来电人自述",
        now=after(day, 2, hours=1),
    )
    second = fresh(second)
    assert (second.state, second.outcome) == ("merged", "X2")
    assert TicketLink.objects.get(ticket=second).other_id == first.pk
    assert fresh(first).data["contacts"] == 2
    cast.does("mei", first, "submit", **ended.SETTLED, now=after(day, 3))
    ended.closed(cast, first, now=after(day, 4))
    assert share("closing", day)[0] == 1
    assert share("gross", day)[1] == 1, "one matter, two contacts"
    file_away(cast, first, after(day, 10))
    whole(first)
    whole(second)
