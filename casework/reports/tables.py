"""The tables of domain.md §8.3 as data: one definition that the page, the .xlsx and the print come from.

Each makes a constant number of statements over `CaseFact` and `Contact`, which the gate keeps. A table is rows of whole
numbers under heads; `adds`: its columns have totals, and in a public copy small cells are left out with what gives them away.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Left
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import places
from casework.models import Contact, ReportEntry, Ticket
from casework.reports import counting
from casework.reports.periods import CutOff, Period
from casework.reports.rates import MATTER, RATES, SATISFIED, children
from casework.reports.rules import rules
from casework.reports.scope import Scope
from casework.reports.suppress import gaps
from workflows.chapters import CHAPTERS
from workflows.classifications import AGE_BANDS, CATEGORIES, CHANNELS
from workflows.registry import registry

Text = str | Promise
Value = int | float | None


@dataclass
class Line:
    """One row; `cells` are None where a public copy leaves them out; `level` 1 = part of the row above."""

    title: Text
    cells: list[Value]
    level: int = 0


@dataclass
class Table:
    """A table of a period. `total`: the sums of the columns that add up. `note`: how it was counted."""

    n: int
    title: Text
    heads: list[Text]
    lines: list[Line]
    total: list[Value] | None = None
    note: Text = ""
    hidden: int = 0
    extra: dict[str, Any] = field(default_factory=dict)


TITLES: dict[int, Text] = {
    1: gettext_lazy("By channel: matters, contacts, persons"),
    2: gettext_lazy("By category"),
    3: gettext_lazy("By street or community"),
    4: gettext_lazy("Rates"),
    5: gettext_lazy("Domestic violence"),
    6: gettext_lazy("Minors"),
    7: gettext_lazy("Mediation"),
    8: gettext_lazy("Repeated and hot matters"),
    9: gettext_lazy("Supervision and delays"),
    10: gettext_lazy("Follow-up and satisfaction"),
    11: gettext_lazy("Volunteers, jurors, training"),
    12: gettext_lazy("The other chapters"),
}
ENTRIES: dict[str, Text] = {  # table 11: reported by hand
    "volunteers": gettext_lazy("Rights volunteers on duty"),
    "guidance": gettext_lazy("Volunteers for one person"),
    "jurors": gettext_lazy("People's assessors recommended by the federation"),
    "trials": gettext_lazy("Trials they took part in"),
    "trainings": gettext_lazy("Trainings"),
    "trained": gettext_lazy("People trained"),
    "talks": gettext_lazy("Talks on the law"),
    "listeners": gettext_lazy("Listeners"),
}
Maker = Callable[[Scope, Period, date], Table]


def _total(lines: Iterable[Line], width: int) -> list[Value]:
    top = [line for line in lines if not line.level]
    return [sum(int(line.cells[at] or 0) for line in top) for at in range(width)]


def _received(period: Period) -> Q:
    return Q(opened_on__gte=period.first, opened_on__lte=period.last)


def _matters(scope: Scope) -> Any:
    return counting.facts(scope).filter(MATTER, family__isnull=True)


def _change(now: int, before: int) -> float | None:
    return round((now - before) * 100 / before, 1) if before else None


def by_channel(scope: Scope, period: Period, today: date) -> Table:
    """Matters, contacts and persons by channel; beside them the period before (环比) and the year before (同比)."""
    spans = (period, period.before, period.year_before)
    counts = {f"p{at}": Count("pk", filter=_received(span)) for at, span in enumerate(spans)}
    first, last = min(span.first for span in spans), max(span.last for span in spans)
    rows = _matters(scope).filter(opened_on__gte=first, opened_on__lte=last).values("channel").annotate(**counts)
    matters = {row["channel"]: row for row in rows}
    there = Contact.objects.filter(scope.q, at__date__gte=period.first, at__date__lte=period.last).order_by()
    contacts = {row["channel"]: row for row in there.values("channel").annotate(n=Count("pk"), persons=Sum("persons"))}
    lines = []
    for code, title in CHANNELS:
        row, said = matters.get(code, {}), contacts.get(code, {})
        now, before, year = (row.get(f"p{at}", 0) for at in range(3))
        lines.append(
            Line(
                title,
                [
                    now,
                    said.get("n", 0),
                    said.get("persons", 0) or 0,
                    before,
                    _change(now, before),
                    year,
                    _change(now, year),
                ],
            )
        )
    heads = [
        _("Matters"),
        _("Contacts"),
        _("Persons"),
        _("Period before"),
        _("Change, %"),
        _("Year before"),
        _("Change, %"),
    ]
    total = _total(lines, 7)
    total[4], total[6] = (
        _change(int(total[0] or 0), int(total[3] or 0)),
        _change(int(total[0] or 0), int(total[5] or 0)),
    )
    return Table(1, TITLES[1], heads, lines, total)


def _by_first_digits(
    scope: Scope, period: Period, today: date, counts: dict[str, Any], where: Q
) -> dict[str, dict[str, int]]:
    rows = _matters(scope).filter(where).values("category").annotate(**counts)
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        for code in (row["category"], row["category"][:2]):
            into = found.setdefault(code, dict.fromkeys(counts, 0))
            for name in counts:
                into[name] += row[name]
    return found


def _category_lines(found: dict[str, dict[str, int]], names: Sequence[str], *, deep: bool = True) -> list[Line]:
    lines = []
    for code in sorted({code[:2] for code in CATEGORIES}):
        area = next((one.area_title for key, one in CATEGORIES.items() if key.startswith(code)), code)
        lines.append(Line(area, [found.get(code, {}).get(name, 0) for name in names]))
        if deep:
            lines += [
                Line(kind.title, [found[key].get(name, 0) for name in names], 1)
                for key, kind in CATEGORIES.items() if key.startswith(code) and key in found
            ]  # fmt: skip
    return lines


def by_category(scope: Scope, period: Period, today: date) -> Table:
    """Received and closed in the period, open at its end, by category of both levels."""
    cut = CutOff.of(period, today)
    closed = Q(closed_on__gte=period.first, closed_on__lte=cut.done)
    counts = {
        "received": Count("pk", filter=_received(period)), "closed": Count("pk", filter=closed),
        "resolved": Count("pk", filter=closed & Q(resolved=True)),
        "open": Count("pk", filter=Q(opened_on__lte=cut.done) & (Q(is_open=True) | Q(closed_on__gt=cut.done))),
    }  # fmt: skip
    where = Q(is_open=True) | Q(closed_on__gte=period.first)
    lines = _category_lines(_by_first_digits(scope, period, today, counts, where), list(counts))
    return Table(2, TITLES[2], [_("Received"), _("Closed"), _("Resolved"), _("Open")], lines, _total(lines, 4))


def _by_part(scope: Scope, where: Q, counts: dict[str, Any]) -> list[Line]:
    digits = scope.digits
    rows = _matters(scope).filter(where).values(part=Left(scope.column, digits)).annotate(**counts)
    found = {row["part"]: row for row in rows}
    codes = [*scope.parts(), *sorted(set(found) - set(scope.parts()))]
    return [Line(places.name_of(code), [found.get(code, {}).get(name, 0) for name in counts]) for code in codes]


def by_area(scope: Scope, period: Period, today: date) -> Table:
    cut = CutOff.of(period, today)
    held = Q(opened_on__lte=cut.done) & (Q(is_open=True) | Q(closed_on__gt=cut.done))
    counts = {
        "received": Count("pk", filter=_received(period)),
        "closed": Count("pk", filter=Q(closed_on__gte=period.first, closed_on__lte=cut.done)),
        "overdue": Count("pk", filter=held & Q(due_on__lte=cut.due)), "open": Count("pk", filter=held),
    }  # fmt: skip
    lines = _by_part(scope, Q(is_open=True) | Q(closed_on__gte=period.first), counts)
    return Table(3, TITLES[3], [_("Received"), _("Closed"), _("Overdue"), _("Open")], lines, _total(lines, 4))


def of_rates(scope: Scope, period: Period, today: date) -> Table:
    found = counting.rates(scope, period, today)
    before = counting.rates(scope, period.before, today)
    lines = [
        Line(rate.title, [found[key].n, found[key].d, found[key].percent, before[key].percent])
        for key, rate in RATES.items()
    ]
    return Table(4, TITLES[4], [_("Numerator"), _("Denominator"), "%", _("Period before, %")], lines)


def of_violence(scope: Scope, period: Period, today: date) -> Table:
    """Matters of violence received, what was done about them, and whether it happened again (反家庭暴力法 art 7)."""
    violent = _matters(scope).filter(_received(period), violent=True)

    def has(kind: str, **where: Any) -> Any:
        return Count("pk", filter=Q(pk__in=children(kind, **where)))

    measures: dict[str, tuple[Text, Any]] = {
        "all": (_("Matters of violence"), Count("pk")),
        "children": (_("With a child"), Count("pk", filter=Q(minor=True))),
        "police": (_("Reported to the police"), has("police_report", state__in=("reported", "police_told"))),
        "mandatory": (_("Mandatory reports"), has("police_report", more__mandatory=True)),
        "warning": (_("Written warnings"), has("written_warning", state__in=("visiting", "visited"))),
        "filed": (_("Protection orders applied for"), has("protection_order", state__in=("filed", "before_court", "in_force", "expired", "rejected"))),
        "issued": (_("Protection orders issued"), has("protection_order", state__in=("in_force", "expired"))),
        "shelter": (_("Shelter accepted"), has("safety_plan", more__shelter="accepted")),
        "again": (_("Happened again"), Count("pk", filter=Q(recurred_on__isnull=False))),
    }  # fmt: skip
    row = violent.aggregate(**{name: count for name, (_title, count) in measures.items()})
    kinds = {one["category"]: one["n"] for one in violent.values("category").annotate(n=Count("pk"))}
    ages = {one["age"]: one["n"] for one in violent.values("age").annotate(n=Count("pk"))}
    lines = [Line(title, [row[name]]) for name, (title, _count) in measures.items()]
    lines += [Line(CATEGORIES[code].title if code in CATEGORIES else code, [n], 1) for code, n in sorted(kinds.items())]
    lines += [Line(title, [ages[code]], 1) for code, title in AGE_BANDS if code in ages]
    return Table(5, TITLES[5], [_("Matters")], lines, note=_("Below: the same matters by category and by age."))


def of_minors(scope: Scope, period: Period, today: date) -> Table:
    counts = {"received": Count("pk", filter=_received(period)), "red": Count("pk", filter=_received(period) & Q(risk="red")),
              "ticket": Count("pk", filter=_received(period) & Q(pk__in=children("minor_case")))}  # fmt: skip
    lines = _category_lines(
        _by_first_digits(scope, period, today, counts, _received(period) & Q(minor=True)), list(counts), deep=False
    )
    return Table(6, TITLES[6], [_("Matters"), _("Red"), _("With the child's own ticket")], lines, _total(lines, 3))


def of_mediation(scope: Scope, period: Period, today: date) -> Table:
    ended = Q(mediation_ended_on__gte=period.first, mediation_ended_on__lte=period.last)
    counts = {
        "ended": Count("pk"), "written": Count("pk", filter=Q(agreement="written")), "oral": Count("pk", filter=Q(agreement="oral")),
        "performed": Count("pk", filter=Q(performed_on__isnull=False)), "confirmed": Count("pk", filter=Q(confirmed=True)),
    }  # fmt: skip
    lines = _category_lines(_by_first_digits(scope, period, today, counts, ended), list(counts), deep=False)
    heads = [
        _("Mediations ended"),
        _("Written agreements"),
        _("Oral agreements"),
        _("Performed"),
        _("Confirmed by a court"),
    ]
    return Table(7, TITLES[7], heads, lines, _total(lines, 5))


def of_repeats(scope: Scope, period: Period, today: date) -> Table:
    counts = {
        "received": Count("pk"), "twice": Count("pk", filter=Q(contacts__gte=2)), "thrice": Count("pk", filter=Q(contacts__gte=3)),
        "reopened": Count("pk", filter=Q(reopened__gt=0)),
    }  # fmt: skip
    lines = _category_lines(_by_first_digits(scope, period, today, counts, _received(period)), list(counts))
    lines = [line for line in lines if not line.level or line.cells[0]]
    return Table(
        8,
        TITLES[8],
        [_("Received"), _("Two contacts or more"), _("Three contacts or more"), _("Reopened")],
        lines,
        _total(lines, 4),
    )


def of_supervision(scope: Scope, period: Period, today: date) -> Table:
    counts = {
        "breached": Count("pk", filter=Q(breached=True)), "open": Count("pk", filter=Q(is_open=True, due_on__lt=today)),
        "pressed": Count("pk", filter=Q(pressed__gt=0)), "extended": Count("pk", filter=Q(extended__gt=0)),
        "returned": Count("pk", filter=Q(returned__gt=0)), "escalated": Count("pk", filter=Q(escalated__gt=0)),
    }  # fmt: skip
    lines = _by_part(scope, _received(period), counts)
    heads = [
        _("A deadline missed"),
        _("Past the limit and open"),
        _("Pressed"),
        _("Extended"),
        _("Returned"),
        _("Handed up"),
    ]
    return Table(9, TITLES[9], heads, lines, _total(lines, 6), note=_("Of the matters received in the period."))


def of_follow_up(scope: Scope, period: Period, today: date) -> Table:
    cut = CutOff.of(period, today)
    counts = {
        "closed": Count("pk"), "reached": Count("pk", filter=Q(follow_up="reached")), "satisfied": Count("pk", filter=Q(satisfaction=SATISFIED[0])),
        "mostly": Count("pk", filter=Q(satisfaction=SATISFIED[1])), "not": Count("pk", filter=Q(satisfaction="unsatisfied")),
        "unreached": Count("pk", filter=Q(follow_up="not_reached")), "unsafe": Count("pk", filter=Q(follow_up="unsafe")),
    }  # fmt: skip
    lines = _by_part(scope, Q(closed_on__gte=period.first, closed_on__lte=cut.done), counts)
    heads = [
        _("Closed"),
        _("Reached"),
        _("Satisfied"),
        _("Mostly satisfied"),
        _("Unsatisfied"),
        _("Not reached"),
        _("Not safe to call"),
    ]
    return Table(10, TITLES[10], heads, lines, _total(lines, 7))


def entries(scope: Scope, period: Period) -> dict[tuple[str, date], ReportEntry]:
    """The newest entry of each unit and month inside the scope."""
    inside = [code for code in places.all_places() if any(code.startswith(area) for area in scope.areas)]
    rows = ReportEntry.objects.filter(month__gte=period.first, month__lte=period.last, unit__in=inside).order_by("id")
    return {(row.unit, row.month): row for row in rows}


def by_hand(scope: Scope, period: Period, today: date) -> Table:
    found = entries(scope, period)
    units = sorted({unit for unit, _month in found})
    lines = [
        Line(
            places.name_of(unit),
            [sum(int(row.figures.get(key, 0)) for (one, _m), row in found.items() if one == unit) for key in ENTRIES],
        )
        for unit in units
    ]
    words = [
        {"unit": places.name_of(row.unit), "month": row.month, **row.words}
        for row in found.values() if any(row.words.values())
    ]  # fmt: skip
    return Table(11, TITLES[11], list(ENTRIES.values()), lines, _total(lines, len(ENTRIES)), extra={"words": words},
                 note=_("Reported by the units for each month; the newest entry counts."))  # fmt: skip


def of_chapters(scope: Scope, period: Period, today: date) -> Table:
    """Tickets of the other chapters: opened and ended in the period, open now."""
    rows = Ticket.objects.filter(scope.q).order_by().values("type").annotate(
        opened=Count("pk", filter=Q(opened_at__date__gte=period.first, opened_at__date__lte=period.last)),
        ended=Count("pk", filter=Q(closed_at__date__gte=period.first, closed_at__date__lte=period.last)),
        open=Count("pk", filter=Q(is_open=True)),
    )  # fmt: skip
    by_type = {row["type"]: row for row in rows}
    lines = []
    for number, title in CHAPTERS.items():
        kinds = [kind for kind in registry if kind.plan_chapter == number and kind.slug in by_type]
        if number != 8:
            lines.append(
                Line(title, [sum(by_type[kind.slug][name] for kind in kinds) for name in ("opened", "ended", "open")])
            )
            lines += [
                Line(kind.title, [by_type[kind.slug][name] for name in ("opened", "ended", "open")], 1)
                for kind in kinds
            ]
    return Table(12, TITLES[12], [_("Opened"), _("Ended"), _("Open")], lines, _total(lines, 3))


MAKERS: dict[int, Maker] = {
    1: by_channel, 2: by_category, 3: by_area, 4: of_rates, 5: of_violence, 6: of_minors, 7: of_mediation, 8: of_repeats,
    9: of_supervision, 10: of_follow_up, 11: by_hand, 12: of_chapters,
}  # fmt: skip
DERIVED = {1: (4, 6), 4: (2, 3)}  # columns that are no counts: left out of public copies where a count is


def make(n: int, scope: Scope, period: Period, today: date, *, public: bool = False) -> Table:
    """Table `n` (1–12). `public`: a copy to be handed out, small cells and what gives them away left out."""
    found = MAKERS[n](scope, period, today)
    return _public(found) if public else found


def _public(table: Table) -> Table:
    """Only rows of the first level stay; each column is looked at with its total; rates lose what rests on a gap."""
    top = [line for line in table.lines if not line.level]
    derived = DERIVED.get(table.n, ())
    hidden = 0
    for at in range(len(table.heads)):
        if at in derived:
            continue
        column = [int(line.cells[at] or 0) for line in top]
        left_out = gaps([*column, int(table.total[at] or 0)], rules().small_cell) if table.total else {
            place for place, value in enumerate(column) if 0 < value < rules().small_cell
        }  # fmt: skip
        for place in left_out:
            if place < len(top):
                top[place].cells[at] = None
            elif table.total:
                table.total[at] = None
        hidden += len(left_out)
    for line in [*top, *([Line("", table.total)] if table.total else [])]:
        if any(cell is None for place, cell in enumerate(line.cells) if place not in derived):
            for at in derived:
                line.cells[at] = None
    table.lines, table.hidden = top, hidden
    return table
