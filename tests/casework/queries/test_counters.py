"""Counters of the types: each number is the length of its list, in one statement for each type."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import gate
from casework.models import Ticket
from casework.queries import counters
from casework.reports.periods import Period
from tests.cast import COMMUNITY, OTHER_COMMUNITY, OTHER_STREET, SISTER, STREET, Cast
from workflows.counters import Counter
from workflows.registry import registry

SUGGESTION = registry["suggestion"]
BY_KEY = {counter.key: counter for counter in SUGGESTION.counters}


def suggested(cast: Cast, place: str = COMMUNITY, days_ago: int = 0) -> Ticket:
    now = timezone.now() - timedelta(days=days_ago)
    return gate.open_ticket(
        "suggestion", cast.actor("ling"), {"place": place, "suggestion": "晚间开放"}, now=now
    ).ticket


def answered(cast: Cast, *, taken_up: bool, days_ago: int = 0) -> None:
    ticket = suggested(cast, days_ago=days_ago)
    cast.does("mei", ticket, "claim")
    cast.does("mei", ticket, "answer", answer="下月起试行", taken_up=taken_up)


def year() -> Period:
    return Period.around(timezone.localdate(), "year")


def of(cast: Cast, who: str = "fang", digits: int = 9) -> counters.Tallies:
    [found] = counters.tallies(cast.actor(who), [SUGGESTION], [year()], digits)
    return found


def test_a_share_is_of_the_counter_it_names_and_rounded_down(cast: Cast) -> None:
    answered(cast, taken_up=True)
    answered(cast, taken_up=True)
    answered(cast, taken_up=False)
    found = of(cast)
    assert found.value(BY_KEY["answered"], year()) == 3
    assert found.value(BY_KEY["taken_up"], year()) == Decimal("66.6")


def test_a_share_of_nothing_and_a_mean_of_nothing_are_no_number(cast: Cast) -> None:
    suggested(cast)
    found = of(cast)
    assert found.value(BY_KEY["taken_up"], year()) is None
    assert found.value(BY_KEY["days"], year()) is None


def test_a_mean_counts_days_of_the_tickets_that_have_both(cast: Cast) -> None:
    day = timezone.localdate()
    first = Counter("x", "x", days_between=("hired_on", "left_on"))
    for days in (2, 5):
        Ticket.objects.filter(pk=suggested(cast).pk).update(
            data={"hired_on": (day - timedelta(days=days)).isoformat(), "left_on": day.isoformat()}
        )
    Ticket.objects.filter(pk=suggested(cast).pk).update(data={"hired_on": day.isoformat(), "left_on": ""})
    assert only(cast, first) == Decimal("3.5")


def test_a_sum_adds_decimals_and_leaves_out_what_is_no_number(cast: Cast) -> None:
    for paid in ("1200.50", "0.10", ""):
        Ticket.objects.filter(pk=suggested(cast).pk).update(data={"paid": paid})
    assert only(cast, Counter("paid", "x", amount="paid")) == Decimal("1200.60")


def test_the_mean_of_an_amount_is_of_the_tickets_that_have_it(cast: Cast) -> None:
    for satisfied in (90, 95, None):
        Ticket.objects.filter(pk=suggested(cast).pk).update(data={"satisfied": satisfied})
    assert only(cast, Counter("x", "x", amount="satisfied", mean=True)) == Decimal("92.5")


@pytest.mark.parametrize(("people", "each"), [((3, 4), Decimal("14.29")), ((0, 0), None)])
def test_a_cost_per_head_divides_one_sum_by_another(cast: Cast, people: tuple[int, int], each: Decimal | None) -> None:
    for came, cost in zip(people, ("60", "40"), strict=True):
        Ticket.objects.filter(pk=suggested(cast).pk).update(data={"came": came, "cost": cost})
    came, cost = Counter("came", "x", amount="came"), Counter("per_head", "x", amount="cost", per="came")
    kind = type("Other", (), {"slug": "suggestion", "counters": (came, cost)})
    [found] = counters.tallies(cast.actor("fang"), [kind], [year()])  # type: ignore[list-item]
    assert found.value(cost, year()) == each


def test_conditions_on_data_and_state_narrow_a_counter(cast: Cast) -> None:
    for kind in ("a", "a", "b"):
        Ticket.objects.filter(pk=suggested(cast).pk).update(data={"kind": kind})
    assert only(cast, Counter("a", "x", where={"kind": "a"})) == 2
    assert only(cast, Counter("a", "x", where={"kind": "a"}, states=(SUGGESTION.state_named("answered"),))) == 0


def only(cast: Cast, counter: Counter) -> Decimal | None:
    kind = type("Other", (), {"slug": "suggestion", "counters": (counter,)})
    [found] = counters.tallies(cast.actor("fang"), [kind], [year()])  # type: ignore[list-item]
    return found.value(counter, year())


def test_what_is_void_or_merged_counts_nowhere(cast: Cast) -> None:
    suggested(cast)
    Ticket.objects.filter(pk=suggested(cast).pk).update(outcome="X3")
    assert of(cast).value(BY_KEY["received"], year()) == 1


@pytest.mark.parametrize(("who", "sees"), [("fang", 4), ("lu", 4), ("sun", 3), ("xia", 1), ("wei", 1), ("mei", 2)])
def test_everybody_counts_his_own_area(cast: Cast, who: str, sees: int) -> None:
    for place in (COMMUNITY, COMMUNITY, SISTER, OTHER_COMMUNITY):
        suggested(cast, place)
    assert of(cast, who).value(BY_KEY["received"], year()) == sees


def test_the_parts_add_up_to_the_whole_and_each_is_its_list(cast: Cast) -> None:
    for place in (COMMUNITY, SISTER, OTHER_COMMUNITY):
        suggested(cast, place)
    answered(cast, taken_up=True)
    found, actor = of(cast), cast.actor("fang")
    for counter in SUGGESTION.counters:
        whole = found.tally(counter, year()).n
        assert whole == sum(found.tally(counter, year(), part).n for part in (STREET, OTHER_STREET))
        assert whole == counters.behind(actor, SUGGESTION, counter, year()).count()
        inside = counters.behind(actor, SUGGESTION, counter, year(), STREET).count()
        assert inside == found.tally(counter, year(), STREET).n


def test_a_period_has_its_own_days_only(cast: Cast) -> None:
    suggested(cast, days_ago=800)
    received = BY_KEY["received"]
    before = Period.around(timezone.localdate() - timedelta(days=800), "year")
    [found] = counters.tallies(cast.actor("fang"), [SUGGESTION], [year(), before])
    assert (found.value(received, year()), found.value(received, before)) == (0, 1)


def test_all_counters_of_a_type_are_one_statement(cast: Cast) -> None:
    actor = cast.actor("fang")
    for _n in range(4):
        answered(cast, taken_up=True)
    month = Period.around(timezone.localdate(), "month")
    with CaptureQueriesContext(connection) as asked:
        counters.tallies(actor, [SUGGESTION, registry["rights"]], [year(), month], 9)
    assert len(asked) == 2
