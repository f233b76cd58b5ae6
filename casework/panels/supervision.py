"""The part of the case's page about supervision: reminders, presses with terms and answers, the leader, consultations, defects."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from casework import places
from casework.panels import Panel
from casework.panels.dispatch import name_of, only_assists
from casework.queries.ticket import Whole
from casework.shapes import Text
from workflows import classifications as codes
from workflows.rights.supervision import press_open
from workflows.rights.supervision_forms import CAUSES, GROUNDS, QUESTIONS

TEMPLATE = "casework/panels/supervision.html"


@dataclass(frozen=True)
class Press:
    """A notice of supervision: its ground and term; the answer's day and cause. `owing`: the unit has not explained yet."""

    at: datetime
    who: str
    unit: Text
    ground: Text
    term: date
    over: bool
    answered_at: datetime | None
    cause: Text
    owing: bool


@dataclass(frozen=True)
class Meeting:
    """A joint consultation; `held_on` None: still to come, or called off (`dropped`)."""

    on: date
    question: Text
    with_whom: list[Text]
    held_on: date | None
    unit: Text
    owner: Text
    into_catalogue: bool
    dropped: bool


@dataclass(frozen=True)
class Content:
    reminders: int
    reminded_at: datetime | None
    reminded_by: str
    about: Text
    presses: list[Press]
    leader: str
    leader_since: datetime | None
    meetings: list[Meeting]
    defects: int


def panel(whole: Whole) -> Panel | None:
    case = whole.case
    if case.type != "rights" or only_assists(whole):
        return None
    data = case.data
    reminders = data.get("reminders", [])
    last = reminders[-1] if reminders else {}
    defects = int(data.get("defects", 0)) if data.get("defects_open") else 0
    content = Content(
        reminders=len(reminders),
        reminded_at=datetime.fromisoformat(last["at"]) if last else None,
        reminded_by=whole.people.get(last.get("by", 0), ""),
        about=dict(GROUNDS).get(last.get("about", ""), ""),
        presses=_presses(whole),
        leader=_leader(whole),
        leader_since=datetime.fromisoformat(data["leader_since"]) if data.get("leader") else None,
        meetings=[_meeting(one) for one in data.get("consultations", [])],
        defects=defects,
    )
    if not (reminders or content.presses or data.get("leader") or content.meetings or defects):
        return None
    return Panel("supervision", _("Supervision of this case"), TEMPLATE, content)


def _leader(whole: Whole) -> str:
    leader = whole.case.data.get("leader")
    return whole.people.get(leader, "") or (_("a leader of the district") if leader else "")


def _presses(whole: Whole) -> list[Press]:
    log: list[Mapping[str, Any]] = whole.case.data.get("press_log", [])
    return [
        Press(
            at=datetime.fromisoformat(one["at"]),
            who=whole.people.get(one["by"], ""),
            unit=places.name_of(one["unit"]),
            ground=dict(GROUNDS).get(one["ground"], ""),
            term=date.fromisoformat(one["term"]),
            over=whole.case.is_open and date.fromisoformat(one["term"]) < localdate(whole.now),
            answered_at=datetime.fromisoformat(one["answered"]["at"]) if "answered" in one else None,
            cause=dict(CAUSES).get(one.get("answered", {}).get("cause", ""), ""),
            owing=n == len(log) and press_open(whole.case),
        )
        for n, one in enumerate(log, 1)
    ]


def _meeting(one: Mapping[str, Any]) -> Meeting:
    bodies = dict(codes.BODIES)
    return Meeting(
        on=date.fromisoformat(one["on"]),
        question=dict(QUESTIONS).get(one["question"], ""),
        with_whom=[
            *(places.name_of(unit) for unit in one["units"]),
            *(bodies.get(body, body) for body in one["bodies"]),
        ],
        held_on=date.fromisoformat(one["held_on"]) if one.get("held_on") else None,
        unit=places.name_of(one.get("unit")),
        owner=name_of(one["owner"]) if one.get("owner") else "",
        into_catalogue=bool(one.get("catalogue")),
        dropped=bool(one.get("dropped")),
    )
