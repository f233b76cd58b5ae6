"""The way into the urgent lane and out of it (domain.md §2.5); which facts lead there: `workflows.rights.lane_rules`.

`enter` is the one way in, for intake, for a person's alarm and for the automatic upgrade. It takes the case straight to
the district, copies the street and opens what is missing, however often it is called.
"""

from datetime import datetime
from typing import Any

from workflows import audiences as tell
from workflows.ladder import Level, ancestor_at, level_of
from workflows.registry import registry
from workflows.rights.guardian import guardian_is_abuser
from workflows.rights.lane_rules import (
    BY_SCORE,
    CHILD,
    PLAN,
    POLICE,
    TAKEOVER,
    children_for,
    hits,
    is_violent,
    mandatory,
    met,
    minor_harmed,
)
from workflows.rights.rhythm import disquiet, set_level
from workflows.roles import DISTRICT

DANGERS = ("violence", "injury", "weapon", "rescue")  # grounds of an alarm that mean danger now


def raised(case: Any, ground: str) -> None:
    """The alarm for this reason. Earlier reasons still count: what the law requires for one is not lifted by the next."""
    before = {case.data.get("severe_ground"), *case.data.get("severe_grounds", ())} - {None}
    case.data.update(severe_ground=ground, severe_grounds=sorted({ground, *before}))


def enter(case: Any, *, anew: tuple[str, ...] = ()) -> bool:
    """Bring the case into the urgent lane; True if it went up to the district (the move must then lead to ESCALATED).

    Safe to call again: opens only kinds never opened since it is urgent, and those of `anew` that have no open ticket.
    With `anew` something has happened again: district, leaders and street are told again, the plan is looked at anew.
    """
    again = bool(case.data.get("urgent"))
    former = case.unit_id
    up = level_of(former) < Level.DISTRICT
    if up:
        case.hand_to(ancestor_at(former, Level.DISTRICT))
    if case.risk != "red":
        set_level(case, "red", "lane")
    elif anew:
        disquiet(case)
    case.data["urgent"] = True
    if case.number:
        case.data["lane_at"] = case.now.isoformat()
    if up or not again or (anew and not case.actor.has(DISTRICT)):
        case.data["unconfirmed"] = True
    if up or not again or anew:
        _tell(case, former if up else case.place_id, only=up or not again)
    if POLICE in anew and case.data.get("severe_ground") in DANGERS and case.family.open_children(POLICE):
        case.move_child(POLICE, "danger_now", by_clock=True)
    if PLAN in anew and case.family.open_children(PLAN):
        case.move_child(PLAN, "review_now", by_clock=True)
    complete(case, again=again, anew=anew)
    return up


def complete(case: Any, *, again: bool = True, anew: tuple[str, ...] = ()) -> None:
    """Note which rules it meets and open what is missing, wherever the case stands; a report becomes mandatory if need be."""
    case.data["lane"] = sorted({*case.data.get("lane", []), *(met(case) or {BY_SCORE.name})})
    _report_is_mandatory(case)
    for slug in children_for(case):
        if not _had(case, slug, again=again and slug not in anew):
            case.spawn(slug, **_facts(case, slug))


def open_child(case: Any, slug: str) -> None:
    """One of the lane's tickets for a case that is not in the lane; nothing if there ever was one."""
    if slug in registry and not _had(case, slug, again=True):
        case.spawn(slug, **_facts(case, slug))


def leave(case: Any) -> None:
    """The case is no longer red: what is open stays open, a new red opens everything anew."""
    case.data["urgent"] = False


def entered_since(case: Any, at: datetime) -> bool:
    """Has the case come into the lane, for the first time or again, at or after this moment?"""
    last = case.data.get("lane_at")
    return (datetime.fromisoformat(last) if last else case.opened_at) >= at


def _tell(case: Any, place: str, *, only: bool) -> None:
    """The district and its leaders are told at once; the street is copied (assisting: it sees no identity).

    `only`: nobody else assists from now on; else who assists already goes on.
    """
    case.also_tell += [tell.DISTRICT_DUTY, tell.LEADERS]
    if level_of(place) < Level.DISTRICT:
        street = ancestor_at(place, Level.STREET)
        case.data["copied"] = [street]
        case.assisting = [street] if only else [*(code for code in case.assisting if code != street), street]
        case.also_tell.append(tell.ASSISTING)


def _had(case: Any, slug: str, *, again: bool) -> bool:
    """Is there such a ticket already: one that is open, or (while the case stays urgent) any there ever was?"""
    if any(order.slug == slug for order in case.orders.children) or case.family.open_children(slug):
        return True
    if slug == POLICE and mandatory(case):  # one that an adult declined does not count for a child
        return again and any(child.data.get("mandatory") for child in case.family.children(slug))
    return again and bool(case.data.get("children", {}).get(slug))


def _report_is_mandatory(case: Any) -> None:
    """An open report about an adult becomes the mandatory one as soon as a minor turns out to be harmed."""
    if mandatory(case) and any(not child.data.get("mandatory") for child in case.family.open_children(POLICE)):
        case.move_child(POLICE, "make_mandatory", by_clock=True)


def _facts(case: Any, slug: str) -> dict[str, Any]:
    rules = hits(case) or [BY_SCORE]
    return {
        "rules": ",".join(rule.name for rule in rules),
        "mandatory": mandatory(case) and slug in (POLICE, CHILD),
        "danger": slug == POLICE and any(rule.name in ("violence", "injury", "rescue") for rule in rules),
        "called": slug == POLICE and case.data.get("police") == "called",
        "violence": is_violent(case),
        "minor": minor_harmed(case),
        "public": any(rule.name in ("group", "media") for rule in rules),
        "guardian_is_abuser": guardian_is_abuser(case),
    }


def taken_over(case: Any) -> None:
    """Somebody of the district has signed for the case: the takeover ends by itself (the rest: `workflows.rights.along`)."""
    if not case.data.get("children") or case.level != Level.DISTRICT:
        return
    case.data["unconfirmed"] = False
    if case.family.open_children(TAKEOVER):
        case.move_child(TAKEOVER, "take", by_clock=True)
