"""Paying out of a fund: exact to the fen, never more than was granted, never more than is there.

The account refuses by itself what would overdraw it (`casework.accounts`); here it is only asked that no more is paid than
was granted. `data`: `granted` and `paid` (decimal texts), `slips`.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import OneOf, State, Text, Workflow, action
from workflows.forms import MoveForm, TicketField
from workflows.guards import holder_only
from workflows.rights.mediation_forms import past_day
from workflows.roles import DISTRICT, Actor
from workflows.shapes.frame import add_up, granted_by_another, some_money


class PayForm(MoveForm):
    fund = TicketField(label=_("From which fund"))
    amount = some_money(_("Amount in yuan"))
    paid_on = past_day(_("Paid on"))
    slip = forms.CharField(label=_("Number of the payment slip"), max_length=60)


def still_granted(ticket: Any) -> Decimal:
    """What was granted and is not paid yet, in yuan."""
    return Decimal(ticket.data.get("granted", "0")) - Decimal(ticket.data.get("paid", "0"))


def not_more_than_granted(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    left = still_granted(ticket)
    if entered["amount"] > left:
        return {"amount": format_lazy(_("{left} yuan are still granted. Enter that or less."), left=str(left))}
    return {}


def nothing_left(ticket: Any, actor: Actor) -> Text:
    return "" if still_granted(ticket) <= 0 else _("Not all that was granted is paid yet. Pay the rest.")


def pay_out(ticket: Any, fund: str, amount: Decimal, paid_on: date, slip: str) -> None:
    """Take the amount from the fund and write down that it was paid, in one step."""
    ticket.book(fund, -amount, purpose=ticket.workflow.slug)
    add_up(ticket, "paid", amount)
    ticket.data.setdefault("paid_on", paid_on.isoformat())
    ticket.data["slips"] = [*ticket.data.get("slips", []), slip]


def is_a_fund(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check: an open fund; a donor's pledge is for the girl it is matched with, and nobody else is paid out of it."""
    other = ticket.others.get(entered["fund"])
    if other is None or other.type != "fund" or not other.is_open:
        return {"fund": _("This is not the number of an open fund. Funds stand under “Aid” with what is left.")}
    return {}


def paid(source: State, onto: State) -> type[Workflow]:
    """Pay in one or several parts: stays in `source` until all that was granted is paid, then `onto`."""

    class Paid(Workflow):
        @action(
            [source], OneOf((source, onto)), by=[DISTRICT], label=_("Pay"), form=PayForm, guards=[holder_only, granted_by_another],
            checks=[is_a_fund, not_more_than_granted], tell=[tell.OPENER, tell.ASSISTING], icon="check", primary=True,
            after=_("The amount is taken from the fund in the same step."),
        )  # fmt: skip
        def pay(self, fund: str, amount: Decimal, paid_on: date, slip: str) -> str:
            pay_out(self, fund, amount, paid_on, slip)
            if still_granted(self) > 0:
                return source.code
            self.workflow.on_paid(self)
            return onto.code

        @action(
            [source],
            onto,
            by=[DISTRICT],
            label=_("All is paid already"),
            guards=[holder_only, nothing_left],
            icon="check",
        )
        def all_paid(self) -> None:
            self.workflow.on_paid(self)

    Paid.on_paid = classmethod(lambda cls, ticket: None)  # type: ignore[attr-defined]
    return Paid
