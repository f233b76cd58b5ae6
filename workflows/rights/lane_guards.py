"""Guards and checks of talks in a case of the urgent lane: never the only measure, never both at one table unasked (domain.md §2.5)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.base import Text
from workflows.partyroles import OTHER
from workflows.rights.guardian import guardian_is_abuser
from workflows.rights.lane_rules import PLAN
from workflows.roles import Actor


def plan_first(case: Any, actor: Actor) -> Text:
    """Mediation is never the only measure: in an urgent case it waits for the safety plan (domain.md §2.5)."""
    if not case.data.get("urgent"):
        return ""
    plans = case.family.children(PLAN)
    if any(child.data.get("shelter") or child.data.get("refused") for child in plans):
        return ""
    return _("The case is urgent: mediation is never the only measure. Make the safety plan first.")


def joint_meeting(case: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check: both at one table in an urgent case only where the district has approved it (domain.md §2.5)."""
    roles = {case.data.get("parties", {}).get(code) for code in entered.get("present", ())}
    if OTHER not in roles or roles <= {OTHER} or not case.data.get("urgent") or case.data.get("joint_meeting"):
        return {}
    return {
        "present": _("The case is urgent: both meet only after the district has approved it. Speak with each alone.")
    }


def guardian_left_out(case: Any, actor: Actor) -> Text:
    """Guard: where the guardian is the one said to have harmed the child, nothing is mediated with the guardian."""
    if guardian_is_abuser(case):
        return _(
            "The guardian is accused of the harm to the child and is never asked, told or shown anything: there is no mediation. Use the tickets of the urgent lane, the police and the court."  # noqa: E501
        )
    return ""
