"""A protection order (人身安全保护令): a child of a case of violence, from the offer to the day the order lapses.

Here: her wish and the application. What the court does with it: `workflows.rights.order_at_court`; while it is in force:
`workflows.rights.order_in_force`. It lasts at most six months and is renewed before it lapses. `data`: `wish`, `applicant`, `point`,
`accepted_at`, `urgent_24h`, `valid_until` (ISO, last day), `breaches` (number), `change` (what is asked of the court).
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, OneOf, Text
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.rights import order_at_court, order_in_force
from workflows.rights import order_forms as ask
from workflows.rights import protection as share
from workflows.rights.along import VOIDED
from workflows.rights.lane_moves import at_unit
from workflows.rights.lane_task import lane_task
from workflows.rights.order_states import (
    DECLINED,
    EXPIRED,
    FILED,
    OPEN,
    PREPARING,
    REFUSED,
    REJECTED,
    THINKING,
    TO_OFFER,
)  # fmt: skip
from workflows.roles import Actor
from workflows.standard import ReasonForm


def written(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.data.get("application") else _("The application is not written yet. Write it first.")


@register
class ProtectionOrder(order_at_court.AtCourt, order_in_force.InForce, lane_task(*OPEN)):
    slug, prefix, title = "protection_order", "BH", _("Protection order")
    states = (*OPEN, DECLINED, REFUSED, REJECTED, EXPIRED, VOIDED)
    watched = frozenset({"record_breach", "record_result", "record_change"})
    deadlines = (
        Deadline("dv.order_offer", starts=("open",), stops=(THINKING, PREPARING)),
        Deadline("dv.order_think", starts=(THINKING, "still_thinking"), stops=(PREPARING, "still_thinking"), each=True),
        Deadline("dv.order_prepare", starts=(PREPARING,), stops=(FILED,), each=True),
        *order_at_court.DEADLINES,
        *order_in_force.DEADLINES,
    )  # fmt: skip

    @at_unit(
        [TO_OFFER], OneOf((PREPARING, THINKING, DECLINED)), label=_("Offer it and record her wish"), form=share.WishForm,
        checks=[share.own_wish], tell=[tell.PARENT], icon="user", primary=True,
        after=_("It is not tied to a divorce suit (法释〔2022〕17号 art 1). Tell her so."),
    )  # fmt: skip
    @at_unit(
        [THINKING], OneOf((PREPARING, DECLINED)), label=_("Record her decision"), form=share.DecideForm, checks=[share.own_wish],
        tell=[tell.PARENT], icon="user", primary=True,
    )  # fmt: skip
    def record_wish(self, wish: str, **told: Any) -> str:
        self.data["wish"] = wish
        state = {share.YES: PREPARING, share.LATER: THINKING, share.NO: DECLINED}[wish]
        return state.code

    @at_unit(
        [THINKING],
        SAME,
        label=_("Still thinking"),
        form=ReasonForm,
        icon="clock",
        after=_("She is asked again in a few days."),
    )
    def still_thinking(self, reason: str) -> None:
        self.data["asked"] = self.data.get("asked", 1) + 1

    @at_unit(
        [PREPARING], SAME, label=_("Write the application"), form=ask.ApplicationForm, icon="file",
        after=_("Her address and phone are for the court only. The papers are signed and numbered here."),
    )  # fmt: skip
    def write_application(
        self, applicant: str, point: str, measures: list[str], urgent: bool, ground: str, **text: Any
    ) -> None:
        self.data.update(application=True, applicant=applicant, ground=ground, point=point, asks_urgent=urgent)
        if applicant not in (ask.SELF, ask.FEDERATION):
            return  # another body applies with a paper of its own
        if applicant == ask.FEDERATION and ground != ask.INCAPABLE:
            self.sign("order_will", court=text["court"], cannot_because=text["cannot_because"], will=text["will"])
        self.sign(
            "order_application", court=text["court"], on_behalf=applicant, measures=share.listed(ask.MEASURES, measures),
            facts=text["facts"], evidence_list=text["evidence"], urgent_24h=urgent,
        )  # fmt: skip

    @at_unit(
        [PREPARING], FILED, label=_("Filed with the court"), form=ask.FileForm, guards=[written], tell=[tell.PARENT], icon="send",
        primary=True,
    )  # fmt: skip
    def file_application(self, filed_on: date, way: str) -> None:
        self.data["filed_on"] = filed_on.isoformat()
