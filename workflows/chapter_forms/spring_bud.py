"""What is asked about a girl of Spring Bud: she herself, her visits, her payments (domain.md §5.9 T10b)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm, TicketField
from workflows.shapes.frame import (
    PersonForm,
    long_text,
    must,
    past_day,
    pick,
    some_money,
)
from workflows.standard import ReasonForm

STAGES = [
    ("primary", _("Primary school")),
    ("junior", _("Junior middle school")),
    ("senior", _("Senior middle school")),
    ("any", _("Any")),
]
SCHOOLS = STAGES[:-1]  # “any” is the donor's wish


class GirlForm(PersonForm):
    stage = forms.ChoiceField(label=_("School"), choices=pick(SCHOOLS))
    grade = forms.IntegerField(label=_("Grade"), min_value=1, max_value=12)
    need = some_money(_("Need a term, in yuan"))
    school = forms.CharField(label=_("Name of the school"), max_length=80)
    guardian = forms.CharField(label=_("Guardian"), max_length=40)
    guardian_consents = must(_("The guardian agrees, in writing; the girl was asked as fits her age"))
    account = forms.CharField(label=_("Account of the school or the guardian"), max_length=60, required=False)
    family = long_text(_("Her family's situation"))
    private = (*PersonForm.private, "school", "guardian", "account", "family")


class MatchForm(MoveForm):
    pledge = TicketField(label=_("Pledge (its number)"))


class TermForm(MoveForm):
    term = forms.RegexField(
        r"^20\d\d-[12]$",
        label=_("Term (2026-1, 2026-2)"),
        error_messages={"invalid": _("Write the year and 1 or 2, as in 2026-1.")},
    )
    amount = some_money(_("Amount in yuan"))
    paid_on = past_day(_("Paid on"))
    slip = forms.CharField(label=_("Number of the payment slip"), max_length=60)


class VisitForm(MoveForm):
    visited_on = past_day(_("Visited on"))
    marks = forms.ChoiceField(
        label=_("At school"),
        choices=pick([("good", _("Good")), ("fair", _("Fair")), ("poor", _("Poor")), ("left", _("Has left school"))]),
    )
    life = long_text(_("How she lives"))
    safe = forms.ChoiceField(
        label=_("Is she safe at home?"), choices=pick([("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))])
    )
    private = ("life",)


class EndForm(ReasonForm):
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=pick(
            [
                ("graduated", _("Has finished school")),
                ("better", _("Out of hardship")),
                ("moved", _("Changed to a school elsewhere")),
                ("other", _("Other")),
            ]
        ),
    )
    field_order = ("ground", "reason")
