"""Forms of supervision: reminding, pressing and its answer, joint consultation, answers to defects (domain.md §2.4, §7.3)."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from workflows import classifications as codes
from workflows.base import Text
from workflows.datetexts import day_text
from workflows.forms import MoveForm, UnitField, UnitsField
from workflows.owners import OWNERS
from workflows.rights.dispatch_forms import LEVELS, CatalogueFields
from workflows.rights.forms import long_text, pick, today
from workflows.standard import ReasonForm

MOMENT = timedelta(microseconds=1)
GROUNDS: list[tuple[str, Text]] = [
    ("overdue", _("A deadline was missed")),
    ("no_progress", _("Nothing has moved")),
    ("quality", _("The handling has defects")),
    ("party", _("The person has complained")),
    ("instruction", _("A leader has asked about it")),
]
CAUSES: list[tuple[str, Text]] = [
    ("workload", _("Too much work at once")),
    ("oversight", _("Overlooked")),
    ("other_body", _("Another body has not answered")),
    ("party", _("The parties could not be reached or brought together")),
    ("hard", _("The matter is hard")),
]
QUESTIONS: list[tuple[str, Text]] = [
    ("owner", _("Nobody is competent, or several are")),
    ("law", _("The rules are unclear")),
    ("bodies", _("Several bodies have to act together")),
    ("safety", _("How to keep her safe")),
    ("repeated", _("It comes back again and again")),
]


def last_day(case: Any, policy: str) -> date:
    """The last day of a policy's time, counted from now."""
    return localdate(case.due(policy) - MOMENT)


class WithinTerm(MoveForm):
    """A form with a day that a policy bounds: after today, and at most its amount from now."""

    day_field = ""
    policy = ""

    def bound_to(self, case: Any, actor: Any) -> None:
        self.latest = last_day(case, self.policy)
        self.initial.setdefault(self.day_field, self.latest)
        self.fields[self.day_field].help_text = format_lazy(
            _("At the latest {day}."), day=day_text(self.latest, year=True)
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        day, latest = cleaned.get(self.day_field), getattr(self, "latest", None)
        if day and latest and not today() <= day <= latest:
            sentence = _("Choose a day from today on and at the latest {day}.")
            self.add_error(self.day_field, str(format_lazy(sentence, day=day_text(latest, year=True))))
        return cleaned


class RemindForm(MoveForm):
    about = forms.ChoiceField(label=_("Why"), choices=pick(GROUNDS))
    words = long_text(_("What is to be done"), required=False)
    private = ("words",)


class PressForm(WithinTerm):
    day_field, policy = "new_term", "sup.press"
    ground = forms.ChoiceField(label=_("Ground"), choices=pick(GROUNDS))
    facts = long_text(_("Facts"), min_length=5, help_text=_("Which deadline was missed, what was not done."))
    new_term = forms.DateField(label=_("New term"))
    demands = long_text(_("What is demanded"), required=False)
    private = ("facts", "demands")
    field_order = ("ground", "facts", "new_term", "demands")


class AnswerPressForm(MoveForm):
    cause = forms.ChoiceField(label=_("Cause of the delay"), choices=pick(CAUSES))
    explanation = long_text(_("Explanation"), min_length=10)
    measures = long_text(_("What is done now, and by when"), min_length=5)
    private = ("explanation", "measures")


class CallConsultationForm(WithinTerm):
    """Who sits together on a hard matter, when, and on which question; the question's words are sealed."""

    day_field, policy = "consult_on", "sup.consult"
    question = forms.ChoiceField(label=_("Question"), choices=pick(QUESTIONS))
    details = long_text(_("What has to be decided"), min_length=5)
    consult_on = forms.DateField(label=_("Day of the meeting"))
    units = UnitsField(label=_("Units"), levels=LEVELS, required=False)
    bodies = forms.MultipleChoiceField(
        label=_("Other bodies"), choices=codes.BODIES, widget=forms.CheckboxSelectMultiple, required=False
    )
    private = ("details",)
    field_order = ("question", "details", "consult_on", "units", "bodies")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not cleaned.get("units") and not cleaned.get("bodies"):
            raise ValidationError(_("Nobody sits there alone: choose the units or bodies that take part."))
        return cleaned


class ConsultationForm(CatalogueFields):
    """What was decided. A unit in charge makes it binding; the catalogue's owner may also be another body."""

    held_on = forms.DateField(label=_("Held on"), initial=today)
    decision = long_text(_("Decision"), min_length=5)
    unit = UnitField(
        label=_("Unit in charge from now on"),
        levels=LEVELS,
        whole_district=True,
        required=False,
        help_text=_("Left empty: it stays where it is."),
    )
    owner = forms.ChoiceField(label=_("Who owns such matters, for the catalogue"), choices=pick(OWNERS), required=False)
    private = ("decision",)
    field_order = ("held_on", "decision", "unit", "into_catalogue", "owner", "words", "rule")

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > today():
            raise ValidationError(_("This day is still to come. Enter the day of the meeting."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("into_catalogue") and "owner" in cleaned and not cleaned["owner"]:
            self.add_error("owner", _("Say who owns such matters from now on."))
        return cleaned


class AnswerDefectsForm(MoveForm):
    """An answer to each defect of the reviewer, in the order of the list."""

    answers = long_text(_("How each defect was put right"), private_limit=5000, help_text=_("One answer in each line."))
    private = ("answers",)

    def bound_to(self, case: Any, actor: Any) -> None:
        self.wanted = int(case.data.get("defects", 0))

    def clean_answers(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["answers"].splitlines() if line.strip()]
        wanted = getattr(self, "wanted", len(lines))
        if len(lines) != wanted:
            sentence = ngettext(
                "%(n)s defect was listed: write one line for it.",
                "%(n)s defects were listed: write one line for each, in their order.",
                wanted,
            )
            raise ValidationError(sentence % {"n": wanted})
        return "\n".join(lines)


class GiveBackForm(ReasonForm):
    """Why the leader no longer holds the case himself."""
