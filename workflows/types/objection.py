"""An objection to what is on public notice (异议): looked into within five working days, upheld or not (domain.md §5.0)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Kind, State, Text, Workflow, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.roles import DISTRICT, HANDLERS, STREET, SYSTEM, Actor
from workflows.shapes.frame import other_eyes
from workflows.shapes.notice import PUBLIC, ObjectionForm
from workflows.shapes.notice import UPHELD as UPHELD_CODE
from workflows.standard import ReasonForm, assignment

RECEIVED = State("received", _("To be looked into"))
UPHELD = State(UPHELD_CODE, _("Upheld"), Kind.END)
REJECTED = State("rejected", _("Not upheld"), Kind.END)


def not_his_own(ticket: Any, actor: Actor) -> Text:
    """Guard: who had a hand in what is objected to does not decide the objection (four eyes)."""
    return other_eyes(ticket.family.parent, actor)


@register
class Objection(assignment((RECEIVED,)), Workflow):
    slug, prefix, title, plan_chapter = "objection", "YY", _("Objection to a public notice"), 5
    states = (RECEIVED, UPHELD, REJECTED)
    only_child = True
    open_by = (SYSTEM, *HANDLERS)
    tell_on_open = (tell.UNIT,)
    intake_form = ObjectionForm
    deadlines = (Deadline("aw.objection", starts=("open",)),)
    counters = (
        Counter("objections", _("Objections")),
        Counter("upheld", _("Upheld"), states=(UPHELD,), share_of="objections"),
    )

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        ticket.title_text = "公示异议"
        ticket.data["anonymous"] = not cleaned["name"]
        return []

    @classmethod
    def heading(cls, ticket: Any) -> Text:
        return cls.title

    @action([RECEIVED], UPHELD, by=[STREET, DISTRICT], label=_("Uphold it"), form=ReasonForm, guards=[not_his_own], tell=[tell.PARENT, tell.LEVEL_UP],
            icon="check", after=_("The notice is taken down by the district; a place of a quota is given back."))  # fmt: skip
    def uphold(self, reason: str) -> None:
        """The reason is sealed into the event."""

    @action([RECEIVED], REJECTED, by=[STREET, DISTRICT], label=_("Do not uphold it"), form=ReasonForm, guards=[not_his_own], tell=[tell.PARENT],
            icon="x", after=_("The notice goes on and ends by its time; if that is over, at once."))  # fmt: skip
    def reject(self, reason: str) -> None:
        parent = self.family.parent
        if parent.state == PUBLIC.code:
            self.move_other(parent.number, "objection_rejected", objection=self.number)
