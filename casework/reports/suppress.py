"""Small cells of public copies: none below the threshold is shown, nor what would let somebody compute it.

Hidden are first the cells from 1 to the threshold, then as few others as it takes: for each small cell there must be
another set of whole numbers that fits every sum of the table and gives this cell another value. So nobody can compute it from
what is shown. A zero is nobody and is shown where it does not help to compute somebody; who reads the copy therefore takes
what is not shown for at least 1, and the other set of numbers has to hold out against that.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from casework.reports.tables.base import Cell, Filled

Sum = tuple[Cell, tuple[Cell, ...]]  # the whole, and the parts that add up to it
LONGEST = 12  # cells that change together in the other set of numbers
TRIES = 4000  # what has not been found after so many steps is taken for not there: one more cell is hidden


def public(filled: Filled, below: int) -> Filled:
    """A table by itself as a public copy. Those that are given out are suppressed together (casework.reports.public)."""
    told = filled.of_the_period()
    return told.hide(hidden(told.counts(), told.sums(), below))


def hidden(cells: Mapping[Cell, int], sums: Sequence[Sum], below: int) -> set[Cell]:
    """The cells that are not shown."""
    search = _Search(cells, sums)
    small = [cell for cell, n in cells.items() if 0 < n < below]
    search.open.update(small)
    for cell in small:
        while not search.can_differ(cell):
            more = search.next_to_hide(cell)
            if more is None:
                break
            search.open.add(more)
    return set(search.open)


class _Search:
    """The sums of one table, and which cells are not shown (`open`)."""

    def __init__(self, cells: Mapping[Cell, int], sums: Sequence[Sum]) -> None:
        self.cells, self.open = cells, set[Cell]()
        # Each sum as signs: parts +1, the whole −1; they must come to nothing.
        self.sums = [{**dict.fromkeys(parts, 1), whole: -1} for whole, parts in sums if parts]
        self.of: dict[Cell, list[int]] = defaultdict(list)
        for at, one in enumerate(self.sums):
            for cell in one:
                self.of[cell].append(at)

    def can_differ(self, cell: Cell) -> bool:
        """Is there another set of numbers in which this cell is one more or one less?"""
        for longest in (4, 8, LONGEST):
            for step in (1, -1):
                if self._may(cell, step):
                    self.tries = TRIES
                    if self._settle({cell: step}, longest):
                        return True
        return False

    def _settle(self, changed: dict[Cell, int], longest: int) -> bool:
        """Change more hidden cells by one each until every sum holds again."""
        self.tries -= 1
        off = self._first_off(changed)
        if off is None:
            return True
        if len(changed) >= longest or self.tries < 0:
            return False
        at, by = off
        for cell, sign in self.sums[at].items():
            step = -sign if by > 0 else sign
            if cell in self.open and cell not in changed and self._may(cell, step):
                changed[cell] = step
                if self._settle(changed, longest):
                    return True
                del changed[cell]
        return False

    def _may(self, cell: Cell, step: int) -> bool:
        """A number that is not shown stays at least 1, because a zero would be shown."""
        return self.cells[cell] + step >= min(1, self.cells[cell])

    def _first_off(self, changed: Mapping[Cell, int]) -> tuple[int, int] | None:
        """A sum that does not hold any more and by how much."""
        off: dict[int, int] = defaultdict(int)
        for cell, step in changed.items():
            for at in self.of[cell]:
                off[at] += self.sums[at][cell] * step
        return next(((at, by) for at, by in off.items() if by), None)

    def next_to_hide(self, cell: Cell) -> Cell | None:
        """The cheapest cell to hide too: in a sum of this cell, or of a hidden one that hangs together with it."""
        for reach in self._reaches(cell):
            shown = {one for at in reach for one in self.sums[at] if one not in self.open}
            if shown:
                return min(shown, key=self._price)
        return None

    def _reaches(self, cell: Cell) -> list[list[int]]:
        """The sums of the cell, those with the fewest other hidden cells first; then the sums of what hangs together with it."""
        mine = sorted(self.of[cell], key=lambda at: sum(one in self.open for one in self.sums[at]))
        near, seen = list(mine), set(mine)
        for at in near:
            for one in self.sums[at]:
                fresh = [other for other in self.of[one] if other not in seen] if one in self.open else []
                seen.update(fresh)
                near.extend(fresh)
        return [*([at] for at in mine), near]

    def _price(self, cell: Cell) -> tuple[bool, bool, int, Cell]:
        """A whole is dearer than a part, a zero dearer than a number, a large number dearer than a small one."""
        whole = any(self.sums[at][cell] < 0 for at in self.of[cell])
        return whole, self.cells[cell] == 0, self.cells[cell], cell
