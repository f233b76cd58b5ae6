"""A protection order (人身安全保护令): a child of a case of violence, from the offer to the day the order lapses.

The court's own time (72 hours, 24 if urgent) runs from its acceptance and is watched, not ours; beside it stands a clock of
ours to find out. An order lasts at most six months: it is renewed before it lapses. `data`: `wish`, `applicant`, `point`,
`accepted_at`, `urgent_24h`, `valid_until` (ISO, last day), `breaches` (number), `change` (what is asked of the court).
"""

from datetime import date, datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, OneOf, Text, action
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.rights import order_forms as ask
from workflows.rights import protection as share
from workflows.rights.along import VOIDED, along
from workflows.rights.court import day_start
from workflows.rights.guards import in_my_unit
from workflows.rights.lane_forms import LaneForm
from workflows.rights.order_in_force import DEADLINES as IN_FORCE_DEADLINES
from workflows.rights.order_in_force import InForce
from workflows.rights.order_states import (
    BEFORE_COURT,
    DECLINED,
    EXPIRED,
    FILED,
    IN_FORCE,
    OPEN,
    PREPARING,
    REFUSED,
    REJECTED,
    THINKING,
    TO_OFFER,
)  # fmt: skip
from workflows.roles import HANDLERS, SYSTEM, Actor
from workflows.standard import ReasonForm, assignment, notes

AT_COURT = (FILED, BEFORE_COURT)
COURT: dict[str, Any] = {"starts": ("court_accepts",), "stops": (IN_FORCE, REJECTED, DECLINED), "then": "court_late", "each": True,
         "back_from": "accepted_at"}  # fmt: skip
OF_ONE_APPLICATION = (
    "application",
    "accepted_at",
    "urgent_24h",
    "ordinary_72h",
    "court_late",
    "valid_until",
    "over_on",
    "change",
    "lifted",
)


def written(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.data.get("application") else _("The application is not written yet. Write it first.")


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


@register
class ProtectionOrder(InForce, along(*OPEN), assignment(OPEN), notes(OPEN)):
    slug, prefix, title, plan_chapter = "protection_order", "BH", _("Protection order"), 8
    states = (*OPEN, DECLINED, REFUSED, REJECTED, EXPIRED, VOIDED)
    only_child = True
    open_by = HANDLERS
    intake_form = LaneForm
    watched = frozenset({"record_breach", "record_result", "record_change"})
    deadlines = (
        Deadline("dv.order_offer", starts=("open",), stops=(THINKING, PREPARING)),
        Deadline("dv.order_think", starts=(THINKING, "still_thinking"), stops=(PREPARING, "still_thinking"), each=True),
        Deadline("dv.order_prepare", starts=(PREPARING,), stops=(FILED,), each=True),
        Deadline("dv.order_accept", starts=(FILED,), stops=(BEFORE_COURT, PREPARING), each=True),
        Deadline("dv.order_decide", only="ordinary_72h", **COURT),
        Deadline("dv.order_urgent", only="urgent_24h", **COURT),
        Deadline("dv.order_result", starts=(BEFORE_COURT,), stops=(IN_FORCE,), each=True),
        Deadline("dv.order_reconsider", starts=(REJECTED,), stops=("ask_reconsideration", "apply_anew"), back_from="decided_at", each=True),
        *IN_FORCE_DEADLINES,
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        share.belongs(ticket, cleaned, "人身安全保护令")
        return []

    @classmethod
    def heading(cls, ticket: Any) -> Text:
        return cls.title

    @action(
        [TO_OFFER], OneOf((PREPARING, THINKING, DECLINED)), by=HANDLERS, label=_("Offer it and record her wish"), form=share.WishForm,
        guards=[in_my_unit], checks=[share.own_wish], tell=[tell.PARENT], icon="user", primary=True,
        after=_("It is not tied to a divorce suit (法释〔2022〕17号 art 1). Tell her so."),
    )  # fmt: skip
    @action(
        [THINKING], OneOf((PREPARING, DECLINED)), by=HANDLERS, label=_("Record her decision"), form=share.DecideForm,
        guards=[in_my_unit], checks=[share.own_wish], tell=[tell.PARENT], icon="user", primary=True,
    )  # fmt: skip
    def record_wish(self, wish: str, **told: Any) -> str:
        self.data["wish"] = wish
        state = {share.YES: PREPARING, share.LATER: THINKING, share.NO: DECLINED}[wish]
        return state.code

    @action([THINKING], SAME, by=HANDLERS, label=_("Still thinking"), form=ReasonForm, guards=[in_my_unit], icon="clock",
            after=_("She is asked again in a few days."))  # fmt: skip
    def still_thinking(self, reason: str) -> None:
        self.data["asked"] = self.data.get("asked", 1) + 1

    @action(
        [PREPARING], SAME, by=HANDLERS, label=_("Write the application"), form=ask.ApplicationForm, guards=[in_my_unit], icon="file",
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

    @action(
        [PREPARING], FILED, by=HANDLERS, label=_("Filed with the court"), form=ask.FileForm, guards=[in_my_unit, written],
        tell=[tell.PARENT], icon="send", primary=True,
    )  # fmt: skip
    def file_application(self, filed_on: date, way: str) -> None:
        self.data["filed_on"] = filed_on.isoformat()

    @action(
        [FILED], BEFORE_COURT, by=HANDLERS, label=_("The court has accepted it"), form=ask.AcceptedForm, guards=[in_my_unit],
        tell=[tell.PARENT], icon="check", primary=True, after=_("The court decides within 72 hours, in an emergency within 24."),
    )  # fmt: skip
    def court_accepts(self, accepted_at: datetime | None, urgent: bool, case_no: str) -> None:
        self.data.update(accepted_at=share.at_or_now(self, accepted_at), urgent_24h=urgent, ordinary_72h=not urgent)

    @action(
        [FILED], OneOf((PREPARING, REFUSED)), by=HANDLERS, label=_("The court has not accepted it"), form=ask.NotAcceptedForm,
        guards=[in_my_unit], tell=[tell.PARENT, tell.SUPERVISORS], icon="back",
    )  # fmt: skip
    def court_refuses(self, outcome: str, reason: str) -> str:
        return PREPARING.code if outcome == "incomplete" else REFUSED.code

    @action(
        [BEFORE_COURT],
        SAME,
        by=[SYSTEM],
        label=_("The court's time is over"),
        tell=[tell.HOLDER, tell.UNIT, tell.SUPERVISORS],
    )
    def court_late(self) -> None:
        self.data["court_late"] = True

    @action(
        [BEFORE_COURT], OneOf((IN_FORCE, REJECTED)), by=HANDLERS, label=_("Record the ruling"), form=ask.ResultForm,
        guards=[in_my_unit], checks=[after_acceptance], tell=[tell.PARENT, tell.SUPERVISORS], icon="check", primary=True,
    )  # fmt: skip
    def record_result(self, result: str, decided_on: date, valid_until: date | None, measures: list[str], informed: list[str],
                      **paper: Any) -> str:  # fmt: skip
        self.data.update(result=result, decided_at=day_start(decided_on), measures=measures, informed=informed)
        if result == ask.REJECTED or valid_until is None:
            return REJECTED.code
        self.data.update(valid_until=valid_until.isoformat(), over_on=ask.over_on(valid_until))
        return IN_FORCE.code

    @action(
        [REJECTED], BEFORE_COURT, by=HANDLERS, label=_("Ask the court to reconsider"), form=ask.ReconsiderForm, guards=[in_my_unit],
        checks=[once_in_time], tell=[tell.PARENT], icon="up", after=_("Once only, within the days the law gives (art 31)."),
    )  # fmt: skip
    def ask_reconsideration(self, asked_on: date, grounds: str) -> None:
        self.cycle += 1
        self.data.update(reconsidered=True, accepted_at=day_start(asked_on), urgent_24h=False, ordinary_72h=False)

    @action([PREPARING, *AT_COURT], DECLINED, by=HANDLERS, label=_("She withdraws it"), form=share.DeclineForm,
            guards=[in_my_unit, share.own_word], tell=[tell.PARENT, tell.SUPERVISORS], icon="x")  # fmt: skip
    def withdraw(self, heard_alone: bool, options_told: list[str], words: str) -> None:
        self.data["wish"] = share.NO

    @action(
        [DECLINED, REFUSED, REJECTED, EXPIRED], PREPARING, by=HANDLERS, label=_("Apply anew"), form=ReasonForm, guards=[in_my_unit],
        tell=[tell.PARENT], icon="play", after=_("Her mind may change, and new facts count: the application begins again."),
    )  # fmt: skip
    def apply_anew(self, reason: str) -> None:
        self.cycle += 1
        for name in (*OF_ONE_APPLICATION, "reconsidered", "result"):
            self.data.pop(name, None)
        self.data["wish"] = share.YES
