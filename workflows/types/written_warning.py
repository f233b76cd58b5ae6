"""The written warning of the police (告诫书): asked for, issued, and the visits that follow (反家庭暴力法 art 16, 17).

Numbers of 公通字〔2024〕34号 are unverified [V] and lie in the policies; domain.md §1.4.
`data`: `delivered_on`, `warning_no`, `visits`, `quiet_since` (ISO: since when no new violence was known).
"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, Text, action
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.policies import policies
from workflows.registry import register
from workflows.rights.forms import long_text, pick
from workflows.rights.lane_task import DeclineForm, LaneTask
from workflows.rights.mediation_forms import past_day
from workflows.roles import DISTRICT, HANDLERS, STREET, Actor
from workflows.standard import ReasonForm, assignment, notes

TO_ASK = State("to_ask", _("To be asked for"))
ASKED = State("asked", _("Asked for, police to answer"), Kind.WAITING)
VISITING = State("visiting", _("Issued, visits"))
ENDED = State("ended", _("Visits ended"), Kind.END)
REFUSED = State("refused", _("Not issued"), Kind.END)
DECLINED = State("declined", _("Declined by her"), Kind.END)
TOGETHER = [
    ("police", _("With the police")),
    ("community", _("With the residents' committee")),
    ("both", _("With both")),
]


class AskForm(MoveForm):
    station = forms.CharField(label=_("Police station or unit"), max_length=60)
    asked_on = past_day(_("Asked for on"))


class IssuedForm(MoveForm):
    warning_no = forms.CharField(label=_("Number of the warning"), max_length=60)
    delivered_on = past_day(_("Delivered on"))


class VisitForm(MoveForm):
    visited_on = past_day(_("Visited on"))
    together = forms.ChoiceField(label=_("Together with"), choices=pick(TOGETHER))
    again = forms.BooleanField(label=_("New violence since the last visit"), required=False)
    remarks = long_text(_("What was seen"), required=False)
    private = ("remarks",)


def quiet_long_enough(ticket: Any, actor: Actor) -> Text:
    """Visits may stop after the policy's time without recurrence."""
    since = date.fromisoformat(ticket.data.get("quiet_since") or localdate(ticket.now).isoformat())
    months = int(policies["dv.warn_quiet"].budget.amount)
    until = since + timedelta(days=30 * months)
    if localdate(ticket.now) >= until and ticket.data.get("visits"):
        return ""
    return _("Visits may end after %(months)s months without new violence, at least one visit among them.") % {
        "months": months
    }


@register
class WrittenWarning(
    assignment((TO_ASK, ASKED, VISITING)), notes((TO_ASK, ASKED, VISITING)), LaneTask,  # type: ignore[misc]
):  # fmt: skip
    slug, prefix, title = "written_warning", "GJ", _("Written warning")
    states = (TO_ASK, ASKED, VISITING, ENDED, REFUSED, DECLINED)
    watched = frozenset({"issued", "visit"})
    deadlines = (
        Deadline("dv.warn_ask", starts=("open",), stops=(ASKED, VISITING, DECLINED)),
        Deadline("dv.warn_answer", starts=(ASKED,), stops=(VISITING, REFUSED), each=True),
        Deadline("dv.warn_chase", starts=(ASKED, "chase"), stops=("chase", VISITING, REFUSED), each=True),
        Deadline("dv.warn_first_visit", starts=(VISITING,), stops=("visit",)),
        Deadline("dv.warn_visit", starts=("visit",), stops=("visit",), each=True),
    )

    @action(
        [TO_ASK], ASKED, by=HANDLERS, label=_("Ask the police for a warning"), form=AskForm, tell=[tell.PARENT],
        icon="send", primary=True,
    )  # fmt: skip
    def ask(self, station: str, asked_on: date) -> None:
        self.data["asked_on"] = asked_on.isoformat()

    @action([ASKED], SAME, by=HANDLERS, label=_("Record that the police were asked again"), icon="phone")
    def chase(self) -> None:
        self.data["chased"] = self.data.get("chased", 0) + 1

    @action(
        [TO_ASK, ASKED], VISITING, by=HANDLERS, label=_("The warning was issued"), form=IssuedForm,
        tell=[tell.PARENT, tell.SUPERVISORS], icon="check", primary=True,
        after=_("The first visit follows within days, together with the police or the residents' committee."),
    )  # fmt: skip
    def issued(self, warning_no: str, delivered_on: date) -> None:
        self.data.update(warning_no=warning_no, delivered_on=delivered_on.isoformat())
        self.data["quiet_since"] = delivered_on.isoformat()

    @action(
        [ASKED], REFUSED, by=HANDLERS, label=_("The police do not issue one"), form=ReasonForm,
        tell=[tell.PARENT, tell.DISTRICT_DUTY], icon="x",
    )  # fmt: skip
    def not_issued(self, reason: str) -> None:
        """The ground is sealed into the event."""

    @action(
        [TO_ASK], DECLINED, by=HANDLERS, label=_("She does not want a warning"), form=DeclineForm,
        tell=[tell.PARENT], icon="x",
    )  # fmt: skip
    def decline(self, explained: bool, alone: bool, words: str) -> None:
        """Her words are sealed into the event."""

    @action([VISITING], SAME, by=HANDLERS, label=_("Record a visit"), form=VisitForm, icon="home", primary=True)
    def visit(self, visited_on: date, together: str, again: bool, remarks: str) -> None:
        self.data["visits"] = self.data.get("visits", 0) + 1
        if again:
            self.data["quiet_since"] = visited_on.isoformat()
            self.also_tell += [tell.PARENT, tell.DISTRICT_DUTY, tell.LEADERS]

    @action(
        [VISITING], ENDED, by=[STREET, DISTRICT], label=_("End the visits"), form=ReasonForm,
        guards=[quiet_long_enough], tell=[tell.PARENT], icon="x",
    )  # fmt: skip
    def end_visits(self, reason: str) -> None:
        """The reason is sealed into the event."""
