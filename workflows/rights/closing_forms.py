"""Forms from a result to the end: submitting, review, reply, follow-up call, reopening, withdrawal, archive."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows import classifications as codes
from workflows.forms import MoveForm
from workflows.rights.followup_forms import SAFE, SATISFACTION, WHY_NOT
from workflows.rights.forms import long_text, must, pick, today
from workflows.standard import ReasonForm

SERVED_WAYS = [
    ("hand", _("Handed over")),
    ("post", _("By post")),
    ("oral", _("Told by voice, recorded")),
    ("other", _("Other")),
]
AGREED = ("B1", "B2")
HANDLED = ("A1", "B3", "C1", "C2", "D1", "D2", "E1", "E2", "F1", "F3")
SHORTEST_DEFECT = 4


class SubmitForm(MoveForm):
    """Handing in a result: what each outcome has to prove stands in workflows.rights.proof (domain.md §2.6)."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=pick(codes.outcome_choices(HANDLED)))
    proof = forms.CharField(
        label=_("Proof"),
        max_length=200,
        required=False,
        help_text=_("Number or place of the paper that shows the outcome."),
    )
    statement = long_text(
        _("Her statement"), required=False, help_text=_("In her words, if she told you instead of writing it.")
    )
    reply = long_text(_("Reply to the person"), private_limit=5000)
    private = ("statement", "reply")


class SubmitAgreementForm(SubmitForm):
    """The result of mediation, with the day by which what was agreed is to be performed."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=pick(codes.outcome_choices((*AGREED, "B3"))))
    perform_by = forms.DateField(label=_("To be performed by"), required=False)
    field_order = ("outcome", "proof", "perform_by", "statement", "reply")


class DefectsForm(MoveForm):
    defects = long_text(_("What is missing"), min_length=5, help_text=_("One defect in each line."))
    private = ("defects",)

    def clean_defects(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["defects"].splitlines() if line.strip()]
        if short := next((line for line in lines if len(line) < SHORTEST_DEFECT), ""):
            raise ValidationError(
                _("“%(line)s” says too little. Write what is missing, one defect in each line.") % {"line": short}
            )
        return "\n".join(lines)


class ReplyForm(MoveForm):
    served = forms.ChoiceField(label=_("How it was served"), choices=pick(SERVED_WAYS))
    served_on = forms.DateField(label=_("Served on"), initial=today)
    paper_no = forms.CharField(label=_("Number of the paper"), max_length=60, required=False)

    def clean_served_on(self) -> date:
        day: date = self.cleaned_data["served_on"]
        if day > today():
            raise ValidationError(_("This day is still to come. Enter the day of service."))
        return day


class FollowUpForm(MoveForm):
    """A call to someone harmed follows the safe way and time; where that is not possible, say why (domain.md §4.8)."""

    result = forms.ChoiceField(
        label=_("Result of the call"),
        choices=pick([("reached", _("Reached")), ("not_reached", _("Not reached")), ("unsafe", _("Not safe to call"))]),
    )
    satisfaction = forms.ChoiceField(label=_("Satisfaction"), required=False, choices=pick(SATISFACTION))
    safe_now = forms.ChoiceField(label=_("Is she safe now?"), required=False, choices=pick(SAFE))
    why_not = forms.ChoiceField(label=_("Why it is not suitable"), required=False, choices=pick(WHY_NOT))
    answer = long_text(_("Her words"), required=False)
    private = ("answer",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("result") == "reached":
            for name in ("satisfaction", "safe_now"):
                if not cleaned.get(name):
                    self.add_error(name, _("You reached her: write down the answer."))
        if cleaned.get("result") == "unsafe" and not cleaned.get("why_not"):
            self.add_error("why_not", _("Say why she is not to be called."))
        if cleaned.get("safe_now") == "no":
            self.add_error("safe_now", _("She is not safe: reopen the case instead of closing it."))
        return cleaned


class ReopenForm(ReasonForm):
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=pick(
            [
                ("unsatisfied", _("Not satisfied, with good reason")),
                ("new_harm", _("New harm")),
                ("not_performed", _("The agreement is not kept")),
                ("new_facts", _("New facts")),
            ]
        ),
    )
    field_order = ("ground", "reason")


class WithdrawForm(MoveForm):
    free_will = must(_("She said so herself, alone and without pressure"))
    statement = long_text(_("Her statement"))
    private = ("statement",)


class NoReportForm(ReasonForm):
    pressed_no = forms.CharField(
        label=_("Number of the reminder"),
        max_length=60,
        help_text=_("The reminder or supervision paper sent to that body."),
    )
    field_order = ("pressed_no", "reason")


class WatchForm(MoveForm):
    """A plan opened by hand, where none began by itself."""

    confirm = must(_("She knows that we shall call, and how it is safe"))


class ArchiveForm(MoveForm):
    retention = forms.ChoiceField(
        label=_("Kept for"),
        required=False,
        choices=[
            ("", _("As the rules say")), ("consult", _("Consultation")), ("ordinary", _("Ordinary")), ("long", _("Long")),
        ],
        help_text=_("Longer than the rules say is allowed, shorter is not."),
    )  # fmt: skip
    shelf = forms.CharField(label=_("Place in the archive"), max_length=60, required=False)
