"""A vacancy (用工需求): audited for discrimination before it is published, filled or expired (就业促进法 art 27; domain.md §5.3 T3b).

Words that often discriminate are looked for when it comes in (`vacancy.yaml`); a person decides. Once published it is offered to
seekers of the whole district; the employer's contact stays with the unit that has it.
"""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.chapter_forms import vacancy as ask
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import HANDLERS, SYSTEM, Actor
from workflows.shapes.correct import corrected
from workflows.shapes.frame import ChapterType, holder_only, listed
from workflows.standard import ReasonForm, assignment, notes

SUBMITTED = State("submitted", _("To be audited"))
PUBLISHED = State("published", _("Published"))
FILLED = State("filled", _("Filled"), Kind.END)
EXPIRED = State("expired", _("Expired"), Kind.END)
REJECTED = State("rejected", _("Not published"), Kind.END)


WORDS = Path(__file__).with_suffix(".yaml")


def words_found(*texts: str) -> list[str]:
    """Kinds of words that limit by sex, marriage or birth, as far as a list can find them; a person decides what they mean."""
    kinds = listed(WORDS)
    return [kind for kind, words in kinds.items() if any(word in text for word in words for text in texts)]


def some_left(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.left(ticket.number) else _("Every place is taken. Say that it is filled.")


@register
class Vacancy(
    assignment((SUBMITTED, PUBLISHED)), corrected(ask.VacancyForm, (SUBMITTED,), fixed=("places",)), notes((SUBMITTED, PUBLISHED)), ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "vacancy", "GW", _("Vacancy"), 3
    states = (SUBMITTED, PUBLISHED, FILLED, EXPIRED, REJECTED)
    starts_at = Level.STREET
    kept = ("employer", "job", "skills", "times", "places", "wage")
    intake_form = ask.VacancyForm
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

    @action([SUBMITTED], OneOf((PUBLISHED, REJECTED)), by=HANDLERS, label=_("Audit it"), form=ask.AuditForm, guards=[holder_only],
            tell=[tell.OPENER], icon="check", primary=True)  # fmt: skip
    def audit(self, lawful: list[str], decision: str, reason: str, not_meant: bool = False) -> str:
        if decision == "reject":
            return REJECTED.code
        self.open_account("seats", int(self.data["places"]))
        return PUBLISHED.code

    @action([PUBLISHED], SAME, by=[SYSTEM], label=_("A seeker was referred"), form=ask.ReferredForm, tell=[tell.HOLDER])
    def referred_one(self, seeker: str) -> None:
        """Who has the vacancy knows the employer's contact, and speaks with the unit that has the seeker."""
        self.data["referrals"] = self.data.get("referrals", 0) + 1

    @action([PUBLISHED], OneOf((PUBLISHED, FILLED)), by=[SYSTEM], label=_("Somebody was hired"), tell=[tell.HOLDER])
    @action([FILLED, EXPIRED], SAME, by=[SYSTEM], label=_("Somebody was hired"), tell=[tell.HOLDER])
    def hired_one(self) -> str:
        """With its last place taken a published one is filled; an answer that comes late still counts."""
        self.data["hired"] = self.data.get("hired", 0) + 1
        return (FILLED if self.data["hired"] >= int(self.data["places"]) else PUBLISHED).code

    @action([PUBLISHED], SAME, by=HANDLERS, label=_("Keep it open"), guards=[some_left], icon="clock",
            after=_("Its time begins anew."))  # fmt: skip
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
