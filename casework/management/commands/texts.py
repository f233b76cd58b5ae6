"""`manage.py texts`: the catalogues of the screens, without gettext's system package.

    texts            what is missing, empty, double, or no longer used
    texts --check    the same, and exit with 1 if anything is wrong
    texts --compile  write each django.mo beside its django.po
    texts --missing  entries to fill in and append to a catalogue, as .po text

Texts are found in the Python files (gettext and its lazy kin) and the templates of our apps. A text is translated when
any of the apps' catalogues has it, because Django merges them; two catalogues that disagree are an error.
"""

import ast
import io
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel.messages import pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize

OURS = ("workflows", "casework", "notifications", "api", *settings.SANJI_EXTRA_APPS)
LOCALE = "zh_Hans"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|(?<!\{)\{(\w*)\}(?!\})")
Key = tuple[str, str]  # context, msgid (the singular)


@dataclass
class Found:
    """What the sources say (`used`: where) and what the catalogues say (`said`: by app)."""

    used: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))
    plurals: dict[Key, str] = field(default_factory=dict)
    said: dict[Key, dict[str, Message]] = field(default_factory=lambda: defaultdict(dict))
    doubles: list[tuple[str, str]] = field(default_factory=list)


def sources(folder: Path) -> Iterator[Path]:
    """Python files and templates of an app, without its migrations and compiled files."""
    for path in sorted(folder.rglob("*")):
        if "migrations" in path.parts or "__pycache__" in path.parts:
            continue
        if path.suffix == ".py" or (path.suffix in (".html", ".txt") and "templates" in path.parts):
            yield path


def texts_in(path: Path) -> Iterator[tuple[int, Key, str]]:
    """(line, key, plural or "") of every text marked for translation in a file."""
    content = path.read_text(encoding="utf8")
    if path.suffix == ".py":
        yield from texts_in_python(content, str(path))
        return
    # What is left of a template is calls and X's; without indentation Babel's tokenizer reads it.
    left = "\n".join(line.strip() for line in templatize(content, origin=str(path)).splitlines())
    for line, message, _comments, context in extract("python", io.BytesIO(left.encode()), KEYWORDS):
        one, many = message if isinstance(message, tuple) else (message, "")
        if one:
            yield line, (context or "", _plain(one)), _plain(many) if many else ""


def texts_in_python(content: str, name: str) -> Iterator[tuple[int, Key, str]]:
    """The same for Python, by its syntax tree, which (unlike a tokenizer) also sees calls inside f-strings."""
    for node in ast.walk(ast.parse(content, name)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        given = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if called not in KEYWORDS or not given:
            continue
        context = given.pop(0) if "pgettext" in called else ""
        plural = given[1] if "ngettext" in called or "npgettext" in called else ""
        yield node.lineno, (context, given[0]), plural


def _plain(text: str) -> str:
    """templatize doubles per cent signs of texts without variables; the template engine looks them up undoubled."""
    return text if PLACEHOLDER.search(text) else text.replace("%%", "%")


def folder_of(app: str) -> Path:
    """Where an app lies, by its dotted name or its label."""
    config = next((one for one in apps.get_app_configs() if one.name == app), None)
    return Path((config or apps.get_app_config(app)).path)


def shown(path: Path) -> str:
    """A path as it is told: from the project's root, or whole for an app that lies elsewhere."""
    return str(path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path)


def catalogue(app: str) -> Path:
    return folder_of(app) / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return pofile.read_po(stream, locale=LOCALE)


def key_of(message: Message) -> Key:
    one = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return message.context or "", str(one)


def twice(path: Path) -> list[str]:
    """Entries that stand twice in one file (the parser would silently keep one)."""
    seen: dict[str, int] = defaultdict(int)
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf8")):
        kept = "\n".join(line for line in block.splitlines() if not line.startswith("#"))
        if found := re.search(r'(msgctxt .*?)?msgid (".*?)(?=\nmsgid_plural|\nmsgstr)', kept, re.S):
            seen[re.sub(r'"\n"', "", found.group(0))] += 1
    return [name for name, times in seen.items() if times > 1]


def look() -> Found:
    """Read all sources and catalogues."""
    found = Found()
    for app in OURS:
        folder = folder_of(app)
        for path in sources(folder):
            for line, key, plural in texts_in(path):
                found.used[key].append(f"{shown(path)}:{line}")
                if plural:
                    found.plurals[key] = plural
        if (path := catalogue(app)).exists():
            found.doubles += [(app, entry) for entry in twice(path)]
            for message in read(path):
                if message.id:
                    found.said[key_of(message)][app] = message
    return found


def strings(message: Message) -> list[str]:
    return [str(text) for text in (message.string if isinstance(message.string, tuple | list) else [message.string])]


def names_in(text: str) -> set[str]:
    return {one or two for one, two in PLACEHOLDER.findall(text)}


def problems(found: Found) -> Iterator[str]:
    """Each thing that is wrong, with the remedy in its words."""
    for (context, text), places in sorted(found.used.items(), key=lambda item: item[1][0]):
        mark = f"{places[0]}: {text!r}" + (f" (context {context!r})" if context else "")
        messages = found.said.get((context, text))
        if not messages:
            yield f"missing: {mark}: add it to a catalogue (texts --missing prints the entry)"
            continue
        for app, message in messages.items():
            if not all(strings(message)):
                yield f"empty: {mark}: fill in its msgstr in {app}"
            elif message.fuzzy:
                yield f"fuzzy: {mark}: check it and take the mark away in {app}"
            elif any(
                names_in(said) - names_in(f"{text} {found.plurals.get((context, text), '')}")
                for said in strings(message)
            ):
                yield f"placeholders: {mark}: the msgstr in {app} uses a name that the text does not have"
        if len({tuple(strings(message)) for message in messages.values()}) > 1:
            yield f"disagree: {mark}: {', '.join(messages)} translate it differently; keep one"
        plural = found.plurals.get((context, text))
        if plural and not any(isinstance(message.id, tuple | list) for message in messages.values()):
            yield f"plural: {mark}: its entry needs msgid_plural {plural!r} and msgstr[0]"
    for (_context, text), messages in sorted(found.said.items()):
        if (_context, text) not in found.used:
            yield f"unused: {text!r} in {', '.join(messages)}: take the entry out"
    for app, entry in found.doubles:
        yield f"double: {entry} stands twice in {app}: keep one"


def entry(key: Key, plural: str) -> str:
    """An empty entry of a .po file."""
    context, text = key
    lines = [f"msgctxt {pofile.normalize(context)}"] if context else []
    lines.append(f"msgid {pofile.normalize(text)}")
    lines += [f"msgid_plural {pofile.normalize(plural)}", 'msgstr[0] ""'] if plural else ['msgstr ""']
    return "\n".join(lines) + "\n"


def compile_all() -> list[Path]:
    """Write the .mo files; returns which. An entry that stands twice or is fuzzy does not stop it (--check does)."""
    written = []
    for app in OURS:
        path = catalogue(app)
        if path.exists():
            target = path.with_suffix(".mo")
            fresh = io.BytesIO()
            write_mo(fresh, read(path))
            part = target.with_suffix(f".{os.getpid()}.part")  # two may compile at once
            part.write_bytes(fresh.getvalue())
            part.replace(target)
            written.append(target)
    return written


class Command(BaseCommand):
    help = "Check and compile the catalogues of the screens (needs no gettext on the machine)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compile", action="store_true", help="write the .mo files")
        parser.add_argument("--check", action="store_true", help="exit with 1 if anything is wrong")
        parser.add_argument("--missing", action="store_true", help="print the entries that no catalogue has")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["compile"]:
            for path in compile_all():
                self.stdout.write(f"written: {shown(path)}")
            if not options["check"]:
                return
        found = look()
        if options["missing"]:
            for key, places in found.used.items():
                if key not in found.said:
                    self.stdout.write(f"#: {places[0]}\n{entry(key, found.plurals.get(key, ''))}")
            return
        wrong = list(problems(found))
        for line in wrong:
            self.stdout.write(line)
        self.stdout.write(f"{len(found.used)} texts, {len(wrong)} to mend.")
        if wrong and options["check"]:
            raise CommandError("The catalogues need mending; each line above says how.", returncode=1)
