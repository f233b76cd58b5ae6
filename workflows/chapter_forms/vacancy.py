"""What an employer offers, and what the audit looks at (domain.md §5.3 T3b)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm
from workflows.roles import Actor
from workflows.shapes.frame import ChapterForm, boxes, long_text, money, pick

SKILLS = [
    ("home", _("Home services")), ("care", _("Care")), ("shop", _("Shop")), ("kitchen", _("Kitchen")), ("office", _("Office")),
    ("craft", _("Handicraft")), ("online", _("Online trade")), ("factory", _("Factory")),
]  # fmt: skip


TIMES = [("full", _("Full time")), ("part", _("Part time")), ("shift", _("Shifts")), ("home", _("From home"))]


class VacancyForm(ChapterForm):
    employer = forms.CharField(label=_("Employer"), max_length=80)
    contact = forms.CharField(label=_("Contact person and phone"), max_length=80)
    job = forms.CharField(label=_("Job"), max_length=60)
    skills = boxes(_("Skills"), SKILLS)
    times = boxes(_("Working time"), TIMES)
    places = forms.IntegerField(label=_("How many"), min_value=1, max_value=500)
    wage = money(_("Wage a month, in yuan"))
    text = long_text(_("Description"))
    private = ("contact", "text")


class AuditForm(MoveForm):
    lawful = boxes(
        _("Checked"),
        [
            ("licence", _("The employer has a licence")),
            ("wage", _("The wage is not below the minimum")),
            ("no_sex", _("No limit by sex, marriage or birth (art 27)")),
        ],
    )
    decision = forms.ChoiceField(
        label=_("Decision"), choices=pick([("publish", _("Publish")), ("reject", _("Do not publish"))])
    )
    not_meant = forms.BooleanField(label=_("The words found in it were looked at and limit nobody"), required=False)
    reason = long_text(_("Reason"), required=False)
    private = ("reason",)

    def bound_to(self, case: Any, actor: Actor) -> None:
        if not case.data.get("words_found"):
            del self.fields["not_meant"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == "publish" and len(cleaned.get("lawful", [])) < 3:
            self.add_error(
                "lawful", _("All three are checked before it is published. What discriminates is not published.")
            )
        if cleaned.get("decision") == "publish" and cleaned.get("not_meant") is False:
            self.add_error(
                "not_meant",
                _(
                    "It has words that may limit by sex, marriage or birth. Have the text corrected, or look at them and tick the box."
                ),
            )
        if cleaned.get("decision") == "reject" and not cleaned.get("reason"):
            self.add_error("reason", _("Say why: the employer may correct it and offer it again."))
        return cleaned


class ReferredForm(MoveForm):
    seeker = forms.CharField(label=_("Job referral"), max_length=40)
