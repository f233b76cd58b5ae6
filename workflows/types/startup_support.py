"""Support for a start-up (创业扶持): checked by levels, referred to who gives it, tracked for a year (domain.md §5.1 T1a)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import Kind, OneOf, State, action
from workflows.counters import Counter
from workflows.forms import MoveForm
from workflows.registry import register
from workflows.roles import HANDLERS
from workflows.shapes import review, track
from workflows.shapes.answer import asked_again, awaited
from workflows.shapes.correct import corrected
from workflows.shapes.frame import ChapterType, PersonForm, boxes, holder_only, long_text, money, past_day, pick
from workflows.shapes.track import TRACKING, begin_tracking, tracked
from workflows.standard import assignment, notes

REFERRED = State("referred", _("Referred, to be supported"))
DONE = State("done", _("Finished"), Kind.END)
NOT_GIVEN = State("not_given", _("Not supported by the agency"), Kind.END)
NEEDS = [
    ("loan", _("Interest on a loan")), ("place", _("Place to work")), ("mentor", _("Mentor")), ("licence", _("Licence")),
    ("sales", _("Sales")), ("training", _("Training")),
]  # fmt: skip
STAGES = [("idea", _("Idea")), ("start", _("Just begun")), ("running", _("Running"))]


class SupportForm(PersonForm):
    project = forms.CharField(label=_("Project"), max_length=80)
    stage = forms.ChoiceField(label=_("Stage"), choices=pick(STAGES))
    needs = boxes(_("What is needed"), NEEDS)
    amount = money(_("Amount asked for, in yuan"), required=False)
    registered = forms.BooleanField(label=_("The business is registered"), required=False)
    staff = forms.IntegerField(label=_("Jobs"), min_value=0, max_value=10000, required=False)
    women = forms.IntegerField(label=_("Of these held by women"), min_value=0, max_value=10000, required=False)
    plan = long_text(_("Plan in short"))
    credit_consent = forms.BooleanField(label=_("She agrees to a credit check, if a loan is asked for"), required=False)
    private = (*PersonForm.private, "project", "plan")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if (cleaned.get("women") or 0) > (cleaned.get("staff") or 0):
            self.add_error("women", _("More women than jobs: look at both numbers."))
        if "loan" in cleaned.get("needs", []) and not cleaned.get("credit_consent"):
            self.add_error("credit_consent", _("A loan needs her consent to a credit check. Ask her first."))
        return cleaned


class GivenForm(MoveForm):
    agency = forms.CharField(label=_("Who gives it"), max_length=80)
    given_on = past_day(_("Date"))
    amount = money(_("Loan or subsidy in yuan"), required=False)
    result = forms.ChoiceField(label=_("Result"), choices=pick([("given", _("Given")), ("not", _("Not given"))]))


@register
class StartupSupport(
    assignment((review.CHECKING, REFERRED, TRACKING)), review.reviewed(REFERRED), tracked("su.track", DONE),
    corrected(SupportForm, review.ASKED, fixed=("credit_consent",)), notes((review.CHECKING, REFERRED, TRACKING)), ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "startup_support", "CY", _("Start-up support"), 1
    states = (*review.STATES, REFERRED, TRACKING, DONE, NOT_GIVEN)
    kept = ("stage", "needs", "amount", "registered", "staff", "women")
    intake_form = SupportForm
    deadlines = (
        *review.deadlines("su.review"), awaited("su.refer", [REFERRED], "ask_agency", TRACKING, NOT_GIVEN),
        *track.DEADLINES,
    )  # fmt: skip
    counters = (
        Counter("applications", _("Applications")), Counter("granted", _("Supported"), states=(TRACKING, DONE), share_of="applications"),
        Counter("loans", _("Loans and subsidies"), amount="given", unit=_("yuan")), Counter("jobs", _("Jobs created"), states=(TRACKING, DONE), amount="staff"),
        Counter("women", _("Of these held by women"), states=(TRACKING, DONE), amount="women", share_of="jobs"),
        Counter("alive", _("Well after twelve months"), where={"found_3": "well"}, share_of="granted"),
    )  # fmt: skip

    ask_agency = asked_again([REFERRED], _("Record that the agency was asked"))

    @action([REFERRED], OneOf((TRACKING, NOT_GIVEN)), by=HANDLERS, label=_("Record what was given"), form=GivenForm, guards=[holder_only],
            icon="check", primary=True)  # fmt: skip
    def record_given(self, agency: str, given_on: date, amount: Any, result: str) -> str:
        if result == "not":
            return NOT_GIVEN.code
        self.data["given"] = str(amount or 0)
        return begin_tracking(self, "su.track")
