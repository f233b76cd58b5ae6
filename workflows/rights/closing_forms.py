"""Forms from a result to the end: submitting, review, reply, follow-up call, reopening, withdrawal."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows import classifications as codes
from workflows.forms import MoveForm
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


class SubmitForm(MoveForm):
    """Handing in a result: each outcome code names its proof (domain.md §2.6)."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=pick(codes.outcome_choices(HANDLED)))
    proof = forms.CharField(
        label=_("Proof"),
        max_length=200,
        required=False,
        help_text=_("Number or place of the paper that shows the outcome."),
    )
    reply = long_text(_("Reply to the person"), private_limit=5000)
    private = ("reply",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        outcome = codes.OUTCOMES.get(cleaned.get("outcome", ""))
        if outcome and not cleaned.get("proof", "").strip():
            self.add_error(
                "proof", _("“%(outcome)s” needs: %(proof)s.") % {"outcome": outcome.title, "proof": outcome.proof}
            )
        return cleaned


class AgreementForm(SubmitForm):
    """An agreement: written (signed, sealed) or oral (recorded), with the day by which it is to be performed."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=pick(codes.outcome_choices((*AGREED, "B3"))))
    perform_by = forms.DateField(label=_("To be performed by"), required=False)
    field_order = ("outcome", "proof", "perform_by", "reply")


class DefectsForm(MoveForm):
    defects = long_text(_("What is missing"), min_length=5)
    private = ("defects",)


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
    """A call to someone harmed follows the safe way and time; where that is not possible, say so (domain.md §4.8)."""

    result = forms.ChoiceField(
        label=_("Result of the call"),
        choices=pick([("reached", _("Reached")), ("not_reached", _("Not reached")), ("unsafe", _("Not safe to call"))]),
    )
    satisfaction = forms.ChoiceField(
        label=_("Satisfaction"),
        required=False,
        choices=pick(
            [
                ("satisfied", _("Satisfied")),
                ("mostly", _("Mostly satisfied")),
                ("unsatisfied", _("Not satisfied")),
                ("refused", _("No answer")),
            ]
        ),
    )
    safe_now = forms.ChoiceField(
        label=_("Is she safe now?"),
        required=False,
        choices=pick([("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))]),
    )
    answer = long_text(_("Her words"), required=False)
    private = ("answer",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("result") == "reached":
            for name in ("satisfaction", "safe_now"):
                if not cleaned.get(name):
                    self.add_error(name, _("You reached her: write down the answer."))
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
