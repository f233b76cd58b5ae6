"""What a woman who looks for work is asked: what she can and wishes, her consent, what came of an offer (domain.md §5.3 T3a)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.chapter_forms.vacancy import SKILLS, TIMES
from workflows.forms import MoveForm, TicketField
from workflows.shapes.frame import PersonForm, boxes, long_text, money, must, pick

GROUPS = [
    ("forty_fifty", _("Over forty")),
    ("zero_job", _("Household without work")),
    ("disabled", _("Disability")),
    ("single", _("Single parent")),
]
NEAR = [
    ("community", _("In her community")),
    ("street", _("In her street")),
    ("district", _("In the district")),
    ("any", _("Anywhere")),
]
IDLE = [
    ("under_6", _("Less than half a year")),
    ("to_12", _("Half a year to a year")),
    ("over_12", _("More than a year")),
    ("working", _("At work now")),
]


class SeekerForm(PersonForm):
    skills = boxes(_("Skills"), SKILLS)
    times = boxes(_("Working time"), TIMES)
    wage = money(_("Wage a month she hopes for, in yuan"), required=False)
    near = forms.ChoiceField(label=_("How far she can go"), choices=pick(NEAR), required=False)
    idle = forms.ChoiceField(label=_("Out of work for"), choices=pick(IDLE), required=False)
    groups = boxes(_("Group"), GROUPS, required=False)
    certificates = forms.CharField(label=_("Certificates she has"), max_length=200, required=False)
    care = forms.BooleanField(label=_("She cares for children or old people"), required=False)
    share_cv = forms.BooleanField(label=_("She agrees that her particulars are shown to employers"), required=False)
    private = (*PersonForm.private, "certificates")


class OfferForm(MoveForm):
    vacancy = TicketField(label=_("Vacancy (its number)"), offers=True)


class ReplyForm(MoveForm):
    reply = forms.ChoiceField(
        label=_("Employer's reply"), choices=pick([("hired", _("Hired")), ("not", _("Not hired"))])
    )


class ConsentForm(MoveForm):
    agrees = must(_("She agrees that her particulars are shown to employers"))
    given = forms.ChoiceField(
        label=_("How she said it"), choices=pick([("paper", _("In writing")), ("oral", _("By voice, recorded"))])
    )


class LookBackForm(MoveForm):
    change = boxes(_("What is done differently now"), [
        ("wish", _("Her wishes are looked at again")), ("class", _("A training class first")),
        ("service", _("Referred to the public employment service")), ("same", _("Nothing; she wishes to go on so")),
    ])  # fmt: skip
    remarks = long_text(_("More about it"), required=False)
    private = ("remarks",)
