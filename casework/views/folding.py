"""A long toolbar made short: what is needed daily stays in the open, the rest stands behind a few lines by kind.

A rights case offers up to forty moves; on a phone that was four screens of buttons. The kind of a move is told by its icon,
which every move declares already; so a new type or move needs nothing here.
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from casework.shapes import Fold, Move, Text

SHORT = 9  # moves that still fit at one look; up to this many nothing is put away
KINDS: tuple[tuple[Text, frozenset[str]], ...] = (
    (_("Other units, other cases"), frozenset({"send", "swap", "link", "back"})),
    (_("People and consent"), frozenset({"user", "lock"})),
    (_("Time limits and waiting"), frozenset({"clock", "pause", "wait"})),
    (_("Withdraw, merge or end"), frozenset({"x"})),
)
FEW = 2  # a line for a single move would save nothing


def folded(moves: Sequence[Move]) -> list[Fold]:
    """The lines behind which moves stand; none for a short toolbar. The main move always stays in the open."""
    if len(moves) <= SHORT:
        return []
    found = [Fold(title, [move for move in moves if move.icon in icons and not move.primary]) for title, icons in KINDS]
    return [fold for fold in found if len(fold.moves) >= FEW]
