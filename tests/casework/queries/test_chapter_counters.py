"""The counters of chapters 1, 2, 3, 9 and 10: all that domain.md §5 names, each compared with a count by other means."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from casework.models import Ticket
from casework.queries import counters
from casework.reports.periods import Period
from tests.cast import Cast
from tests.walks import aid, spring_bud
from tests.walks.parts import again
from tests.walks.walker import Walker
from workflows.counters import Counter
from workflows.registry import registry

NAMED = {  # domain.md §5: what is to be counted -> key of the counter
    "startup_support": {"applications": "applications", "granted": "granted", "loan sum": "loans", "jobs created": "jobs", "women share": "women",
                        "survival at 12 months": "alive"},
    "club_member": {"members": "members", "donated sum": "donated", "jobs offered": "jobs"},
    "club_request": {"requests solved": "solved"},
    "training_class": {"seats": "seats", "certificates": "certificates", "cost": "cost"},
    "enrolment": {"completion": "completed", "certificates": "certificates", "employed at 3 months": "employed_3", "employed at 6 months": "employed"},
    "job_referral": {"registered": "registered", "referred": "offered", "hired": "hired", "90-day retention": "stayed", "days to job": "days",
                     "by group": "hired_forty_fifty"},
    "vacancy": {"places": "places", "hired": "hired"},
    "service_entity": {"opened": "opened", "jobs": "jobs", "alive": "alive"},
    "legal_consultation": {"questions": "questions", "became cases": "cases", "to legal aid": "aid"},
    "research": {"reports": "reports", "adopted": "adopted"},
    "aid": {"applications": "applications", "paid sum": "paid", "by type": "paid_two_cancers", "days": "days", "waiting list": "waiting"},
    "spring_bud": {"girls listed": "girls", "matched": "matched", "waiting": "waiting", "sums paid": "paid", "dropout": "dropout", "visits done": "visits"},
    "pledge": {"sums received": "received", "balance": "balance", "pledges lapsed": "lapsed"},
    "gift_list": {"lists": "lists", "households": "households", "spent": "spent"},
    "volunteer": {"active": "active", "hours": "hours", "tasks": "tasks", "complaints": "complaints"},
}  # fmt: skip
KINDS = [
    kind
    for kind in registry
    if kind.plan_chapter in (1, 2, 3, 9, 10) and kind.counters and kind.slug != "leader_report"
]


@pytest.fixture
def walker(cast: Cast) -> Iterator[Walker]:
    with override("en"):
        yield Walker.of(cast)


@pytest.mark.parametrize("slug", NAMED)
def test_what_the_plan_names_is_counted(slug: str) -> None:
    there = {counter.key for counter in registry[slug].counters}
    assert set(NAMED[slug].values()) <= there


def by_hand(counter: Counter, all_of: tuple[Counter, ...], rows: list[Ticket]) -> Decimal | None:
    """The same number in plain Python over the rows, without the SQL that is tested."""
    total, n = Decimal(0), 0
    for row in rows:
        if counter.states and row.state not in {state.code for state in counter.states}:
            continue
        if not all(_has(row.data.get(key), value) for key, value in counter.where.items()):
            continue
        if counter.by == "closed" and row.closed_at is None:
            continue
        if counter.days_between:
            first, last = (_day(row, name) for name in counter.days_between)
            if first is None or last is None:
                continue
            total += (last - first).days
        elif counter.amount:
            if row.data.get(counter.amount) in (None, ""):
                continue
            total += Decimal(str(row.data[counter.amount]))
        n += 1
    if counter.days_between:
        return round(total / n, 1) if n else None
    value = total if counter.amount else Decimal(n)
    if not counter.share_of:
        return value
    other = next(one for one in all_of if one.key == counter.share_of)
    whole = by_hand(replace(other, share_of=""), (), rows)
    return Decimal(int(value * 1000 / whole)) / 10 if whole else None


def _has(found: Any, value: Any) -> bool:
    return set(value) <= set(found or ()) if isinstance(value, tuple) else found == value


def _day(row: Ticket, name: str) -> date | None:
    if name in ("opened", "closed"):
        moment = getattr(row, f"{name}_at")
        return timezone.localdate(moment) if moment else None
    return date.fromisoformat(row.data[name][:10]) if row.data.get(name) else None


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_every_counter_says_what_a_count_by_hand_says(walker: Walker, kind: Any) -> None:
    module = import_module(f"tests.walks.{kind.slug}")
    again(module.walk(walker))
    if hasattr(module, "begin"):
        module.begin(walker)
    rows = list(Ticket.objects.filter(type=kind.slug))
    year = Period.around(timezone.localdate(), "year")
    [found] = counters.tallies(walker.actor("fang"), [kind], [year])
    said = {one.key: found.value(one, year) for one in kind.counters if not _derived(one)}
    assert said == {one.key: by_hand(one, kind.counters, rows) for one in kind.counters if not _derived(one)}
    assert any(said.values()), "the walk moves at least one of them"


def _derived(counter: Counter) -> bool:
    """Means of amounts and costs for each are made of counters that stand here."""
    return bool(getattr(counter, "mean", False) or getattr(counter, "per", ""))


def test_an_agency_that_gives_nothing_is_no_support_and_makes_no_job(walker: Walker) -> None:
    module, kind = import_module("tests.walks.startup_support"), registry["startup_support"]
    walker.does("fang", module.referred(walker), "record_given", **{**module.GIVEN, "result": "not"})
    year = Period.around(timezone.localdate(), "year")
    [found] = counters.tallies(walker.actor("fang"), [kind], [year])
    values = {one.key: found.value(one, year) for one in kind.counters}
    assert (values["granted"], values["jobs"]) == (0, 0)


def test_a_girl_who_found_no_pledge_was_not_matched(walker: Walker) -> None:
    walker.does("gao", spring_bud.to_match(walker), "end_support", ground="better", reason="家庭情况好转。")
    kind, year = registry["spring_bud"], Period.around(timezone.localdate(), "year")
    [found] = counters.tallies(walker.actor("fang"), [kind], [year])
    assert found.value(next(one for one in kind.counters if one.key == "matched"), year) == 0


def test_aid_is_told_apart_by_item(walker: Walker) -> None:
    aid.walk(walker)
    kind, year = registry["aid"], Period.around(timezone.localdate(), "year")
    [found] = counters.tallies(walker.actor("fang"), [kind], [year])
    values = {one.key: found.value(one, year) for one in kind.counters}
    assert (values["paid"], values["paid_two_cancers"], values["paid_cash"]) == (10000, 10000, 0)
