"""The year's plan figures of a chapter: a target for each counter, entered by the officers of the area."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from casework import places, plans
from casework.errors import Refused
from casework.queries.chapters import kinds_of
from casework.queries.counters import area_of
from casework.shapes import Link
from casework.views.base import Request, screen, whole_number
from workflows.chapters import CHAPTERS
from workflows.counters import Counter

DIGITS, PLACES = 14, 2


def _field(kind_title: Any, counter: Counter) -> forms.DecimalField:
    """Whole numbers for counts, yuan and cents for sums, up to 100 for shares."""
    unit = "%" if counter.share_of else _("days") if counter.days_between else str(counter.unit)
    name = f"{kind_title} · {counter.title}"
    decimals = PLACES if counter.amount else 1 if counter.share_of or counter.is_mean else 0
    return forms.DecimalField(
        label=_("%(name)s (%(unit)s)") % {"name": name, "unit": unit} if unit else name,
        required=False,
        min_value=0,
        max_value=100 if counter.share_of else None,
        max_digits=DIGITS,
        decimal_places=decimals,
        widget=forms.NumberInput(attrs={"step": str(Decimal(1).scaleb(-decimals)), "min": "0"}),
    )


def form_of(number: int, targets: dict[plans.Key, Decimal], area: str, data: Any = None) -> forms.Form:
    """A field for each counter of the chapter, filled with the target that stands."""
    form = forms.Form(data)
    for kind in kinds_of(number):
        for counter in kind.counters:
            field = _field(kind.title, counter)
            target = targets.get((area, kind.slug, counter.key))
            field.initial = None if target is None else target.quantize(Decimal(1).scaleb(-(field.decimal_places or 0)))
            form.fields[f"{kind.slug}__{counter.key}"] = field
    return form


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, number: int) -> HttpResponse:
    """`/chapters/10/plan?area=…&year=…`"""
    if number not in CHAPTERS:
        raise Refused("not_found", _("There is no such chapter. The plan has ten."))
    asked = request.POST if request.method == "POST" else request.GET
    area = asked.get("area", "") or area_of(request.actor)
    year = whole_number(asked.get("year", "")) or timezone.localdate().year
    plans.allow(request.actor, area, year)
    targets = plans.current([area], year)
    if request.method == "POST":
        form = form_of(number, targets, area, request.POST)
        if form.is_valid():
            wanted = {tuple(name.split("__", 1)): value for name, value in form.cleaned_data.items()}
            n = plans.enter(request.actor, area, year, wanted)  # type: ignore[arg-type]
            said = ngettext("%(n)s target was written.", "%(n)s targets were written.", n) % {"n": n}
            messages.success(request, said if n else _("Nothing was changed: these targets stand already."))
            return HttpResponseRedirect(_address(number, area, year), status=303)
        return _page(request, number, area, year, form, status=400)
    return _page(request, number, area, year, form_of(number, targets, area))


def _address(number: int, area: str, year: int) -> str:
    return f"{reverse('chapter_plan', args=[number])}?{urlencode({'area': area, 'year': year})}"


def _page(request: Request, number: int, area: str, year: int, form: forms.Form, status: int = 200) -> HttpResponse:
    mine = plans.areas_of(request.actor)
    shown = {
        "number": number,
        "title": CHAPTERS[number],
        "back": reverse("chapter", args=[number]),
        "area": area,
        "area_title": places.name_of(area),
        "areas": [Link(places.long_name(code), code, current=code == area) for code in mine],
        "year": year,
        "years": plans.years(timezone.localdate().year),
        "form": form,
    }
    return render(request, "casework/chapters/plan.html", shown, status=status)
