"""What is asked about a report to the police: how it was made, what came of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm
from workflows.rights.forms import long_text, pick
from workflows.rights.minor_forms import REPORT_GROUNDS
from workflows.rights.protection import moment, several

WAYS = [
    ("staff", _("We dialled 110")),
    ("herself", _("She called herself, confirmed")),
    ("station", _("Reported at the police station")),
    ("others", _("Others called, confirmed")),
]


GROUNDS = [
    *REPORT_GROUNDS,
    ("incapable", _("An adult who cannot protect herself by law: violence")),
]  # 反家庭暴力法 art 14


OTHERS = [("civil_affairs", _("Civil affairs")), ("education", _("Education"))]


SAFE_NOW = [
    ("safe_place", _("She is in a safe place")),
    ("left", _("The other one has left and cannot come back soon")),
    ("police_there", _("The police are with her")),
]


class ReportForm(MoveForm):
    way = forms.ChoiceField(label=_("How it was reported"), choices=pick(WAYS))
    at = moment(_("When"))
    ground = forms.ChoiceField(label=_("Ground of the mandatory report"), choices=pick(GROUNDS), required=False)
    station = forms.CharField(label=_("Police station or unit"), max_length=60)
    receipt = forms.CharField(label=_("Receipt number (接警编号)"), max_length=40, required=False)
    receiver = forms.CharField(label=_("Who received it"), max_length=40, required=False)
    told = long_text(_("What was reported"))
    private = ("receiver", "told")

    def bound_to(self, case: Any, actor: Any) -> None:
        """The situations of the law are asked only where the report is one by law."""
        if not case.data.get("mandatory"):
            self.fields.pop("ground")

    def clean(self) -> dict[str, Any]:
        """A report that nobody can trace proves nothing: its number, or who took it down."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "receipt" in cleaned and not cleaned["receipt"].strip() and not cleaned.get("receiver", "").strip():
            self.add_error("receipt", _("Ask for the receipt number. If there is none, enter who received the report."))
        return cleaned


class DangerOverForm(MoveForm):
    how = forms.ChoiceField(label=_("Why she is safe now"), choices=pick(SAFE_NOW))
    details = long_text(_("How we know"))
    private = ("details",)


class OthersForm(MoveForm):
    bodies = several(_("Which bodies were told"), OTHERS, missing=_("Tick the bodies that were told."))
    told_by = forms.CharField(label=_("Number of the letter, or who was told by telephone"), max_length=120)
    private = ("told_by",)
