"""A referral to legal aid (法律援助转介): from the papers to the result of her case (法律援助法; domain.md §1.7, §5.8 T9c).

Opened by the urgent lane as a child of its case, or by the street or the district for somebody who asks. Who was harmed by
violence, abuse or desertion needs to show no means (art 32). What follows once it is granted: `workflows.rights.aid_granted`;
when it is not: `workflows.rights.aid_again`.
`data`: `means`, `limit_on`, `pressing` (few days are left), `submitted_on`, `decision`, `days` (from receipt to decision),
`refused_because`, `result`.
"""

from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import OneOf, Text, action
from workflows.classifications import CATEGORIES
from workflows.deadlines import Deadline
from workflows.ladder import Level
from workflows.registry import register
from workflows.rights import aid_again, aid_granted
from workflows.rights import aid_forms as ask
from workflows.rights import aid_states as at
from workflows.rights import protection as share
from workflows.rights.aid_granted import granted
from workflows.rights.aid_rules import after_receipt, is_pressing, means_known, told_once
from workflows.rights.along import VOIDED, along
from workflows.rights.court import day_start
from workflows.rights.forms import SHARING
from workflows.rights.guards import in_my_unit
from workflows.rights.lane_rules import is_violent, minor_harmed
from workflows.rights.people_guards import sharing_consented
from workflows.roles import DISTRICT, HANDLERS, STREET
from workflows.shapes.answer import overdue, owed
from workflows.shapes.frame import described, stand_at
from workflows.standard import assignment, notes

HERE = (at.PREPARING, at.SUPPLEMENTING)


@register
class LegalAid(aid_granted.Granted, aid_again.Again, overdue(at.WITH_OTHERS), along(*at.OPEN), assignment(at.OPEN), notes(at.OPEN)):  # fmt: skip
    slug, prefix, title, plan_chapter = "legal_aid", "FY", _("Referral to legal aid"), 9
    states = (*at.OPEN, at.DONE, at.REFUSED, at.WITHDRAWN, at.DECLINED, VOIDED)
    open_by = (STREET, DISTRICT)
    intake_form = ask.AidForm
    referral, referral_child = (), True
    deadlines = (
        Deadline("la.prepare", starts=(at.PREPARING,), stops=(at.SUBMITTED, at.SUPPLEMENTING), each=True),
        Deadline("la.prepare_urgent", starts=(at.PREPARING,), stops=(at.SUBMITTED, at.SUPPLEMENTING), only="pressing", each=True),
        Deadline("la.supplement", starts=(at.SUPPLEMENTING,), stops=(at.SUBMITTED,), each=True),
        owed("la.decide", at.SUBMITTED, "received_at", at.GRANTED, at.REFUSED, at.SUPPLEMENTING, at.DECLINED), *aid_granted.DEADLINES, *aid_again.DEADLINES,
        Deadline("la.follow", starts=at.WITH_OTHERS, stops=(at.RUNNING, at.SUPPLEMENTING), each=True),
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        by_hand = ticket.family.parent is None
        if by_hand:
            _by_hand(ticket, cleaned)
        else:
            share.belongs(ticket, cleaned, "法律援助转介")
        if means := cleaned["means"] or (ask.VIOLENCE if ticket.data.get("violence") else ""):
            ticket.data["means"] = means
        if cleaned["limit_on"]:
            ticket.data["limit_on"] = cleaned["limit_on"].isoformat()
        ticket.data["pressing"] = is_pressing(ticket, localdate())
        return described(cleaned) if by_hand else []

    @classmethod
    def referred(cls, case: Any, need: str) -> dict[str, Any]:
        return {"request": need, "violence": is_violent(case), "minor": minor_harmed(case)}

    @classmethod
    def heading(cls, ticket: Any) -> Text:
        return cls.title

    @action(HERE, at.SUBMITTED, by=HANDLERS, label=_("Referred to legal aid"), form=ask.SubmitForm, guards=[in_my_unit], checks=[means_known, sharing_consented],
            tell=[tell.PARENT], icon="send", primary=True, after=_("The letter of referral is signed and numbered here."))  # fmt: skip
    def submit(self, body: str, received_on: date, matter: str, means: str, preserve: bool, basis: str) -> None:
        pressing = preserve or is_pressing(self, localdate(self.now))
        self.data.update(pressing=pressing, means=means or self.data["means"], basis=basis)
        self.data.update(submitted_on=received_on.isoformat(), received_at=day_start(received_on))
        self.sign("legal_aid_referral", body=body, matter=matter, urgent=pressing, basis=dict(SHARING)[basis])

    @action([at.PREPARING, at.SUBMITTED], at.SUPPLEMENTING, by=HANDLERS, label=_("Papers are missing"), form=ask.MissingForm, guards=[in_my_unit, told_once],
            tell=[tell.PARENT], icon="back", after=_("What is not supplied counts as withdrawn (art 43)."))  # fmt: skip
    def record_missing(self, told_on: date, missing: str) -> None:
        self.data["told_missing"] = bool(self.data.get("submitted_on"))

    @action([at.SUPPLEMENTING], at.WITHDRAWN, by=HANDLERS, label=_("Not supplied"), form=ask.NotSuppliedForm, guards=[in_my_unit],
            tell=[tell.PARENT, tell.SUPERVISORS], icon="x")  # fmt: skip
    def not_supplied(self, told_her: bool, words: str) -> None:
        """Her words, if any, are sealed into the event."""

    @action(at.OPEN, at.DECLINED, by=HANDLERS, label=_("She does not want it"), form=share.DeclineForm, guards=[in_my_unit, share.own_word],
            tell=[tell.PARENT], icon="x")  # fmt: skip
    def decline(self, heard_alone: bool, options_told: list[str], words: str) -> None:
        self.data["wish"] = share.NO

    @action([at.SUBMITTED], OneOf((at.GRANTED, at.REFUSED)), by=HANDLERS, label=_("Record the decision"), form=ask.DecisionForm, guards=[in_my_unit],
            checks=[after_receipt], tell=[tell.PARENT], icon="check", primary=True)  # fmt: skip
    def record_decision(self, decision: str, decided_on: date, ground: str, **paper: Any) -> str:
        received = share.day_of(self, "received_at")
        took = (decided_on - received).days if received else None
        self.data.update(decision=decision, decided_on=decided_on.isoformat(), days=took)
        if decision == ask.GRANTED:
            return granted(self, decided_on)
        self.data["refused_because"] = ground
        return at.REFUSED.code


def _by_hand(ticket: Any, cleaned: dict[str, Any]) -> None:
    """Registered for somebody who asks: it stands with the street, or with the district where the district registers it."""
    stand_at(ticket, cleaned["place"], Level.DISTRICT if ticket.actor.has(DISTRICT) else Level.STREET)
    ticket.category, ticket.title_text = cleaned["category"], "法律援助转介"
    if CATEGORIES[ticket.category].violent:
        ticket.data["violence"] = True
        ticket.also_tell.append(tell.DISTRICT_DUTY)
