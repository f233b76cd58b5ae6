"""The part of the case's page about dispatch: what the catalogue says, each dispatch with its return and ruling, who assists.

An assisting unit reads its own part only; nothing here is sealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from casework import places
from casework.panels import Panel
from casework.queries.ticket import Whole
from casework.shapes import Text
from workflows import classifications as codes
from workflows.owners import owner_title
from workflows.rights import states as at
from workflows.rights.assisting import my_units
from workflows.rights.dispatch import latest
from workflows.rights.dispatch_forms import TASKS

TEMPLATE = "casework/panels/dispatch.html"
SENDABLE = {state.code for state in (at.TRIAGE, at.ACCEPTED, at.ESCALATED, at.RETURNED, at.DISPATCHED)}
GROUNDS: Mapping[str, Text] = dict(codes.RETURN_GROUNDS)
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Leg:
    """One dispatch. `said`: what the catalogue suggested, if that was another unit. `ruled`: the unit named, `upheld`: against it."""

    at: datetime
    who: str
    source: Text
    to: Text
    said: Text = ""
    returned_at: datetime | None = None
    ground: Text = ""
    proposed: Text = ""
    ruled_at: datetime | None = None
    ruled: Text = ""
    ruled_by: str = ""
    upheld: bool = False


@dataclass(frozen=True)
class Part:
    """What an assisting unit is asked, and what it has reported. `mine`: of the reader."""

    unit: Text
    tasks: list[Text]
    report_by: date | None
    late: bool
    reports: list[tuple[datetime, str, list[Text]]]
    released: bool
    mine: bool


@dataclass(frozen=True)
class Content:
    suggested: Text = ""
    because: str = ""
    legs: list[Leg] = field(default_factory=list)
    return_until: date | None = None
    decided: Text = ""
    how: str = ""
    parts: list[Part] = field(default_factory=list)
    assists_only: bool = False


def only_assists(whole: Whole) -> bool:
    """Does the reader see the case merely because the own unit helps in it?"""
    case, actor = whole.case, whole.actor
    if actor.is_system or actor.roles_over(case.unit_id, opened_by_me=case.opened_by_id == actor.id):
        return False
    return bool(my_units(case, actor))


def name_of(owner: str) -> Text:
    """A unit by its name, a level or a body by its title."""
    return places.name_of(owner) if owner.isdigit() else owner_title(owner)


def panel(whole: Whole) -> Panel | None:
    case = whole.case
    if case.type != "rights":
        return None
    helper = only_assists(whole)
    parts = [_part(whole, unit, part) for unit, part in case.data.get("assists", {}).items()]
    if helper:
        mine = [part for part in parts if part.mine]
        if not mine:
            return None
        return Panel("dispatch", _("What your unit is asked to do"), TEMPLATE, Content(parts=mine, assists_only=True))
    legs = [_leg(whole, one) for one in case.data.get("dispatches", [])]
    found = case.suggestion() if case.state in SENDABLE else None
    if not legs and not parts and found is None and not case.data.get("decided"):
        return None
    decided = case.data.get("decided", {})
    content = Content(
        suggested=found.owner_name if found else "",
        because=found.reason if found else "",
        legs=legs,
        return_until=_return_until(whole),
        decided=name_of(decided["unit"]) if decided else "",
        how=decided.get("how", ""),
        parts=parts,
    )
    return Panel("dispatch", _("Dispatch and assistance"), TEMPLATE, content)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _leg(whole: Whole, made: Mapping[str, Any]) -> Leg:
    back, ruled = made.get("returned", {}), made.get("ruled", {})
    said = made.get("said", "")
    return Leg(
        at=datetime.fromisoformat(made["at"]),
        who=whole.people.get(made["by"], ""),
        source=places.name_of(made["from"]),
        to=places.name_of(made["to"]),
        said=name_of(said) if said and said != made["to"] else "",
        returned_at=_moment(back.get("at")),
        ground=GROUNDS.get(back.get("ground", ""), ""),
        proposed=name_of(back["proposed"]) if back else "",
        ruled_at=_moment(ruled.get("at")),
        ruled=places.name_of(ruled.get("unit")),
        ruled_by=whole.people.get(ruled.get("by", 0), ""),
        upheld=bool(ruled.get("upheld")),
    )


def _return_until(whole: Whole) -> date | None:
    """The last day on which the unit in charge may still return it."""
    case = whole.case
    until = _moment(latest(case).get("return_by"))
    bound = case.data.get("returned") or case.data.get("urgent") or case.data.get("decided")
    if until is None or bound or whole.now >= until or case.state not in (at.DISPATCHED.code, at.IN_PROGRESS.code):
        return None
    return localdate(until - MOMENT)


def _part(whole: Whole, unit: str, part: Mapping[str, Any]) -> Part:
    titles = dict(TASKS)
    by = date.fromisoformat(part["report_by"]) if part.get("report_by") else None
    reports = [
        (datetime.fromisoformat(one["at"]), whole.people.get(one["by"], ""), [titles.get(task, task) for task in one["done"]])
        for one in part.get("reports", [])
    ]  # fmt: skip
    return Part(
        unit=places.name_of(unit),
        tasks=[titles.get(task, task) for task in part.get("tasks", [])],
        report_by=by,
        late=by is not None and not reports and by < localdate(whole.now),
        reports=reports,
        released=bool(part.get("released")) or unit not in whole.case.assisting,
        mine=unit in my_units(whole.case, whole.actor),
    )
