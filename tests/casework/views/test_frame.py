"""What stands around every page: the menu in parts, for each role; a long toolbar behind a few lines."""

from collections.abc import Callable

import pytest
from django.test import Client

from casework.shapes import Move
from casework.views.folding import SHORT, folded
from tests.cast import Cast


def menu(page) -> dict[str, list[str]]:
    """The words of the menu with the pages behind them; pages in the open stand under ""."""
    found: dict[str, list[str]] = {}
    for part in page.context["parts"]:
        found.setdefault(part.title, []).extend(item.url for item in part.items)
    return found


def test_the_officers_menu_has_few_words_and_every_page_behind_them(cast: Cast, desk: Callable[..., Client]) -> None:
    parts = menu(desk("fang").get("/queue"))
    assert parts[""][:2] == ["/queue", "/intake"] and "/board" in parts[""]
    assert len(parts) - 1 + len(parts[""]) <= 8, "one line at 1366 px"
    behind = [url for title, urls in parts.items() if title for url in urls]
    for url in ("/warnings", "/supervision", "/cockpit", "/reports", "/due", "/calendar", "/rules", "/catalogue"):
        assert url in behind


def test_a_mediator_finds_no_word_without_a_page(cast: Cast, desk: Callable[..., Client]) -> None:
    parts = menu(desk("mei").get("/queue"))
    assert all(parts.values())
    assert "/board" not in parts[""] and "/warnings" not in sum(parts.values(), [])


@pytest.mark.parametrize(
    ("url", "behind"),
    [
        ("/calendar", "/calendar"),
        ("/reports/tables", "/reports"),
        ("/dispatches", "/supervision"),
        ("/catalogue", "/catalogue"),
    ],
)
def test_the_page_one_is_on_is_marked_and_so_is_the_word_it_stands_behind(
    cast: Cast, desk: Callable[..., Client], url: str, behind: str
) -> None:
    page = desk("fang").get(url)
    marked = [(part.title, item.url) for part in page.context["parts"] for item in part.items if item.current]
    assert [one for _title, one in marked] == [behind]
    assert marked[0][0], "behind a word"
    nav = page.content.decode().split('<nav class="nav"')[1].split("</nav>")[0]
    assert nav.count('aria-current="page"') == 1 and nav.count('<summary aria-current="true">') == 1


@pytest.mark.parametrize("url", ["/funds", "/notices", "/match/spring_bud", "/chapters/8"])
def test_pages_of_the_chapters_are_marked_in_the_open(cast: Cast, desk: Callable[..., Client], url: str) -> None:
    page = desk("fang").get(url)
    parts = page.context.get("parts") or []
    assert [item.url for part in parts for item in part.items if item.current] in (["/chapters"], [])
    if url != "/notices":
        assert [item.url for part in parts for item in part.items if item.current] == ["/chapters"]


def moves(*icons: str) -> list[Move]:
    return [Move(f"m{n}", f"m{n}", "", icon) for n, icon in enumerate(icons)]


def test_a_short_toolbar_stays_as_it_is() -> None:
    assert folded(moves(*["x"] * SHORT)) == []


def test_a_long_toolbar_keeps_what_is_needed_daily_and_puts_the_rest_behind_a_line_by_kind() -> None:
    many = moves("phone", "note", "user", "user", "link", "swap", "x", "check", "clock", "file")
    folds = folded(many)
    assert [[move.icon for move in fold.moves] for fold in folds] == [["link", "swap"], ["user", "user"]]


def test_the_main_move_is_never_put_away() -> None:
    main = Move("submit", "Submit", "", "send", primary=True)
    folds = folded([main, *moves("send", "swap", *["note"] * SHORT)])
    assert main not in [move for fold in folds for move in fold.moves]


def test_every_move_is_on_the_page_once_in_the_open_or_behind_a_line(cast: Cast, desk: Callable[..., Client]) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    page = desk("mei").get(f"/tickets/{ticket.number}")
    shown = page.context["page"]
    names = [move.name for move in shown.at_hand] + [move.name for fold in shown.folds for move in fold.moves]
    assert shown.folds and sorted(names) == sorted(move.name for move in shown.moves)
    text = page.content.decode()
    assert all(text.count(f'href="{move.url}#move-form"') == 1 for move in shown.moves)


def test_an_open_form_comes_before_the_other_moves(cast: Cast, desk: Callable[..., Client]) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    text = desk("mei").get(f"/tickets/{ticket.number}?move=note").content.decode()
    assert text.index('id="move-form"') < text.index('class="moves"')
    assert "move=note#move-form" not in text, "the open one is not offered again"
