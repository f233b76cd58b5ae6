"""Pictures of a type."""

import xml.etree.ElementTree as ET

import pytest
from django.utils.translation import override

from workflows import diagrams, layout
from workflows.base import Workflow
from workflows.registry import registry

RIGHTS = registry["rights"]
NS = "{http://www.w3.org/2000/svg}"


def drawn(workflow: type[Workflow] = RIGHTS, **how: object) -> ET.Element:
    markup = diagrams.svg(workflow, **how)  # type: ignore[arg-type]
    return ET.fromstring(markup.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314


@pytest.mark.parametrize("workflow", list(registry), ids=lambda workflow: workflow.slug)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_type_draws_every_state_without_overlap(workflow: type[Workflow], language: str) -> None:
    with override(language):
        picture = drawn(workflow)
        boxes = list(layout.boxes_of(workflow).values())
    assert len(list(picture.iter(f"{NS}rect"))) == len(workflow.states)
    for one in boxes:
        for other in boxes:
            apart = one.x + one.width < other.x or other.x + other.width < one.x
            apart = apart or one.y + one.height < other.y or other.y + other.height < one.y
            assert one is other or apart, (one.state.code, other.state.code)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_labels_fit_into_their_boxes(language: str) -> None:
    with override(language):
        for box in layout.boxes_of(RIGHTS).values():
            assert all(layout.text_width(line) <= box.width for line in box.lines)
            assert "".join(box.lines).replace(" ", "") == str(box.state.title).replace(" ", "")


def test_a_chinese_character_is_as_wide_as_the_font_is_high() -> None:
    assert layout.text_width("调解中") == 3 * layout.FONT
    assert layout.text_width("abc") < layout.text_width("调解中")


def test_the_current_state_the_way_and_the_open_and_closed_moves_are_marked() -> None:
    picture = drawn(
        at="mediating", walked=[("registered", "triage")], open_moves={"stop_mediation"}, shut_moves={"submit"}
    )
    classes = [group.get("class", "") for group in picture.iter(f"{NS}g")]
    assert classes.count("at") == 1
    assert classes.count("past") == 2
    ways = [path.get("class") for path in picture.iter(f"{NS}path")]
    assert "went" in ways and "open" in ways and "shut" in ways


def test_the_picture_can_be_heard() -> None:
    with override("en"):
        picture = drawn(at="mediating", open_moves={"stop_mediation"}, shut_moves={"submit"})
    title, words = picture.find(f"{NS}title"), picture.find(f"{NS}desc")
    assert title is not None and title.text == "State diagram: now “Mediating”"
    assert words is not None and words.text == (
        "Open: End mediation → In progress. Closed for now: Submit the agreement → To be reviewed."
    )
    assert picture.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"


def test_the_picture_needs_no_inline_style_or_script() -> None:
    markup = diagrams.svg(RIGHTS, at="triage")
    assert "style=" not in markup and "<script" not in markup and "<style" not in markup


def test_the_main_line_is_the_way_from_call_to_closing() -> None:
    codes = [state.code for state in layout.main_line(RIGHTS)]
    assert codes[0] == "registered" and codes[-1] == "closed"
    assert "mediating" in codes and "withdrawn" not in codes


def test_mermaid_and_the_table_tell_every_move() -> None:
    mermaid, table = diagrams.as_mermaid(RIGHTS), diagrams.as_table(RIGHTS)
    assert mermaid.startswith("stateDiagram-v2")
    assert "in_progress --> mediating: start_mediation" in mermaid
    for move in RIGHTS.actions():
        assert f"`{move.name}`" in table
