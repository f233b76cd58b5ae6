"""Prizes given down a ranking (`ranking.py`), rank by rank: each kind is an account that cannot be overdrawn, so none is given twice.

Who shares a rank gets the same prize; when there are too few for all of them, a lower one is chosen or more are added.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.base import SAME, State, Text, Workflow, action
from workflows.forms import MoveForm
from workflows.roles import DISTRICT, Actor
from workflows.shapes import ranking
from workflows.shapes.frame import pick
from workflows.shapes.judging import change
from workflows.standard import ReasonForm

PRIZES: dict[str, Text] = {  # best first
    "first": _("First prize"),
    "second": _("Second prize"),
    "third": _("Third prize"),
    "merit": _("Merit"),
}


class PrizeForm(MoveForm):
    rank = forms.IntegerField(label=_("Rank"), min_value=1)
    prize = forms.ChoiceField(
        label=_("Prize"), choices=pick(PRIZES.items()), error_messages={"required": _("Choose the prize.")}
    )

    def bound_to(self, case: Any, actor: Actor) -> None:
        self.initial["rank"] = ranking.next_rank(case.data) or None


class MoreForm(ReasonForm):
    prize = forms.ChoiceField(label=_("Prize"), choices=pick(PRIZES.items()))
    more = forms.IntegerField(label=_("How many more"), min_value=1, max_value=1000)
    field_order = ("prize", "more", "reason")


def in_turn(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check: the next rank, and nothing better than the rank before it has."""
    due = ranking.next_rank(ticket.data)
    if not due:
        return {"rank": _("Every entry has its prize already. Publish the result.")}
    if entered["rank"] != due:
        return {"rank": format_lazy(_("Prizes follow the ranking. Rank {n} is next."), n=due)}
    order = list(PRIZES)
    lowest = max((order.index(one.prize) for one in ranking.ranking(ticket.data) if one.prize), default=0)
    if order.index(entered["prize"]) < lowest:
        return {"prize": _("A better rank has a lower prize. Choose the same prize or a lower one.")}
    return {}


def some_prize(ticket: Any, actor: Actor) -> Text:
    given = any(one.prize for one in ranking.ranking(ticket.data))
    return "" if given else _("No prize is given yet. Give the first rank its prize.")


def prized(before: Iterable[State], ranked: State) -> type[Workflow]:
    """The moves of the prizes: given in `ranked`, added in `before` (the accounts are the type's to open, one for each prize)."""

    class Prized(Workflow):
        @action([ranked], SAME, by=[DISTRICT], label=_("Give a rank its prize"), form=PrizeForm, checks=[in_turn], icon="flag", primary=True,
                after=_("Everybody who shares the rank gets it, out of the prizes there are."))  # fmt: skip
        def give_prize(self, rank: int, prize: str) -> None:
            winners = [one.number for one in ranking.ranking(self.data) if one.rank == rank]
            self.book(self.number, -len(winners), key=prize, purpose=f"rank {rank}")
            for number in winners:
                change(self, number, prize=prize)

        @action(tuple(before), SAME, by=[DISTRICT], label=_("More prizes"), form=MoreForm, icon="note")
        def more_prizes(self, prize: str, more: int, reason: str) -> None:
            self.book(self.number, more, key=prize, purpose="more")

    return Prized
