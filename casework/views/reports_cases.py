"""The list behind a number of the reports: the cases the reader may see, and how many more are counted."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework import access
from casework.errors import Refused
from casework.queries import board_cases, listed
from casework.queries.queue import deciding_clocks
from casework.reports import shown
from casework.reports.tables import TABLES
from casework.shapes import Group, Link, QueuePage
from casework.views.base import Request, screen, whole_number
from casework.views.reports_bar import address, asked


@screen
@require_safe
def show(request: Request) -> HttpResponse:
    """`/reports/cases?table=4&line=closing&column=numerator&period=2026&area=320104`"""
    view, wanted = asked(request), request.GET
    number = whole_number(wanted.get("table", "")) or 0
    line, column = wanted.get("line", ""), wanted.get("column", "")
    table = TABLES.get(number)
    found = table.behind(view, line, column) if table else None
    if table is None or found is None:
        raise Refused("invalid", _("No list stands behind this number. Open the table and choose a number from it."))
    mine = access.tickets(request.actor).filter(pk__in=found.order_by().values("pk"))
    unseen = access.unseen(request.actor, found).count()
    tickets, following = board_cases.page(mine, whole_number(wanted.get("before", "")))
    here = address("reports_cases", view, table=str(number), line=line, column=column)
    title = f"{table.title} · {view.scope.title} · {view.period.title}"
    rows = listed.rows(request.actor, tickets, deciding_clocks(tickets), timezone.now(), group="listed")
    back = address("reports", view) if number == 4 else address("report_table", view, number)
    page = QueuePage(
        tabs=[Link(table.title, back)],
        groups=[Group("listed", rows, title)] if rows else [],
        title=title,
        empty=_("You see none of the cases behind this number.")
        if unseen
        else _("Nothing stands behind this number any more."),
        here=here,
        next_url=f"{here}&before={following}" if following else "",
        first_url=here if wanted.get("before") else "",
    )
    note = shown.unseen(unseen) if unseen > 0 else ""
    return render(
        request, "casework/reports/cases.html", {"page": page, "note": note, "index": reverse("reports_tables")}
    )
