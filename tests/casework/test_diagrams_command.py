"""The pages of docs/types are what the types say."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from casework.management.commands import diagrams
from workflows.registry import registry
from workflows.typepages import NOTE, mermaid

FOLDER = settings.BASE_DIR / "docs" / "types"
REMEDY = "run `python3 run.py manage diagrams --write docs/types` and commit what it wrote"


def test_the_pages_in_docs_are_the_types_as_they_are() -> None:
    assert diagrams.stale(FOLDER) == [], REMEDY


def test_every_type_has_a_page_with_its_picture_in_both_languages() -> None:
    for kind in registry:
        text = (FOLDER / f"{kind.slug}.md").read_text(encoding="utf8")
        assert text.count("```mermaid") == 2, kind.slug
        assert f"({kind.slug}.md)" in (FOLDER / "README.md").read_text(encoding="utf8")


def test_moves_between_the_same_states_share_one_arrow() -> None:
    rows = [row.split(":")[0] for row in mermaid(registry["suggestion"]).splitlines() if "-->" in row]
    assert len(rows) == len(set(rows))


def test_the_check_names_a_stale_page_and_the_remedy(tmp_path: Path) -> None:
    call_command("diagrams", "--write", str(tmp_path), stdout=io.StringIO())
    call_command("diagrams", "--check", str(tmp_path))
    (tmp_path / "suggestion.md").write_text("x", encoding="utf8")
    (tmp_path / "gone.md").write_text(f"{NOTE}\nx", encoding="utf8")
    with pytest.raises(CommandError, match=r"gone.md, suggestion.md.*diagrams --write"):
        call_command("diagrams", "--check", str(tmp_path))


def test_a_page_that_somebody_wrote_by_hand_stays(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("by hand", encoding="utf8")
    call_command("diagrams", "--write", str(tmp_path), stdout=io.StringIO())
    assert (tmp_path / "notes.md").read_text(encoding="utf8") == "by hand"
