"""The rules behind the deadlines, with their articles, and a district's own amounts: shown before they are put in force."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from casework import redating, sealed
from casework.errors import Refused
from casework.models import PolicyOverride
from casework.shapes import Moved
from casework.time_forms import OverrideForm
from casework.views.base import Request, screen
from casework.views.calendar import may_edit
from workflows.policies import Policy, policies

BOUND = "policy-edit"


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
    title = policies[asked["key"]].title
    moved = [
        Moved(shift.number, reverse("ticket", args=[shift.number]), title, shift.old, shift.new)
        for shift in shown.shifts
    ]
    wanted = {name: str(value) for name, value in asked.items()}
    hidden = sealed.seal_own(wanted, BOUND).hex()
    return render(
        request,
        "casework/rules/page.html",
        _context(request, form=form, preview=moved, total=shown.moved, hidden=hidden),
    )


def _save(request: Request) -> HttpResponse:
    try:
        wanted = sealed.unseal_own(bytes.fromhex(request.POST.get("change", "")), BOUND)
    except (ValueError, sealed.SealError):
        raise Refused("invalid", _("This preview is too old. Enter the change again.")) from None
    day = date.fromisoformat(wanted["valid_from"])
    actor = request.actor.id
    if actor is not None:
        redating.override_policy(
            actor, _district(request), wanted["key"], Decimal(wanted["amount"]), day, wanted["reason"]
        )
    return HttpResponseRedirect(reverse("rules"))


def _district(request: Request) -> str:
    return next(post.unit for post in request.actor.posts if len(post.unit) == 6)


def _context(request: HttpRequest, **parts: Any) -> dict[str, Any]:
    own: dict[str, list[PolicyOverride]] = {}
    for row in PolicyOverride.objects.select_related("decided_by").order_by("valid_from"):
        own.setdefault(row.key, []).append(row)
    rules: list[tuple[Policy, list[PolicyOverride]]] = [(policies[key], own.get(key, [])) for key in policies]
    editable = may_edit(request)  # type: ignore[arg-type]
    return {
        "rules": rules,
        "form": OverrideForm() if editable else None,
        "may_edit": editable,
        "preview": None,
        **parts,
    }
