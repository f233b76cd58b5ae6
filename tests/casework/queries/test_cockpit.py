"""The cockpit counts by place, lists what its reader sees, and its smallest list is the one that brute force finds."""

from datetime import date, datetime, timedelta
from itertools import combinations
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from casework.errors import Refused
from casework.models import CaseFact, Ticket
from casework.queries.cockpit import Cockpit, act_list, behind, cockpit
from casework.reports import closing, counting
from casework.reports.periods import CutOff, Period
from casework.reports.scope import Scope
from casework.reports.standing import Share
from tests.cast import COMMUNITY, DISTRICT, OTHER_COMMUNITY, OTHER_STREET, SISTER, STREET, Cast

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 16, 9, 0, tzinfo=SHANGHAI)
LATE = MONDAY + timedelta(days=70)
PLACES = (COMMUNITY, SISTER, OTHER_COMMUNITY, STREET)


def accepted(cast: Cast, **changes: object) -> Ticket:
    """A case that Mei or, in the other street, Wei has accepted on MONDAY."""
    ticket = cast.call(now=MONDAY, **changes)
    who = {SISTER: "jin", OTHER_COMMUNITY: "wei"}.get(str(changes.get("place")), "mei")
    cast.does(who, ticket, "claim", now=MONDAY)
    return cast.does(who, ticket, "accept", now=MONDAY, track="mediation", notice="oral", notice_no="")


def withdraw(cast: Cast, ticket: Ticket, now: datetime = LATE) -> None:
    cast.does("mei", ticket, "withdraw", now=now, free_will=True, statement="不再需要。")


def scattered(cast: Cast, seed: int, number: int = 14) -> None:
    """Cases whose facts are drawn at random: open and closed, dated and not, proven and not, in and outside the rate."""
    random = Random(seed)
    tickets = [cast.call(now=MONDAY, place=random.choice(PLACES[:3])) for _ in range(number)]
    for ticket in tickets:
        accepted_on = date(2025, 4, 1) + timedelta(days=random.randrange(415))
        closed_on = accepted_on + timedelta(days=random.randrange(90))
        closed = random.random() < 0.7 and closed_on <= LATE.date()
        row = {
            "accepted_on": random.choice([accepted_on] * 5 + [None]),
            "first_due_on": random.choice([accepted_on + timedelta(days=60)] * 5 + [None]),
            "closed_on": closed_on if closed else None,
            "is_open": not closed,
            "outcome": random.choice([*closing.CONCLUDED, *closing.APART, ""]) if closed else "",
            "proven": random.random() < 0.8,
            "risk": random.choice(["red", "orange", "yellow", "blue"]),
        }
        if closed and not row["outcome"]:
            row["proven"] = False  # as `facts.proven` has it
        CaseFact.objects.filter(ticket=ticket).update(**row)


def test_where_the_rate_stands_is_told_in_cases(cast: Cast) -> None:
    done, _late = accepted(cast), accepted(cast)
    withdraw(cast, done)
    standing = cockpit(cast.actor("lu"), now=LATE).standing
    assert (standing.now, standing.missing, standing.may_stay_open, standing.needed) == (Share(1, 2), 1, 0, 1)


def test_a_case_due_by_the_end_counts_in_the_outlook_before_it_is_due(cast: Cast) -> None:
    accepted(cast)
    soon = MONDAY + timedelta(days=58)
    found = cockpit(cast.actor("lu"), period="2026-Q2", now=soon)
    assert (found.standing.now, found.standing.worst, found.standing.best) == (Share(0, 0), Share(0, 1), Share(1, 1))
    assert [step.part for step in found.steps] == ["coming"]
    assert found.steps[0].due == date(2026, 5, 15)


def test_a_case_due_after_the_period_does_not_weigh_on_it(cast: Cast) -> None:
    accepted(cast)
    found = cockpit(cast.actor("lu"), period="2026-Q1", now=MONDAY + timedelta(days=1))
    assert (found.standing.later, found.standing.counted, found.standing.needed, found.steps) == (1, 0, 0, [])


def test_red_comes_first_then_a_missing_proof_then_the_longest_overdue(cast: Cast) -> None:
    plain, orange, red, unproven = (accepted(cast) for _ in range(4))
    CaseFact.objects.filter(ticket=orange).update(risk="orange")
    CaseFact.objects.filter(ticket=red).update(risk="red")
    withdraw(cast, unproven)
    CaseFact.objects.filter(ticket=unproven).update(outcome="B1", proven=False)
    CaseFact.objects.filter(ticket=plain).update(first_due_on=F("first_due_on") - timedelta(days=30))
    found = cockpit(cast.actor("lu"), now=LATE)
    order = [step.ticket.number for step in found.steps]
    assert order == [red.number, unproven.number, orange.number, plain.number]


def test_what_the_proof_lacks_is_named(cast: Cast) -> None:
    ticket = accepted(cast)
    withdraw(cast, ticket)
    CaseFact.objects.filter(ticket=ticket).update(outcome="B1", proven=False)
    Ticket.objects.filter(pk=ticket.pk).update(outcome="B1")
    (step,) = cockpit(cast.actor("lu"), now=LATE).steps
    assert step.part == "unproven"
    assert len(step.gaps) == 2, "the agreement and its scan"


@pytest.mark.parametrize("seed", range(4))
def test_the_smallest_list_is_what_trying_every_set_of_cases_finds(cast: Cast, seed: int) -> None:
    scattered(cast, seed, 9)
    actor, today = cast.actor("lu"), LATE.date()
    period = Period.around(today, "year")
    found = cockpit(actor, now=LATE)
    listed = [step.ticket.pk for step in found.steps]
    assert len(listed) == found.standing.needed
    end = CutOff(period.last, period.last)
    undone = [row.pk for row in CaseFact.objects.all() if row.pk in set(_pks(period, today, "pending", "later"))]
    best = next(
        size
        for size in range(len(undone) + 1)
        if any(_reached(period, end, chosen) for chosen in combinations(undone, size))
    )
    assert len(listed) == best
    assert _reached(period, end, listed)


def _pks(period: Period, today: date, *parts: str) -> list[int]:
    cut = CutOff.of(period, today)
    rows = CaseFact.objects.filter(closing.window(period, cut))
    return [
        pk for part in parts for pk in rows.filter(closing.condition(part, period, cut)).values_list("pk", flat=True)
    ]


def _reached(period: Period, end: CutOff, closed: object) -> bool:
    """Is the target met on the last day, once these cases were concluded? By the definition itself, in the database."""
    chosen = CaseFact.objects.filter(pk__in=list(closed))  # type: ignore[call-overload]
    before = {row.pk: row for row in chosen}
    chosen.update(closed_on=LATE.date(), is_open=False, outcome="B1", proven=True)
    rows = CaseFact.objects.filter(closing.window(period, end))
    n = rows.filter(closing.condition("concluded", period, end)).count()
    d = rows.filter(closing.condition("due", period, end)).count()
    CaseFact.objects.bulk_update(before.values(), ["closed_on", "is_open", "outcome", "proven"]) if before else None
    return 100 * n >= 98 * d


@pytest.mark.parametrize("seed", range(4))
def test_the_trend_is_each_months_own_rate(cast: Cast, seed: int) -> None:
    scattered(cast, 100 + seed)
    today, scope = LATE.date(), Scope((DISTRICT,))
    found = counting.overview(scope, Period.around(today, "year"), today).trend
    assert [month.code for month in found][:2] == ["2025-06", "2025-07"]
    assert list(found)[-1] == Period.around(today, "month")
    assert found == {month: counting.rates(scope, month, today, ["closing"])["closing"] for month in found}
    assert any(share.d for share in found.values())


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("code", ["2026", "2026-Q2", "2026-05", "2026-Q1", "2025"])
def test_every_number_is_the_length_of_its_list_and_the_parts_add_up(cast: Cast, code: str, seed: int) -> None:
    scattered(cast, 200 + seed)
    actor, today = cast.actor("lu"), LATE.date()
    found = cockpit(actor, period=code, now=LATE)
    for what, number in found.parts.items():
        listed = behind(actor, found.scope, found.period, today, what)
        assert (len(listed.tickets), listed.hidden) == (number, 0), what
    assert counting.closing_parts(found.scope, found.period, today) == found.parts
    parts, standing = found.parts, found.standing
    assert parts["due"] == parts["carried_in"] + parts["accepted"] - parts["not_yet_due"] == standing.now.d
    assert parts["not_yet_due"] == parts["coming"] + parts["later"]
    assert parts["pending"] == standing.pending
    assert sum(unit.standing.counted for unit in found.units) == standing.counted


def test_a_case_handed_up_is_counted_where_it_arose_and_not_shown_there(cast: Cast) -> None:
    ticket = accepted(cast)
    cast.does("mei", ticket, "escalate_severe", now=MONDAY, ground="violence", police="called", facts="刚才又动手。")
    mine = cockpit(cast.actor("cao"), now=LATE)
    assert (mine.standing.due_open, mine.standing.needed, mine.steps, mine.hidden) == (1, 1, [], 1)
    assert behind(cast.actor("cao"), mine.scope, mine.period, LATE.date(), "due_open").hidden == 1
    street = cockpit(cast.actor("sun"), now=LATE)
    assert ([step.ticket.number for step in street.steps], street.hidden) == ([ticket.number], 0)


def test_nobody_reads_the_figures_of_another_street(cast: Cast) -> None:
    accepted(cast, place=OTHER_COMMUNITY)
    assert cockpit(cast.actor("ding"), now=LATE).standing.counted == 0
    for who, area in (("ding", OTHER_STREET), ("cao", SISTER), ("sun", DISTRICT), ("lu", "999")):
        with pytest.raises(Refused) as refused:
            cockpit(cast.actor(who), area, now=LATE)
        assert refused.value.code == "not_found"


@pytest.mark.parametrize("who", ["ling", "mei", "an"])
def test_the_cockpit_is_refused_to_those_without_an_area(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refused:
        cockpit(cast.actor(who), now=LATE)
    assert refused.value.code == "forbidden"


def test_the_district_looks_into_one_street_and_one_community(cast: Cast) -> None:
    accepted(cast)
    accepted(cast, place=SISTER)
    accepted(cast, place=OTHER_COMMUNITY)
    lu = cast.actor("lu")
    assert [cockpit(lu, area, now=LATE).standing.due_open for area in ("", STREET, SISTER, OTHER_STREET)] == [
        3,
        2,
        1,
        1,
    ]
    assert {unit.code: unit.standing.due_open for unit in cockpit(lu, now=LATE).units} == {STREET: 2, OTHER_STREET: 1}


def test_the_whole_list_goes_on_where_the_page_ended(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casework.queries.cockpit.PAGE", 2)
    for _ in range(5):
        accepted(cast)
    actor, found = cast.actor("lu"), cockpit(cast.actor("lu"), now=LATE)
    numbers, before = [], None
    while True:
        page = act_list(actor, found.scope, found.period, LATE.date(), "act", before)
        numbers += [ticket.number for ticket in page.tickets]
        before = page.following
        if before is None:
            break
    assert numbers == [step.ticket.number for step in found.steps]
    assert len(numbers) == 5


def test_the_cockpit_costs_the_same_for_one_case_and_for_many(cast: Cast) -> None:
    accepted(cast)
    actor = cast.actor("lu")
    cockpit(actor, now=LATE)
    accepted(cast)  # before either reading something has to be counted again
    with CaptureQueriesContext(connection) as few:
        cockpit(actor, now=LATE)
    for _ in range(7):
        accepted(cast)
    with CaptureQueriesContext(connection) as many:
        assert len(cockpit(actor, now=LATE).steps) == 9
    assert len(many) == len(few) <= 8


def test_a_period_that_has_not_begun_is_answered_with_the_running_one(cast: Cast) -> None:
    found: Cockpit = cockpit(cast.actor("lu"), period="2027-Q1", now=LATE)
    assert found.period == Period(date(2026, 4, 1), "quarter")
