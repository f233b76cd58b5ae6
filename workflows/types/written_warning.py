"""A written warning (告诫书) by the police: asked for, delivered, and the visits that follow it (反家庭暴力法 art 16, 17).

Light violence that is not punished gets a warning; police and community then visit. First visit, rhythm and the end of the
visits are those of 公通字〔2024〕34号, still to be verified [V], so they are policies. `data`: `wish`, `asked_on`, `delivered_on`,
`served` (how many warnings were delivered here), `visits`, `visited` (since the last delivery), `quiet_from` (ISO: the last delivery or recurrence).
"""

from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, action
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.rights import written_warning_forms as ask
from workflows.rights import written_warning_guards as only
from workflows.rights.along import VOIDED, stand
from workflows.rights.court import day_start
from workflows.rights.guards import in_my_unit
from workflows.rights.lane_moves import anew, at_unit, refusal
from workflows.rights.lane_task import lane_task
from workflows.rights.protection import NO, YES
from workflows.rights.quiet import count_visit
from workflows.roles import HANDLERS
from workflows.standard import ReasonForm

TO_ASK = State("to_ask", _("To be asked for"))
ASKED = State("asked", _("Asked of the police"))
VISITING = State("visiting", _("Delivered, visits go on"))
DECLINED = State("declined", _("She does not want it"), Kind.END)
REFUSED = State("refused", _("Not issued by the police"), Kind.END)
VISITED = State("visited", _("Visits finished"), Kind.END)
OPEN = (TO_ASK, ASKED, VISITING)


@register
class WrittenWarning(lane_task(*OPEN)):
    slug, prefix, title = "written_warning", "GJ", _("Written warning")
    states = (*OPEN, DECLINED, REFUSED, VISITED, VOIDED)
    watched = frozenset({"record_delivery", "record_visit"})
    deadlines = (
        Deadline("dv.warn_ask", starts=("open", TO_ASK), stops=(ASKED,), each=True),
        Deadline("dv.warn_answer", starts=(ASKED, "press_police"), stops=(VISITING, "press_police"), each=True),
        Deadline("dv.warn_first_visit", starts=(VISITING, "record_delivery"), stops=("record_visit",), back_from="delivered_at", each=True),
        Deadline("dv.warn_visit", starts=("record_visit",), stops=("record_visit",), each=True),
    )  # fmt: skip

    @at_unit([TO_ASK], ASKED, label=_("Asked the police for it"), form=ask.AskForm, tell=[tell.PARENT], icon="send",
             primary=True)  # fmt: skip
    def ask_police(self, asked_on: date, way: str, her_will: bool, station: str, facts: str) -> None:
        self.data.update(wish=YES, asked_on=asked_on.isoformat(), way=way)

    @refusal([TO_ASK, ASKED], DECLINED, label=_("She does not want it"), guards=[in_my_unit],
             tell=[tell.PARENT, tell.SUPERVISORS])  # fmt: skip
    def decline(self, heard_alone: bool, options_told: list[str], words: str) -> None:
        self.data["wish"] = NO

    @at_unit([ASKED], SAME, label=_("Asked the police again"), form=ReasonForm, icon="phone")
    def press_police(self, reason: str) -> None:
        self.data["pressed"] = self.data.get("pressed", 0) + 1

    @at_unit(
        [ASKED], VISITING, label=_("The warning is delivered"), form=ask.DeliveryForm, checks=[only.delivered],
        tell=[tell.PARENT, tell.SUPERVISORS], icon="check", primary=True,
        after=_("The clock of the first visit, by police and committee together, counts from the delivery."),
    )  # fmt: skip
    @action(
        [VISITING], SAME, by=HANDLERS, label=_("A further warning is delivered"), form=ask.DeliveryForm, guards=[only.near_her],
        checks=[only.delivered], tell=[tell.PARENT, *tell.NEW_HARM], icon="alarm",
        after=_("A second warning turns the case red: the leaders are told at once."),
    )  # fmt: skip
    def record_delivery(self, issued_on: date, delivered_on: date, paper_no: str, informed: list[str]) -> None:
        day = delivered_on.isoformat()
        self.data.update(issued_on=issued_on.isoformat(), delivered_on=day, delivered_at=day_start(delivered_on))
        self.data.update(served=self.data.get("served", 0) + 1, visited=False, quiet_from=day)
        stand(self, VISITING)

    @at_unit(
        [ASKED], REFUSED, label=_("The police do not issue it"), form=ask.RefusedForm, tell=[tell.PARENT, tell.SUPERVISORS], icon="x",
        after=_("“Settled by mediation” is no ground to leave violence unanswered: ask the police bureau above, or the procuratorate."),
    )  # fmt: skip
    def record_refusal(self, ground: str, told_on: date, reason: str) -> None:
        self.data["refused_because"] = ground

    @anew([DECLINED, REFUSED, VISITED], TO_ASK, label=_("Ask for it after all"))
    def ask_anew(self, reason: str) -> None:
        self.cycle += 1
        self.data["wish"] = YES
        stand(self, TO_ASK)

    @action([VISITING], SAME, by=HANDLERS, label=_("Record a visit"), form=ask.VisitForm, guards=[only.near_her],
            checks=[only.joint_first], tell=[tell.PARENT], icon="user", primary=True)  # fmt: skip
    def record_visit(self, visited_on: date, again: str, **visit: Any) -> None:
        count_visit(self, visited_on, calm=again == "no")
        self.data["visited"] = True
        if again == "yes":
            quiet_from = max(visited_on.isoformat(), self.data["quiet_from"])
            self.data.update(quiet_from=quiet_from, recurred=self.data.get("recurred", 0) + 1)
            self.also_tell += tell.NEW_HARM

    @action([VISITING], VISITED, by=HANDLERS, label=_("End the visits"), form=ReasonForm,
            guards=[only.near_her, only.quiet_long_enough], tell=[tell.PARENT, tell.SUPERVISORS], icon="check")  # fmt: skip
    def end_visits(self, reason: str) -> None:
        self.data["ended_on"] = localdate(self.now).isoformat()
