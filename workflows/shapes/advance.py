"""An advance (紧急先行): who cannot wait for the end of the review is paid within days, and the review goes on.

It is asked for at the counter or later; the district pays or declines it, never who decides on the whole (four eyes). What was
advanced counts towards what is granted. `data`: `urgent_first` (one is asked for), `advanced` (yuan, a decimal text).
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, State, Text, Workflow, action
from workflows.deadlines import Deadline
from workflows.guards import needs
from workflows.roles import DISTRICT, Actor
from workflows.shapes.frame import AT_HAND, hand, other_eyes
from workflows.shapes.payment import PayForm, is_a_fund, pay_out
from workflows.standard import ReasonForm


def deadline(policy: str, *decided: State) -> Deadline:
    """The days in which an advance is paid or declined; `decided`: the states in which the whole is."""
    return Deadline(
        policy, starts=("open", "ask_advance"), stops=("pay_advance", "no_advance", *decided), only="urgent_first", each=True
    )  # fmt: skip


asked_for = needs("urgent_first", _("Nobody asked for an advance. Record first that she needs one."))


def not_asked_yet(ticket: Any, actor: Actor) -> Text:
    if ticket.data.get("advanced"):
        return _("An advance was paid; the rest is for the decision.")
    return _("It is asked for already. The district pays or declines it.") if ticket.data.get("urgent_first") else ""


def covered(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check of the decision: not less is granted than was advanced."""
    advanced = Decimal(ticket.data.get("advanced", "0"))
    if entered["decision"] != "grant" or (entered["amount"] or Decimal(0)) >= advanced:
        return {}
    return {"amount": format_lazy(_("{paid} yuan were advanced and count. Enter that or more."), paid=str(advanced))}


def advances(states: tuple[State, ...], most: Callable[[], int]) -> type[Workflow]:
    """The moves of an advance while the whole is in one of `states`; `most`: its limit in yuan."""

    def small_enough(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
        if entered["amount"] <= most():
            return {}
        sentence = _("An advance is {most} yuan at most. The rest is for the decision.")
        return {"amount": format_lazy(sentence, most=most())}

    class Advances(Workflow):
        @action(states, SAME, by=AT_HAND, label=_("An advance is needed"), form=ReasonForm, guards=[not_asked_yet],
                tell=[tell.DISTRICT_DUTY], icon="alarm", after=_("The district pays or declines it within days; the review goes on."))  # fmt: skip
        def ask_advance(self, reason: str) -> None:
            self.data["urgent_first"] = True

        @action(states, SAME, by=[DISTRICT], label=_("Pay an advance"), form=PayForm, guards=[asked_for, other_eyes],
                checks=[is_a_fund, small_enough], tell=[tell.OPENER, tell.UNIT], icon="check",
                after=_("It counts towards what is granted. Somebody else decides."))  # fmt: skip
        def pay_advance(self, fund: str, amount: Decimal, paid_on: date, slip: str) -> None:
            hand(self)
            pay_out(self, fund, amount, paid_on, slip)
            self.data.update(advanced=str(amount), urgent_first=False)

        @action(states, SAME, by=[DISTRICT], label=_("No advance"), form=ReasonForm, guards=[asked_for],
                tell=[tell.OPENER, tell.UNIT], icon="x")  # fmt: skip
        def no_advance(self, reason: str) -> None:
            self.data["urgent_first"] = False

    return Advances
