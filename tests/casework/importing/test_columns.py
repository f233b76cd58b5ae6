"""What the columns are called and what their cells mean."""

import pytest

from casework.errors import Refused
from casework.importing.columns import Columns, day_of
from tests.cast import COMMUNITY, STREET, Cast


def means(header: str, row: str, source: str = "other"):
    return Columns(header.split(","), source).means(row.split(","))


@pytest.mark.parametrize(
    "name", [COMMUNITY, "贡院社区", "夫子庙街道贡院社区", "夫子庙街道 贡院社区", "Gongyuan Community"]
)
def test_a_place_is_its_code_or_its_name(cast: Cast, name: str) -> None:
    assert means("社区,内容", f"{name},x").data["place"] == COMMUNITY


def test_a_street_will_do_where_the_community_is_not_known(cast: Cast) -> None:
    assert means("街道,内容", "夫子庙街道,x").data["place"] == STREET


def test_labels_in_either_language_and_codes_are_understood(cast: Cast) -> None:
    for word in ("抚养与探望", "Custody and visits", "0106"):
        meant = means("社区,内容,类别", f"贡院社区,x,{word}")
        assert (meant.errors, meant.data.get("category")) == ({}, "0106"), word


@pytest.mark.parametrize("header", ["户籍地", "户籍", "户籍地址", "registered_residence"])
def test_where_she_is_registered_comes_in_with_a_ledger(cast: Cast, header: str) -> None:
    data = means(f"社区,内容,{header},国籍", "贡院社区,x,安徽省和县,越南", "ledger").data
    assert (data["registered_residence"], data["nationality"]) == ("安徽省和县", "越南")


def test_what_a_source_leaves_out_is_known(cast: Cast) -> None:
    meant = means("社区,警情内容,警情编号", "贡院社区,x,J2026-1", "police")
    assert (meant.data["channel"], meant.data["category"]) == ("police", "0102")
    assert meant.own == {"external_no": "J2026-1"}


def test_questions_nobody_asked_are_said_to_be_unasked(cast: Cast) -> None:
    assert means("社区,内容", "贡院社区,x").unscreened
    assert not means("社区,内容,violence_now", "贡院社区,x,是").unscreened


@pytest.mark.parametrize(
    ("header", "row", "field"),
    [
        ("社区,内容", "无此社区,x", "place"),
        ("社区,内容", "999999999999,x", "place"),
        ("社区,内容,类别", "贡院社区,x,无此类", "category"),
        ("社区,内容,性别", "贡院社区,x,?!", "sex"),
        ("社区,内容,violence_now", "贡院社区,x,也许", "violence_now"),
        ("社区,内容,登记日期", "贡院社区,x,2026-13-40", "received_on"),
        ("社区,内容,登记日期", "贡院社区,x,2999-01-01", "received_on"),
        ("社区,内容,办结方式", "贡院社区,x,B1", "closed_on"),
        ("社区,内容,办结日期", "贡院社区,x,2026-01-01", "outcome"),
        ("社区,内容,办结方式,办结日期", "贡院社区,x,胡说,2026-01-01", "outcome"),
        ("社区,内容,登记日期,办结方式,办结日期", "贡院社区,x,2026-02-01,B1,2026-01-01", "closed_on"),
        ("社区,内容,编号", "贡院社区,x,<a>", "external_no"),
        ("社区,内容,发生时间", "贡院社区,x,2026-03-08 25:70", "occurred_at"),
        ("社区,内容", "贡院社区,x,y", "_"),
    ],
)
def test_a_cell_that_is_not_understood_is_an_error_of_its_field(cast: Cast, header: str, row: str, field: str) -> None:
    assert list(means(header, row).errors) == [field]


def test_no_sentence_repeats_the_cell(cast: Cast) -> None:
    meant = means("社区,内容,类别,性别", "王秀英家,x,王秀英,王秀英")
    assert meant.errors
    assert "王秀英" not in str(meant.errors)


@pytest.mark.parametrize(
    ("header", "word"),
    [("社区,内容,星座", "星座"), ("社区,内容,电话,手机", "twice"), ("内容", "place"), ("社区", "内容")],
)
def test_a_header_that_cannot_be_used_is_refused_by_name(cast: Cast, header: str, word: str) -> None:
    with pytest.raises(Refused, match=word):
        Columns(header.split(","), "other")


@pytest.mark.parametrize(
    "text", ["2026-03-08", "2026/3/8", "2026.03.08", "2026年3月8日", "20260308", "46089", "2026-03-08 10:00"]
)
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert day_of(text).isoformat() == "2026-03-08"
