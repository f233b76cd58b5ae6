"""What a volunteer is asked: skills and times, training, records, complaints (domain.md §5.4 T4b)."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm
from workflows.shapes.frame import PersonForm, boxes, long_text, past_day, pick

SKILLS = [
    ("law", _("Law")), ("counselling", _("Counselling")), ("mediation", _("Mediation")), ("home", _("Home help")), ("teaching", _("Teaching")), ("care", _("Care")),
]  # fmt: skip


KINDS = [
    ("rights", _("Rights volunteer")),
    ("guidance", _("Volunteer for one person")),
    ("women", _("Women's volunteer")),
]


TIMES = [("weekday", _("On weekdays")), ("evening", _("Evenings")), ("weekend", _("Weekends"))]


class VolunteerForm(PersonForm):
    kinds = boxes(_("Kind"), KINDS)
    skills = boxes(_("Skills"), SKILLS)
    times = boxes(_("When"), TIMES)
    with_minors = forms.BooleanField(label=_("Wants to work with minors"), required=False)
    licence_no = forms.CharField(label=_("Licence number, for lawyers and counsellors"), max_length=60, required=False)
    pledge = forms.BooleanField(
        label=_("The pledge of confidentiality is signed"),
        error_messages={"required": _("Nobody serves without the pledge. Have it signed first.")},
    )
    private = (*PersonForm.private, "licence_no")


class CheckForm(MoveForm):
    suited = forms.ChoiceField(label=_("Suited?"), choices=pick([("yes", _("Yes")), ("no", _("No"))]))
    record_asked = forms.BooleanField(
        label=_("For work with minors: the record was asked for, nothing found"), required=False
    )
    remarks = long_text(_("Remarks"), required=False)
    private = ("remarks",)


class TrainedForm(MoveForm):
    trained_on = past_day(_("Trained on"))
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=500)
    topics = boxes(
        _("Topics"),
        [
            ("privacy", _("Privacy and safety")),
            ("law", _("Law")),
            ("talk", _("How to listen")),
            ("minors", _("Protection of minors")),
        ],
    )


class TaskForm(MoveForm):
    task = forms.CharField(label=_("Task"), max_length=40)


class ServedForm(MoveForm):
    hours = forms.DecimalField(label=_("Hours"), max_digits=5, decimal_places=1, min_value=Decimal("0.5"))
