"""What the moves at the end of a rights case share: checks of what is entered, and what handing in and reopening do."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from workflows import audiences as tell
from workflows.base import Text
from workflows.calendars import midnight
from workflows.ladder import Level
from workflows.rights import lane_rules, plans, proof
from workflows.rights.proof import Stage
from workflows.rights.rhythm import begin_rhythm
from workflows.rights.rules import rules
from workflows.roles import DISTRICT, STREET, SUPERVISOR, Actor

SHANGHAI = ZoneInfo("Asia/Shanghai")
WRITTEN = ("D1", "D2")  # outcomes told in a written opinion
OF_THIS_END = (
    "follow_up", "satisfaction", "safe_now", "calls", "handed_in_on", "proof_no", "stated", "signed_off", "served_on", "served_at",
    "reviewable", "review", "re_review", "concluded_on", "retention", "archived_on", "review_asked_at", "review_served_at", "re_review_asked_at",
)  # fmt: skip


def proof_shown(case: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Is there, for the outcome chosen, what may not be missing when it is handed in? Names each thing and its way."""
    outcome = entered["outcome"]
    gaps = proof.missing(case, outcome, Stage.SUBMIT, entered)
    found: dict[str, Text] = {gap.field: proof.sentence(outcome, [gap]) for gap in gaps if gap.field in entered}
    return {**found, "outcome": proof.sentence(outcome, gaps)} if gaps else {}


def service_shown(case: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """A written opinion is handed over or sent, not told by voice (信访工作条例 art 32, 35)."""
    if case.outcome in WRITTEN and entered["served"] == "oral":
        return {"served": _("A written opinion is handed over or sent. Choose how it was served.")}
    return {}


def call_made(case: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Not reached counts after enough tries; "not suitable" is for officers to say (domain.md §2.7, §4.8)."""
    left = rules().follow_up_tries - case.data.get("calls", 0)
    if entered["result"] == "not_reached" and left > 0:
        sentence = ngettext(
            "Try %(n)s more time and record it under “Not reached”.",
            "Try %(n)s more times and record each under “Not reached”.",
            left,
        )
        return {"result": sentence % {"n": left}}
    if entered["result"] == "unsafe" and not actor.has(STREET, DISTRICT, SUPERVISOR):
        return {"result": _("That a call is not suitable is decided by an officer of the street or district.")}
    return {}


def still_open_to_her(case: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """After the re-review the same facts and reasons are not accepted again (信访工作条例 art 36: 三级终结)."""
    if case.outcome != "Z1" or entered["ground"] in ("new_facts", "new_harm"):
        return {}
    return {
        "ground": _(
            "The petition was ended after the re-review (三级终结, 信访工作条例 art 36): only new facts open it."
        )
    }


def overdue_report(case: Any, actor: Actor) -> Text:
    due = case.data.get("report_due")
    if due and date.fromisoformat(due) < localdate(case.now):
        return ""
    return _("That body still has time. Wait for its report, or record it.")


def measures_done(case: Any, actor: Actor) -> Text:
    """Nothing ends while a measure that nobody may skip is open (domain.md §2.5)."""
    return next(iter(proof.unfinished(case)), "")


def told(case: Any, notice: str) -> None:
    """She has been told where her matter stands (信访工作条例 art 23)."""
    if notice and notice != "none":
        case.data.setdefault("told_on", localdate(case.now).isoformat())


def somebody_told(case: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """A notice is left out only where nobody can be reached with it: name and address unclear (信访工作条例 art 23)."""
    if entered["notice"] not in ("", "none") or case.data.get("anonymous"):
        return {}
    return {"notice": _("She left a name or a number: tell her, then say how.")}


def may_end_here(case: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Passing on without a report ends the case: the notice must be given, no urgent measure open."""
    if entered["report_due"]:
        return {}
    open_measures = proof.unfinished(case)
    return {"body": open_measures[0]} if open_measures else somebody_told(case, actor, entered)


def no_plan_yet(case: Any, actor: Actor) -> Text:
    if case.family.open_children(proof.AFTERCARE):
        return _("A follow-up plan is running.")
    return "" if lane_rules.is_violent(case) else _("Only a case of violence has a plan before it is closed.")


# ── What several moves do ─────────────────────────────────────────────────────────────────────────────────────────────
def take_hand(case: Any, *people: int | None) -> None:
    """Remember who had a hand in the result: no one of them reviews it."""
    case.data["hands"] = sorted({*case.data.get("hands", []), *(one for one in people if one is not None)})


def hand_in(case: Any, outcome: str, number: str, handler: int | None) -> None:
    """A result goes to the reviewer."""
    case.outcome, case.handler_id = outcome, handler
    case.data.update(handed_in_on=localdate(case.now).isoformat(), proof_no=number.strip())
    case.data.pop("signed_off", None)
    take_hand(case, handler)
    if lane_rules.is_violent(case):  # watched from now on at the latest, whatever the reviewer says
        plans.after_first_action(case)
    if case.level == Level.DISTRICT:
        case.also_tell.append(tell.UNIT)


def instant_of(day: date) -> str:
    """The local midnight a day of service begins with: the day itself does not count (民法典 art 201)."""
    return midnight(day, SHANGHAI).isoformat()


def open_again(case: Any, ground: str) -> None:
    """A new cycle with clocks of its own; what belonged to the end that was is taken back."""
    case.cycle += 1
    case.outcome, case.assignee_id = "", None
    case.data.setdefault("accepted_on", localdate(case.now).isoformat())
    case.data.update(reopened_because=ground, accepted_at=case.now.isoformat())  # the new cycle counts from here
    case.data["track_petition"] = not case.data.get("track_hotline")
    for word in (*OF_THIS_END, "returned"):
        case.data.pop(word, None)
    begin_rhythm(case)
