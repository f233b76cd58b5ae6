"""What must not be read is taken out however it is written."""

import pytest

from casework.papers.cover import MARK, secrets

PEOPLE = {"victim": [{"name": "王芳", "phone": "13812345678", "address": "青河区长安街12号3单元105室"}]}


@pytest.mark.parametrize(
    "text",
    [
        "她住长安街12号3单元105室。",
        "她住长安街十二号三单元一百零五室。",
        "她住长安街一二号三单元一〇五室。",
        "她住长安街 12 号、3 单元，105 室。",
    ],
)
def test_an_address_goes_in_numerals_and_broken_by_marks(text: str) -> None:
    said = secrets(PEOPLE, for_respondent=True).out_of(text)
    assert MARK in said
    assert "室" not in said
    assert "单元" not in said


@pytest.mark.parametrize(
    "phone", ["13812345678", "+86 138-1234-5678", "138，1234，5678", "一三八一二三四五六七八", "幺三八12345678"]
)
def test_a_phone_goes_however_it_is_grouped_or_spelt(phone: str) -> None:
    said = secrets(PEOPLE, for_respondent=True).out_of(f"打{phone}找她")
    assert said.startswith("打") and said.endswith(f"{MARK}找她")


def test_other_numbers_stay() -> None:
    text = "双方约定十二月三日前付三百元，一起到长安街道。"
    assert secrets(PEOPLE, for_respondent=True).out_of(text) == text
