"""`manage.py diagrams`: the pages of docs/types, made from the ticket types (workflows.typepages).

diagrams --write docs/types     write them, and take away pages of types that are gone
diagrams --check docs/types     exit with 1 if a page is not what the types say now
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.reloader import translation_file_changed

from casework.management.commands.texts import compile_all
from workflows.registry import registry
from workflows.typepages import NOTE, pages


def stale(folder: Path) -> list[str]:
    """Names of pages that are missing, changed, or of a type that is gone."""
    wanted = pages(registry)
    there = {path.name: path.read_text(encoding="utf8") for path in folder.glob("*.md")}
    gone = {name for name, text in there.items() if text.startswith(NOTE) and name not in wanted}
    return sorted(gone | {name for name, text in wanted.items() if there.get(name) != text})


class Command(BaseCommand):
    help = "Write the picture and the tables of every ticket type, in Chinese and English."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--write", type=Path, metavar="FOLDER")
        what.add_argument("--check", type=Path, metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        compile_all()  # the Chinese of the pages comes from the catalogues as they are now, not as they were at start
        translation_file_changed(sender=None, file_path=Path("django.mo"))
        if folder := options["check"]:
            if old := stale(folder):
                raise CommandError(f"Stale: {', '.join(old)}. Run `manage.py diagrams --write {folder}`.", returncode=1)
            return
        folder = options["write"]
        folder.mkdir(parents=True, exist_ok=True)
        wanted = pages(registry)
        for name in stale(folder):
            if (text := wanted.get(name)) is None:
                (folder / name).unlink()
            else:
                (folder / name).write_text(text, encoding="utf8")
            self.stdout.write(f"{'removed' if text is None else 'written'}: {folder / name}")
