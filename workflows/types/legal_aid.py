"""A referral to legal aid (法律援助转介): from the papers to the result of her case (法律援助法; domain.md §1.7, §5.8 T9c).

Opened by the urgent lane as a child of its case, or by the street or the district for somebody who asks. Who was harmed by
violence, abuse or desertion needs to show no means (art 32). `data`: `means`, `limit_on`, `pressing` (few days are left),
`submitted_on`, `decision`, `days` (from receipt to decision), `refused_because`, `result`.
"""

from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.classifications import CATEGORIES
from workflows.deadlines import Deadline
from workflows.ladder import Level, ancestor_at, level_of
from workflows.policies import policies
from workflows.registry import register
from workflows.rights import aid_forms as ask
from workflows.rights import protection as share
from workflows.rights.along import VOIDED, along
from workflows.rights.court import day_start
from workflows.rights.forms import SHARING
from workflows.rights.guards import in_my_unit
from workflows.rights.lane_rules import is_violent, minor_harmed
from workflows.rights.limits import running
from workflows.rights.people_guards import sharing_consented
from workflows.roles import DISTRICT, HANDLERS, STREET, SYSTEM, Actor
from workflows.shapes.frame import described
from workflows.standard import ReasonForm, assignment, notes

PREPARING = State("preparing", _("Application being prepared"))
SUPPLEMENTING = State("supplementing", _("Papers to be supplied"))
SUBMITTED = State("submitted", _("With the legal aid body"))
GRANTED = State("granted", _("Granted, lawyer to be appointed"))
RUNNING = State("running", _("A lawyer is at work"))
OBJECTING = State("objecting", _("Objection with the justice bureau"))
DECLINED = State("declined", _("She does not want it"), Kind.END)
WITHDRAWN = State("withdrawn", _("Counts as withdrawn"), Kind.END)
REFUSED = State("refused", _("Not granted"), Kind.END)
DONE = State("done", _("Finished"), Kind.END)
OPEN = (PREPARING, SUPPLEMENTING, SUBMITTED, GRANTED, RUNNING, OBJECTING)
WITH_OTHERS = (SUBMITTED, GRANTED, OBJECTING)
FIRST = "la.urgent_before"


def is_pressing(ticket: Any, today: date) -> bool:
    """Less than the law's days to a limitation date, entered here or running in the case: aid may come first (art 44)."""
    parent = ticket.family.parent
    days = [share.day_of(ticket, "limit_on"), *(last for _key, _since, last in (running(parent) if parent else ()))]
    left = [(day - today).days for day in days if day and day >= today]
    return bool(left) and min(left) < int(policies.on(FIRST, today).budget.amount)


def means_known(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    if cleaned["means"] or ticket.data.get("means"):
        return {}
    return {"means": _("Choose why no means test is needed, or that her statement of means goes along.")}


def told_once(ticket: Any, actor: Actor) -> Text:
    """Guard: the legal aid body says once what is missing (art 43)."""
    if ticket.state == SUBMITTED.code and ticket.data.get("told_missing"):
        return _(
            "It has said once what is missing, and may not ask again (法律援助法 art 43). Ask it for its decision."
        )
    return ""


def after_receipt(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    received = share.day_of(ticket, "received_at")
    return share.not_before("decided_on", received, cleaned["decided_on"], _("the day it was received"))


@register
class LegalAid(along(*OPEN), assignment(OPEN), notes(OPEN)):
    slug, prefix, title, plan_chapter = "legal_aid", "FY", _("Referral to legal aid"), 9
    states = (*OPEN, DONE, REFUSED, WITHDRAWN, DECLINED, VOIDED)
    open_by = (STREET, DISTRICT)
    intake_form = ask.AidForm
    referral, referral_child = (), True
    deadlines = (
        Deadline("la.prepare", starts=(PREPARING,), stops=(SUBMITTED, SUPPLEMENTING), each=True),
        Deadline("la.prepare_urgent", starts=(PREPARING,), stops=(SUBMITTED, SUPPLEMENTING), only="pressing", each=True),
        Deadline("la.supplement", starts=(SUPPLEMENTING,), stops=(SUBMITTED,), each=True),
        Deadline("la.decide", starts=(SUBMITTED,), stops=(GRANTED, REFUSED, SUPPLEMENTING, DECLINED), back_from="received_at", then="body_late", each=True),
        Deadline("la.appoint", starts=(GRANTED,), stops=(RUNNING, REFUSED, DECLINED), back_from="granted_at", then="body_late", each=True),
        Deadline("la.objection_decide", starts=(OBJECTING,), stops=(GRANTED, REFUSED, DECLINED), back_from="objected_at", then="body_late", each=True),
        Deadline("la.follow", starts=WITH_OTHERS, stops=(RUNNING, SUPPLEMENTING), each=True),
        Deadline("la.progress", starts=(RUNNING, "record_progress"), stops=("record_progress",), each=True),
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

    @action(
        [PREPARING, SUPPLEMENTING], SUBMITTED, by=HANDLERS, label=_("Referred to legal aid"), form=ask.SubmitForm, guards=[in_my_unit],
        checks=[means_known, sharing_consented], tell=[tell.PARENT], icon="send", primary=True, after=_("The letter of referral is signed and numbered here."),
    )  # fmt: skip
    def submit(self, body: str, received_on: date, matter: str, means: str, preserve: bool, basis: str) -> None:
        self.data["pressing"] = preserve or is_pressing(self, localdate(self.now))
        self.data.update(
            means=means or self.data["means"],
            submitted_on=received_on.isoformat(),
            received_at=day_start(received_on),
            basis=basis,
        )
        self.sign(
            "legal_aid_referral", body=body, matter=matter, urgent=self.data["pressing"], basis=dict(SHARING)[basis]
        )

    @action(
        [PREPARING, SUBMITTED], SUPPLEMENTING, by=HANDLERS, label=_("Papers are missing"), form=ask.MissingForm,
        guards=[in_my_unit, told_once], tell=[tell.PARENT], icon="back", after=_("What is not supplied counts as withdrawn (art 43)."),
    )  # fmt: skip
    def record_missing(self, told_on: date, missing: str) -> None:
        self.data["told_missing"] = bool(self.data.get("submitted_on"))

    @action([SUPPLEMENTING], WITHDRAWN, by=HANDLERS, label=_("Not supplied"), form=ask.NotSuppliedForm, guards=[in_my_unit],
            tell=[tell.PARENT, tell.SUPERVISORS], icon="x")  # fmt: skip
    def not_supplied(self, told_her: bool, words: str) -> None:
        """Her words, if any, are sealed into the event."""

    @action(OPEN, DECLINED, by=HANDLERS, label=_("She does not want it"), form=share.DeclineForm, guards=[in_my_unit, share.own_word],
            tell=[tell.PARENT], icon="x")  # fmt: skip
    def decline(self, heard_alone: bool, options_told: list[str], words: str) -> None:
        self.data["wish"] = share.NO

    @action(
        [SUBMITTED], OneOf((GRANTED, REFUSED)), by=HANDLERS, label=_("Record the decision"), form=ask.DecisionForm, guards=[in_my_unit],
        checks=[after_receipt], tell=[tell.PARENT], icon="check", primary=True,
    )  # fmt: skip
    def record_decision(self, decision: str, decided_on: date, ground: str, **paper: Any) -> str:
        received = share.day_of(self, "received_at")
        self.data.update(
            decision=decision,
            decided_on=decided_on.isoformat(),
            days=(decided_on - received).days if received else None,
        )
        if decision == ask.GRANTED:
            return _granted(self, decided_on)
        self.data["refused_because"] = ground
        return REFUSED.code

    @action(WITH_OTHERS, SAME, by=[SYSTEM], label=_("The other body's time is over"), tell=[tell.HOLDER, tell.UNIT])
    def body_late(self) -> None:
        self.data["late"] = self.data.get("late", 0) + 1

    @action([GRANTED], RUNNING, by=HANDLERS, label=_("A lawyer is appointed"), form=ask.LawyerForm, guards=[in_my_unit],
            tell=[tell.PARENT], icon="user", primary=True)  # fmt: skip
    def record_lawyer(self, appointed_on: date, lawyer: str, woman_wished: bool) -> None:
        self.data["appointed_on"] = appointed_on.isoformat()

    @action(
        [RUNNING],
        SAME,
        by=HANDLERS,
        label=_("Record how it goes"),
        form=ask.ProgressForm,
        guards=[in_my_unit],
        icon="note",
    )
    def record_progress(self, asked_on: date, progress: str) -> None:
        self.data["asked_on"] = asked_on.isoformat()

    @action([RUNNING], DONE, by=HANDLERS, label=_("Record the result"), form=ask.ResultForm, guards=[in_my_unit],
            tell=[tell.PARENT], icon="check", primary=True)  # fmt: skip
    def record_result(self, result: str, ended_on: date, details: str) -> None:
        self.data.update(result=result, ended_on=ended_on.isoformat())

    @action([GRANTED, RUNNING], REFUSED, by=HANDLERS, label=_("The aid was ended early"), form=ask.EndedForm, guards=[in_my_unit],
            tell=[tell.PARENT, tell.SUPERVISORS], icon="x")  # fmt: skip
    def record_ended(self, ended_on: date, reason: str, rights_told: bool) -> None:
        self.data.update(refused_because="ended", ended_on=ended_on.isoformat())

    @action([REFUSED], OBJECTING, by=HANDLERS, label=_("She objects to the refusal"), form=ask.ObjectForm, guards=[in_my_unit],
            tell=[tell.PARENT], icon="up", after=_("The justice bureau decides within the days of art 49."))  # fmt: skip
    def object_to_refusal(self, received_on: date, grounds: str) -> None:
        self.cycle += 1
        self.data.update(objected_at=day_start(received_on), objections=self.data.get("objections", 0) + 1)

    @action([OBJECTING], OneOf((GRANTED, REFUSED)), by=HANDLERS, label=_("Record the answer to the objection"), form=ask.ObjectionForm,
            guards=[in_my_unit], tell=[tell.PARENT], icon="check", primary=True)  # fmt: skip
    def record_objection(self, upheld: str, decided_on: date, paper_no: str) -> str:
        return _granted(self, decided_on) if upheld == "yes" else REFUSED.code

    @action([DECLINED, WITHDRAWN, REFUSED], PREPARING, by=HANDLERS, label=_("Apply anew"), form=ReasonForm, guards=[in_my_unit],
            tell=[tell.PARENT], icon="play")  # fmt: skip
    def apply_anew(self, reason: str) -> None:
        self.cycle += 1
        for name in ("decision", "refused_because", "told_missing", "submitted_on", "received_at", "wish"):
            self.data.pop(name, None)
        self.data["pressing"] = is_pressing(self, localdate(self.now))


def _granted(ticket: Any, on: date) -> str:
    ticket.data.update(decision=ask.GRANTED, granted_at=day_start(on))
    return GRANTED.code


def _by_hand(ticket: Any, cleaned: dict[str, Any]) -> None:
    """Registered for somebody who asks: it stands with the street, or with the district where the district registers it."""
    level = Level.DISTRICT if ticket.actor.has(DISTRICT) else Level.STREET
    place = cleaned["place"]
    ticket.place_id, ticket.category, ticket.title_text = place, cleaned["category"], "法律援助转介"
    ticket.unit_id = ancestor_at(place, level) if level_of(place) < level else place
    ticket.level = int(level_of(ticket.unit_id))
    if CATEGORIES[ticket.category].violent:
        ticket.data["violence"] = True
        ticket.also_tell.append(tell.DISTRICT_DUTY)
