"""The safety plan (安全计划): made within 24 hours, looked at again in a rhythm, ended when the danger is over.

反家庭暴力法 art 13, 18 (help, shelter); domain.md §2.5. `data`: `shelter` (accepted, declined or has_place; there once a plan
was made), `refused` (she wants no plan), `reviews`, `safe_now`. Whatever she declines is kept in her words, sealed.
"""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, Text, action
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.registry import register
from workflows.rights.along import VOIDED, along
from workflows.rights.forms import long_text, pick
from workflows.rights.intake_people import PHONE
from workflows.rights.lane_task import LaneTask
from workflows.rights.mediation_forms import past_day
from workflows.rights.protection import OPTIONS, DeclineForm, own_word, several
from workflows.roles import DISTRICT, HANDLERS, STREET, SYSTEM, Actor
from workflows.standard import ReasonForm, assignment, notes

TO_MAKE = State("to_make", _("Safety plan to be made"))
IN_FORCE = State("in_force", _("Safety plan in force"))
ENDED = State("ended", _("No longer needed"), Kind.END)
SHELTER = [
    ("accepted", _("Offered, accepted")),
    ("declined", _("Offered, declined, choices explained")),
    ("has_place", _("She has another safe place")),
]


class PlanForm(MoveForm):
    safe_phone = forms.CharField(label=_("Safe phone"), max_length=20, validators=[PHONE])
    safe_time = forms.CharField(label=_("Safe time"), max_length=60)
    place_to_go = long_text(_("Where she can go"))
    shelter = forms.ChoiceField(label=_("Shelter"), choices=pick(SHELTER))
    children = long_text(_("The children"), required=False)
    documents = forms.BooleanField(label=_("Papers, money and keys are packed"), required=False)
    signal = long_text(_("Who helps, and the agreed signal"), required=False)
    steps = long_text(_("What she does when it happens again"), required=False)
    options_told = several(_("If she declines shelter: ways explained to her"), OPTIONS)
    words = long_text(_("If she declines shelter: what she said"), required=False)
    private = ("safe_phone", "safe_time", "place_to_go", "children", "signal", "steps", "words")


class LookForm(MoveForm):
    looked_on = past_day(_("Looked at on"))
    safe_now = forms.ChoiceField(
        label=_("Is she safe now?"),
        choices=pick([("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))]),
    )
    remarks = long_text(_("What changed"), required=False)
    private = ("remarks",)


def refusal_in_her_words(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Check: shelter declined is recorded as fully as any other refusal."""
    if cleaned["shelter"] != "declined":
        return {}
    found: dict[str, Text] = {}
    if not cleaned["options_told"]:
        found["options_told"] = _("Explain the other ways to her first, then tick those you named.")
    if not cleaned["words"].strip():
        found["words"] = _("She declines shelter: write down what she said, after the choices were explained.")
    return found


@register
class SafetyPlan(along(TO_MAKE, IN_FORCE), assignment((TO_MAKE, IN_FORCE)), notes((TO_MAKE, IN_FORCE)), LaneTask):
    slug, prefix, title = "safety_plan", "AQ", _("Safety plan")
    states = (TO_MAKE, IN_FORCE, ENDED, VOIDED)
    deadlines = (
        Deadline(
            "dv.first_action",
            starts=("open", "review_now"),
            stops=(IN_FORCE, ENDED, "look_again", "make_plan"),
            each=True,
        ),
        Deadline(
            "dv.plan_review", starts=(IN_FORCE, "look_again", "make_plan"), stops=("look_again", "make_plan"), each=True
        ),
    )

    @action(
        [TO_MAKE], IN_FORCE, by=HANDLERS, label=_("Make the safety plan"), form=PlanForm, checks=[refusal_in_her_words],
        tell=[tell.PARENT], icon="check", primary=True,
        after=_("The plan is signed as a paper for her alone. It is looked at again in a fixed rhythm."),
    )  # fmt: skip
    @action(
        [IN_FORCE], SAME, by=HANDLERS, label=_("Make a new plan"), form=PlanForm, checks=[refusal_in_her_words], icon="note"
    )  # fmt: skip
    def make_plan(self, shelter: str, options_told: list[str], words: str, **plan: Any) -> None:
        self.data["shelter"] = shelter
        self.sign("safety_plan", shelter=shelter, **plan)

    @action(
        [IN_FORCE], SAME, by=HANDLERS, label=_("Look at the plan again"), form=LookForm, tell=[tell.PARENT], icon="play",
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

    @action(
        [TO_MAKE], ENDED, by=HANDLERS, label=_("She does not want a plan"), form=DeclineForm, guards=[own_word],
        tell=[tell.PARENT, tell.SUPERVISORS], icon="x",
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
