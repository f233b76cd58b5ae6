"""The dispatch catalogue (派单目录): who owns what. Everybody in the network reads it, the district changes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from casework import access, catalogue
from casework.catalogue_forms import EntryForm
from casework.errors import Refused
from casework.models import CatalogueEntry
from casework.queries import listed
from casework.shapes import Link, Text
from casework.views.base import Request, screen
from casework.views.supervision import around
from workflows.classifications import category_title
from workflows.owners import owner_title
from workflows.roles import Actor

LONGEST = 60
ALL = "all"


@dataclass(frozen=True)
class Entry:
    """An entry as the page shows it. `source_url`: the case it was decided in, for who may see it. `ends`: it can be ended."""

    pk: int
    category: Text
    words: list[str]
    owner: Text
    reason: str
    valid_from: date
    valid_to: date | None
    over: bool
    source: str
    source_url: str
    by: str
    end_reason: str
    ended_by: str
    ends: bool


@dataclass(frozen=True)
class CataloguePage:
    entries: list[Entry]
    q: str
    past: bool
    past_url: str
    may_edit: bool
    around: list[Link]
    form: Any = None


@screen
@require_safe
def show(request: Request) -> HttpResponse:
    """`/catalogue?q=…&show=all`: the entries in force (or all there ever were) that fit the words looked for."""
    return _page(request)


@screen
@require_POST
def add(request: Request) -> HttpResponse:
    """Begin an entry; one of the same category and words ends the day before."""
    district = _own(request.actor)
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=400)
    asked = form.cleaned_data
    catalogue.put(
        district, asked["category"], asked["words"].strip(), asked["owner"], asked["reason"].strip(), by=request.actor.id,
        day=asked["valid_from"],
    )  # fmt: skip
    messages.success(request, _("The catalogue has been changed."))
    return HttpResponseRedirect(reverse("catalogue"), status=303)


@screen
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """Let an entry end today, with the reason."""
    try:
        catalogue.end(request.actor, pk, request.POST.get("reason", "")[:300], timezone.localdate())
    except Refused as refused:
        if refused.code not in ("invalid", "closed"):
            raise
        messages.error(request, str(refused.reason))
    else:
        messages.success(request, _("The entry ends today."))
    return HttpResponseRedirect(reverse("catalogue"), status=303)


def _own(actor: Actor) -> str:
    """The district whose catalogue this person changes; Refused("forbidden") if there is none."""
    mine = [district for district in catalogue.reads(actor) if catalogue.may_edit(actor, district)]
    if not mine:
        raise Refused("forbidden", _("The catalogue is changed by the district. You can read it."))
    return mine[0]


def _page(request: Request, form: EntryForm | None = None, status: int = 200) -> HttpResponse:
    """Three statements, however many entries there are."""
    actor, q = request.actor, request.GET.get("q", "").strip()[:LONGEST]
    districts, today = catalogue.reads(actor), timezone.localdate()
    if not districts:
        raise Refused("forbidden", _("The catalogue is read by those who handle cases."))
    past = request.GET.get("show") == ALL
    may_edit = any(catalogue.may_edit(actor, district) for district in districts)
    rows = CatalogueEntry.objects.filter(district_id__in=districts).select_related("decided_by", "ended_by")
    kept = [row for row in rows if (past or row.valid_to is None or row.valid_to >= today) and _fits(row, q)]
    page = CataloguePage(
        entries=_entries(actor, kept, today, may_edit),
        q=q,
        past=past,
        past_url=reverse("catalogue") if past else f"{reverse('catalogue')}?show={ALL}",
        may_edit=may_edit,
        around=around(request),
        form=(form or EntryForm()) if may_edit else None,
    )
    return render(request, "casework/catalogue/page.html", {"page": page}, status=status)


def _fits(row: CatalogueEntry, q: str) -> bool:
    said = (row.category, category_title(row.category), row.words, row.reason, owner_title(row.owner), row.source)
    return all(word.casefold() in " ".join(map(str, said)).casefold() for word in q.split())


def _entries(actor: Actor, rows: Iterable[CatalogueEntry], today: date, may_edit: bool) -> list[Entry]:
    rows = list(rows)
    numbers = {row.source for row in rows if row.source}
    seen = set(access.tickets(actor).filter(number__in=numbers).values_list("number", flat=True)) if numbers else set()
    return [
        Entry(
            pk=row.pk,
            category=category_title(row.category) if row.category else _("Every category"),
            words=catalogue.words_of(row),
            owner=owner_title(row.owner),
            reason=row.reason,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            over=row.valid_to is not None and row.valid_to < today,
            source=row.source,
            source_url=listed.address(row.source) if row.source in seen else "",
            by=str(row.decided_by or ""),
            end_reason=row.end_reason,
            ended_by=str(row.ended_by or ""),
            ends=may_edit and row.valid_to is None,
        )
        for row in rows
    ]
