"""`manage.py starttickettype`: what it writes is sound and its test passes as it stands."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.cast import Cast
from tests.workflows.attached import attach, run_tests
from workflows.policies import policies
from workflows.soundness import problems


def start(root: Path, slug: str = "book_loan", **options: object) -> str:
    said = io.StringIO()
    asked = {"title": "Book loan", "chapter": 6, "to": root, **options}
    call_command("starttickettype", slug, stdout=said, **asked)
    return said.getvalue()


def test_the_skeleton_is_sound_and_its_test_passes(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start(tmp_path)
    kind = attach(tmp_path / "workflows" / "types" / "book_loan.py", monkeypatch)
    assert (kind.slug, kind.prefix, kind.plan_chapter, str(kind.title)) == ("book_loan", "BL", 6, "Book loan")
    assert problems(kind, list(policies)) == []
    assert run_tests(tmp_path / "tests" / "workflows" / "types" / "test_book_loan.py", cast=cast) == 4


def test_it_writes_into_an_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "library_app").mkdir()
    (tmp_path / "library_app" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    start(tmp_path, app="library_app")
    assert attach(tmp_path / "library_app" / "ticket_types.py", monkeypatch).slug == "book_loan"
    assert (tmp_path / "tests" / "test_book_loan.py").exists()


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    start(tmp_path)
    with pytest.raises(CommandError, match="is there already"):
        start(tmp_path)


@pytest.mark.parametrize(
    ("slug", "options", "sentence"),
    [
        ("Book-Loan", {}, "is no slug"),
        ("rights", {}, "already"),
        ("book_loan", {"chapter": 11}, "no chapter 11"),
        ("book_loan", {"prefix": "WQ"}, "taken by rights"),
        ("book_loan", {"prefix": "b"}, "is no prefix"),
        ("book_loan", {"title": " "}, "title is empty"),
        ("book_loan", {"app": "no_such_app_here"}, "cannot be imported"),
    ],
)
def test_words_that_no_type_can_have_are_refused(
    tmp_path: Path, slug: str, options: dict[str, object], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        start(tmp_path, slug, **options)
    assert not list(tmp_path.rglob("*.py"))
