"""Counting: numerators and denominators of the rates, each group of them in one statement."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce, Left, TruncMonth

from casework.models import CaseFact
from casework.reports import closing
from casework.reports.periods import CutOff, Period, month_after
from casework.reports.rates import RATES, Rate
from casework.reports.rules import rules
from casework.reports.scope import Scope
from casework.reports.standing import Share, Standing


def facts(scope: Scope) -> QuerySet[CaseFact]:
    """The rows of the matters that arose in (or stand with) these areas."""
    return CaseFact.objects.filter(scope.q).order_by()


def rates(scope: Scope, period: Period, today: date, keys: Iterable[str] = RATES) -> dict[str, Share]:
    """Every rate (or those of `keys`) of a period: one statement a group."""
    return by_part(scope, period, today, keys, digits=0).get("", {key: Share() for key in keys})


def by_part(
    scope: Scope, period: Period, today: date, keys: Iterable[str] = RATES, *, digits: int
) -> dict[str, dict[str, Share]]:
    """The same for each unit with so many digits inside the areas; `digits` 0: all together under ""."""
    keys, cut = list(keys), CutOff.of(period, today)
    found: dict[str, dict[str, Share]] = defaultdict(lambda: {key: Share() for key in keys})
    for group in _grouped(keys):
        counts = {}
        for rate in group:
            below = rate.denominator(period, cut)
            counts[f"d_{rate.key}"] = Count("pk", filter=below)
            counts[f"n_{rate.key}"] = Count("pk", filter=below & rate.numerator(period, cut))
        rows = facts(scope).filter(group[0].window(period, cut))
        if digits:
            listed = rows.values(part=Left(scope.column, digits)).annotate(**counts)
        else:
            listed = [{"part": "", **rows.aggregate(**counts)}]  # type: ignore[assignment]
        for row in listed:
            for rate in group:
                found[row["part"]][rate.key] = Share(row[f"n_{rate.key}"], row[f"d_{rate.key}"])
    return dict(found)


def _grouped(keys: Sequence[str]) -> list[list[Rate]]:
    groups: dict[str, list[Rate]] = defaultdict(list)
    for key in keys:
        groups[RATES[key].group].append(RATES[key])
    return list(groups.values())


def closing_parts(scope: Scope, period: Period, today: date) -> dict[str, int]:
    """What the closure rate is made of (closing.PARTS) and what lies outside it by outcome: one statement."""
    cut = CutOff.of(period, today)
    return dict(facts(scope).filter(closing.window(period, cut)).aggregate(**_closing_counts(period, cut)))


def closing_by_part(scope: Scope, period: Period, today: date) -> dict[str, dict[str, int]]:
    """The same for each unit one level below the scope, by its code: one statement."""
    cut = CutOff.of(period, today)
    rows = facts(scope).filter(closing.window(period, cut)).values(part=Left(scope.column, scope.digits))
    return {row.pop("part"): row for row in rows.annotate(**_closing_counts(period, cut))}


def _closing_counts(period: Period, cut: CutOff) -> dict[str, Count]:
    names = (*closing.PARTS, *closing.APART)
    return {name: Count("pk", filter=closing.condition(name, period, cut)) for name in names}


def standing(parts: Mapping[str, int], period: Period, today: date) -> Standing:
    """What `closing_parts` counted, as the calculation that the cockpit and the board share."""
    names = ("concluded", "unproven", "due_open", "coming", "later")
    return Standing(**{name: parts[name] for name in names}, target=rules().target_percent, over=period.last < today)


DAYS = ("accepted_on", "closed_on", "first_due_on")  # the days that `closing.condition` asks about


def trend(scope: Scope, today: date) -> dict[Period, Share]:
    """The closure rate of the running month and those before it, the earliest first: one statement.

    The rows are grouped first, with their days rounded to months as far as no cut-off lies inside, so that each is read
    once and the conditions of all months are put to a few hundred groups.
    """
    running = Period.around(today, "month")
    months = [Period(month_after(running.first, -n)) for n in reversed(range(rules().trend_months))]
    rounded = {
        f"cell_{day}": Case(When(**{f"{day}__gte": running.first}, then=F(day)), default=TruncMonth(day))
        for day in DAYS
    }
    rows = facts(scope).filter(closing.window(months[0], CutOff.of(running, today)))
    cells = (
        rows.annotate(**rounded).values(*rounded, "type", "is_open", "outcome", "proven").annotate(cases=Count("pk"))
    )
    sums = {}
    for n, month in enumerate(months):
        cut = CutOff.of(month, today)
        due = _of_cells(closing.window(month, cut) & closing.condition("due", month, cut))
        sums[f"d{n}"] = Coalesce(Sum("cases", filter=due), 0)
        sums[f"n{n}"] = Coalesce(Sum("cases", filter=due & _of_cells(closing.condition("concluded", month, cut))), 0)
    found = cells.aggregate(**sums)
    return {month: Share(found[f"n{n}"], found[f"d{n}"]) for n, month in enumerate(months)}


def _of_cells(q: Q) -> Q:
    """The same condition on the rounded days."""
    made = Q(_connector=q.connector, _negated=q.negated)
    for child in q.children:
        if isinstance(child, Q):
            made.children.append(_of_cells(child))
        else:
            made.children.append((f"cell_{child[0]}" if child[0].startswith(DAYS) else child[0], child[1]))
    return made
