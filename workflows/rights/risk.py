"""Risk assessment in full: scored items, automatic upgrades, downgrades by a named assessor (domain.md §4.5).

A level goes up at once, by whoever learns of it: the assessment, a safety contact, an early-warning rule. It goes down only
through the assessment, after two quiet periods. To red means the urgent lane. Each level has its rhythm of contacts.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Move, OneOf, State, Text, Workflow, action
from workflows.datetexts import day_text
from workflows.deadlines import Deadline
from workflows.rights import lane, lane_rules
from workflows.rights import states as at
from workflows.rights.guards import is_district, not_only_assisting
from workflows.rights.rhythm import CONTACTS, begin_rhythm, disquiet, set_level
from workflows.rights.risk_forms import (
    AS_SCORED,
    KEEP,
    SEALED_ITEMS,
    AgainForm,
    AssessForm,
    RaiseForm,
    SafetyContactForm,
)
from workflows.risk import RISKS, Scored, is_higher, scale
from workflows.roles import HANDLERS, STREET, SYSTEM, Actor

MERGED = "merged"  # why a level went up: a case with a higher one was merged into this
UNREACHABLE = "R12"  # rule of the early warning (workflows/warnings/rules.yaml)
GROUNDS = {  # items of the scale that make red -> ground of the alarm, which is also the rule of the lane
    "violence_now": "violence", "weapon": "injury", "injury": "injury", "threat_to_life": "threat",
    "order_breached": "order_breach", "written_warnings": "order_breach",
}  # fmt: skip
BEGINS = ("open", "assess", "record_safety_contact", "raise_risk", "escalate_severe", "reopen", "enter_again")
DEADLINES = (
    *(
        Deadline(policy, starts=BEGINS, stops=("record_safety_contact",), only=key, each=True, back_from="contact_from")
        for key, policy in CONTACTS.items()
    ),
    Deadline("risk.reassess", starts=("assess",), stops=("assess",), only="reassess_on", until="reassess_on", each=True),
    Deadline(
        "risk.unreachable", starts=("record_safety_contact",), stops=("send_visit",), only="unreached",
        back_from="unreached_since", then="send_visit", each=True,
    ),
)  # fmt: skip

CLIMBS = (*at.HANDLING, at.PENDING_REVIEW)  # a case that turns red here goes to the district, to be signed for
STAYS = tuple(state for state in at.OPEN if state not in CLIMBS)


def raise_to(case: Any, level: str, why: str) -> str:
    """Raise the level if it is graver than the present one; returns the code of the state the case goes on in.

    To red enters the urgent lane (domain.md §2.5): the district takes over, the street is copied.
    """
    if not is_higher(level, case.risk):
        return str(case.state)
    set_level(case, level, why)
    return turn_red(case, why) if level == "red" else str(case.state)


def again(case: Any, ground: str, why: str) -> str:
    """A fact of domain.md §2.5 has happened (again): red, and the urgent lane is entered anew, wherever the case stands.

    What is closed or was never opened is opened; what is open is not doubled. Returns the code of the state it goes on in.
    """
    lane.raised(case, ground)
    if case.risk != "red":
        set_level(case, "red", why)
    return turn_red(case, why, anew=lane_rules.PROTECTION)


def turn_red(case: Any, why: str, *, anew: tuple[str, ...] = ()) -> str:
    """The urgent lane for a case that has just turned red; the district signs for it unless it already has it."""
    up = lane.enter(case, anew=anew)
    if up:
        case.data["escalated_because"] = "severity"
        case.also_tell += [tell.UNIT, tell.FORMER_UNIT]
    climbs = up and any(case.state == state.code for state in CLIMBS)
    return at.ESCALATED.code if climbs else str(case.state)


def learnt(case: Any, known: set[str]) -> str:
    """Something new is known of the case: the urgent lane if a rule is met that was not among `known` (`lane_rules.met` before).

    In the lane already, what is missing is opened where the case stands. Returns the code of the state it goes on in.
    """
    if lane_rules.met(case) - known:
        return turn_red(case, "lane")
    if case.data.get("urgent"):
        lane.complete(case)
    return str(case.state)


def newly_red(case: Any, scored: Scored) -> list[str]:
    """Items of an assessment that make red and were not known; violence “now” in a later assessment has happened since."""
    before, known = case.data.get("assessment"), lane_rules.met(case)
    seen = set(before["reds"]) - {"violence_now"} if before else set()
    return [
        key for key in scored.reds
        if key not in seen and (GROUNDS.get(key) not in known or (before and key == "violence_now"))
    ]  # fmt: skip


# ── Lowering ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def lowest_from(case: Any) -> date:
    """The first day on which the present level may be lowered, if she is reached and safe until then."""
    since = case.data.get("quiet_since")
    start = date.fromisoformat(since) if since else localdate(case.opened_at)
    return start + timedelta(days=scale().quiet_days(case.risk))


def why_not_lower(case: Any, actor: Actor) -> Text:
    """ "" if this actor may lower the level now, else the sentence with the date or what is missing."""
    if case.risk == "red" and not is_district(actor, case.unit_id):
        return _("A red level is lowered by an assessor of the district.")
    if not (is_district(actor, case.unit_id) or "street" in _roles(case, actor)):
        return _("A level is lowered by an assessor of the street or the district.")
    first, wanted = lowest_from(case), scale().quiet_periods
    if localdate(case.now) < first:
        words = {"day": day_text(first, year=True), "n": wanted, "days": scale().levels[case.risk].quiet_days}
        return format_lazy(
            _("It can be lowered from {day} on: {n} quiet periods of {days} days must pass first."), **words
        )
    if (had := case.data.get("safe_contacts", 0)) < wanted:
        words = {"had": had, "n": wanted}
        return format_lazy(
            _("A period is quiet only if she was reached and safe in it: {had} of {n} such contacts are recorded."),
            **words,
        )
    return ""


def _roles(case: Any, actor: Actor) -> set[str]:
    return actor.roles_over(case.unit_id) if not actor.is_system else {STREET.code}


def decided(case: Any, cleaned: dict[str, Any], scored: Scored) -> str:
    """The level an assessment ends in."""
    decision = cleaned["decision"]
    if decision == KEEP:
        return str(case.risk)
    return scored.level if decision == AS_SCORED else str(decision)


def assessment_is_sound(case: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Upgrades are never held back, downgrades only after two quiet periods, the next date within the level's time."""
    scored = scale().assess(cleaned)
    level = decided(case, cleaned, scored)
    words = {"level": RISKS[scored.level], "now": RISKS[case.risk]}
    if is_higher(scored.level, level):
        return {"decision": format_lazy(_("The score gives {level}: an upgrade is never held back."), **words)}
    if is_higher(case.risk, level) and (reason := why_not_lower(case, actor)):
        hint = _("Choose “Leave the level as it is” to record the assessment now.")
        return {"decision": format_lazy("{reason} {hint}", reason=reason, hint=hint)}
    most = scale().levels[level].reassess_days
    day: date | None = cleaned["reassess_on"]
    if day and most and day > localdate(case.now) + timedelta(days=most):
        last = day_text(localdate(case.now) + timedelta(days=most), year=True)
        return {
            "reassess_on": format_lazy(
                _("{level} is assessed again by {last} at the latest."), level=RISKS[level], last=last
            )
        }
    return {}


def may_climb(states: Iterable[State], **words: Any) -> Callable[[Move], Move]:
    """@action for moves that may turn the case red: it stays in its state, or goes to the district to be signed for."""

    def decorate(method: Move) -> Move:
        for state in states:
            target = SAME if state == at.ESCALATED else OneOf((state, at.ESCALATED))
            method = action([state], target, **words)(method)
        return method

    return decorate


def from_anywhere(**words: Any) -> Callable[[Move], Move]:
    """The same from every open state; those at its end, it never leaves."""

    def decorate(method: Move) -> Move:
        return action(STAYS, SAME, **words)(may_climb(CLIMBS, **words)(method))

    return decorate


class Risk(Workflow):
    @from_anywhere(
        by=HANDLERS, label=_("Assess the risk"), form=AssessForm, guards=[not_only_assisting],
        checks=[assessment_is_sound], tell=[tell.HOLDER], icon="flag",
        after=_("A higher level counts at once; red goes straight to the district."),
    )  # fmt: skip
    def assess(self, **entered: Any) -> str:
        scored = scale().assess(entered)
        level, new = decided(self, entered, scored), newly_red(self, scored)
        sealed = sum(worth for key, worth in scored.points.items() if key in SEALED_ITEMS)
        rest = scale().levels[level].reassess_days
        day = entered["reassess_on"] or (localdate(self.now) + timedelta(days=rest) if rest else None)
        self.data["assessment"] = {
            "at": self.now.isoformat(), "by": self.actor.id, "score": scored.total, "scored": scored.level, "level": level,
            "points": {key: worth for key, worth in scored.points.items() if key not in SEALED_ITEMS},
            "sealed_points": sealed, "reds": [key for key in scored.reds if key not in SEALED_ITEMS],
            "factors": list(entered["factors"]), "with": list(entered["assessed_with"]), "decision": entered["decision"],
        }  # fmt: skip
        self.data["reassess_on"] = day.isoformat() if day else ""
        if is_higher(self.risk, level):
            set_level(self, level, "assess")
            lane.leave(self)
            return str(self.state)
        if scored.reds:
            disquiet(self)
        if new and self.data.get("urgent"):
            return again(self, GROUNDS.get(new[0], "violence"), "assess")
        return raise_to(self, level, "assess")

    @from_anywhere(
        by=HANDLERS, label=_("Record a safety contact"), form=SafetyContactForm, icon="phone",
        after=_("The next contact is due by the rhythm of the level."),
    )  # fmt: skip
    def record_safety_contact(self, reached: str, way: str, safe: str, new_harm: str, said: str) -> str:
        if reached != "yes":
            self.data["missed_contacts"] = self.data.get("missed_contacts", 0) + 1
            self.data.setdefault("contact_from", self.opened_at.isoformat())  # trying buys no time
            if self.risk == "red" and not self.data.get("unreached"):
                self.data.update(unreached=True, unreached_since=self.now.isoformat())
            return str(self.state)
        self.data.update(unreached=False, missed_contacts=0, last_contact=self.now.isoformat())
        if self.risk == "red":
            self.data["red_contacts"] = self.data.get("red_contacts", 0) + 1
        if new_harm != "yes" and safe == "yes":
            self.data["safe_contacts"] = self.data.get("safe_contacts", 0) + 1
        begin_rhythm(self)
        if new_harm == "yes":
            return again(self, "violence", "contact")
        return raise_to(self, "orange" if safe == "no" else str(self.risk), "contact")

    @from_anywhere(
        by=[SYSTEM],
        label=_("Raised by an early-warning rule"),
        form=RaiseForm,
        tell=[tell.HOLDER, tell.UNIT],
        icon="flag",
    )
    def raise_risk(self, rule: str, risk: str, n: int | None) -> str:
        return raise_to(self, risk, rule)

    @from_anywhere(
        by=[SYSTEM], label=_("It has happened again: the urgent lane anew"), form=AgainForm,
        tell=[tell.HOLDER, tell.UNIT], icon="alarm",
    )  # fmt: skip
    def enter_again(self, ground: str) -> str:
        """A rule spoke of new harm in a case that is red already (casework.warnings)."""
        return again(self, ground, "lane")

    @action(
        at.OPEN, SAME, by=[SYSTEM], label=_("A ticket for the child"), tell=[tell.HOLDER], icon="user",
    )  # fmt: skip
    def open_for_minor(self) -> None:
        """Violence with a child about: the child's own ticket at the district (R10), unless there is one."""
        lane.open_child(self, lane_rules.CHILD)

    @action(
        at.OPEN, SAME, by=[SYSTEM], label=_("Out of reach: visit with the police"),
        tell=[tell.HOLDER, tell.UNIT, tell.SUPERVISORS], icon="alarm",
    )  # fmt: skip
    def send_visit(self) -> None:
        """Red, and nobody has reached her for 48 hours (R12)."""
        day = localdate(self.now).isoformat()
        since = str(self.data.get("unreached_since", day))[:10]
        self.open_beside(
            "warning", rule=UNREACHABLE, place=self.place_id, unit=self.unit_id, n=1, first=since, last=day
        )
        self.data["unreached"] = False
