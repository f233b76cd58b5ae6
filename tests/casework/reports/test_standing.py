"""The arithmetic of the cockpit against brute force: the smallest list is the smallest, and honest when it is not enough."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.reports.standing import Share, Standing

few = st.integers(0, 3)
many = st.integers(0, 400)
targets = st.sampled_from([50, 80, 90, 95, 98, 100])


either = st.booleans()


def standings(count: st.SearchStrategy[int], over: st.SearchStrategy[bool] = either) -> st.SearchStrategy[Standing]:
    return st.builds(
        Standing, concluded=count, unproven=count, due_open=count, coming=count, later=count, target=targets, over=over
    )


def reached(n: int, d: int, target: int) -> bool:
    return 100 * n >= target * d


def by_trying(standing: Standing) -> int | None:
    """The smallest number of cases to conclude, found by trying every set of them; None if no set is enough."""
    full = ["unproven"] * standing.unproven
    if not standing.over:
        full += ["open"] * (standing.due_open + standing.coming)
    cases = full + ["later"] * (0 if standing.over else standing.later)
    for size in range(len(cases) + 1):
        for chosen in set(combinations(cases, size)):
            early = chosen.count("later")
            if reached(standing.concluded + size, standing.counted + early, standing.target):
                return size
    return None


@given(standings(few))
def test_the_smallest_list_is_as_short_as_the_best_of_all_choices(standing: Standing) -> None:
    best = by_trying(standing)
    if best is None:
        assert not standing.reachable and standing.short > 0
        assert standing.needed == standing.full + standing.weak, (
            "everything, and it is said by how much it is not enough"
        )
    else:
        assert standing.reachable and standing.short == 0
        assert standing.needed == best


@given(standings(many))
def test_concluding_the_list_reaches_the_target_and_one_fewer_does_not(standing: Standing) -> None:
    after = standing.after(standing.needed)
    if standing.reachable:
        assert reached(after.n, after.d, standing.target)
        if standing.needed:
            less = standing.after(standing.needed - 1)
            assert not reached(less.n, less.d, standing.target)
    else:
        assert after == standing.best
        assert reached(after.n + standing.short, after.d, standing.target)
        assert not reached(after.n + standing.short - 1, after.d, standing.target)


@given(standings(many, st.just(False)))
def test_a_running_period_can_always_still_be_won(standing: Standing) -> None:
    assert standing.reachable
    assert standing.best.n == standing.best.d


@given(standings(many))
def test_best_worst_and_now_never_cross(standing: Standing) -> None:
    best, worst, now = standing.best, standing.worst, standing.now
    assert worst.n * max(1, best.d) <= best.n * max(1, worst.d)
    assert worst.n == now.n and worst.d >= now.d, "doing nothing never wins anything"
    assert standing.pending == standing.counted - standing.concluded


@given(standings(many))
def test_as_many_may_stay_open_as_leave_the_target_met(standing: Standing) -> None:
    may = standing.may_stay_open
    assert reached(standing.counted - may, standing.counted, standing.target)
    if standing.counted > may:
        assert not reached(standing.counted - may - 1, standing.counted, standing.target)


@given(standings(many))
def test_what_is_missing_today_is_exact(standing: Standing) -> None:
    n, d = standing.now.n, standing.now.d
    assert reached(n + standing.missing, d, standing.target)
    assert standing.missing == 0 or not reached(n + standing.missing - 1, d, standing.target)


@pytest.mark.parametrize(("cases", "may"), [(0, 0), (1, 0), (43, 0), (49, 0), (50, 1), (99, 1), (100, 2), (1225, 24)])
def test_below_fifty_cases_none_may_stay_open(cases: int, may: int) -> None:
    assert Standing(concluded=cases).may_stay_open == may


def test_a_single_open_case_among_forty_three_breaks_the_target() -> None:
    standing = Standing(concluded=42, due_open=1)
    assert (standing.now.percent, standing.missing, standing.may_stay_open, standing.needed) == (97.6, 1, 0, 1)
    standing = Standing(concluded=49, due_open=1)
    assert (standing.now.percent, standing.missing, standing.may_stay_open, standing.needed) == (98.0, 0, 1, 0)


def test_cases_due_later_are_only_asked_for_when_the_others_are_not_enough() -> None:
    assert Standing(concluded=97, due_open=3, later=500).kinds == ("unproven", "due_open", "coming")
    ended = Standing(concluded=90, unproven=4, due_open=6, over=True)
    assert (ended.kinds, ended.needed, ended.short, ended.best) == (("unproven",), 4, 4, Share(94, 100))


@given(standings(many, st.just(True)))
def test_after_the_end_only_a_missing_proof_can_still_change_the_rate(standing: Standing) -> None:
    assert (
        standing.best
        == replace(standing, later=0).best
        == Share(standing.concluded + standing.unproven, standing.counted)
    )
    assert standing.needed <= standing.unproven


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_a_percentage_is_never_rounded_up(n: int, d: int) -> None:
    percent = Share(min(n, d), d).percent
    assert percent is not None
    assert round(10 * percent) * d <= 1000 * min(n, d)


def test_nothing_of_nothing_is_no_rate() -> None:
    assert Standing().now.percent is None
    assert Standing().needed == 0
