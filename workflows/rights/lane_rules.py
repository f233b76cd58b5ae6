"""The table of the urgent lane (domain.md §2.5): which facts bring a case into it, and which child tickets it then has.

Questions about a case, answered from what is known of it and its children; nothing here changes anything. What the lane does with
the answers: `workflows.rights.lane`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.base import Text
from workflows.classifications import CATEGORIES
from workflows.partyroles import MINOR
from workflows.registry import registry

POLICE, TAKEOVER, PLAN, EVIDENCE = "police_report", "takeover", "safety_plan", "evidence"
ORDER, WARNING, AID, CHILD, LEADER = "protection_order", "written_warning", "legal_aid", "minor_case", "leader_report"
PROTECTION = (POLICE, TAKEOVER, PLAN, EVIDENCE, ORDER, WARNING, AID, CHILD, LEADER)
PUBLIC = (TAKEOVER, LEADER)
WARNINGS = 2
AT_HOME = ("0207", "0801", "0802")  # beside the whole area 01: what a protection order and a written warning reach
TRAFFICKING = "0203"


def answered(case: Any, name: str) -> bool:
    return bool(case.data.get("answers", {}).get(name) == "yes")


def grounds(case: Any, *codes: str) -> bool:
    """Did somebody, or a rule, ever raise the alarm for one of these reasons?"""
    return not {case.data.get("severe_ground"), *case.data.get("severe_grounds", ())}.isdisjoint(codes)


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
