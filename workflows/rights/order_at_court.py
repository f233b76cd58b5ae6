"""An application for a protection order before the court: accepted or not, ruled on, reconsidered, withdrawn, made anew.

The court's own time (72 hours, 24 if urgent) runs from its acceptance and is watched, not ours; beside it stands a clock of ours
to find out (反家庭暴力法 art 28, 31; 法释〔2022〕17号).
"""

from datetime import date, datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, OneOf, Text, Workflow, action
from workflows.deadlines import Deadline
from workflows.rights import order_forms as ask
from workflows.rights import protection as share
from workflows.rights.court import day_start
from workflows.rights.guards import in_my_unit
from workflows.rights.lane_moves import anew, at_unit, refusal
from workflows.rights.order_states import (
    BEFORE_COURT,
    DECLINED,
    EXPIRED,
    FILED,
    IN_FORCE,
    PREPARING,
    REFUSED,
    REJECTED,
)  # fmt: skip
from workflows.roles import SYSTEM, Actor

AT_COURT = (FILED, BEFORE_COURT)
COURT: dict[str, Any] = {"starts": ("court_accepts",), "stops": (IN_FORCE, REJECTED, DECLINED), "then": "court_late", "each": True,
         "back_from": "accepted_at"}  # fmt: skip
DEADLINES = (
    Deadline("dv.order_accept", starts=(FILED,), stops=(BEFORE_COURT, PREPARING), each=True),
    Deadline("dv.order_decide", only="ordinary_72h", **COURT),
    Deadline("dv.order_urgent", only="urgent_24h", **COURT),
    Deadline("dv.order_result", starts=(BEFORE_COURT,), stops=(IN_FORCE,), each=True),
    Deadline("dv.order_reconsider", starts=(REJECTED,), stops=("ask_reconsideration", "apply_anew"), back_from="decided_at", each=True),
)  # fmt: skip
OF_ONE_APPLICATION = (
    "application", "accepted_at", "urgent_24h", "ordinary_72h", "court_late", "valid_until", "over_on", "change", "lifted",
    "reconsidered", "result",
)  # fmt: skip


def once_in_time(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Check: reconsideration once, within its days (反家庭暴力法 art 31)."""
    if ticket.data.get("reconsidered"):
        return {"asked_on": _("It was reconsidered once, and that is final. With new facts apply anew.")}
    due = ticket.family.due_at("dv.order_reconsider")
    if due and datetime.fromisoformat(day_start(cleaned["asked_on"])) >= due:
        sentence = _(
            "Reconsideration had to be asked for before {day} (反家庭暴力法 art 31). With new facts apply anew."
        )
        return {"asked_on": format_lazy(sentence, day=localdate(due).isoformat())}
    return share.not_before(
        "asked_on", share.day_of(ticket, "decided_at"), cleaned["asked_on"], _("the day of the ruling")
    )


def after_acceptance(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    accepted = share.day_of(ticket, "accepted_at")
    return share.not_before("decided_on", accepted, cleaned["decided_on"], _("the day the court accepted it"))


class AtCourt(Workflow):
    @at_unit(
        [FILED], BEFORE_COURT, label=_("The court has accepted it"), form=ask.AcceptedForm,
        tell=[tell.PARENT], icon="check", primary=True, after=_("The court decides within 72 hours, in an emergency within 24."),
    )  # fmt: skip
    def court_accepts(self, accepted_at: datetime | None, urgent: bool, case_no: str) -> None:
        self.data.update(accepted_at=share.at_or_now(self, accepted_at), urgent_24h=urgent, ordinary_72h=not urgent)

    @at_unit(
        [FILED], OneOf((PREPARING, REFUSED)), label=_("The court has not accepted it"), form=ask.NotAcceptedForm,
        tell=[tell.PARENT, tell.SUPERVISORS], icon="back",
    )  # fmt: skip
    def court_refuses(self, outcome: str, reason: str) -> str:
        return PREPARING.code if outcome == "incomplete" else REFUSED.code

    @action([BEFORE_COURT], SAME, by=[SYSTEM], label=_("The court's time is over"),
            tell=[tell.HOLDER, tell.UNIT, tell.SUPERVISORS])  # fmt: skip
    def court_late(self) -> None:
        self.data["court_late"] = True

    @at_unit(
        [BEFORE_COURT], OneOf((IN_FORCE, REJECTED)), label=_("Record the ruling"), form=ask.ResultForm,
        checks=[after_acceptance], tell=[tell.PARENT, tell.SUPERVISORS], icon="check", primary=True,
    )  # fmt: skip
    def record_result(self, result: str, decided_on: date, valid_until: date | None, measures: list[str], informed: list[str],
                      **paper: Any) -> str:  # fmt: skip
        self.data.update(result=result, decided_at=day_start(decided_on), measures=measures, informed=informed)
        if result == ask.REJECTED or valid_until is None:
            return REJECTED.code
        self.data.update(valid_until=valid_until.isoformat(), over_on=ask.over_on(valid_until))
        return IN_FORCE.code

    @at_unit(
        [REJECTED], BEFORE_COURT, label=_("Ask the court to reconsider"), form=ask.ReconsiderForm,
        checks=[once_in_time], tell=[tell.PARENT], icon="up", after=_("Once only, within the days the law gives (art 31)."),
    )  # fmt: skip
    def ask_reconsideration(self, asked_on: date, grounds: str) -> None:
        self.cycle += 1
        self.data.update(reconsidered=True, accepted_at=day_start(asked_on), urgent_24h=False, ordinary_72h=False)

    @refusal([PREPARING, *AT_COURT], DECLINED, label=_("She withdraws it"), guards=[in_my_unit],
             tell=[tell.PARENT, tell.SUPERVISORS])  # fmt: skip
    def withdraw(self, heard_alone: bool, options_told: list[str], words: str) -> None:
        self.data["wish"] = share.NO

    @anew([DECLINED, REFUSED, REJECTED, EXPIRED], PREPARING, label=_("Apply anew"),
          after=_("Her mind may change, and new facts count: the application begins again."))  # fmt: skip
    def apply_anew(self, reason: str) -> None:
        self.cycle += 1
        for name in OF_ONE_APPLICATION:
            self.data.pop(name, None)
        self.data["wish"] = share.YES
