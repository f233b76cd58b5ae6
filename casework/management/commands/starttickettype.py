"""`manage.py starttickettype <slug>`: a sound ticket type with its test, to be filled with the matter itself.

    starttickettype book_loan --title "Book loan" --chapter 6
    starttickettype book_loan --title "Book loan" --chapter 6 --app library     # into library/ticket_types.py

What is written passes `manage.py check` and its test as it stands. Nothing that is there is overwritten.
"""

import importlib.util
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflows.chapters import CHAPTERS
from workflows.registry import registry

HERE = Path(__file__).with_name("_tickettype")
SLUG = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")
PREFIX = re.compile(r"^[A-Z]{2,5}$")


class Command(BaseCommand):
    help = "Write a new ticket type and its test."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="its name in addresses and in the API, for example book_loan")
        parser.add_argument("--title", required=True, help="its English title; the Chinese goes into the catalogue")
        parser.add_argument("--chapter", required=True, type=int, help="chapter of the plan, 1 to 10")
        parser.add_argument("--prefix", default="", help="2 to 5 capitals in its numbers (default: from the slug)")
        parser.add_argument("--app", default="", help="an importable app; default is workflows/types of this project")
        parser.add_argument("--to", type=Path, default=None, help="write below this folder instead of the project's")

    def handle(self, *args: Any, slug: str, title: str, chapter: int, prefix: str, app: str, **options: Any) -> None:
        prefix = prefix or "".join(word[0] for word in slug.split("_")).upper().ljust(2, "X")[:5]
        _refuse(slug, title, chapter, prefix)
        words = {
            "slug": slug, "title": title.replace('"', "'"), "chapter": str(chapter), "prefix": prefix,
            "Name": "".join(word.capitalize() for word in slug.split("_")),
        }  # fmt: skip
        root = options["to"] or settings.BASE_DIR
        for template, target in zip(("type.py-tpl", "test.py-tpl"), _targets(root, app, slug), strict=True):
            if target.exists():
                raise CommandError(f"{target} is there already. Move it away, or choose another slug.")
            target.parent.mkdir(parents=True, exist_ok=True)
            text = (HERE / template).read_text(encoding="utf8")
            target.write_text(re.sub(r"\[\[(\w+)\]\]", lambda found: words[found[1]], text), encoding="utf8")
            self.stdout.write(f"written: {target}")
        self.stdout.write("Next: `manage.py check`, its test, and the Chinese (`manage.py texts --missing`).")


def _refuse(slug: str, title: str, chapter: int, prefix: str) -> None:
    """CommandError naming the remedy for words that no type can have."""
    if not SLUG.match(slug) or len(slug) > 40:
        raise CommandError(
            f"{slug!r} is no slug: write small letters, digits and single underscores, such as book_loan."
        )
    if slug in registry:
        raise CommandError(f"There is a type {slug!r} already. Choose another slug.")
    if not title.strip():
        raise CommandError("The title is empty. Say in English what such a ticket is, for example “Book loan”.")
    if chapter not in CHAPTERS:
        raise CommandError(f"The plan has no chapter {chapter}. Write a number from 1 to {max(CHAPTERS)}.")
    if not PREFIX.match(prefix):
        raise CommandError(f"{prefix!r} is no prefix: write 2 to 5 capitals with --prefix.")
    taken = next((kind for kind in registry if kind.prefix == prefix), None)
    if taken:
        raise CommandError(f"The prefix {prefix} is taken by {taken.slug}. Choose another with --prefix.")


def _targets(root: Path, app: str, slug: str) -> tuple[Path, Path]:
    """Where the type and its test go."""
    if not app:
        return root / "workflows" / "types" / f"{slug}.py", root / "tests" / "workflows" / "types" / f"test_{slug}.py"
    found = importlib.util.find_spec(app)
    if found is None or not found.submodule_search_locations:
        raise CommandError(f"The app {app!r} cannot be imported. Make it first, and put its folder on PYTHONPATH.")
    folder = Path(next(iter(found.submodule_search_locations)))
    return folder / "ticket_types.py", folder.parent / "tests" / f"test_{slug}.py"
