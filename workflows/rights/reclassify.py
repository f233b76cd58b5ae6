"""Another category or another procedure in a rights case (domain.md §1 point 2, §2.2)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Workflow
from workflows.rights import forms as ask
from workflows.rights import lane_rules
from workflows.rights import states as at
from workflows.rights.guards import holder_or_above, was_accepted
from workflows.rights.risk import learnt, may_climb
from workflows.roles import HANDLERS, SUPERVISOR


def procedure(track: str) -> dict[str, Any]:
    """The procedure and which handling limit it has: a work order of the hotline, else that of a petition."""
    return {"track": track, "track_hotline": track == "hotline", "track_petition": track != "hotline"}


class Reclassify(Workflow):
    @may_climb(
        (at.ACCEPTED, at.DISPATCHED, at.ESCALATED, *at.WORKING, *at.RESTING), by=[*HANDLERS, SUPERVISOR],
        label=_("Change category or procedure"), form=ask.ReclassifyForm, guards=[was_accepted, holder_or_above],
        tell=[tell.HOLDER, tell.SUPERVISORS], icon="swap",
        after=_("Another procedure has another limit: it counts from the acceptance, and the rests since then count too."),
    )  # fmt: skip
    def reclassify(self, category: str, track: str, reason: str) -> str:
        known = lane_rules.met(self)
        self.category = category or self.category
        if track:
            self.data.update(procedure(track))
        return learnt(self, known)
