"""The report of a month, a quarter or a year on A4: features, causes and advice, and the tables."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.reports import entries
from casework.reports.shown import PUBLIC
from casework.reports.tables import TABLES
from casework.views.base import Request, screen
from casework.views.reports import only_given_out, print_page, show_table
from casework.views.reports_bar import address, asked

IN_REPORT = (1, 2, 3, 4, 7, 10, 11)  # the others are for those who work with them


@screen
@require_safe
def show(request: Request) -> HttpResponse:
    """`/reports/paper?period=2026-Q3&copy=public`"""
    view = asked(request)
    public = request.GET.get("copy") == PUBLIC
    only_given_out(request, view)
    tables = [show_table(request, TABLES[number], view, linked=False) for number in IN_REPORT]
    found = entries.words_of(view.scope, entries.of_period(view.scope, view.period))
    words = [(title, found[key]) for key, title in entries.WORDS.items()]
    other = address("reports_paper", view, copy="" if public else PUBLIC)
    return print_page(
        request, view, tables, address("reports", view), heading=_("Report on the protection of rights"), words=words, other_url=other,
        public=public,
    )  # fmt: skip
