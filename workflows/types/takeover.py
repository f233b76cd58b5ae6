"""The district's duty officer takes an urgent case over (domain.md §2.5: 30 minutes in office hours, else 2 hours)."""

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Kind, State, action
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.rights.along import VOIDED, along
from workflows.rights.lane_task import LaneTask
from workflows.roles import DISTRICT, SYSTEM

WAITING = State("waiting", _("Waiting for the duty officer"))
TAKEN = State("taken", _("Taken over"), Kind.END)


@register
class Takeover(along(WAITING), LaneTask):
    slug, prefix, title = "takeover", "JG", _("The district takes over")
    states = (WAITING, TAKEN, VOIDED)
    tell_on_open = (tell.DISTRICT_DUTY, tell.LEADERS)
    deadlines = (  # side by side: whichever ends first counts
        Deadline("dv.takeover_office", starts=("open",), stops=(TAKEN,)),
        Deadline("dv.takeover", starts=("open",), stops=(TAKEN,)),
    )

    @action(
        [WAITING], TAKEN, by=[DISTRICT, SYSTEM], label=_("I take it over"), tell=[tell.PARENT, tell.OPENER], icon="check",
        primary=True, after=_("You answer for the case from now on. Claim it to do so in the case itself."),
    )  # fmt: skip
    def take(self) -> None:
        self.assignee_id = self.actor.id or self.assignee_id
