"""A vacancy (用工需求): audited for discrimination before it is published, filled or expired (就业促进法 art 27; domain.md §5.3 T3b)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import HANDLERS, SYSTEM
from workflows.shapes.frame import ChapterForm, ChapterType, boxes, holder_only, long_text, money, pick
from workflows.standard import ReasonForm, assignment, notes

SUBMITTED = State("submitted", _("To be audited"))
PUBLISHED = State("published", _("Published"))
FILLED = State("filled", _("Filled"), Kind.END)
EXPIRED = State("expired", _("Expired"), Kind.END)
REJECTED = State("rejected", _("Not published"), Kind.END)
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
    reason = long_text(_("Reason"), required=False)
    private = ("reason",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == "publish" and len(cleaned.get("lawful", [])) < 3:
            self.add_error(
                "lawful", _("All three are checked before it is published. What discriminates is not published.")
            )
        return cleaned


class MorePlacesForm(MoveForm):
    until = forms.DateField(label=_("Open until"))


@register
class Vacancy(assignment((SUBMITTED, PUBLISHED)), notes((SUBMITTED, PUBLISHED)), ChapterType):
    slug, prefix, title, plan_chapter = "vacancy", "GW", _("Vacancy"), 3
    states = (SUBMITTED, PUBLISHED, FILLED, EXPIRED, REJECTED)
    starts_at = Level.STREET
    kept = ("employer", "job", "skills", "times", "places", "wage")
    intake_form = VacancyForm
    deadlines = (
        Deadline("va.audit", starts=("open",), stops=(PUBLISHED, REJECTED)),
        Deadline("va.expire", starts=(PUBLISHED, "renew"), stops=("renew", FILLED), then="expire", each=True),
    )  # fmt: skip
    counters = (
        Counter("vacancies", _("Vacancies")), Counter("places", _("Places"), amount="places"), Counter("hired", _("Hired"), amount="hired", share_of="places"),
        Counter("rejected", _("Not published: unlawful"), states=(REJECTED,)),
    )  # fmt: skip

    @action([SUBMITTED], OneOf((PUBLISHED, REJECTED)), by=HANDLERS, label=_("Audit it"), form=AuditForm, guards=[holder_only],
            tell=[tell.OPENER], icon="check", primary=True)  # fmt: skip
    def audit(self, lawful: list[str], decision: str, reason: str) -> str:
        if decision == "reject":
            return REJECTED.code
        self.open_account("seats", int(self.data["places"]))
        return PUBLISHED.code

    @action([PUBLISHED, FILLED, EXPIRED], SAME, by=[SYSTEM], label=_("Somebody was hired"), tell=[tell.HOLDER])
    def hired_one(self) -> None:
        self.data["hired"] = self.data.get("hired", 0) + 1

    @action([PUBLISHED], SAME, by=HANDLERS, label=_("Keep it open"), form=MorePlacesForm, icon="clock")
    def renew(self, until: date) -> None:
        self.data["renewed"] = self.data.get("renewed", 0) + 1

    @action(
        [PUBLISHED], FILLED, by=HANDLERS, label=_("It is filled"), form=ReasonForm, tell=[tell.OPENER], icon="check"
    )
    def fill(self, reason: str) -> None:
        """The reason is sealed into the event."""

    @action([PUBLISHED], EXPIRED, by=[SYSTEM], label=_("Its time is over"), tell=[tell.HOLDER, tell.OPENER])
    def expire(self) -> None:
        self.data["expired"] = True
