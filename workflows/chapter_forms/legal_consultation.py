"""What is asked with a legal question, and what is entered with its answer (domain.md §5.8 T9b)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.classifications import category_choices
from workflows.forms import MoveForm
from workflows.rights.aid_forms import MEANS
from workflows.shapes.frame import PersonForm, ahead, long_text, must, pick


class QuestionForm(PersonForm):
    topic = forms.ChoiceField(label=_("Topic"), choices=pick(category_choices()))
    question = long_text(_("Her question"))
    wants_lawyer = forms.BooleanField(label=_("She wishes to speak with a lawyer"), required=False)
    limit_on = forms.DateField(label=_("Last day of a limitation period"), required=False)
    private = (*PersonForm.private, "question")


class LawyerForm(MoveForm):
    lawyer = forms.CharField(label=_("Lawyer or volunteer"), max_length=80)
    meets_on = ahead(_("Appointment on"))
    no_conflict = must(_("No conflict of interest: the lawyer does not act for the other side"))
    private = ("lawyer",)


class AnswerForm(MoveForm):
    answer = long_text(_("Answer"))
    private = ("answer",)


class AidForm(MoveForm):
    means = forms.ChoiceField(label=_("Means"), choices=[("", _("Not known yet")), *MEANS], required=False)
    matter = long_text(_("Matter for which aid is asked"))
    private = ("matter",)
