"""Research and proposals on hot issues (热点难点调研与建议): chosen, studied, written, signed, sent, adopted or not (domain.md §5.8 T9d).

No names and no case can be found in it: cases are told of in general.
"""

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
from workflows.roles import CADRE, DISTRICT, HANDLERS, STREET, SUPERVISOR
from workflows.shapes.frame import (
    ChapterForm,
    ChapterType,
    hand,
    holder_only,
    long_text,
    must,
    other_eyes,
    past_day,
    pick,
)
from workflows.standard import ReasonForm, assignment, notes

CHOSEN = State("chosen", _("Being studied"))
WRITTEN = State("written", _("Written, to be signed"))
SENT = State("sent", _("Sent, waiting for the answer"), Kind.WAITING)
ADOPTED = State("adopted", _("Adopted"), Kind.END)
NOT_ADOPTED = State("not_adopted", _("Not adopted"), Kind.END)
DROPPED = State("dropped", _("Given up"), Kind.END)


class TopicForm(ChapterForm):
    topic = forms.CharField(label=_("Topic"), max_length=80)
    problem = long_text(_("The problem"))
    private = ("problem",)


class DraftForm(MoveForm):
    figures = long_text(_("Figures, and where they come from"))
    examples = long_text(_("Examples told in general, without names"), required=False)
    proposal = long_text(_("The proposal"), private_limit=5000)
    nobody_named = must(_("Nobody and no case can be recognised in it"))
    private = ("figures", "examples", "proposal")


class SignForm(MoveForm):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=pick([("send", _("Sign and send")), ("back", _("Back to be reworked"))])
    )
    body = forms.CharField(label=_("To which body"), max_length=80, required=False)
    document_no = forms.CharField(label=_("Number of the letter"), max_length=60, required=False)

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("decision") == "send":
            for name, sentence in (
                ("body", _("Name the body it goes to.")),
                ("document_no", _("Enter the number of the letter.")),
            ):
                if not cleaned.get(name):
                    self.add_error(name, sentence)
        return cleaned


class AnswerForm(MoveForm):
    answer = forms.ChoiceField(label=_("Answer"), choices=pick([("adopted", _("Adopted")), ("not", _("Not adopted"))]))
    answered_on = past_day(_("Date"))
    words = long_text(_("What was answered"), required=False)
    private = ("words",)


@register
class Research(assignment((CHOSEN, WRITTEN)), notes((CHOSEN, WRITTEN, SENT)), ChapterType):
    slug, prefix, title, plan_chapter = "research", "DY", _("Research and proposal"), 9
    states = (CHOSEN, WRITTEN, SENT, ADOPTED, NOT_ADOPTED, DROPPED)
    open_by = (CADRE, STREET, DISTRICT, SUPERVISOR)
    starts_at = Level.DISTRICT
    kept = ("topic",)
    intake_form = TopicForm
    deadlines = (
        Deadline("rs.write", starts=(CHOSEN,), stops=(WRITTEN,), each=True), Deadline("rs.sign", starts=(WRITTEN,), stops=(CHOSEN, SENT), each=True),
        Deadline("rs.answer", starts=(SENT, "ask_again"), stops=("ask_again", ADOPTED, NOT_ADOPTED), each=True),
    )  # fmt: skip
    counters = (
        Counter("reports", _("Studies")), Counter("sent", _("Sent"), states=(SENT, ADOPTED, NOT_ADOPTED), share_of="reports"),
        Counter("adopted", _("Adopted"), states=(ADOPTED,), share_of="sent"),
    )  # fmt: skip

    @action([CHOSEN], WRITTEN, by=HANDLERS, label=_("The draft is written"), form=DraftForm, guards=[holder_only],
            icon="check", primary=True)  # fmt: skip
    def write(self, **draft: Any) -> None:
        hand(self)

    @action([WRITTEN], OneOf((SENT, CHOSEN)), by=[SUPERVISOR, DISTRICT], label=_("Sign it or send it back"), form=SignForm, guards=[other_eyes],
            tell=[tell.HOLDER], icon="send", primary=True)  # fmt: skip
    def sign_off(self, decision: str, body: str, document_no: str) -> str:
        if decision == "back":
            return CHOSEN.code
        self.data.update(body=body, document_no=document_no)
        return SENT.code

    @action([SENT], SAME, by=HANDLERS, label=_("Record that they were asked"), icon="phone")
    def ask_again(self) -> None:
        self.data["asked"] = self.data.get("asked", 0) + 1

    @action([SENT], OneOf((ADOPTED, NOT_ADOPTED)), by=HANDLERS, label=_("Record the answer"), form=AnswerForm, tell=[tell.SUPERVISORS], icon="check",
            primary=True)  # fmt: skip
    def record_answer(self, answer: str, answered_on: date, words: str) -> str:
        return (ADOPTED if answer == "adopted" else NOT_ADOPTED).code

    @action([CHOSEN, WRITTEN], DROPPED, by=HANDLERS, label=_("Give it up"), form=ReasonForm, icon="x")
    def drop(self, reason: str) -> None:
        """The reason is sealed into the event."""
