"""The book of papers: every layout is whole, and a broken one is refused with its name and the remedy."""

from pathlib import Path

import pytest

from workflows.papers import KINDS
from workflows.papers.book import LayoutError, load, texts
from workflows.papers.kinds import Numbering
from workflows.rights.papers_forms import ENTRIES, SignPaperForm

OF_THE_CASE = {
    "registration", "interview_record", "acceptance", "not_accepted", "transfer", "assign_out", "objection_return", "remind",
    "press", "extension", "opinion", "review_opinion", "re_review_opinion", "service_record", "mediation_application",
    "mediation_rights", "mediation_record", "mediation_agreement", "oral_agreement", "mediation_end", "judicial_confirmation",
    "file_index", "file_cover", "file_back", "closing_report", "mandatory_report", "police_record", "risk_assessment", "safety_plan",
    "order_will", "order_application", "help_record", "urge_opinion", "prosecutor_clue", "legal_aid_referral",
    "aid_referral", "follow_up_record", "consent_notice", "mediation_intake", "investigation_record", "performance_receipt",
}  # fmt: skip


def test_every_printout_of_the_fact_sheet_is_there() -> None:
    assert set(KINDS) == OF_THE_CASE


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_a_kind_says_who_signs_what_law_and_for_whom_the_copies_are(kind) -> None:
    assert kind.signers and kind.anchor and kind.copies and kind.series and kind.body
    assert all(entry.printed for entry in kind.entries)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_every_entry_asked_for_is_printed(kind) -> None:
    printed = " ".join(texts(kind.body))
    assert [entry.name for entry in kind.entries if f"{{{entry.name}}}" not in printed] == []


def test_the_opinion_has_all_that_article_32_asks_for_and_goes_to_the_leader_of_the_district() -> None:
    opinion = KINDS["opinion"]
    assert {"demand", "facts", "opinion", "law", "result"} <= {
        entry.name for entry in opinion.entries if entry.required
    }
    assert opinion.issuer == "district" and opinion.signers == {"supervisor"} and opinion.served
    assert "30日" in " ".join(texts(opinion.body))


def test_no_paper_about_safety_has_a_copy_for_the_other_party() -> None:
    for code in (
        "safety_plan",
        "risk_assessment",
        "order_application",
        "order_will",
        "mandatory_report",
        "help_record",
    ):
        assert not KINDS[code].respondent, code


def test_the_mediation_set_of_the_fact_sheet_is_whole_and_an_inquiry_has_no_copy_for_the_other_party() -> None:
    titles = {kind.heading for kind in KINDS.values()}
    for paper in (
        "人民调解申请书", "人民调解受理登记表", "人民调解权利义务告知书", "人民调解调查记录", "人民调解记录", "人民调解协议书",
        "人民调解口头协议登记表", "人民调解协议履行凭证", "回访记录", "司法确认申请书", "终止人民调解通知书", "卷内目录", "卷宗封面",
        "结案报告表",
    ):  # fmt: skip
        assert paper in titles, paper
    assert not KINDS["investigation_record"].respondent and KINDS["performance_receipt"].respondent


def test_the_mediation_set_is_numbered_in_its_own_style() -> None:
    assert KINDS["mediation_agreement"].numbering is Numbering.MEDIATION
    assert KINDS["opinion"].numbering is Numbering.LETTER


def test_one_form_asks_of_each_kind_what_its_layout_asks_and_names_all_that_is_missing() -> None:
    form = SignPaperForm({"kind": "opinion"})
    assert not form.is_valid()
    assert set(form.errors) == {entry.name for entry in KINDS["opinion"].entries if entry.required}
    assert "clue_ground" not in form.fields


def test_a_field_of_another_paper_is_refused_by_name() -> None:
    form = SignPaperForm({"kind": "acceptance", "clue_ground": "land"})
    assert not form.is_valid()
    assert "clue_ground" in form.errors["kind"][0]


def test_what_is_entered_is_sealed() -> None:
    assert set(SignPaperForm.private) == set(ENTRIES)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("{nobody}", "nobody"),
        ("{case.colour}", "case.colour"),
        ("{petitioner.shoe_size}", "petitioner.shoe_size"),
    ],
)
def test_a_layout_that_uses_an_unknown_name_is_refused_by_file_paper_and_name(tmp_path: Path, change, named) -> None:
    words = f"""
- code: odd
  title: {{zh: 怪文书, en: Odd}}
  series: 怪
  anchor: 无
  signers: [street]
  copies: [存卷一份]
  body: [{{p: "{change}"}}]
"""
    (tmp_path / "odd.yaml").write_text(words, "utf-8")
    with pytest.raises(LayoutError, match=rf"odd\.yaml.*odd.*{named}"):
        load(tmp_path)
