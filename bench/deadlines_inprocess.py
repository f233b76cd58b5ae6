"""Due dates in one process: microseconds for each computation beside `datetime` addition in the same run."""

import time
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from workflows.calendars import CHINA, china
from workflows.due import Budget, Unit, due_at
from workflows.explain import explain

START = datetime(2026, 8, 20, 3, 0, tzinfo=UTC)  # 60 days on, working or natural, cross 中秋 and 国庆
GOAL_US = 30.0
ROUNDS, TIMES = 7, 4_000


def microseconds(work: Callable[[], object], times: int = TIMES) -> float:
    """Best of several rounds, per call: what the work takes when nobody else wants the processor."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(times):
            work()
        rounds.append((time.perf_counter() - began) / times * 1e6)
    return min(rounds)


def run(options: Namespace) -> int:
    """Print the table; 1 if a 60-day budget takes longer than the goal."""
    office = china(dict.fromkeys(range(5), ((9 * 3600, 12 * 3600), (14 * 3600, 18 * 3600))))
    working, natural, minutes = (
        Budget(60, Unit.WORKING_DAYS),
        Budget(60, Unit.NATURAL_DAYS),
        Budget(25_200, Unit.MINUTES),
    )
    paused = [(START + timedelta(days=3), START + timedelta(days=9))]
    sixty = timedelta(days=60)
    base = microseconds(lambda: START + sixty, TIMES * 10)
    lines: list[tuple[str, float]] = [
        ("60 working days", microseconds(lambda: due_at(START, working, CHINA))),
        ("60 working days, one pause", microseconds(lambda: due_at(START, working, CHINA, pauses=paused))),
        ("60 natural days", microseconds(lambda: due_at(START, natural, CHINA))),
        ("60 natural days, rolled", microseconds(lambda: due_at(START, natural, CHINA, roll="next"))),
        ("25,200 office minutes (60 days of 7 h)", microseconds(lambda: due_at(START, minutes, office))),
    ]
    told = microseconds(lambda: explain(None, START, working, CHINA), 100)
    print(f"due computation, one process (limit: datetime + timedelta, {base:.3f} µs here; goal < {GOAL_US:.0f} µs)")
    for name, took in lines:
        print(f"  {name:<40} {took:7.2f} µs   {1e6 / took:>9,.0f}/s   {took / base:7.0f} × an addition")
    print(f"  {'60 working days with every reason':<40} {told:7.0f} µs   {1e6 / told:>9,.0f}/s")
    slow = [name for name, took in lines if took >= GOAL_US]
    print(f"  goal {'met' if not slow else 'missed by ' + ', '.join(slow)}")
    return 1 if slow else 0
