"""What a task for a volunteer is, who takes it, and what is entered when it is done (domain.md §5.4 T4c)."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.chapter_forms.volunteer import SKILLS, TIMES
from workflows.forms import MoveForm, TicketField
from workflows.shapes.frame import ChapterForm, boxes, long_text


class TaskForm(ChapterForm):
    first_name = forms.CharField(label=_("How to address her"), max_length=20, required=False)
    need = long_text(_("What is needed"))
    skills = boxes(_("Skills"), SKILLS)
    times = boxes(_("When"), TIMES)
    meet_at = forms.CharField(label=_("Where to meet (not her home)"), max_length=80, required=False)
    minors = forms.BooleanField(label=_("Minors are involved"), required=False)
    risk_note = long_text(_("What to mind for safety"), required=False)
    private = ("first_name", "need", "meet_at", "risk_note")


class TakeForm(MoveForm):
    volunteer = TicketField(label=_("Volunteer (number)"), offers=True)


class DoneForm(MoveForm):
    hours = forms.DecimalField(
        label=_("Hours, as confirmed by who was helped"), max_digits=5, decimal_places=1, min_value=Decimal("0.5")
    )
    safe = forms.BooleanField(
        label=_("Both are back safely"), error_messages={"required": _("Make sure of it first, then tick the box.")}
    )
