"""Forms of mediation delegated by a court (委派调解; domain.md §1.2)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm
from workflows.rights.forms import pick
from workflows.rights.mediation_forms import past_day


class DelegationForm(MoveForm):
    """A court's delegation before filing (委派调解; 人民法院在线调解规则 art 12, 15, 24)."""

    court = forms.CharField(label=_("Court"), max_length=80)
    delegation_no = forms.CharField(label=_("Number of the delegation"), max_length=60)
    platform_no = forms.CharField(label=_("Number on the court’s platform"), max_length=60, required=False)
    delegated_on = past_day(_("Delegated on"))


class AnswerDelegationForm(MoveForm):
    answer = forms.ChoiceField(
        label=_("Answer to the court"), choices=pick([("accept", _("Accepted")), ("decline", _("Not accepted"))])
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    private = ("reason",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("answer") == "decline" and not cleaned.get("reason"):
            self.add_error("reason", _("Tell the court why it is not accepted."))
        return cleaned


class ReportCourtForm(MoveForm):
    result = forms.ChoiceField(
        label=_("Result reported"),
        choices=pick(
            [("agreed", _("Agreement")), ("failed", _("No agreement, file returned")), ("declined", _("Not accepted"))]
        ),
    )
    reported_on = past_day(_("Date"))
    paper_no = forms.CharField(label=_("Number of the letter"), max_length=60, required=False)
