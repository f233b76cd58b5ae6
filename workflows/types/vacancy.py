"""A vacancy (用工需求): audited for discrimination before it is published, filled or expired (就业促进法 art 27; domain.md §5.3 T3b).

Words that often discriminate are looked for when it comes in (`vacancy.yaml`); a person decides. Once published it is offered to
seekers of the whole district; the employer's contact stays with the unit that has it.
"""

from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import HANDLERS, SYSTEM, Actor
from workflows.shapes.correct import corrected
from workflows.shapes.frame import ChapterForm, ChapterType, boxes, holder_only, listed, long_text, money, pick
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


WORDS = Path(__file__).with_suffix(".yaml")


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


def words_found(*texts: str) -> list[str]:
    """Kinds of words that limit by sex, marriage or birth, as far as a list can find them; a person decides what they mean."""
    kinds = listed(WORDS)
    return [kind for kind, words in kinds.items() if any(word in text for word in words for text in texts)]


def some_left(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.left(ticket.number) else _("Every place is taken. Say that it is filled.")


@register
class Vacancy(
    assignment((SUBMITTED, PUBLISHED)), corrected(VacancyForm, (SUBMITTED,), fixed=("places",)), notes((SUBMITTED, PUBLISHED)), ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "vacancy", "GW", _("Vacancy"), 3
    states = (SUBMITTED, PUBLISHED, FILLED, EXPIRED, REJECTED)
    starts_at = Level.STREET
    kept = ("employer", "job", "skills", "times", "places", "wage")
    intake_form = VacancyForm
    shared = (PUBLISHED.code,)
    deadlines = (
        Deadline("va.audit", starts=("open",), stops=(PUBLISHED, REJECTED)),
        Deadline("va.expire", starts=(PUBLISHED, "renew"), stops=("renew", FILLED), then="expire", each=True),
    )  # fmt: skip
    counters = (
        Counter("vacancies", _("Vacancies")), Counter("places", _("Places"), amount="places"), Counter("hired", _("Hired"), amount="hired", share_of="places"),
        Counter("rejected", _("Not published: unlawful"), states=(REJECTED,)),
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        ticket.data["words_found"] = words_found(cleaned["job"], cleaned["text"])
        return super().opened(ticket, cleaned)

    @classmethod
    def after_correction(cls, ticket: Any, new: dict[str, Any]) -> None:
        """A text written anew is looked at anew."""
        if new.get("text"):
            ticket.data["words_found"] = words_found(ticket.data["job"], new["text"])
        else:
            ticket.data["words_found"] = sorted({*ticket.data["words_found"], *words_found(ticket.data["job"])})

    @classmethod
    def offered_as(cls, ticket: Any) -> list[tuple[Text, Text]]:
        return [(_("Job"), ticket.data["job"]), (_("Wage a month, in yuan"), ticket.data["wage"])]

    @action([SUBMITTED], OneOf((PUBLISHED, REJECTED)), by=HANDLERS, label=_("Audit it"), form=AuditForm, guards=[holder_only],
            tell=[tell.OPENER], icon="check", primary=True)  # fmt: skip
    def audit(self, lawful: list[str], decision: str, reason: str, not_meant: bool = False) -> str:
        if decision == "reject":
            return REJECTED.code
        self.open_account("seats", int(self.data["places"]))
        return PUBLISHED.code

    @action([PUBLISHED], SAME, by=[SYSTEM], label=_("A seeker was referred"), form=ReferredForm, tell=[tell.HOLDER])
    def referred_one(self, seeker: str) -> None:
        """Who has the vacancy knows the employer's contact, and speaks with the unit that has the seeker."""
        self.data["referrals"] = self.data.get("referrals", 0) + 1

    @action([PUBLISHED], OneOf((PUBLISHED, FILLED)), by=[SYSTEM], label=_("Somebody was hired"), tell=[tell.HOLDER])
    @action([FILLED, EXPIRED], SAME, by=[SYSTEM], label=_("Somebody was hired"), tell=[tell.HOLDER])
    def hired_one(self) -> str:
        """With its last place taken a published one is filled; an answer that comes late still counts."""
        self.data["hired"] = self.data.get("hired", 0) + 1
        return (FILLED if self.data["hired"] >= int(self.data["places"]) else PUBLISHED).code

    @action(
        [PUBLISHED],
        SAME,
        by=HANDLERS,
        label=_("Keep it open"),
        guards=[some_left],
        icon="clock",
        after=_("Its time begins anew."),
    )
    def renew(self) -> None:
        self.data["renewed"] = self.data.get("renewed", 0) + 1

    @action(
        [PUBLISHED], FILLED, by=HANDLERS, label=_("It is filled"), form=ReasonForm, tell=[tell.OPENER], icon="check"
    )
    def fill(self, reason: str) -> None:
        """The reason is sealed into the event."""

    @action([PUBLISHED], EXPIRED, by=[SYSTEM], label=_("Its time is over"), tell=[tell.HOLDER, tell.OPENER])
    def expire(self) -> None:
        self.data["expired"] = True
