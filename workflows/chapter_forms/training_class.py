"""What a training class and those who enrol in it are asked (domain.md §5.2)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm
from workflows.partyroles import EDUCATION
from workflows.shapes.activity import satisfaction
from workflows.shapes.frame import ChapterForm, PersonForm, ahead, boxes, money, past_day, pick

SUBJECTS = [
    ("home", _("Home services")), ("child", _("Child care")), ("elderly", _("Care of the old")), ("health", _("Health care")),
    ("craft", _("Handicraft")), ("online", _("Online trade")),
]  # fmt: skip
GROUPS = [  # who goes first on the waiting list, in this order (domain.md §5.2: 六免)
    ("unemployed", _("Registered unemployed")), ("graduate", _("Graduate of the year")), ("rural", _("Transferred rural woman")),
    ("migrant", _("Migrant woman")), ("other", _("None of these")),
]  # fmt: skip
HARDSHIPS = [
    ("low_income", _("Low income")), ("zero_job", _("Household without work")), ("disabled", _("Disability")), ("single", _("Single parent")),
    ("illness", _("Serious illness in the family")),
]  # fmt: skip


class ClassForm(ChapterForm):
    subject = forms.ChoiceField(label=_("Subject"), choices=pick(SUBJECTS))
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=2000)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=500)
    begins_on = ahead(_("Begins on"))
    ends_on = ahead(_("Ends on"), required=False)
    where = forms.CharField(label=_("Where"), max_length=80)
    teacher = forms.CharField(label=_("Teacher and licence"), max_length=80)
    cost = money(_("Cost in yuan"))
    paid_by = forms.CharField(label=_("Paid from"), max_length=60)
    insured = forms.BooleanField(label=_("The learners are insured"), required=False)
    private = ("teacher",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("begins_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("It ends before it begins. Look at both days."))
        return cleaned


class EnrolForm(PersonForm):
    place = forms.CharField(label=_("Place"), widget=forms.HiddenInput, required=False)
    group = forms.ChoiceField(label=_("Group"), choices=pick(GROUPS))
    education = forms.ChoiceField(label=_("Education"), required=False, choices=pick(EDUCATION))
    age = forms.IntegerField(label=_("Age"), min_value=14, max_value=90, required=False)
    hardships = boxes(_("Difficulty"), HARDSHIPS, required=False)
    wants_work = forms.BooleanField(label=_("She wants to work afterwards"), required=False)
    childcare = forms.BooleanField(label=_("She needs child care during the class"), required=False)


class ResultForm(MoveForm):
    ended_on = past_day(_("Ended on"))
    certificates = forms.IntegerField(label=_("Certificates"), min_value=0, max_value=500)
    satisfied = satisfaction()


class AcceptForm(MoveForm):
    papers = boxes(_("Papers in the file"), [
        ("roll", _("List of learners")), ("attendance", _("Attendance")), ("marks", _("Marks")), ("certificates", _("List of certificates")),
    ])  # fmt: skip
    cost = money(_("Cost in yuan"))


class CheckForm(MoveForm):
    fits = forms.ChoiceField(label=_("Is she eligible?"), choices=pick([("yes", _("Yes")), ("no", _("No"))]))


class EndForm(MoveForm):
    """How a learner ended."""

    result = forms.ChoiceField(
        label=_("Result"), choices=pick([("completed", _("Completed")), ("not", _("Not completed"))])
    )
    certificate = forms.CharField(label=_("Number of the certificate"), max_length=60, required=False)
