"""Frozen months: what stands, what it would be now, and the difference; and the button that freezes a month."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from casework import access
from casework.errors import Refused
from casework.reports import frozen
from casework.reports.periods import Period
from casework.reports.rates import RATES
from casework.reports.rules import rules
from casework.reports.view import View, period_of, view_of
from casework.shapes import Link, Text
from casework.views.base import Request, screen
from casework.views.reports_bar import address, asked, bar, tabs
from workflows.roles import DISTRICT, Actor

TITLES: dict[str, Text] = {
    "received": gettext_lazy("Received"),
    "closed": pgettext_lazy("cases", "Closed"),
    "held": gettext_lazy("Open at the end"),
    "overdue": gettext_lazy("of these past the handling limit"),
    "contacts": gettext_lazy("Contacts"),
    "people": pgettext_lazy("counted", "People"),
}
PARTS = {"n": gettext_lazy("numerator"), "d": gettext_lazy("denominator")}


@dataclass(frozen=True)
class Difference:
    title: Text
    frozen: int
    now: int
    late: str
    written: str


def area_of(view: View) -> str:
    """A frozen month is one area's; of a reader with several the first."""
    return view.scope.areas[0]


def may_freeze(actor: Actor) -> bool:
    return actor.has(DISTRICT)


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request) -> HttpResponse:
    """`/reports/months`: the frozen months; POST freezes the one before this."""
    if request.method == "POST":
        return _freeze(request)
    view = asked(request)
    area = area_of(view)
    rows = frozen.history(area)
    last = Period.around(view.today, "month").before
    page = {
        "tabs": tabs(request.actor, view, "reports_months"),
        "bar": bar(request, view, reverse("reports_months"), tab="reports_months"),
        "rows": [_month(row.month, row, view) for row in rows],
        "area": view.scope.title,
        "last": last if may_freeze(request.actor) and all(row.month != last.first for row in rows) else None,
        "day": rules().freeze_on_day,
    }
    return render(request, "casework/reports/months.html", page)


def _month(first: object, row: frozen.Snapshot, view: View) -> tuple[Link, frozen.Snapshot, str, int]:
    month = Period(row.month, "month")
    numbers = row.figures["numbers"]
    n, d = numbers.get("closing.n", 0), numbers.get("closing.d", 0)
    late = sum(len(changed) for changed in row.figures.get("late", {}).values())
    return Link(month.title, address("reports_month", view, month.code)), row, f"{n}/{d}", late


def _freeze(request: Request) -> HttpResponse:
    if not may_freeze(request.actor):
        raise Refused("forbidden", _("Months are frozen by the district. It happens by itself if nobody does it."))
    month = period_of(request.POST.get("month", ""), timezone.localdate())
    done = frozen.freeze(month, by=access.person(request.actor))
    said = _("%(month)s is frozen.") if done else _("%(month)s stood already; nothing was changed.")
    messages.success(request, said % {"month": month.title})
    return HttpResponseRedirect(reverse("reports_month", args=[month.code]))


@screen
@require_safe
def show(request: Request, code: str) -> HttpResponse:
    """`/reports/months/2026-07?area=320104`: frozen beside now."""
    view = view_of(request.actor, {**request.GET.dict(), "period": code}, timezone.localdate())
    rows = frozen.history(area_of(view))
    row = next((one for one in rows if one.month == view.period.first and view.period.kind == "month"), None)
    if row is None:
        raise Refused(
            "invalid",
            _("%(month)s is not frozen for this area. See the list of frozen months.") % {"month": view.period.title},
        )
    page = {
        "tabs": tabs(request.actor, view, "reports_months"),
        "bar": bar(request, view, reverse("reports_months"), tab="reports_months"),
        "month": view.period,
        "area": view.scope.title,
        "row": row,
        "lines": [_difference(one) for one in frozen.compare(row, rows, view.today)],
        "late": [
            (Period.read(month, view.today).title, [f"{_title(key)} {n:+d}" for key, n in sorted(changed.items())])
            for month, changed in sorted(row.figures.get("late", {}).items())
        ],
        "back": address("reports_months", view),
    }
    return render(request, "casework/reports/month.html", page)


def _difference(one: dict[str, object]) -> Difference:
    def signed(n: object) -> str:
        return f"{int(str(n)):+d}" if n else "–"

    return Difference(
        _title(str(one["key"])),
        int(str(one["frozen"])),
        int(str(one["now"])),
        signed(one["late"]),
        signed(one["written"]),
    )


def _title(key: str) -> str:
    rate, dot, part = key.partition(".")
    if not dot:
        return str(TITLES.get(key, key))
    return f"{RATES[rate].title if rate in RATES else rate} · {PARTS.get(part, part)}"
