"""Referral to legal aid (法律援助): papers, the centre's 7 days, the lawyer's 3 days, objection, result (法律援助法 2021).

art 32 (victims of violence: no means test), 41–45 (application, decision, appointment), 49 (objection). Opened by the urgent
lane as a child of the case, by a rights case as help beside it, or by hand (domain.md §1.7, §5.8). `data`: `matter`, `exempt`,
`result` (granted, refused), `decided_on`, `case_no`.
"""

from datetime import date
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, Text, action
from workflows.classifications import category_choices
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.ladder import level_of
from workflows.registry import register
from workflows.rights.forms import SHARING, long_text, must, pick
from workflows.rights.intake import PLACE
from workflows.rights.intake_people import PHONE
from workflows.rights.lane_forms import LaneForm
from workflows.rights.lane_task import DeclineForm, LaneTask, checklist
from workflows.rights.mediation_forms import past_day
from workflows.roles import CADRE, DISTRICT, HANDLERS, MEDIATOR, OPERATOR, STREET, Actor
from workflows.standard import ReasonForm, assignment, notes

PREPARING = State("preparing", _("Papers being prepared"))
SUPPLEMENTING = State("supplementing", _("Papers to be supplied"))
SUBMITTED = State("submitted", _("At the legal aid centre"), Kind.WAITING)
GRANTED = State("granted", _("Granted, lawyer to be appointed"), Kind.WAITING)
RUNNING = State("running", _("The lawyer is at work"), Kind.WAITING)
OBJECTED = State("objected", _("Objection with the justice bureau"), Kind.WAITING)
REFUSED = State("refused", _("Refused, she may object"))
DONE = State("done", _("Result reported"), Kind.END)
ENDED = State("ended", _("Not granted"), Kind.END)
DECLINED = State("declined", _("Declined by her"), Kind.END)
OPEN = (PREPARING, SUPPLEMENTING, SUBMITTED, GRANTED, RUNNING, OBJECTED, REFUSED)
WAITING = (SUBMITTED, GRANTED, OBJECTED)

MEANS = [
    ("violence", _("Exempt: violence, abuse, desertion (art 32)")),
    ("listed", _("Exempt: subsistence allowance, disabled, … (art 42)")),
    ("checked", _("Means to be checked by the centre")),
]
PAPERS = [
    ("application", _("Application")),
    ("identity", _("Identity card")),
    ("means", _("Declaration of means, or proof of exemption")),
    ("matter", _("Papers of the matter")),
]
RESULTS = [
    ("won", _("Claim met")),
    ("part", _("Claim met in part")),
    ("settled", _("Settled")),
    ("lost", _("Claim not met")),
    ("ended", _("Ended otherwise")),
]


class LegalAidForm(LaneForm):
    """By hand: who, where and what for. From the urgent lane or a rights case these facts come with it."""

    place = forms.CharField(label=_("Place"), validators=[PLACE], required=False)
    category = forms.ChoiceField(label=_("Category"), choices=pick(category_choices()), required=False)
    name = forms.CharField(label=_("Name"), max_length=40, required=False)
    phone = forms.CharField(label=_("Safe phone"), max_length=20, validators=[PHONE], required=False)
    matter = long_text(_("What she needs a lawyer for"), required=False)
    private = ("name", "phone", "matter")


class SubmitForm(MoveForm):
    body = forms.CharField(label=_("Legal aid centre"), max_length=60)
    submitted_on = past_day(_("Submitted on"))
    means = forms.ChoiceField(label=_("Means"), choices=pick(MEANS))
    papers = checklist(_("Papers handed in"), PAPERS)
    matter = long_text(_("Matter of the application"))
    urgent = forms.BooleanField(label=_("Urgent: a time limit ends within seven days (art 44)"), required=False)
    basis = forms.ChoiceField(label=_("Lawful basis for sharing"), choices=pick(SHARING))
    private = ("matter",)


class MissingForm(MoveForm):
    missing = checklist(_("What is missing"), PAPERS)


class GrantedForm(MoveForm):
    decided_on = past_day(_("Decided on"))
    decision_no = forms.CharField(label=_("Number of the decision"), max_length=60)


class RefusedForm(GrantedForm):
    ground = long_text(_("Ground"))
    told = must(_("She was told: she may object to the justice bureau"))
    private = ("ground",)


class LawyerForm(MoveForm):
    lawyer = forms.CharField(label=_("Lawyer and firm"), max_length=80)
    appointed_on = past_day(_("Appointed on"))
    private = ("lawyer",)


class ResultForm(MoveForm):
    outcome = forms.ChoiceField(label=_("Result"), choices=pick(RESULTS))
    report = long_text(_("Report of the lawyer"), required=False)
    private = ("report",)


def violence_is_exempt(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """A victim of violence is never asked to prove her means (法律援助法 art 32(4))."""
    if ticket.data.get("violence") and cleaned["means"] == "checked":
        return {"means": _("She is a victim of violence: no means test. Choose the exemption.")}
    return {}


@register
class LegalAid(assignment(OPEN), notes(OPEN), LaneTask):  # type: ignore[misc]  # shared moves, made for these states
    slug, prefix, title, plan_chapter = "legal_aid", "FY", _("Referral to legal aid"), 9
    states = (*OPEN, DONE, ENDED, DECLINED)
    only_child = False
    open_by = (OPERATOR, CADRE, MEDIATOR, STREET, DISTRICT)
    tell_on_open = (tell.HOLDER,)
    intake_form = LegalAidForm
    referral = ("name", "phone", "safe_phone", "safe_time")
    deadlines = (
        Deadline("la.prepare", starts=("open",), stops=(SUBMITTED, DECLINED)),
        Deadline("la.supplement", starts=(SUPPLEMENTING,), stops=(SUBMITTED, DECLINED), each=True),
        Deadline("la.decide", starts=(SUBMITTED,), stops=(GRANTED, REFUSED, SUPPLEMENTING), each=True),
        Deadline(
            "la.chase",
            starts=(*WAITING, "ask_centre"),
            stops=("ask_centre", RUNNING, REFUSED, SUPPLEMENTING),
            each=True,
        ),
        Deadline("la.appoint", starts=(GRANTED,), stops=(RUNNING,), each=True),
        Deadline("la.follow", starts=(RUNNING, "ask_lawyer"), stops=("ask_lawyer", DONE), each=True),
        Deadline("la.object", starts=(REFUSED,), stops=(OBJECTED, ENDED), each=True),
        Deadline("la.objection_decide", starts=(OBJECTED,), stops=(GRANTED, ENDED), each=True),
    )

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        """Under a case: its people stay there. By hand: place, person and matter are needed."""
        facts = {name: cleaned[name] for name in LaneForm.base_fields}
        if ticket.family.parent is not None:
            return super().opened(ticket, facts)
        place = cleaned["place"]
        ticket.place_id = ticket.unit_id = place
        ticket.level = int(level_of(place)) if place else 0
        ticket.category = cleaned["category"] or "0901"
        with translation.override("zh-hans"):
            ticket.title_text = str(cls.title)
        ticket.data.update({name: value for name, value in facts.items() if value})
        sealed = {"name": cleaned["name"], "phone": cleaned["phone"]}
        return [{"role": "petitioner", "sealed": sealed, "name": cleaned["name"], "phone": cleaned["phone"]}]

    @classmethod
    def referred(cls, case: Any, need: str) -> dict[str, Any]:
        violence = bool(case.data.get("urgent") or case.data.get("violent"))
        return {"place": case.place_id, "category": case.category, "matter": need, "violence": violence}

    @action(
        [PREPARING, SUPPLEMENTING], SUBMITTED, by=HANDLERS, label=_("Submit to the legal aid centre"), form=SubmitForm,
        checks=[violence_is_exempt], tell=[tell.PARENT], icon="send", primary=True,
        after=_("The letter of referral is signed. The centre has seven days to decide."),
    )  # fmt: skip
    def submit(
        self, body: str, submitted_on: date, means: str, papers: list[str], matter: str, urgent: bool, basis: str
    ) -> None:
        self.data.update(means=means, submitted_on=submitted_on.isoformat())
        self.sign("legal_aid_referral", body=body, matter=matter, urgent=urgent, basis=str(dict(SHARING)[basis]))

    @action(
        [SUBMITTED], SUPPLEMENTING, by=HANDLERS, label=_("The centre asks for more papers"), form=MissingForm,
        tell=[tell.HOLDER, tell.PARENT], icon="back", after=_("Told once what is missing (art 43)."),
    )  # fmt: skip
    def ask_papers(self, missing: list[str]) -> None:
        self.data["missing"] = missing

    @action(WAITING, SAME, by=HANDLERS, label=_("Record that the centre was asked"), icon="phone")
    def ask_centre(self) -> None:
        self.data["asked"] = self.data.get("asked", 0) + 1

    @action(
        [SUBMITTED, OBJECTED], GRANTED, by=HANDLERS, label=_("Granted"), form=GrantedForm, tell=[tell.PARENT],
        icon="check", primary=True,
    )  # fmt: skip
    def grant(self, decided_on: date, decision_no: str) -> None:
        self.data.update(result="granted", decided_on=decided_on.isoformat(), decision_no=decision_no)

    @action(
        [SUBMITTED], REFUSED, by=HANDLERS, label=_("Refused"), form=RefusedForm, tell=[tell.PARENT, tell.UNIT], icon="x",
    )  # fmt: skip
    def refuse(self, decided_on: date, decision_no: str, ground: str, told: bool) -> None:
        self.data.update(result="refused", decided_on=decided_on.isoformat(), decision_no=decision_no)

    @action([REFUSED], OBJECTED, by=HANDLERS, label=_("She objects"), form=ReasonForm, icon="up", primary=True)
    def object_to(self, reason: str) -> None:
        self.data["objected"] = True

    @action(
        [REFUSED, OBJECTED], ENDED, by=HANDLERS, label=_("It stays refused"), form=ReasonForm, tell=[tell.PARENT],
        icon="x", after=_("Tell her the other ways: volunteers, the 12348 line, the court's own help."),
    )  # fmt: skip
    def stay_refused(self, reason: str) -> None:
        """The reason is sealed into the event."""

    @action(
        [GRANTED], RUNNING, by=HANDLERS, label=_("The lawyer is appointed"), form=LawyerForm, tell=[tell.PARENT],
        icon="check", primary=True,
    )  # fmt: skip
    def appoint(self, lawyer: str, appointed_on: date) -> None:
        self.data["appointed_on"] = appointed_on.isoformat()

    @action([RUNNING], SAME, by=HANDLERS, label=_("Ask how it stands"), form=ReasonForm, icon="phone")
    def ask_lawyer(self, reason: str) -> None:
        self.data["asked"] = self.data.get("asked", 0) + 1

    @action(
        [RUNNING], DONE, by=HANDLERS, label=_("Record the result"), form=ResultForm, tell=[tell.PARENT], icon="check",
        primary=True,
    )  # fmt: skip
    def record_result(self, outcome: str, report: str) -> None:
        self.data["outcome"] = outcome

    @action(
        [PREPARING, SUPPLEMENTING], DECLINED, by=HANDLERS, label=_("She does not want legal aid"), form=DeclineForm,
        tell=[tell.PARENT], icon="x",
    )  # fmt: skip
    def decline(self, explained: bool, alone: bool, words: str) -> None:
        """Her words are sealed into the event."""
