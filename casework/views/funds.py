"""`/funds`: every fund and pledge that one may see, with what came in, went out and is left; its entries; export."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from casework import access, places, sheets
from casework.errors import Refused
from casework.queries import funds
from casework.queries.funds import name_of
from casework.queries.listed import state_title
from casework.timewords import moment_words
from casework.views.base import Request, screen, whole_number
from casework.views.chapters import allow
from workflows.registry import registry

KINDS = {"fund": gettext_lazy("Funds"), "pledge": gettext_lazy("Pledges")}
PURPOSES = {
    "opened": gettext_lazy("Paid in at first"),
    "deposit": gettext_lazy("Money received"),
    "returned": gettext_lazy("Returned to its source"),
}


def purpose_of(entry: Any) -> Any:
    """What an entry was for, in the reader's language: a word of ours, or the kind of ticket that was paid."""
    kind = registry.get(entry.purpose)
    return PURPOSES.get(entry.purpose) or (kind.title if kind else entry.purpose)


@screen
@require_safe
def index(request: Request) -> HttpResponse:
    """All accounts, funds first; each kind with its sum."""
    allow(request.actor)
    found = list(funds.accounts(request.actor))
    groups = [
        (title, rows, _sum(rows))
        for kind, title in KINDS.items()
        if (rows := [one for one in found if one.kind == kind])
    ]
    return render(request, "casework/funds/index.html", {"groups": groups, "at": timezone.now()})


def _sum(rows: list[Any]) -> dict[str, Decimal]:
    return {
        "paid_in": sum((one.paid_in for one in rows), Decimal(0)),
        "paid_out": sum((one.paid_out for one in rows), Decimal(0)),
        "balance": sum((one.balance for one in rows), Decimal(0)),
    }


@screen
@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """`/funds/7`: one account and its entries."""
    account = _account(request, pk)
    before = whole_number(request.GET.get("before", ""))
    found, following = funds.movements(request.actor, account, before)
    shown = {
        "account": account,
        "name": name_of(account),
        "unit": places.name_of(account.ticket.unit_id),
        "state": state_title(account.ticket.type, account.ticket.state),
        "entries": [(one, purpose_of(one)) for one in found],
        "following": following,
        "first": before is not None,
        "here": reverse("fund", args=[pk]),
    }
    return render(request, "casework/funds/page.html", shown)


def _account(request: Request, pk: int) -> Any:
    allow(request.actor)
    account = funds.accounts(request.actor).filter(pk=pk).first()
    if account is None:
        raise Refused("not_found", access.NOT_HERE)
    return account


@screen
@require_safe
def export(request: Request) -> HttpResponse:
    """Every account, and the latest entries of each, as an .xlsx file."""
    allow(request.actor)
    found = list(funds.accounts(request.actor))
    rows = [
        [
            KINDS[one.kind],
            name_of(one),
            one.ticket.number,
            places.name_of(one.ticket.unit_id),
            one.paid_in,
            one.paid_out,
            one.balance,
        ]
        for one in found
    ]
    head = [
        _("Kind"),
        pgettext("of a thing", "Name"),
        _("Number"),
        _("Unit"),
        _("Paid in"),
        _("Paid out"),
        _("Left over"),
    ]
    return sheets.download("funds", [(_("Funds and pledges"), head, rows)])


@screen
@require_safe
def export_one(request: Request, pk: int) -> HttpResponse:
    """All entries of one account as an .xlsx file."""
    account, rows, before = _account(request, pk), [], None
    while True:
        found, before = funds.movements(request.actor, account, before)
        rows += [[moment_words(one.at), one.amount, one.left, purpose_of(one), one.number or "–"] for one in found]
        if before is None:
            break
    head = [_("Time"), _("Amount in yuan"), _("Left over"), _("Purpose"), _("Number")]
    return sheets.download(f"fund-{account.ticket.number}", [(name_of(account), head, rows)])
