"""Forms of the rights case's moves. Field names are the API's; private fields are stored encrypted."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows import classifications as codes
from workflows.forms import MoveForm
from workflows.standard import LONG_TEXT, ReasonForm

PICK = [("", "---------")]
MAX_SUSPENSION_DAYS = 30
MAX_EXTENSION_DAYS = 30  # 信访工作条例 art 34

NOTICE_WAYS = [
    ("oral", _("Told by voice, recorded")),
    ("paper", _("Paper notice")),
    ("message", _("Message to the safe number")),
    ("none", _("No way to reach the person")),
]
SHARING = [("consent", _("Her consent")), ("duty", _("Legal duty")), ("emergency", _("Emergency"))]


def today() -> date:
    return timezone.localdate()


def pick(choices: Any) -> Any:
    """Choices with an empty first one, so that nothing is chosen by accident."""
    return [*PICK, *choices]


def must(label: Any, **kwargs: Any) -> forms.BooleanField:
    """A box that has to be ticked."""
    return forms.BooleanField(
        label=label, error_messages={"required": _("Do this first, then tick the box.")}, **kwargs
    )


def long_text(label: Any, *, private_limit: int = 2000, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=private_limit, widget=LONG_TEXT, **kwargs)


class AcceptForm(MoveForm):
    track = forms.ChoiceField(label=_("Procedure"), choices=codes.TRACKS)
    notice = forms.ChoiceField(label=_("How was the person told?"), choices=NOTICE_WAYS)
    notice_no = forms.CharField(label=_("Number of the notice"), max_length=60, required=False)


class ReclassifyForm(ReasonForm):
    category = forms.ChoiceField(
        label=_("New category"), choices=[("", _("As it is")), *codes.category_choices()], required=False
    )
    track = forms.ChoiceField(label=_("New procedure"), choices=[("", _("As it is")), *codes.TRACKS], required=False)
    field_order = ("category", "track", "reason")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("category") and not cleaned.get("track"):
            raise ValidationError(_("Choose a new category, a new procedure, or both."))
        return cleaned


class NotAcceptForm(MoveForm):
    """Nobody is sent away without a direction (信访工作条例 art 23)."""

    ground = forms.ChoiceField(label=_("Ground"), choices=pick(codes.NOT_ACCEPT_GROUNDS))
    body = forms.ChoiceField(label=_("Competent body"), choices=pick(codes.BODIES))
    how_to_reach = forms.CharField(
        label=_("How to reach it"), max_length=200, help_text=_("Address, phone and hours, as told to the person.")
    )
    notice = forms.ChoiceField(label=_("How was the person told?"), choices=NOTICE_WAYS)
    notice_no = forms.CharField(label=_("Number of the notice"), max_length=60, required=False)


class TransferForm(MoveForm):
    suggests = "body"
    body = forms.ChoiceField(label=_("Passed on to"), choices=pick(codes.BODIES))
    letter_no = forms.CharField(
        label=_("Number of the transfer letter"),
        max_length=60,
        required=False,
        help_text=_("Leave empty: the letter is signed and numbered here."),
    )
    basis = forms.ChoiceField(
        label=_("Lawful basis for sharing"),
        choices=pick(SHARING),
    )
    report_due = forms.DateField(
        label=_("Report expected by"),
        required=False,
        help_text=_("Leave empty if no report is expected; the case is then closed."),
    )
    notice = forms.ChoiceField(label=_("How was the person told?"), choices=pick(NOTICE_WAYS), required=False)

    def clean_report_due(self) -> date | None:
        due: date | None = self.cleaned_data["report_due"]
        if due and due < today():
            raise ValidationError(_("This day is over. Choose a day from today on, or leave it empty."))
        return due


class ReportForm(MoveForm):
    report_no = forms.CharField(label=_("Number of the report"), max_length=60)
    report = long_text(_("What the report says"))
    private = ("report",)


class WaitForm(MoveForm):
    body = forms.ChoiceField(label=_("Body"), choices=pick(codes.BODIES))
    paper_no = forms.CharField(label=_("Number of the paper"), max_length=60)
    their_due = forms.DateField(label=_("Their deadline"), help_text=_("Ours runs on."))


class AnswerForm(MoveForm):
    answer = long_text(_("What they answered"))
    paper_no = forms.CharField(label=_("Number of the paper"), max_length=60, required=False)
    private = ("answer",)


class SuspendForm(ReasonForm):
    ground = forms.ChoiceField(label=_("Ground"), choices=pick(codes.SUSPENSION_REASONS))
    resume_on = forms.DateField(label=_("Work goes on from"), help_text=_("At most 30 days from today."))
    field_order = ("ground", "resume_on", "reason")

    def clean_resume_on(self) -> date:
        day: date = self.cleaned_data["resume_on"]
        if not today() < day <= today() + timedelta(days=MAX_SUSPENSION_DAYS):
            raise ValidationError(_("Choose a day after today and at most 30 days from today."))
        return day


class ExtensionForm(ReasonForm):
    days = forms.IntegerField(
        label=_("Days more"),
        min_value=1,
        max_value=MAX_EXTENSION_DAYS,
        help_text=_("At most 30 days, once (信访工作条例 art 34); a hotline case at most 10 working days."),
    )
    field_order = ("days", "reason")


class ApproveExtensionForm(MoveForm):
    person_told = must(_("The person was told the reason and the new date"))


class SevereForm(MoveForm):
    ground = forms.ChoiceField(label=_("What happened"), choices=pick(codes.SEVERE_GROUNDS))
    police = forms.ChoiceField(
        label=_("Police"),
        choices=pick(
            [("called", _("Called")), ("not_needed", _("No danger now")), ("declined", _("She does not want it"))]
        ),
    )
    facts = long_text(_("What is known and what was done"))
    private = ("facts",)


class JointForm(MoveForm):
    """Both at one table in an urgent case: the district's decision, her will, what keeps her safe (domain.md §2.5)."""

    her_will = must(_("She wants to meet, and was asked alone"))
    conditions = long_text(_("Conditions for her safety"))
    private = ("conditions",)


class ProtocolForm(MoveForm):
    conditions = long_text(_("Conditions for her safety"))
    her_will = must(_("She wants mediation of her own will and was heard alone"))
    private = ("conditions",)


PARTS_OF_DAY = [("morning", _("Morning")), ("afternoon", _("Afternoon")), ("evening", _("Evening"))]


class AttemptForm(MoveForm):
    way = forms.ChoiceField(
        label=_("Way"),
        choices=[("phone", _("Phone")), ("visit", _("Visit")), ("message", _("Message")), ("letter", _("Letter"))],
    )
    tried_on = forms.DateField(label=_("Date"), initial=today)
    part = forms.ChoiceField(
        label=_("Time of day"),
        choices=[("", "---------"), *PARTS_OF_DAY],
        required=False,
        help_text=_("“Cannot be reached” needs attempts at different times of the day."),
    )

    def clean_tried_on(self) -> date:
        day: date = self.cleaned_data["tried_on"]
        if day > today():
            raise ValidationError(_("This day is still to come. Enter the day of the attempt."))
        return day
