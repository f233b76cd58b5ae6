"""What a member of the women entrepreneurs' club asks for (会员诉求): answered, or brought to who can (domain.md §5.1 T1b)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Kind, State, action
from workflows.counters import Counter
from workflows.deadlines import AUTO_ASSIGN, Deadline
from workflows.forms import MoveForm
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import HANDLERS
from workflows.shapes.frame import ChapterType, PersonForm, holder_only, long_text, pick
from workflows.standard import assignment, notes

ASKED = State("asked", _("To be answered"))
SOLVED = State("solved", _("Solved"), Kind.END)
NOT_SOLVED = State("not_solved", _("Explained, not solved"), Kind.END)
KINDS = [
    ("finance", _("Finance")), ("market", _("Market")), ("policy", _("Policy")), ("staff", _("Staff")), ("rights", _("Rights")), ("other", _("Other")),
]  # fmt: skip


class RequestForm(PersonForm):
    kind = forms.ChoiceField(label=_("What it is about"), choices=pick(KINDS))
    request = long_text(_("Her request"))
    private = (*PersonForm.private, "request")


class AnswerForm(MoveForm):
    answer = long_text(_("Answer"))
    private = ("answer",)


@register
class ClubRequest(assignment((ASKED,)), notes((ASKED,)), ChapterType):
    slug, prefix, title, plan_chapter = "club_request", "LQ", _("Request of a club member"), 1
    states = (ASKED, SOLVED, NOT_SOLVED)
    starts_at = Level.STREET
    kept = ("kind",)
    intake_form = RequestForm
    deadlines = (
        Deadline("wo.sign_in", starts=("open",), stops=("claim", "assign", "auto_assign"), then=AUTO_ASSIGN),
        Deadline("cl.request", starts=("open",)),
    )
    counters = (
        Counter("requests", _("Requests")),
        Counter("solved", _("Solved"), states=(SOLVED,), share_of="requests"),
    )

    @action([ASKED], SOLVED, by=HANDLERS, label=_("It is solved"), form=AnswerForm, guards=[holder_only], tell=[tell.OPENER],
            icon="check", primary=True)  # fmt: skip
    def solve(self, answer: str) -> None:
        """The answer is sealed into the event."""

    @action([ASKED], NOT_SOLVED, by=HANDLERS, label=_("It cannot be solved, explained"), form=AnswerForm, guards=[holder_only],
            tell=[tell.OPENER], icon="x")  # fmt: skip
    def explain(self, answer: str) -> None:
        """The answer is sealed into the event."""
