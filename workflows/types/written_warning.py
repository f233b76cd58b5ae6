"""A written warning (告诫书) by the police: asked for, delivered, and the visits that follow it (反家庭暴力法 art 16, 17).

Light violence that is not punished gets a warning; police and community then visit. First visit, rhythm and the end of the
visits are those of 公通字〔2024〕34号, still to be verified [V], so they are policies. `data`: `wish`, `asked_on`, `delivered_on`,
`served` (how many warnings were delivered here), `visits`, `visited` (since the last delivery), `quiet_from` (ISO: the last delivery or recurrence).
"""

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, Text, action
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.rights import protection as share
from workflows.rights import written_warning_forms as ask
from workflows.rights.along import VOIDED, along, stand
from workflows.rights.court import day_start
from workflows.rights.guards import in_my_unit, is_district
from workflows.rights.lane_forms import LaneForm
from workflows.rights.limits import last_day
from workflows.roles import HANDLERS, Actor
from workflows.standard import ReasonForm, assignment, notes

TO_ASK = State("to_ask", _("To be asked for"))
ASKED = State("asked", _("Asked of the police"))
VISITING = State("visiting", _("Delivered, visits go on"))
DECLINED = State("declined", _("She does not want it"), Kind.END)
REFUSED = State("refused", _("Not issued by the police"), Kind.END)
VISITED = State("visited", _("Visits finished"), Kind.END)
OPEN = (TO_ASK, ASKED, VISITING)
QUIET = "dv.warn_quiet"
BOTH = {"police", "committee"}


def near_her(ticket: Any, actor: Actor) -> Text:
    """Guard: the visits are made by the unit of the case; the district may make them wherever it is."""
    return "" if is_district(actor, ticket.unit_id) else in_my_unit(ticket, actor)


def delivered(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    return share.not_before("delivered_on", cleaned["issued_on"], cleaned["delivered_on"], _("the day it was issued"))


def joint_first(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Check: a visit is not before the delivery; the first one is made by police and community together [V]."""
    if not ticket.data.get("visited") and not set(cleaned["visitors"]) >= BOTH:
        sentence = _(
            "The first visit is made by the police and the committee together (公通字〔2024〕34号). Arrange it; a visit of yours alone goes into a note."
        )  # noqa: E501
        return {"visitors": sentence}
    return share.not_before(
        "visited_on", share.day_of(ticket, "delivered_on"), cleaned["visited_on"], _("the day it was delivered")
    )


def quiet_long_enough(ticket: Any, actor: Actor) -> Text:
    """Guard: the visits stop only after the quiet time of the policy, ended by a visit that found nothing."""
    since = share.day_of(ticket, "quiet_from")
    until = last_day(QUIET, since) if since else None
    if until is None or localdate(ticket.now) < until:
        sentence = _("The visits go on until {day} at least, without recurrence until then. Record the next visit.")
        return format_lazy(sentence, day=until.isoformat() if until else "")
    if ticket.data.get("calm_on", "") < until.isoformat():
        return _("A last visit has to show that it has not happened again. Record it first.")
    return ""


@register
class WrittenWarning(along(*OPEN), assignment(OPEN), notes(OPEN)):
    slug, prefix, title, plan_chapter = "written_warning", "GJ", _("Written warning"), 8
    states = (*OPEN, DECLINED, REFUSED, VISITED, VOIDED)
    only_child = True
    open_by = HANDLERS
    intake_form = LaneForm
    watched = frozenset({"record_delivery", "record_visit"})
    deadlines = (
        Deadline("dv.warn_ask", starts=("open", TO_ASK), stops=(ASKED,), each=True),
        Deadline("dv.warn_answer", starts=(ASKED, "press_police"), stops=(VISITING, "press_police"), each=True),
        Deadline("dv.warn_first_visit", starts=(VISITING, "record_delivery"), stops=("record_visit",), back_from="delivered_at", each=True),
        Deadline("dv.warn_visit", starts=("record_visit",), stops=("record_visit",), each=True),
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        share.belongs(ticket, cleaned, "家庭暴力告诫书")
        return []

    @classmethod
    def heading(cls, ticket: Any) -> Text:
        return cls.title

    @action([TO_ASK], ASKED, by=HANDLERS, label=_("Asked the police for it"), form=ask.AskForm, guards=[in_my_unit],
            tell=[tell.PARENT], icon="send", primary=True)  # fmt: skip
    def ask_police(self, asked_on: date, way: str, her_will: bool, station: str, facts: str) -> None:
        self.data.update(wish=share.YES, asked_on=asked_on.isoformat(), way=way)

    @action([TO_ASK, ASKED], DECLINED, by=HANDLERS, label=_("She does not want it"), form=share.DeclineForm,
            guards=[in_my_unit, share.own_word], tell=[tell.PARENT, tell.SUPERVISORS], icon="x")  # fmt: skip
    def decline(self, heard_alone: bool, options_told: list[str], words: str) -> None:
        self.data["wish"] = share.NO

    @action(
        [ASKED],
        SAME,
        by=HANDLERS,
        label=_("Asked the police again"),
        form=ReasonForm,
        guards=[in_my_unit],
        icon="phone",
    )
    def press_police(self, reason: str) -> None:
        self.data["pressed"] = self.data.get("pressed", 0) + 1

    @action(
        [ASKED], VISITING, by=HANDLERS, label=_("The warning is delivered"), form=ask.DeliveryForm, guards=[in_my_unit], checks=[delivered],
        tell=[tell.PARENT, tell.SUPERVISORS], icon="check", primary=True, after=_("The clock of the first visit, by police and committee together, counts from the delivery."),
    )  # fmt: skip
    @action(
        [VISITING], SAME, by=HANDLERS, label=_("A further warning is delivered"), form=ask.DeliveryForm, guards=[near_her], checks=[delivered],
        tell=[tell.PARENT, tell.SUPERVISORS, tell.DISTRICT_DUTY, tell.LEADERS], icon="alarm",
        after=_("A second warning turns the case red: the leaders are told at once."),
    )  # fmt: skip
    def record_delivery(self, issued_on: date, delivered_on: date, paper_no: str, informed: list[str]) -> None:
        day = delivered_on.isoformat()
        self.data.update(issued_on=issued_on.isoformat(), delivered_on=day, delivered_at=day_start(delivered_on))
        self.data.update(served=self.data.get("served", 0) + 1, visited=False, quiet_from=day)
        stand(self, VISITING)

    @action([ASKED], REFUSED, by=HANDLERS, label=_("The police do not issue it"), form=ask.RefusedForm, guards=[in_my_unit],
            tell=[tell.PARENT, tell.SUPERVISORS], icon="x",
            after=_("“Settled by mediation” is no ground to leave violence unanswered: ask the police bureau above, or the procuratorate."))  # fmt: skip
    def record_refusal(self, ground: str, told_on: date, reason: str) -> None:
        self.data["refused_because"] = ground

    @action([DECLINED, REFUSED, VISITED], TO_ASK, by=HANDLERS, label=_("Ask for it after all"), form=ReasonForm,
            guards=[in_my_unit], tell=[tell.PARENT], icon="play")  # fmt: skip
    def ask_anew(self, reason: str) -> None:
        self.cycle += 1
        self.data["wish"] = share.YES
        stand(self, TO_ASK)

    @action(
        [VISITING], SAME, by=HANDLERS, label=_("Record a visit"), form=ask.VisitForm, guards=[near_her], checks=[joint_first],
        tell=[tell.PARENT], icon="user", primary=True,
    )  # fmt: skip
    def record_visit(
        self, visited_on: date, visitors: list[str], spoken_with: list[str], alone: bool, again: str, found: str
    ) -> None:
        day = visited_on.isoformat()
        self.data.update(visits=self.data.get("visits", 0) + 1, visited=True)
        if again == "no":
            self.data["calm_on"] = max(day, self.data.get("calm_on", ""))
        elif again == "yes":
            self.data.update(quiet_from=max(day, self.data["quiet_from"]), recurred=self.data.get("recurred", 0) + 1)
            self.also_tell += [tell.SUPERVISORS, tell.DISTRICT_DUTY, tell.LEADERS]

    @action([VISITING], VISITED, by=HANDLERS, label=_("End the visits"), form=ReasonForm, guards=[near_her, quiet_long_enough],
            tell=[tell.PARENT, tell.SUPERVISORS], icon="check")  # fmt: skip
    def end_visits(self, reason: str) -> None:
        self.data["ended_on"] = localdate(self.now).isoformat()
