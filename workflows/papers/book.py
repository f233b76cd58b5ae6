"""The book of papers: workflows/papers/layouts/*.yaml, read once and checked, so that a wrong layout stops the start.

An entry is `name: [printed Chinese, English label, words…]` with the words long, date, int, bool, opt, or a mapping of
choices {code: [Chinese, English]}. An item of `body` is one of: to, p, h (text with {names}), rows (pairs), list, party
(a role; `show` narrows its rows, `more` adds those of a
registration, `known` leaves out a role that nobody has), clock (policy keys: the first that runs is explained), index, sign (lines), seal.
{names} are entries, `case.…` and `role.…`, or one of FACTS.
"""

import string
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from workflows.ladder import Level
from workflows.papers.kinds import Asks, Entry, Numbering, PaperKind
from workflows.partyroles import PARTY_ROLES
from workflows.policy import bilingual
from workflows.roles import ROLES

FOLDER = Path(__file__).with_name("layouts")
ITEMS = {"to", "p", "h", "rows", "list", "party", "clock", "index", "sign", "seal", "heading", "show", "more", "known"}
FACTS = {"unit", "signer", "term", "term_old", "story", "request", "file_count"}
CASE_FACTS = {
    "number", "category", "channel", "opened_on", "accepted_on", "closed_on", "place", "unit", "outcome",
    "persons",
}  # fmt: skip
PARTY_FACTS = {
    "name", "sex", "age_band", "birth_date", "id_number", "nationality", "ethnic", "job", "employer", "phone", "address",
    "registered_residence",
}  # fmt: skip
LEVELS = {"district": Level.DISTRICT}


class LayoutError(ValueError):
    """A layout that cannot be printed; the message names the file, the paper and the remedy."""


def load(folder: Path = FOLDER) -> dict[str, PaperKind]:
    """Every kind by code, in the order of the files. LayoutError says what is wrong."""
    found: dict[str, PaperKind] = {}
    shapes: dict[str, tuple[Asks, str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for raw in yaml.safe_load(path.read_text("utf-8")):
            kind = _kind(path, raw)
            if kind.code in found:
                raise LayoutError(f"{path.name}: {kind.code!r} is there twice. Rename one.")
            _check(path, kind, shapes)
            found[kind.code] = kind
    return found


def _kind(path: Path, raw: dict[str, Any]) -> PaperKind:
    try:
        entries = tuple(_entry(name, value) for name, value in raw.get("entries", {}).items())
        return PaperKind(
            code=raw["code"],
            title=bilingual(raw["title"]["zh"], raw["title"]["en"]),
            heading=raw["title"]["zh"],
            series=raw["series"],
            anchor=raw["anchor"],
            numbering=Numbering(raw.get("numbering", "letter")),
            look=raw.get("look", "letter"),
            issuer=raw.get("issuer", "unit"),
            signers=frozenset(raw["signers"]),
            level=LEVELS[raw["level"]] if "level" in raw else None,
            copies=tuple(raw["copies"]),
            served=raw.get("served", False),
            respondent=raw.get("respondent", False),
            live=raw.get("live", False),
            to=raw.get("to", ""),
            by_move=raw.get("by_move", ""),
            due=raw.get("due", {}),
            also=raw.get("also", {}),
            words=raw.get("words", {}),
            entries=entries,
            body=tuple(raw["body"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise LayoutError(f"{path.name}: {raw.get('code')!r}: {error!r} is missing or wrong. Correct it.") from error


def _entry(name: str, value: list[Any]) -> Entry:
    printed, english, *words = value
    choices = next((word for word in words if isinstance(word, dict)), {})
    asks = next((Asks(word) for word in words if isinstance(word, str) and word != "opt"), Asks.TEXT)
    return Entry(
        name=name,
        printed=printed,
        label=bilingual(printed, english),
        asks=Asks.CHOICE if choices else asks,
        required="opt" not in words,
        choices={code: (zh, bilingual(zh, en)) for code, (zh, en) in choices.items()},
    )


def _check(path: Path, kind: PaperKind, shapes: dict[str, tuple[Asks, str]]) -> None:
    """Names that the layout uses exist; an entry asks for the same sort of thing in every paper (one form serves all)."""

    def wrong(what: str) -> LayoutError:
        return LayoutError(f"{path.name}: {kind.code!r}: {what}")

    if strange := sorted(kind.signers - set(ROLES)):
        raise wrong(f"unknown role {strange[0]!r}. Use one of workflows/roles.py.")
    for entry in kind.entries:
        asks, first = shapes.setdefault(entry.name, (entry.asks, kind.code))
        if asks is not entry.asks:
            raise wrong(f"{entry.name!r} is {entry.asks} here and {asks} in {first!r}. Give one of them another name.")
    for item in kind.body:
        if strange := sorted(set(item) - ITEMS):
            raise wrong(f"unknown item {strange[0]!r}. Items: {', '.join(sorted(ITEMS))}.")
        if item.get("party") and item["party"] not in PARTY_ROLES:
            raise wrong(f"unknown role of a party {item['party']!r}.")
    for name in names(kind.body):
        if not _known(kind, name):
            raise wrong(f"{{{name}}} is neither an entry nor a fact. Correct the name.")


def names(body: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Every {name} a layout uses."""
    for item in body:
        for text in texts(item):
            yield from (name for _text, name, _spec, _conv in string.Formatter().parse(text) if name)


def texts(value: Any) -> Iterator[str]:
    """Every text inside an item."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def _known(kind: PaperKind, name: str) -> bool:
    owner, dot, fact = name.partition(".")
    if not dot:
        return name in FACTS or kind.entry(name) is not None
    return (owner == "case" and fact in CASE_FACTS) or (owner in PARTY_ROLES and fact in PARTY_FACTS)
