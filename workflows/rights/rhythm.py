"""A case's risk level and the rhythm of safety contacts it asks for (domain.md §4.5, §4.8).

Clocks of the rhythm: workflows/policies/warnings.yaml. Nothing here decides a level; see `workflows.rights.risk`.
"""

from typing import Any

from django.utils.timezone import localdate

from workflows.risk import scale

CONTACTS = {  # rhythm, a key in the case's data -> policy of its clock
    "contact_red": "risk.contact.red",
    "contact_red_weekly": "risk.contact.red_weekly",
    "contact_orange": "risk.contact.orange",
    "contact_yellow": "risk.contact.yellow",
}
LOG_KEPT = 50


def begin_rhythm(case: Any) -> None:
    """Say which rhythm of contacts the level asks for; it counts from now on.

    A new case has no moment of its own yet: its clocks begin when it is opened.
    """
    wanted = f"contact_{case.risk}"
    if case.risk == "red" and case.data.get("red_contacts", 0) >= scale().daily_contacts:
        wanted = "contact_red_weekly"
    case.data.update({key: key == wanted for key in CONTACTS if key == wanted or key in case.data})
    if case.risk != "red" and "unreached" in case.data:
        case.data["unreached"] = False
    if case.number:
        case.data["contact_from"] = case.now.isoformat()


def set_level(case: Any, level: str, why: str) -> None:
    """Put the case on a level and write down from where, why and by whom; the quiet time begins anew."""
    if case.number:
        entry = {"at": case.now.isoformat(), "from": case.risk, "to": level, "why": why, "by": case.actor.id}
        case.data["risk_log"] = [*case.data.get("risk_log", []), entry][-LOG_KEPT:]
        case.data["red_contacts"] = 0
        disquiet(case)
    case.risk = level
    begin_rhythm(case)


def disquiet(case: Any) -> None:
    """Something happened: two quiet periods are counted from here."""
    case.data.update(quiet_since=localdate(case.now).isoformat(), safe_contacts=0)
