"""The desk of supervision: what is to be pressed, pressed, a leader's own, consulted on; who dispatched what came back."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from casework import access, catalogue, places
from casework.queries import listed, supervised
from casework.queries.board import running
from casework.queries.queue import deciding_clocks
from casework.queries.supervised import CONSULTED, LED, PRESSED, TO_PRESS, TO_RULE, Dispatcher
from casework.reports.periods import Kind
from casework.shapes import Link, Text
from casework.shapes.supervision import DispatcherRow, DispatchesPage, SupervisionPage
from casework.views.base import Request, screen, whole_number
from workflows.calendars import midnight
from workflows.rights.ending import SHANGHAI

TITLES: dict[str, Text] = {
    TO_PRESS: gettext_lazy("To be pressed"),
    PRESSED: gettext_lazy("Pressed, answer expected"),
    TO_RULE: gettext_lazy("Returned, to be ruled on"),
    LED: gettext_lazy("Leaders' own cases"),
    CONSULTED: gettext_lazy("Consultation called"),
}
HINTS: dict[str, Text] = {
    TO_PRESS: gettext_lazy("A missed deadline still stands after two working days. Sign a notice of supervision."),
    PRESSED: gettext_lazy("The unit owes an explanation. Remind it, or ask the leader."),
    TO_RULE: gettext_lazy("The district names who is in charge; that is final."),
    LED: gettext_lazy("A leader is told of everything that happens in these."),
    CONSULTED: gettext_lazy("A meeting is to decide a hard matter; record what it decided."),
}
EMPTY: dict[str, Text] = {
    TO_PRESS: gettext_lazy("Nothing has to be pressed."),
    PRESSED: gettext_lazy("No press waits for an answer."),
    TO_RULE: gettext_lazy("No return waits for a ruling."),
    LED: gettext_lazy("No leader holds a case of his own. A case's page has the button."),
    CONSULTED: gettext_lazy("No consultation is called."),
}
WHATS: dict[str, Text] = {
    "dispatched": gettext_lazy("Dispatched"),
    "returned": gettext_lazy("Returned"),
    "waiting": gettext_lazy("Ruling open"),
    "upheld": gettext_lazy("Rightly returned"),
}
PERIODS: dict[str, Text] = {"month": gettext_lazy("This month"), "year": gettext_lazy("This year")}
NOT_YOURS = gettext_lazy("Supervision is for supervisors and officers of a street or the district.")


def around(request: Request) -> list[Link]:
    """The pages that belong together: supervision, returned dispatches, the catalogue; each for whom it is for."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    pages: list[tuple[str, Text]] = []
    if access.answered_for(request.actor):
        pages += [("supervision", _("Supervision")), ("supervision_dispatches", _("Returned dispatches"))]
    if catalogue.reads(request.actor):
        pages.append(("catalogue", _("Who owns what")))
    return [Link(label, reverse(name), current=name == here) for name, label in pages]


@screen
@require_safe
def show(request: Request) -> HttpResponse:
    """`/supervision?list=pressed&page=2`: a list; five counts and one page, however many cases there are."""
    areas = supervised.areas_of(request.actor, str(NOT_YOURS))
    name = request.GET.get("list", "")
    counts = supervised.counts(areas)
    name = name if name in TITLES else next((one for one in TITLES if counts[one]), TO_PRESS)
    page = max(1, whole_number(request.GET.get("page", "")) or 1)
    found = supervised.listed(areas, name, page)
    shown = found[: supervised.PAGE]
    here = f"{reverse('supervision')}?{urlencode({'list': name})}"
    view = SupervisionPage(
        around=around(request),
        tabs=[
            Link(title, f"{reverse('supervision')}?{urlencode({'list': one})}", counts[one], one == name, one == TO_PRESS and counts[one] > 0)
            for one, title in TITLES.items()
        ],
        title=TITLES[name],
        hint=HINTS[name],
        rows=listed.rows(request.actor, shown, deciding_clocks(shown), timezone.now(), group="listed"),
        empty=EMPTY[name],
        next_url=f"{here}&page={page + 1}" if len(found) > supervised.PAGE else "",
        first_url=here if page > 1 else "",
    )  # fmt: skip
    return render(request, "casework/supervision/page.html", {"page": view})


@screen
@require_safe
def dispatches(request: Request) -> HttpResponse:
    """`/dispatches?period=month`: per dispatcher what was sent, what came back, and who was right."""
    areas = supervised.areas_of(request.actor, str(NOT_YOURS))
    period = _period(request)
    found = supervised.dispatchers(areas, _since(period))
    rows = [_row(one, period) for one in found]
    page = DispatchesPage(
        around=around(request),
        periods=[
            Link(title, f"{reverse('supervision_dispatches')}?period={code}", current=code == period)
            for code, title in PERIODS.items()
        ],
        rows=rows,
        total=_total(found, period) if len(rows) > 1 else None,
    )
    return render(request, "casework/supervision/dispatches.html", {"page": page})


@screen
@require_safe
def dispatch_cases(request: Request) -> HttpResponse:
    """`/dispatches/cases?what=returned&unit=…&by=…`: the list behind a number."""
    asked, actor = request.GET, request.actor
    areas = supervised.areas_of(actor, str(NOT_YOURS))
    what = asked.get("what", "")
    what = what if what in WHATS else "dispatched"
    period, unit, by = _period(request), asked.get("unit", ""), whole_number(asked.get("by", ""))
    unit = unit if unit.isascii() and unit.isdigit() else ""
    page = max(1, whole_number(asked.get("page", "")) or 1)
    since = _since(period)
    found, hidden = supervised.behind(actor, areas, what, since, unit=unit, by=by, page=page)
    shown = found[: supervised.PAGE]
    here = _cases(what, period, unit, by)
    context: dict[str, Any] = {
        "around": around(request),
        "title": f"{WHATS[what]} · {places.name_of(unit)}" if unit else WHATS[what],
        "rows": listed.rows(actor, shown, deciding_clocks(shown), timezone.now(), group="listed"),
        "hidden": hidden,
        "back": f"{reverse('supervision_dispatches')}?period={period}",
        "next_url": f"{here}&page={page + 1}" if len(found) > supervised.PAGE else "",
    }
    return render(request, "casework/supervision/cases.html", context)


def _since(period: str) -> datetime:
    """The first instant of the month or year that runs."""
    kind: Kind = "month" if period == "month" else "year"
    return midnight(running(kind, timezone.now()).first, SHANGHAI)


def _period(request: Request) -> str:
    period = request.GET.get("period", "year")
    return period if period in PERIODS else "year"


def _cases(what: str, period: str, unit: str, by: int | None) -> str:
    where = {"what": what, "period": period, "unit": unit, "by": "" if by is None else str(by)}
    query = urlencode({name: value for name, value in where.items() if value})
    return f"{reverse('supervision_dispatch_cases')}?{query}"


def _row(one: Dispatcher, period: str) -> DispatcherRow:
    numbers = [
        Link(title, _cases(what, period, one.unit, one.by) if getattr(one, what) else "", getattr(one, what))
        for what, title in WHATS.items()
    ]
    level = len(one.unit)
    return DispatcherRow(
        unit=places.name_of(one.unit) if one.unit else "",
        level={6: 3, 9: 2, 12: 1}.get(level, 3),
        name=one.name,
        numbers=numbers,
        back=_share(one.returned, one.dispatched),
        wrong=_share(one.upheld, one.dispatched),
    )


def _total(found: list[Dispatcher], period: str) -> DispatcherRow:
    sums = [sum(getattr(one, what) for one in found) for what in WHATS]
    return _row(Dispatcher("", None, "", *sums), period)


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
