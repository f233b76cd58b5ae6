"""The monthly entry: volunteers, jurors, training, and the words of the report. A correction is a new row."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from casework import places
from casework.reports import entries
from casework.reports.periods import Period
from casework.reports.scope import scope_of
from casework.reports.view import View
from casework.shapes import Link
from casework.views.base import Request, screen
from casework.views.reports_bar import tabs

LONG_NUMBER = re.compile(r"\d[\d \-]{6,}\d")  # a phone or an identity number: neither belongs into a report
MOST, LONGEST = 1_000_000, 4000


def names_nobody(text: str) -> None:
    """A report goes far: numbers by which somebody can be found are refused."""
    if LONG_NUMBER.search(text):
        raise ValidationError(
            _("There seems to be a phone or identity number in it. A report names nobody: take it out.")
        )


class EntryForm(forms.Form):
    """A number for each figure, and three texts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for figure in entries.FIGURES:
            self.fields[figure.key] = forms.IntegerField(
                label=figure.title, required=False, min_value=0, max_value=MOST,
                help_text=gettext_lazy("As it stands at the end of the month.") if figure.stock else "",
            )  # fmt: skip
        for key, title in entries.WORDS.items():
            self.fields[key] = forms.CharField(
                label=title,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 4}),
                validators=[names_nobody],
            )

    def figures(self) -> dict[str, int]:
        return {figure.key: self.cleaned_data[figure.key] for figure in entries.FIGURES}

    def words(self) -> dict[str, str]:
        return {key: self.cleaned_data[key].replace("\r\n", "\n").strip() for key in entries.WORDS}


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request) -> HttpResponse:
    """`/reports/entry?unit=320104001&month=2026-07`"""
    wanted = request.POST if request.method == "POST" else request.GET
    today = timezone.localdate()
    unit = entries.unit_asked(request.actor, wanted.get("unit", ""))
    month = entries.month_asked(wanted.get("month", ""), today)
    if request.method == "POST":
        form = EntryForm(request.POST)
        if form.is_valid():
            added = entries.enter(request.actor, unit, month, form.figures(), form.words())
            messages.success(
                request,
                _("Written down for %(month)s.") % {"month": month.title}
                if added
                else _("Nothing differs from what stands already."),
            )
            return HttpResponseRedirect(f"{reverse('reports_entry')}?{urlencode({'unit': unit, 'month': month.code})}")
        return _page(request, unit, month, today, form, status=400)
    row = entries.standing(unit, month)
    return _page(request, unit, month, today, EntryForm(initial={**row.figures, **row.words} if row else None))


def _page(request: Request, unit: str, month: Period, today: date, form: EntryForm, status: int = 200) -> HttpResponse:
    row = entries.standing(unit, month)
    view = View(scope_of(request.actor, unit), month, today)
    page = {
        "tabs": tabs(request.actor, view, "reports_entry"),
        "form": form,
        "unit": unit,
        "unit_title": places.name_of(unit),
        "units": [Link(places.name_of(one), one, current=one == unit) for one in entries.units_of(request.actor)],
        "month": month,
        "months": [Link(one.title, one.code, current=one == month) for one in entries.months(today)],
        "row": row,
    }
    return render(request, "casework/reports/entry.html", page, status=status)
