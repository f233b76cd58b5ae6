"""Forms of dispatch: who leads, who assists and with what, the return, the ruling (domain.md §2.2, §7.3).

What assisting units are asked to do is chosen from a list: they read it without seeing what is sealed.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows import classifications as codes
from workflows.base import Text
from workflows.forms import MoveForm, UnitField, UnitsField
from workflows.rights.forms import long_text, pick, today
from workflows.standard import ReasonForm

LEVELS = (1, 2, 3)
TASKS: list[tuple[str, Text]] = [
    ("visit", _("Visit and see how things are")),
    ("calm", _("Calm the parties and keep them apart")),
    ("facts", _("Find out the facts and hand over material")),
    ("mediate", _("Take part in the mediation")),
    ("accompany", _("Accompany her")),
    ("shelter", _("Provide a safe place or other help")),
    ("children", _("Look after the children")),
    ("watch", _("Watch whether what was agreed is performed")),
]


class AssistFields(MoveForm):
    """Units that help, each with the same list of tasks and a day to report by."""

    assisting = UnitsField(label=_("Assisting units"), levels=LEVELS, required=False)
    tasks = forms.MultipleChoiceField(
        label=_("What they are asked to do"),
        choices=TASKS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("They read this and nothing that is sealed."),
    )
    report_by = forms.DateField(label=_("Report by"), required=False)

    def clean_report_by(self) -> date | None:
        day: date | None = self.cleaned_data["report_by"]
        if day and day < today():
            raise ValidationError(_("This day is over. Choose a day from today on, or leave it empty."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("assisting") and "tasks" in cleaned and not cleaned["tasks"]:
            self.add_error("tasks", _("Say what the assisting units are asked to do."))
        if cleaned.get("tasks") and "assisting" in cleaned and not cleaned["assisting"]:
            self.add_error("assisting", _("Choose the units that are to do this, or take the tasks away."))
        return cleaned


class DispatchForm(AssistFields):
    suggests = "unit"
    unit = UnitField(label=_("Lead unit"))
    instruction = long_text(_("What is to be done"), required=False)
    private = ("instruction",)
    field_order = ("unit", "instruction", "assisting", "tasks", "report_by")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("unit") and cleaned["unit"] in cleaned.get("assisting", []):
            self.add_error("assisting", _("The lead unit does not assist itself. Take it out of the list."))
        return cleaned


class AssistForm(AssistFields):
    """Asking for help later on."""

    assisting = UnitsField(label=_("Assisting units"), levels=LEVELS)


class AssistReportForm(MoveForm):
    done = forms.MultipleChoiceField(
        label=_("What your unit has done"), choices=TASKS, widget=forms.CheckboxSelectMultiple
    )
    report = long_text(_("What you did and what you saw"), min_length=5)
    private = ("report",)


class ReleaseForm(MoveForm):
    units = UnitsField(label=_("Units that need not assist any more"), levels=LEVELS)

    def bound_to(self, case: Any, actor: Any) -> None:
        """Only those that assist now."""
        field: Any = self.fields["units"]
        field.choices = [(code, name) for code, name in field.choices if code in case.assisting]


class ReturnForm(ReasonForm):
    ground = forms.ChoiceField(label=_("Ground"), choices=pick(codes.RETURN_GROUNDS))
    proposed = UnitField(label=_("Unit that should have it"), levels=LEVELS, whole_district=True, required=False)
    body = forms.ChoiceField(label=_("Or another body"), choices=pick(codes.BODIES), required=False)
    field_order = ("ground", "proposed", "body", "reason")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if bool(cleaned.get("proposed")) == bool(cleaned.get("body")) and not self.errors:
            self.add_error("proposed", _("Say who should have it: one unit or one body. Nothing goes back to nobody."))
        return cleaned


class CatalogueFields(MoveForm):
    """What was decided here may hold for all such matters: the district's catalogue learns it in the same move."""

    into_catalogue = forms.BooleanField(
        label=_("Put it into the catalogue: such matters go there from today on"), required=False
    )
    words = forms.CharField(
        label=_("Only where these words stand"),
        max_length=200,
        required=False,
        help_text=_("Left empty: every matter of this category."),
    )
    rule = forms.CharField(
        label=_("The rule in one sentence"),
        max_length=300,
        required=False,
        help_text=_("Everybody in the network reads it: no names, no places of people."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("into_catalogue") and not cleaned.get("rule", "").strip():
            self.add_error("rule", _("Write the rule as the catalogue is to say it."))
        return cleaned


class RulingForm(AssistFields, CatalogueFields, ReasonForm):
    suggests = "unit"
    unit = UnitField(label=_("Unit in charge"), levels=LEVELS, whole_district=True)
    field_order = ("unit", "reason", "assisting", "tasks", "report_by", "into_catalogue", "words", "rule")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("unit") and cleaned["unit"] in cleaned.get("assisting", []):
            self.add_error("assisting", _("The lead unit does not assist itself. Take it out of the list."))
        return cleaned
