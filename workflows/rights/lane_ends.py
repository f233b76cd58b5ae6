"""What the tickets of the urgent lane still lack before their case may end (domain.md §2.5, §2.6)."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.base import Text
from workflows.rights.lane_rules import AID, CHILD, EVIDENCE, LEADER, ORDER, PLAN, POLICE, TAKEOVER, WARNING

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
