"""The suggestion box (意见建议): a small, honest ticket type; the example of docs/adding-a-ticket-type.md."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Kind, State, Workflow, action
from workflows.counters import Counter
from workflows.deadlines import AUTO_ASSIGN, Deadline
from workflows.forms import MoveForm
from workflows.guards import holder_only, unassigned
from workflows.ladder import level_of
from workflows.registry import register
from workflows.roles import CADRE, DISTRICT, HANDLERS, MEDIATOR, OPERATOR, STREET, SYSTEM
from workflows.standard import LONG_TEXT, AssignForm

RECEIVED = State("received", _("Received"))
ANSWERING = State("answering", _("Being answered"))
ANSWERED = State("answered", _("Answered"), Kind.END)


class SuggestionForm(MoveForm):
    place = forms.RegexField(
        r"^(\d{6}|\d{9}|\d{12})$", label=_("Place"), error_messages={"invalid": _("Choose a place from the list.")}
    )
    suggestion = forms.CharField(label=_("Suggestion"), max_length=2000, widget=LONG_TEXT)
    phone = forms.CharField(label=_("Phone for the answer"), max_length=20, required=False)
    private = ("suggestion", "phone")


class AnswerForm(MoveForm):
    answer = forms.CharField(label=_("Answer"), max_length=2000, widget=LONG_TEXT)
    taken_up = forms.BooleanField(label=_("We take it up"), required=False)
    private = ("answer",)


@register
class Suggestion(Workflow):
    slug, prefix, title, plan_chapter = "suggestion", "JY", _("Suggestion"), 8
    states = (RECEIVED, ANSWERING, ANSWERED)
    deadlines = (
        Deadline("wo.sign_in", starts=("open",), stops=(ANSWERING,), then=AUTO_ASSIGN),
        Deadline("wo.complaint", starts=("open",)),
    )
    intake_form = SuggestionForm
    open_by = (OPERATOR, CADRE, MEDIATOR, STREET, DISTRICT)
    tell_on_open = (tell.UNIT,)
    counters = (
        Counter("received", _("Suggestions received")),
        Counter("answered", _("Answered"), states=(ANSWERED,), by="closed"),
        Counter("taken_up", _("Taken up"), where={"taken_up": True}, by="closed", share_of="answered"),
        Counter("days", _("Days to the answer"), days_between=("opened", "closed"), by="closed"),
    )

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        ticket.place_id = ticket.unit_id = cleaned["place"]
        ticket.level, ticket.category, ticket.title_text = int(level_of(cleaned["place"])), "0901", "意见建议"
        return [{"role": "petitioner", "sealed": {"phone": cleaned["phone"]}, "phone": cleaned["phone"]}]

    @classmethod
    def heading(cls, ticket: Any) -> str:
        return str(cls.title)

    @action([RECEIVED], ANSWERING, by=HANDLERS, label=_("Claim"), guards=[unassigned], icon="check", primary=True)
    def claim(self) -> None:
        self.assignee_id = self.actor.id

    @action(
        [RECEIVED], ANSWERING, by=[SYSTEM], label=_("Assigned automatically"), form=AssignForm, tell=[tell.HOLDER],
    )  # fmt: skip
    def auto_assign(self, assignee: int) -> None:
        self.assignee_id = assignee

    @action(
        [ANSWERING], ANSWERED, by=HANDLERS, label=_("Answer"), form=AnswerForm, guards=[holder_only], icon="send",
        primary=True,
    )  # fmt: skip
    def answer(self, answer: str, taken_up: bool) -> None:
        self.data["taken_up"] = taken_up
