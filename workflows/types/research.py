"""Research and proposals on hot issues (热点难点调研与建议): chosen, studied, written, signed, sent, adopted or not (domain.md §5.8 T9d).

No names and no case can be found in it: cases are told of in general.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Kind, OneOf, State, action
from workflows.chapter_forms import research as ask
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import CADRE, DISTRICT, HANDLERS, STREET, SUPERVISOR
from workflows.shapes.answer import asked_again, awaited
from workflows.shapes.frame import ChapterType, hand, holder_only, other_eyes
from workflows.standard import ReasonForm, assignment, notes

CHOSEN = State("chosen", _("Being studied"))
WRITTEN = State("written", _("Written, to be signed"))
SENT = State("sent", _("Sent, waiting for the answer"), Kind.WAITING)
ADOPTED = State("adopted", _("Adopted"), Kind.END)
NOT_ADOPTED = State("not_adopted", _("Not adopted"), Kind.END)
DROPPED = State("dropped", _("Given up"), Kind.END)


@register
class Research(assignment((CHOSEN, WRITTEN)), notes((CHOSEN, WRITTEN, SENT)), ChapterType):
    slug, prefix, title, plan_chapter = "research", "DY", _("Research and proposal"), 9
    states = (CHOSEN, WRITTEN, SENT, ADOPTED, NOT_ADOPTED, DROPPED)
    open_by = (CADRE, STREET, DISTRICT, SUPERVISOR)
    starts_at = Level.DISTRICT
    kept = ("topic",)
    intake_form = ask.TopicForm
    deadlines = (
        Deadline("rs.write", starts=(CHOSEN,), stops=(WRITTEN,), each=True), Deadline("rs.sign", starts=(WRITTEN,), stops=(CHOSEN, SENT), each=True),
        awaited("rs.answer", [SENT], "ask_again", ADOPTED, NOT_ADOPTED),
    )  # fmt: skip
    counters = (
        Counter("reports", _("Studies")), Counter("sent", _("Sent"), states=(SENT, ADOPTED, NOT_ADOPTED), share_of="reports"),
        Counter("adopted", _("Adopted"), states=(ADOPTED,), share_of="sent"),
    )  # fmt: skip

    @action([CHOSEN], WRITTEN, by=HANDLERS, label=_("The draft is written"), form=ask.DraftForm, guards=[holder_only],
            icon="check", primary=True)  # fmt: skip
    def write(self, **draft: Any) -> None:
        hand(self)

    @action([WRITTEN], OneOf((SENT, CHOSEN)), by=[SUPERVISOR, DISTRICT], label=_("Sign it or send it back"), form=ask.SignForm, guards=[other_eyes],
            tell=[tell.HOLDER], icon="send", primary=True)  # fmt: skip
    def sign_off(self, decision: str, body: str, document_no: str) -> str:
        if decision == "back":
            return CHOSEN.code
        self.data.update(body=body, document_no=document_no)
        return SENT.code

    ask_again = asked_again([SENT], _("Record that they were asked"))

    @action([SENT], OneOf((ADOPTED, NOT_ADOPTED)), by=HANDLERS, label=_("Record the answer"), form=ask.AnswerForm, tell=[tell.SUPERVISORS], icon="check",
            primary=True)  # fmt: skip
    def record_answer(self, answer: str, answered_on: date, words: str) -> str:
        return (ADOPTED if answer == "adopted" else NOT_ADOPTED).code

    @action([CHOSEN, WRITTEN], DROPPED, by=HANDLERS, label=_("Give it up"), form=ReasonForm, icon="x")
    def drop(self, reason: str) -> None:
        """The reason is sealed into the event."""
