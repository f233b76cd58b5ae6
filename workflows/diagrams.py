"""Pictures of a ticket type: SVG for the ticket page, Mermaid and a text table for the docs.

The picture has a main line and a side row (`workflows.layout`). It draws one way into each state, the way walked, and the
moves out of the current state; every other move is in the table. Styles come from the page's sheet (`.diagram`), so that it
needs no inline style and works under a strict CSP.
"""

from collections.abc import Collection, Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from workflows.base import Action, State, Workflow
from workflows.datetexts import joined
from workflows.layout import ARC, LINE, MARGIN, MIN_WIDTH, Box, Edge, boxes_of, kept, ways_into
from workflows.roles import ROLES


def svg(
    workflow: type[Workflow],
    *,
    at: str = "",
    walked: Iterable[tuple[str, str]] = (),
    open_moves: Collection[str] = (),
    shut_moves: Collection[str] = (),
    uid: str = "flow",
) -> SafeString:
    """The type as SVG in the active language.

    `at`: code of the current state. `walked`: (from, to) codes in the order walked. `open_moves`, `shut_moves`: names
    of moves from `at` that this reader may make now, or sees closed. `uid`: prefix of element ids on the page.
    """
    went = tuple(dict.fromkeys(pair for pair in walked if pair[0] != pair[1]))
    return _svg(workflow, at, went, frozenset(open_moves), frozenset(shut_moves), uid, get_language())


@kept
def _svg(
    workflow: type[Workflow],
    at: str,
    went: tuple[tuple[str, str], ...],
    open_moves: frozenset[str],
    shut_moves: frozenset[str],
    uid: str,
    language: str | None,
) -> SafeString:
    """Kept: cases of a type walk few different ways, and the picture is the dearest part of a ticket's page."""
    boxes = boxes_of(workflow)
    past = {code for pair in went for code in pair} - {at}
    paths = format_html_join(
        "", '<path d="{}"{} marker-end="url(#{}-tip)"/>', _paths(workflow, boxes, at, went, open_moves, uid)
    )
    shapes = format_html_join("", "<g{}>{}{}</g>", (_shape(box, at, past) for box in boxes.values()))
    width = max(MIN_WIDTH, *(box.x + box.width + MARGIN for box in boxes.values()))
    height = max(box.y + box.height for box in boxes.values()) + MARGIN
    title, words = _title(workflow, at), _in_words(workflow, at, open_moves, shut_moves)
    tip = '<marker id="{}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" '
    marker = format_html(tip + 'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z"/></marker>', uid)
    return format_html(
        '<svg class="diagram" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d"><title id="{}-t">{}</title>'
        '<desc id="{}-d">{}</desc><defs>{}</defs>{}{}</svg>',
        round(width), round(height), uid, uid, uid, title, uid, words, marker, paths, shapes,
    )  # fmt: skip


def _shape(box: Box, at: str, past: set[str]) -> tuple[SafeString, SafeString, SafeString]:
    kind = "at" if box.state.code == at else "past" if box.state.code in past else ""
    names = " ".join(name for name in ("side" if box.row else "", kind) if name)
    rect = format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="3"/>',
        round(box.x, 1),
        round(box.y, 1),
        round(box.width, 1),
        box.height,
    )
    first = box.y + box.height / 2 - (len(box.lines) - 1) * LINE / 2
    text = format_html_join(
        "",
        '<text x="{}" y="{}">{}</text>',
        ((round(box.middle, 1), round(first + n * LINE, 1), line) for n, line in enumerate(box.lines)),
    )
    return format_html(' class="{}"', names) if names else mark_safe(""), rect, text


def _paths(
    workflow: type[Workflow],
    boxes: dict[State, Box],
    at: str,
    went: Iterable[tuple[str, str]],
    open_moves: Collection[str],
    uid: str,
) -> list[tuple[str, SafeString, str]]:
    here = {(a, b): move for move in workflow.actions() for a, b in move.edges() if a != b and a.code == at}
    may = (
        {edge for move in workflow.actions_from(at) if move.name in open_moves for edge in move.edges()}
        if at
        else set()
    )
    shown: dict[Edge, str] = dict.fromkeys(ways_into(workflow), "")
    shown |= dict.fromkeys(here, "shut")
    shown |= {edge: "open" for edge in here if edge in may}
    known = {state.code: state for state in workflow.states}
    shown |= {
        (known[a], known[b]): "went" for a, b in went if a in known and b in known and (known[a], known[b]) not in may
    }
    drawn = []
    for (a, b), kind in sorted(shown.items(), key=lambda item: ("", "shut", "went", "open").index(item[1])):
        css = format_html(' class="{}"', kind) if kind else mark_safe("")
        drawn.append((_route(boxes[a], boxes[b], both=(b, a) in shown), css, uid))
    return drawn


def _route(a: Box, b: Box, *, both: bool) -> str:
    """An SVG path from box to box; two ways between the same boxes lie side by side."""
    aside = 7 if both else 0
    if a.row == b.row and b.column == a.column + 1:
        y = a.y + a.height / 2 - aside
        return f"M{a.x + a.width:.1f} {y:.1f}H{b.x:.1f}"
    if a.row == b.row:
        up = a.row == 0
        y = a.y if up else a.y + a.height
        bend = y - ARC if up else y + ARC * 0.7
        start, end = a.middle + aside, b.middle - aside
        return f"M{start:.1f} {y:.1f}C{start:.1f} {bend:.1f} {end:.1f} {bend:.1f} {end:.1f} {y:.1f}"
    down = b.row > a.row
    y1, y2 = (a.y + a.height, b.y) if down else (a.y, b.y + b.height)
    start, end = a.middle + (aside if down else -aside), b.middle + (aside if down else -aside)
    if abs(start - end) < 1:
        return f"M{start:.1f} {y1:.1f}V{y2:.1f}"
    half = (y1 + y2) / 2
    return f"M{start:.1f} {y1:.1f}C{start:.1f} {half:.1f} {end:.1f} {half:.1f} {end:.1f} {y2:.1f}"


def _title(workflow: type[Workflow], at: str) -> str:
    if not at:
        return _("State diagram: %(type)s") % {"type": workflow.title}
    return _("State diagram: now “%(state)s”") % {"state": workflow.state_named(at).title}


def _in_words(workflow: type[Workflow], at: str, open_moves: Collection[str], shut_moves: Collection[str]) -> str:
    """What the picture shows, for those who hear it."""
    if not at:
        return _("States: %(states)s.") % {"states": joined(str(state.title) for state in workflow.states)}
    moves = workflow.actions_from(at)
    said = []
    if opened := [_said(move) for move in moves if move.name in open_moves]:
        said.append(_("Open: %(moves)s.") % {"moves": joined(opened)})
    if shut := [_said(move) for move in moves if move.name in shut_moves]:
        said.append(_("Closed for now: %(moves)s.") % {"moves": joined(shut)})
    return ("" if _is_chinese() else " ").join(said) or _("There is no move for you here.")


def _said(move: Action) -> str:
    targets = [str(state.title) for state in move.targets if state not in move.sources]
    return f"{move.label} → {' / '.join(targets)}" if targets else str(move.label)


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def as_mermaid(workflow: type[Workflow]) -> str:
    """The whole machine as a Mermaid state diagram, with every move."""
    rows = ["stateDiagram-v2", f"    [*] --> {workflow.initial().code}"]
    rows += [f"    {state.code}: {state.title}" for state in workflow.states]
    rows += [
        f"    {a.code} --> {b.code}: {move.name}" for move in workflow.actions() for a, b in move.edges() if a != b
    ]
    rows += [f"    {state.code} --> [*]" for state in workflow.states if state.is_end]
    return "\n".join(rows) + "\n"


def as_table(workflow: type[Workflow]) -> str:
    """Every move as a Markdown table: name, label, from, to, who."""
    rows = ["| move | label | from | to | who |", "|---|---|---|---|---|"]
    for move in workflow.actions():
        stays = move.targets == move.sources
        to = "–" if stays else ", ".join(state.code for state in move.targets)
        who = ", ".join(code for code in ROLES if code in move.by)
        rows.append(f"| `{move.name}` | {move.label} | {', '.join(s.code for s in move.sources)} | {to} | {who} |")
    return "\n".join(rows) + "\n"
