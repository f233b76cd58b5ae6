"""A legal question (法律咨询): answered at once or by a lawyer within days; words of violence open the urgent lane (domain.md §5.8 T9b)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Kind, State, action
from workflows.chapter_forms import legal_consultation as ask
from workflows.counters import Counter
from workflows.deadlines import AUTO_ASSIGN, Deadline
from workflows.registry import register
from workflows.roles import HANDLERS
from workflows.shapes import rating, violence_told
from workflows.shapes.correct import corrected
from workflows.shapes.frame import UNNAMED, ChapterType, holder_only
from workflows.shapes.violence_told import words_looked_at
from workflows.standard import ReasonForm, assignment, notes

ASKED = State("asked", _("To be answered"))
WITH_LAWYER = State("with_lawyer", _("With a lawyer"))
ANSWERED = State("answered", _("Answered, to be confirmed"))
CLOSED = State("closed", _("Closed"), Kind.END)
INTO_CASE = State("into_case", _("Has become a case"), Kind.END)
INTO_AID = State("into_aid", _("Handed on to legal aid"), Kind.END)
UNANSWERED = (ASKED, WITH_LAWYER)
OPEN = (*UNANSWERED, ANSWERED)


@register
class LegalConsultation(
    violence_told.told(OPEN, INTO_CASE), assignment(OPEN), corrected(ask.QuestionForm, UNANSWERED), notes(UNANSWERED), ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "legal_consultation", "ZX", _("Legal consultation"), 9
    states = (*OPEN, CLOSED, INTO_CASE, INTO_AID)
    kept = ("topic", "wants_lawyer", "limit_on")
    intake_form = ask.QuestionForm
    deadlines = (
        violence_told.deadline(INTO_CASE), Deadline("lc.answer", starts=("open",), stops=(WITH_LAWYER, ANSWERED), then=AUTO_ASSIGN),
        Deadline("lc.lawyer", starts=(WITH_LAWYER,), stops=(ANSWERED,)), rating.deadline(ANSWERED, CLOSED),
    )  # fmt: skip
    counters = (
        Counter("questions", _("Questions")), Counter("lawyer", _("With a lawyer"), where={"lawyer_met": True}, share_of="questions"),
        Counter("cases", _("Became cases"), states=(INTO_CASE,), share_of="questions"), Counter("aid", _("Handed on to legal aid"), states=(INTO_AID,), share_of="questions"),
        violence_told.counter("questions"), Counter("days", _("Days to the end"), by="closed", days_between=("opened", "closed")),
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        ticket.category = cleaned["topic"]
        violence_told.hear(ticket, cleaned["question"])
        return super().opened(ticket, cleaned)

    @classmethod
    def after_correction(cls, ticket: Any, new: dict[str, Any]) -> None:
        ticket.category = ticket.data["topic"]
        violence_told.hear(ticket, new.get("question", ""))

    @action([ASKED], WITH_LAWYER, by=HANDLERS, label=_("Arrange a lawyer"), form=ask.LawyerForm, guards=[holder_only, words_looked_at], icon="user")  # fmt: skip
    def arrange(self, lawyer: str, meets_on: date, no_conflict: bool) -> None:
        self.data.update(lawyer_met=True, meets_on=meets_on.isoformat())

    @action(UNANSWERED, ANSWERED, by=HANDLERS, label=_("Answer"), form=ask.AnswerForm, guards=[holder_only, words_looked_at], tell=[tell.OPENER],
            icon="check", primary=True)  # fmt: skip
    def answer(self, answer: str) -> None:
        """The answer is sealed into the event."""

    @action([ANSWERED], CLOSED, by=HANDLERS, label=_("She has understood"), form=ReasonForm, guards=[words_looked_at], icon="check", primary=True)  # fmt: skip
    def confirm(self, reason: str) -> None:
        """The note is sealed into the event."""

    @action(OPEN, INTO_AID, by=HANDLERS, label=_("Hand it on to legal aid"), form=ask.AidForm, guards=[holder_only, words_looked_at], tell=[tell.OPENER],
            icon="link", after=_("A referral to legal aid is opened and linked, with her name and safe phone."))  # fmt: skip
    def into_legal_aid(self, means: str, matter: str) -> None:
        what = {"category": self.data["topic"], "request": matter, "means": means}
        what |= {"limit_on": self.data["limit_on"]} if self.data.get("limit_on") else {}
        people = tuple(self.data.get("parties", {}))
        self.refer(
            "legal_aid", {"name": UNNAMED, "place": self.place_id, **what}, parties=people, carry=("name", "phone")
        )
