"""The safety plan (安全计划): made within 24 hours, looked at again in a rhythm, ended when the danger is over.

反家庭暴力法 art 13, 18 (help, shelter); domain.md §2.5. `data`: `shelter` (accepted, declined or has_place; there once a plan
was made), `refused` (she wants no plan), `reviews`, `safe_now`. Whatever she declines is kept in her words, sealed.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, action
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.rights import safety_plan_forms as ask
from workflows.rights.along import VOIDED
from workflows.rights.lane_moves import refusal
from workflows.rights.lane_task import lane_task
from workflows.roles import DISTRICT, HANDLERS, STREET, SYSTEM
from workflows.standard import ReasonForm

TO_MAKE = State("to_make", _("Safety plan to be made"))
IN_FORCE = State("in_force", _("Safety plan in force"))
ENDED = State("ended", _("No longer needed"), Kind.END)
LOOKED = ("look_again", "make_plan")  # a new plan is a look as well


@register
class SafetyPlan(lane_task(TO_MAKE, IN_FORCE)):
    slug, prefix, title = "safety_plan", "AQ", _("Safety plan")
    states = (TO_MAKE, IN_FORCE, ENDED, VOIDED)
    deadlines = (
        Deadline("dv.first_action", starts=("open", "review_now"), stops=(IN_FORCE, ENDED, *LOOKED), each=True),
        Deadline("dv.plan_review", starts=(IN_FORCE, *LOOKED), stops=LOOKED, each=True),
    )

    @action(
        [TO_MAKE], IN_FORCE, by=HANDLERS, label=_("Make the safety plan"), form=ask.PlanForm, checks=[ask.refusal_in_her_words],
        tell=[tell.PARENT], icon="check", primary=True,
        after=_("The plan is signed as a paper for her alone. It is looked at again in a fixed rhythm."),
    )  # fmt: skip
    @action(
        [IN_FORCE], SAME, by=HANDLERS, label=_("Make a new plan"), form=ask.PlanForm, checks=[ask.refusal_in_her_words], icon="note"
    )  # fmt: skip
    def make_plan(self, shelter: str, options_told: list[str], words: str, **plan: Any) -> None:
        self.data["shelter"] = shelter
        self.sign("safety_plan", shelter=shelter, **plan)

    @action(
        [IN_FORCE], SAME, by=HANDLERS, label=_("Look at the plan again"), form=ask.LookForm, tell=[tell.PARENT], icon="play",
        primary=True,
    )  # fmt: skip
    def look_again(self, looked_on: date, safe_now: str, remarks: str) -> None:
        self.data.update(reviews=self.data.get("reviews", 0) + 1, safe_now=safe_now)
        if safe_now != "yes":
            self.also_tell += [tell.DISTRICT_DUTY, tell.SUPERVISORS]

    @action(
        [IN_FORCE], SAME, by=[SYSTEM], label=_("It has happened again: look at the plan now"),
        tell=[tell.HOLDER, tell.PARENT], icon="alarm",
    )  # fmt: skip
    def review_now(self) -> None:
        """New harm in the case (workflows.rights.lane): the plan did not hold. Looked at or made anew as fast as a first one."""
        self.data["safe_now"] = ""

    @refusal(
        [TO_MAKE], ENDED, label=_("She does not want a plan"), tell=[tell.PARENT, tell.SUPERVISORS],
        after=_("It is offered again at each safety contact; a new alarm opens a new plan."),
    )  # fmt: skip
    def decline_plan(self, heard_alone: bool, options_told: list[str], words: str) -> None:
        self.data["refused"] = True

    @action(
        [TO_MAKE, IN_FORCE], ENDED, by=[STREET, DISTRICT], label=_("The plan is no longer needed"), form=ReasonForm,
        tell=[tell.PARENT, tell.SUPERVISORS], icon="x",
    )  # fmt: skip
    def end_plan(self, reason: str) -> None:
        """The reason is sealed into the event."""
