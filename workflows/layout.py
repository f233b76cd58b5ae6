"""Where the states of a type stand on the canvas: the main line on top, side states below, and one way into each.

The main line is the chain of states as the type lists them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar, cast
from unicodedata import east_asian_width

from workflows.base import State, Workflow

FONT = 13  # px; the sheet sets the same
LATIN = 6.9  # mean width of a Latin letter at that size
LINE = 16
MAX_TEXT = 84
MIN_WIDTH = 880  # a small type is not blown up to the width of the page
PAD, GAP, MARGIN, ROW_GAP, ARC = 8, 22, 10, 44, 34
NO_BREAK_BEFORE = "，。、；：）”"

Edge = tuple[State, State]
AnyCall = TypeVar("AnyCall", bound=Callable[..., Any])


def kept(call: AnyCall) -> AnyCall:
    """`lru_cache`, typed: mypy takes the class of a type for something that cannot be hashed."""
    return cast(AnyCall, lru_cache(maxsize=256)(call))


@dataclass(frozen=True)
class Box:
    """A state on the canvas; `x`, `y` are its upper left corner in px."""

    state: State
    row: int
    column: int
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def text_width(text: str) -> float:
    """Width in px: CJK characters are as wide as the font is high, others half."""
    return sum(FONT if east_asian_width(letter) in "WF" else LATIN for letter in text)


def wrapped(text: str, limit: float = MAX_TEXT) -> tuple[str, ...]:
    """The text in lines of at most `limit` px; breaks at spaces, before a bracket, between CJK."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and text_width((line + piece).rstrip()) > limit and piece[0] not in NO_BREAK_BEFORE:
            lines.append(line.rstrip())
            line = ""
        line += piece
    lines.append(line.rstrip())
    return tuple(line for line in lines if line)


def _pieces(text: str) -> list[str]:
    if text_width(text) <= MAX_TEXT:
        return [text]
    head, bracket, tail = text.partition("（")
    if bracket and text_width(head) <= MAX_TEXT and text_width(bracket + tail) <= MAX_TEXT:
        return [head, bracket + tail]
    pieces, word = [], ""
    for letter in text:
        if east_asian_width(letter) in "WF":
            pieces += [word, letter] if word else [letter]
            word = ""
        elif letter == " ":
            pieces.append(word + " ")
            word = ""
        else:
            word += letter
    return [piece for piece in (*pieces, word) if piece]


def main_line(workflow: type[Workflow]) -> list[State]:
    """From the initial state on, each next state of the table that a move leads to."""
    edges = set(edges_of(workflow))
    line = [workflow.initial()]
    for state in workflow.states[1:]:
        if (line[-1], state) in edges:
            line.append(state)
        if state.is_end and line[-1] is state:
            break
    return line


@kept
def edges_of(workflow: type[Workflow]) -> tuple[Edge, ...]:
    """Pairs of different states joined by some move, in the order of the moves."""
    found = [edge for move in workflow.actions() for edge in move.edges() if edge[0] != edge[1]]
    return tuple(dict.fromkeys(found))


def places_of(workflow: type[Workflow]) -> dict[State, tuple[int, int]]:
    """(row, column) of each state: the main line on top, each side state below the first place that leads to it."""
    line = main_line(workflow)
    taken = {state: (0, column) for column, state in enumerate(line)}
    edges = edges_of(workflow)
    for state in workflow.states:
        if state in taken:
            continue
        sources = [taken[a][1] for a, b in edges if b == state and a in taken]
        wish = min(sources, default=0)
        used = set(taken.values())
        free = [(row, column) for row in (1, 2, 3) for column in range(len(line)) if (row, column) not in used]
        taken[state] = min(free, key=lambda place: (place[0] * 12 + abs(place[1] - wish), place))
    return taken


def boxes_of(workflow: type[Workflow]) -> dict[State, Box]:
    places = places_of(workflow)
    lines = {state: wrapped(str(state.title)) for state in places}
    widths: dict[int, float] = {}
    heights: dict[int, float] = {}
    for state, (row, column) in places.items():
        widest = max(text_width(line) for line in lines[state])
        widths[column] = max(widths.get(column, 52), widest + 2 * PAD)
        heights[row] = max(heights.get(row, 0), len(lines[state]) * LINE + 18)
    boxes = {}
    for state, (row, column) in places.items():
        x = MARGIN + sum(width + GAP for place, width in widths.items() if place < column)
        y = MARGIN + ARC + sum(height + ROW_GAP for place, height in heights.items() if place < row)
        boxes[state] = Box(state, row, column, x, y, widths[column], heights[row], lines[state])
    return boxes


@kept
def ways_into(workflow: type[Workflow]) -> tuple[Edge, ...]:
    """One way into each state: the main line, and for side states the first move that leads there."""
    line = main_line(workflow)
    ways = list(zip(line, line[1:], strict=False))
    reached = set(line)
    for a, b in edges_of(workflow):
        if b not in reached and a in line:
            reached.add(b)
            ways.append((a, b))
    return tuple(ways)
