"""One home however its address is written, and never two flats for one (the household key of domain.md §4.4)."""

import pytest

from casework.persons import home_of, household
from tests.cast import COMMUNITY, SISTER

SAME = (
    ("9栋1单元302室", "9幢1单元302", "９栋１单元３０２室", "9号楼1单元302室", "九栋一单元三〇二室", "9 栋 1 单元 302 室", "9-1-302", "9—1—302",
     "第9栋1单元302房", "9座1单元-302"),
    ("9号302室", "9号302", "九号三零二室", "9-302", "9号-302户"),
    ("长乐路12号3幢502室", "长乐路十二号三栋502", "长乐路12号，3栋502室"),
    ("102室", "一百零二室", "一零二室"),
    ("20栋", "二十幢"),
)  # fmt: skip
DIFFERENT = (
    ("9号", "9号1单元"), ("9号1单元302室", "9号2单元302室"), ("9号1单元302", "9号302"), ("9号1单元", "9号1室"), ("9栋302", "9号302"),
    ("9栋1单元302", "9栋13单元02"), ("9栋1单元302", "91单元302"), ("12号", "102号"), ("11号", "十二号"), ("三里巷9号", "二里巷9号"),
    ("五一路9号", "51路9号"), ("9号1栋302", "9栋1单元302"), ("20栋", "2栋"), ("210室", "二十室"),
)  # fmt: skip


@pytest.mark.parametrize("spellings", SAME, ids=lambda one: one[0])
def test_however_it_is_written_it_is_one_home(spellings: tuple[str, ...]):
    assert len({home_of(one) for one in spellings}) == 1, {one: home_of(one) for one in spellings}
    assert home_of(spellings[0])


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_homes_are_never_one(one: str, other: str):
    assert home_of(one) != home_of(other)


@pytest.mark.parametrize("no_house", ["", "学校旁边", "室", "她母亲家", "一"])
def test_what_names_no_house_has_no_key(no_house: str):
    assert home_of(no_house) == "" and household(COMMUNITY, no_house) is None


def test_the_same_house_in_another_community_is_another_home():
    assert household(COMMUNITY, "9栋1单元302室") != household(SISTER, "9栋1单元302室")
    assert household(COMMUNITY, "9栋1单元302室") == household(COMMUNITY, "9幢一单元302")
