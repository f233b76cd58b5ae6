"""Looking in again after days fixed by a policy (30, 90, 180 days …): one call or visit for each day, then the end."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, OneOf, State, Workflow, action
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.policies import policies
from workflows.rights.forms import long_text, pick
from workflows.rights.mediation_forms import past_day
from workflows.roles import HANDLERS, SYSTEM
from workflows.shapes.frame import AT_HAND
from workflows.standard import ReasonForm

TRACKING = State("tracking", _("Looked in on again"))


class LookForm(MoveForm):
    looked_on = past_day(_("Date"))
    found = forms.ChoiceField(
        label=_("How it stands"),
        choices=pick(
            [("well", _("Well")), ("partly", _("In part")), ("not", _("Not well")), ("gone", _("Not reached"))]
        ),
    )
    remarks = long_text(_("More about it"), required=False)
    private = ("remarks",)


class AtWorkForm(LookForm):
    """After a class or a new job it is asked whether she works."""

    found = forms.ChoiceField(
        label=_("Is she at work?"),
        choices=pick([("well", _("At work")), ("partly", _("Works now and then")), ("not", _("Not at work")), ("gone", _("Not reached"))]),
    )  # fmt: skip


def begin_tracking(ticket: Any, policy: str) -> str:
    """Set the first day; the move that calls this leads to TRACKING, whose code it returns."""
    ticket.data.update(track_from=localdate(ticket.now).isoformat(), looks=0)
    ticket.data["look_on"] = _day(ticket, _days(policy)[0])
    return TRACKING.code


def _days(policy: str) -> tuple[int, ...]:
    return tuple(int(one.amount) for one in policies[policy].amounts)


def _day(ticket: Any, days: int) -> str:
    return (date.fromisoformat(ticket.data["track_from"]) + timedelta(days=days)).isoformat()


DEADLINES = (
    Deadline(
        "ap.look", starts=(TRACKING, "look_in"), stops=("look_in", "stop_tracking"), until="look_on", then="look_due", each=True,
        title=_("Next look"),
    ),
    Deadline("ap.look_in", starts=("look_due",), stops=("look_in", "stop_tracking"), each=True),
)  # fmt: skip


def tracked(policy: str, onto: State, form: type[LookForm] = LookForm) -> type[Workflow]:
    """`look_in` once for each of the policy's days; after the last one `onto`."""

    class Tracked(Workflow):
        @action([TRACKING], SAME, by=[SYSTEM], label=_("Time to look in"), tell=[tell.HOLDER, tell.UNIT])
        def look_due(self) -> None:
            self.data["look_due"] = True

        @action([TRACKING], OneOf((TRACKING, onto)), by=AT_HAND, label=_("Record how it stands"), form=form, icon="phone",
                primary=True)  # fmt: skip
        def look_in(self, looked_on: date, found: str, remarks: str) -> str:
            looks = self.data.get("looks", 0) + 1
            self.data.update(looks=looks, found=found, look_due=False, **{f"found_{looks}": found})
            days = _days(policy)
            if looks >= len(days):
                return onto.code
            self.data["look_on"] = max(_day(self, days[looks]), localdate(self.now).isoformat())
            return TRACKING.code

        @action(
            [TRACKING], onto, by=HANDLERS, label=_("End it early"), form=ReasonForm, tell=[tell.SUPERVISORS], icon="x"
        )
        def stop_tracking(self, reason: str) -> None:
            self.data["stopped"] = True

    return Tracked
