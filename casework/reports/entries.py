"""What units report by hand each month: volunteers, jurors, training, and the words of the report. The newest counts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import access, places
from casework.errors import Refused
from casework.models import ReportEntry
from casework.reports.periods import Period, month_after
from casework.reports.rates import Text
from casework.reports.scope import Scope
from workflows.roles import CADRE, DISTRICT, STREET, Actor

WRITERS = (CADRE, STREET, DISTRICT)
MONTHS_BACK = 12  # how far back a month may still be entered or corrected


@dataclass(frozen=True)
class Figure:
    """A number of a month. `stock`: as it stands at the month's end, so of a longer period the last one counts."""

    key: str
    title: Text
    stock: bool = False


FIGURES = (
    Figure("volunteers", gettext_lazy("Volunteers on the list"), stock=True),
    Figure("services", gettext_lazy("Services by volunteers")),
    Figure("hours", gettext_lazy("Hours of service")),
    Figure("jurors", gettext_lazy("Jurors recommended, in office"), stock=True),
    Figure("trials", gettext_lazy("Trials jurors took part in")),
    Figure("juror_hours", gettext_lazy("Hours of jurors' training")),
    Figure("trainings", gettext_lazy("Trainings held")),
    Figure("trained", gettext_lazy("People trained")),
)
WORDS: dict[str, Text] = {
    "features": gettext_lazy("Features"),
    "causes": gettext_lazy("Causes"),
    "advice": gettext_lazy("Advice"),
}


def units_of(actor: Actor) -> list[str]:
    """The units this actor reports for: those he is an officer of himself."""
    units = [post.unit for post in actor.posts if post.role in WRITERS]
    if not units:
        raise Refused(
            "forbidden", _("Monthly figures are entered by the officers of a community, a street or the district.")
        )
    return sorted(set(units), key=lambda unit: (len(unit), unit))


def unit_asked(actor: Actor, asked: str) -> str:
    units = units_of(actor)
    if asked and asked not in units:
        raise Refused("not_found", _("No such unit, or not yours."))
    return asked or units[0]


def months(today: date) -> list[Period]:
    """The months that can be entered, the newest first."""
    return [Period(month_after(today, -n), "month") for n in range(MONTHS_BACK + 1)]


def month_asked(text: str, today: date) -> Period:
    """The month asked for; the month before this one if none was, because that is the one reported now."""
    month = Period.parse(text) if text else Period.around(today, "month").before
    if month is None or month not in months(today):
        first, last = months(today)[-1], months(today)[0]
        message = _("This month cannot be entered. Choose one from %(first)s to %(last)s.")
        raise Refused("invalid", message % {"first": first.title, "last": last.title})
    return month


def newest(where: Mapping[str, Any], scope: Scope | None = None) -> QuerySet[ReportEntry]:
    """The row that counts of each unit and month."""
    found = ReportEntry.objects.filter(**where)
    if scope is not None:
        found = found.filter(Scope(scope.areas, "unit").q)
    return found.order_by("month", "unit", "-id").distinct("month", "unit")


def of_period(scope: Scope, period: Period) -> list[ReportEntry]:
    """What counts in a period, of every unit inside the areas: one statement."""
    return list(newest({"month__gte": period.first, "month__lte": period.last}, scope))


def standing(unit: str, month: Period) -> ReportEntry | None:
    return newest({"unit": unit, "month": month.first}).first()


def enter(actor: Actor, unit: str, month: Period, figures: Mapping[str, int], words: Mapping[str, str]) -> bool:
    """Add a row if something differs from what stands; True if one was added."""
    unit_asked(actor, unit)
    before = standing(unit, month)
    told = {key: text for key, text in words.items() if text}
    numbers = {key: n for key, n in figures.items() if n is not None}
    if before is not None and (before.figures, before.words) == (numbers, told):
        return False
    if before is None and not numbers and not told:
        return False
    ReportEntry.objects.create(
        unit=unit, month=month.first, figures=numbers, words=told, at=timezone.now(), by_id=access.person(actor)
    )
    return True


def by_unit(entries: Iterable[ReportEntry]) -> dict[str, dict[str, int]]:
    """The figures of each unit over the months: flows added up, of a stock the last one."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for entry in sorted(entries, key=lambda one: one.month):
        mine = found[entry.unit]
        for figure in FIGURES:
            n = entry.figures.get(figure.key)
            if n is not None:
                mine[figure.key] = n if figure.stock else mine.get(figure.key, 0) + n
    return dict(found)


def words_of(scope: Scope, entries: Iterable[ReportEntry]) -> dict[str, list[tuple[str, str]]]:
    """Features, causes and advice as the areas' own units wrote them: by key, (unit and month, text)."""
    found: dict[str, list[tuple[str, str]]] = {key: [] for key in WORDS}
    for entry in sorted(entries, key=lambda one: (one.month, one.unit)):
        if entry.unit in scope.areas:
            whose = f"{places.name_of(entry.unit)} · {Period(entry.month, 'month').title}"
            for key in WORDS:
                if text := entry.words.get(key):
                    found[key].append((whose, text))
    return found
