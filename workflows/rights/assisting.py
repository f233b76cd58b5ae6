"""Lead and assisting units (主办、协办): who helps with what, what they report, and when they are released.

`ticket.assisting` says who sees the case besides the unit in charge; `data["assists"]` = {unit: {"tasks", "asked_at", "by",
"report_by", "reports", "released"}} says what each was asked. An assisting unit reads its own part and nothing sealed.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Text, Workflow, action
from workflows.rights import dispatch_forms as ask
from workflows.rights import states as at
from workflows.rights.guards import holder_or_above, not_only_assisting
from workflows.roles import ASSISTANT, HANDLERS, Actor

HELPED = (at.ACCEPTED, at.DISPATCHED, at.ESCALATED, at.REOPENED, *at.WORKING, *at.RESTING)


def ask_for(case: Any, units: Iterable[str], tasks: Iterable[str], report_by: date | None) -> None:
    """Name these units as assisting, each with its tasks; the unit in charge never assists itself."""
    parts = dict(case.data.get("assists", {}))
    for unit in units:
        if unit == case.unit_id:
            continue
        if unit not in case.assisting:
            case.assisting = [*case.assisting, unit]
        parts[unit] = {
            "tasks": list(tasks), "asked_at": case.now.isoformat(), "by": case.actor.id,
            "report_by": report_by.isoformat() if report_by else "",
            "reports": parts.get(unit, {}).get("reports", []), "released": "",
        }  # fmt: skip
    if parts:
        case.data["assists"] = parts


def release(case: Any, units: Iterable[str]) -> None:
    """These units assist no longer: they stop seeing the case; what they did stays on record."""
    gone = set(units)
    case.assisting = [code for code in case.assisting if code not in gone]
    parts = case.data.get("assists", {})
    for unit in gone & set(parts):
        parts = {**parts, unit: {**parts[unit], "released": case.now.isoformat()}}
    if parts:
        case.data["assists"] = parts


def keep_only(case: Any, units: Iterable[str]) -> None:
    """The units that assist from now on; all others are released."""
    wanted = set(units)
    release(case, [code for code in case.assisting if code not in wanted])


def my_units(case: Any, actor: Actor) -> list[str]:
    """The units of this actor that assist in the case."""
    return [unit for unit in case.assisting if unit in actor.units(*HANDLERS)]


def asked_to_help(ticket: Any, actor: Actor) -> Text:
    if my_units(ticket, actor):
        return ""
    return _("Your unit does not assist in this case.")


def somebody_assists(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.assisting else _("No unit assists in this case.")


def not_in_charge(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """The unit in charge leads; it cannot be asked to assist itself."""
    if ticket.unit_id in entered["assisting"]:
        return {"assisting": _("This unit is in charge already. Choose the others that are to help.")}
    return {}


class Assisting(Workflow):
    @action(
        HELPED, SAME, by=HANDLERS, label=_("Ask units to assist"), form=ask.AssistForm,
        guards=[not_only_assisting, holder_or_above], checks=[not_in_charge], tell=[tell.ASSISTING], icon="link",
        after=_("They read what they are asked to do, not what is sealed. Your unit stays in charge."),
    )  # fmt: skip
    def ask_assistance(self, assisting: list[str], tasks: list[str], report_by: date | None) -> None:
        ask_for(self, assisting, tasks, report_by)

    @action(
        at.IN_HAND, SAME, by=[ASSISTANT], label=_("Record what your unit did"), form=ask.AssistReportForm,
        guards=[asked_to_help], tell=[tell.HOLDER, tell.UNIT], icon="note",
        after=_("The text is sealed: the unit in charge reads it."),
    )  # fmt: skip
    def assist_report(self, done: list[str], report: str) -> None:
        parts = dict(self.data.get("assists", {}))
        for unit in my_units(self, self.actor):
            part = parts.get(unit, {"tasks": [], "asked_at": "", "by": None, "report_by": "", "released": ""})
            entry = {"at": self.now.isoformat(), "by": self.actor.id, "done": done}
            parts[unit] = {**part, "reports": [*part.get("reports", []), entry]}
        self.data["assists"] = parts

    @action(
        HELPED, SAME, by=HANDLERS, label=_("Release assisting units"), form=ask.ReleaseForm,
        guards=[not_only_assisting, holder_or_above, somebody_assists], tell=[tell.ASSISTING], icon="x",
        after=_("They stop seeing the case at once."),
    )  # fmt: skip
    def release_assisting(self, units: list[str]) -> None:
        release(self, units)
