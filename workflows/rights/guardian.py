"""A guardian who is the one said to have harmed the child: never asked, told or shown anything (未成年人保护法 art 11; domain.md §1.6)."""

from typing import Any

from workflows.partyroles import GUARDIANS, MINOR, OTHER, PETITIONER, VICTIM
from workflows.rights.lane_rules import CHILD, is_violent, minor_harmed


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
