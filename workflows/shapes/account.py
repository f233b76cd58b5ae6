"""Money kept on a ticket's own account (a fund, a pledge): each amount that comes in or goes back has its day and its receipt, and
what still has money is not ended. The account refuses by itself what would overdraw it (`casework.accounts`)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import Guard, Text
from workflows.forms import MoveForm
from workflows.rights.mediation_forms import past_day
from workflows.roles import Actor
from workflows.shapes.frame import some_money


class MoneyForm(MoveForm):
    amount = some_money(_("Amount in yuan"))
    came_on = past_day(_("Received on"))
    slip = forms.CharField(label=_("Number of the receipt"), max_length=60)


def emptied(otherwise: Text) -> Guard:
    """A guard: nothing is left on the account. `otherwise`: the sentence while there is."""

    def nothing_left(ticket: Any, actor: Actor) -> Text:
        return otherwise if ticket.left(ticket.number) else ""

    return nothing_left
