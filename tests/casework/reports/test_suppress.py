"""Public copies: no small cell can be computed from what is shown. Every set of numbers that fits is tried out."""

import random
from itertools import product

import pytest
from django.test import Client

from casework.reports import suppress
from casework.reports.rules import rules
from casework.reports.suppress import Sum
from casework.reports.tables.base import ALL, Cell, Column, Filled, Line
from tests.casework.reports.stories import busy
from tests.cast import Cast

BELOW = rules().small_cell
SPAN = 2  # how far from a true number is looked, in each direction: if two values fit here, two values fit


def grid(rows: list[list[int]]) -> Filled:
    """A table with sums of lines and columns."""
    width = len(rows[0])
    columns = [*(Column(f"c{at}", "", within="sum") for at in range(width)), Column("sum", "")]
    lines = [
        Line(f"r{n}", "", {**{f"c{at}": value for at, value in enumerate(row)}, "sum": sum(row)}, within=ALL)
        for n, row in enumerate(rows)
    ]
    whole = {f"c{at}": sum(row[at] for row in rows) for at in range(width)}
    return Filled(columns, [*lines, Line(ALL, "", {**whole, "sum": sum(map(sum, rows))})])


def tree(groups: list[list[int]]) -> Filled:
    """Lines of two levels, one column: subtotals and a total."""
    lines = []
    for n, group in enumerate(groups):
        lines.append(Line(f"g{n}", "", {"n": sum(group)}, within=ALL))
        lines += [Line(f"g{n}.{at}", "", {"n": value}, within=f"g{n}") for at, value in enumerate(group)]
    return Filled([Column("n", "")], [*lines, Line(ALL, "", {"n": sum(map(sum, groups))})])


def possible(cells: dict[Cell, int], sums: list[Sum], hidden: set[Cell], wanted: Cell) -> set[int]:
    """The values that a hidden cell may have, by trying out every set of numbers that fits all sums."""
    unknown = sorted(hidden)
    found: set[int] = set()

    def fits(guess: dict[Cell, int], done: bool) -> bool:
        for whole, parts in sums:
            if done or all(cell not in hidden or cell in guess for cell in (whole, *parts)):
                total = guess.get(whole, cells[whole])
                if total != sum(guess.get(cell, cells[cell]) for cell in parts):
                    return False
        return True

    def go(at: int, guess: dict[Cell, int]) -> None:
        if at == len(unknown):
            found.add(guess[wanted])
            return
        cell = unknown[at]
        for value in range(max(min(1, cells[cell]), cells[cell] - SPAN), cells[cell] + SPAN + 1):
            guess[cell] = value
            if fits(guess, False):
                go(at + 1, guess)
            del guess[cell]
            if len(found) > 1:
                return

    go(0, {})
    return found


def check(filled: Filled) -> None:
    cells, sums = filled.counts(), filled.sums()
    hidden = suppress.hidden(cells, sums, BELOW)
    for cell, value in cells.items():
        if 0 < value < BELOW:
            assert cell in hidden
            assert len(possible(cells, sums, hidden, cell)) > 1, (cell, value, sorted(hidden), cells)


@pytest.mark.parametrize("seed", range(40))
def test_a_small_cell_of_a_table_cannot_be_computed(seed: int) -> None:
    drawn = random.Random(seed)
    rows, width = drawn.randint(2, 3), drawn.randint(2, 3)
    check(grid([[drawn.choice((0, 1, 2, 4, 5, 9, 30)) for _ in range(width)] for _ in range(rows)]))


@pytest.mark.parametrize("seed", range(40))
def test_a_small_cell_below_a_subtotal_cannot_be_computed(seed: int) -> None:
    drawn = random.Random(seed)
    check(
        tree([[drawn.choice((0, 1, 3, 6, 20)) for _ in range(drawn.randint(1, 3))] for _ in range(drawn.randint(1, 3))])
    )


def test_every_small_grid_is_safe() -> None:
    for values in product((0, 1, 4, 7), repeat=4):
        check(grid([list(values[:2]), list(values[2:])]))


def test_hiding_only_the_small_cells_would_tell_them() -> None:
    """The attacker of these tests is no fool: he computes what is left out alone."""
    filled = grid([[3, 8], [9, 10]])
    cells, sums = filled.counts(), filled.sums()
    assert possible(cells, sums, {("r0", "c0")}, ("r0", "c0")) == {3}
    assert len(suppress.hidden(cells, sums, BELOW)) > 1


def test_that_zeros_are_shown_tells_nothing_either() -> None:
    """Five lines of one each and a sum of five: each could only be 1, if nothing else were left out."""
    lines = [Line(f"r{n}", "", {"n": value}, within=ALL) for n, value in enumerate((1, 1, 1, 1, 1, 6, 0))]
    check(Filled([Column("n", "")], [*lines, Line(ALL, "", {"n": 11})]))


def test_what_is_large_enough_is_shown_and_zero_is_nobody() -> None:
    filled = grid([[0, 8], [9, 10]])
    assert suppress.public(filled, BELOW).hidden == frozenset()


def test_a_percentage_made_from_a_hidden_number_is_hidden_too() -> None:
    column = Column("rate", "", "percent", ("c0", "sum"))
    filled = grid([[2, 8], [9, 10]])
    shown = suppress.public(Filled([*filled.columns, column], filled.lines), BELOW)
    assert shown.is_hidden(shown.lines[0], column)


@pytest.mark.parametrize("number", range(1, 13))
def test_no_small_count_stands_in_a_public_copy(cast: Cast, client: Client, number: int) -> None:
    busy(cast)
    client.force_login(cast.fang)
    full = client.get(f"/reports/tables/{number}").context["table"]
    page = client.get(f"/reports/tables/{number}?copy=public")
    shown = page.context["table"]
    assert shown.public
    counts = [cell.n for line in shown.lines for cell in line.cells if isinstance(cell.n, int)]
    assert not [n for n in counts if 0 < n < BELOW]
    assert not [cell.url for line in shown.lines for cell in line.cells if cell.url], "no list stands behind it"
    assert shown.cases == []
    small = [cell.n for line in full.lines for cell in line.cells if isinstance(cell.n, int) and 0 < cell.n < BELOW]
    assert ("*" in [cell.n for line in shown.lines for cell in line.cells]) == bool(small)
    assert "QH-WQ-" not in page.content.decode()
