"""A page of documentation for each ticket type, made from the type itself: picture, deadlines, moves, counters, both languages."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from workflows.base import Action, State, Workflow
from workflows.chapters import CHAPTERS
from workflows.datetexts import amount_text, joined
from workflows.deadlines import Deadline
from workflows.policies import policies
from workflows.roles import ROLES
from workflows.soundness import OPEN_MOVE

LANGUAGES = ("zh-hans", "en")
NOTE = "<!-- Written by `manage.py diagrams --write docs/types`; do not edit. -->"


def pages(types: Iterable[type[Workflow]]) -> dict[str, str]:
    """Every page by its file name, with the list of all as README.md."""
    kinds = sorted(types, key=lambda kind: (kind.plan_chapter, kind.slug))
    found = {f"{kind.slug}.md": page(kind) for kind in kinds}
    return {"README.md": _index(kinds), **found}


def page(kind: type[Workflow]) -> str:
    """One type, first in Chinese, then in English."""
    parts = [NOTE]
    for language in LANGUAGES:
        with override(language):
            parts.append("\n".join(_half(kind, "#" if language == LANGUAGES[0] else "##")))
    return "\n\n".join(parts) + "\n"


def _index(kinds: Iterable[type[Workflow]]) -> str:
    rows = [
        NOTE,
        "",
        "# 事项类型 · Ticket types",
        "",
        "| 章 | Chapter | 类型 · Type | 编号 · Prefix |",
        "|---|---|---|---|",
    ]
    for kind in kinds:
        said = []
        for language in LANGUAGES:
            with override(language):
                said.append(f"{kind.title} | {CHAPTERS[kind.plan_chapter]}")
        (zh, zh_chapter), (en, en_chapter) = (one.split(" | ") for one in said)
        rows.append(
            f"| {kind.plan_chapter} | {zh_chapter} · {en_chapter} | [{zh} · {en}]({kind.slug}.md) | `{kind.prefix}` |"
        )
    return "\n".join(rows) + "\n"


def _half(kind: type[Workflow], mark: str) -> Iterator[str]:
    yield f"{mark} {kind.title}"
    yield f"\n`{kind.slug}` · `{kind.prefix}` · {CHAPTERS[kind.plan_chapter]}\n"
    yield f"```mermaid\n{mermaid(kind)}```\n"
    yield from _table(
        (pgettext("page of a type", "Deadline"), _("Time"), _("Begins"), pgettext("page of a type", "Then")),
        (_deadline(kind, one) for one in kind.deadlines),
    )
    yield from _table((_("Move"), _("From"), _("To"), _("Who")), (_move(move) for move in kind.actions()))
    if kind.counters:
        yield f"{_('Counters')}{_colon()}{joined(str(counter.title) for counter in kind.counters)}"


def mermaid(kind: type[Workflow]) -> str:
    """The machine as a Mermaid state diagram in the active language; moves between the same states share one arrow."""
    arrows: dict[tuple[State, State], dict[str, None]] = defaultdict(dict)
    for move in kind.actions():
        for a, b in move.edges():
            if a != b:
                arrows[a, b][_plain(move.label)] = None
    rows = ["stateDiagram-v2", f"    [*] --> {kind.initial().code}"]
    rows += [f"    {state.code}: {_plain(state.title)}" for state in kind.states]
    rows += [f"    {a.code} --> {b.code}: {' / '.join(labels)}" for (a, b), labels in arrows.items()]
    rows += [f"    {state.code} --> [*]" for state in kind.states if state.is_end]
    return "\n".join(rows) + "\n"


def _colon() -> str:
    return "：" if _is_chinese() else ": "


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def _plain(text: object) -> str:
    """Without the marks that Mermaid reads as its own."""
    return str(text).replace(":", " ").replace(";", ",").replace("#", "")


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    cells = list(head)
    yield f"| {' | '.join(cells)} |"
    yield "|" + "---|" * len(cells)
    for row in rows:
        yield f"| {' | '.join(text.replace('|', '/') for text in row)} |"
    yield ""


def _deadline(kind: type[Workflow], clock: Deadline) -> tuple[str, ...]:
    labels = {OPEN_MOVE: _("Registered"), **{move.name: str(move.label) for move in kind.actions()}}
    starts = [labels.get(one, one) if isinstance(one, str) else str(one.title) for one in clock.starts]
    if clock.until:
        title, time = str(clock.title or clock.policy), _("until a day of its own")
    else:
        policy = policies[clock.policy]
        title, time = (
            str(clock.title or policy.title),
            f"{amount_text(policy.amounts[min(clock.nth, len(policy.amounts) - 1)])} ({policy.citation})",
        )
    level = f" ({clock.level.title})" if clock.level is not None else ""
    return f"{title}{level}", time, joined(dict.fromkeys(starts)), labels.get(clock.then, "–") if clock.then else "–"


def _move(move: Action) -> tuple[str, ...]:
    stays = move.targets == move.sources
    to = "–" if stays else " / ".join(str(state.title) for state in move.targets)
    who = joined(str(role.title) for code, role in ROLES.items() if code in move.by)
    return str(move.label), joined(str(state.title) for state in move.sources), to, who
