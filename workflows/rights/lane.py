"""The urgent lane as data: which facts bring a case into it, and which child tickets it then has (domain.md §2.5).

`enter` is the one way in, for intake, for a person's alarm and for the automatic upgrade. It takes the case straight to
the district, copies the street and opens what is missing, however often it is called.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Text
from workflows.classifications import CATEGORIES
from workflows.ladder import Level, ancestor_at, level_of
from workflows.partyroles import GUARDIANS, MINOR, OTHER, PETITIONER, VICTIM
from workflows.registry import registry
from workflows.rights.rhythm import disquiet, set_level
from workflows.roles import DISTRICT

POLICE, TAKEOVER, PLAN, EVIDENCE = "police_report", "takeover", "safety_plan", "evidence"
ORDER, WARNING, AID, CHILD, LEADER = "protection_order", "written_warning", "legal_aid", "minor_case", "leader_report"
PROTECTION = (POLICE, TAKEOVER, PLAN, EVIDENCE, ORDER, WARNING, AID, CHILD, LEADER)
PUBLIC = (TAKEOVER, LEADER)
WARNINGS = 2
AT_HOME = ("0207", "0801", "0802")  # beside the whole area 01: what a protection order and a written warning reach
TRAFFICKING = "0203"
DANGERS = ("violence", "injury", "weapon", "rescue")  # grounds of an alarm that mean danger now


def answered(case: Any, name: str) -> bool:
    return bool(case.data.get("answers", {}).get(name) == "yes")


def grounds(case: Any, *codes: str) -> bool:
    """Did somebody, or a rule, ever raise the alarm for one of these reasons?"""
    return not {case.data.get("severe_ground"), *case.data.get("severe_grounds", ())}.isdisjoint(codes)


def raised(case: Any, ground: str) -> None:
    """The alarm for this reason. Earlier reasons still count: what the law requires for one is not lifted by the next."""
    before = {case.data.get("severe_ground"), *case.data.get("severe_grounds", ())} - {None}
    case.data.update(severe_ground=ground, severe_grounds=sorted({ground, *before}))


def is_violent(case: Any) -> bool:
    kind = CATEGORIES.get(case.category)
    return bool(kind and kind.violent) or any(answered(case, name) for name in ("violence_now", "weapon_or_injury"))


def minor_harmed(case: Any) -> bool:
    """Is the person harmed under 18?"""
    kind = CATEGORIES.get(case.category)
    return bool(case.data.get("minor") or (kind and kind.minor) or grounds(case, "minor"))


def minor_involved(case: Any) -> bool:
    """Is a child harmed, a party, or possibly there? “Dependants: yes” counts: the ticket's first step is to look."""
    there = bool(case.data.get("child_there")) or answered(case, "dependants")
    return minor_harmed(case) or there or MINOR in case.data.get("parties", {}).values()


def cannot_protect_self(case: Any) -> bool:
    """A person without (full) capacity by law (反家庭暴力法 art 14)."""
    return bool(case.data.get("incapable") or grounds(case, "incapable"))


def order_broken(case: Any) -> bool:
    """A breach or a second warning, known of the case or written down in its own tickets."""
    if case.data.get("order_breaches") or case.data.get("warnings", 0) >= WARNINGS or grounds(case, "order_breach"):
        return True
    served = sum(child.data.get("served", 0) for child in case.family.children(WARNING))
    return served >= WARNINGS or any(child.data.get("breaches") for child in case.family.children(ORDER))


def at_home(case: Any) -> bool:
    """Violence in a family, household or former relationship: what the law on domestic violence reaches."""
    return str(case.category).startswith("01") or case.category in AT_HOME


def mandatory(case: Any) -> bool:
    """Must be reported to the police whatever anybody wishes (未成年人保护法 art 11, 反家庭暴力法 art 14)."""
    return minor_harmed(case) or cannot_protect_self(case)


@dataclass(frozen=True)
class Rule:
    """One of the facts of §2.5: `test` of the case, and which tickets follow."""

    name: str
    title: Text
    test: Callable[[Any], bool]
    children: tuple[str, ...] = PROTECTION


RULES = (
    Rule("violence", _("Violence happening or just happened"),
         lambda case: answered(case, "violence_now") or grounds(case, "violence")),
    Rule("injury", _("Injury or weapon"),
         lambda case: answered(case, "weapon_or_injury") or grounds(case, "injury", "weapon")),
    Rule("threat", _("Threat to kill or of suicide"),
         lambda case: answered(case, "threat_to_life") or grounds(case, "threat")),
    Rule("rescue", _("She asks to be rescued"),
         lambda case: bool(case.data.get("rescue")) or grounds(case, "rescue")),
    Rule("minor", _("A minor was harmed"),
         lambda case: (minor_harmed(case) and is_violent(case)) or grounds(case, "minor")),
    Rule("trafficking", _("Trafficking"),
         lambda case: case.category == TRAFFICKING or grounds(case, "trafficking")),
    Rule("incapable", _("The person cannot protect themselves by law"),
         lambda case: cannot_protect_self(case) and (is_violent(case) or grounds(case, "incapable"))),
    Rule("order_breach", _("Second written warning, or breach of a protection order"), order_broken),
    Rule("group", _("Five persons or more"),
         lambda case: bool(case.data.get("group")) or grounds(case, "group"), PUBLIC),
    Rule("media", _("Public attention"),
         lambda case: case.channel == "media" or bool(case.data.get("media")) or grounds(case, "media"), PUBLIC),
)  # fmt: skip
BY_SCORE = Rule("score", _("Red by assessment"), lambda case: case.risk == "red")
PUBLIC_RULES = {rule.name for rule in RULES if rule.children == PUBLIC}
RULE_TITLES = {rule.name: rule.title for rule in (*RULES, BY_SCORE)}

# A ticket of these kinds is opened only where its own condition holds as well.
ONLY_IF: dict[str, Callable[[Any], bool]] = {
    ORDER: at_home,
    WARNING: at_home,
    CHILD: minor_involved,
    TAKEOVER: lambda case: case.assignee_id is None,  # whoever of the district has the case already need not take it
}
# What must have happened in a child before the case may end: states in which it has not, and the sentence.
OUTSTANDING: dict[str, tuple[tuple[str, ...], Text]] = {
    POLICE: (("to_report", "police_told"), _("The report to the police is not made or not declined.")),
    TAKEOVER: (("waiting",), _("No duty officer of the district has taken over.")),
    PLAN: (("to_make",), _("There is no safety plan.")),
    EVIDENCE: (("to_guide",), _("She was not told which evidence to keep.")),
    ORDER: (("to_offer", "thinking", "preparing", "filed", "before_court"), _("The protection order is not settled.")),
    WARNING: (("to_ask", "asked"), _("The written warning is not settled.")),
    AID: (("preparing", "supplementing"), _("The referral to legal aid is not settled.")),
    CHILD: (("to_assess", "measures"), _("The child's situation is not assessed or no measures stand.")),
    LEADER: (("to_report",), _("The leader has not been told.")),
}


def hits(case: Any) -> list[Rule]:
    """The rules of §2.5 that this case meets, in the order of the table."""
    return [rule for rule in RULES if rule.test(case)]


def met(case: Any) -> set[str]:
    """Names of those rules."""
    return {rule.name for rule in hits(case)}


def children_for(case: Any) -> list[str]:
    """Kinds of child tickets this case needs, in the order in which they are to be done."""
    wanted = {slug for rule in hits(case) or [BY_SCORE] for slug in rule.children}
    return [
        slug
        for slug in PROTECTION
        if slug in wanted and slug in registry and ONLY_IF.get(slug, lambda case: True)(case)
    ]


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


def unfinished(case: Any) -> list[Text]:
    """What child tickets still lack before the case may end, each with its number; also for cases no longer red."""
    found: list[Text] = []
    for child in case.family.open_children():
        states, sentence = OUTSTANDING.get(child.type, ((), ""))
        if child.state in states:
            found.append(format_lazy("{sentence} ({number})", sentence=sentence, number=child.number))
    return found


def measures_missing(case: Any) -> list[Text]:
    """What “safety measures complete” (E2) still lacks: the report, a shield, and somebody who goes on looking (§2.6)."""
    if not case.data.get("urgent") and not case.data.get("children"):
        return []
    found = unfinished(case)
    reports = case.family.children(POLICE)
    if reports and not any(child.state in ("reported", "declined") for child in reports):
        found.append(_("The police report is neither made nor declined in her own words."))
    if not any(_shields(child) for child in case.family.children()):
        found.append(
            _("Neither a protection order, a written warning nor a safety plan with a safe place is in place.")
        )
    if not any(child.is_open and child.state in ("in_force", "visiting") for child in case.family.children()):
        found.append(
            _("No visits are scheduled: keep the safety plan, the warning's visits or the child's visits open.")
        )
    return found


def _shields(child: Any) -> bool:
    if child.type == PLAN:
        return child.state == "in_force" and child.data.get("shelter") in ("accepted", "has_place")
    return (child.type, child.state) in ((ORDER, "in_force"), (WARNING, "visiting"), (CHILD, "visiting"))


def harmed(case: Any, role: str) -> bool:
    """Is a party of this role the person harmed: the victim, or the petitioner where she speaks for herself?"""
    return role == VICTIM or (role == PETITIONER and case.data.get("caller", "self") == "self")


def guardian_is_abuser(ticket: Any) -> bool:
    """The one rule: the child's guardian is the one said to have harmed it, by whatever road that became known.

    Said at intake or later in the case; found out in the child's own ticket; or it follows from how the other side stands to
    the child, unless the district has looked and said no. A child ticket of the lane asks its case.
    """
    said = ticket.data.get("guardian_is_abuser")
    if said:
        return True
    if ticket.family.parent:
        return guardian_is_abuser(ticket.family.parent)
    if said is None and _guardian_accused(ticket):
        return True
    if not ticket.data.get("children", {}).get(CHILD):
        return False
    return any(child.data.get("guardian_is_abuser") for child in ticket.family.children(CHILD))


def _guardian_accused(case: Any) -> bool:
    """Violence against a child, and the other side is recorded as the child's father, mother or guardian."""
    if not (minor_harmed(case) and is_violent(case)):
        return False
    parties = case.data.get("parties", {})
    others = {code for code, role in parties.items() if role == OTHER}
    children = {code for code, role in parties.items() if role == MINOR or harmed(case, role)}
    stands = [(one["who"], one["relation"], one["to"]) for one in case.data.get("relations", [])]
    return (
        any(case.data.get("kin", {}).get(code) in GUARDIANS for code in others)
        or any(who in others and to in children and relation in GUARDIANS for who, relation, to in stands)
        or any(who in children and to in others and relation == "child" for who, relation, to in stands)
    )
