"""Policies: all of the fact sheet, and a wrong file refused with its line and the remedy."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from workflows.due import Budget, Unit
from workflows.policies import FOLDER, PolicyBook, PolicyError, load, policies

KEYS = [
    "xf.notify",
    "xf.forward",
    "xf.objection",
    "xf.handle",
    "xf.handle_extend_max",
    "xf.review_request",
    "xf.review_decide",
    "xf.rereview_request",
    "xf.rereview_decide",
    "wo.consult",
    "wo.help",
    "wo.complaint",
    "wo.extend_max",
    "wo.sign_in",
    "wo.return",
    "wo.arbitrate",
    "wo.review_close",
    "wo.followup_first",
    "wo.remind_overdue",
    "wo.supervise_overdue",
    "lvl.community",
    "lvl.street",
    "lvl.district",
    "med.duration",
    "med.court_accept",
    "med.court_delegated",
    "med.judicial_confirm",
    "med.labour",
    "dv.minor_report",
    "dv.notify_district",
    "dv.first_action",
    "dv.order_decide",
    "dv.order_urgent",
    "dv.order_valid_max",
    "dv.order_reconsider",
    "dv.warn_first_visit",
    "la.decide",
    "la.appoint",
    "la.objection_decide",
    "lab.arb_claim",
    "lab.sue",
    "fam.cooling",
    "fw.urge_opinion_reply",
    "fu.mediated",
    "fu.dv",
    "aw.public_notice",
    "aid.review",
    "ch.match",
    "ch.disclose",
    "pi.pia_keep_min",
    "pi.log_keep_min",
]

GOOD = """\
- key: a.b
  version: 1
  valid_from: 2026-01-01
  title: {zh: 甲, en: A}
  amount: 5
  unit: working_days
  start: received
  who: ours
  citation: 某法 第1条
  text: {zh: 五个工作日, en: Five working days}
  confidence: S
  binding: law
  bound: at_most
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "test.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_of_the_fact_sheet_is_there():
    assert set(KEYS) <= set(policies), "more rules have come since; none of these is gone"


@pytest.mark.parametrize(
    ("key", "amount", "unit", "start", "roll", "who"),
    [
        ("xf.handle", 60, Unit.NATURAL_DAYS, "accepted", "none", "ours"),
        ("xf.objection", 5, Unit.WORKING_DAYS, "received", "none", "ours"),
        ("xf.review_request", 30, Unit.NATURAL_DAYS, "reply_served", "next", "party"),
        ("dv.order_decide", 72, Unit.HOURS, "court_accepted", "none", "ext"),
        ("dv.notify_district", 0.25, Unit.HOURS, "flagged_red", "none", "ours"),
        ("dv.order_valid_max", 6, Unit.MONTHS, "order_made", "none", "ext"),
        ("lab.arb_claim", 12, Unit.MONTHS, "knew_or_should", "next", "party"),
        ("wo.complaint", 5, Unit.WORKING_DAYS, "dispatched", "none", "ours"),
    ],
)
def test_a_policy_is_as_the_fact_sheet_says(key, amount, unit, start, roll, who):
    policy = policies[key]
    assert policy.budget == Budget(amount, unit)
    assert (policy.start, policy.roll, policy.who) == (start, roll, who)


def test_follow_ups_have_a_list_of_amounts():
    assert [budget.amount for budget in policies["fu.mediated"].amounts] == [3, 30, 90]
    assert len(policies["fu.dv"].amounts) == 11
    assert [budget.amount for budget in policies["aid.review"].amounts] == [5, 5, 10]


def test_the_statutory_sixty_days_do_not_rest_but_our_own_levels_do():
    assert not policies["xf.handle"].pausable
    assert policies["lvl.community"].pausable
    assert "第36条" in policies["xf.rereview_decide"].pausable_grounds


def test_an_extension_comes_from_the_policy_that_caps_it():
    handle = policies["xf.handle"]
    assert (handle.cap, handle.max_times) == (Budget(30, Unit.NATURAL_DAYS), 1)
    assert policies["wo.complaint"].cap == Budget(10, Unit.WORKING_DAYS)
    assert policies["med.duration"].extension.consent
    assert policies["xf.notify"].cap is None


def test_a_district_may_shorten_a_limit_of_law_but_not_lengthen_it():
    assert policies["xf.handle"].allows(45) == ""
    assert "信访工作条例 第34条" in str(policies["xf.handle"].allows(61))


def test_a_district_may_lengthen_a_citizens_right_but_not_shorten_it():
    assert policies["xf.review_request"].allows(40) == ""
    assert policies["xf.review_request"].allows(29) != ""


def test_a_limit_of_another_body_s_law_stays_as_it_is():
    assert policies["lab.sue"].allows(14) != ""
    assert policies["lab.sue"].allows(16) != ""
    assert policies["lab.sue"].allows(15) == ""


def test_our_own_design_may_be_changed_freely_but_not_to_nothing():
    assert policies["lvl.street"].allows(20) == ""
    assert policies["lvl.street"].allows(0) != ""
    assert policies["lvl.street"].allows(1.5) != ""


def test_every_limit_of_law_says_what_a_district_may_do():
    assert all(policies[key].bound != "free" for key in policies if policies[key].binding == "law")


def test_texts_are_in_the_readers_language():
    with translation.override("en"):
        assert str(policies["xf.handle"].text) == "Conclude within 60 days of acceptance."
    with translation.override("zh-hans"):
        assert str(policies["xf.handle"].text) == "自受理之日起60日内办结。"


def test_a_newer_version_is_used_from_its_day_and_the_older_can_still_be_had(tmp_path):
    newer = (
        GOOD.replace("version: 1", "version: 2").replace("2026-01-01", "2027-01-01").replace("amount: 5", "amount: 3")
    )
    book = PolicyBook(written(tmp_path, GOOD + newer).parent)
    assert book.on("a.b", date(2026, 12, 31)).version == 1
    assert book.on("a.b", date(2027, 1, 1)).budget.amount == 3
    assert book.get("a.b", 1).budget.amount == 5
    with pytest.raises(KeyError, match="no version 9"):
        book.get("a.b", 9)


@pytest.mark.parametrize(
    ("old", "new", "line", "remedy"),
    [
        ("unit: working_days", "unit: weeks", 6, "write one of minutes, hours, working_days"),
        ("amount: 5", "amount: -5", 5, "a number above 0"),
        ("amount: 5", "amount: five", 5, "a number above 0"),
        ("amount: 5", "amount: []", 5, "a number above 0"),
        ("amount: 5", "amount: 2.5", 5, "a number above 0"),
        ("  citation: 某法 第1条\n", "", 1, "'citation' is missing: add it"),
        ("who: ours", "who: us", 8, "write one of ours, party, ext"),
        ("who: ours", "whom: ours", 8, "is not a word of a policy"),
        ("who: ours", "who: ours\n  who: party", 9, "stands twice"),
        ("title: {zh: 甲, en: A}", "title: 甲", 4, "needs both languages"),
        ("valid_from: 2026-01-01", "valid_from: soon", 3, "write it like 2022-05-01"),
        ("valid_from: 2026-01-01", "valid_from: 2026-13-01", 3, "cannot be read"),
        ("bound: at_most", "bound: free", 13, "at_most, at_least or fixed"),
        ("bound: at_most", "bound: at_most\n  pausable: true", 14, "add pausable_grounds"),
        ("bound: at_most", "bound: at_most\n  pausable: perhaps", 14, "true or false"),
        ("bound: at_most", "bound: at_most\n  rungs: loud", 14, "write one of ours, party, ext, keep"),
        ("bound: at_most", "bound: at_most\n  rungs: [{name: x, do: shout, at_due: true}]", 14, "write one of remind"),
        ("bound: at_most", "bound: at_most\n  rungs: [{name: x, do: warn}]", 14, "exactly one of"),
        ("bound: at_most", "bound: at_most\n  extend: {by: a.c}", 14, "correct the key"),
        ("bound: at_most", "bound: at_most\n  extend: {amount: 3, unit: hours}", 14, "use the same kind"),
        ("version: 1", "version: 1\n\tbad", 3, "not YAML"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line_and_the_remedy(tmp_path, old, new, line, remedy):
    path = written(tmp_path, GOOD.replace(old, new))
    with pytest.raises(PolicyError) as refusal:
        load([path])
    assert str(refusal.value).startswith(f"{path}:{line}: ")
    assert remedy in str(refusal.value)


@pytest.mark.parametrize("text", ["key: a", "- just words", ""])
def test_a_file_that_is_no_list_of_policies_is_refused(tmp_path, text):
    with pytest.raises(PolicyError, match="test.yaml:1: write"):
        load([written(tmp_path, text)])


def test_one_version_twice_is_refused(tmp_path):
    with pytest.raises(PolicyError, match=r":15: .*version 1 twice"):
        load([written(tmp_path, GOOD + GOOD)])


def test_a_newer_version_from_an_earlier_day_is_refused(tmp_path):
    with pytest.raises(PolicyError, match="valid from a later day"):
        load([written(tmp_path, GOOD + GOOD.replace("version: 1", "version: 2"))])


def test_the_shipped_files_are_grouped_by_subject():
    assert len(list(FOLDER.glob("*.yaml"))) >= 5
