"""What must not be read is taken out however it is written; what is not an address or a phone number stays."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from casework.papers.cover import MARK, Secrets, secrets
from casework.papers.folding import fold

PEOPLE = {"victim": [{"name": "王芳", "phone": "13812345678", "address": "青河区长安街12号3单元105室"}]}
HOME = "青河区长安街12号3幢2单元501室"


def covers(address: str = HOME, phone: str = "13812345678") -> Secrets:
    return secrets({"victim": [{"name": "王芳", "phone": phone, "address": address}]}, for_respondent=True)


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


@pytest.mark.parametrize(
    "said",
    [
        "3栋2单元", "3幢2单元501", "三栋二单元五零一", "3-2-501", "３－２－５０１", "三—二—五〇一", "3#2-501", "3号楼2单元501室", "3栋501",
        "三座五百零一室", "501室", "五百零一房", "长安街12号3-2-501", "长安街十二号3栋2单元5O1", "②单元⑤〇①室", "501室，2单元，3栋", "两单元五零幺室",
        "3 栋\n2 单元\n501", "叁幢贰单元伍佰零壹室", "3棟2單元501號",
    ],
)  # fmt: skip
def test_house_and_door_go_by_their_numbers_alone(said: str) -> None:
    found = covers().out_of(f"申请人住{said}。")
    assert found == f"申请人住{MARK}。"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("柳河镇一千二百零三号", "1203号"), ("柳河镇和平里1203室", "一千二百零三室"), ("长安街120号2单元", "一百二十号两单元"), ("长安街120号2单元", "一百二号二单元"),
        ("长安街23号5幢702室", "廿三号五幢七百零二室"), ("长安街35号5幢702室", "卅五号5幢702"), ("机场路10203号2单元", "一万零二百零三号二单元"),
        ("长安街A座1203室", "a-1203"), ("长安街A座1203室", "Ａ座一二〇三"), ("柳河镇王家村老祠堂东边", "王家村老祠堂"), ("长安花园小区3栋", "长安花园小区"),
    ],
)  # fmt: skip
def test_other_addresses_go_too(address: str, said: str) -> None:
    found = covers(address).out_of(f"她在{said}住")
    assert found == f"她在{MARK}住"


@pytest.mark.parametrize(
    "said",
    [
        "l38l2345678", "I3812345678", "138 1234 五六七八", "１３８ １２３４ ５６７８", "①③⑧12345678", "一百三十八，一千二百三十四，五千六百七十八", "幺三八幺两三四五六拐八",
        "١٣٨١٢٣٤٥٦٧٨", "𝟏𝟑𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖", "1\u200b3\u200b8 12345678", "1.3.8.1.2.3.4.5.6.7.8",
    ],
)  # fmt: skip
def test_a_phone_goes_with_letters_and_other_digits(said: str) -> None:
    assert covers().out_of(f"打{said}找她") == f"打{MARK}找她"


def test_a_phone_goes_without_the_code_of_its_area_and_a_number_among_words() -> None:
    people = {
        "victim": [{"phone": "025-84201234", "safe_phone": "姐姐家 138 1234 5678", "safe_time": "晚上打 13900001111"}]
    }
    hidden = secrets(people, for_respondent=True)
    for said in ("84201234", "8420-1234", "4201234", "13812345678", "139-0000-1111"):
        assert hidden.out_of(f"请拨{said}。") == f"请拨{MARK}。", said
    office = "本会电话 025-84207788，13812340000。"
    assert hidden.out_of(office) == office, "the first digits are common to many numbers"


# ── Properties: a small grammar of ways to write an address and a phone number ────────────────────────────────────────
ONES = "零一二三四五六七八九"
BANK = "零壹贰叁肆伍陆柒捌玖"
CLASSES = {"0": "0〇零Oo０", "1": "1一壹幺lI１", "2": "2二贰两２"} | {
    str(n): f"{n}{ONES[n]}{BANK[n]}{chr(ord('０') + n)}" for n in range(3, 10)
}


def counted(n: int) -> str:
    """As it is counted: 一百零五."""
    said, empty = "", False
    for unit, word in ((10000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, unit)
        if digit:
            said += ("零" if empty and said else "") + ONES[digit] + word
        empty = not digit
    return said


@st.composite
def written(draw: st.DrawFn, number: str) -> str:
    """A number digit by digit in any script, or counted."""
    if number[0] != "0" and len(number) < 6 and draw(st.booleans()):
        said = counted(int(number))
        return said.replace("二百", "两百").replace("二千", "两千") if draw(st.booleans()) else said
    return "".join(draw(st.sampled_from(CLASSES[digit])) for digit in number)


@st.composite
def homes(draw: st.DrawFn) -> tuple[str, str]:
    """(the address of the file, another way to write its house and door)."""
    house, gate, door = (str(draw(st.integers(*span))) for span in ((1, 60), (1, 9), (101, 3406)))
    home = f"青河区长安街{draw(st.integers(1, 300))}号{house}幢{gate}单元{door}室"
    words = draw(
        st.sampled_from(
            [("幢", "单元", "室"), ("栋", "单元", ""), ("号楼", "单元", "房"), ("座", "门", "户"), ("-", "-", ""), ("—", "—", "室"), ("#", "-", ""),
             (" 栋 ", " 单元 ", " 室"), ("栋、", "单元、", "号"), ("/", "/", "")]
        )
    )  # fmt: skip
    parts = [draw(written(one)) + word for one, word in zip((house, gate, door), words, strict=True)]
    if draw(st.booleans()):
        del parts[1]  # the entrance is often left out
    return home, "".join(parts)


@given(homes())
def test_any_way_to_write_house_and_door_is_covered(home: tuple[str, str]) -> None:
    address, said = home
    found = covers(address).out_of(f"申请人住{said}，请核实。")
    assert found == f"申请人住{MARK}，请核实。"


@st.composite
def phones(draw: st.DrawFn) -> tuple[str, str]:
    number = "1" + draw(st.sampled_from("3456789")) + draw(st.text("0123456789", min_size=9, max_size=9))
    mark = draw(st.sampled_from(["", " ", "-", "，", ".", "　", "、"]))
    groups = [number[:3], number[3:7], number[7:]] if mark else [number]
    return number, mark.join(draw(written(group)) if group[0] != "0" else "".join(
        draw(st.sampled_from(CLASSES[digit])) for digit in group) for group in groups)  # fmt: skip


@given(phones())
def test_any_way_to_write_a_phone_number_is_covered(phone: tuple[str, str]) -> None:
    number, said = phone
    assert covers(phone=number).out_of(f"可打{said}找她") == f"可打{MARK}找她"


@st.composite
def ordinary(draw: st.DrawFn) -> str:
    """A sentence with a day, a sum, a number of people and a number of a paper in it."""
    year, month, day = draw(st.integers(1990, 2030)), draw(st.integers(1, 12)), draw(st.integers(1, 28))
    amount, people, paper = (draw(st.integers(1, top)) for top in (99999, 40, 400))
    when = draw(
        st.sampled_from(
            [f"{year}年{month}月{day}日", f"{year}-{month:02}-{day:02}", f"{year}.{month}.{day}", f"{month}月{day}号", f"{counted(month)}月{counted(day)}日"]
        )
    )  # fmt: skip
    money = draw(
        st.sampled_from([f"{amount}元", f"{amount:,}元", f"{counted(amount)}元", f"{amount}.50元", f"{people}万元"])
    )
    return f"{when}，双方{people}人到场，秦妇信〔{year}〕{paper}号：每月{day}日前付{money}，共{counted(people)}次，每周{counted(day % 7 + 1)}上午{people % 12}点30分探望。"


@given(homes(), phones(), ordinary())
@example(
    ("长安街1号10幢1单元1990室", ""), ("13812345678", ""), "1990年1月1日，秦妇信〔1990〕1号，1990-10-1、1990.1.10。"
)
@example((HOME, ""), ("13812345678", ""), "2026-3-2，付3,501元，3月2日、501元。")
def test_days_sums_and_numbers_of_papers_stay(home: tuple[str, str], phone: tuple[str, str], text: str) -> None:
    assume(phone[0][-7:] not in fold(text).bare().text)
    assert covers(home[0], phone[0]).out_of(text) == text


@given(st.integers(1, 99999))
def test_a_counted_numeral_is_its_number(n: int) -> None:
    assert fold(counted(n)).text == str(n)


@given(st.text())
def test_a_text_without_secrets_is_left_as_it_is_and_every_letter_keeps_its_place(text: str) -> None:
    folded = fold(text)
    assert all(0 <= start < stop <= len(text) for start, stop in folded.spans)
    assert secrets({}, for_respondent=True).out_of(text) == text
