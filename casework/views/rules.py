"""The rules behind the deadlines, with their articles, and a district's own amounts: shown before they are put in force."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from casework import promises, redating
from casework.errors import Refused
from casework.models import PolicyOverride, Redating
from casework.time_forms import OverrideForm
from casework.views.base import Request, screen
from casework.views.calendar import EDITORS, may_edit, moved_rows
from workflows.policies import Policy, policies
from workflows.warnings.rules import book

BOUND = "policy-edit"
# What the rules are about, by the first part of their keys: people look for a matter, not for a key.
SUBJECTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Registering, handling, passing up"), ("wo", "lvl")),
    (_("Supervision and early warning"), ("sup", "warn", "risk")),
    (_("Violence at home, protection"), ("dv",)),
    (_("Children in need of protection"), ("minor",)),
    (_("Legal aid, legal advice"), ("la", "lc")),
    (_("Mediation and its agreements"), ("med", "perf")),
    (_("Looking in again"), ("fu",)),
    (_("Letters and visits"), ("xf",)),
    (_("Courts, arbitration, review: her limits"), ("lim", "civ", "adm", "fam", "lab", "fw")),
    (_("Aid, funds, gifts"), ("ap", "aid", "fund", "ch", "gf", "hs")),
    (_("Spring Bud girls"), ("sb",)),
    (_("Work, business, training"), ("jb", "va", "su", "tr", "en")),
    (_("Volunteers and members"), ("vo", "vt", "cl")),
    (_("Awards, activities, studies"), ("aw", "lf", "ac", "ct", "rs")),
    (_("Personal data and files"), ("pi", "rec")),
)


@screen
@require_GET
def show(request: Request) -> HttpResponse:
    """Every rule with its amount, article and certainty."""
    return render(request, "casework/rules/page.html", _context(request))


@screen
@require_POST
def change(request: Request) -> HttpResponse:
    """`do=preview` shows which open clocks would move; `do=save` puts the shown amount in force."""
    if not may_edit(request):
        raise Refused("forbidden", _("The rules are changed by the district."))
    if request.POST.get("do") == "save":
        return _save(request)
    form = OverrideForm(request.POST)
    if not form.is_valid():
        return render(request, "casework/rules/page.html", _context(request, form=form), status=400)
    asked = form.cleaned_data
    shown = redating.preview_policy(_district(request), asked["key"], asked["amount"], asked["valid_from"])
    wanted = {name: str(value) for name, value in asked.items()}
    hidden = promises.keep(wanted, BOUND, request.actor.id, _state(request))
    parts = {"preview": moved_rows(request, shown), "total": shown.moved, "earlier": shown.earlier, "hidden": hidden}
    return render(request, "casework/rules/page.html", _context(request, form=form, asked=asked, **parts))


def _save(request: Request) -> HttpResponse:
    wanted = promises.redeem(request.POST.get("change", ""), BOUND, request.actor.id, _state(request))
    day = date.fromisoformat(wanted["valid_from"])
    actor = request.actor.id
    if actor is not None:
        redating.override_policy(
            actor, _district(request), wanted["key"], Decimal(wanted["amount"]), day, wanted["reason"]
        )
    return HttpResponseRedirect(reverse("rules"))


def _district(request: Request) -> str:
    return next(post.unit for post in request.actor.posts if post.role in EDITORS and len(post.unit) == 6)


def _state(request: Request) -> str:
    """Changes with every edit of this district's amounts: a preview made before one no longer holds."""
    latest = Redating.objects.filter(kind=Redating.Kind.POLICY, district=_district(request)).order_by("-id").first()
    return f"{_district(request)} {latest.pk if latest else 0}"


def _context(request: Request, **parts: Any) -> dict[str, Any]:
    own: dict[str, list[PolicyOverride]] = {}
    districts = {post.district for post in request.actor.posts}
    found = PolicyOverride.objects.filter(district_id__in=districts).select_related("decided_by")
    for row in found.order_by("valid_from"):
        own.setdefault(row.key, []).append(row)
    editable = may_edit(request)
    return {
        "subjects": _subjects(own),
        "warnings": list(book()),
        "form": OverrideForm() if editable else None,
        "may_edit": editable,
        "preview": None,
        **parts,
    }


def _subjects(own: dict[str, list[PolicyOverride]]) -> list[tuple[Any, list[tuple[Policy, list[PolicyOverride]]]]]:
    """The rules under what they are about."""
    return [
        (title, [(policies[key], own.get(key, [])) for key in policies if key.split(".")[0] in heads])
        for title, heads in SUBJECTS
    ]
