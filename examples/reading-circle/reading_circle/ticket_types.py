"""A reading circle (读书会): registered by the community, looked at by the street, reporting each half-year that it meets."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import CADRE, HANDLERS, STREET
from workflows.shapes.frame import ChapterForm, ChapterType, holder_only, past_day, pick
from workflows.standard import ReasonForm, assignment, notes

REGISTERED = State("registered", _("Registered, to be looked at"))
MEETING = State("meeting", _("The circle meets"))
DECLINED = State("declined", _("Sent back"), Kind.END)
DISSOLVED = State("dissolved", _("Dissolved"), Kind.END)


class CircleForm(ChapterForm):
    called = forms.CharField(label=_("Name of the circle"), max_length=40)
    members = forms.IntegerField(label=_("Members"), min_value=3, max_value=200)
    leader = forms.CharField(label=_("Who leads it, and her phone"), max_length=60)
    private = ("leader",)  # whatever names or locates a person is sealed; the rest can be counted


class AnswerForm(MoveForm):
    decision = forms.ChoiceField(label=_("Answer"), choices=pick([("yes", _("Welcome it")), ("no", _("Send it back"))]))
    reason = forms.CharField(label=_("What is missing"), max_length=300, required=False)
    private = ("reason",)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "no" and not cleaned.get("reason"):
            self.add_error("reason", _("Say what is missing, so that they can register again."))
        return cleaned


class MeetingForm(MoveForm):
    met_on = past_day(_("Last met on"))
    came = forms.IntegerField(label=_("How many came to it"), min_value=0, max_value=500)


@register
class ReadingCircle(assignment((REGISTERED, MEETING)), notes((REGISTERED, MEETING)), ChapterType):
    slug, prefix, title, plan_chapter = "reading_circle", "DSH", _("Reading circle"), 6
    states = (REGISTERED, MEETING, DECLINED, DISSOLVED)
    open_by = (CADRE, STREET)
    starts_at = Level.STREET  # the street has it first, wherever it was registered
    kept = ("called", "members")
    intake_form = CircleForm
    tell_on_open = (tell.UNIT,)
    deadlines = (
        Deadline("rc.look", starts=("open",), stops=(MEETING, DECLINED)),
        Deadline("rc.meets", starts=(MEETING, "report"), stops=("report",), each=True),
    )
    counters = (
        Counter("circles", _("Circles registered")),
        Counter("meeting", _("Circles that meet"), states=(MEETING,), share_of="circles"),
        Counter("members", _("Members"), amount="members"),
    )

    @action(
        [REGISTERED], OneOf((MEETING, DECLINED)), by=[STREET], label=_("Answer the circle"), form=AnswerForm,
        guards=[holder_only], tell=[tell.OPENER], icon="check", primary=True,
    )  # fmt: skip
    def answer(self, decision: str, reason: str) -> str:
        return (MEETING if decision == "yes" else DECLINED).code

    @action([MEETING], SAME, by=HANDLERS, label=_("Record that it met"), form=MeetingForm, icon="note", primary=True)
    def report(self, met_on: date, came: int) -> None:
        self.data.update(met_on=met_on.isoformat(), came=came, meetings=self.data.get("meetings", 0) + 1)

    @action([MEETING], DISSOLVED, by=[STREET], label=_("The circle is dissolved"), form=ReasonForm, icon="x")
    def dissolve(self, reason: str) -> None:
        """The reason is sealed into the event."""
