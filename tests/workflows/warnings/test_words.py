"""Words of violence: what is told, what is denied, and what only looks like it."""

from pathlib import Path

import pytest

from workflows.warnings.words import FILE, WordsError, load, words


@pytest.mark.parametrize(
    ("story", "kinds"),
    [
        ("他昨晚又打我", ["hitting"]),
        ("丈夫掐她脖子，拿刀威胁", ["hitting", "threat", "weapon"]),
        ("他说要杀了全家", ["threat"]),
        ("她说想自杀，要跳楼", ["self_harm", "threat"]),
        ("孩子被打，手臂流血", ["child", "hitting", "injury"]),
        ("邻居已经报警", ["police"]),
        ("拨打１１０也没人管", ["police"]),
        # denied
        ("他没有打我", []),
        ("从来没有动手", []),
        ("双方未发生殴打", []),
        ("丈夫否认打人", []),
        ("没有威胁，也不曾动手", []),
        # denied only here
        ("他没打我，但打孩子", ["child", "hitting"]),
        ("昨天没吃饭，他打了我", ["hitting"]),
        ("没有流血但是一直打", ["hitting"]),
        # denied twice, and words that deny nothing
        ("不是没打过", ["hitting"]),
        ("他不停地打我", ["hitting"]),
        ("没少打我", ["hitting"]),
        ("无缘无故砸东西", ["hitting"]),
        ("她不敢报警", ["police"]),
        # only look like it
        ("请打电话给我", []),
        ("打算离婚，正在打官司", []),
        ("他打工回来打扫房间", []),
        ("为剪刀和刀具店的债务争吵", []),
        ("与丈夫为探望孩子的安排多次争吵，希望有人调解。", []),
        ("", []),
    ],
)
def test_the_scan(story: str, kinds: list[str]):
    assert words().scan(story) == kinds


@pytest.mark.parametrize("text", ["他 打 我", "他打我", "他打我\n"])
def test_spaces_and_line_ends_hide_nothing(text: str):
    assert words().scan(text) == ["hitting"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("negation_window: 6", "negation_window: 0", "negation_window is 0"),
        ("  hitting:", "  beating:", "write lists under"),
        ("negations: [没有", "negations: [110, 没有", "numbers in quotation marks"),
        ("categories:", "categories: {", "no YAML"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, old: str, new: str, said: str):
    path = tmp_path / "words.yaml"
    path.write_text(FILE.read_text().replace(old, new, 1))
    with pytest.raises(WordsError, match=said):
        load(path)
