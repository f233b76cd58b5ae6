"""The rates and the tables, each as a page, as .xlsx and to print, all from one definition (casework.reports.tables)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from casework import sheets, timewords
from casework.errors import Refused
from casework.models import PublicCopy
from casework.queries import listed
from casework.reports import frozen, shown
from casework.reports import public as public_copies
from casework.reports.combined import period_of
from casework.reports.periods import Period
from casework.reports.rates import PARTS, RATES
from casework.reports.shown import PUBLIC, ShownTable
from casework.reports.tables import TABLES
from casework.reports.tables.base import Filled, Line, Table
from casework.reports.tables.rated import RATED
from casework.reports.view import View, view_of
from casework.shapes import Link, Text
from casework.views.base import Request, screen, whole_number
from casework.views.reports_bar import address, asked, bar


@dataclass(frozen=True)
class RateRow:
    """A rate. `low`: it misses its goal; `before`, `year`: per cent and n/d of the periods it is compared with."""

    key: str
    title: Text
    percent: str
    n: Link
    d: Link
    missing: Link
    formula: Text
    excluded: Text
    by: Text
    goal: int | None
    low: bool
    before: tuple[str, str]
    year: tuple[str, str]


@screen
@require_safe
def show(request: Request) -> HttpResponse:
    """`/reports?period=2026-Q3&area=320104001`: every rate with what it is made of."""
    view = asked(request)
    if _is_public(request):
        return _table_page(request, RATED, view)
    filled = RATED.fill(view, request.actor)
    sections: list[tuple[Text, list[RateRow]]] = []
    for line in filled.lines:
        if line.heading:
            sections.append((line.title, []))
        else:
            sections[-1][1].append(_rate(filled, line, view))
    area = view.scope.areas[0] if len(view.scope.areas) == 1 and view.period.kind == "month" else ""
    page = {
        "bar": bar(request, view, reverse("reports"), tab="reports"),
        "sections": sections,
        "frozen": frozen.stands(area, view.period) if area else None,
        "frozen_url": address("reports_month", view, view.period.code),
        **_ways(view, RATED.number),
    }
    return render(request, "casework/reports/rates.html", page)


def _rate(filled: Filled, line: Line, view: View) -> RateRow:
    rate = RATES[line.key]
    values = {column.key: filled.value(line, column) for column in filled.columns}
    percent = values["rate"]
    numbers = {
        part: Link(f"{rate.title}, {column.title}", cases_url(view, 4, line.key, part), int(str(values[part])))
        for part in PARTS
        for column in filled.columns
        if column.key == part
    }
    return RateRow(
        key=line.key, title=rate.title, percent=str(shown.said(percent, "percent")), n=numbers["numerator"],
        d=numbers["denominator"], missing=numbers["missing"], formula=rate.formula, excluded=rate.excluded, by=rate.by,
        goal=rate.goal, low=bool(rate.goal and isinstance(percent, float) and percent < rate.goal),
        before=(str(shown.said(values["before"], "percent")), f"{values['before_n']}/{values['before_d']}"),
        year=(str(shown.said(values["year"], "percent")), f"{values['year_n']}/{values['year_d']}"),
    )  # fmt: skip


def cases_url(view: View, number: int, line: str, column: str) -> str:
    """The list behind a number."""
    return address("reports_cases", view, table=str(number), line=line, column=column)


def _ways(view: View, number: int, public: bool = False) -> dict[str, str]:
    """Where the file, the print and the other copy of a table are."""
    copy = PUBLIC if public else ""
    return {
        "xlsx_url": address("reports_xlsx", view, number, copy=copy),
        "print_url": address("reports_print", view, number, copy=copy),
        "other_url": address("report_table", view, number, copy="" if public else PUBLIC),
    }


def table_asked(number: int) -> Table:
    table = TABLES.get(number)
    if table is None:
        raise Refused(
            "invalid", _("There is no such table. The tables have the numbers 1 to %(n)s.") % {"n": max(TABLES)}
        )
    return table


@screen
@require_safe
def index(request: Request) -> HttpResponse:
    """`/reports/tables`: what there is."""
    view = asked(request)
    rows = [
        (Link(table.title, address("report_table", view, number), number), table.note)
        for number, table in TABLES.items()
    ]
    page = {"bar": bar(request, view, reverse("reports_tables"), tab="reports_tables"), "rows": rows}
    return render(request, "casework/reports/tables.html", page)


@screen
@require_safe
def table(request: Request, number: int) -> HttpResponse:
    """`/reports/tables/3?period=2026&copy=public`"""
    return _table_page(request, table_asked(number), asked(request))


def _table_page(request: Request, one: Table, view: View) -> HttpResponse:
    public = _is_public(request)
    copy = public_copies.given(view) if public else None
    page = {
        "copy": copy,
        "refused": public_copies.refusal(request.actor, view) if public else "",
        **(_parts(view, one.number, copy) if public else {}),
        "give_out": {**view.asked, "table": one.number},
        "bar": bar(
            request, view, reverse("report_table", args=[one.number]), tab="reports_tables",
            kept={"copy": PUBLIC} if public else None,
        ),
        "table": show_table(request, one, view),
        "tables": [
            Link(f"{number} {other.title}", address("report_table", view, number), current=number == one.number)
            for number, other in TABLES.items()
        ],
        **_ways(view, one.number, public),
        **({"xlsx_url": "", "print_url": ""} if public and not copy else {}),
    }  # fmt: skip
    return render(request, "casework/reports/table.html", page)


def _parts(view: View, number: int, copy: PublicCopy | None) -> dict[str, list[Link]]:
    """The copies this one was or would be added up from, and the parts of which there is no copy yet."""

    def links(periods: Iterable[Period]) -> list[Link]:
        return [Link(one.title, address("report_table", view, number, copy=PUBLIC, period=one.code)) for one in periods]

    if copy:
        return {"parts": links(Period.read(code, view.today) for code in copy.parts), "missing": []}
    parts = map(period_of, public_copies.parts_of(view))
    return {"parts": links(parts), "missing": links(public_copies.missing(view))}


def _is_public(request: Request) -> bool:
    return request.GET.get("copy") == PUBLIC


def only_given_out(request: Request, view: View) -> None:
    """Files and prints of public copies are of those given out; Refused with the way to do that."""
    if _is_public(request) and public_copies.given(view) is None:
        raise Refused(
            "closed",
            _("The public copy of %(period)s has not been given out: open it as a page and give it out there.")
            % {"period": view.period.title},
        )


@screen
@require_POST
def give_out(request: Request) -> HttpResponse:
    """`/reports/public`: give out the public copies of all tables of an area and a period."""
    view = view_of(request.actor, request.POST, timezone.localdate())
    public_copies.give_out(request.actor, view)
    messages.success(request, _("Given out. This copy stays as it is."))
    number = table_asked(whole_number(request.POST.get("table", "")) or 1).number
    return HttpResponseRedirect(address("report_table", view, number, copy=PUBLIC))


def show_table(
    request: Request, one: Table, view: View, *, linked: bool = True, public: bool | None = None
) -> ShownTable:
    """A table for this reader; `linked`: its numbers lead to the cases behind them."""
    if _is_public(request) if public is None else public:
        copy = public_copies.given(view)
        return public_copies.table(copy, one.number) if copy else public_copies.preview(request.actor, view, one)
    behind = partial(cases_url, view, one.number) if linked and one.has_lists else None
    return shown.show(one, view, request.actor, address=behind, ticket=listed.address if linked else None)


@screen
@require_safe
def xlsx(request: Request, number: int) -> HttpResponse:
    """`/reports/tables/3.xlsx`"""
    view = asked(request)
    only_given_out(request, view)
    found = show_table(request, table_asked(number), view, linked=False)
    name = f"table-{number}-{view.period.code}{'-public' if found.public else ''}"
    return sheets.download(name, shown.sheets(found, view))


@screen
@require_safe
def to_print(request: Request, number: int) -> HttpResponse:
    """`/reports/tables/3/print`: on A4."""
    view = asked(request)
    only_given_out(request, view)
    found = show_table(request, table_asked(number), view, linked=False)
    return print_page(
        request, view, [found], address("report_table", view, number, copy=PUBLIC if found.public else "")
    )


def print_page(request: Request, view: View, tables: list[ShownTable], back: str, **more: Any) -> HttpResponse:
    """Tables on sheets of A4, with whose print it is."""
    shown_page = {
        "name": f"{view.scope.title} {view.period.title}",
        "area": view.scope.title,
        "period": view.period.title,
        "running": view.running,
        "today": timezone.localdate(),
        "tables": tables,
        "back": back,
        "foot": _("Printed by %(name)s, %(at)s")
        % {"name": request.actor.name, "at": timewords.full_moment(timezone.now())},
        **more,
    }
    return render(request, "casework/reports/print.html", shown_page)
